//! All annotations as a list: filtered, sorted, a click chooses and goes there.

use egui::{ComboBox, ScrollArea, Sense, TextEdit, Ui};
use planmap_app::annotate_command::AnnotateCommand;
use planmap_app::clock::local_from_utc;
use planmap_app::command::Command;
use planmap_app::ids::{AnnotationRef, SetId};
use planmap_core::annotation::{Annotation, Status};
use planmap_core::collate::sort_key;

use super::kind_icon;
use crate::panel::PanelContext;
use crate::theme::{measure, tokens};
use crate::widget::{Lead, Row, chip, inside, label, muted, option_value};

/// What the list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Sort {
    #[default]
    Time,
    Title,
    Status,
    Author,
    Kind,
}

impl Sort {
    const ALL: [Self; 5] = [Self::Time, Self::Title, Self::Status, Self::Author, Self::Kind];

    fn key(self) -> &'static str {
        match self {
            Self::Time => "sort-time",
            Self::Title => "sort-title",
            Self::Status => "sort-status",
            Self::Author => "sort-author",
            Self::Kind => "sort-kind",
        }
    }
}

/// What the shown sets hold: which, after how many edits, how many annotations. The pointer's moves
/// change none of it, and ten thousand rows are not to be sorted for each.
type Contents = Vec<(SetId, u64, usize)>;

/// What the list remembers between frames.
#[derive(Default)]
pub struct NotesTab {
    filter: String,
    status: Option<Status>,
    sort: Sort,
    made_for: Option<(Contents, String, Option<Status>, Sort)>,
    rows: Vec<AnnotationRef>,
}

impl NotesTab {
    /// Draws the list.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        self.prepare(cx);
        self.controls(ui, cx);
        let notes = cx.session.annotations();
        let unplaced: Vec<&str> = if self.filter.is_empty() && self.status.is_none() {
            let shown = notes.sets().iter().filter(|s| s.visible);
            shown.flat_map(|s| s.unplaced.iter().map(String::as_str)).collect()
        } else {
            Vec::new()
        };
        if self.rows.is_empty() && unplaced.is_empty() {
            let key = if notes.is_empty() { "list-empty" } else { "list-none-match" };
            egui::Frame::new()
                .inner_margin(measure::MARGIN)
                .show(ui, |ui| muted(ui, &cx.text(key)));
            return;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let rows = &self.rows;
        ScrollArea::vertical().id_salt("notes").auto_shrink(false).show_rows(
            ui,
            measure::ROW_TALL,
            rows.len() + unplaced.len(),
            |ui, shown| {
                for i in shown {
                    match rows.get(i) {
                        Some(what) => row(ui, cx, what),
                        None => unplaced_row(ui, cx, unplaced[i - rows.len()]),
                    }
                }
            },
        );
    }

    fn controls(&mut self, ui: &mut Ui, cx: &PanelContext<'_>) {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(measure::MARGIN as i8, 6)).show(
            ui,
            |ui| {
                ui.horizontal_wrapped(|ui| {
                    let hint = cx.text("list-filter-hint");
                    let name = ui.label(crate::widget::text_job(
                        &cx.text("list-filter"),
                        crate::theme::size::BODY,
                        crate::theme::Weight::Regular,
                        tokens(ui).muted,
                    ));
                    let edit =
                        TextEdit::singleline(&mut self.filter).desired_width(240.0).hint_text(hint);
                    ui.add(edit).labelled_by(name.id);
                    let text = |s: Option<Status>| match s {
                        Some(s) => cx.words.text(&format!("status-{}", s.as_str())),
                        None => cx.words.text("list-all"),
                    };
                    let combo = ComboBox::from_id_salt("notes-status")
                        .selected_text(text(self.status))
                        .show_ui(ui, |ui| {
                            for s in std::iter::once(None).chain(Status::ALL.map(Some)) {
                                option_value(ui, &mut self.status, s, text(s));
                            }
                        });
                    combo.response.accessible_name(cx.text("annotation-status"));
                    muted_inline(ui, &cx.text("list-sort"));
                    let now = cx.text(self.sort.key());
                    let combo =
                        ComboBox::from_id_salt("notes-sort").selected_text(now).show_ui(ui, |ui| {
                            for s in Sort::ALL {
                                option_value(ui, &mut self.sort, s, cx.words.text(s.key()));
                            }
                        });
                    combo.response.accessible_name(cx.text("list-sort"));
                    let counts = [
                        ("shown", self.rows.len().into()),
                        ("count", cx.session.annotations().len().into()),
                    ];
                    muted_inline(ui, &cx.words.text_with("list-count", &counts));
                });
            },
        );
    }

    /// Filters and sorts anew when something has changed: ten thousand rows are not sorted a frame.
    fn prepare(&mut self, cx: &PanelContext<'_>) {
        let notes = cx.session.annotations();
        let shown = notes.sets().iter().filter(|s| s.visible);
        let contents: Contents = shown.map(|s| (s.id, s.turns.0, s.set.len())).collect();
        let key = (contents, self.filter.clone(), self.status, self.sort);
        if self.made_for.as_ref() == Some(&key) {
            return;
        }
        let wanted = self.filter.to_lowercase();
        let matches = |a: &Annotation| {
            self.status.is_none_or(|s| s == a.status)
                && (wanted.is_empty()
                    || [&a.title, &a.body, &a.author]
                        .into_iter()
                        .any(|t| t.to_lowercase().contains(&wanted)))
        };
        let name_of = |a: &Annotation| match self.sort {
            Sort::Title => sort_key(&a.title),
            Sort::Author => sort_key(&a.author),
            _ => Vec::new(),
        };
        let mut found: Vec<(AnnotationRef, &Annotation, Vec<u8>)> = Vec::new();
        for open in notes.sets().iter().filter(|s| s.visible) {
            let all = open.set.iter().filter(|a| matches(a));
            found.extend(all.map(|a| {
                (AnnotationRef { set: open.id, id: a.id.clone() }, a.as_ref(), name_of(a))
            }));
        }
        // Pins carry their place in time, so that the list counts as the map does.
        found.sort_by(|(_, a, a_name), (_, b, b_name)| {
            let by_time = (&a.created, &a.id).cmp(&(&b.created, &b.id));
            match self.sort {
                Sort::Time => by_time,
                Sort::Title | Sort::Author => a_name.cmp(b_name).then(by_time),
                Sort::Status => a.status.cmp(&b.status).then(by_time),
                Sort::Kind => a.shape.kind.cmp(&b.shape.kind).then(by_time),
            }
        });
        self.rows = found.into_iter().map(|(what, ..)| what).collect();
        self.made_for = Some(key);
    }
}

