//! Notices: what is said over the map for a while, and the list of all that was said.

use egui::{CornerRadius, Frame, Margin, PopupCloseBehavior, ScrollArea, Stroke, Ui};
use lucide_icons::Icon;
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::command::{Command, ViewCommand};
use planmap_app::desk::notice::{NoticeGroup, groups};
use planmap_app::desk::{DeskCommand, Notice, NoticeAction};
use planmap_app::draft::WorkField;
use planmap_core::Severity;
use planmap_core::i18n::{Arg, Words};

use crate::panel::PanelContext;
use crate::theme::{ChipColours, Tokens, Weight, size, tokens};
use crate::widget::{hairline, icon_button, icon_text, label, muted, quiet_button, text_job};

/// Width of a notice over the map in points.
const WIDTH: f32 = 460.0;
/// Width that the words of a notice have at least.
const LEAST_TEXT: f32 = 100.0;
/// Width of the list.
const LIST: f32 = 400.0;

fn colours(t: &Tokens, severity: Severity) -> (ChipColours, Icon) {
    match severity {
        Severity::Error => (t.conflicts, Icon::CircleAlert),
        Severity::Warning => (t.schematic, Icon::TriangleAlert),
        Severity::Note => (t.indicative, Icon::Info),
    }
}

/// A notice in words.
fn text_of(words: &Words, notice: &Notice) -> String {
    // Steps, fields and kinds go by the keys of their words.
    let args = notice.args.iter().map(|(name, value)| {
        let in_words = if matches!(*name, "step" | "field" | "kind") {
            words.text(value)
        } else {
            value.clone()
        };
        (*name, in_words)
    });
    let args: Vec<(&str, String)> = args.collect();
    let mut args: Vec<(&str, Arg<'_>)> =
        args.iter().map(|(name, value)| (*name, Arg::Text(value))).collect();
    args.extend(notice.count.map(|n| ("count", Arg::Count(n))));
    let reason = notice.issue.as_ref().map(|issue| issue.message(words)).unwrap_or_default();
    args.push(("reason", Arg::Text(&reason)));
    words.text_with(notice.key, &args)
}

/// What a notice was asked to do that only the window can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// To open the list of what is wrong with the data.
    Issues,
    /// To go to a field in which something was typed.
    Field(WorkField),
}

fn action(ui: &mut Ui, cx: &mut PanelContext<'_>, notice: &Notice) -> Option<Asked> {
    let (key, icon, command) = match &notice.action {
        Some(NoticeAction::ShowIssues) => {
            let shown =
                quiet_button(ui, Some(Icon::TriangleAlert), &cx.text("notice-show-issues"), true)
                    .clicked();
            return shown.then_some(Asked::Issues);
        }
        Some(NoticeAction::OpenField(field)) => {
            let opened =
                quiet_button(ui, Some(Icon::PencilLine), &cx.text("notice-typed-open"), true)
                    .clicked();
            if opened {
                cx.send.push(Command::DismissNotice(notice.id));
            }
            return opened.then(|| Asked::Field(field.clone()));
        }
        Some(NoticeAction::ZoomToLayer { id, name }) => {
            let name = name.get(cx.session.language());
            let text = cx.words.text_with("notice-zoom-to", &[("name", name.into())]);
            if quiet_button(ui, Some(Icon::ZoomIn), &text, true).clicked() {
                cx.send.push(Command::View(ViewCommand::ZoomToLayer(id.clone())));
                cx.send.push(Command::DismissNotice(notice.id));
            }
            return None;
        }
        Some(NoticeAction::Undo(steps)) if *steps < 0 => {
            ("redo", Icon::Redo2, Command::Annotate(AnnotateCommand::Travel(*steps)))
        }
        Some(NoticeAction::Undo(steps)) => {
            ("undo", Icon::Undo2, Command::Annotate(AnnotateCommand::Travel(*steps)))
        }
        Some(NoticeAction::ShowInFolder(path)) => (
            "notice-show-folder",
            Icon::FolderOpen,
            Command::Desk(DeskCommand::ShowInFolder(path.clone())),
        ),
        None => return None,
    };
    if quiet_button(ui, Some(icon), &cx.text(key), true).clicked() {
        cx.send.push(command);
        cx.send.push(Command::DismissNotice(notice.id));
    }
    None
}

