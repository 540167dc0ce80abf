//! Bringing two copies of a set together against what they have in common.
//!
//! Owns the three-way comparison, field by field. Nothing that either side wrote is lost: where
//! both changed the same field, one value stays and the other side lives on in a copy, until a
//! person picks. The result does not depend on which copy is called ours.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Annotation, AnnotationId, AnnotationSet, Change, Edit, Members, Reply};

/// What two copies can disagree about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// One side deleted what the other changed.
    Existence,
    /// Kind and geometry.
    Shape,
    /// Any part of the style.
    Style,
    /// The title.
    Title,
    /// The body.
    Body,
    /// Who drew it.
    Author,
    /// When it was drawn.
    Created,
    /// The status.
    Status,
    /// An answer that both changed.
    Replies,
    /// The feature it is about.
    About,
    /// Its place in the order of drawing.
    Order,
    /// Whether it is locked.
    Locked,
    /// What another program wrote.
    Foreign,
}

impl Field {
    /// The word in keys and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Existence => "existence",
            Self::Shape => "shape",
            Self::Style => "style",
            Self::Title => "title",
            Self::Body => "body",
            Self::Author => "author",
            Self::Created => "created",
            Self::Status => "status",
            Self::Replies => "replies",
            Self::About => "about",
            Self::Order => "order",
            Self::Locked => "locked",
            Self::Foreign => "foreign",
        }
    }
}

/// An annotation that both sides changed in a way that only a person can judge.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// Which one.
    pub id: AnnotationId,
    /// What they disagree about.
    pub fields: Vec<Field>,
    /// As it was; `None` where the copies have nothing in common.
    pub base: Option<Arc<Annotation>>,
    /// Our side, with everything merged that can be; `None` where it was deleted.
    pub ours: Option<Arc<Annotation>>,
    /// Their side, likewise.
    pub theirs: Option<Arc<Annotation>>,
    /// The copy that keeps the side which did not stay, unless that side is a deletion.
    pub copy: Option<AnnotationId>,
}

/// Which side of a conflict a person picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pick {
    /// Ours.
    Ours,
    /// Theirs.
    Theirs,
    /// Both stay, one as a copy.
    Both,
}

impl Conflict {
    /// The edit that carries out a pick on the merged set.
    #[must_use]
    pub fn resolved(&self, pick: Pick) -> Edit {
        let side = match pick {
            Pick::Both => return Edit::default(),
            Pick::Ours => &self.ours,
            Pick::Theirs => &self.theirs,
        };
        let chosen = side
            .as_ref()
            .map_or_else(|| Change::Remove(self.id.clone()), |a| Change::Put(Arc::clone(a)));
        Edit {
            changes: std::iter::once(chosen).chain(self.copy.clone().map(Change::Remove)).collect(),
        }
    }
}

/// Two copies brought together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Merged {
    /// Everything of both.
    pub set: AnnotationSet,
    /// Where they disagree, by id.
    pub conflicts: Vec<Conflict>,
}

/// Brings two copies together against `base`, what they have in common.
#[must_use]
pub fn merge(base: &AnnotationSet, ours: &AnnotationSet, theirs: &AnnotationSet) -> Merged {
    merge_doubting(base, ours, theirs, &BTreeSet::new())
}

/// As [`merge`], where not everything is known of what the copies have in common. An annotation of
/// `doubtful` that only one copy has was perhaps deleted in the other: it stays, and a person is
/// asked.
#[must_use]
pub fn merge_doubting(
    base: &AnnotationSet,
    ours: &AnnotationSet,
    theirs: &AnnotationSet,
    doubtful: &BTreeSet<AnnotationId>,
) -> Merged {
    let mut out = Merged::default();
    let ids: BTreeSet<&AnnotationId> = ours.iter().chain(theirs.iter()).map(|a| &a.id).collect();
    for id in ids {
        let was = base.get(id);
        let only = match (ours.get(id), theirs.get(id)) {
            (Some(a), Some(b)) => {
                both(was, a, b, &mut out);
                continue;
            }
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => continue,
        };
        let is_doubtful = doubtful.contains(id);
        if !is_doubtful && was.is_some_and(|was| only.says_the_same(was)) {
            // The other side deleted what this one left alone.
            continue;
        }
        let kept = was.map_or_else(|| Arc::clone(only), |was| Arc::new(only.settled_against(was)));
        out.set.extend([(*kept).clone()]);
        if is_doubtful || was.is_some() {
            out.conflicts.push(Conflict {
                id: id.clone(),
                fields: vec![Field::Existence],
                base: was.cloned(),
                ours: ours.get(id).map(|_| Arc::clone(&kept)),
                theirs: theirs.get(id).map(|_| Arc::clone(&kept)),
                copy: None,
            });
        }
    }
    out
}

