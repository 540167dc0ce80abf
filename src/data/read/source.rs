//! The bytes of a file as UTF-8 text, and where each stood in the file.
//!
//! Owns whether a file is read in pieces or held as a whole, and what kind of text a file is: UTF-8
//! is taken as it stands, UTF-16 is converted, anything else is refused with its reason. Must not
//! know formats.

use std::borrow::Cow;
use std::cell::Cell;
use std::fs::File;
use std::io;
use std::path::Path;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use planmap_core::{Issue, IssueKind};

use super::system::Sidecar;
use super::text::{self, Pieces};
use super::{NotRead, Observer, ReadError, ReadOptions, Unindexed};
use crate::held::{Held, State, TRIES, read_block};

/// Files from this size on are read in pieces where their form lets them: the program then never
/// holds all of their bytes.
const IN_PIECES_FROM: u64 = 16 * 1024 * 1024;

/// What a file is looked at for its kind, in bytes.
const HEAD: usize = 64 * 1024;

/// A file that is open for reading, or bytes that stand for one.
pub(super) struct Source<'a> {
    content: Content<'a>,
    pub(super) path: &'a Path,
    pub(super) options: &'a ReadOptions,
    pub(super) observer: &'a dyn Observer,
    /// What a file beside it says of its system.
    pub(super) sidecar: Option<Sidecar>,
    /// Counts the readings of it.
    passes: Cell<u32>,
}

enum Content<'a> {
    File(&'a File),
    /// Of a pipe or another file that can be read once only.
    Streamed(Held),
    Bytes(&'a [u8]),
}

/// Reads a text whose content begins at a place.
type ReadText<'a> = dyn FnMut(text::Text<'_>, usize) -> Result<Unindexed, NotRead> + 'a;

impl<'a> Source<'a> {
    /// A file that lies at `path`.
    ///
    /// # Errors
    /// Of the file system.
    pub(super) fn of_file(
        file: &'a File,
        path: &'a Path,
        options: &'a ReadOptions,
        observer: &'a dyn Observer,
    ) -> Result<Self, ReadError> {
        let sidecar = Sidecar::find(path);
        let passes = Cell::new(0);
        let mut source =
            Self { content: Content::File(file), path, options, observer, sidecar, passes };
        let is_regular = State::of(file).map_err(|error| source.failed(&error))?.is_regular;
        if !is_regular {
            source.content = Content::Streamed(source.hold(file)?);
        }
        Ok(source)
    }

    /// Bytes that stand for a file without a name.
    pub(super) fn of_bytes(
        bytes: &'a [u8],
        options: &'a ReadOptions,
        observer: &'a dyn Observer,
    ) -> Self {
        let (content, path, passes) = (Content::Bytes(bytes), Path::new(""), Cell::new(0));
        Self { content, path, options, observer, sidecar: None, passes }
    }

    /// Counts one more reading; gives the number of those before.
    pub(super) fn next_pass(&self) -> u32 {
        self.passes.replace(self.passes.get() + 1)
    }

