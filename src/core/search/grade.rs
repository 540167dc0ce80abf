//! How well a text answers a query.
//!
//! Owns the order of qualities: the whole text, its beginning, the beginning of a word, words next to
//! each other, words in any order, words that merely begin so, a part, and last what differs by a
//! typing error. Must not know what the text names.

use strsim::osa_distance;

use super::fold::{fold, is_accented};
use crate::collate::plain;

/// Qualities from best to worst; what kind of thing it is adds less than a step.
pub mod quality {
    /// The text itself.
    pub const EXACT: f32 = 1000.0;
    /// The text begins with it, and a word ends there.
    pub const PREFIX_WORDS: f32 = 870.0;
    /// The text begins with it.
    pub const PREFIX: f32 = 800.0;
    /// It stands in the text as whole words.
    pub const INNER_WORDS: f32 = 720.0;
    /// A word inside begins with it.
    pub const WORD_PREFIX: f32 = 660.0;
    /// The same letters without the spaces.
    pub const RUN_TOGETHER: f32 = 640.0;
    /// Its words begin words of the text that stand next to each other, in the same order.
    pub const NEXT_TO_EACH_OTHER: f32 = 600.0;
    /// Each of its words is a word of the text; the last one may be the beginning of one.
    pub const ANY_ORDER: f32 = 560.0;
    /// Each of its words begins some word, somewhere.
    pub const SCATTERED: f32 = 480.0;
    /// It stands somewhere inside a word.
    pub const INSIDE: f32 = 450.0;
    /// Up to two letters differ.
    pub const TYPO: f32 = 400.0;
    /// What right accents add at most.
    pub const ACCENTS: f32 = 60.0;
    /// Below this a search looks for typing errors as well.
    pub const CONTENT: f32 = INSIDE;
}

/// What was typed, prepared once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    folded: String,
    words: Vec<String>,
    compact: String,
    lowered: String,
    accented: bool,
}

impl Query {
    /// Prepares a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        let words = folded.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
        let compact = folded.replace(' ', "");
        let lowered = plain(text.trim());
        Self { accented: is_accented(text), folded, words, compact, lowered }
    }

    /// The folded text.
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Its words.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether nothing is left to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// How well a text answers, by its folded form alone; `None` where it does not.
    #[must_use]
    pub fn grade_folded(&self, folded: &str) -> Option<f32> {
        use quality as q;
        if self.is_empty() {
            return None;
        }
        let spare = folded.len().saturating_sub(self.folded.len()) as f32;
        // Of two that are equally good the shorter one is meant.
        let brief = |score: f32| Some(score - spare.min(40.0) * 0.5);
        if folded == self.folded {
            return Some(q::EXACT);
        }
        if let Some(rest) = folded.strip_prefix(self.folded.as_str()) {
            return brief(if rest.starts_with(' ') { q::PREFIX_WORDS } else { q::PREFIX });
        }
        let mut inside = None;
        for (at, _) in folded.match_indices(self.folded.as_str()) {
            let begins = folded.as_bytes().get(at.wrapping_sub(1)) == Some(&b' ');
            let ends = folded.as_bytes().get(at + self.folded.len()).is_none_or(|b| *b == b' ');
            match (begins, ends) {
                (true, true) => return brief(q::INNER_WORDS),
                (true, false) => inside = Some(q::WORD_PREFIX),
                (false, _) => inside = inside.or(Some(q::INSIDE)),
            }
        }
        if let Some(score) = inside.filter(|s| *s > q::INSIDE) {
            return brief(score);
        }
        if self.compact.len() >= 4 {
            let compact = folded.replace(' ', "");
            if compact == self.compact {
                return Some(q::RUN_TOGETHER);
            }
            if compact.starts_with(&self.compact) {
                return brief(q::RUN_TOGETHER - 20.0);
            }
        }
        if let Some(score) = self.grade_words(folded) {
            return brief(score);
        }
        // A letter or two stand in everything.
        inside.filter(|_| self.folded.len() >= 3).and_then(brief)
    }

    /// How well the words of a text answer those of the query one by one; `None` where one of them
    /// has no word that begins with it, or where there is only one.
    fn grade_words(&self, folded: &str) -> Option<f32> {
        use quality as q;
        let (last, before) = self.words.split_last().filter(|(_, before)| !before.is_empty())?;
        let others: Vec<&str> = folded.split(' ').collect();
        let begins = |part: &[&str]| {
            part.iter().zip(&self.words).all(|(other, word)| other.starts_with(word.as_str()))
        };
        if others.windows(self.words.len()).any(begins) {
            return Some(q::NEXT_TO_EACH_OTHER);
        }
        // A word of one or two letters begins half of all words: only as a whole it says something.
        let is_whole = |word: &str, other: &str| {
            if word == last && last.len() > 2 { other.starts_with(word) } else { word == other }
        };
        if before.len() < 64 && self.each_word(folded, is_whole) {
            return Some(q::ANY_ORDER);
        }
        self.each_word(folded, |word, other| other.starts_with(word)).then_some(q::SCATTERED)
    }

    /// How well a text answers, its accents counted. `folded` is the folded form of `text`.
    #[must_use]
    pub fn grade(&self, text: &str, folded: &str) -> Option<f32> {
        Some(self.grade_folded(folded)? + self.accents(text))
    }

    /// What right accents add. Nothing where none were typed; less where only some are right.
    #[must_use]
    pub fn accents(&self, text: &str) -> f32 {
        if !self.accented {
            return 0.0;
        }
        let text = plain(text);
        if text.contains(&self.lowered) {
            return quality::ACCENTS;
        }
        let words: Vec<&str> = self.lowered.split_whitespace().collect();
        let right = words.iter().filter(|w| text.contains(**w)).count();
        quality::ACCENTS * 0.6 * right as f32 / words.len().max(1) as f32
    }

    /// How well a text answers if letters were mistyped; `None` where too many differ.
    #[must_use]
    pub fn grade_typos(&self, folded: &str) -> Option<f32> {
        let whole = allowed(&self.folded);
        if whole > 0 && folded.len().abs_diff(self.folded.len()) <= whole {
            let distance = osa_distance(&self.folded, folded);
            if distance <= whole {
                return Some(quality::TYPO - 40.0 * distance as f32);
            }
        }
        let mut total = 0;
        let mut taken = 0u64;
        for word in &self.words {
            let near =
                folded.split(' ').take(64).enumerate().filter(|(i, _)| taken & (1 << i) == 0);
            let (i, distance) = near
                .filter_map(|(i, other)| Some((i, typos(word, other)?)))
                .min_by_key(|(_, distance)| *distance)?;
            taken |= 1 << i;
            total += distance;
        }
        let spare = folded.len().saturating_sub(self.folded.len()) as f32;
        (total <= 2 && !self.words.is_empty())
            .then(|| quality::TYPO - 30.0 - 40.0 * total as f32 - spare.min(40.0) * 0.5)
    }

    /// Whether each word of the query has a word of its own that satisfies `same`.
    fn each_word(&self, folded: &str, same: impl Fn(&str, &str) -> bool) -> bool {
        let mut taken = 0u64;
        self.words.iter().all(|word| {
            let place = folded
                .split(' ')
                .take(64)
                .enumerate()
                .find(|(i, other)| taken & (1 << i) == 0 && same(word, other))
                .map(|(i, _)| i);
            place.inspect(|i| taken |= 1 << i).is_some()
        })
    }
}

