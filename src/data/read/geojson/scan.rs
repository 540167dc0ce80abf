//! A JSON cursor over bytes: white space, texts, literals and whole values to skip.
//!
//! Owns the grammar of RFC 8259, and what may be read all the same where it is broken
//! ([`Grammar::Mending`], [`super::mend`]). Nothing here recurses and nothing builds a tree. Must
//! not know what GeoJSON is; numbers are read by [`super::number`].

use std::borrow::Cow;
use std::ops::Range;

/// Deepest nesting of arrays and objects that is followed; real files stay below ten.
pub(crate) const MAX_DEPTH: usize = 512;

/// What breaks the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Fault {
    /// The text ends inside a value.
    End,
    /// A byte that cannot stand here.
    Byte(u8),
    /// A number against the grammar: leading zero, missing digits, plus sign.
    Number,
    /// A word other than true, false and null; NaN and Infinity among them.
    Word,
    /// A raw control character inside a text.
    Control,
    /// An unknown or incomplete escape inside a text.
    Escape,
    /// A comma before a closing bracket.
    TrailingComma,
    /// More nesting than [`MAX_DEPTH`].
    Depth,
    /// Something follows the end of the document.
    Trailing,
    /// A member without a value.
    Missing,
}

impl Fault {
    /// The key of the issue; the words are `issue-<key>`.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::End => "json-end",
            Self::Byte(_) => "json-byte",
            Self::Number => "json-number",
            Self::Word => "json-word",
            Self::Control => "json-control",
            Self::Escape => "json-escape",
            Self::TrailingComma => "json-trailing-comma",
            Self::Depth => "json-depth",
            Self::Trailing => "json-trailing",
            Self::Missing => "value-missing",
        }
    }
}

/// A fault and where it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Syntax {
    /// Byte offset.
    pub(crate) at: usize,
    /// What is wrong there.
    pub(crate) fault: Fault,
}

/// A JSON text as it stands in the file: the bytes between the quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawText {
    /// Where it stands, without the quotes.
    pub(crate) range: Range<usize>,
    /// Whether there are escapes to resolve.
    pub(crate) escaped: bool,
}

/// What was wrong with a text that could be read all the same, each with the byte of the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct TextDamage {
    /// Bytes that are no UTF-8.
    pub(crate) encoding: Option<usize>,
    /// Half of a surrogate pair.
    pub(crate) surrogate: Option<usize>,
}

/// What becomes of values that break the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grammar {
    /// They are faults.
    Strict,
    /// A value that is wrong while its end is certain is passed over and told.
    Mending,
}

/// A place in a text.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) at: usize,
    pub(super) grammar: Grammar,
    /// What was wrong and passed over, in the order of the text.
    pub(crate) mended: Vec<Syntax>,
    /// Whether what was found wrong may be so only because the bytes end.
    pub(crate) saw_end: bool,
}

/// Bytes that end the plain part of a text: the quote, the backslash and control characters.
const STOPS: [bool; 256] = {
    let mut table = [false; 256];
    let mut i = 0;
    while i < 0x20 {
        table[i] = true;
        i += 1;
    }
    table[b'"' as usize] = true;
    table[b'\\' as usize] = true;
    table
};