    /// The first bytes.
    ///
    /// # Errors
    /// Of the file system.
    pub(super) fn head(&self) -> Result<Cow<'_, [u8]>, ReadError> {
        let bytes = match &self.content {
            Content::File(file) => {
                let mut head = vec![0; HEAD];
                let length = read_block(file, &mut head, 0).map_err(|error| self.failed(&error))?;
                head.truncate(length);
                return Ok(Cow::Owned(head));
            }
            Content::Streamed(held) => held.as_ref(),
            Content::Bytes(bytes) => bytes,
        };
        Ok(Cow::Borrowed(bytes.get(..HEAD).unwrap_or(bytes)))
    }

    /// Reads all of it as a text: a large file piece by piece where `read` can do with that.
    ///
    /// # Errors
    /// If it is no text, or has nothing that `read` can use.
    pub(super) fn read_text(&self, read: &mut ReadText<'_>) -> Result<Unindexed, ReadError> {
        let file = match &self.content {
            Content::File(file) => file,
            Content::Streamed(held) => return self.read_whole(held.as_ref(), read),
            Content::Bytes(bytes) => return self.read_whole(bytes, read),
        };
        if let Some(content) = self.in_pieces(file, read)? {
            return Ok(content);
        }
        let held = self.hold(file)?;
        let mut content = self.read_whole(held.as_ref(), read)?;
        if held.is_unsettled {
            content.tell_changing(&self.options.display_name);
        }
        // The index is made without the file's bytes, which may be most of the memory in use.
        drop(held);
        Ok(content)
    }

    fn failed(&self, error: &io::Error) -> ReadError {
        failed(error, &self.options.display_name)
    }

    /// Reads all of the file into the program's own memory.
    fn hold(&self, file: &File) -> Result<Held, ReadError> {
        Held::read(file, &|| !self.observer.is_cancelled()).map_err(|error| self.failed(&error))
    }

    fn read_whole(&self, bytes: &[u8], read: &mut ReadText<'_>) -> Result<Unindexed, ReadError> {
        let name = || self.options.display_name.clone();
        if self.observer.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let mut read = |text: &[u8], start: usize| {
            read(text::Text::Whole(text), start).map_err(|not_read| match not_read {
                NotRead::Refused(error) => error,
                // Never, since the whole is there.
                NotRead::NeedsWhole => ReadError::UnknownFormat { name: name() },
            })
        };
        match kind_of(bytes) {
            Text::Utf8(start) => read(bytes, start),
            Text::Utf16(encoding) => {
                let converted = Converted::new(bytes, encoding);
                let text = converted.text.as_bytes();
                if text.iter().all(u8::is_ascii_whitespace) {
                    return Err(ReadError::Empty { name: name() });
                }
                let mut content =
                    read(text, 0).map_err(|error| error.at_byte(|byte| converted.in_file(byte)))?;
                converted.place(&mut content.issues, &self.options.display_name);
                content.bytes = bytes.len() as u64;
                Ok(content)
            }
            Text::Blank => Err(ReadError::Empty { name: name() }),
            Text::Binary => Err(ReadError::UnknownFormat { name: name() }),
        }
    }

    /// Reads a large file piece by piece; none where all of it must be seen at once, or it is small.
    /// A file that changes meanwhile is read again.
    fn in_pieces(
        &self,
        file: &File,
        read: &mut ReadText<'_>,
    ) -> Result<Option<Unindexed>, ReadError> {
        let failed = |error: io::Error| self.failed(&error);
        let mut before = State::of(file).map_err(failed)?;
        for attempt in 1.. {
            if !before.is_regular || before.size < IN_PIECES_FROM {
                return Ok(None);
            }
            let Ok(size) = usize::try_from(before.size) else {
                return Ok(None);
            };
            let pieces = Pieces::new(file, size);
            let content = once(&pieces, read);
            if let Some(error) = pieces.failure() {
                return Err(self.failed(&error));
            }
            let Some(mut content) = content? else {
                return Ok(None);
            };
            let after = State::of(file).map_err(failed)?;
            if after == before {
                return Ok(Some(content));
            }
            if attempt == TRIES {
                content.tell_changing(&self.options.display_name);
                return Ok(Some(content));
            }
            before = after;
        }
        Ok(None)
    }
}

/// The error for a file called `name`.
pub(super) fn failed(error: &io::Error, name: &str) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound => ReadError::NotFound { name: name.to_owned() },
        io::ErrorKind::Interrupted => ReadError::Cancelled,
        _ => ReadError::Io { name: name.to_owned(), reason: error.to_string() },
    }
}

fn once<'a>(
    pieces: &'a Pieces<'a>,
    read: &mut ReadText<'_>,
) -> Result<Option<Unindexed>, ReadError> {
    let text = text::Text::InPieces(pieces);
    let kind = kind_of(text.piece(0, HEAD).bytes());
    let Text::Utf8(start) = kind else {
        return Ok(None);
    };
    match read(text, start) {
        Ok(content) => Ok(Some(content)),
        Err(NotRead::NeedsWhole) => Ok(None),
        Err(NotRead::Refused(error)) => Err(error),
    }
}

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// UTF-8 or close to it; where the text begins after a byte order mark.
    Utf8(usize),
    Utf16(Utf16),
    /// Nothing but white space.
    Blank,
    /// No text at all.
    Binary,
}

