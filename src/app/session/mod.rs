//! The session: the one owner of everything that is open and of how it is looked at.
//!
//! Owns catalogue, layers, view, selection and notices, applies commands, and takes in what jobs
//! bring. One file an area: loading, arrival, keep, view, selection, scene. Must not know how it is shown.

mod analysis;
mod annotations;
mod area;
mod arrival;
mod compare;
mod desk;
mod keep;
mod kept;
mod loading;
mod meeting;
mod opening;
mod quiet;
mod register;
mod reload;
mod scene;
mod search;
mod search_examples;
mod second_version;
mod selection;
mod sheet;
mod subject;
mod table;
mod taken;
mod typing;
mod undo;
mod view;

pub use analysis::places_table;
pub use annotations::{
    Annotations, Found, Keeping, OpenSet, PendingMerge, SaveError, SaveState, name_or_nobody,
    save_error_key,
};
pub use area::AreaSelection;
pub use loading::OpenError;
pub use loading::same_file;
pub use selection::{Identified, Selection};
pub use subject::{Recoverable, Subject};

use std::path::PathBuf;
use std::sync::Arc;

use planmap_core::catalogue::Catalogue;
use planmap_core::i18n::{Language, Words};
use planmap_core::plan_stack::StackLayer;
use planmap_core::viewport::Viewport;
use planmap_core::{Crs, Issue};
use planmap_draw::scene::MapScene;

use self::scene::{SceneChange, Scenes};
use crate::annotate_command::AnnotateCommand;
use crate::command::Command;
use crate::desk::Notice;
use crate::job::{Jobs, Wake};
use crate::layer::Layer;
use crate::settings::Settings;
use crate::watch::Watch;

/// Everything that is open.
pub struct Session {
    catalogue: Arc<Catalogue>,
    root: Option<PathBuf>,
    catalogue_issues: Vec<Issue>,
    layers: Vec<Layer>,
    settings: Settings,
    view: view::View,
    selection: Selection,
    notices: Vec<Notice>,
    next_notice: u64,
    scene: Scenes,
    jobs: Jobs<loading::Message>,
    opening: usize,
    opening_files: opening::Opening,
    watch: Option<Watch>,
    catalogue_files: reload::CatalogueFiles,
    changing: quiet::Changing,
    generation: u64,
    now_s: f64,
    /// Whether the view still shows everything, because the user has not moved it yet.
    shows_everything: bool,
    checks_geometries: bool,
    annotations: Annotations,
    last_layer_step_s: f64,
    cache: Option<Arc<planmap_data::cache::Cache>>,
    shows_parts: bool,
    sheet: Option<crate::sheet::SheetState>,
    meeting: crate::meeting::Meeting,
    copied: Option<planmap_draw::raster::Pixels>,
    area_request: u64,
    analysis: crate::analysis::Analysis,
    desk: desk::Desk,
    search: crate::search::SearchState,
    table: crate::table::TableState,
    compare: crate::compare::CompareState,
    drafts: typing::Drafts,
    travelled: Option<undo::Travelled>,
}

impl Session {
    /// A session with nothing open. `wake` is called from workers when something has come in.
    #[must_use]
    pub fn new(settings: Settings, wake: Wake) -> Self {
        let catalogue = Arc::new(Catalogue::blank(Crs::vn2000_son_la()));
        let scene = Scenes::empty(&catalogue, settings.theme);
        Self {
            catalogue,
            root: None,
            catalogue_issues: Vec::new(),
            layers: Vec::new(),
            settings,
            view: view::View::default(),
            selection: Selection::default(),
            notices: Vec::new(),
            next_notice: 0,
            scene,
            annotations: Annotations::new(Arc::clone(&wake)),
            last_layer_step_s: f64::NEG_INFINITY,
            jobs: Jobs::new(wake),
            opening: 0,
            opening_files: opening::Opening::default(),
            watch: None,
            catalogue_files: reload::CatalogueFiles::default(),
            changing: quiet::Changing::default(),
            generation: 0,
            now_s: 0.0,
            shows_everything: false,
            checks_geometries: false,
            sheet: None,
            meeting: crate::meeting::Meeting::default(),
            copied: None,
            cache: None,
            shows_parts: false,
            area_request: 0,
            analysis: crate::analysis::Analysis::default(),
            desk: desk::Desk::default(),
            search: crate::search::SearchState::default(),
            table: crate::table::TableState::default(),
            compare: crate::compare::CompareState::default(),
            drafts: typing::Drafts::default(),
            travelled: None,
        }
    }

    /// Watches the files that are opened and reads them again when they change.
    pub fn watch_files(&mut self) {
        self.watch = Watch::new(self.jobs.sender()).ok();
        self.watch_layers();
    }

