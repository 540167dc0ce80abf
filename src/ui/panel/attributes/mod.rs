//! The attribute table of a layer.
//!
//! Owns how the table is scrolled and what is being typed; rows, order, filter and selection are
//! the session's. One file a part: the bar over the table, its heads with their menus, the rows,
//! the keys. Must not know how rows are found.

mod bar;
mod grid;
mod head;
mod keys;
mod menu;

use egui::{Margin, Ui};
use planmap_app::command::Command;
use planmap_app::table::{SumScope, TableColumn, TableCommand};
use planmap_core::feature::FeatureId;

use crate::panel::PanelContext;
use crate::theme::measure;
use crate::widget::muted;

/// The figure at the foot of each numeric column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum SumKind {
    #[default]
    Sum,
    Mean,
    Min,
    Max,
    Count,
}

impl SumKind {
    const ALL: [Self; 5] = [Self::Sum, Self::Mean, Self::Min, Self::Max, Self::Count];

    fn key(self) -> &'static str {
        match self {
            Self::Sum => "sum-sum",
            Self::Mean => "sum-mean",
            Self::Min => "sum-min",
            Self::Max => "sum-max",
            Self::Count => "sum-count",
        }
    }
}

/// What the tab remembers between frames.
#[derive(Default)]
pub struct AttributesTab {
    /// The first row in view, with the part of it that is above; f64 since a million rows are more
    /// points than an f32 counts.
    top: f64,
    /// Points that the columns are moved to the left.
    left: f32,
    layer: Option<String>,
    /// The row that the table was scrolled to last.
    followed: Option<FeatureId>,
    sum: SumKind,
    draft: Option<menu::Draft>,
    moving: Option<TableColumn>,
}

/// Points of height from which the sums and what is chosen for them have a place beside the rows.
const LEAST_WITH_SUMS: f32 = 190.0;

fn send(cx: &mut PanelContext<'_>, command: TableCommand) {
    cx.send.push(Command::Table(command));
}

impl AttributesTab {
    /// The rows take the keyboard as soon as they are there.
    pub(crate) fn ask_for_keys(ctx: &egui::Context) {
        ctx.data_mut(|d| d.insert_temp(Self::asked_for_keys(), ()));
    }

    fn asked_for_keys() -> egui::Id {
        egui::Id::unique("attributes-take-keys")
    }

    /// Draws the tab.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>) {
        let table = cx.session.table();
        if self.layer.as_deref() != table.layer() {
            *self =
                Self { layer: table.layer().map(str::to_owned), sum: self.sum, ..Self::default() };
        }
        egui::Frame::new().inner_margin(Margin::symmetric(measure::MARGIN as i8, 4)).show(
            ui,
            |ui| {
                // Where there is little room, rows come before sums.
                let with_sums = ui.available_height() >= LEAST_WITH_SUMS;
                self.bar(ui, cx, with_sums);
            },
        );
        match (table.layer(), table.source()) {
            (None, _) => notice(ui, &cx.text("attributes-none")),
            (Some(_), None) => notice(ui, &cx.text("attributes-reading")),
            (Some(_), Some(source)) => self.grid(ui, cx, source),
        }
    }
}

fn notice(ui: &mut Ui, text: &str) {
    egui::Frame::new().inner_margin(Margin::symmetric(measure::MARGIN as i8, 8)).show(ui, |ui| {
        muted(ui, text);
    });
}

fn scope_key(scope: SumScope) -> String {
    format!("sum-of-{}", scope.as_str())
}
