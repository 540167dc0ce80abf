//! The text of a file as the formats see it: whole, or in pieces that are read when they are wanted.
//!
//! Owns the pieces: each is a copy, so that nothing that happens to the file reaches it, and its room
//! is used again. Must not know what the bytes mean.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use memchr::{memchr_iter, memmem};
use rayon::prelude::*;

use crate::held::read_block;

/// Usual length of a piece, in bytes: stays in the cache of a core while it is read.
const PIECE: usize = 1024 * 1024;

/// What is read to look for something that is likely to be near, in bytes.
const GLANCE: usize = 16 * 1024;

/// A text that is looked at by places, which are counted from its first byte.
#[derive(Clone, Copy)]
pub(super) enum Text<'a> {
    Whole(&'a [u8]),
    InPieces(&'a Pieces<'a>),
}

/// A run of bytes of a text.
pub(super) struct Piece<'a> {
    bytes: Bytes<'a>,
    /// Place of its first byte.
    pub(super) base: usize,
    /// Whether the text ends with it.
    pub(super) is_last: bool,
}

enum Bytes<'a> {
    Seen(&'a [u8]),
    Lent { room: Vec<u8>, length: usize, owner: &'a Pieces<'a> },
}

/// A file that is read piece by piece, on any thread.
pub(super) struct Pieces<'a> {
    file: &'a File,
    size: usize,
    usual: usize,
    /// Room that no piece takes now.
    spare: Mutex<Vec<Vec<u8>>>,
    /// The first time that the file could not be read; what should have come is missing.
    failure: Mutex<Option<io::Error>>,
}

impl<'a> Pieces<'a> {
    /// The first `size` bytes of a file.
    pub(super) fn new(file: &'a File, size: usize) -> Self {
        Self::of_length(file, size, PIECE)
    }

    /// As [`Pieces::new`], with pieces of another length.
    pub(super) fn of_length(file: &'a File, size: usize, usual: usize) -> Self {
        Self { file, size, usual, spare: Mutex::new(Vec::new()), failure: Mutex::new(None) }
    }

    /// Why something could not be read.
    pub(super) fn failure(&self) -> Option<io::Error> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn read(&'a self, from: usize, length: usize) -> Piece<'a> {
        let wanted = length.min(self.size.saturating_sub(from));
        let mut room =
            self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        if room.len() < wanted {
            room.resize(wanted, 0);
        }
        let length = read_block(self.file, room.get_mut(..wanted).unwrap_or_default(), from as u64);
        let length = length.unwrap_or_else(|error| {
            self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            0
        });
        // A file that was cut meanwhile ends where it was cut.
        let is_last = length < wanted || from + length >= self.size;
        Piece { bytes: Bytes::Lent { room, length, owner: self }, base: from, is_last }
    }
}

impl Drop for Bytes<'_> {
    fn drop(&mut self) {
        if let Self::Lent { room, owner, .. } = self
            && room.len() <= 4 * owner.usual
        {
            owner.spare.lock().unwrap_or_else(PoisonError::into_inner).push(std::mem::take(room));
        }
    }
}

impl<'a> Piece<'a> {
    /// All of a text.
    pub(super) fn whole(bytes: &'a [u8]) -> Self {
        Self { bytes: Bytes::Seen(bytes), base: 0, is_last: true }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Seen(bytes) => bytes,
            Bytes::Lent { room, length, .. } => room.get(..*length).unwrap_or_default(),
        }
    }

    /// A place of the text as one of the piece.
    pub(super) fn within(&self, place: usize) -> usize {
        place.saturating_sub(self.base).min(self.bytes().len())
    }
}

impl<'a> Text<'a> {
    /// Length in bytes.
    pub(super) fn len(self) -> usize {
        match self {
            Self::Whole(bytes) => bytes.len(),
            Self::InPieces(pieces) => pieces.size,
        }
    }

    /// All of it, where it is there.
    pub(super) fn whole(self) -> Option<&'a [u8]> {
        match self {
            Self::Whole(bytes) => Some(bytes),
            Self::InPieces(_) => None,
        }
    }

    /// Usual length of a piece.
    pub(super) fn usual(self) -> usize {
        match self {
            Self::Whole(bytes) => bytes.len(),
            Self::InPieces(pieces) => pieces.usual,
        }
    }

    /// A piece with the bytes from a place on, at least `length` of them where there are as many.
    pub(super) fn piece(self, from: usize, length: usize) -> Piece<'a> {
        match self {
            Self::Whole(bytes) => Piece::whole(bytes),
            Self::InPieces(pieces) => pieces.read(from, length),
        }
    }

    /// The bytes of a range, as far as the text has them.
    pub(super) fn bytes(self, range: &Range<usize>) -> Cow<'a, [u8]> {
        match self {
            Self::Whole(bytes) => Cow::Borrowed(bytes.get(range.clone()).unwrap_or_default()),
            Self::InPieces(pieces) => {
                Cow::Owned(pieces.read(range.start, range.len()).bytes().to_vec())
            }
        }
    }

    /// The first place in a range where some bytes stand.
    pub(super) fn find(self, finder: &memmem::Finder<'_>, range: Range<usize>) -> Option<usize> {
        let end = range.end.min(self.len());
        if let Self::Whole(bytes) = self {
            return finder.find(bytes.get(range.start..end)?).map(|at| range.start + at);
        }
        let beyond = finder.needle().len().saturating_sub(1);
        let mut from = range.start;
        let mut length = GLANCE;
        while from < end {
            let piece = self.piece(from, (length + beyond).min(end - from));
            if let Some(at) = finder.find(piece.bytes()) {
                return Some(from + at);
            }
            from += length;
            length = (2 * length).min(PIECE);
        }
        None
    }

    /// Number of line ends in a range.
    pub(super) fn line_ends(self, range: Range<usize>) -> u32 {
        match self {
            Self::Whole(bytes) => line_ends(bytes.get(range).unwrap_or_default()),
            Self::InPieces(pieces) => {
                let starts = range.clone().into_par_iter().step_by(pieces.usual);
                starts
                    .map(|from| {
                        line_ends(pieces.read(from, pieces.usual.min(range.end - from)).bytes())
                    })
                    .sum()
            }
        }
    }
}

fn line_ends(bytes: &[u8]) -> u32 {
    memchr_iter(b'\n', bytes).count() as u32
}