    /// From now on looks through the geometries of every layer that is loaded, in the background;
    /// what is wrong joins the layer's issues and is hatched on the map.
    pub fn check_geometries_when_loaded(&mut self) {
        self.checks_geometries = true;
    }

    /// From now on draws features of large files while the rest of them is still read.
    pub fn show_parts_while_loading(&mut self) {
        self.shows_parts = true;
    }

    /// Carries out a command.
    pub fn apply(&mut self, command: Command) {
        self.remember_folder(&command);
        self.settle_before(&command);
        let step = self.before_step(&command);
        let (deletes, before) = (Self::deletes(&command), self.before_desk());
        let had_area = self.selection.area.is_some();
        self.carry_out_command(command);
        // What was outlined is drawn into the tiles.
        if had_area && self.selection.area.is_none() {
            self.scene.changed(SceneChange::Selection);
        }
        if let Some((name, layers)) = step {
            self.after_step(name, layers);
        }
        self.after_desk(deletes, &before);
        self.tell_travelled();
        self.refresh_scene();
        self.put_annotations_on_tiles();
        self.follow_table();
        self.hand_over_typed();
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    fn carry_out_command(&mut self, command: Command) {
        let selects = matches!(
            command,
            Command::SelectSite { .. }
                | Command::Identify { .. }
                | Command::SelectFeature { .. }
                | Command::SelectArea(_)
                | Command::ClearSelection
                | Command::Annotate(AnnotateCommand::Choose { .. })
        );
        if selects {
            self.close_review();
        }
        self.let_go_for(&command);
        match command {
            Command::Open(paths) => {
                self.stop_restoring();
                self.open(&paths);
            }
            Command::ReloadLayer(id) => self.reload(&id, None),
            Command::AcceptCoordinates(id, choice) => self.reload(&id, Some(choice)),
            Command::CancelLoading(id) => self.cancel_loading(&id),
            Command::RemoveLayer(id) => self.take_layer_off(&id),
            Command::ShowLayer(id, visible) => {
                self.change_layers(|l| l.spec.id == id, |l| l.visible = visible);
            }
            Command::ShowPlan(plan, visible) => {
                self.change_layers(|l| l.spec.plan == plan, |l| l.visible = visible);
            }
            Command::SetOpacity(id, opacity) => {
                self.change_layers(|l| l.spec.id == id, |l| l.opacity = opacity.clamp(0.0, 1.0));
            }
            Command::MoveLayer { layer, before } => self.move_layer(&layer, &before),
            Command::ShowClass(legend, class, visible) => self.change_layers(
                |l| l.spec.legend.as_deref() == Some(&legend),
                |l| {
                    l.hidden_classes.retain(|c| *c != class);
                    if !visible {
                        l.hidden_classes.push(class);
                    }
                },
            ),
            Command::View(command) => self.apply_view(command),
            Command::SelectSite { id, zoom } => self.select_site(&id, zoom),
            Command::Identify { at, tolerance_m } => self.identify(at, tolerance_m),
            Command::ChooseFeature { layer, feature } => self.choose_feature(&layer, feature),
            Command::SelectFeature { layer, feature } => self.select_feature(&layer, feature),
            Command::SelectArea(ring) => self.select_area(ring),
            Command::ClearSelection => {
                self.selection = Selection::default();
                self.area_request += 1;
                self.analysis.audit.chosen = None;
            }
            Command::SetLanguage(language) => {
                self.settings.language = language;
                self.say_findings_again();
            }
            Command::SetTheme(theme) => {
                self.settings.theme = theme;
                self.scene.changed(SceneChange::Theme);
            }
            Command::SetEditor(editor) => self.set_editor(editor),
            Command::SetTextScale(scale) => self.settings.text_scale = scale,
            Command::ShowLeftPanel(open) => self.settings.left_open = open,
            Command::ShowRightPanel(open) => self.settings.right_open = open,
            Command::ShowLegend(open) => self.settings.legend_open = open,
            Command::Annotate(command) => self.annotate(command),
            Command::Analysis(command) => self.apply_analysis(command),
            Command::Register(command) => self.apply_register(command),
            Command::Bottom(command) => self.apply_bottom(command),
            Command::Search(command) => self.apply_search(command),
            Command::Meeting(command) => self.apply_meeting(command),
            Command::Sheet(command) => self.apply_sheet(command),
            Command::Desk(command) => self.apply_desk(command),
            Command::Table(command) => self.apply_table(command),
            Command::Compare(command) => self.apply_compare(command),
            Command::Draft(command) => self.apply_draft(command),
            Command::DismissNotice(id) => self.notices.retain(|n| n.id != id),
        }
    }

    /// One thing is chosen at a time: ground, or annotations. What is asked for last takes the panel.
    fn let_go_for(&mut self, command: &Command) {
        match command {
            Command::SelectSite { .. }
            | Command::Identify { .. }
            | Command::SelectFeature { .. }
            | Command::SelectArea(_) => self.annotate(AnnotateCommand::Unchoose),
            Command::Annotate(AnnotateCommand::Choose { .. } | AnnotateCommand::ChooseIn(_)) => {
                self.selection = Selection::default();
                self.area_request += 1;
            }
            _ => {}
        }
    }

    /// Tells the time in seconds from any fixed start; moves flights on. Returns whether the view
    /// is still moving.
    pub fn advance(&mut self, now_s: f64) -> bool {
        self.now_s = now_s;
        self.advance_notices(now_s);
        self.advance_estimates(now_s);
        self.advance_drafts();
        let fades = self.meeting.ink.advance(now_s);
        self.view.advance(now_s) || fades
    }

    /// Takes in what jobs have brought, for at most about `budget_ms`. Returns whether anything
    /// has changed.
    pub fn drain(&mut self, budget_ms: u64) -> bool {
        let start = std::time::Instant::now();
        let mut changed = self.drain_annotations();
        while start.elapsed().as_millis() < u128::from(budget_ms) {
            let Some(message) = self.jobs.try_next() else {
                break;
            };
            self.take(message);
            changed = true;
        }
        if changed {
            self.refresh_scene();
            self.put_annotations_on_tiles();
            self.follow_typed();
        }
        self.take_waiting_ink();
        changed
    }

    /// Waits until no job is running. For the command line and tests.
    pub fn wait_until_loaded(&mut self) {
        while let Some(message) = self.jobs.wait() {
            self.take(message);
        }
        self.refresh_scene();
    }

    /// The catalogue.
    #[must_use]
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// The layers from bottom to top.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// A layer by id.
    #[must_use]
    pub fn layer(&self, id: &str) -> Option<&Layer> {
        self.layers.iter().find(|l| l.spec.id == id)
    }

    /// A legend by id: the catalogue's, or that of a layer that the program made.
    #[must_use]
    pub fn legend(&self, id: &str) -> Option<&planmap_core::legend::Legend> {
        let computed =
            || self.layers.iter().filter_map(|l| l.legend.as_deref()).find(|l| l.id == id);
        self.catalogue.legend(id).or_else(computed)
    }

    /// The layers that are loaded, as the plan stack takes them.
    #[must_use]
    pub fn stack_layers(&self) -> Vec<StackLayer<'_>> {
        self.layers
            .iter()
            .filter_map(|l| {
                let content = l.content()?;
                Some(StackLayer {
                    spec: &l.spec,
                    features: &content.drawn.features,
                    legend: l.legend.as_deref(),
                    classes: &content.drawn.classes,
                })
            })
            .collect()
    }

