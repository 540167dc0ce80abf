//! Annotations that are printed: those of the sets that are shown, with the numbers of the screen.

use std::sync::Arc;

use planmap_core::Crs;
use planmap_core::annotation::AnnotationSet;
use planmap_draw::annotation::AnnotationMark;

use crate::drawn::DrawnSet;
use crate::session::Session;

/// What a session shows, in the order of drawing.
#[must_use]
pub fn annotation_marks(session: &Session) -> Arc<[AnnotationMark]> {
    let shown = session.annotations().sets().iter().filter(|s| s.visible);
    shown.flat_map(|s| marks(&s.set, &s.drawn, &s.name())).collect()
}

/// All annotations of one set, called by a name.
#[must_use]
pub fn marks_of_set(set: &AnnotationSet, crs: &Crs, name: &str) -> Vec<AnnotationMark> {
    marks(set, &DrawnSet::new(set, crs), name)
}

fn marks(set: &AnnotationSet, drawn: &DrawnSet, name: &str) -> Vec<AnnotationMark> {
    let name: Arc<str> = name.into();
    let ordered = set.in_draw_order().into_iter().filter_map(|a| drawn.get(&a.id));
    ordered
        .map(|d| AnnotationMark {
            drawn: d.clone(),
            number: drawn.number_of(&d.annotation.id),
            set: Arc::clone(&name),
        })
        .collect()
}
