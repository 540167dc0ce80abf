//! What is read of JSON that breaks its grammar: a value is given up where its end is certain, so
//! that a feature loses that value and nothing else.
//!
//! Owns which faults are passed over. What was passed over is kept in [`Cursor::mended`]; whoever
//! reads with such a cursor tells it. Must not know what GeoJSON is.

use std::ops::Range;

use super::number::Number;
use super::scan::{Cursor, Fault, Grammar, Syntax};

/// Whether a byte may stand in a word or number that is none: `NaN`, `-Infinity`, `N/A`, `1.5.2`.
fn is_loose(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+' | b'-' | b'#' | b'/')
}

impl Cursor<'_> {
    /// Whether a fault inside a text is passed over; it is noted once a text.
    pub(super) fn passes_over(&mut self, wrong: Syntax, told: &mut bool) -> bool {
        let passes = self.grammar == Grammar::Mending
            && matches!(wrong.fault, Fault::Control | Fault::Escape);
        if passes && !std::mem::replace(told, true) {
            self.mended.push(wrong);
        }
        passes
    }

    /// The bytes from here on that make one word or number, if a comma, a bracket or a brace
    /// follows: only then its end is certain.
    fn loose(&mut self, start: usize) -> Option<Range<usize>> {
        let rest = self.bytes.get(start..)?;
        let length = rest.iter().position(|b| !is_loose(*b)).unwrap_or(rest.len());
        let mut after = Cursor::new(self.bytes, start + length);
        after.ws();
        self.saw_end |= after.peek().is_none();
        (length > 0 && matches!(after.peek(), Some(b',' | b']' | b'}')))
            .then_some(start..start + length)
    }

    /// Takes a word that is no value: `None` where it cannot be passed over. True and False in
    /// other spellings are read, everything else is no value.
    #[cold]
    pub(super) fn mended_word(&mut self) -> Option<Option<bool>> {
        if self.grammar == Grammar::Strict {
            return None;
        }
        let range = self.loose(self.at)?;
        self.mended.push(Syntax { at: range.start, fault: Fault::Word });
        let word = self.bytes.get(range.clone()).unwrap_or_default();
        self.at = range.end;
        let value = [(&b"true"[..], true), (b"false", false)];
        Some(
            value
                .into_iter()
                .find(|(name, _)| word.eq_ignore_ascii_case(name))
                .map(|(_, value)| value),
        )
    }

    /// Takes what is no number, from its beginning on. It comes out as NaN.
    ///
    /// # Errors
    /// The fault, where it cannot be passed over.
    #[cold]
    pub(super) fn mended_number(&mut self, start: usize, wrong: Syntax) -> Result<Number, Syntax> {
        let Some(range) = self.loose(start).filter(|_| self.grammar == Grammar::Mending) else {
            return Err(wrong);
        };
        let sign_or_digit =
            |b: &u8| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E');
        let numeric =
            self.bytes.get(range.clone()).is_some_and(|text| text.iter().all(sign_or_digit));
        let fault = if numeric { Fault::Number } else { Fault::Word };
        self.mended.push(Syntax { at: range.start, fault });
        self.at = range.end;
        Ok(Number { value: f64::NAN, exact: false })
    }

    /// Takes a value that begins as none does.
    #[cold]
    pub(super) fn odd_value(&mut self) -> Result<(), Syntax> {
        let wrong = self.unexpected();
        match self.peek() {
            Some(b) if b.is_ascii_alphabetic() => self.word().map(|_| ()),
            Some(b'+' | b'.') => self.mended_number(self.at, wrong).map(|_| ()),
            _ => Err(wrong),
        }
    }

    /// After a comma that a closing bracket follows.
    #[cold]
    pub(super) fn trailing_comma(&mut self) -> Result<bool, Syntax> {
        let wrong = Syntax { at: self.at, fault: Fault::TrailingComma };
        if self.grammar == Grammar::Strict {
            return Err(wrong);
        }
        self.mended.push(wrong);
        self.at += 1;
        Ok(false)
    }

    /// Where a member's value is missing, between its colon and a comma or brace: notes it.
    pub(super) fn lacks_value(&mut self) -> bool {
        let lacks = self.grammar == Grammar::Mending && matches!(self.peek(), Some(b',' | b'}'));
        if lacks {
            self.mended.push(Syntax { at: self.at, fault: Fault::Missing });
        }
        lacks
    }

    /// The word or number at a place where something was passed over, for a message.
    pub(crate) fn word_at(&self, at: usize) -> String {
        const LONGEST: usize = 40;
        let rest = self.bytes.get(at..).unwrap_or_default();
        let end = rest.iter().position(|b| !is_loose(*b)).unwrap_or(rest.len()).min(LONGEST);
        String::from_utf8_lossy(rest.get(..end).unwrap_or_default()).into_owned()
    }
}

