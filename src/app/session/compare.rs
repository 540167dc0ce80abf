//! The second map in the session: its commands, its scene and its view.

use std::sync::Arc;

use planmap_core::Viewport;
use planmap_core::viewport::ScreenPoint;
use planmap_draw::scene::MapScene;

use crate::command::ViewCommand;
use crate::compare::{CompareCommand, CompareState};
use crate::session::Session;
use crate::session::scene::SceneChange;

impl Session {
    /// The second map.
    #[must_use]
    pub fn compare(&self) -> &CompareState {
        &self.compare
    }

    /// The second map's view now.
    #[must_use]
    pub fn compare_viewport(&self) -> Viewport {
        let (w, h) = self.compare.size;
        self.compare.own_view.unwrap_or_else(|| self.viewport().resized(w, h))
    }

    /// The view that the second map is going to, or the one now.
    #[must_use]
    pub fn compare_target(&self) -> Viewport {
        let (w, h) = self.compare.size;
        self.compare.own_view.unwrap_or_else(|| self.target_viewport().resized(w, h))
    }

    /// The scene of the second map, made from the first one's before versions part them.
    pub(super) fn rebuild_compare_scene(&mut self, first: &MapScene) {
        self.compare.scene = None;
        if !self.compare.open {
            return;
        }
        let mut scene = first.clone();
        scene.revision = self.scene.next_revision();
        for layer in &mut scene.layers {
            layer.show(self.compare.shows(&layer.spec().id, layer.visible()));
        }
        self.compare.scene = Some(Arc::new(scene));
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn apply_compare(&mut self, command: CompareCommand) {
        match command {
            CompareCommand::Toggle => {
                self.compare.open = !self.compare.open;
                self.compare.keeps_centre = true;
                self.compare.own_view = None;
                self.scene.changed(SceneChange::Beside);
            }
            CompareCommand::Close => {
                self.compare.open = false;
                self.compare.keeps_centre = true;
                self.compare.own_view = None;
                self.scene.changed(SceneChange::Beside);
            }
            CompareCommand::Lock(locked) => {
                self.compare.own_view = (!locked).then(|| self.compare_viewport());
            }
            CompareCommand::ShowLayer(id, shown) => {
                self.compare.shown.insert(id, shown);
                self.scene.changed(SceneChange::Beside);
            }
            CompareCommand::ShowPlan(plan, shown) => {
                let layers = self.layers.iter().filter(|l| l.spec.plan == plan);
                self.compare.shown.extend(layers.map(|l| (l.spec.id.clone(), shown)));
                self.scene.changed(SceneChange::Beside);
            }
            CompareCommand::SameLayers => {
                self.compare.shown.clear();
                self.scene.changed(SceneChange::Beside);
            }
            CompareCommand::SwapLayers => {
                for layer in &mut self.layers {
                    let second = self.compare.shows(&layer.spec.id, layer.visible);
                    self.compare.shown.insert(layer.spec.id.clone(), layer.visible);
                    layer.visible = second;
                }
                self.scene.changed(SceneChange::Look);
            }
            CompareCommand::Pan(dx, dy) => match &mut self.compare.own_view {
                Some(view) => *view = view.panned(dx, dy),
                None => self.apply_view(ViewCommand::Pan(dx, dy)),
            },
            CompareCommand::Zoom { factor, anchor, smooth } => match &mut self.compare.own_view {
                Some(view) => *view = view.zoomed(factor, anchor),
                None => {
                    // Both views have one centre, whatever their sizes.
                    let ((w, h), (own_w, own_h)) = (self.viewport().size(), self.compare.size);
                    let anchor = ScreenPoint::new(
                        anchor.x + (w - own_w) / 2.0,
                        anchor.y + (h - own_h) / 2.0,
                    );
                    self.apply_view(ViewCommand::Zoom { factor, anchor, smooth });
                }
            },
            CompareCommand::Resize(w, h) => {
                self.compare.size = (w, h);
                if let Some(view) = &mut self.compare.own_view {
                    *view = view.resized(w, h);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::map_room::{Covered, Stays};
    use crate::settings::Settings;
    use planmap_core::MapPoint;

    #[test]
    fn locked_views_move_together_and_unlocked_ones_apart() {
        let mut session = Session::new(Settings::default(), Arc::new(|| {}));
        let send = |s: &mut Session, command| s.apply(Command::Compare(command));
        session.apply(Command::View(ViewCommand::Resize {
            width: 700.0,
            height: 500.0,
            covered: Covered::NOTHING,
            stays: Stays::GROUND,
        }));
        send(&mut session, CompareCommand::Toggle);
        send(&mut session, CompareCommand::Resize(500.0, 500.0));
        assert!(session.compare().is_open() && session.compare().is_locked());
        let near = |a: MapPoint, b: MapPoint| a.distance(b) < 1e-6;
        let ground = session.compare_viewport().map_from_screen(ScreenPoint::new(100.0, 50.0));
        let anchor = ScreenPoint::new(100.0, 50.0);
        send(&mut session, CompareCommand::Zoom { factor: 2.0, anchor, smooth: false });
        assert!(
            near(session.compare_viewport().map_from_screen(anchor), ground),
            "the ground under the pointer stays"
        );
        send(&mut session, CompareCommand::Pan(40.0, -10.0));
        assert!(near(session.viewport().centre(), session.compare_viewport().centre()));

        send(&mut session, CompareCommand::Lock(false));
        let first = *session.viewport();
        send(&mut session, CompareCommand::Pan(40.0, -10.0));
        assert_eq!(*session.viewport(), first);
        assert!(!near(session.viewport().centre(), session.compare_viewport().centre()));
        send(&mut session, CompareCommand::Lock(true));
        assert!(near(session.viewport().centre(), session.compare_viewport().centre()));
        send(&mut session, CompareCommand::Close);
        assert!(session.compare().scene().is_none());
    }
}
