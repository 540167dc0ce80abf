//! The geometry of the element being read, in the file's numbers.
//!
//! Owns what is asked of lines and rings in any format. Must not know systems of coordinates.

use std::ops::Range;

use planmap_core::feature::PartKind;
use planmap_core::{FilePlace, IssueKind, Severity};

/// A finding about a geometry, before it is known whose it is.
#[derive(Debug, Clone)]
pub(crate) struct ShapeFinding {
    pub(crate) severity: Severity,
    pub(crate) kind: IssueKind,
    pub(crate) place: FilePlace,
    /// The first position of the run it is about.
    pub(crate) position: Option<(f64, f64)>,
}

/// One geometry. Kept by its worker and used again, so that reading allocates nothing a feature.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    pub(crate) positions: Vec<(f64, f64)>,
    pub(crate) parts: Vec<(PartKind, Range<usize>)>,
    /// Whether a third number was left out.
    pub(crate) heights: bool,
    pub(crate) findings: Vec<ShapeFinding>,
    /// Whether something makes the whole geometry unusable.
    pub(crate) broken: bool,
}

impl Shape {
    pub(crate) fn clear(&mut self) {
        self.positions.clear();
        self.parts.clear();
        self.findings.clear();
        self.heights = false;
        self.broken = false;
    }

    /// Gives the geometry up for a reason.
    pub(crate) fn error(&mut self, kind: IssueKind, place: FilePlace) {
        // One reason is enough for a geometry that cannot be used.
        if !self.broken {
            self.findings.push(ShapeFinding {
                severity: Severity::Error,
                kind,
                place,
                position: None,
            });
        }
        self.broken = true;
    }

    pub(crate) fn remark(
        &mut self,
        severity: Severity,
        kind: IssueKind,
        place: FilePlace,
        position: Option<(f64, f64)>,
    ) {
        self.findings.push(ShapeFinding { severity, kind, place, position });
    }

    /// Adds a line of the positions of a range, which begins at a place in the file.
    pub(crate) fn line(&mut self, range: Range<usize>, place: FilePlace) {
        if range.len() < 2 {
            let position = self.positions.get(range.start).copied();
            self.remark(Severity::Error, IssueKind::new("line-short"), place, position);
        }
        if !range.is_empty() {
            self.parts.push((PartKind::Line, range));
        }
    }

    /// Adds the rings of one polygon, the shell first: each with the end of its positions, of which
    /// the first ones begin at `first_position`, and its place in the file.
    pub(crate) fn rings(&mut self, runs: &[(usize, FilePlace)], first_position: usize) {
        let mut from = first_position;
        for (i, (end, place)) in runs.iter().enumerate() {
            let range = from..*end;
            from = *end;
            let ring = &self.positions[range.clone()];
            let (first, last) = (ring.first().copied(), ring.last().copied());
            let unclosed = first != last;
            // Three positions that are not closed enclose an area all the same.
            if ring.len() + usize::from(unclosed) < 4 {
                self.remark(Severity::Error, IssueKind::new("ring-short"), *place, first);
            }
            if unclosed {
                self.remark(Severity::Error, IssueKind::new("ring-unclosed"), *place, first);
            }
            if !range.is_empty() {
                self.parts.push((if i == 0 { PartKind::Exterior } else { PartKind::Hole }, range));
            }
        }
    }
}
