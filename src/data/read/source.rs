//! The bytes of a file, mapped or read, and what kind of text they are.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use memmap2::Mmap;

use super::ReadError;

/// Files up to this size are read: cheaper than mapping, and safe from changes meanwhile.
const READ_WHOLE: u64 = 32 * 1024 * 1024;

/// A file's bytes.
pub(super) enum Content {
    Read(Vec<u8>),
    Mapped(Mmap),
}

impl Content {
    pub(super) fn open(path: &Path, name: &str) -> Result<Self, ReadError> {
        let failed = |e: io::Error| match e.kind() {
            io::ErrorKind::NotFound => ReadError::NotFound { name: name.to_owned() },
            _ => ReadError::Io { name: name.to_owned(), reason: e.to_string() },
        };
        let mut file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if metadata.is_file() && metadata.len() > READ_WHOLE {
            return Ok(Self::Mapped(map(&file).map_err(failed)?));
        }
        let mut bytes = Vec::with_capacity(metadata.len() as usize);
        file.read_to_end(&mut bytes).map_err(failed)?;
        Ok(Self::Read(bytes))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Read(bytes) => bytes,
            Self::Mapped(map) => map,
        }
    }
}

#[allow(unsafe_code)]
fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: the map is read only and lives no longer than one reading. Should another program
    // overwrite the file meanwhile, the bytes are checked as they are met, so that a change gives
    // issues; should it cut the file short, the system ends this program, which is the price of
    // reading files of gigabytes without a copy. Programs that save by renaming are harmless.
    unsafe { Mmap::map(file) }
}

/// What the first bytes say.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// UTF-8 or close to it; where the text begins after a byte order mark.
    Utf8(usize),
    Utf16,
    /// Nothing but white space.
    Blank,
    /// No text at all.
    Binary,
}

pub(super) fn text_start(bytes: &[u8]) -> Text {
    let start = if bytes.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Text::Utf16,
        // ASCII in UTF-16 without a mark.
        [0, b, ..] | [b, 0, ..] if *b != 0 && b.is_ascii() => return Text::Utf16,
        _ => {}
    }
    let rest = &bytes[start..];
    if rest.iter().all(u8::is_ascii_whitespace) {
        return Text::Blank;
    }
    // Zip (GeoPackage has its own sign), SQLite, PDF and images, all of which have control
    // characters within their first bytes; the record separator of sequences is one too.
    let odd = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1e);
    let known =
        [&b"SQLite format 3"[..], b"PK\x03\x04", b"%PDF-", b"\x89PNG"].iter().any(|sign| rest.starts_with(sign));
    let json = matches!(rest.iter().find(|b| !b.is_ascii_whitespace()), Some(b'{' | b'[' | b'"' | 0x1e));
    if known || (!json && rest.len() > 8 && rest[..8].iter().any(odd)) { Text::Binary } else { Text::Utf8(start) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_text_are_told_apart() {
        let utf16: Vec<u8> = "{\"a\":1}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text_start(&utf16), Text::Utf16);
        assert_eq!(text_start(&[&[0xff, 0xfe], &utf16[..]].concat()), Text::Utf16);
        assert_eq!(text_start(b"\xef\xbb\xbf{}"), Text::Utf8(3));
        assert_eq!(text_start(b" \n"), Text::Blank);
        assert_eq!(text_start(b""), Text::Blank);
        assert_eq!(text_start(b"\xef\xbb\xbf"), Text::Blank);
        assert_eq!(text_start(b"SQLite format 3\0...."), Text::Binary);
        assert_eq!(text_start(b"\x1e{}"), Text::Utf8(0));
        assert_eq!(text_start(b"[\x01]"), Text::Utf8(0));
    }
}
