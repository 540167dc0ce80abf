//! A pyramid as bytes for a cache on disk, and back.
//!
//! Owns the layout and its version. Bytes are trusted in nothing: whatever is cut short, changed
//! or made for something else gives no pyramid, and the levels are worked out anew. Must not know
//! a file.

use planmap_core::legend::ClassId;
use planmap_core::{Features, MapPoint};

use super::{Level, Pyramid, STRIDE};

/// Changes with the layout and with what the shares mean.
const VERSION: u32 = 1;

const MAGIC: [u8; 8] = *b"pmshares";

/// Magic, version, sum, and what the levels were made of.
const HEAD: usize = 8 + 4 + 8 + 8;

/// A sum that tells damage and different input, not attacks: eight bytes at a time (FNV-1a's way,
/// with a rotation so that high bits count too).
fn sum_of(bytes: &[u8], start: u64) -> u64 {
    let step = |sum: u64, word: [u8; 8]| {
        (sum ^ u64::from_le_bytes(word)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0u8; 8];
    last.iter_mut().zip(rest).for_each(|(l, r)| *l = *r);
    let sum = words.iter().fold(start ^ 0xcbf2_9ce4_8422_2325, |sum, w| step(sum, *w));
    step(step(sum, last), (bytes.len() as u64).to_le_bytes())
}

/// What a pyramid was made of, in one number: features by their number, vertices and extent, and
/// the class of each.
pub(crate) fn subject(features: &Features, classes: &[ClassId]) -> u64 {
    let e = features.extent();
    let mut bytes = Vec::with_capacity(64 + classes.len() * 2);
    for n in [features.len(), features.geometries().vertex_count()] {
        bytes.extend((n as u64).to_le_bytes());
    }
    for v in [e.min.x, e.min.y, e.max.x, e.max.y] {
        bytes.extend(v.to_le_bytes());
    }
    classes.iter().for_each(|c| bytes.extend(c.to_le_bytes()));
    sum_of(&bytes, 0)
}

impl Pyramid {
    /// All levels as bytes, marked with the [`subject`] that they were made of.
    pub(crate) fn to_bytes(&self, subject: u64) -> Vec<u8> {
        let mut body = Vec::with_capacity(self.bytes() + 1024);
        body.extend(self.corner.x.to_le_bytes());
        body.extend(self.corner.y.to_le_bytes());
        body.extend((self.palette.len() as u32).to_le_bytes());
        self.palette.iter().for_each(|c| body.extend(c.to_le_bytes()));
        body.extend((self.levels.len() as u32).to_le_bytes());
        for level in &self.levels {
            body.extend(level.cell_m.to_le_bytes());
            for n in [level.width, level.height, level.entries.len()] {
                body.extend((n as u64).to_le_bytes());
            }
            body.extend_from_slice(&level.counts);
            body.extend_from_slice(level.entries.as_flattened());
        }
        let mut out = Vec::with_capacity(HEAD + body.len());
        out.extend(MAGIC);
        out.extend(VERSION.to_le_bytes());
        out.extend(sum_of(&body, subject).to_le_bytes());
        out.extend(subject.to_le_bytes());
        out.append(&mut body);
        out
    }

    /// The pyramid that [`Pyramid::to_bytes`] made bytes of; `None` where they are damaged, of
    /// another version or of another [`subject`].
    pub(crate) fn from_bytes(bytes: &[u8], subject: u64) -> Option<Self> {
        let mut read = Reader(bytes);
        if read.array::<8>()? != MAGIC || u32::from_le_bytes(read.array()?) != VERSION {
            return None;
        }
        let sum = read.u64()?;
        if read.u64()? != subject || sum_of(read.0, subject) != sum {
            return None;
        }
        let corner = MapPoint::new(read.f64()?, read.f64()?);
        let classes = u32::from_le_bytes(read.array()?);
        let palette = (0..classes)
            .map(|_| read.array().map(ClassId::from_le_bytes))
            .collect::<Option<Vec<_>>>()?;
        let count = u32::from_le_bytes(read.array()?);
        let levels = (0..count).map(|_| read.level(palette.len())).collect::<Option<Vec<_>>>()?;
        let is_whole =
            read.0.is_empty() && !levels.is_empty() && corner.x.is_finite() && corner.y.is_finite();
        is_whole.then_some(Self { corner, palette, levels })
    }
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take(&mut self, n: usize) -> Option<&[u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    fn f64(&mut self) -> Option<f64> {
        self.array().map(f64::from_le_bytes)
    }

    fn size(&mut self) -> Option<usize> {
        self.u64()?.try_into().ok()
    }

    /// A level in which every index is good, so that sampling need not look.
    fn level(&mut self, classes: usize) -> Option<Level> {
        let cell_m = self.f64().filter(|c| c.is_finite() && *c > 0.0)?;
        let (width, height, entries) = (self.size()?, self.size()?, self.size()?);
        if width == 0 || height == 0 {
            return None;
        }
        let counts = self.take(width.checked_mul(height)?)?.to_vec();
        let (entries, _) = self.take(entries.checked_mul(2)?)?.as_chunks::<2>();
        let entries = entries.to_vec();
        if counts.iter().map(|n| usize::from(*n)).sum::<usize>() != entries.len()
            || entries.iter().any(|[class, _]| usize::from(*class) >= classes)
        {
            return None;
        }
        let mut starts = Vec::with_capacity(width.div_ceil(STRIDE) * height);
        let mut at = 0u32;
        for row in counts.chunks(width) {
            for cells in row.chunks(STRIDE) {
                starts.push(at);
                at = at.checked_add(cells.iter().map(|n| u32::from(*n)).sum())?;
            }
        }
        Some(Level { cell_m, width, height, counts, starts, entries })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use planmap_core::symbology::Theme;

    use super::*;
    use crate::testing;

    #[test]
    fn a_pyramid_comes_back_from_bytes_as_it_was() {
        let scene = testing::matched_lots(150, 140, 30.0, Theme::Light);
        let layer = testing::nth(&scene, 0);
        let built = Pyramid::build(&layer.features, &layer.classes, 30.0, &|| false).unwrap();
        let subject = subject(&layer.features, &layer.classes);
        let bytes = built.to_bytes(subject);
        let back = Pyramid::from_bytes(&bytes, subject).unwrap();
        assert_eq!(
            (back.corner, &back.palette, &back.levels),
            (built.corner, &built.palette, &built.levels)
        );
        assert!(back.levels.len() > 1 && back.palette.len() > 5);
    }

    #[test]
    fn damaged_bytes_and_those_of_another_layer_give_none() {
        let scene = testing::matched_lots(20, 20, 30.0, Theme::Light);
        let layer = testing::nth(&scene, 0);
        let built = Pyramid::build(&layer.features, &layer.classes, 30.0, &|| false).unwrap();
        let mark = subject(&layer.features, &layer.classes);
        let bytes = built.to_bytes(mark);
        for cut in 0..bytes.len() {
            assert!(Pyramid::from_bytes(&bytes[..cut], mark).is_none(), "cut at {cut}");
        }
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << (at % 8);
            assert!(Pyramid::from_bytes(&changed, mark).is_none(), "changed at {at}");
        }
        let longer = [&bytes[..], &[0]].concat();
        assert!(Pyramid::from_bytes(&longer, mark).is_none());
        let mut other = layer.classes.to_vec();
        other[7] ^= 1;
        assert_ne!(subject(&layer.features, &other), mark);
        assert!(Pyramid::from_bytes(&bytes, subject(&layer.features, &other)).is_none());
    }

    /// With a sum that fits, as a program with an error in it would write it.
    #[test]
    fn wrong_contents_with_a_right_sum_give_none() {
        let scene = testing::matched_lots(20, 20, 30.0, Theme::Light);
        let layer = testing::nth(&scene, 0);
        let built = || Pyramid::build(&layer.features, &layer.classes, 30.0, &|| false).unwrap();
        let refused = |change: &dyn Fn(&mut Pyramid)| {
            let mut p = built();
            change(&mut p);
            Pyramid::from_bytes(&p.to_bytes(5), 5).is_none()
        };
        assert!(!refused(&|_| ()));
        assert!(refused(&|p| p.palette.truncate(1)));
        assert!(refused(&|p| p.levels.clear()));
        assert!(refused(&|p| p.levels[0].cell_m = 0.0));
        assert!(refused(&|p| p.levels[0].counts[3] += 1));
        assert!(refused(&|p| p.levels[0].width -= 1));
        assert!(refused(&|p| p.levels[0].entries.truncate(9)));
    }
}