/// The order of the bytes, and where the text begins after a byte order mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Utf16 {
    is_big_endian: bool,
    start: usize,
}

pub(super) fn kind_of(bytes: &[u8]) -> Text {
    let utf16 = |is_big_endian, start| Text::Utf16(Utf16 { is_big_endian, start });
    match bytes {
        [0xff, 0xfe, ..] => return utf16(false, 2),
        [0xfe, 0xff, ..] => return utf16(true, 2),
        // ASCII in UTF-16 without a mark.
        [0, b, ..] if *b != 0 && b.is_ascii() => return utf16(true, 0),
        [b, 0, ..] if *b != 0 && b.is_ascii() => return utf16(false, 0),
        _ => {}
    }
    let start = if bytes.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
    let rest = &bytes[start..];
    if rest.iter().all(u8::is_ascii_whitespace) {
        return Text::Blank;
    }
    // Zip (GeoPackage has its own sign), SQLite, PDF and images, all of which have control
    // characters within their first bytes; the record separator of sequences is one too.
    let odd = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1e);
    let known = [&b"SQLite format 3"[..], b"PK\x03\x04", b"%PDF-", b"\x89PNG"]
        .iter()
        .any(|sign| rest.starts_with(sign));
    let json =
        matches!(rest.iter().find(|b| !b.is_ascii_whitespace()), Some(b'{' | b'[' | b'"' | 0x1e));
    if known || (!json && rest.len() > 8 && rest[..8].iter().any(odd)) {
        Text::Binary
    } else {
        Text::Utf8(start)
    }
}

/// UTF-16 as UTF-8.
struct Converted {
    text: String,
    encoding: Utf16,
    /// Byte in the file of the first half of a character that stands alone.
    damaged: Option<u64>,
}

impl Converted {
    fn new(bytes: &[u8], encoding: Utf16) -> Self {
        let own: &'static Encoding = if encoding.is_big_endian { UTF_16BE } else { UTF_16LE };
        let rest = bytes.get(encoding.start..).unwrap_or_default();
        let (text, is_damaged) = own.decode_without_bom_handling(rest);
        let damaged = if is_damaged {
            damage(rest, encoding).map(|at| (encoding.start + at) as u64)
        } else {
            None
        };
        Self { text: text.into_owned(), encoding, damaged }
    }

    /// Turns places in the text into places in the file, and tells what could not be converted.
    fn place(&self, issues: &mut Vec<Issue>, name: &str) {
        if let Some(byte) = self.damaged {
            let line =
                1 + self.text.get(..self.at_file(byte)).map_or(0, |t| t.matches('\n').count())
                    as u32;
            let kind = IssueKind::new("text-surrogate");
            issues.push(Issue::warning(kind).in_file(name).at_byte(byte).at_line(line));
        }
        let mut order: Vec<usize> =
            (0..issues.len()).filter(|i| issues[*i].byte.is_some()).collect();
        if self.damaged.is_some() {
            // Pushed last, and in the file's own bytes already.
            order.pop();
        }
        order.sort_by_key(|i| issues[*i].byte);
        let (mut from, mut units) = (0usize, 0u64);
        for i in order {
            let byte = issues[i].byte.map_or(0, |b| (b as usize).min(self.text.len()));
            units += units_between(&self.text, from, byte);
            from = byte;
            issues[i].byte = Some(self.encoding.start as u64 + 2 * units);
        }
    }

    /// The place in the file of a place in the text.
    fn in_file(&self, at: u64) -> u64 {
        let at = (at as usize).min(self.text.len());
        self.encoding.start as u64 + 2 * units_between(&self.text, 0, at)
    }

    /// The place in the text of a place in the file.
    fn at_file(&self, byte: u64) -> usize {
        let wanted = (byte - self.encoding.start as u64) / 2;
        let mut units = 0;
        let found = self.text.char_indices().find(|(_, c)| {
            let here = units >= wanted;
            units += c.len_utf16() as u64;
            here
        });
        found.map_or(self.text.len(), |(at, _)| at)
    }
}

