//! The presenter's desk beside the map: clock, notes, what comes next, the list, pen, minutes, files.

use std::path::PathBuf;

use egui::{ScrollArea, TextEdit, Ui};
use lucide_icons::Icon;
use planmap_app::clock;
use planmap_app::command::Command;
use planmap_app::draft::{DraftCommand, WorkField};
use planmap_app::meeting::{MeetingCommand, ProgramCommand};
use planmap_core::MapPoint;

use crate::dialog::{Chooser, path_field};
use crate::keys;
use crate::panel::PanelContext;
use crate::panel::site::head;
use crate::theme::{Weight, size, tokens};
use crate::typing::{FieldLook, FieldName, field_id, text_of, work_field};
use crate::widget::{icon_button, label, muted, primary_button, quiet_button, wrapped};

/// What is being typed at the desk.
#[derive(Default)]
pub(super) struct Desk {
    /// Whether the field of what was said is to be brought into view.
    shows_remark: bool,
    /// Where the minute that is written stands; none for the stop.
    pub(super) pin: Option<MapPoint>,
    /// The path that is asked for, and what for.
    path: String,
    wanted: Option<Wanted>,
    /// Whether the field of the path has just come up.
    is_new: bool,
    chooser: Chooser,
}

/// What a path is asked for.
#[derive(Clone, Copy)]
struct Wanted {
    command: fn(PathBuf) -> MeetingCommand,
    endings: &'static [&'static str],
    writes: bool,
}

fn send(cx: &mut PanelContext<'_>, command: MeetingCommand) {
    cx.send.push(Command::Meeting(command));
}

impl Desk {
    /// Gives what was said the keyboard, before anything else looks for keys.
    pub(super) fn begin_remark(&mut self, ctx: &egui::Context) {
        keys::offer(ctx, field_id(&WorkField::MinuteText));
        // The letters are to arrive here, also where the audience's window was in front.
        ctx.send_viewport_cmd_to(egui::ViewportId::ROOT, egui::ViewportCommand::Focus);
        self.shows_remark = true;
    }

