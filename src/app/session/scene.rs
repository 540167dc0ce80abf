//! From layers to what is drawn: the snapshot that the tile workers get.

use std::sync::Arc;

use planmap_core::catalogue::{Catalogue, LayerRole, PlanKind, Text2};
use planmap_core::crs::map_from_geo;
use planmap_core::i18n::Language;
use planmap_core::symbology::{Theme, draw_order};
use planmap_draw::scene::{MapScene, SceneLayer, SiteMark};

use crate::analysis::{DIFFERENCES_LAYER, VersionsView};
use crate::layer::LoadState;
use crate::session::Session;
use crate::words::site_note;

/// What has changed of what is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SceneChange {
    /// The catalogue, which layers there are, or what they hold.
    Content,
    /// More has come of a layer that is still being read.
    Arrival,
    /// How layers are shown: whether, how opaque, in which order, without which classes.
    Look,
    /// What an area has selected.
    Selection,
    /// Light or dark.
    Theme,
    /// What stands beside the map: a second one, or an earlier version.
    Beside,
}

/// What is drawn. Changes are only noted; [`Session::refresh_scene`] makes the scenes anew once at the
/// end of a command or of what jobs have brought.
pub(super) struct Scenes {
    /// The map's.
    pub(super) map: Arc<MapScene>,
    /// The same with the earlier of two compared versions, where both stand on the map.
    pub(super) earlier: Option<Arc<MapScene>>,
    revision: u64,
    is_outdated: bool,
    /// Whether the marks of sites lack something: they take a scan of their layers, so that they are
    /// not made anew for a change of looks.
    are_sites_outdated: bool,
    shows_sites: bool,
}

impl Scenes {
    /// Nothing on the map.
    pub(super) fn empty(catalogue: &Catalogue, theme: Theme) -> Self {
        Self {
            map: Arc::new(empty(catalogue, theme)),
            earlier: None,
            revision: 0,
            is_outdated: false,
            are_sites_outdated: false,
            shows_sites: true,
        }
    }

    /// Takes note of a change.
    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn changed(&mut self, change: SceneChange) {
        self.is_outdated = true;
        self.are_sites_outdated |= match change {
            SceneChange::Content => true,
            SceneChange::Arrival
            | SceneChange::Look
            | SceneChange::Selection
            | SceneChange::Theme
            | SceneChange::Beside => false,
        };
    }

    /// A number that no scene had before.
    pub(super) fn next_revision(&mut self) -> u64 {
        self.revision += 1;
        self.revision
    }
}

fn empty(catalogue: &Catalogue, theme: Theme) -> MapScene {
    MapScene::empty(catalogue.map_crs.clone(), theme)
}

/// The place of a layer in the stack, from the bottom.
pub(super) fn stack_order(spec: &planmap_core::catalogue::LayerSpec, catalogue: &Catalogue) -> u8 {
    draw_order(spec.role, plan_kind(spec.plan.as_deref(), catalogue))
}

pub(super) fn plan_kind(plan: Option<&str>, catalogue: &Catalogue) -> Option<PlanKind> {
    plan.and_then(|id| catalogue.plan(id)).map(|p| p.kind)
}

/// One of two compared versions stands on the map alone, without what marks their differences.
fn show_only(scene: &mut MapScene, shown: &str, hidden: &str) {
    for layer in &mut scene.layers {
        let id = &layer.spec().id;
        if id == shown {
            layer.show(true);
        } else if id == hidden || id == DIFFERENCES_LAYER {
            layer.show(false);
        }
    }
}

