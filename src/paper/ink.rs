//! The language of a sheet, and the pen that it is written with.

use planmap_core::i18n::{Arg, Language, Words};

pub use planmap_draw::display::pen::*;

use crate::PageItem;

/// The language of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SheetLanguage {
    /// Vietnamese.
    #[default]
    Vietnamese,
    /// English.
    English,
    /// Vietnamese, then English.
    Both,
}

impl From<Language> for SheetLanguage {
    fn from(language: Language) -> Self {
        match language {
            Language::Vietnamese => Self::Vietnamese,
            Language::English => Self::English,
        }
    }
}

impl SheetLanguage {
    /// The language of numbers, dates and names on the map.
    #[must_use]
    pub fn first(self) -> Language {
        match self {
            Self::Vietnamese | Self::Both => Language::Vietnamese,
            Self::English => Language::English,
        }
    }

    /// The words under a key; both languages with a stroke between them where both are wanted.
    #[must_use]
    pub fn say(self, key: &str) -> String {
        self.each(|w| w.text(key))
    }

    /// The same with arguments.
    #[must_use]
    pub fn say_with<'a>(self, key: &str, args: &[(&'a str, Arg<'a>)]) -> String {
        self.each(|w| w.text_with(key, args))
    }

    /// A text in the language or languages.
    #[must_use]
    pub fn pick(self, text: &planmap_core::catalogue::Text2) -> String {
        self.each(|w| text.get(w.language()).to_owned())
    }

    /// Words that are made for each language.
    #[must_use]
    pub fn each(self, make: impl Fn(&'static Words) -> String) -> String {
        let first = make(Words::of(self.first()));
        if self != Self::Both {
            return first;
        }
        let second = make(Words::of(Language::English));
        if first == second { first } else { format!("{first} / {second}") }
    }
}

/// A heading of a block: semi-bold with a rule under it. Returns its height.
pub fn heading(text: &str, x: f64, y: f64, width: f64, k: f64, out: &mut Vec<PageItem>) -> f64 {
    let style = Type::pt(9.0 * k).bold();
    let height = style.paragraph(text, x, y, width, out);
    let base = y + height + 0.4 * k;
    out.push(rule((x, base), (x + width, base), 0.25 * k, BLACK));
    height + 2.0 * k
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_stand_side_by_side() {
        let both = SheetLanguage::Both.say("sheet-legend");
        let (vi, en) = (
            SheetLanguage::Vietnamese.say("sheet-legend"),
            SheetLanguage::English.say("sheet-legend"),
        );
        assert_eq!(both, format!("{vi} / {en}"));
    }
}
