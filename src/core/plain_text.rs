//! Texts of files, made safe for showing and for writing.
//!
//! Owns which characters are never shown or written as they stand: names come from files that
//! anybody may have made, and a control character in one of them cuts a label, or makes a file
//! that no program opens.

use std::borrow::Cow;

/// What stands in the place of a character that cannot be shown: "replacement character".
pub const UNSHOWN: char = '\u{fffd}';

/// Whether a character ends a line or moves on in it: shown as a blank.
fn is_blank(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether a character has no shape and no place in a text: the control characters of ASCII and
/// Latin 1 but blanks, and the two of each plane that are no characters.
fn is_unshown(c: char) -> bool {
    (c.is_control() && !is_blank(c)) || u32::from(c) & 0xfffe == 0xfffe
}

/// A text as one line: line ends and tabs are blanks, control characters a visible sign.
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_blank(c) || is_unshown(c)) {
        return Cow::Borrowed(text);
    }
    // A line end of two characters is one blank.
    let text = text.replace("\r\n", "\n");
    let shown = |c| if is_blank(c) { ' ' } else { sign_or(c) };
    Cow::Owned(text.chars().map(shown).collect())
}

/// A text of several lines: its line ends are `\n`, tabs stay, control characters are a visible
/// sign.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| c != '\n' && c != '\t' && (is_blank(c) || is_unshown(c))) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    let shown = |c| match c {
        '\t' => '\t',
        c if is_blank(c) => '\n',
        c => sign_or(c),
    };
    Cow::Owned(text.chars().map(shown).collect())
}

fn sign_or(c: char) -> char {
    if is_unshown(c) { UNSHOWN } else { c }
}

/// A text as content or attribute value of XML 1.0 (section 2.2 names the characters that it may
/// hold): one line, its markup written out.
#[must_use]
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_a_sign_and_cut_nothing() {
        assert_eq!(one_line("A\0B\u{b}C\u{3}D"), "A\u{fffd}B C\u{fffd}D");
        assert_eq!(one_line("Tổ 3\r\nbản Cọ\tphường"), "Tổ 3 bản Cọ phường");
        assert_eq!(one_line("x\u{fffe}\u{1ffff}y\u{85}z\u{7f}"), "x\u{fffd}\u{fffd}y z\u{fffd}");
        assert!(matches!(one_line("Chiềng Cơi 🏗"), Cow::Borrowed(_)));
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(lines("a\r\nb\rc\u{2028}d\te\u{1b}"), "a\nb\nc\nd\te\u{fffd}");
        assert!(matches!(lines("a\nb\tc"), Cow::Borrowed(_)));
    }

    #[test]
    fn xml_holds_nothing_that_xml_forbids() {
        assert_eq!(xml("A\u{b}B\u{3}<&>\"'"), "A B\u{fffd}&lt;&amp;&gt;&quot;&apos;");
        // XML 1.0, 2.2: Char ::= #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]
        let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        for c in (0..=0x1_ffff).filter_map(char::from_u32) {
            assert!(xml(&c.to_string()).chars().all(allowed), "U+{:04X}", u32::from(c));
        }
    }
}
