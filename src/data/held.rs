//! The bytes of a file, held so that nothing that happens to the file reaches them: it may be cut,
//! replaced, or lie on a drive that is pulled out.
//!
//! Owns the copying. A mapping of the file itself would be cheaper, but a page that the file no
//! longer has ends the program when it is touched. Must not know what the bytes mean.

use std::fs::File;
use std::io;
use std::time::SystemTime;

use memmap2::{Mmap, MmapMut};
use rayon::prelude::*;

/// What one thread reads at a time.
const BLOCK: usize = 4 * 1024 * 1024;

/// Files beyond this size are copied into a file without a name instead of into memory, so that the
/// system can give the pages away where memory is short.
const IN_MEMORY: u64 = 2 * 1024 * 1024 * 1024;

/// How often a file that changes under the hands is read from its beginning.
pub(crate) const TRIES: u32 = 3;

/// All bytes of a file as it was at one time.
#[derive(Debug)]
pub(crate) struct Held {
    bytes: Bytes,
    /// Whether the file still changed when it was read for the last time: what is held may be
    /// half of one state and half of another.
    pub(crate) is_unsettled: bool,
}

#[derive(Debug)]
enum Bytes {
    Nothing,
    /// Memory of the program's own, or a file of its own that has no name.
    Private(Mmap),
    /// Of a pipe or another file that has no size.
    Streamed(Vec<u8>),
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Nothing => &[],
            Bytes::Private(map) => map,
            Bytes::Streamed(bytes) => bytes,
        }
    }
}

impl Held {
    /// Reads a file on all cores. `goes_on` is asked between blocks.
    ///
    /// # Errors
    /// Of the file system, of memory that is not to be had, and `Interrupted` where `goes_on` says
    /// no.
    pub(crate) fn read(file: &File, goes_on: &(dyn Fn() -> bool + Sync)) -> io::Result<Self> {
        Self::read_within(file, IN_MEMORY, goes_on)
    }

    /// As [`Held::read`], with the size from which on a file without a name is used.
    fn read_within(
        file: &File,
        in_memory: u64,
        goes_on: &(dyn Fn() -> bool + Sync),
    ) -> io::Result<Self> {
        let mut before = State::of(file)?;
        if !before.is_regular {
            let mut bytes = Vec::new();
            io::Read::read_to_end(&mut { file }, &mut bytes)?;
            return Ok(Self { bytes: Bytes::Streamed(bytes), is_unsettled: false });
        }
        let mut tries = 0;
        loop {
            tries += 1;
            let (bytes, is_whole) = copy(file, before.size, in_memory, goes_on)?;
            let after = State::of(file)?;
            let is_settled = is_whole && after == before;
            if is_settled || tries == TRIES {
                return Ok(Self { bytes, is_unsettled: !is_settled });
            }
            before = after;
        }
    }
}

/// What [`Held::read_checked`] reads and checks at a time: it stays in the cache of a core.
pub(crate) const CHECKED: usize = 1024 * 1024;

impl Held {
    /// Reads `length` bytes of a file from a place on, on all cores. Each block of [`CHECKED`] bytes
    /// is handed out, with its number, once it is there; none where one is not right, or missing.
    ///
    /// # Errors
    /// Of the file system, and of memory that is not to be had.
    pub(crate) fn read_checked(
        file: &File,
        from: u64,
        length: usize,
        is_right: &(dyn Fn(usize, &[u8]) -> bool + Sync),
    ) -> io::Result<Option<Self>> {
        if length == 0 {
            return Ok(Some(Self { bytes: Bytes::Nothing, is_unsettled: false }));
        }
        // A damaged entry may name any length.
        if file.metadata()?.len() < from.saturating_add(length as u64) {
            return Ok(None);
        }
        let mut room =
            if length as u64 > IN_MEMORY { unnamed(length as u64)? } else { memory(length)? };
        let are_right = room
            .par_chunks_mut(CHECKED)
            .enumerate()
            .map(|(i, block)| {
                let read = read_block(file, block, from + (i * CHECKED) as u64)?;
                Ok(read == block.len() && is_right(i, block))
            })
            .try_reduce(|| true, |a, b| Ok::<bool, io::Error>(a && b))?;
        if !are_right {
            return Ok(None);
        }
        Ok(Some(Self { bytes: Bytes::Private(room.make_read_only()?), is_unsettled: false }))
    }
}

/// What tells that a file has changed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) is_regular: bool,
    /// In bytes.
    pub(crate) size: u64,
    modified: Option<SystemTime>,
}

impl State {
    pub(crate) fn of(file: &File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        Ok(Self {
            is_regular: metadata.is_file(),
            size: metadata.len(),
            modified: metadata.modified().ok(),
        })
    }
}

/// A copy of the first `size` bytes of a file, and whether the file had as many.
fn copy(
    file: &File,
    size: u64,
    in_memory: u64,
    goes_on: &(dyn Fn() -> bool + Sync),
) -> io::Result<(Bytes, bool)> {
    let length = usize::try_from(size).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
    if length == 0 {
        return Ok((Bytes::Nothing, true));
    }
    let mut room = if size > in_memory { unnamed(size)? } else { memory(length)? };
    let blocks: Vec<usize> = room
        .par_chunks_mut(BLOCK)
        .enumerate()
        .map(|(i, block)| {
            if !goes_on() {
                return Err(io::Error::from(io::ErrorKind::Interrupted));
            }
            read_block(file, block, (i * BLOCK) as u64)
        })
        .collect::<io::Result<_>>()?;
    // Of a file that was cut meanwhile what stands before the cut.
    let short = blocks.iter().enumerate().find(|(i, read)| **read < BLOCK.min(length - i * BLOCK));
    let Some((i, read)) = short else {
        return Ok((Bytes::Private(room.make_read_only()?), true));
    };
    let kept = i * BLOCK + read;
    Ok((Bytes::Streamed(room.get(..kept).unwrap_or_default().to_vec()), false))
}