/// JSON text in which something was passed over, as JSON that every reader takes: what is no value
/// is null, raw control characters are escaped.
///
/// `bytes` is one value, `mended` the places in it that were passed over, from its beginning.
pub(crate) fn as_json(bytes: &[u8], mended: &[Syntax]) -> String {
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len() + 16);
    let (mut at, mut in_text) = (0, false);
    while let Some(byte) = bytes.get(at) {
        let wrong = mended.iter().find(|wrong| wrong.at == at).map(|wrong| wrong.fault);
        match (byte, wrong) {
            (_, Some(Fault::Word | Fault::Number)) if !in_text => {
                out.extend_from_slice(b"null");
                at += bytes[at..].iter().position(|b| !is_loose(*b)).unwrap_or(bytes.len() - at);
                continue;
            }
            (_, Some(Fault::TrailingComma)) if !in_text => {
                while out.last().is_some_and(|b| *b != b',') {
                    out.pop();
                }
                out.pop();
                out.push(*byte);
            }
            (b'"', _) => {
                in_text = !in_text;
                out.push(b'"');
            }
            (b'\\', _) if in_text => {
                let next = bytes.get(at + 1).copied().unwrap_or(b'\\');
                let known = matches!(next, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')
                    || (next == b'u'
                        && bytes
                            .get(at + 2..at + 6)
                            .is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit)));
                if known {
                    out.extend_from_slice(&[b'\\', next]);
                    at += 1;
                } else {
                    out.extend_from_slice(b"\\\\");
                }
            }
            (control, _) if in_text && *control < 0x20 => {
                out.extend_from_slice(format!("\\u{control:04x}").as_bytes());
            }
            (byte, _) => out.push(*byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// What a mending cursor makes of a value: its end and what it passed over.
    fn mended(text: &str) -> Result<Vec<(usize, Fault)>, Fault> {
        let mut c = Cursor::mending(text.as_bytes(), 0);
        let range = c.skip().map_err(|e| e.fault)?;
        assert_eq!(range, 0..text.len(), "{text}");
        Ok(c.mended.iter().map(|wrong| (wrong.at, wrong.fault)).collect())
    }

    #[test]
    fn values_whose_end_is_certain_are_passed_over() {
        for (text, at, fault) in [
            ("[NaN]", 1, Fault::Word),
            ("[1, -Infinity ,2]", 4, Fault::Word),
            ("{\"a\":None}", 5, Fault::Word),
            ("[N/A]", 1, Fault::Word),
            ("[nul]", 1, Fault::Word),
            ("[+1]", 1, Fault::Number),
            ("[.5]", 1, Fault::Number),
            ("[1.]", 1, Fault::Number),
            ("[0103.9]", 1, Fault::Number),
            ("[1.2.3]", 1, Fault::Number),
            ("[1a]", 1, Fault::Word),
            ("\"a\nb\tc\"", 2, Fault::Control),
            ("\"C:\\Users\"", 3, Fault::Escape),
            ("\"\\u12g4\"", 1, Fault::Escape),
            ("[1,]", 3, Fault::TrailingComma),
            ("{\"a\":1 , }", 9, Fault::TrailingComma),
        ] {
            assert_eq!(mended(text), Ok(vec![(at, fault)]), "{text}");
            assert!(Cursor::new(text.as_bytes(), 0).skip().is_err(), "{text} is no JSON");
        }
    }

    #[test]
    fn what_may_have_swallowed_more_stays_a_fault() {
        for text in
            ["[NaN", "[a b]", "[1 2]", "{a:1}", "{\"a\":\"b\"c\"}", "[NaN\"x\"]", "\"a\n", "[,1]"]
        {
            assert!(mended(text).is_err(), "{text}");
        }
    }

    #[test]
    fn truth_is_read_in_other_spellings() {
        for (text, value) in
            [("True]", Some(true)), ("FALSE]", Some(false)), ("NaN]", None), ("NULL]", None)]
        {
            assert_eq!(Cursor::mending(text.as_bytes(), 0).word(), Ok(value), "{text}");
        }
    }

    #[test]
    fn what_was_mended_is_json_for_others() {
        let text = "{\"a\":[NaN,1, ],\"b\":\"x\ny\\q\\n\",\"c\":-Infinity}";
        let mut c = Cursor::mending(text.as_bytes(), 0);
        let range = c.skip().unwrap();
        let json: serde_json::Value =
            serde_json::from_str(&as_json(&text.as_bytes()[range], &c.mended)).unwrap();
        assert_eq!(json, serde_json::json!({ "a": [null, 1], "b": "x\ny\\q\n", "c": null }));
    }
}
