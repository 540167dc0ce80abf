//! Words, numbers and dates in Vietnamese and English.
//!
//! Owns the Fluent bundles made from `assets/i18n` and the forms of numbers. The texts are part of
//! the program, so that it always finds them. Must not know which language is on the screen.

mod area;
mod number;

pub use area::{AreaUnit, format_area, format_exact_area};
pub use number::{
    decimals_of, format_coordinate, format_date, format_hectares, format_length, format_number,
    format_scale, format_signed_percent, format_year, read_number, read_scale, rounded,
    write_number,
};

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// The first language.
    #[default]
    Vietnamese,
    /// The second.
    English,
}

impl Language {
    /// Both, the first one first.
    pub const ALL: [Self; 2] = [Self::Vietnamese, Self::English];

    /// The code of settings and of `--lang`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.code() == code)
    }

    fn identifier(self) -> LanguageIdentifier {
        // Both codes are well formed; the default would only change plural forms.
        self.code().parse().unwrap_or_default()
    }
}

macro_rules! resources {
    ($($file:literal),* $(,)?) => {
        /// The Fluent files of a language: name and text.
        #[must_use]
        pub fn resources(language: Language) -> &'static [(&'static str, &'static str)] {
            match language {
                Language::Vietnamese => &[$(($file, include_str!(concat!("../../../assets/i18n/vi/", $file)))),*],
                Language::English => &[$(($file, include_str!(concat!("../../../assets/i18n/en/", $file)))),*],
            }
        }
    };
}

resources!(
    "actions.ftl",
    "access.ftl",
    "annotate.ftl",
    "audit.ftl",
    "cli.ftl",
    "desk.ftl",
    "domain.ftl",
    "issues.ftl",
    "map.ftl",
    "meeting.ftl",
    "registers.ftl",
    "search.ftl",
    "sheet.ftl",
    "table.ftl",
    "ui.ftl"
);

/// An argument of a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg<'a> {
    /// A text, put in as it is.
    Text(&'a str),
    /// A count, which chooses the plural form and is written in the language's digits.
    Count(u64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(s: &'a str) -> Self {
        Self::Text(s)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(s: &'a String) -> Self {
        Self::Text(s)
    }
}

impl From<u64> for Arg<'_> {
    fn from(n: u64) -> Self {
        Self::Count(n)
    }
}

impl From<usize> for Arg<'_> {
    fn from(n: usize) -> Self {
        Self::Count(n as u64)
    }
}

/// The words of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The words of a language, made once.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        static VI: OnceLock<Words> = OnceLock::new();
        static EN: OnceLock<Words> = OnceLock::new();
        match language {
            Language::Vietnamese => VI.get_or_init(|| Self::load(language)),
            Language::English => EN.get_or_init(|| Self::load(language)),
        }
    }

    fn load(language: Language) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // Isolation marks are meant for mixed writing directions and show up as boxes in some fonts.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Vietnamese => |value, _| count(value, Language::Vietnamese),
            Language::English => |value, _| count(value, Language::English),
        }));
        for (_, text) in resources(language) {
            // A broken file is caught by a test; the good messages of it serve in any case.
            let resource = match FluentResource::try_new((*text).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// The language of these words.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether there is a message under a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|m| m.value().is_some())
    }

    /// The message under a key; the key itself where it is missing, so that the gap is seen.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The message under a key with its arguments.
    #[must_use]
    pub fn text_with<'a>(&self, key: &str, args: &[(&'a str, Arg<'a>)]) -> String {
        let mut out = FluentArgs::new();
        for (name, value) in args {
            match value {
                Arg::Text(s) => out.set(*name, FluentValue::from(*s)),
                Arg::Count(n) => out.set(*name, FluentValue::from(*n)),
            }
        }
        self.format(key, Some(&out))
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            note_missing(key);
            return key.to_owned();
        };
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, args, &mut errors).into_owned()
    }
}