fn both(
    base: Option<&Arc<Annotation>>,
    ours: &Arc<Annotation>,
    theirs: &Arc<Annotation>,
    out: &mut Merged,
) {
    if ours == theirs {
        out.set.extend([(**ours).clone()]);
        return;
    }
    let (a, b, fields) = sides(base.map(Arc::as_ref), ours, theirs);
    if fields.is_empty() {
        out.set.extend([a]);
        return;
    }
    // The later change stays; where both are of one second, any rule serves that both sides share.
    let rank =
        |side: &Annotation, merged: &Annotation| (side.modified.clone(), format!("{merged:?}"));
    let (stays, goes) = if rank(ours, &a) >= rank(theirs, &b) { (&a, &b) } else { (&b, &a) };
    let copy = goes.copied_as(AnnotationId::new(&format!(
        "{}.{:08x}",
        goes.id,
        fnv(&format!("{goes:?}"))
    )));
    out.conflicts.push(Conflict {
        id: ours.id.clone(),
        fields,
        base: base.cloned(),
        ours: Some(Arc::new(a.clone())),
        theirs: Some(Arc::new(b.clone())),
        copy: Some(copy.id.clone()),
    });
    out.set.extend([stays.clone(), copy]);
}

/// Both sides with everything merged that can be, and what is left to disagree about.
fn sides(
    base: Option<&Annotation>,
    ours: &Annotation,
    theirs: &Annotation,
) -> (Annotation, Annotation, Vec<Field>) {
    let (mut a, mut b) = settled(base, ours, theirs);
    let mut fields = Vec::new();
    let mut note = |field: Field, conflict: bool| {
        if conflict && !fields.contains(&field) {
            fields.push(field);
        }
    };
    macro_rules! merge_fields {
        ($($field:ident: $($path:ident).+),* $(,)?) => {$({
            let was = base.map(|x| &x.$($path).+);
            note(Field::$field, merge_value(was, &mut a.$($path).+, &mut b.$($path).+));
        })*};
    }
    merge_fields!(
        Shape: shape,
        Style: style.colour,
        Style: style.opacity,
        Style: style.width,
        Style: style.dash,
        Style: style.fill,
        Style: style.fill_opacity,
        Style: style.font_size,
        Title: title,
        Body: body,
        Author: author,
        Created: created,
        Status: status,
        About: about,
        Order: order,
        Locked: locked,
    );
    let replies = |x: &Annotation| {
        x.replies.iter().map(|r| (r.id.clone(), r.clone())).collect::<BTreeMap<_, _>>()
    };
    let (mut of_a, mut of_b) = (replies(&a), replies(&b));
    note(Field::Replies, merge_map(&base.map(replies).unwrap_or_default(), &mut of_a, &mut of_b));
    let by_time = |map: BTreeMap<String, Reply>| {
        let mut list: Vec<Reply> = map.into_values().collect();
        list.sort_by(|x, y| (&x.time, &x.id).cmp(&(&y.time, &y.id)));
        list
    };
    a.replies = by_time(of_a);
    b.replies = by_time(of_b);
    let nothing = Members::default();
    let base_members = base.map_or(&nothing, |x| &x.members);
    let (our_members, their_members, conflict) =
        Members::merged(base_members, &ours.members, &theirs.members);
    a.members = our_members;
    b.members = their_members;
    note(Field::Foreign, conflict);
    let modified = a.modified.clone().max(b.modified.clone());
    a.modified.clone_from(&modified);
    b.modified = modified;
    (a, b, fields)
}

/// Both sides without what another program has changed unwittingly.
fn settled(
    base: Option<&Annotation>,
    ours: &Annotation,
    theirs: &Annotation,
) -> (Annotation, Annotation) {
    let mut a = ours.settled_against(base.unwrap_or(theirs));
    let mut b = theirs.settled_against(base.unwrap_or(ours));
    if a.shape != b.shape && a.shape.is_nearly(&b.shape) {
        // The one with more digits, so that both sides choose the same.
        let digits = |x: &Annotation| (format!("{:?}", x.shape).len(), format!("{:?}", x.shape));
        if digits(&a) > digits(&b) {
            b.shape.clone_from(&a.shape);
        } else {
            a.shape.clone_from(&b.shape);
        }
    }
    (a, b)
}

/// Makes both values the one that was changed; returns whether both were, differently.
fn merge_value<T: PartialEq + Clone>(base: Option<&T>, ours: &mut T, theirs: &mut T) -> bool {
    if ours == theirs {
        return false;
    }
    if base == Some(&*ours) {
        ours.clone_from(theirs);
    } else if base == Some(&*theirs) {
        theirs.clone_from(ours);
    } else {
        return true;
    }
    false
}

fn merge_map<K: Ord + Clone, V: PartialEq + Clone>(
    base: &BTreeMap<K, V>,
    ours: &mut BTreeMap<K, V>,
    theirs: &mut BTreeMap<K, V>,
) -> bool {
    let keys: BTreeSet<K> = ours.keys().chain(theirs.keys()).cloned().collect();
    let mut conflict = false;
    for key in keys {
        let was = base.get(&key).cloned();
        let (mut a, mut b) = (ours.get(&key).cloned(), theirs.get(&key).cloned());
        conflict |= merge_value(Some(&was), &mut a, &mut b);
        for (map, value) in [(&mut *ours, a), (&mut *theirs, b)] {
            match value {
                Some(value) => map.insert(key.clone(), value),
                None => map.remove(&key),
            };
        }
    }
    conflict
}

/// FNV-1a, 32 bits: short, and the same in every version of the program.
fn fnv(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
