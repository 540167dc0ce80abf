//! The meeting in the session: commands, and what its jobs bring.

use std::path::PathBuf;
use std::sync::Arc;

use planmap_core::crs::{geo_from_map, map_from_geo};
use planmap_core::geometry::Extent;
use planmap_core::i18n::Language;
use planmap_core::{MapPoint, Severity, Viewport};

use super::Session;
use super::loading::Message;
use crate::annotate_command::{AnnotateCommand, PointerAct};
use crate::audit::stack_of;
use crate::export::{
    MeetingPaper, SiteSheetData, cards_at, map_set_files, write_minutes, write_slides,
};
use crate::ids::ReviewedShape;
use crate::job::Progress;
use crate::meeting::findings::findings;
use crate::meeting::framing::view_of;
use crate::meeting::ink::Stroke;
use crate::meeting::{
    Card, Frozen, Ground, Meeting, MeetingCommand, MeetingMessage, Minute, Position, Program,
    ProgramCommand, Room, Step, card, file,
};
use crate::sheet::ExportEnd;
use crate::tool::Purpose;
use crate::{clock, export};

/// Seconds that a flight between two framings takes: long enough that an audience follows it.
const FLIGHT_S: f64 = 0.7;
/// Metres around the marker of a site that is only a point within which it touches something.
const MARKER_M: f64 = 1.0;

