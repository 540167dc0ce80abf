//! Texts without what people leave out when they type: accents, case, punctuation.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The bare letters of one character, in lower case; nothing for a mark, `None` for what parts words.
fn bare(c: char) -> impl Iterator<Item = char> {
    // Twice, since lower-casing may make letters that decompose.
    std::iter::once(c)
        .nfkd()
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            // Has no decomposition in Unicode.
            'đ' => 'd',
            c => c,
        })
}

/// Appends the folded form of a text to `out`: lower case, without marks, đ as d, everything that
/// is neither letter nor digit as one space, none at the ends. Folding what is folded changes
/// nothing.
pub(super) fn fold_into(text: &str, out: &mut String) {
    let begin = out.len();
    let mut gap = false;
    let mut put = |c: char| {
        if c.is_alphanumeric() {
            if gap && out.len() > begin {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    };
    if text.is_ascii() {
        text.bytes().for_each(|b| put(char::from(b.to_ascii_lowercase())));
    } else {
        for c in text.chars() {
            if c.is_ascii() {
                put(c.to_ascii_lowercase());
            } else {
                bare(c).for_each(&mut put);
            }
        }
    }
}

/// The folded form of a text: "Phường Chiềng Cơi" is "phuong chieng coi", "1125/QĐ-UBND" is
/// "1125 qd ubnd".
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Whether a text has accents, or a đ.
#[must_use]
pub fn is_accented(text: &str) -> bool {
    !text.is_ascii() && text.nfd().any(|c| is_combining_mark(c) || matches!(c, 'đ' | 'Đ'))
}

/// The byte ranges of `text` that the words of a folded query have matched: where a word begins
/// with it, else where it occurs. In order and apart.
#[must_use]
pub fn marked_ranges(text: &str, folded_query: &str) -> Vec<Range<usize>> {
    // Each folded letter with the bytes that it came from.
    let mut letters: Vec<(char, Range<usize>)> = Vec::new();
    for (at, c) in text.char_indices() {
        let place = at..at + c.len_utf8();
        let mut any = false;
        for b in bare(c) {
            any = true;
            letters.push((if b.is_alphanumeric() { b } else { ' ' }, place.clone()));
        }
        if !any && let Some(last) = letters.last_mut() {
            // A mark belongs to the letter before it.
            last.1.end = place.end;
        }
    }
    let found = |word: &[char], whole: bool| {
        (0..letters.len()).find(|&i| {
            let begins = i == 0 || letters.get(i - 1).is_some_and(|l| l.0 == ' ');
            (begins || !whole)
                && letters
                    .get(i..i + word.len())
                    .is_some_and(|part| part.iter().map(|l| &l.0).eq(word))
        })
    };
    let mut marked = vec![false; text.len()];
    let mut phrase = vec![folded_query];
    phrase.extend(folded_query.split(' '));
    for (n, part) in phrase.iter().enumerate() {
        let word: Vec<char> = part.chars().collect();
        if word.is_empty() {
            continue;
        }
        let place = found(&word, true).or_else(|| found(&word, false));
        if let Some(part) = place.and_then(|i| letters.get(i..i + word.len())) {
            for (_, bytes) in part {
                bytes
                    .clone()
                    .for_each(|b| marked.iter_mut().skip(b).take(1).for_each(|m| *m = true));
            }
            if n == 0 {
                // The whole phrase stands there.
                break;
            }
        }
    }
    let mut out: Vec<Range<usize>> = Vec::new();
    for (i, _) in marked.iter().enumerate().filter(|(_, m)| **m) {
        match out.last_mut() {
            Some(last) if last.end == i => last.end = i + 1,
            _ => out.push(i..i + 1),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accents_case_and_punctuation_go() {
        for (text, want) in [
            ("Phường Chiềng Cơi", "phuong chieng coi"),
            ("1125/QĐ-UBND", "1125 qd ubnd"),
            ("  Lô 6C – suối Nậm La ", "lo 6c suoi nam la"),
            // Decomposed, as some keyboards and PDFs give it.
            ("Chie\u{302}\u{300}ng Sinh", "chieng sinh"),
            ("ĐẤT Ở", "dat o"),
            ("m²", "m2"),
            ("…", ""),
        ] {
            assert_eq!(fold(text), want, "{text}");
        }
        assert!(
            is_accented("Nà") && is_accented("đ") && !is_accented("na san") && !is_accented("m²")
        );
    }

    #[test]
    fn matched_letters_are_found_in_the_original() {
        let at = |text: &str, query: &str| -> Vec<String> {
            marked_ranges(text, query).into_iter().map(|r| text[r].to_owned()).collect()
        };
        assert_eq!(at("Phường Chiềng Cơi (mới)", "chieng co"), ["Chiềng Cơ"]);
        assert_eq!(at("Sân golf Chiềng Sinh", "sinh golf"), ["golf", "Sinh"]);
        assert_eq!(at("Chie\u{302}\u{300}ng Sinh", "chieng"), ["Chie\u{302}\u{300}ng"]);
        assert_eq!(at("1125/QĐ-UBND", "qd ubnd"), ["QĐ-UBND"]);
        assert_eq!(at("abc", "x"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
            prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
        }

        #[test]
        fn marks_lie_on_characters(text in "\\PC{0,30}", query in "[a-z0-9 ]{0,6}") {
            for range in marked_ranges(&text, &fold(&query)) {
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}
