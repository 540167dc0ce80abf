//! Arrays of coordinates: nesting, numbers, and what stands where a number should.
//!
//! Owns which of these are read all the same: numbers written as text are, and what is wrong with a
//! height costs the height. Anything else costs the geometry, never the feature.

use planmap_core::{IssueKind, Severity};

use super::geometry::Scratch;
use super::scan::{Cursor, Fault, Syntax, decode};
use crate::read::ingest::clip;

impl Scratch {
    /// Takes an array of coordinates. Gives its nesting: 1 for a position, 2 for an array of
    /// positions, and so on; 0 for an array with nothing in it.
    pub(super) fn nested(&mut self, c: &mut Cursor<'_>, depth: u8) -> Result<u8, Syntax> {
        let start = c.at;
        c.at += 1;
        c.ws();
        match c.peek() {
            Some(b'[') => {}
            Some(b']') => {
                c.at += 1;
                return Ok(0);
            }
            _ => return self.position(c, start).map(|()| 1),
        }
        // Nesting of the children met so far, and whether one of them was empty.
        let (mut level, mut empty) = (0u8, false);
        loop {
            c.ws();
            let at = c.at;
            let child = match c.peek() {
                // Deeper than a MultiPolygon: nothing in there can be used.
                Some(b'[') if depth >= 4 => {
                    c.skip()?;
                    self.error(IssueKind::new("coordinates-deep").with("name", "MultiPolygon"), at);
                    0
                }
                Some(b'[') => self.nested(c, depth + 1)?,
                _ => {
                    self.no_number(c)?;
                    0
                }
            };
            empty |= child == 0;
            if empty && child.max(level) == 1 {
                self.error(IssueKind::new("position-short"), at);
            }
            if child != 0 && level != 0 && child != level {
                self.error(IssueKind::new("coordinates-uneven"), at);
            }
            match if child == 0 { level } else { child } {
                2 => self.runs.push((self.shape.positions.len(), at.into())),
                3 => self.groups.push(self.runs.len()),
                _ => {}
            }
            level = level.max(child);
            if !c.more(b']')? {
                return Ok(if level == 0 { 0 } else { level + 1 });
            }
        }
    }

    /// Takes the numbers of a position; the cursor stands on the first one.
    #[inline]
    fn position(&mut self, c: &mut Cursor<'_>, start: usize) -> Result<(), Syntax> {
        let mut xy = [0.0f64; 2];
        let mut count = 0usize;
        let mut has_height = false;
        if let Some(found) = plain_pair(c) {
            xy = found;
            if c.peek() == Some(b']') {
                c.at += 1;
                self.shape.positions.push((xy[0], xy[1]));
                return Ok(());
            }
            count = 2;
            if !c.more(b']')? {
                self.shape.positions.push((xy[0], xy[1]));
                return Ok(());
            }
        }
        loop {
            c.ws();
            let at = c.at;
            let value = match c.peek() {
                Some(b'-' | b'0'..=b'9') => c.number()?.value,
                _ => f64::NAN,
            };
            match xy.get_mut(count) {
                // Finite numbers, as nearly always.
                Some(slot) if value.is_finite() => *slot = value,
                Some(slot) => *slot = self.odd_number(c, at, value)?,
                None => has_height |= self.height(c, at, value)?,
            }
            count += 1;
            if !c.more(b']')? {
                break;
            }
        }
        match count {
            0 | 1 => self.error(IssueKind::new("position-short"), start),
            2 | 3 => {}
            _ => self.remark(
                Severity::Warning,
                IssueKind::new("position-long"),
                start,
                Some((xy[0], xy[1])),
            ),
        }
        self.shape.heights |= has_height;
        self.shape.positions.push((xy[0], xy[1]));
        Ok(())
    }

    /// A coordinate that is no finite number as it stands at `at`: one that is written as a text
    /// is read, for anything else the geometry is given up. The cursor stands behind `at` where a
    /// number was taken.
    #[cold]
    fn odd_number(&mut self, c: &mut Cursor<'_>, at: usize, value: f64) -> Result<f64, Syntax> {
        if value.is_infinite() {
            self.error(IssueKind::new("number-too-large"), at);
            return Ok(0.0);
        }
        if c.at > at {
            // A number that is none: `NaN` with a sign, `0103.9`.
            let fault = c.mended.pop().map_or(Fault::Number, |wrong| wrong.fault);
            self.no_number_of(fault, c, at);
            return Ok(0.0);
        }
        if c.peek() == Some(b'"') {
            let text = c.text()?;
            let (digits, _) = decode(c.bytes, &text);
            let mut inner = Cursor::new(digits.trim().as_bytes(), 0);
            let number =
                inner.number().ok().filter(|n| n.value.is_finite() && inner.peek().is_none());
            let Some(number) = number else {
                self.error(IssueKind::new("coordinate-text").with("found", clip(&digits)), at);
                return Ok(0.0);
            };
            let told = self.shape.findings.iter().any(|f| f.kind.key() == "coordinate-as-text");
            if !told {
                self.remark(Severity::Warning, IssueKind::new("coordinate-as-text"), at, None);
            }
            return Ok(number.value);
        }
        self.no_number(c)?;
        Ok(0.0)
    }

    /// Takes a value that stands where a coordinate should and is none.
    #[cold]
    fn no_number(&mut self, c: &mut Cursor<'_>) -> Result<(), Syntax> {
        c.ws();
        let (at, mended, first) = (c.at, c.mended.len(), c.peek());
        c.skip()?;
        let wrong = c.mended.drain(mended..).next();
        match (first, wrong) {
            (Some(b'"'), _) => self.error(IssueKind::new("coordinate-text").with("found", ""), at),
            (_, Some(wrong)) => self.no_number_of(wrong.fault, c, at),
            (Some(b'n'), None) => self.error(IssueKind::new("coordinate-null"), at),
            _ => self.error(IssueKind::new("coordinate-not-number"), at),
        }
        Ok(())
    }

    fn no_number_of(&mut self, fault: Fault, c: &Cursor<'_>, at: usize) {
        let key = if fault == Fault::Word { "coordinate-word" } else { "coordinate-malformed" };
        self.error(IssueKind::new(key).with("found", c.word_at(at)), at);
    }

    /// A further number of a position, which the flat map leaves out. Says whether it is one; null
    /// stands for none, and what is wrong costs the height alone.
    fn height(&mut self, c: &mut Cursor<'_>, at: usize, value: f64) -> Result<bool, Syntax> {
        if value.is_finite() {
            return Ok(true);
        }
        if value.is_nan() && c.at == at {
            let is_null = c.peek() == Some(b'n');
            c.skip()?;
            if is_null && c.mended.last().is_none_or(|wrong| wrong.at != at) {
                return Ok(false);
            }
        }
        while c.mended.last().is_some_and(|wrong| wrong.at >= at) {
            c.mended.pop();
        }
        if !self.shape.findings.iter().any(|f| f.kind.key() == "height-not-number") {
            self.remark(Severity::Warning, IssueKind::new("height-not-number"), at, None);
        }
        Ok(false)
    }
}

/// Takes two plain numbers with a comma between them; else the cursor stays.
#[inline(always)]
fn plain_pair(c: &mut Cursor<'_>) -> Option<[f64; 2]> {
    let start = c.at;
    let x = c.plain_number();
    if x.is_some() && c.peek() == Some(b',') {
        c.at += 1;
        c.ws();
        if let (Some(x), Some(y)) = (x, c.plain_number()) {
            return Some([x, y]);
        }
    }
    c.at = start;
    None
}