impl Session {
    /// Makes the scenes anew if anything that is drawn has changed since they were made.
    pub(super) fn refresh_scene(&mut self) {
        if !std::mem::take(&mut self.scene.is_outdated) {
            return;
        }
        let mut scene = empty(&self.catalogue, self.settings.theme);
        scene.revision = self.scene.next_revision();
        scene.layers = self.drawn_layers();
        scene.sites = self.refreshed_sites();
        scene.noted = Arc::clone(self.annotations.layer());
        if let Some(area) = &self.selection.area {
            scene.selected.clone_from(&area.layers);
        }
        self.rebuild_compare_scene(&scene);
        let versions = &self.analysis.versions;
        let compared = versions.layers.clone().filter(|_| versions.view != VersionsView::Layers);
        self.scene.earlier = None;
        if let Some((before, after)) = compared {
            let mut earlier = scene.clone();
            earlier.revision = self.scene.next_revision();
            show_only(&mut earlier, &before, &after);
            show_only(&mut scene, &after, &before);
            self.scene.earlier = Some(Arc::new(earlier));
        }
        self.scene.map = Arc::new(scene);
    }

    /// What there is of each layer, in the look that it has now. Sites are drawn by their marks.
    fn drawn_layers(&self) -> Vec<SceneLayer> {
        let mut drawn_layers = Vec::new();
        for layer in self.layers.iter().filter(|layer| layer.spec.role != LayerRole::Sites) {
            let parts = match (layer.content(), &layer.state) {
                (Some(content), _) => std::slice::from_ref(&content.drawn),
                (None, LoadState::Loading(loading)) => &loading.parts,
                (None, LoadState::Ready(_) | LoadState::Failed) => &[],
            };
            let plan = layer.spec.plan.as_ref().and_then(|id| self.catalogue.plan(id));
            for part in parts {
                let mut drawn = part.clone();
                drawn.visible = layer.visible;
                drawn.opacity = layer.opacity;
                drawn.hidden_classes.clone_from(&layer.hidden_classes);
                drawn.plan_name = plan.map(|plan| plan.short_name.clone());
                drawn_layers.push(drawn.into());
            }
        }
        drawn_layers
    }

    /// The marks of sites: those of the scene before, unless what they are made of has changed.
    fn refreshed_sites(&mut self) -> Arc<[SiteMark]> {
        let are_shown =
            !self.layers.iter().any(|layer| layer.spec.role == LayerRole::Sites && !layer.visible);
        let is_outdated = std::mem::take(&mut self.scene.are_sites_outdated)
            || are_shown != self.scene.shows_sites;
        self.scene.shows_sites = are_shown;
        match (is_outdated, are_shown) {
            (false, _) => Arc::clone(&self.scene.map.sites),
            (true, true) => self.site_marks().into(),
            (true, false) => Arc::from([]),
        }
    }

    fn site_marks(&self) -> Vec<SiteMark> {
        self.catalogue
            .sites
            .iter()
            .filter_map(|site| {
                let at = map_from_geo(site.at, &self.catalogue.map_crs).ok()?;
                let parts: Vec<geo::Geometry<f64>> = self
                    .site_features(&site.id)
                    .iter()
                    .filter_map(|hit| {
                        self.layer(&hit.layer)?.features()?.geometries().geometry(hit.feature)
                    })
                    // The marker stands for points; only areas and lines are drawn as such.
                    .filter(|g| {
                        !matches!(g, geo::Geometry::Point(_) | geo::Geometry::MultiPoint(_))
                    })
                    .collect();
                let geometry = match parts.len() {
                    0 => None,
                    1 => parts.into_iter().next(),
                    _ => Some(geo::Geometry::GeometryCollection(geo::GeometryCollection(parts))),
                };
                let note = Text2 {
                    vi: site_note(site, Language::Vietnamese),
                    en: site_note(site, Language::English),
                };
                Some(SiteMark {
                    id: site.id.clone(),
                    name: site.name.clone(),
                    note,
                    at,
                    geometry,
                    candidate: site.candidate,
                })
            })
            .collect()
    }

    pub(super) fn change_layers(
        &mut self,
        which: impl Fn(&crate::layer::Layer) -> bool,
        change: impl Fn(&mut crate::layer::Layer),
    ) {
        for layer in self.layers.iter_mut().filter(|l| which(l)) {
            change(layer);
        }
        self.scene.changed(SceneChange::Look);
    }

