//! The furniture of a sheet: everything around the map that says what it is.
//!
//! Owns one file a piece. A piece is made for a width and starts at (0, 0); the sheet's layout puts
//! it into its place.

mod annotations;
mod grid;
mod legend;
mod locator;
mod marks;
mod notes;
mod title;

pub(super) use grid::{graticule, grid};
pub(super) use locator::overview;
pub(super) use marks::scale_line;
pub(super) use notes::watermark;

use planmap_core::catalogue::{Catalogue, LayerSpec, PlanKind};
use planmap_core::i18n::format_date;
use vello_cpu::kurbo::Affine;

use super::ink::SheetLanguage;
use super::map::MapFrame;
use super::sheet::SheetSpec;
use super::template::{Furniture, TitleFields};
use super::{Group, PageItem};
use planmap_draw::legend_view::{LegendInView, legend_in_view};
use planmap_draw::scene::{MapLayer, MapScene};

/// What all pieces are made from.
pub(super) struct Kit<'a> {
    pub(super) scene: &'a MapScene,
    pub(super) catalogue: &'a Catalogue,
    pub(super) spec: &'a SheetSpec,
    pub(super) map: &'a MapFrame,
    /// How much larger than on A3 letters and lines are.
    pub(super) k: f64,
    pub(super) language: SheetLanguage,
    /// What the title block says, filled from the catalogue.
    pub(super) fields: TitleFields,
    /// Classes in the frame.
    pub(super) classes: Vec<LegendInView>,
}

impl<'a> Kit<'a> {
    pub(super) fn new(
        scene: &'a MapScene,
        catalogue: &'a Catalogue,
        spec: &'a SheetSpec,
        map: &'a MapFrame,
        cancelled: &dyn Fn() -> bool,
    ) -> Option<Self> {
        let mut classes = legend_in_view(scene, &map.extent(), map.denominator, cancelled);
        if cancelled() {
            return None;
        }
        for legend in &mut classes {
            // A class that is switched off is not on the map.
            legend.classes.retain(|c| {
                scene.vectors().any(|l| {
                    l.legend.as_ref().is_some_and(|own| own.id == legend.legend)
                        && l.shows_class(c.class)
                })
            });
        }
        classes.retain(|l| !l.classes.is_empty());
        let fields = filled(&spec.fields, catalogue, scene, spec.language);
        let k = spec.paper.size_factor();
        Some(Self { scene, catalogue, spec, map, k, language: spec.language, fields, classes })
    }

    /// Layers with something in the frame at its scale.
    pub(super) fn layers_in_frame(&self) -> impl Iterator<Item = &'a MapLayer> + '_ {
        let extent = self.map.extent();
        self.scene.vectors().filter(move |l| {
            l.shown_at(self.map.denominator) && l.features.in_extent(&extent).next().is_some()
        })
    }
}

/// The fields of the title block with what the catalogue knows in the empty ones.
pub(super) fn filled(
    fields: &TitleFields,
    catalogue: &Catalogue,
    scene: &MapScene,
    language: SheetLanguage,
) -> TitleFields {
    let shown = |l: &&LayerSpec| scene.vectors().any(|s| s.spec.id == l.id && s.visible);
    let ids: Vec<&str> =
        catalogue.layers.iter().filter(shown).filter_map(|l| l.plan.as_deref()).collect();
    // The plan of highest rank that is on the map speaks for the sheet.
    let mut plans: Vec<_> =
        catalogue.plans.iter().filter(|p| ids.contains(&p.id.as_str())).collect();
    plans.sort_by_key(|p| p.kind != PlanKind::General);
    let plan = plans.first();
    let mut out = fields.clone();
    let fill = |field: &mut String, value: Option<String>| {
        if field.trim().is_empty() {
            *field = value.unwrap_or_default();
        }
    };
    let drawing = plan.map(|p| language.say(&format!("sheet-drawing-{}", p.kind.as_str())));
    fill(
        &mut out.plan,
        plan.map(|p| language.pick(&p.name)).or_else(|| Some(language.pick(&catalogue.name))),
    );
    fill(&mut out.drawing, drawing.or_else(|| Some(language.say("sheet-drawing-plain"))));
    fill(&mut out.decision, plan.and_then(|p| p.decision.clone()));
    fill(
        &mut out.date,
        plan.and_then(|p| p.date.as_ref()).map(|d| format_date(d, language.first())),
    );
    fill(&mut out.sheet_number, Some("1/1".to_owned()));
    out
}

/// A piece of furniture, from (0, 0).
pub(super) struct Block {
    pub(super) items: Vec<PageItem>,
    /// Height in millimetres; 0 where there is nothing to say.
    pub(super) height: f64,
    /// How many rows had no room.
    pub(super) left_out: usize,
    /// How many rows of a legend it shows.
    pub(super) rows: usize,
}

impl Block {
    fn whole(items: Vec<PageItem>, height: f64) -> Self {
        Self { items, height, left_out: 0, rows: 0 }
    }
}

/// What a part of the legend or of a list says of the rows that it has no room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartEnd {
    /// Nothing: they follow in the next column.
    GoesOn,
    /// That they follow on the next page.
    NextPage,
    /// How many are left out.
    LeftOut,
}

/// Makes a piece for a width. Only the legend and lists mind the room, and begin at a row.
pub(super) fn part(
    kit: &Kit<'_>,
    kind: Furniture,
    width: f64,
    room: f64,
    from: usize,
    end: PartEnd,
) -> Block {
    match kind {
        Furniture::TitleBlock => title::title_block(kit, width),
        Furniture::Legend => legend::legend(kit, width, room, from, end),
        Furniture::Annotations => annotations::list(kit, width, room, from, end),
        Furniture::ScaleBar => marks::scale_bar(kit, width),
        Furniture::NorthArrow => marks::north_arrow(kit, width),
        Furniture::Locator => locator::locator(kit, width),
        Furniture::Sources => notes::sources(kit, width),
        Furniture::Note => notes::note(kit, width),
        Furniture::Checksum => notes::checksum(kit, width),
        Furniture::Grid | Furniture::Graticule => Block::whole(Vec::new(), 0.0),
    }
}

/// The line under a part that does not hold everything; `None` where it says nothing.
fn end_words(kit: &Kit<'_>, end: PartEnd, count: usize) -> Option<String> {
    let key = match end {
        PartEnd::GoesOn => return None,
        PartEnd::NextPage => "sheet-part-next-page",
        PartEnd::LeftOut => "sheet-part-left-out",
    };
    Some(kit.language.say_with(key, &[("count", count.into())]))
}

/// Items moved to a place.
pub(super) fn moved(items: Vec<PageItem>, x: f64, y: f64) -> PageItem {
    PageItem::Group(Box::new(Group::moved(Affine::translate((x, y)), items)))
}