fn muted_inline(ui: &mut Ui, text: &str) {
    let ink = tokens(ui).muted;
    label(ui, text, crate::theme::size::SMALL, crate::theme::Weight::Regular, ink);
}

/// A feature of the file that has no place: it can be seen here and nothing can be done with it.
fn unplaced_row(ui: &mut Ui, cx: &PanelContext<'_>, title: &str) {
    let untitled = cx.text("annotation-untitled");
    let note = cx.text("list-unplaced");
    let mut row = Row::new(if title.is_empty() { &untitled } else { title });
    row.note = Some(&note);
    row.lead = Lead::Icon(lucide_icons::Icon::MapPinOff);
    row.faded = true;
    row.show(ui, Sense::hover());
}

fn row(ui: &mut Ui, cx: &mut PanelContext<'_>, what: &AnnotationRef) {
    let t = tokens(ui);
    let notes = cx.session.annotations();
    let Some((open, a)) = notes.set(what.set).and_then(|s| Some((s, s.set.get(&what.id)?))) else {
        return;
    };
    let kind = cx.text(&format!("tool-{}", a.shape.kind.as_str()));
    let number = open.drawn.number_of(&a.id).map(|n| format!("{n}. ")).unwrap_or_default();
    let title = if a.title.is_empty() { cx.text("annotation-untitled") } else { a.title.clone() };
    let title = format!("{number}{title}");
    let mut note = vec![kind];
    note.extend(
        [a.author.clone(), local_from_utc(&a.created)].into_iter().filter(|s| !s.is_empty()),
    );
    note.extend(a.body.lines().next().filter(|l| !l.is_empty()).map(str::to_owned));
    let note = note.join(" · ");
    let mut row = Row::new(&title);
    row.note = Some(&note);
    row.lead = Lead::Icon(kind_icon(a.shape.kind));
    row.selected = notes.chosen().contains(what);
    row.reserve = 120.0;
    row.faded = a.status == Status::Closed;
    let response = row.show(ui, Sense::click());
    let status = cx.text(&format!("status-{}", a.status.as_str()));
    let mut place = response.rect;
    place.min.x = place.max.x - 126.0;
    place = place.shrink2(egui::vec2(0.0, 12.0));
    inside(ui, place, |ui| chip(ui, &status, super::editor::status_colours(t, a.status)));
    egui::Popup::context_menu(&response).show(|ui| menu(ui, cx, what));
    if response.clicked() {
        let add = ui.input(|i| i.modifiers.shift || i.modifiers.command);
        let command = AnnotateCommand::Choose { what: what.clone(), add, zoom: !add };
        cx.send.push(Command::Annotate(command));
    }
}

/// What can be done with one annotation, as in its panel.
fn menu(ui: &mut Ui, cx: &mut PanelContext<'_>, what: &AnnotationRef) {
    let choose = |zoom| AnnotateCommand::Choose { what: what.clone(), add: false, zoom };
    for (key, commands) in [
        ("annotation-zoom", vec![choose(true)]),
        ("annotation-duplicate", vec![choose(false), AnnotateCommand::Duplicate]),
        ("annotation-delete", vec![choose(false), AnnotateCommand::Delete]),
    ] {
        if ui.button(cx.text(key)).clicked() {
            cx.send.extend(commands.into_iter().map(Command::Annotate));
            ui.close();
        }
    }
    ui.separator();
    for status in Status::ALL {
        if ui.button(cx.text(&format!("status-{}", status.as_str()))).clicked() {
            cx.send.push(Command::Annotate(AnnotateCommand::SetStatus(what.clone(), status)));
            ui.close();
        }
    }
}