    /// Moves a layer to the place of another one. The roles keep their order on the map; inside a
    /// role the order of the tree holds.
    pub(super) fn move_layer(&mut self, id: &str, before: &str) {
        let place = |id: &str| self.layers.iter().position(|l| l.spec.id == id);
        let (Some(from), Some(to)) = (place(id), place(before)) else {
            return;
        };
        let layer = self.layers.remove(from);
        self.layers.insert(to, layer);
        self.scene.changed(SceneChange::Look);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::PathBuf;

    use super::*;
    use crate::command::Command;
    use crate::compare::CompareCommand;
    use crate::desk::{Bookmark, DeskCommand, LayerLook, Look};
    use crate::settings::Settings;

    fn bundled() -> Session {
        let maps = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../maps"));
        let mut session = Session::new(Settings::default(), Arc::new(|| {}));
        session.apply(Command::Open(vec![maps]));
        session.wait_until_loaded();
        session
    }

    #[test]
    fn the_marks_of_sites_are_made_anew_only_when_what_they_show_has_changed() {
        let mut session = bundled();
        let marks = Arc::clone(&session.scene().sites);
        assert!(marks.iter().any(|mark| mark.geometry.is_some()));
        for step in 0..50 {
            session.apply(Command::SetOpacity(
                "general-land-use".to_owned(),
                1.0 - 0.01 * step as f32,
            ));
        }
        let opacity = |session: &Session| {
            session.scene().vectors().find(|l| l.spec.id == "general-land-use").map(|l| l.opacity)
        };
        assert!((opacity(&session).unwrap() - 0.51).abs() < 1e-6);
        session.apply(Command::SetTheme(Theme::Dark));
        session.apply(Command::ShowPlan(None, true));
        session.apply(Command::Compare(CompareCommand::Toggle));
        assert_eq!(session.scene().theme, Theme::Dark);
        assert!(Arc::ptr_eq(&marks, &session.scene().sites));

        let sites = session
            .layers()
            .iter()
            .find(|l| l.spec.role == LayerRole::Sites)
            .unwrap()
            .spec
            .id
            .clone();
        session.apply(Command::ShowLayer(sites.clone(), false));
        assert!(session.scene().sites.is_empty());
        session.apply(Command::ShowLayer(sites.clone(), true));
        assert_eq!(session.scene().sites.len(), marks.len());
        let shown_again = Arc::clone(&session.scene().sites);
        session.apply(Command::ReloadLayer(sites));
        session.wait_until_loaded();
        assert!(!Arc::ptr_eq(&shown_again, &session.scene().sites), "their file was read again");
    }

    #[test]
    fn a_command_makes_one_scene_at_most_and_so_does_all_that_jobs_have_brought() {
        let mut session = bundled();
        assert_eq!(session.scene().revision, 1, "every layer of the maps came while one waited");
        let look = LayerLook {
            id: "general-land-use".to_owned(),
            visible: false,
            opacity: 0.5,
            hidden: Vec::new(),
        };
        let look = Look { theme: "dark".to_owned(), layers: vec![look] };
        let (lon, lat) = (103.9, 21.3);
        let mark =
            Bookmark { name: "x".to_owned(), lon, lat, denominator: 5000.0, look: Some(look) };
        session.settings.bookmarks.push(mark);
        let revision = |session: &Session| session.scene().revision;
        let before = revision(&session);
        // Theme, looks and order at once.
        session.apply(Command::Desk(DeskCommand::GoToBookmark(0)));
        assert_eq!(session.scene().theme, Theme::Dark);
        assert_eq!(revision(&session), before + 1);
        session.apply(Command::ShowLegend(false));
        assert_eq!(revision(&session), before + 1, "nothing that is drawn has changed");
        session.apply(Command::RemoveLayer("roads".to_owned()));
        assert_eq!(revision(&session), before + 2);
    }
}