/// Mistyped letters that a text of this length may have. Figures are never guessed at.
fn allowed(text: &str) -> usize {
    match text.len() {
        _ if text.bytes().any(|b| b.is_ascii_digit()) => 0,
        0..=2 => 0,
        3..=7 => 1,
        _ => 2,
    }
}

/// By how many letters a typed word differs from a word or from its beginning; `None` where by too
/// many.
pub(super) fn typos(word: &str, other: &str) -> Option<usize> {
    if other.starts_with(word) {
        return Some(0);
    }
    let most = allowed(word);
    // The first letter is seldom mistyped, and without it every short word is near every other.
    let near = |other: &str| {
        let same_start = word.bytes().next() == other.bytes().next();
        (most > 0 && other.len().abs_diff(word.len()) <= most && (word.len() > 3 || same_start))
            .then(|| osa_distance(word, other))
            .filter(|d| *d <= most)
    };
    let beginning = || {
        let end = other.char_indices().nth(word.chars().count()).map(|(i, _)| i)?;
        (word.len() >= 5).then(|| near(other.get(..end)?)).flatten()
    };
    near(other).or_else(beginning)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn score(query: &str, text: &str) -> Option<f32> {
        let folded = fold(text);
        let query = Query::new(query);
        query.grade(text, &folded).or_else(|| query.grade_typos(&folded))
    }

    /// Each list from the best to the worst answer.
    #[test]
    fn qualities_have_an_order() {
        for (query, texts) in [
            (
                "chieng sinh",
                &[
                    "Chiềng Sinh",
                    "Chiềng Sinh A",
                    "Chiềng Sinhh",
                    "Sân golf Chiềng Sinh",
                    "Sân golf Chiềng Sinhh",
                    "Sinh, Chiềng",
                    "Chiềng Sanh",
                ][..],
            ),
            ("Chiềng Cơi", &["Chiềng Cơi", "Chiềng Cọi", "Chieng coi"]),
            ("chieng", &["Chiềng", "Chiềng An", "Bản Chiềng", "xchiengx"]),
            ("nasan", &["nasan", "Nà Sản", "Cầu Nasa"]),
            // The whole phrase, from the start, inside, its words side by side, each for itself, and
            // last words that only begin with the same letters.
            (
                "dat o",
                &[
                    "Đất ở",
                    "Đất ở đô thị",
                    "Đất ông Năm",
                    "Loại đất ở",
                    "Nhà đất ông Năm",
                    "Đất nhóm nhà ở",
                    "Ông Năm bán đất",
                ],
            ),
            (
                "nha hat lon",
                &[
                    "Nhà hát lớn",
                    "Khu nhà hát lớn cũ",
                    "Khu nhà hátx lớnx",
                    "Lớn, hát, nhà",
                    "Lớnx hátx nhàx",
                ],
            ),
        ] {
            let scores: Vec<Option<f32>> = texts.iter().map(|t| score(query, t)).collect();
            assert!(scores.iter().flatten().count() >= texts.len() - 1, "{query}: {scores:?}");
            assert!(
                scores.windows(2).all(|w| w[0] > w[1] || w[0] == w[1] && query == "Chiềng Cơi"),
                "{query}: {scores:?}"
            );
        }
    }

    #[test]
    fn figures_and_short_words_are_not_guessed_at() {
        assert!(score("1125", "1126").is_none());
        assert!(score("la", "le").is_none());
        assert!(score("x", "abxab").is_none());
        assert!(score("", "abc").is_none());
        assert!(score("hua la", "Hua La").unwrap() > score("hau la", "Hua La").unwrap());
        assert!(score("chieng bonh", "Chiềng Cơi").is_none());
    }
}
