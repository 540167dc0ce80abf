//! What a file says of itself before it is read: positions to choose systems by, and the system that
//! it, or its features, name.

use memchr::memmem;
use planmap_core::crs::Crs;

use super::member::member;
use super::scan::Cursor;
use crate::read::ingest::{Chunk, Pass};
use crate::read::system::Member;
use crate::read::text::Text;

/// Positions from all over the file, to choose systems by. May hold wrong ones where the word
/// stands inside a text: what is chosen by them is checked after the reading.
pub(super) fn sample(text: Text<'_>, start: usize) -> Vec<(f64, f64)> {
    const SAMPLES: usize = 64;
    const WINDOW: usize = 1024 * 1024;
    let finder = memmem::Finder::new(b"\"coordinates\"");
    let step = (text.len().saturating_sub(start) / SAMPLES).max(1);
    let mut last = None;
    (0..SAMPLES)
        .filter_map(|i| {
            let from = start + i * step;
            let at = text.find(&finder, from..from + WINDOW)?;
            // Small files: the same position again.
            if last.replace(at) == Some(at) {
                return None;
            }
            position_after(text, at + finder.needle().len())
        })
        .collect()
}

/// The first position of the coordinates whose key ends at a place.
fn position_after(text: Text<'_>, at: usize) -> Option<(f64, f64)> {
    // What a position takes, with white space that nobody writes.
    const LONGEST: usize = 1024;
    let piece = text.piece(at, LONGEST);
    let mut c = Cursor::new(piece.bytes(), piece.within(at));
    c.expect(b':').ok()?;
    loop {
        c.ws();
        match c.peek()? {
            b'[' => c.at += 1,
            b'-' | b'0'..=b'9' => break,
            _ => return None,
        }
    }
    let x = c.number().ok()?.value;
    c.expect(b',').ok()?;
    c.ws();
    let y = c.number().ok()?.value;
    (x.is_finite() && y.is_finite()).then_some((x, y))
}

/// The `crs` member, if it comes before the features, as most writers put it; else the one of the
/// first feature.
pub(super) fn head_member(text: Text<'_>, start: usize) -> Member {
    let head = text.piece(start, text.usual());
    let mut c = Cursor::mending(head.bytes(), head.within(start));
    head_of(&mut c).unwrap_or(Member::Absent)
}

fn head_of(c: &mut Cursor<'_>) -> Option<Member> {
    c.ws();
    // The separator of a text sequence.
    if c.peek() == Some(0x1e) {
        c.at += 1;
    }
    c.expect(b'{').ok()?;
    let mut after_comma = false;
    let mut inner = None;
    loop {
        let key = c.key(after_comma).ok()?;
        match &c.bytes[key.range] {
            b"features" if c.peek() == Some(b'[') => {
                c.at += 1;
                return head_of(c).map(in_features);
            }
            b"crs" => return Some(member(&c.bytes[c.skip().ok()?])),
            b"geometry" if c.peek() == Some(b'{') => {
                let value = c.skip().ok()?;
                inner = head_of(&mut Cursor::mending(&c.bytes[..value.end], value.start))
                    .map(in_features);
            }
            _ => {
                c.skip().ok()?;
            }
        }
        if !c.more(b'}').ok()? {
            return inner;
        }
        after_comma = true;
    }
}

/// A member of the file as one that stands in its features.
fn in_features(member: Member) -> Member {
    match member {
        Member::Named(name) if Crs::parse(&name).is_ok() => Member::InFeatures(name),
        Member::InFeatures(name) => Member::InFeatures(name),
        Member::Named(_) | Member::Absent | Member::Useless => Member::Absent,
    }
}

/// What a whole file was found to say of its system: the member of the outermost object, else what
/// most features name, else a `crs` object that stands among them.
pub(super) fn member_of(text: Text<'_>, pass: &Pass) -> Member {
    let Chunk { own_systems, stray_system, index, .. } = &pass.chunk;
    if let Some(range) = &pass.system {
        return member(&text.bytes(range));
    }
    if let Some(name) = own_systems.of_most(index.len() as u32) {
        return Member::InFeatures(name.to_owned());
    }
    stray_system.as_ref().map_or(Member::Absent, |range| member(&text.bytes(range)))
}
