//! What a line of well-known text is made of: words, numbers, brackets and the system.

use planmap_core::IssueKind;

use crate::read::ingest::clip;

/// Why a line cannot be read.
#[derive(Debug)]
pub(super) struct Wrong {
    /// Byte offset.
    pub(super) at: usize,
    pub(super) kind: IssueKind,
    /// Whether the line does not even begin as a geometry.
    pub(super) is_no_geometry: bool,
}

/// A place in a line.
pub(super) struct Cursor<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    pub(super) fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Whether the rest of the line is white space or a comment.
    pub(super) fn is_blank(&mut self) -> bool {
        self.space();
        matches!(self.peek(), None | Some(b'#'))
    }

    /// Takes a byte, if it is the next one that is no white space.
    #[inline]
    pub(super) fn take(&mut self, byte: u8) -> bool {
        self.space();
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Wrong> {
        if self.take(byte) { Ok(()) } else { Err(self.unexpected()) }
    }

    /// Takes a comma, or the bracket that ends a list; whether more follows.
    #[inline]
    pub(super) fn more(&mut self) -> Result<bool, Wrong> {
        if self.take(b',') {
            return Ok(true);
        }
        self.expect(b')').map(|()| false)
    }

    pub(super) fn wrong(&self, key: &'static str) -> Wrong {
        Wrong { at: self.at, kind: IssueKind::new(key), is_no_geometry: false }
    }

    /// What stands here cannot.
    #[cold]
    pub(super) fn unexpected(&mut self) -> Wrong {
        self.space();
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length =
            rest.iter().position(|byte| byte.is_ascii_whitespace() || b"(),;".contains(byte));
        let found = match length {
            None | Some(1..) => rest.get(..length.unwrap_or(rest.len())).unwrap_or_default(),
            Some(0) => rest.get(..1).unwrap_or_default(),
        };
        if found.is_empty() {
            return self.wrong("wkt-end");
        }
        let wrong = self.wrong("wkt-unexpected");
        let found = clip(&String::from_utf8_lossy(found));
        Wrong { kind: wrong.kind.with("found", found), ..wrong }
    }

    /// Takes letters.
    pub(super) fn word(&mut self) -> &'a [u8] {
        self.space();
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// Takes a word that is the wanted one; else the cursor stays.
    pub(super) fn word_if(&mut self, is_wanted: impl Fn(&[u8]) -> bool) -> Option<&'a [u8]> {
        let before = self.at;
        let word = self.word();
        if is_wanted(word) {
            return Some(word);
        }
        self.at = before;
        None
    }

    pub(super) fn is_empty_word(&mut self) -> bool {
        self.word_if(|word| word.eq_ignore_ascii_case(b"EMPTY")).is_some()
    }

    /// Takes the letters of the dimensions; none where there are only two.
    pub(super) fn dimensions(&mut self) -> &'a [u8] {
        let is_one =
            |word: &[u8]| [&b"Z"[..], b"M", b"ZM"].iter().any(|one| word.eq_ignore_ascii_case(one));
        self.word_if(is_one).unwrap_or_default()
    }

    /// Takes `SRID=n`, with or without the semicolon, and gives the name of the system. 0 stands for
    /// none.
    pub(super) fn system(&mut self) -> Result<Option<String>, Wrong> {
        if self.word_if(|word| word.eq_ignore_ascii_case(b"SRID")).is_none() {
            return Ok(None);
        }
        self.expect(b'=')?;
        self.space();
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        let code = String::from_utf8_lossy(rest.get(..length).unwrap_or_default()).into_owned();
        if code.is_empty() {
            return Err(self.unexpected());
        }
        self.at += length;
        self.take(b';');
        let is_none = code.bytes().all(|digit| digit == b'0');
        Ok(if is_none { None } else { Some(format!("EPSG:{code}")) })
    }

    pub(super) fn is_at_number(&mut self) -> bool {
        self.space();
        self.peek().is_some_and(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte))
    }

    #[inline]
    pub(super) fn number(&mut self) -> Result<f64, Wrong> {
        if !self.is_at_number() {
            return Err(self.unexpected());
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let digits = rest.strip_prefix(b"+").unwrap_or(rest);
        let Ok((value, length)) = fast_float2::parse_partial::<f64, _>(digits) else {
            return Err(self.unexpected());
        };
        if !value.is_finite() {
            return Err(self.wrong("number-too-large"));
        }
        self.at += rest.len() - digits.len() + length;
        Ok(value)
    }
}