    /// The remembered choices.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The words of the language on the screen.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        Words::of(self.settings.language)
    }

    /// The language on the screen.
    #[must_use]
    pub fn language(&self) -> Language {
        self.settings.language
    }

    /// What is to be drawn.
    #[must_use]
    pub fn scene(&self) -> &Arc<MapScene> {
        &self.scene.map
    }

    /// The same with the earlier of two compared versions, where both stand on the map.
    #[must_use]
    pub fn before_scene(&self) -> Option<&Arc<MapScene>> {
        self.scene.earlier.as_ref()
    }

    /// Audit, review, balance, compared places and versions.
    #[must_use]
    pub fn analysis(&self) -> &crate::analysis::Analysis {
        &self.analysis
    }

    /// The view now.
    #[must_use]
    pub fn viewport(&self) -> &Viewport {
        self.view.current()
    }

    /// The view that a flight is going to, or the one now.
    #[must_use]
    pub fn target_viewport(&self) -> &Viewport {
        self.view.target()
    }

    /// Whether there is a view to go back or forward to.
    #[must_use]
    pub fn view_history(&self) -> (bool, bool) {
        self.view.history()
    }

    /// What is selected.
    #[must_use]
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// What the user should know.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Whether a catalogue is being opened or a layer is on its way.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.opening > 0 || self.layers.iter().any(Layer::is_loading)
    }

    /// Everything that is wrong: the catalogue's issues, then files that could not be read, then each
    /// layer's.
    pub fn issues(&self) -> impl Iterator<Item = (Option<&Layer>, &Issue)> {
        let layers = self.layers.iter().flat_map(|l| l.issues.iter().map(move |i| (Some(l), i)));
        let unreadable = self.unreadable_files().map(|(_, issue)| (None, issue));
        self.catalogue_issues.iter().map(|i| (None, i)).chain(unreadable).chain(layers)
    }
}
