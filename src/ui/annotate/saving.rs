//! How saving stands, files of annotations, what a crash left behind, and picking between copies.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Align2, Label, ScrollArea, Sense, TextEdit, Ui, vec2};
use lucide_icons::Icon;
use planmap_app::annotate_command::AnnotateCommand as C;
use planmap_app::clock::local_from_utc;
use planmap_app::command::Command;
use planmap_app::ids::SetId;
use planmap_app::session::{
    Found, OpenSet, Recoverable, SaveState, Subject, name_or_nobody, save_error_key,
};
use planmap_core::annotation::{Annotation, Conflict, Field, Pick};

use super::AnnotateUi;
use crate::dialog::{Chooser, keep_in, path_field, window};
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{
    card, icon_button, label, muted, primary_button, quiet_button, segment, text_job, wrapped,
};

/// What a file is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFor {
    /// Opening or starting one.
    Open,
    /// Saving a set elsewhere.
    SaveAs(SetId),
    /// Bringing a copy in.
    Merge,
}

/// The dialog that asks for a file of annotations: by the system's chooser, or by typing.
#[derive(Default)]
pub struct FileDialog {
    asked: Option<FileFor>,
    path: String,
    sure: bool,
    chooser: Chooser,
}

impl FileDialog {
    /// Opens it.
    pub fn ask(&mut self, what: FileFor, path: String) {
        *self = Self { asked: Some(what), path, sure: false, chooser: Chooser::default() };
    }

    /// Draws it where it is open.
    pub fn show(&mut self, ui: &Ui, cx: &mut PanelContext<'_>) {
        let Some(what) = self.asked else {
            return;
        };
        if let Some(path) = self.chooser.take().pop() {
            // The system's own dialog has asked about replacing.
            self.sure = true;
            self.decide(what, path, cx);
            return;
        }
        let key = match what {
            FileFor::Open => "set-open",
            FileFor::SaveAs(_) => "set-save-as",
            FileFor::Merge => "set-merge",
        };
        let mut keep = true;
        window(ui.ctx(), cx.text(key).trim_end_matches('…'), &mut keep).show(ui.ctx(), |ui| {
            ui.set_width(460.0);
            let name = muted(ui, &cx.text("set-path"));
            let field = ui
                .add(TextEdit::singleline(&mut self.path).desired_width(f32::INFINITY))
                .labelled_by(name.id);
            let enter = path_field(ui, &field);
            if field.changed() {
                self.sure = false;
            }
            let typed = cx.session.path_of(&self.path);
            let usable =
                !self.path.trim().is_empty() && (what != FileFor::Merge || typed.is_file());
            let replaces = matches!(what, FileFor::SaveAs(_)) && typed.exists();
            if replaces {
                wrapped(
                    ui,
                    &cx.text("set-exists"),
                    size::SMALL,
                    Weight::Medium,
                    tokens(ui).schematic.text,
                );
            }
            if self.chooser.gave_nothing() {
                muted(ui, &cx.text("open-no-chooser"));
            }
            ui.add_space(6.0);
            ui.horizontal(|ui| {
                if primary_button(ui, Some(Icon::Check), &cx.text("set-ok"), usable).clicked()
                    || enter && usable
                {
                    if replaces && !self.sure {
                        self.sure = true;
                    } else {
                        self.decide(what, typed.clone(), cx);
                    }
                }
                let free = !self.chooser.is_open();
                if quiet_button(ui, Some(Icon::Search), &cx.text("open-choose"), free).clicked() {
                    let saves = matches!(what, FileFor::SaveAs(_));
                    let folder = cx.session.settings().folders.current();
                    self.chooser.open(move |d| {
                        let d = d.add_filter("GeoJSON", &["geojson", "json"]).set_directory(folder);
                        if saves { d.save_file() } else { d.pick_file() }.into_iter().collect()
                    });
                }
            });
        });
        if !keep || ui.input(|i| i.key_pressed(egui::Key::Escape)) {
            self.asked = None;
        }
    }

    fn decide(&mut self, what: FileFor, path: PathBuf, cx: &mut PanelContext<'_>) {
        self.asked = None;
        cx.send.push(Command::Annotate(match what {
            FileFor::Open => C::OpenSet(path),
            FileFor::SaveAs(id) => C::SaveAs(id, path),
            FileFor::Merge => C::Merge(path),
        }));
    }
}