/// The notices that are on the screen, one for each kind. While the pointer is on one, none of them
/// goes.
pub fn toasts(ui: &mut Ui, cx: &mut PanelContext<'_>) -> Option<Asked> {
    let session = cx.session;
    let (shown, left_over) = groups(session.notices());
    let mut asked = None;
    for group in &shown {
        asked = toast(ui, cx, group).or(asked);
    }
    if left_over > 0 {
        muted(ui, &cx.words.text_with("notices-left-over", &[("count", left_over.into())]));
    }
    let read = !session.notices().is_empty() && ui.rect_contains_pointer(ui.min_rect());
    if read != session.holds_notices() {
        cx.send.push(Command::Desk(DeskCommand::HoldNotices(read)));
    }
    if let Some(seconds) = session.next_notice_s() {
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(seconds.max(0.05)));
    }
    asked
}

/// One kind: the words of its newest notice, how many others there are, what can be done.
fn toast(ui: &mut Ui, cx: &mut PanelContext<'_>, group: &NoticeGroup<'_>) -> Option<Asked> {
    let notice = group.newest;
    let (c, icon) = colours(tokens(ui), notice.severity);
    let frame = Frame::new()
        .fill(c.fill)
        .stroke(Stroke::new(1.0, c.edge))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::symmetric(12, 6));
    let mut text = text_of(cx.words, notice);
    if !group.others.is_empty() {
        let more = cx.words.text_with("notices-same-kind", &[("count", group.others.len().into())]);
        text = format!("{text} {more}");
    }
    let mut asked = None;
    let width = WIDTH.min(ui.available_width());
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(icon_text(icon, 15.0, c.text));
            let taken = if notice.action.is_some() { 200.0 } else { 80.0 };
            ui.scope(|ui| {
                ui.set_max_width((width - taken).max(LEAST_TEXT));
                ui.add(
                    egui::Label::new(text_job(&text, size::BODY, Weight::Regular, c.text)).wrap(),
                );
            });
            asked = action(ui, cx, notice);
            if icon_button(ui, Icon::X, &cx.text("close"), 22.0, true).clicked() {
                let all = group.others.iter().chain([&notice]);
                cx.send.extend(all.map(|notice| Command::DismissNotice(notice.id)));
            }
        });
    });
    asked
}

/// The bell in the status bar: how many notices nobody has looked at, and the list of all.
pub fn bell(ui: &mut Ui, cx: &mut PanelContext<'_>) -> Option<Asked> {
    let log = cx.session.notice_log();
    let unread = log.unread();
    let name = match unread {
        0 => cx.text("notices-title"),
        count => cx.words.text_with("notices-unread", &[("count", count.into())]),
    };
    // The dot stands for the number, which the name tells: a widget more or less here would make the
    // bell another one and close its list.
    let icon = if unread > 0 { Icon::BellDot } else { Icon::Bell };
    let button = icon_button(ui, icon, &name, 22.0, true);
    if button.clicked() && unread > 0 {
        cx.send.push(Command::Desk(DeskCommand::NoticesSeen));
    }
    let list = egui::Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    list.show(|ui| log_list(ui, cx)).and_then(|shown| shown.inner)
}

fn log_list(ui: &mut Ui, cx: &mut PanelContext<'_>) -> Option<Asked> {
    let t = tokens(ui);
    ui.set_width(LIST);
    let session = cx.session;
    let log = session.notice_log();
    ui.horizontal(|ui| {
        label(ui, &cx.text("notices-title"), size::BODY, Weight::SemiBold, t.text);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let any = log.iter().len() > 0;
            if any
                && quiet_button(ui, Some(Icon::Trash2), &cx.text("notices-clear"), true).clicked()
            {
                cx.send.push(Command::Desk(DeskCommand::ClearNotices));
            }
        });
    });
    hairline(ui);
    if log.iter().len() == 0 {
        ui.add_space(4.0);
        muted(ui, &cx.text("notices-empty"));
        return None;
    }
    let mut asked = None;
    ScrollArea::vertical()
        .id_salt("notice-list")
        .max_height(320.0)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for notice in log.iter() {
                let (c, icon) = colours(t, notice.severity);
                ui.horizontal_top(|ui| {
                    ui.label(icon_text(icon, 14.0, c.text));
                    ui.vertical(|ui| {
                        let text = text_of(cx.words, notice);
                        ui.add(
                            egui::Label::new(text_job(&text, size::BODY, Weight::Regular, t.text))
                                .wrap()
                                .selectable(true),
                        );
                        muted(ui, &notice.time);
                        if let Some(now) = action(ui, cx, notice) {
                            asked = Some(now);
                        }
                    });
                });
                ui.add_space(2.0);
            }
        });
    asked
}