/// Memory that is the program's own, in large pages where the system has them: several times fewer
/// faults than with small ones.
fn memory(length: usize) -> io::Result<MmapMut> {
    let room = MmapMut::map_anon(length)?;
    #[cfg(target_os = "linux")]
    let _ = room.advise(memmap2::Advice::HugePage);
    Ok(room)
}

/// Room in a file that nobody but this program can reach.
#[allow(unsafe_code)]
fn unnamed(size: u64) -> io::Result<MmapMut> {
    let file = tempfile::tempfile()?;
    file.set_len(size)?;
    // SAFETY: the file has no name and its handle is dropped here, so that nobody can cut it or
    // write to it but through this mapping.
    unsafe { MmapMut::map_mut(&file) }
}

/// Fills a block from a place of a file on; gives how many bytes there were.
pub(crate) fn read_block(file: &File, block: &mut [u8], at: u64) -> io::Result<usize> {
    let mut read = 0;
    while let Some(rest) = block.get_mut(read..).filter(|rest| !rest.is_empty()) {
        match read_at(file, rest, at + read as u64) {
            Ok(0) => break,
            Ok(n) => read += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(read)
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, at)
}

#[cfg(windows)]
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// A file whose every byte tells its place.
    fn patterned(length: usize) -> (tempfile::NamedTempFile, Vec<u8>) {
        let bytes: Vec<u8> = (0..length).map(|i| (i / 251 + i % 251) as u8).collect();
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        (file, bytes)
    }

    fn sizes() -> [usize; 6] {
        [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 17]
    }

    #[test]
    fn files_of_every_size_are_held_whole() {
        for length in sizes() {
            let (file, bytes) = patterned(length);
            // In memory, and in a file without a name.
            for in_memory in [IN_MEMORY, 0] {
                let held = Held::read_within(file.as_file(), in_memory, &|| true).unwrap();
                assert!(held.as_ref() == bytes && !held.is_unsettled, "{length} {in_memory}");
            }
        }
    }

    #[test]
    fn what_is_held_stays_when_the_file_is_cut() {
        for length in sizes() {
            let (file, bytes) = patterned(length);
            for in_memory in [IN_MEMORY, 0] {
                let held = Held::read_within(file.as_file(), in_memory, &|| true).unwrap();
                file.as_file().set_len(length as u64 / 10).unwrap();
                assert!(held.as_ref() == bytes, "{length}");
                file.as_file().set_len(0).unwrap();
                assert!(held.as_ref() == bytes, "{length}");
                std::fs::write(file.path(), &bytes).unwrap();
            }
        }
    }

    #[test]
    fn a_file_that_is_cut_while_it_is_read_is_read_again_or_told() {
        let (file, bytes) = patterned(3 * BLOCK);
        // Cut once: the second reading finds it at rest.
        let calls = AtomicU32::new(0);
        let cut_once = || {
            if calls.fetch_add(1, Ordering::Relaxed) == 1 {
                file.as_file().set_len(BLOCK as u64 / 2).unwrap();
            }
            true
        };
        let held = Held::read(file.as_file(), &cut_once).unwrap();
        assert!(!held.is_unsettled && held.as_ref() == &bytes[..BLOCK / 2]);
        // Cut again and again: what is there is given, and that it may be half.
        let length = AtomicU32::new(BLOCK as u32 / 2);
        let cut_always = || {
            let shorter = length.fetch_sub(1, Ordering::Relaxed);
            file.as_file().set_len(u64::from(shorter)).unwrap();
            true
        };
        let held = Held::read(file.as_file(), &cut_always).unwrap();
        assert!(held.is_unsettled && !held.as_ref().is_empty());
        assert!(bytes.starts_with(held.as_ref()));
    }

    #[test]
    fn blocks_are_checked_while_they_are_read() {
        for length in [0, 1, CHECKED - 1, CHECKED, 2 * CHECKED + 5] {
            let (file, bytes) = patterned(length + 7);
            let read = |is_right: &(dyn Fn(usize, &[u8]) -> bool + Sync)| {
                Held::read_checked(file.as_file(), 7, length, is_right).unwrap()
            };
            let right = |i: usize, block: &[u8]| bytes[7 + i * CHECKED..].starts_with(block);
            assert!(read(&right).unwrap().as_ref() == &bytes[7..], "{length}");
            assert_eq!(
                read(&|i, _| i > 0).is_some(),
                length == 0,
                "the first one is wrong of {length}"
            );
            let beyond = Held::read_checked(file.as_file(), 8, length, &|_, _| true).unwrap();
            assert_eq!(beyond.is_some(), length == 0, "one byte too many of {length}");
        }
    }

    #[test]
    fn reading_stops_where_it_is_told_to() {
        let (file, _) = patterned(BLOCK);
        let stopped = Held::read(file.as_file(), &|| false).unwrap_err();
        assert_eq!(stopped.kind(), io::ErrorKind::Interrupted);
    }
}