fn state_text(cx: &PanelContext<'_>, open: &OpenSet) -> (String, bool) {
    match &open.state {
        _ if open.held_by.is_some() => {
            let who = name_or_nobody(open.held_by.clone().unwrap_or_default());
            (cx.words.text_with("set-held", &[("who", (&who).into())]), true)
        }
        SaveState::Untouched => (cx.text("save-none"), false),
        SaveState::Saving => (cx.text("save-saving"), false),
        SaveState::Saved { time } => {
            (cx.words.text_with("save-saved", &[("time", time.into())]), false)
        }
        SaveState::Failed { error, .. } => (cx.text(save_error_key(error)), true),
    }
}

/// Whether something could not be saved, or may not: that is said wherever there is any room.
pub fn fails_to_save(cx: &PanelContext<'_>) -> bool {
    cx.session.annotations().sets().iter().any(|open| state_text(cx, open).1)
}

/// How saving stands, for the status bar; a click opens what can be done.
pub fn save_state(ui: &mut Ui, cx: &mut PanelContext<'_>, state: &mut AnnotateUi) {
    let t = tokens(ui);
    let sets = cx.session.annotations().sets();
    // The worst one speaks for all.
    let worst = sets.iter().max_by_key(|s| match &s.state {
        SaveState::Failed { .. } => 3,
        SaveState::Saving => 2,
        SaveState::Saved { .. } => 1,
        SaveState::Untouched => 0,
    });
    let Some(open) = worst else {
        return;
    };
    let (text, is_bad) = state_text(cx, open);
    let ink = if is_bad { t.conflicts.text } else { t.muted };
    let weight = if is_bad { Weight::SemiBold } else { Weight::Regular };
    let response =
        ui.add(Label::new(text_job(&text, size::SMALL, weight, ink)).sense(Sense::click()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &text));
    crate::access::live(&response, is_bad);
    let response = response.on_hover_text(open.path.display().to_string());
    egui::Popup::menu(&response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_width(340.0);
            files(ui, cx, state);
        });
}

/// The open files with what can be done about each.
fn files(ui: &mut Ui, cx: &mut PanelContext<'_>, state: &mut AnnotateUi) {
    let t = tokens(ui);
    label(ui, &cx.text("sets-title"), size::BODY, Weight::SemiBold, t.text);
    let active = cx.session.annotations().active().map(|s| s.id);
    for open in cx.session.annotations().sets() {
        let name = open.name();
        ui.horizontal(|ui| {
            if segment(ui, active == Some(open.id), &name)
                .on_hover_text(cx.text("set-active"))
                .clicked()
            {
                cx.send.push(Command::Annotate(C::Activate(open.id)));
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if icon_button(ui, Icon::X, &cx.text("set-close"), 24.0, true).clicked() {
                    cx.send.push(Command::Annotate(C::CloseSet(open.id)));
                }
                let icon = if open.visible { Icon::Eye } else { Icon::EyeOff };
                let show = cx.words.text_with("set-show", &[("name", (&name).into())]);
                if icon_button(ui, icon, &show, 24.0, true).clicked() {
                    cx.send.push(Command::Annotate(C::ShowSet(open.id, !open.visible)));
                }
            });
        });
        let (text, is_bad) = state_text(cx, open);
        let ink = if is_bad { t.conflicts.text } else { t.muted };
        wrapped(ui, &text, size::SMALL, Weight::Medium, ink);
        muted(ui, &open.path.display().to_string());
        if let SaveState::Failed { error, journaled } = &open.state {
            muted(ui, &cx.text(if *journaled { "save-kept" } else { "save-only-memory" }));
            ui.horizontal_wrapped(|ui| {
                if *error == planmap_app::session::SaveError::ChangedUnderneath {
                    if quiet_button(
                        ui,
                        Some(Icon::GitMerge),
                        &cx.text("save-take-underneath"),
                        true,
                    )
                    .clicked()
                    {
                        cx.send.push(Command::Annotate(C::TakeUnderneath(open.id)));
                    }
                } else if quiet_button(ui, Some(Icon::RefreshCw), &cx.text("save-retry"), true)
                    .clicked()
                {
                    cx.send.push(Command::Annotate(C::Retry(open.id)));
                }
            });
        }
        if quiet_button(ui, Some(Icon::Save), &cx.text("set-save-as"), open.held_by.is_none())
            .clicked()
        {
            state.file.ask(FileFor::SaveAs(open.id), open.path.display().to_string());
        }
        ui.separator();
    }
    ui.horizontal(|ui| {
        if quiet_button(ui, Some(Icon::FolderOpen), &cx.text("set-open"), true).clicked() {
            state.file.ask(FileFor::Open, String::new());
        }
        if quiet_button(ui, Some(Icon::GitMerge), &cx.text("set-merge"), true).clicked() {
            state.file.ask(FileFor::Merge, String::new());
        }
    });
}