impl<'a> Cursor<'a> {
    /// A cursor that takes the grammar at its word.
    pub(crate) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, grammar: Grammar::Strict, mended: Vec::new(), saw_end: false }
    }

    /// A cursor that passes over single values that are wrong.
    pub(crate) fn mending(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, grammar: Grammar::Mending, mended: Vec::new(), saw_end: false }
    }

    /// The byte here, without white space skipped.
    #[inline]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Skips white space.
    #[inline]
    pub(crate) fn ws(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// The fault of whatever stands here.
    pub(crate) fn unexpected(&self) -> Syntax {
        let fault = match self.peek() {
            None => Fault::End,
            Some(b) if b.is_ascii_alphabetic() => Fault::Word,
            Some(b'+' | b'.') => Fault::Number,
            Some(b) => Fault::Byte(b),
        };
        Syntax { at: self.at, fault }
    }

    /// Takes one byte that must stand here after white space.
    #[inline]
    pub(crate) fn expect(&mut self, byte: u8) -> Result<(), Syntax> {
        self.ws();
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(match self.peek() {
            None => Syntax { at: self.at, fault: Fault::End },
            Some(b) => Syntax { at: self.at, fault: Fault::Byte(b) },
        })
    }

    /// Takes a text; the cursor stands on its opening quote.
    pub(crate) fn text(&mut self) -> Result<RawText, Syntax> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected());
        }
        let start = self.at + 1;
        let mut at = start;
        let mut escaped = false;
        let mut told = false;
        loop {
            while at < self.bytes.len() && !STOPS[self.bytes[at] as usize] {
                at += 1;
            }
            match self.bytes.get(at) {
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok(RawText { range: start..at, escaped });
                }
                Some(b'\\') => {
                    escaped = true;
                    match self.escape(at) {
                        Ok(length) => at += length,
                        // The backslash stands for itself, and what follows it too.
                        Err(wrong) if self.passes_over(wrong, &mut told) => at += 1,
                        Err(wrong) => return Err(wrong),
                    }
                }
                Some(_) => {
                    let wrong = Syntax { at, fault: Fault::Control };
                    if !self.passes_over(wrong, &mut told) {
                        return Err(wrong);
                    }
                    at += 1;
                }
                None => return Err(Syntax { at, fault: Fault::End }),
            }
        }
    }

    /// Length of the escape at a backslash.
    fn escape(&self, at: usize) -> Result<usize, Syntax> {
        match self.bytes.get(at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(2),
            Some(b'u') => match self.bytes.get(at + 2..at + 6) {
                Some(hex) if hex.iter().all(u8::is_ascii_hexdigit) => Ok(6),
                Some(_) => Err(Syntax { at, fault: Fault::Escape }),
                None => Err(Syntax { at: self.bytes.len(), fault: Fault::End }),
            },
            Some(_) => Err(Syntax { at, fault: Fault::Escape }),
            None => Err(Syntax { at: self.bytes.len(), fault: Fault::End }),
        }
    }

    /// Takes true, false or null.
    pub(crate) fn word(&mut self) -> Result<Option<bool>, Syntax> {
        let rest = &self.bytes[self.at..];
        for (word, value) in [(&b"true"[..], Some(true)), (b"false", Some(false)), (b"null", None)]
        {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        if let Some(value) = self.mended_word() {
            return Ok(value);
        }
        // A word that the file's end cuts off is a cut file rather than a wrong word.
        let rest = &self.bytes[self.at..];
        let cut = [&b"true"[..], b"false", b"null"].iter().any(|w| w.starts_with(rest));
        Err(Syntax { at: self.at, fault: if cut { Fault::End } else { Fault::Word } })
    }

    /// Takes a member's key and colon. `after_comma` tells a trailing comma from a missing key.
    pub(crate) fn key(&mut self, after_comma: bool) -> Result<RawText, Syntax> {
        self.ws();
        if after_comma && self.peek() == Some(b'}') {
            return Err(Syntax { at: self.at, fault: Fault::TrailingComma });
        }
        let key = self.text()?;
        self.expect(b':')?;
        self.ws();
        Ok(key)
    }

    /// After a member: `true` if another one follows, with the cursor behind the comma.
    pub(crate) fn more(&mut self, close: u8) -> Result<bool, Syntax> {
        self.ws();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                self.ws();
                if self.peek() == Some(close) {
                    return self.trailing_comma();
                }
                Ok(true)
            }
            Some(b) if b == close => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(self.unexpected()),
        }
    }

    /// Takes a whole value of any kind and gives the bytes that it spans.
    pub(crate) fn skip(&mut self) -> Result<Range<usize>, Syntax> {
        self.ws();
        let start = self.at;
        let mut objects = [0u64; MAX_DEPTH / 64];
        let mut depth = 0usize;
        'value: loop {
            self.ws();
            match self.peek() {
                Some(open @ (b'{' | b'[')) => {
                    let object = open == b'{';
                    self.at += 1;
                    self.ws();
                    if self.peek() == Some(if object { b'}' } else { b']' }) {
                        self.at += 1;
                    } else {
                        if depth == MAX_DEPTH {
                            return Err(Syntax { at: self.at, fault: Fault::Depth });
                        }
                        let bit = 1u64 << (depth % 64);
                        if object {
                            objects[depth / 64] |= bit;
                        } else {
                            objects[depth / 64] &= !bit;
                        }
                        depth += 1;
                        if object {
                            self.key(false)?;
                        }
                        continue 'value;
                    }
                }
                Some(b'"') => {
                    self.text()?;
                }
                Some(b'-' | b'0'..=b'9') => {
                    self.number()?;
                }
                Some(b't' | b'f' | b'n') => {
                    self.word()?;
                }
                _ => self.odd_value()?,
            }
            while depth > 0 {
                let object = objects[(depth - 1) / 64] >> ((depth - 1) % 64) & 1 == 1;
                if self.more(if object { b'}' } else { b']' })? {
                    if object {
                        self.key(true)?;
                    }
                    continue 'value;
                }
                depth -= 1;
            }
            return Ok(start..self.at);
        }
    }
}