impl Session {
    /// The meeting.
    #[must_use]
    pub fn meeting(&self) -> &Meeting {
        &self.meeting
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn apply_meeting(&mut self, command: MeetingCommand) {
        use MeetingCommand as C;
        match command {
            C::Start => self.start_meeting(),
            C::Leave => self.leave_meeting(),
            C::Next | C::Previous => {
                let at = self.meeting.position;
                let to = if command == C::Next {
                    self.after_in_meeting(at)
                } else {
                    self.before_in_meeting(at)
                };
                self.go_in_meeting(to);
            }
            C::Stop { forward } => {
                let to = self.meeting.program.beside(
                    &self.meeting_stops(),
                    self.meeting.position,
                    forward,
                );
                to.into_iter().for_each(|to| self.go_in_meeting(to));
            }
            C::GoTo(number) => {
                let step = self.meeting_stops().get(number).copied();
                step.into_iter()
                    .for_each(|step| self.go_in_meeting(Position { step, ..Position::default() }));
            }
            C::GoToStep(step) if step < self.meeting.program.steps.len() => {
                self.go_in_meeting(Position { step, ..Position::default() });
            }
            C::GoToStep(_) => {}
            C::Reveal(reveal) => {
                let at = self.meeting.position;
                let reveals =
                    self.meeting.program.steps.get(at.step).map_or(&[][..], Step::reveals);
                if let Some(reveal) = reveals.iter().position(|r| *r == reveal) {
                    self.go_in_meeting(Position { reveal, page: 0, ..at });
                }
            }
            C::Frame => self.frame_meeting(0.0),
            C::Point(pointing) => {
                self.meeting.ink.up(self.now_s);
                self.meeting.pointing = pointing;
            }
            C::At(at) => self.meeting.at = at,
            C::SpotlightRadius(radius) if radius.is_finite() => {
                self.meeting.spotlight = radius.clamp(0.04, 0.6);
            }
            C::SpotlightRadius(_) => {}
            C::PenDown(at) => self.meeting.ink.down(at),
            C::PenTo(at) => self.meeting.ink.to(at),
            C::PenUp => self.meeting.ink.up(self.now_s),
            C::KeepInk(keeps) => self.meeting.ink.keep(keeps, self.now_s),
            C::ClearInk => {
                self.meeting.ink.clear();
            }
            C::InkToAnnotations => self.ink_to_annotations(),
            C::Blank(blank) => self.meeting.blank = blank,
            C::Freeze(on) => {
                let (view, position, blank) =
                    (*self.target_viewport(), self.meeting.position, self.meeting.blank);
                let since_s = self.now_s;
                self.meeting.frozen = on.then_some(Frozen { view, position, blank, since_s });
            }
            C::Audience(open) => {
                self.meeting.audience = open;
                if !open {
                    // What is left is the presenter's own picture, which was never held.
                    self.meeting.frozen = None;
                }
            }
            C::ResetClock => self.meeting.begun_s = self.now_s,
            C::AddMinute { text, speaker, at } => self.add_minute(&text, &speaker, at),
            C::RemoveMinute(id) => {
                self.meeting.minutes.retain(|m| m.id != id);
                self.minutes_changed();
            }
            C::GoToMinute(id) => {
                let place = self.meeting.minutes.iter().find(|m| m.id == id).map(Minute::place);
                if let Some(at) = place.and_then(|p| map_from_geo(p, self.map_crs()).ok()) {
                    self.fly_to(&Extent::of_points([at]));
                }
            }
            C::SaveSteps(path) => self.save_steps(path),
            C::OpenSteps(path) => self.read_steps(path, true),
            C::ExportMinutes(path) => self.export_minutes(path),
            C::ExportSlides(path) => {
                let paper = self.meeting_paper();
                self.export_meeting(path, move |path, progress| {
                    write_slides(&paper.with_checksum(), path, &|| progress.is_cancelled())
                });
            }
            C::CancelExport => {
                self.meeting.exporting.iter().for_each(|p| p.cancel());
            }
            C::Program(edit) => self.edit_program(edit),
        }
    }

    /// Commands that change the list.
    #[deny(clippy::wildcard_enum_match_arm)]
    fn edit_program(&mut self, command: ProgramCommand) {
        use ProgramCommand as C;
        let before = self.meeting.program.clone();
        let count = before.steps.len();
        let now = self.meeting.position;
        let mut to = now;
        let ground = self.ground_in_view();
        let steps = &mut self.meeting.program.steps;
        match command {
            C::MoveStep { from, to: place } => {
                to = self.meeting.program.move_step(from, place, now);
            }
            C::HideStep(step, hidden) => {
                steps.iter_mut().skip(step).take(1).for_each(|s| s.hidden = hidden);
            }
            C::RemoveStep(step) if step < count => {
                steps.remove(step);
                if step < now.step {
                    to.step -= 1;
                }
            }
            C::Rename(step, title) => {
                steps.iter_mut().skip(step).take(1).for_each(|s| s.title.clone_from(&title));
            }
            C::Notes(step, notes) => {
                steps.iter_mut().skip(step).take(1).for_each(|s| s.notes.clone_from(&notes));
            }
            C::AddView(title) => {
                if let Some(ground) = ground {
                    let at = (now.step + 1).min(count);
                    steps.insert(at, Step::ground(ground, &title));
                }
            }
            C::AddSite(id) if self.catalogue.site(&id).is_some() => steps.push(Step::site(&id)),
            C::DefaultSteps => self.meeting.program = Program::of_catalogue(&self.catalogue),
            // A step or a site that is not there.
            C::RemoveStep(_) | C::AddSite(_) => {}
        }
        if self.meeting.program == before {
            return;
        }
        self.meeting_changed();
        self.settle_position(to);
        self.prepare_meeting();
    }

    /// The stops that are shown, as numbers in the list.
    #[must_use]
    pub fn meeting_stops(&self) -> Vec<usize> {
        self.meeting.program.shown(&self.catalogue)
    }

    /// The card of a position in a language; none where there is no such step.
    #[must_use]
    pub fn meeting_card(&self, at: Position) -> Option<Card> {
        let mut pages = self.meeting_pages(at);
        let page = at.page.min(pages.len().checked_sub(1)?);
        Some(pages.swap_remove(page))
    }

    /// The pages that the card of a reveal is read in.
    #[must_use]
    pub fn meeting_pages(&self, at: Position) -> Vec<Card> {
        cards_at(&self.meeting.program, &self.catalogue, at, self.language(), &|id| {
            self.meeting.findings.get(id).and_then(|f| f.as_ref().ok()).map(AsRef::as_ref)
        })
    }

    /// The title of a step of the list.
    #[must_use]
    pub fn meeting_title(&self, step: usize) -> String {
        let step = self.meeting.program.steps.get(step);
        step.map_or_else(String::new, |s| card::title(&self.catalogue, s, self.language()))
    }

    /// Where the meeting goes on from a position: the next page, reveal or stop; the end stays the end.
    #[must_use]
    pub fn after_in_meeting(&self, at: Position) -> Position {
        if at.page + 1 < self.meeting_pages(at).len() {
            return Position { page: at.page + 1, ..at };
        }
        self.meeting.program.next(&self.meeting_stops(), at)
    }

    /// Where the meeting was before a position.
    fn before_in_meeting(&self, at: Position) -> Position {
        // In another language there may be fewer pages than the position says.
        let page = at.page.min(self.meeting_pages(at).len().saturating_sub(1));
        if page > 0 {
            return Position { page: page - 1, ..at };
        }
        let to = self.meeting.program.previous(&self.meeting_stops(), at);
        if to == at {
            at
        } else {
            Position { page: self.meeting_pages(to).len().saturating_sub(1), ..to }
        }
    }

    fn start_meeting(&mut self) {
        if !self.meeting.is_ready {
            self.meeting.is_ready = true;
            if !self.take_up_meeting() {
                self.meeting.program = Program::of_catalogue(&self.catalogue);
                if let Some(path) = self.steps_beside_the_map().filter(|p| p.is_file()) {
                    self.read_steps(path, false);
                }
            }
        }
        if self.meeting.on {
            return;
        }
        let mut now = self.meeting.position;
        // It begins with the site that one looks at.
        if let Some(site) = self.selection.site.as_deref()
            && let Some(step) =
                self.meeting.program.steps.iter().position(|s| s.site_id() == Some(site))
            && step != now.step
        {
            now = Position { step, ..Position::default() };
        }
        self.meeting.on = true;
        self.meeting.begun_s = self.now_s;
        self.meeting.blank = false;
        self.meeting.frozen = None;
        self.meeting.pointing = crate::meeting::Pointing::Hand;
        self.meeting.before = Some((*self.target_viewport(), self.shows_everything));
        self.settle_position(now);
        self.prepare_meeting();
        self.frame_meeting(FLIGHT_S);
    }

    fn leave_meeting(&mut self) {
        self.meeting.on = false;
        self.meeting.audience = false;
        self.meeting.frozen = None;
        self.meeting.at = None;
        self.meeting.ink.up(self.now_s);
        if let Some((view, shows_everything)) = self.meeting.before.take() {
            // The window is still as large as the meeting was: the middle stays while it finds its size.
            self.view.come_back(view);
            self.shows_everything = shows_everything;
        }
    }

    fn go_in_meeting(&mut self, to: Position) {
        let before = self.meeting.position;
        self.settle_position(to);
        self.meeting.blank = false;
        let now = self.meeting.position;
        // Turning a page leaves the map as the presenter has moved it.
        if (now.step, now.reveal) != (before.step, before.reveal) || now == before {
            self.frame_meeting(FLIGHT_S);
        }
    }

    /// Takes a position where it exists, else the nearest one that does.
    fn settle_position(&mut self, to: Position) {
        let shown = self.meeting_stops();
        let count = self.meeting.program.steps.len();
        let step = if to.step < count { Some(to.step) } else { shown.last().copied() };
        let step = step.filter(|s| *s < count).or_else(|| shown.first().copied()).unwrap_or(0);
        let last =
            self.meeting.program.steps.get(step).map_or(0, |s| s.reveals().len().saturating_sub(1));
        let reveal = if step == to.step { to.reveal.min(last) } else { 0 };
        let page = if (step, reveal) == (to.step, to.reveal) { to.page } else { 0 };
        self.meeting.position = Position { step, reveal, page };
    }

    fn frame_meeting(&mut self, duration_s: f64) {
        if !self.meeting.on {
            return;
        }
        let (w, h) = self.viewport().size();
        if let Some(view) = self.meeting_view(self.meeting.position, w, h) {
            self.fly_to_view(view, duration_s);
        }
    }

    /// The framing of a position in a picture of a size.
    #[must_use]
    pub fn meeting_view(&self, at: Position, width: f64, height: f64) -> Option<Viewport> {
        let whole = self.whole_extent().unwrap_or(Extent::EMPTY);
        let site = |id: &str| self.site_extent(id);
        let room = self.meeting_room(width, height);
        view_of(&self.meeting.program, at, &self.catalogue.map_crs, &whole, &site, &room)
    }

    /// The measures of a picture of a size in points. While a meeting is on, the window is laid out in
    /// points of the usual size, so that the text size of the desk has no part in it.
    #[must_use]
    pub fn meeting_room(&self, width: f64, height: f64) -> Room {
        Room::of(width, height)
    }

    fn ground_in_view(&self) -> Option<Ground> {
        let view = self.target_viewport();
        let (middle, (w, h)) = (geo_from_map(view.centre(), self.map_crs()).ok()?, view.size());
        let mpp = view.metres_per_point();
        Some(Ground { lon: middle.lon, lat: middle.lat, width_m: w * mpp, height_m: h * mpp })
    }

    /// Works out, on workers, what is not known yet about the sites of the list.
    fn prepare_meeting(&mut self) {
        if !self.meeting.on || self.is_loading() {
            return;
        }
        let ids: Vec<String> = self
            .meeting
            .program
            .steps
            .iter()
            .filter_map(Step::site_id)
            .map(str::to_owned)
            .collect();
        let turn = self.meeting.turn;
        for site in ids {
            if self.meeting.findings.contains_key(&site) || self.catalogue.site(&site).is_none() {
                continue;
            }
            let (Some((region, shape)), Some(at)) =
                (self.site_region(&site, MARKER_M), self.site_place(&site))
            else {
                continue;
            };
            let is_area = shape == ReviewedShape::Outline;
            let (catalogue, layers) = (Arc::clone(&self.catalogue), self.layer_snapshots());
            self.jobs.spawn(move || {
                let found = findings(&catalogue, &stack_of(&layers), &site, &region, at, is_area);
                Message::Meeting(MeetingMessage::Findings {
                    turn,
                    site,
                    result: Box::new(found.map(Arc::new)),
                })
            });
        }
    }

    /// The layers have changed: what was worked out from them is worked out again.
    pub(super) fn meeting_layers_changed(&mut self) {
        self.meeting.turn += 1;
        self.meeting.findings.clear();
        self.prepare_meeting();
        self.frame_meeting(0.0);
    }

    /// Another catalogue: its meeting begins anew.
    pub(super) fn forget_meeting(&mut self) {
        self.put_meeting_aside();
        let turn = self.meeting.turn + 1;
        let on = self.meeting.on;
        self.meeting = Meeting { turn, ..Meeting::default() };
        if on {
            self.start_meeting();
        }
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn take_meeting(&mut self, message: MeetingMessage) {
        match message {
            MeetingMessage::Findings { turn, site, result } => {
                if turn == self.meeting.turn {
                    self.meeting.findings.insert(site, *result);
                }
            }
            MeetingMessage::File { turn, path, asked, result } => {
                self.take_steps(turn, path, asked, result);
            }
            MeetingMessage::End(end) => {
                self.meeting.exporting = None;
                match end {
                    ExportEnd::Done(files) => {
                        let path =
                            files.first().map(|p| p.display().to_string()).unwrap_or_default();
                        self.notify(Severity::Note, "notice-saved", vec![("path", path)]);
                    }
                    ExportEnd::Cancelled => {
                        self.notify(Severity::Note, "sheet-cancelled", Vec::new());
                    }
                    ExportEnd::Failed(error) => {
                        let reason = export::failure_text(&error, self.language());
                        self.notify(Severity::Error, "sheet-failed", vec![("reason", reason)]);
                    }
                }
            }
        }
    }

    fn take_steps(
        &mut self,
        turn: u64,
        path: PathBuf,
        asked: bool,
        result: Result<(Program, Vec<Minute>), file::MeetingFileError>,
    ) {
        if turn != self.meeting.turn {
            return;
        }
        match result {
            Ok((program, minutes)) => {
                // A list that somebody has begun to change is not exchanged unasked.
                if asked || !self.meeting.changed {
                    self.meeting.program = program;
                    self.meeting.minutes = minutes;
                    self.meeting.path = Some(path);
                    self.meeting.changed = false;
                    let lost = self.meeting.program.steps.iter().filter_map(Step::site_id);
                    let lost: Vec<&str> =
                        lost.filter(|id| self.catalogue.site(id).is_none()).collect();
                    if !lost.is_empty() {
                        let args = vec![("sites", lost.join(", "))];
                        self.notify(Severity::Warning, "notice-meeting-lost", args);
                    }
                    self.show_new_list();
                }
            }
            Err(error) => {
                // The damaged file stays as it is: saving asks for a place again.
                self.meeting.path = None;
                let args =
                    vec![("path", path.display().to_string()), ("reason", error.to_string())];
                self.notify(Severity::Error, "notice-meeting-damaged", args);
            }
        }
    }

    /// Another list has come: the meeting begins with it.
    pub(super) fn show_new_list(&mut self) {
        self.settle_position(Position::default());
        self.prepare_meeting();
        self.frame_meeting(FLIGHT_S);
    }

    /// The file beside the catalogue.
    #[must_use]
    pub fn steps_beside_the_map(&self) -> Option<PathBuf> {
        let root = self.root()?;
        let folder = if root.is_dir() { root } else { root.parent()? };
        Some(folder.join(file::FILE))
    }

    fn read_steps(&mut self, path: PathBuf, asked: bool) {
        let turn = self.meeting.turn;
        self.jobs.spawn(move || {
            let result = file::read(&path);
            Message::Meeting(MeetingMessage::File { turn, path, asked, result })
        });
    }

    fn save_steps(&mut self, path: PathBuf) {
        let text = match file::to_text(&self.meeting.program, &self.meeting.minutes) {
            Ok(text) => text,
            Err(error) => {
                let args =
                    vec![("path", path.display().to_string()), ("reason", error.to_string())];
                self.notify(Severity::Error, "notice-save-failed", args);
                return;
            }
        };
        self.meeting.path = Some(path.clone());
        self.meeting.changed = false;
        // Until the file is written, the list is kept as one that is not saved.
        self.meeting.saving = Some(std::path::absolute(&path).unwrap_or_else(|_| path.clone()));
        self.save_in_background(path, move || text);
    }

    /// A file was written, or not: the meeting's, where it is the one that waits.
    pub(super) fn meeting_saved(&mut self, path: &std::path::Path, failed: bool) {
        if self.meeting.saving.as_deref() == Some(path) {
            self.meeting.saving = None;
            if failed {
                self.meeting.changed = true;
            }
            self.typed_reached_a_file();
        }
    }

    fn add_minute(&mut self, text: &str, speaker: &str, at: Option<MapPoint>) {
        let position = self.meeting.position;
        let step = self.meeting.program.steps.get(position.step);
        let site = step.and_then(Step::site_id);
        let at = at.or_else(|| self.site_place(site?)).unwrap_or_else(|| self.viewport().centre());
        let Ok(place) = geo_from_map(at, self.map_crs()) else {
            return;
        };
        if text.trim().is_empty() {
            return;
        }
        let stop = self.meeting_title(position.step);
        self.meeting.minutes.push(Minute {
            id: clock::new_id(),
            text: text.trim().to_owned(),
            speaker: speaker.trim().to_owned(),
            time: clock::utc_now(),
            stop,
            lon: place.lon,
            lat: place.lat,
        });
        self.minutes_changed();
    }

    /// Minutes are saved at once where the list has a file: what was said is not said again.
    fn minutes_changed(&mut self) {
        self.meeting_changed();
        if let Some(path) = self.meeting.path.clone() {
            self.save_steps(path);
        }
    }

    /// Strokes that waited for their file are taken once it is open.
    pub(super) fn take_waiting_ink(&mut self) {
        if self.meeting.ink_waits && !self.annotations.is_opening() {
            self.ink_to_annotations();
        }
    }

    /// Every stroke becomes an annotation by the same commands as a hand with the tool, so that it can
    /// be taken back like any other.
    fn ink_to_annotations(&mut self) {
        self.meeting.ink.up(self.now_s);
        self.meeting.ink_waits = false;
        let strokes: Vec<Stroke> = self.meeting.ink.strokes().to_vec();
        if strokes.is_empty() {
            return;
        }
        let before = self.annotations.len();
        let was_on = self.annotations.is_on();
        self.annotate(AnnotateCommand::Mode(true));
        let tool = Some(Purpose::Draw(planmap_core::annotation::Kind::Freehand));
        self.annotate(AnnotateCommand::Tool(tool));
        let tolerance_m = self.viewport().metres_per_point();
        for stroke in &strokes {
            let last = stroke.points.len().saturating_sub(1);
            for (i, at) in stroke.points.iter().enumerate() {
                let act = match i {
                    0 => PointerAct::DragStart,
                    i if i == last => PointerAct::DragEnd,
                    _ => PointerAct::DragTo,
                };
                self.annotate(AnnotateCommand::Pointer { act, at: *at, tolerance_m });
            }
        }
        self.annotate(AnnotateCommand::Unchoose);
        self.annotate(AnnotateCommand::Mode(was_on));
        if self.annotations.len() != before + strokes.len() {
            // Nothing is wiped away that was not taken: a file that is still being opened gets it then.
            self.meeting.ink.keep(true, self.now_s);
            self.meeting.ink_waits =
                self.annotations.is_opening() && self.annotations.len() == before;
            return;
        }
        self.meeting.ink.clear();
        let count = strokes.len().to_string();
        self.notify(Severity::Note, "notice-meeting-ink", vec![("count", count)]);
    }

    /// What slides and minutes are printed from.
    #[must_use]
    pub fn meeting_paper(&self) -> MeetingPaper {
        let data = SiteSheetData::of(self, planmap_paper::MapSetSum::None);
        MeetingPaper {
            data,
            files: map_set_files(self),
            program: self.meeting.program.clone(),
            findings: self
                .meeting
                .findings
                .iter()
                .filter_map(|(id, f)| Some((id.clone(), Arc::clone(f.as_ref().ok()?))))
                .collect(),
            minutes: self.meeting.minutes.clone(),
            whole: self.whole_extent().unwrap_or(Extent::EMPTY),
            sites: self
                .catalogue
                .sites
                .iter()
                .filter_map(|s| Some((s.id.clone(), self.site_extent(&s.id)?)))
                .collect(),
            language: self.language(),
        }
    }

    /// The paper of a list that nobody has looked at yet: everything is worked out now. For the command
    /// line.
    #[must_use]
    pub fn meeting_paper_now(
        &mut self,
        steps: Option<(Program, Vec<Minute>)>,
        language: Language,
    ) -> MeetingPaper {
        self.meeting.is_ready = true;
        (self.meeting.program, self.meeting.minutes) =
            steps.unwrap_or_else(|| (Program::of_catalogue(&self.catalogue), Vec::new()));
        self.meeting.on = true;
        self.prepare_meeting();
        self.wait_until_loaded();
        self.meeting.on = false;
        let mut paper = self.meeting_paper();
        paper.language = language;
        paper
    }

    fn export_minutes(&mut self, path: PathBuf) {
        let minutes = self.meeting.minutes.clone();
        let (words, language) = (self.words(), self.language());
        let ending =
            path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        match ending.as_str() {
            "csv" => {
                let format = self.csv_format();
                let table = crate::meeting::minutes::minutes_table(&minutes, words);
                self.save_in_background(path, move || table.to_csv(format));
            }
            "md" => {
                self.save_in_background(path, move || {
                    crate::meeting::minutes::minutes_markdown(&minutes, language)
                });
            }
            _ => {
                let paper = self.meeting_paper();
                self.export_meeting(path, move |path, progress| {
                    write_minutes(&paper.with_checksum(), path, &|| progress.is_cancelled())
                });
            }
        }
    }

    fn export_meeting(
        &mut self,
        path: PathBuf,
        write: impl FnOnce(&std::path::Path, &Progress) -> Result<Vec<PathBuf>, export::ExportError>
        + Send
        + 'static,
    ) {
        if self.meeting.exporting.is_some() {
            return;
        }
        let progress = Arc::new(Progress::default());
        self.meeting.exporting = Some(Arc::clone(&progress));
        let path = std::path::absolute(&path).unwrap_or(path);
        self.jobs.spawn(move || {
            let end = match write(&path, &progress) {
                Ok(files) => ExportEnd::Done(files),
                Err(export::ExportError::Cancelled) => ExportEnd::Cancelled,
                Err(error) => ExportEnd::Failed(Arc::new(error)),
            };
            Message::Meeting(MeetingMessage::End(end))
        });
    }
}