/// Offers what a crash left behind.
pub fn recovery_offers(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let t = tokens(ui);
    for open in cx.session.annotations().sets() {
        let Some(found) = &open.found else {
            continue;
        };
        card(ui, |ui| {
            label(ui, &cx.text("recover-title"), size::BODY, Weight::SemiBold, t.text);
            let text = offer_text(ui, cx, open, found);
            wrapped(ui, &text, size::BODY, Weight::Regular, t.text);
            for (_, damage) in &found.damaged {
                let args = [("byte", damage.at_byte.into()), ("lost", damage.lost_bytes.into())];
                muted(ui, &cx.words.text_with("recover-offer-damaged", &args));
            }
            ui.horizontal(|ui| {
                if primary_button(ui, Some(Icon::Check), &cx.text("recover-restore"), true)
                    .clicked()
                {
                    cx.send.push(Command::Annotate(C::Recover(open.id, true)));
                }
                if quiet_button(ui, None, &cx.text("recover-leave"), true).clicked() {
                    cx.send.push(Command::Annotate(C::Recover(open.id, false)));
                }
            });
        });
        ui.add_space(4.0);
    }
}

/// What a crash left behind, in words: how many annotations it changes in which file, and which.
fn offer_text(ui: &Ui, cx: &PanelContext<'_>, open: &OpenSet, found: &Found) -> String {
    // Compared once for each offer, not in every frame.
    let memo = egui::Id::unique(("recoverable", open.id.0, std::ptr::from_ref(found) as usize));
    let known = ui.data(|d| d.get_temp::<Arc<Recoverable>>(memo));
    let changes = known.unwrap_or_else(|| {
        let changes = Arc::new(Recoverable::of(open, found));
        ui.data_mut(|d| d.insert_temp(memo, Arc::clone(&changes)));
        changes
    });
    let mut things: Vec<String> = changes.first.iter().map(|thing| thing_text(cx, thing)).collect();
    let more = changes.count.saturating_sub(things.len());
    if more > 0 {
        let last = things.pop().unwrap_or_default();
        things.push(format!(
            "{last} {}",
            cx.words.text_with("recover-more", &[("count", more.into())])
        ));
    }
    let things = things.join(", ");
    let file =
        open.path.file_name().unwrap_or(open.path.as_os_str()).to_string_lossy().into_owned();
    let last = local_from_utc(&found.last);
    let count = changes.count;
    let args = [
        ("file", (&file).into()),
        ("count", count.into()),
        ("things", (&things).into()),
        ("last", (&last).into()),
    ];
    cx.words.text_with("recover-offer", &args)
}

fn thing_text(cx: &PanelContext<'_>, thing: &Subject) -> String {
    match thing {
        Subject::Named(title) => cx.words.text_with("recover-thing", &[("title", title.into())]),
        Subject::Untitled { kind, number } => {
            let kind = cx.text(&format!("tool-{}", kind.as_str()));
            cx.words.text_with(
                "recover-thing-untitled",
                &[("kind", (&kind).into()), ("number", (*number).into())],
            )
        }
        Subject::Several(count) => count.to_string(),
    }
}

