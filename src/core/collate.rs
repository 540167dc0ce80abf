//! The order of texts in a Vietnamese list, and texts without their accents.
//!
//! Owns one order for both languages of the screen: letters as in the Vietnamese alphabet
//! (a ă â b c d đ e ê …), then tones (ngang, huyền, hỏi, ngã, sắc, nặng, as in CLDR's `vi`), then
//! small before capital; runs of digits by their value, so that "Lô 9" stands before "Lô 10". The
//! crates that know every language (`icu_collator`, `feruca`) bring a megabyte or more of tables
//! and neither of these two wishes. Must not know tables or columns.

use unicode_normalization::UnicodeNormalization;

/// Separates the levels of a key: below everything that a level holds.
const LEVEL: u8 = 0;
/// Tone or case that most letters have; a run of them at the end is left out.
const PLAIN: u8 = 1;
const SPACE: u8 = 2;
const PUNCTUATION: u8 = 3;
const DIGITS: u8 = 4;
const LETTERS: u8 = 0x20;
/// Everything that the alphabet does not know stands behind it.
const OTHERS: u8 = 0xf0;

/// The letters in order. Those beyond the Vietnamese alphabet stand where Latin lists have them.
const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

const BREVE: char = '\u{306}';
const CIRCUMFLEX: char = '\u{302}';
const HORN: char = '\u{31b}';

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The place of a mark among the tones, from 2 on; marks of other languages come last.
fn tone(mark: char) -> u8 {
    match mark {
        '\u{300}' => 2,
        '\u{309}' => 3,
        '\u{303}' => 4,
        '\u{301}' => 5,
        '\u{323}' => 6,
        _ => 7,
    }
}

/// The letter that a base letter and a mark make, where it is one of the alphabet.
fn marked(base: char, mark: char) -> Option<char> {
    Some(match (base, mark) {
        ('a', BREVE) => 'ă',
        ('a', CIRCUMFLEX) => 'â',
        ('e', CIRCUMFLEX) => 'ê',
        ('o', CIRCUMFLEX) => 'ô',
        ('o', HORN) => 'ơ',
        ('u', HORN) => 'ư',
        _ => return None,
    })
}

/// A key whose bytes compare as the texts do in a Vietnamese list. Equal keys: texts that differ in
/// nothing that is read, such as composed and decomposed letters.
#[must_use]
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() + 4);
    let (mut tones, mut cases): (Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new());
    if text.is_ascii() {
        levels(text.chars(), &mut key, &mut tones, &mut cases);
    } else {
        levels(text.nfd(), &mut key, &mut tones, &mut cases);
    }
    for level in [&mut tones, &mut cases] {
        while level.last() == Some(&PLAIN) {
            level.pop();
        }
        key.push(LEVEL);
        key.extend_from_slice(level);
    }
    key
}

fn levels(
    chars: impl Iterator<Item = char>,
    key: &mut Vec<u8>,
    tones: &mut Vec<u8>,
    cases: &mut Vec<u8>,
) {
    let mut chars = chars.peekable();
    while let Some(c) = chars.next() {
        if let Some(first) = c.to_digit(10) {
            let mut digits = vec![first as u8];
            while let Some(next) = chars.peek().and_then(|c| c.to_digit(10)) {
                digits.push(next as u8);
                chars.next();
            }
            let zeros = digits.iter().take_while(|d| **d == 0).count().min(digits.len() - 1);
            let worth = digits.get(zeros..).unwrap_or_default();
            key.extend([DIGITS, worth.len().min(255) as u8]);
            key.extend(worth.iter().map(|d| d + 1));
            continue;
        }
        if c.is_whitespace() {
            key.push(SPACE);
            continue;
        }
        let lower = c.to_lowercase().next().unwrap_or(c);
        let (mut letter, mut heard) = (lower, PLAIN);
        while let Some(mark) = chars.peek().copied().filter(|m| is_mark(*m)) {
            chars.next();
            match marked(lower, mark) {
                Some(other) => letter = other,
                None => heard = tone(mark),
            }
        }
        match ALPHABET.chars().position(|l| l == letter) {
            Some(place) => {
                key.push(LETTERS + place as u8);
                tones.push(heard);
                cases.push(PLAIN + u8::from(c.is_uppercase()));
            }
            None => {
                key.push(if c.is_ascii() { PUNCTUATION } else { OTHERS });
                key.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    }
}

/// A text in small letters without accents, and "d" for "đ": what it is found by when typed without
/// Vietnamese keys.
#[must_use]
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd()
        .filter(|c| !is_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// A text in small, composed letters with its accents: two spellings of the same word are equal.
#[must_use]
pub fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfc().flat_map(char::to_lowercase).collect()
}

/// What is looked for inside texts. Typed without accents it finds words with and without them,
/// typed with accents only the same ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    text: String,
    has_accents: bool,
}

impl Needle {
    /// Something to look for; `None` where nothing was typed.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = plain(text.trim());
        let has_accents = folded(&text) != text;
        (!text.is_empty()).then_some(Self { text, has_accents })
    }

    /// Whether it occurs in a text.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        if self.has_accents {
            plain(text).contains(&self.text)
        } else {
            folded(text).contains(&self.text)
        }
    }

    /// What is looked for as it is compared.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_stand_as_in_a_vietnamese_dictionary() {
        // Letters before tones, and tones in CLDR's order: ngang, huyền, hỏi, ngã, sắc, nặng.
        let sorted = [
            "",
            "Lô 9",
            "Lô 10",
            "a",
            "A",
            "à",
            "ả",
            "ã",
            "á",
            "ạ",
            "an",
            "án",
            "ăn",
            "ân",
            "ba",
            "da",
            "dân",
            "đa",
            "đá",
            "đạo",
            "e",
            "ê",
            "ma",
            "mà",
            "mả",
            "mã",
            "má",
            "mạ",
            "mai",
            "ô",
            "ơ",
            "sơn",
            "Sơn La",
            "sơn lâm",
            "u",
            "ư",
            "xã",
        ];
        let mut mixed: Vec<&str> = sorted[1..].iter().rev().copied().collect();
        mixed.push("");
        mixed.sort_by_key(|t| sort_key(t));
        let mut want = sorted.to_vec();
        // Digits stand before letters only at the same place; "Lô" is a word with l.
        want.retain(|t| !t.starts_with("Lô"));
        let at = want.iter().position(|t| *t == "ma").unwrap_or(0);
        want.splice(at..at, ["Lô 9", "Lô 10"]);
        assert_eq!(mixed, want);
    }

    #[test]
    fn accents_are_optional_only_where_none_are_typed() {
        let finds = |needle: &str, text: &str| Needle::new(needle).is_some_and(|n| n.is_in(text));
        assert!(finds("chieng coi", "Phường Chiềng Cơi"));
        assert!(finds("Chiềng", "Phường CHIỀNG Cơi"));
        assert!(!finds("chiêng", "Phường Chiềng Cơi"));
        assert!(finds("dat o", "Đất ở nông thôn"));
        assert!(finds("Chie\u{302}\u{300}ng", "Chiềng"), "decomposed letters");
        assert!(Needle::new("  ").is_none());
    }

    proptest! {
        /// Keys are a total order that never parts what is spelled alike.
        #[test]
        fn spelling_does_not_matter(text in "[a-zăâđêôơưàảãáạ ]{0,12}") {
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(sort_key(&text), sort_key(&decomposed));
            prop_assert_eq!(folded(&text), folded(&decomposed));
        }
    }
}