    /// Draws the desk.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        ScrollArea::vertical().id_salt("meeting-desk").auto_shrink(false).show(ui, |ui| {
            // Beside the bar that scrolls.
            ui.set_max_width(ui.available_width() - 10.0);
            self.clock(ui, cx);
            notes(ui, cx);
            self.list(ui, cx);
            pen(ui, cx);
            self.minutes(ui, cx);
            self.files(ui, cx);
            ui.add_space(16.0);
        });
    }

    fn clock(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        let t = tokens(ui);
        let meeting = cx.session.meeting();
        let elapsed = (ui.input(|i| i.time) - meeting.begun_s).max(0.0) as u64;
        let elapsed = format!("{}:{:02}:{:02}", elapsed / 3600, elapsed / 60 % 60, elapsed % 60);
        ui.horizontal_wrapped(|ui| {
            let text = cx.words.text_with("meeting-elapsed", &[("time", (&elapsed).into())]);
            label(ui, &text, 20.0, Weight::SemiBold, t.text);
            if icon_button(ui, Icon::RotateCcw, &cx.text("meeting-reset-clock"), 28.0, true)
                .clicked()
            {
                send(cx, MeetingCommand::ResetClock);
            }
            let text =
                cx.words.text_with("meeting-clock", &[("time", (&clock::local_time()).into())]);
            label(ui, &text, size::BODY, Weight::Regular, t.muted);
        });
        let key = if meeting.frozen.is_some() { "meeting-frozen" } else { "meeting-following" };
        let colours = if meeting.frozen.is_some() { t.schematic } else { t.agrees };
        crate::widget::chip(ui, &cx.text(key), colours);
        ui.ctx().request_repaint_after(std::time::Duration::from_secs(1));
    }

    fn list(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        let t = tokens(ui);
        let session = cx.session;
        let meeting = session.meeting();
        head(ui, &cx.text("meeting-next-up"));
        let next = session.after_in_meeting(meeting.position);
        let text = session.meeting_card(next).filter(|_| next != meeting.position).map_or_else(
            || cx.text("meeting-next-end"),
            |c| if c.reveal.is_empty() { c.title } else { format!("{} – {}", c.title, c.reveal) },
        );
        wrapped(ui, &text, size::TITLE, Weight::SemiBold, t.text);
        head(ui, &cx.text("meeting-steps"));
        let count = meeting.program.steps.len();
        for (i, step) in meeting.program.steps.iter().enumerate() {
            let mut name = session.meeting_title(i);
            if let Some(id) = step.site_id().filter(|id| session.catalogue().site(id).is_none()) {
                name = cx.words.text_with("meeting-step-lost", &[("name", id.into())]);
            }
            let say = |key: &str| cx.words.text_with(key, &[("name", (&name).into())]);
            let names =
                ["up", "down", "hide", "show", "remove"].map(|k| say(&format!("meeting-step-{k}")));
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                if icon_button(ui, Icon::ArrowUp, &names[0], 24.0, i > 0).clicked() {
                    send(
                        cx,
                        MeetingCommand::Program(ProgramCommand::MoveStep {
                            from: i,
                            to: i.saturating_sub(1),
                        }),
                    );
                }
                if icon_button(ui, Icon::ArrowDown, &names[1], 24.0, i + 1 < count).clicked() {
                    send(
                        cx,
                        MeetingCommand::Program(ProgramCommand::MoveStep { from: i, to: i + 1 }),
                    );
                }
                let (icon, hint) =
                    if step.hidden { (Icon::EyeOff, &names[3]) } else { (Icon::Eye, &names[2]) };
                if icon_button(ui, icon, hint, 24.0, true).clicked() {
                    send(cx, MeetingCommand::Program(ProgramCommand::HideStep(i, !step.hidden)));
                }
                if icon_button(ui, Icon::X, &names[4], 24.0, true).clicked() {
                    send(cx, MeetingCommand::Program(ProgramCommand::RemoveStep(i)));
                }
                let chosen = i == meeting.position.step;
                let ink = if step.hidden { t.muted } else { t.text };
                let weight = if chosen { Weight::SemiBold } else { Weight::Regular };
                let job = crate::widget::text_job(&format!("  {name}"), size::BODY, weight, ink);
                let button = egui::Button::new(job)
                    .frame(false)
                    .truncate()
                    .sense(egui::Sense::click_and_drag());
                let response = ui.add(button);
                reorder(ui, cx, i, &response);
                if response.clicked() {
                    send(cx, MeetingCommand::GoToStep(i));
                }
            });
        }
        ui.horizontal(|ui| {
            let number = count + 1;
            let standard = cx.words.text_with("meeting-view-name", &[("number", number.into())]);
            let field = WorkField::NewViewTitle;
            let name = cx.text("meeting-view-title");
            let look = FieldLook {
                hint: &standard,
                width: 150.0,
                ..FieldLook::line(FieldName::Spoken(&name))
            };
            work_field(ui, cx, &field, &look);
            if quiet_button(ui, Some(Icon::Plus), &cx.text("meeting-add-view"), true).clicked() {
                let typed = text_of(cx, &field);
                let title = if typed.trim().is_empty() { standard } else { typed };
                send(cx, MeetingCommand::Program(ProgramCommand::AddView(title)));
                cx.send.push(Command::Draft(DraftCommand::Forget(field)));
            }
        });
        if quiet_button(ui, Some(Icon::RotateCcw), &cx.text("meeting-defaults"), true).clicked() {
            send(cx, MeetingCommand::Program(ProgramCommand::DefaultSteps));
        }
    }

    fn minutes(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        let session = cx.session;
        head(ui, &cx.text("minutes-title"));
        let name = ui.label(cx.text("minutes-text"));
        let look = FieldLook::lines(FieldName::Label(name.id), 2);
        let remark = work_field(ui, cx, &WorkField::MinuteText, &look);
        if std::mem::take(&mut self.shows_remark) {
            remark.scroll_to_me(None);
        }
        let name = ui.label(cx.text("minutes-speaker"));
        let look = FieldLook::line(FieldName::Label(name.id));
        work_field(ui, cx, &WorkField::MinuteSpeaker, &look);
        if self.pin.is_some() {
            muted(ui, &cx.text("minutes-at-pin"));
        }
        let text = text_of(cx, &WorkField::MinuteText);
        let typed = !text.trim().is_empty();
        if primary_button(ui, Some(Icon::Plus), &cx.text("minutes-add"), typed).clicked() && typed {
            let speaker = text_of(cx, &WorkField::MinuteSpeaker);
            send(cx, MeetingCommand::AddMinute { text, speaker, at: self.pin.take() });
            cx.send.push(Command::Draft(DraftCommand::Forget(WorkField::MinuteText)));
        }
        if session.meeting().minutes.is_empty() {
            muted(ui, &cx.text("minutes-none"));
        }
        for (i, minute) in session.meeting().minutes.iter().enumerate() {
            let number = (i + 1).to_string();
            let named = |key: &str| cx.words.text_with(key, &[("number", (&number).into())]);
            let names = ["minutes-go", "minutes-remove"].map(named);
            ui.horizontal_top(|ui| {
                if icon_button(ui, Icon::MapPin, &names[0], 24.0, true).clicked() {
                    send(cx, MeetingCommand::GoToMinute(minute.id.clone()));
                }
                if icon_button(ui, Icon::X, &names[1], 24.0, true).clicked() {
                    send(cx, MeetingCommand::RemoveMinute(minute.id.clone()));
                }
                let text = format!("{number}. {}: {}", minute.speaker_text(cx.words), minute.text);
                wrapped(ui, &text, size::BODY, Weight::Regular, tokens(ui).text);
            });
        }
        let any = !session.meeting().minutes.is_empty();
        if quiet_button(ui, Some(Icon::Download), &cx.text("minutes-export"), any).clicked() && any
        {
            self.choose(
                cx,
                &cx.text("minutes-title"),
                MeetingCommand::ExportMinutes,
                &["pdf", "md", "csv"],
                true,
            );
        }
    }

    fn files(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        let session = cx.session;
        let meeting = session.meeting();
        head(ui, &cx.text("meeting-file"));
        if let Some(path) = &meeting.path {
            muted(ui, &path.display().to_string());
        }
        if meeting.changed {
            muted(ui, &cx.text("meeting-unsaved"));
        }
        ui.horizontal_wrapped(|ui| {
            if quiet_button(ui, Some(Icon::Save), &cx.text("meeting-save"), true).clicked() {
                let beside = session.steps_beside_the_map().filter(|p| !p.exists());
                match meeting.path.clone().or(beside) {
                    Some(path) => send(cx, MeetingCommand::SaveSteps(path)),
                    None => self.choose(
                        cx,
                        &cx.text("file-name-meeting"),
                        MeetingCommand::SaveSteps,
                        &["toml"],
                        true,
                    ),
                }
            }
            if quiet_button(ui, Some(Icon::FolderOpen), &cx.text("meeting-open"), true).clicked() {
                self.choose(
                    cx,
                    &cx.text("file-name-meeting"),
                    MeetingCommand::OpenSteps,
                    &["toml"],
                    false,
                );
            }
            if meeting.exporting.is_some() {
                ui.add(egui::Spinner::new().size(16.0));
                muted(ui, &cx.text("meeting-writing"));
                if quiet_button(ui, Some(Icon::X), &cx.text("meeting-cancel"), true).clicked() {
                    send(cx, MeetingCommand::CancelExport);
                }
            } else if quiet_button(ui, Some(Icon::Download), &cx.text("meeting-slides"), true)
                .clicked()
            {
                self.choose(
                    cx,
                    &cx.text("meeting-title"),
                    MeetingCommand::ExportSlides,
                    &["pdf"],
                    true,
                );
            }
        });
        self.path(ui, cx);
    }

    /// Asks for a path below, by typing it or by the system's chooser.
    fn choose(
        &mut self,
        cx: &PanelContext<'_>,
        name: &str,
        command: fn(PathBuf) -> MeetingCommand,
        endings: &'static [&'static str],
        writes: bool,
    ) {
        let ending = endings.first().copied().unwrap_or_default();
        let path = match writes {
            true => cx.session.free_path(name, ending),
            // A file that is there already is looked for in the folder; an empty name leads into it.
            false => cx.session.settings().folders.current().join(""),
        };
        self.path = path.display().to_string();
        self.wanted = Some(Wanted { command, endings, writes });
        self.is_new = true;
    }

    fn path(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        let chosen = self.chooser.take().pop();
        let Some(wanted) = self.wanted else {
            return;
        };
        if let Some(path) = chosen {
            self.wanted = None;
            send(cx, (wanted.command)(path));
            return;
        }
        let name = ui.label(cx.text("sheet-file"));
        let field = TextEdit::singleline(&mut self.path).desired_width(f32::INFINITY);
        let field = ui.add(field).labelled_by(name.id);
        let enter = path_field(ui, &field);
        if std::mem::take(&mut self.is_new) {
            // With the buttons below it.
            ui.scroll_to_rect(field.rect.expand2(egui::vec2(0.0, 56.0)), None);
        }
        let path = cx.session.path_of(&self.path);
        if wanted.writes && path.is_file() {
            muted(ui, &cx.text("sheet-file-replace"));
        }
        if self.chooser.gave_nothing() {
            muted(ui, &cx.text("csv-no-chooser"));
        }
        ui.horizontal(|ui| {
            let typed = !self.path.trim().is_empty();
            if (primary_button(ui, None, &cx.text("set-ok"), typed).clicked() || enter) && typed {
                self.wanted = None;
                send(cx, (wanted.command)(path));
            }
            if quiet_button(
                ui,
                Some(Icon::Search),
                &cx.text("sheet-choose"),
                !self.chooser.is_open(),
            )
            .clicked()
            {
                let name =
                    PathBuf::from(&self.path).file_name().map(|n| n.to_string_lossy().into_owned());
                let folder = cx.session.settings().folders.current();
                self.chooser.open(move |d| {
                    let d =
                        wanted.endings.iter().fold(d, |d, e| d.add_filter(e.to_uppercase(), &[*e]));
                    let d = d.set_directory(folder);
                    let chosen = match wanted.writes {
                        true => d.set_file_name(name.unwrap_or_default()).save_file(),
                        false => d.pick_file(),
                    };
                    chosen.into_iter().collect()
                });
            }
            if icon_button(ui, Icon::X, &cx.text("close"), 28.0, true).clicked() {
                self.wanted = None;
            }
        });
    }
}

