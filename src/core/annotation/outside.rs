//! What other programs do to an annotation without meaning to, undone before copies are compared.
//!
//! Owns three habits: degrees are rounded and rings turned, values are spelled in another way, and
//! the member that belongs to this program is dropped. None of them is an edit.

use super::{Annotation, Members, Place, Shape};

impl Annotation {
    /// Whether it says what it said before, whatever another program has done to its spelling.
    #[must_use]
    pub fn says_the_same(&self, before: &Self) -> bool {
        let settled = self.settled_against(before);
        settled.members.same_foreign(&before.members)
            && Self { members: before.members.clone(), ..settled } == *before
    }

    /// The same with what another program has changed unwittingly as it was before.
    #[must_use]
    pub fn settled_against(&self, before: &Self) -> Self {
        let mut out = self.clone();
        if has_lost_own(&self.members) && !has_lost_own(&before.members) {
            out.take_own_fields(before);
        }
        if out.shape.is_nearly(&before.shape) {
            out.shape.clone_from(&before.shape);
        }
        out
    }

    /// Takes the fields that only this program's own member says.
    fn take_own_fields(&mut self, before: &Self) {
        self.author.clone_from(&before.author);
        self.created.clone_from(&before.created);
        self.modified.clone_from(&before.modified);
        self.replies.clone_from(&before.replies);
        self.about.clone_from(&before.about);
        self.status = before.status;
        self.order = before.order;
        self.locked = before.locked;
        let outline =
            Shape { kind: self.shape.kind, ..Shape::new(self.shape.kind, before.shape.outline()) };
        if self.shape.is_nearly(&outline) {
            self.shape.clone_from(&before.shape);
        } else if before.shape.kind.fits(&self.shape.geometry) && before.shape.radius_m.is_none() {
            self.shape.kind = before.shape.kind;
            self.shape.label_at = before.shape.label_at;
        }
        self.style.dash = before.style.dash;
        self.style.font_size = before.style.font_size;
        let kind = self.shape.kind;
        if !kind.has_lines() {
            self.style.opacity = before.style.opacity;
            self.style.width = before.style.width;
        }
        let is_still_open = before.style.fill.is_none() && self.style.fill_opacity <= 0.0;
        if !kind.is_area() || is_still_open {
            self.style.fill = before.style.fill;
            self.style.fill_opacity = before.style.fill_opacity;
        }
    }
}

/// Whether a feature is another program's, without anything of this program's own.
fn has_lost_own(members: &Members) -> bool {
    !members.is_empty() && !members.as_slice().iter().any(|m| m.place == Place::Own)
}