thread_local! {
    static MISSING: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

fn note_missing(key: &str) {
    MISSING.with_borrow_mut(|missing| missing.insert(key.to_owned()));
}

/// The keys that this thread has asked for in vain, in either language.
#[must_use]
pub fn missing_keys() -> Vec<String> {
    MISSING.with_borrow(|missing| missing.iter().cloned().collect())
}

fn count(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(n) => Some(format_number(n.value, 0, language)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use std::collections::BTreeMap;

    /// Message keys of a file with the names of the arguments that each takes.
    fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        let resource = FluentResource::try_new(text.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
        let mut out = BTreeMap::new();
        let mut current = None;
        for line in resource.source().lines() {
            let starts = line.chars().next().is_some_and(|c| c.is_ascii_lowercase());
            if let (true, Some((key, _))) = (starts, line.split_once('=')) {
                let key = key.trim().to_owned();
                assert!(out.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice");
                current = Some(key);
            }
            if let Some(key) = &current {
                for piece in line.split('$').skip(1) {
                    let name: String = piece
                        .chars()
                        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_')
                        .collect();
                    out.get_mut(key).unwrap().insert(name);
                }
            }
        }
        out
    }

    #[test]
    fn both_languages_have_the_same_messages_and_arguments() {
        for ((file, vi), (_, en)) in
            resources(Language::Vietnamese).iter().zip(resources(Language::English))
        {
            let (vi, en) = (messages(vi), messages(en));
            let keys = |m: &BTreeMap<String, _>| m.keys().cloned().collect::<BTreeSet<_>>();
            let differing: Vec<_> = keys(&vi).symmetric_difference(&keys(&en)).cloned().collect();
            assert!(differing.is_empty(), "{file}: only in one language: {differing:?}");
            for (key, args) in &vi {
                assert_eq!(args, &en[key], "{file}: arguments of {key}");
            }
        }
    }

    /// Numbers are called VN-2000 by `crs::SystemNaming` alone, which asks PROJ. A text may name
    /// the system only where it speaks of what a person may type or send, or of what numbers look like.
    #[test]
    fn no_text_calls_numbers_vn2000_by_itself() {
        const ABOUT_INPUT: [&str; 3] =
            ["search-try-vn2000", "suggest-vn2000", "coordinates-vn2000"];
        for language in Language::ALL {
            for (file, text) in resources(language) {
                let naming =
                    text.lines().filter(|line| line.contains("VN-2000") && !line.starts_with('#'));
                for line in naming {
                    let is_about_input = ABOUT_INPUT.iter().any(|key| line.contains(key));
                    assert!(is_about_input || line.starts_with("hint-"), "{file}: {line}");
                }
            }
        }
    }

    /// Official papers write "tọa độ", "xóa", "hủy": the mark on the first of two vowels. Both ways
    /// are in use, and a program should keep to one. ("quý" is no case: its u belongs to the q.)
    #[test]
    fn vietnamese_words_are_spelled_one_way() {
        const MARK_ON_THE_SECOND: [&str; 15] = [
            "oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ",
            "uỵ",
        ];
        for (file, text) in resources(Language::Vietnamese) {
            for word in text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase) {
                let ends_so = MARK_ON_THE_SECOND.iter().any(|ending| word.ends_with(ending));
                assert!(!ends_so || word.starts_with('q'), "{file}: {word}");
            }
            assert!(
                !text.to_lowercase().contains("elipxô") && !text.contains("trên ellipsoid"),
                "{file}"
            );
        }
    }

    #[test]
    fn a_missing_key_shows_itself() {
        assert_eq!(Words::of(Language::English).text("no-such-key"), "no-such-key");
        assert!(missing_keys().contains(&"no-such-key".to_owned()));
    }

    #[test]
    fn counts_follow_the_language() {
        let of = |language, count: u64| {
            Words::of(language).text_with("jobs-running", &[("count", count.into())])
        };
        assert_eq!(of(Language::English, 1), "1 job running");
        assert_eq!(of(Language::English, 2), "2 jobs running");
        assert_eq!(of(Language::English, 12_345), "12,345 jobs running");
        // Vietnamese has one form for every number, and writes thousands with a point.
        assert_eq!(of(Language::Vietnamese, 1), "1 việc đang chạy");
        assert_eq!(of(Language::Vietnamese, 12_345), "12.345 việc đang chạy");
    }

    #[test]
    fn languages_come_back_from_their_codes() {
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
        assert_eq!(Language::from_code("fr"), None);
    }
}