/// A step that is dragged; the type keeps it apart from other lists.
#[derive(Clone, Copy)]
struct Dragged(usize);

/// A step is dragged to another place of the list.
fn reorder(ui: &Ui, cx: &mut PanelContext<'_>, index: usize, response: &egui::Response) {
    response.dnd_set_drag_payload(Dragged(index));
    if let Some(from) = response.dnd_hover_payload::<Dragged>()
        && from.0 != index
    {
        let y = if from.0 < index { response.rect.bottom() } else { response.rect.top() };
        ui.painter().hline(response.rect.x_range(), y, egui::Stroke::new(2.0, tokens(ui).action));
    }
    if let Some(from) = response.dnd_release_payload::<Dragged>()
        && from.0 != index
    {
        send(cx, MeetingCommand::Program(ProgramCommand::MoveStep { from: from.0, to: index }));
    }
}

fn notes(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let meeting = cx.session.meeting();
    let at = meeting.position.step;
    head(ui, &cx.text("meeting-notes"));
    if at >= meeting.program.steps.len() {
        return;
    }
    muted(ui, &cx.text("meeting-step-title"));
    let hint = cx.session.meeting_title(at);
    let name = cx.text("meeting-step-title");
    let look = FieldLook { hint: &hint, ..FieldLook::line(FieldName::Spoken(&name)) };
    work_field(ui, cx, &WorkField::StepTitle(at), &look);
    ui.add_space(4.0);
    let (name, hint) = (cx.text("meeting-notes"), cx.text("meeting-notes-none"));
    let look = FieldLook {
        hint: &hint,
        text_size: Some(size::TITLE),
        ..FieldLook::lines(FieldName::Spoken(&name), 4)
    };
    work_field(ui, cx, &WorkField::StepNotes(at), &look);
}

fn pen(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let ink = &cx.session.meeting().ink;
    ui.add_space(8.0);
    let mut keeps = ink.keeps;
    if ui.checkbox(&mut keeps, cx.text("meeting-keep-ink")).changed() {
        send(cx, MeetingCommand::KeepInk(keeps));
    }
    let any = !ink.strokes().is_empty();
    ui.horizontal_wrapped(|ui| {
        if quiet_button(ui, Some(Icon::Pencil), &cx.text("meeting-ink-notes"), any).clicked() && any
        {
            send(cx, MeetingCommand::InkToAnnotations);
        }
        if quiet_button(ui, Some(Icon::X), &cx.text("meeting-clear-ink"), any).clicked() && any {
            send(cx, MeetingCommand::ClearInk);
        }
    });
}