/// Shows the conflicts of a merge side by side.
pub fn merge_dialog(ui: &Ui, cx: &mut PanelContext<'_>) {
    let Some(merge) = cx.session.annotations().merge().filter(|m| !m.conflicts.is_empty()) else {
        return;
    };
    let id = egui::Id::unique("merge");
    keep_in(ui.ctx(), id);
    egui::Window::new(cx.text("merge-title"))
        .id(id)
        .collapsible(false)
        .resizable(false)
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0))
        .show(ui.ctx(), |ui| {
            ui.set_width(640.0);
            muted(ui, &cx.text("merge-text"));
            ui.add_space(6.0);
            ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
                for conflict in &merge.conflicts {
                    let pick = merge.picks.get(&conflict.id).copied().unwrap_or(Pick::Both);
                    one_conflict(ui, cx, conflict, pick);
                }
            });
            ui.add_space(6.0);
            ui.horizontal(|ui| {
                if primary_button(ui, Some(Icon::GitMerge), &cx.text("merge-finish"), true)
                    .clicked()
                {
                    cx.send.push(Command::Annotate(C::FinishMerge));
                }
                if quiet_button(ui, None, &cx.text("merge-drop"), true).clicked() {
                    cx.send.push(Command::Annotate(C::DropMerge));
                }
            });
        });
}

fn one_conflict(ui: &mut Ui, cx: &mut PanelContext<'_>, conflict: &Conflict, pick: Pick) {
    let t = tokens(ui);
    card(ui, |ui| {
        ui.columns(2, |columns| {
            for (ui, key, side) in
                [(0, "merge-ours", &conflict.ours), (1, "merge-theirs", &conflict.theirs)]
                    .map(|(i, key, side)| (i, key, side))
                    .into_iter()
                    .zip(columns.iter_mut())
                    .map(|((_, key, side), ui)| (ui, key, side))
            {
                label(ui, &cx.text(key), size::SMALL, Weight::SemiBold, t.muted);
                match side {
                    None => {
                        wrapped(
                            ui,
                            &cx.text("merge-deleted"),
                            size::BODY,
                            Weight::Medium,
                            t.conflicts.text,
                        );
                    }
                    Some(a) => {
                        for field in &conflict.fields {
                            let name = cx.text(&format!("field-{}", field.as_str()));
                            muted(ui, &name);
                            wrapped(
                                ui,
                                &field_text(cx, *field, a),
                                size::BODY,
                                Weight::Medium,
                                t.text,
                            );
                        }
                    }
                }
            }
        });
        ui.horizontal(|ui| {
            for (value, key) in [
                (Pick::Ours, "merge-ours"),
                (Pick::Theirs, "merge-theirs"),
                (Pick::Both, "merge-both"),
            ] {
                let sensible = value != Pick::Both || conflict.copy.is_some();
                // What was deleted on one side can only stay or go.
                if sensible && segment(ui, pick == value, &cx.text(key)).clicked() {
                    cx.send.push(Command::Annotate(C::Pick(conflict.id.clone(), value)));
                }
            }
        });
    });
    ui.add_space(4.0);
}

/// A field in words, short enough to compare.
fn field_text(cx: &PanelContext<'_>, field: Field, a: &Annotation) -> String {
    let or_none = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    match field {
        Field::Existence | Field::Title => {
            if a.title.is_empty() {
                cx.text("annotation-untitled")
            } else {
                a.title.clone()
            }
        }
        Field::Shape => {
            let count = planmap_core::annotation::vertices(&a.shape.geometry).len();
            let kind = cx.text(&format!("tool-{}", a.shape.kind.as_str()));
            cx.words
                .text_with("merge-vertices", &[("kind", (&kind).into()), ("count", count.into())])
        }
        Field::Style => {
            let c = a.style.colour;
            format!("#{:02x}{:02x}{:02x}, {}", c.0, c.1, c.2, a.style.width)
        }
        Field::Body => or_none(&a.body),
        Field::Author => or_none(&a.author),
        Field::Created => or_none(&local_from_utc(&a.created)),
        Field::Status => cx.text(&format!("status-{}", a.status.as_str())),
        Field::Replies => {
            or_none(&a.replies.iter().map(|r| r.body.clone()).collect::<Vec<_>>().join(" / "))
        }
        Field::About => or_none(a.about.as_ref().map_or("", |f| &f.label)),
        Field::Order => a.order.to_string(),
        Field::Locked => cx.text(if a.locked { "yes" } else { "no" }),
        Field::Foreign => a.members.foreign().map(|m| m.key.clone()).collect::<Vec<_>>().join(", "),
    }
}
