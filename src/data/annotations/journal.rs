//! The journal: edits appended and synced one after the other, so that none is lost in a crash.
//!
//! Owns the frames: a length, a checksum, and the edit as JSON. The first frame says which file the
//! edits belong to and carries its content before them, so that a journal alone is enough to
//! recover. Behind the last frame stands an end mark, which the next one overwrites: a journal that
//! was cut between two frames lacks it. Must not know where journals lie or when one is no longer needed.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use planmap_core::annotation::Edit;
use serde_json::json;
use xxhash_rust::xxh3::xxh3_64;

use super::line::{edit_from_text, edit_line};
use super::raw;

/// What every journal begins with.
const MAGIC: &[u8; 8] = b"PLANJRN1";
/// What every journal ends with.
const END: &[u8; 8] = b"PLANEND1";
/// Bytes of length and checksum before each payload.
const HEAD: usize = 4 + 8;

/// A journal that is being written.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
    /// Where the last whole frame ends and the next one begins.
    end: u64,
    /// Whether a write failed: what it left behind is cut off before the next one.
    torn: bool,
}

impl Journal {
    /// Starts a journal for a file whose content is now `base`. Both are on the disk when this
    /// returns.
    ///
    /// # Errors
    /// Of the file system; nothing is left behind then.
    pub fn create(path: &Path, annotated: &Path, base: &[u8], time: &str) -> io::Result<Self> {
        let file = File::options().write(true).create_new(true).open(path)?;
        let mut journal = Self { file, path: path.to_owned(), end: 0, torn: false };
        let header = json!({
            "file": annotated.to_string_lossy(),
            "started": time,
            "base": String::from_utf8_lossy(base),
        });
        let mut bytes = MAGIC.to_vec();
        frame(&header.to_string(), &mut bytes);
        if let Err(error) = journal.write(&bytes).and_then(|()| sync_folder(path)) {
            // Half a journal says nothing.
            let _ = std::fs::remove_file(path);
            return Err(error);
        }
        Ok(journal)
    }

    /// Appends edits and syncs them: when this returns without an error they outlive the program
    /// and the machine's power.
    ///
    /// # Errors
    /// Of the file system; the journal then still holds what it held before.
    pub fn append<'a>(
        &mut self,
        edits: impl IntoIterator<Item = &'a Edit>,
        time: &str,
    ) -> io::Result<()> {
        let mut bytes = Vec::new();
        for edit in edits {
            let time = raw::quoted(time);
            let edit = edit_line(edit);
            frame(&raw::object([("time", time.as_str()), ("edit", edit.as_str())]), &mut bytes);
        }
        self.write(&bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        use std::io::{Seek, SeekFrom};
        if self.torn {
            self.file.set_len(self.end)?;
        }
        self.torn = true;
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&[bytes, END].concat())?;
        self.file.sync_data()?;
        self.end += bytes.len() as u64;
        self.torn = false;
        Ok(())
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn frame(text: &str, out: &mut Vec<u8>) {
    // A payload of 4 GiB does not fit into memory as JSON in any case.
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&xxh3_64(text.as_bytes()).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

/// Where a journal ends too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage {
    /// Byte of the first frame that is not whole.
    pub at_byte: u64,
    /// Bytes from there to the end, none of which is used.
    pub lost_bytes: u64,
}

/// What a journal says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replay {
    /// The file it belongs to; `None` where even the first frame is damaged.
    pub file: Option<PathBuf>,
    /// The file's content before the first edit.
    pub base: Vec<u8>,
    /// The edits with their times, in order, up to the first damage.
    pub edits: Vec<(String, Edit)>,
    /// What could not be read.
    pub damage: Option<Damage>,
}

/// Reads a journal's bytes up to the first damaged frame.
#[must_use]
pub fn replay(bytes: &[u8]) -> Replay {
    let mut out = Replay::default();
    let damage_at =
        |at: usize| Some(Damage { at_byte: at as u64, lost_bytes: (bytes.len() - at) as u64 });
    if !bytes.starts_with(MAGIC) {
        out.damage = damage_at(0);
        return out;
    }
    let mut at = MAGIC.len();
    while bytes[at..] != END[..] {
        let Some((payload, next)) = payload(bytes, at) else {
            out.damage = damage_at(at);
            break;
        };
        let json = |key: &str| payload.iter().find(|(k, _)| k == key).map(|(_, json)| *json);
        let text =
            |key: &str| json(key).and_then(|json| raw::value(json).as_str().map(str::to_owned));
        if at == MAGIC.len() {
            out.file = text("file").map(PathBuf::from);
            out.base = text("base").unwrap_or_default().into_bytes();
        } else if let Some(edit) = json("edit").and_then(edit_from_text) {
            out.edits.push((text("time").unwrap_or_default(), edit));
        } else {
            out.damage = damage_at(at);
            break;
        }
        at = next;
    }
    if out.file.is_none() && out.damage.is_none() {
        out.damage = damage_at(bytes.len());
    }
    out
}

/// The members of a frame, and where the next one begins.
type Payload<'a> = (Vec<(String, &'a str)>, usize);

fn payload(bytes: &[u8], at: usize) -> Option<Payload<'_>> {
    let head = bytes.get(at..at + HEAD)?;
    let length = u32::from_le_bytes(head[..4].try_into().ok()?) as usize;
    let sum = u64::from_le_bytes(head[4..].try_into().ok()?);
    let text = bytes.get(at + HEAD..at.checked_add(HEAD)?.checked_add(length)?)?;
    if xxh3_64(text) != sum {
        return None;
    }
    Some((raw::members(std::str::from_utf8(text).ok()?)?, at + HEAD + length))
}
