//! The members of a feature as its file has them, beside the fields that say what they mean.
//!
//! Owns their order, their text and how two copies of them are brought together. What a text means
//! is the business of who reads files; here it is compared and carried along.

use std::collections::BTreeSet;
use std::sync::Arc;

/// Where a member stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Beside `type`, `properties` and `geometry`.
    Feature,
    /// Among the properties.
    Properties,
    /// In the member that belongs to this program.
    Own,
}

/// Who knows what a member means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Meaning {
    /// A field of the annotation says it: the text is how its file spells the field.
    Field,
    /// Another program or a later version: it is kept.
    Foreign,
}

/// One member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Where it stands.
    pub place: Place,
    /// Its name.
    pub key: String,
    /// Its value as JSON text, numbers as they were written. Empty where its own members follow.
    pub json: String,
    /// Who knows what it means.
    pub meaning: Meaning,
}

/// All members of a feature in the order of its file. Empty for a feature that is written just as
/// this program writes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Members(Arc<[Member]>);

impl Members {
    /// Members in the order of the file.
    #[must_use]
    pub fn new(list: Vec<Member>) -> Self {
        Self(list.into())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[Member] {
        &self.0
    }

    /// The text of a member; of repeated ones the last counts.
    #[must_use]
    pub fn get(&self, place: Place, key: &str) -> Option<&str> {
        self.find(place, key).map(|m| m.json.as_str())
    }

    fn find(&self, place: Place, key: &str) -> Option<&Member> {
        self.0.iter().rev().find(|m| m.place == place && m.key == key)
    }

    /// Those that no field says.
    pub fn foreign(&self) -> impl Iterator<Item = &Member> {
        self.0.iter().filter(|m| m.meaning == Meaning::Foreign)
    }

    /// The members of a copy, which is another feature with an id of its own.
    #[must_use]
    pub fn without_identity(&self) -> Self {
        let is_id = |m: &Member| m.key == "id" && matches!(m.place, Place::Feature | Place::Own);
        self.0.iter().filter(|m| !is_id(m)).cloned().collect()
    }

    /// Whether both have the same members that no field says, in any order.
    #[must_use]
    pub fn same_foreign(&self, other: &Self) -> bool {
        let has = |all: &Self, m: &Member| all.get(m.place, &m.key) == Some(m.json.as_str());
        self.foreign().all(|m| has(other, m)) && other.foreign().all(|m| has(self, m))
    }

    /// Brings two copies together against what they come from. Returns each side with everything
    /// merged that can be, and whether both changed the same foreign member, differently. Where both
    /// spell a field differently, either text will do: the field itself decides what is written.
    #[must_use]
    pub fn merged(base: &Self, ours: &Self, theirs: &Self) -> (Self, Self, bool) {
        if ours == theirs || base == theirs {
            return (ours.clone(), ours.clone(), false);
        }
        if base == ours {
            return (theirs.clone(), theirs.clone(), false);
        }
        let mut our_side = Vec::new();
        let mut their_side = Vec::new();
        let mut conflict = false;
        let both_have_own =
            [ours, theirs].iter().all(|side| side.0.iter().any(|m| m.place == Place::Own));
        for (place, key) in keys_in_order(ours, theirs) {
            let was = base.find(place, key);
            let our_member = ours.find(place, key);
            let their_member = theirs.find(place, key);
            let text = |m: Option<&Member>| m.map(|m| m.json.clone());
            let either = our_member.or(their_member);
            let is_field = either.is_some_and(|m| m.meaning == Meaning::Field);
            let is_one_sided = our_member.is_none() || their_member.is_none();
            let (a, b) = if is_one_sided && (is_field || place == Place::Own && !both_have_own) {
                // What a side says by its field alone it has not deleted, and a program that dropped
                // all of our own members meant none of them.
                (either, either)
            } else if text(our_member) == text(their_member) || text(was) == text(their_member) {
                (our_member, our_member)
            } else if text(was) == text(our_member) {
                (their_member, their_member)
            } else {
                let is_foreign =
                    |m: Option<&Member>| m.is_some_and(|m| m.meaning == Meaning::Foreign);
                conflict |= is_foreign(our_member) || is_foreign(their_member);
                (our_member, their_member)
            };
            our_side.extend(a.cloned());
            their_side.extend(b.cloned());
        }
        (Self::new(our_side), Self::new(their_side), conflict)
    }
}

impl FromIterator<Member> for Members {
    fn from_iter<T: IntoIterator<Item = Member>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}

/// The keys of both, in an order that does not depend on which is called ours.
fn keys_in_order<'a>(ours: &'a Members, theirs: &'a Members) -> Vec<(Place, &'a str)> {
    let keys =
        |all: &'a Members| all.0.iter().map(|m| (m.place, m.key.as_str())).collect::<Vec<_>>();
    let (mut first, mut second) = (keys(ours), keys(theirs));
    if second < first {
        std::mem::swap(&mut first, &mut second);
    }
    let mut seen = BTreeSet::new();
    first.into_iter().chain(second).filter(|key| seen.insert(*key)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(list: &[(&str, &str)]) -> Members {
        let foreign = |(key, json): &(&str, &str)| Member {
            place: Place::Properties,
            key: (*key).to_owned(),
            json: (*json).to_owned(),
            meaning: Meaning::Foreign,
        };
        list.iter().map(foreign).collect()
    }

    #[test]
    fn what_one_side_changed_added_or_dropped_is_taken() {
        let base = members(&[("a", "1"), ("b", "2"), ("c", "3")]);
        let ours = members(&[("a", "1"), ("b", "20"), ("c", "3"), ("d", "4")]);
        let theirs = members(&[("b", "2"), ("c", "30")]);
        let (a, b, conflict) = Members::merged(&base, &ours, &theirs);
        assert!(!conflict);
        assert_eq!(a, b);
        assert_eq!(a, members(&[("b", "20"), ("c", "30"), ("d", "4")]));
        assert_eq!(Members::merged(&base, &theirs, &ours).0, a, "whichever is called ours");
    }

    #[test]
    fn both_values_stay_where_both_sides_changed_one() {
        let base = members(&[("a", "1")]);
        let (ours, theirs) = (members(&[("a", "2")]), members(&[("a", "3")]));
        let (a, b, conflict) = Members::merged(&base, &ours, &theirs);
        assert!(conflict);
        assert_eq!((a, b), (ours, theirs));
    }

    #[test]
    fn of_repeated_members_the_last_counts() {
        assert_eq!(members(&[("a", "1"), ("a", "2")]).get(Place::Properties, "a"), Some("2"));
    }
}