/// UTF-16 units of a range of a text; its ends may lie inside a character.
fn units_between(text: &str, from: usize, to: usize) -> u64 {
    let bytes = text.as_bytes().get(from..to).unwrap_or_default();
    // Each character is counted at its first byte, those beyond U+FFFF take two.
    bytes.iter().map(|b| u64::from(*b & 0xc0 != 0x80) + u64::from(*b >= 0xf0)).sum()
}

/// Place of the first unit that is half a pair, or of a single byte at the end.
fn damage(bytes: &[u8], encoding: Utf16) -> Option<usize> {
    let unit = |pair: &[u8]| match pair {
        [a, b] if encoding.is_big_endian => u16::from_be_bytes([*a, *b]),
        [a, b] => u16::from_le_bytes([*a, *b]),
        _ => 0,
    };
    let mut at = 0;
    for read in char::decode_utf16(bytes.chunks_exact(2).map(unit)) {
        match read {
            Ok(c) => at += 2 * c.len_utf16(),
            Err(_) => return Some(at),
        }
    }
    (bytes.len() % 2 == 1).then_some(at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn utf16(text: &str, is_big_endian: bool) -> Vec<u8> {
        let bytes = |unit: u16| if is_big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn kinds_of_text_are_told_apart() {
        let (little, big) = (utf16("{\"a\":1}", false), utf16("{\"a\":1}", true));
        let kind = |is_big_endian, start| Text::Utf16(Utf16 { is_big_endian, start });
        assert_eq!(kind_of(&little), kind(false, 0));
        assert_eq!(kind_of(&big), kind(true, 0));
        assert_eq!(kind_of(&[&[0xff, 0xfe], &little[..]].concat()), kind(false, 2));
        assert_eq!(kind_of(&[&[0xfe, 0xff], &big[..]].concat()), kind(true, 2));
        assert_eq!(kind_of(b"\xef\xbb\xbf{}"), Text::Utf8(3));
        assert_eq!(kind_of(b" \n"), Text::Blank);
        assert_eq!(kind_of(b""), Text::Blank);
        assert_eq!(kind_of(b"\xef\xbb\xbf"), Text::Blank);
        assert_eq!(kind_of(b"SQLite format 3\0...."), Text::Binary);
        assert_eq!(kind_of(b"\x1e{}"), Text::Utf8(0));
        assert_eq!(kind_of(b"[\x01]"), Text::Utf8(0));
    }

    #[test]
    fn places_are_those_of_the_file() {
        // One, two, three and four bytes in UTF-8; one, one, one and two units in UTF-16.
        let text = "a\nđ\nế\n😀\nz";
        for is_big_endian in [false, true] {
            let bytes = utf16(text, is_big_endian);
            let Text::Utf16(encoding) = kind_of(&bytes) else { unreachable!("{bytes:?}") };
            let converted = Converted::new(&bytes, encoding);
            assert_eq!(converted.text, text);
            for (at, c) in text.char_indices() {
                let units = text[..at].encode_utf16().count() as u64;
                assert_eq!(converted.in_file(at as u64), 2 * units, "{c}");
                let mut issues =
                    vec![Issue::note(IssueKind::new("text-encoding")).at_byte(at as u64)];
                converted.place(&mut issues, "a");
                assert_eq!(issues[0].byte, Some(2 * units), "{c}");
            }
        }
    }

    #[test]
    fn half_a_character_is_told_with_its_place() {
        let mut bytes = [&[0xff, 0xfe][..], &utf16("[\n\"x", false)].concat();
        let at = bytes.len() as u64;
        bytes.extend_from_slice(&0xd83du16.to_le_bytes());
        bytes.extend(utf16("y\"]", false));
        let converted = Converted::new(&bytes, Utf16 { is_big_endian: false, start: 2 });
        assert_eq!(converted.text, "[\n\"x\u{fffd}y\"]");
        let mut issues = Vec::new();
        converted.place(&mut issues, "a");
        assert_eq!((issues[0].byte, issues[0].line), (Some(at), Some(2)));
    }
}