/// The words of a text: escapes resolved, what is no Unicode replaced by U+FFFD.
pub(crate) fn decode<'a>(bytes: &'a [u8], text: &RawText) -> (Cow<'a, str>, TextDamage) {
    let raw = &bytes[text.range.clone()];
    let mut damage = TextDamage::default();
    // The lossy reader is several times slower, and nearly never needed.
    let plain = match std::str::from_utf8(raw) {
        Ok(plain) => Cow::Borrowed(plain),
        Err(wrong) => {
            damage.encoding = Some(text.range.start + wrong.valid_up_to());
            String::from_utf8_lossy(raw)
        }
    };
    if !text.escaped {
        return (plain, damage);
    }
    let mut out = String::with_capacity(plain.len());
    let mut rest = &*plain;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let Escape { character, length, is_half } = unescape(&rest[at..]);
        if is_half {
            // Close enough where bytes were replaced before it.
            let place = text.range.start + (plain.len() - rest.len()) + at;
            damage.surrogate.get_or_insert(place.min(text.range.end));
        }
        out.push(character);
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    (Cow::Owned(out), damage)
}

/// What an escape means.
struct Escape {
    character: char,
    /// Bytes that it takes.
    length: usize,
    /// Half of a surrogate pair, which means nothing alone.
    is_half: bool,
}

/// The escape that a text begins with. One that is none leaves its backslash as it stands.
fn unescape(text: &str) -> Escape {
    let plain = |character, length| Escape { character, length, is_half: false };
    let bytes = text.as_bytes();
    let character = match bytes.get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(mark @ (b'"' | b'\\' | b'/')) => char::from(*mark),
        Some(b'u') => {
            let Some(first) = escaped_unit(text, 0) else {
                return plain('\\', 1);
            };
            if let Some(c) = char::from_u32(u32::from(first)) {
                return plain(c, 6);
            }
            let second = escaped_unit(text, 6);
            let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
            return match pair {
                Some(c) => plain(c, 12),
                None => Escape { character: char::REPLACEMENT_CHARACTER, length: 6, is_half: true },
            };
        }
        _ => return plain('\\', 1),
    };
    plain(character, 2)
}

/// The UTF-16 unit that an escape of the form `\u0041` names, at a place of a text.
fn escaped_unit(text: &str, at: usize) -> Option<u16> {
    let rest = text.get(at..)?.strip_prefix("\\u")?;
    let digits = rest.get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn skip(text: &str) -> Result<usize, Fault> {
        let mut c = Cursor::new(text.as_bytes(), 0);
        c.skip().map(|r| r.end).map_err(|e| e.fault)
    }

    #[test]
    fn whole_values_are_skipped_and_faults_named() {
        for good in ["{}", "[]", " [1, {\"a\": [null, true, \"\\\"}\"]}] ", "\"x\"", "-0.5e+3", "0"]
        {
            assert_eq!(skip(good), Ok(good.trim_end().len()), "{good}");
        }
        for (bad, fault) in [
            ("[1,]", Fault::TrailingComma),
            ("{\"a\":1,}", Fault::TrailingComma),
            ("[1 2]", Fault::Byte(b'2')),
            ("{\"a\" 1}", Fault::Byte(b'1')),
            ("{a:1}", Fault::Word),
            ("[NaN]", Fault::Word),
            ("[01]", Fault::Byte(b'1')),
            ("[+1]", Fault::Number),
            ("[1.]", Fault::Number),
            ("\"a\nb\"", Fault::Control),
            ("\"\\x\"", Fault::Escape),
            ("\"\\u12g4\"", Fault::Escape),
            ("[\"abc", Fault::End),
            ("[tru", Fault::End),
            ("[1", Fault::End),
            ("", Fault::End),
            ("[}", Fault::Byte(b'}')),
            ("/* */ 1", Fault::Byte(b'/')),
        ] {
            assert_eq!(skip(bad), Err(fault), "{bad}");
        }
        assert_eq!(skip(&"[".repeat(100_000)), Err(Fault::Depth));
    }

    #[test]
    fn texts_are_decoded_and_damage_is_told() {
        let read = |json: &[u8]| {
            let mut c = Cursor::new(json, 0);
            let text = c.text().unwrap();
            let (s, damage) = decode(json, &text);
            (s.into_owned(), damage)
        };
        let fine = TextDamage::default();
        assert_eq!(read("\"Chiềng Cơi\"".as_bytes()), ("Chiềng Cơi".to_owned(), fine));
        assert_eq!(read(br#""a\"b\\c\/\n\u0111\ud83d\ude00""#), ("a\"b\\c/\nđ😀".to_owned(), fine));
        let half = |at| TextDamage { surrogate: Some(at), encoding: None };
        assert_eq!(read(br#""x\ud83dy""#), ("x\u{fffd}y".to_owned(), half(2)));
        assert_eq!(read(br#""\ud83d\u0041""#), ("\u{fffd}A".to_owned(), half(1)));
        let foreign = TextDamage { surrogate: None, encoding: Some(2) };
        assert_eq!(read(b"\"a\xffb\""), ("a\u{fffd}b".to_owned(), foreign));
    }
}
