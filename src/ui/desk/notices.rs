//! Notices: what is said over the map for a while, and the list of all that was said.

use egui::{CornerRadius, Frame, Margin, PopupCloseBehavior, ScrollArea, Stroke, Ui};
use lucide_icons::Icon;
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::command::Command;
use planmap_app::desk::{DeskCommand, Notice, NoticeAction};
use planmap_core::Severity;
use planmap_core::i18n::{Arg, Words};

use crate::panel::PanelContext;
use crate::theme::{ChipColours, Tokens, Weight, size, tokens};
use crate::widget::{hairline, icon_button, icon_text, label, muted, quiet_button, text_job};

/// Width of a notice over the map in points.
const WIDTH: f32 = 460.0;
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
    let mut args: Vec<(&str, Arg<'_>)> = notice.args.iter().map(|(k, v)| (*k, Arg::Text(v))).collect();
    args.extend(notice.count.map(|n| ("count", Arg::Count(n))));
    words.text_with(notice.key, &args)
}

fn action(ui: &mut Ui, cx: &mut PanelContext<'_>, notice: &Notice) {
    let (key, icon, command) = match &notice.action {
        Some(NoticeAction::Undo(steps)) => ("undo", Icon::Undo2, Command::Annotate(AnnotateCommand::Travel(*steps))),
        Some(NoticeAction::ShowInFolder(path)) => {
            ("notice-show-folder", Icon::FolderOpen, Command::Desk(DeskCommand::ShowInFolder(path.clone())))
        }
        None => return,
    };
    if quiet_button(ui, Some(icon), &cx.text(key), true).clicked() {
        cx.send.push(command);
        cx.send.push(Command::DismissNotice(notice.id));
    }
}

/// The notices that are on the screen. While the pointer is on one, none of them goes.
pub fn toasts(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let t = tokens(ui);
    let session = cx.session;
    for notice in session.notices() {
        let (c, icon) = colours(t, notice.severity);
        Frame::new()
            .fill(c.fill)
            .stroke(Stroke::new(1.0, c.edge))
            .corner_radius(CornerRadius::same(8))
            .inner_margin(Margin::symmetric(12, 6))
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.label(icon_text(icon, 15.0, c.text));
                    let text = text_of(cx.words, notice);
                    let taken = if notice.action.is_some() { 200.0 } else { 80.0 };
                    ui.scope(|ui| {
                        ui.set_max_width(WIDTH - taken);
                        ui.add(egui::Label::new(text_job(&text, size::BODY, Weight::Regular, c.text)).wrap());
                    });
                    action(ui, cx, notice);
                    if icon_button(ui, Icon::X, &cx.text("close"), 22.0, true).clicked() {
                        cx.send.push(Command::DismissNotice(notice.id));
                    }
                });
            });
    }
    let read = !session.notices().is_empty() && ui.rect_contains_pointer(ui.min_rect());
    if read != session.holds_notices() {
        cx.send.push(Command::Desk(DeskCommand::HoldNotices(read)));
    }
    if let Some(seconds) = session.next_notice_s() {
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(seconds.max(0.05)));
    }
}

/// The bell in the status bar: how many notices nobody has looked at, and the list of all.
pub fn bell(ui: &mut Ui, cx: &mut PanelContext<'_>) {
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
    egui::Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| list(ui, cx));
}

fn list(ui: &mut Ui, cx: &mut PanelContext<'_>) {
    let t = tokens(ui);
    ui.set_width(LIST);
    let session = cx.session;
    let log = session.notice_log();
    ui.horizontal(|ui| {
        label(ui, &cx.text("notices-title"), size::BODY, Weight::SemiBold, t.text);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let any = log.iter().len() > 0;
            if any && quiet_button(ui, Some(Icon::Trash2), &cx.text("notices-clear"), true).clicked() {
                cx.send.push(Command::Desk(DeskCommand::ClearNotices));
            }
        });
    });
    hairline(ui);
    if log.iter().len() == 0 {
        ui.add_space(4.0);
        muted(ui, &cx.text("notices-empty"));
        return;
    }
    ScrollArea::vertical().id_salt("notice-list").max_height(320.0).auto_shrink([false, true]).show(ui, |ui| {
        for notice in log.iter() {
            let (c, icon) = colours(t, notice.severity);
            ui.horizontal_top(|ui| {
                ui.label(icon_text(icon, 14.0, c.text));
                ui.vertical(|ui| {
                    let text = text_of(cx.words, notice);
                    ui.add(
                        egui::Label::new(text_job(&text, size::BODY, Weight::Regular, t.text)).wrap().selectable(true),
                    );
                    muted(ui, &notice.time);
                    action(ui, cx, notice);
                });
            });
            ui.add_space(2.0);
        }
    });
}
