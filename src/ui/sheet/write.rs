//! The file that is written: its kind, its place, the export that is running and how it ended.

use std::path::PathBuf;

use egui::Ui;
use lucide_icons::Icon;
use planmap_app::command::Command;
use planmap_app::export::{Format, failure_text};
use planmap_app::sheet::{ExportEnd, SheetCommand, SheetState};

use super::SheetView;
use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{muted, number_drag, primary_button, quiet_button, segment, wrapped};

impl SheetView {
    pub(super) fn write(&mut self, ui: &mut Ui, cx: &mut PanelContext<'_>, state: &SheetState) {
        let mut new = state.settings.clone();
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            for format in Format::ALL {
                if segment(ui, new.format == format, &format.ending().to_uppercase()).clicked() {
                    new.format = format;
                }
            }
            if new.format == Format::Png {
                let name = ui.label(cx.text("sheet-dpi"));
                let field =
                    number_drag(&mut new.dpi, "", cx.session.language()).range(20.0..=1200.0);
                ui.add(field.max_decimals(0)).labelled_by(name.id);
            }
        });
        let name = ui.label(cx.text("sheet-file"));
        ui.add(egui::TextEdit::singleline(&mut self.path).desired_width(f32::INFINITY))
            .labelled_by(name.id);
        let path = cx.session.path_of(&self.path);
        if path.is_file() {
            muted(ui, &cx.text("sheet-file-replace"));
        }
        ui.add_space(4.0);
        if let Some(progress) = &state.running {
            ui.add(egui::ProgressBar::new(progress.share().unwrap_or(0.0)).desired_height(6.0));
            if quiet_button(ui, Some(Icon::X), &cx.text("sheet-cancel"), true).clicked() {
                cx.send.push(Command::Sheet(SheetCommand::Cancel));
            }
            return;
        }
        ui.horizontal(|ui| {
            let typed = !self.path.trim().is_empty();
            if primary_button(ui, Some(Icon::Download), &cx.text("sheet-write"), typed).clicked() {
                cx.send.push(Command::Sheet(SheetCommand::Export(path.clone())));
            }
            if quiet_button(
                ui,
                Some(Icon::Search),
                &cx.text("sheet-choose"),
                !self.chooser.is_open(),
            )
            .clicked()
            {
                let (name, ending) =
                    (path.file_name().map(std::ffi::OsStr::to_os_string), new.format.ending());
                let folder = path.parent().map_or_else(PathBuf::new, std::path::Path::to_path_buf);
                self.chooser.open(move |d| {
                    let name = name.unwrap_or_default().to_string_lossy().into_owned();
                    let d = d.add_filter(ending.to_uppercase(), &[ending]).set_directory(folder);
                    d.set_file_name(name).save_file().into_iter().collect()
                });
            }
        });
        match &state.end {
            Some(ExportEnd::Done(files)) => {
                if let Some(first) = files.first() {
                    wrapped(
                        ui,
                        &first.display().to_string(),
                        size::SMALL,
                        Weight::Medium,
                        tokens(ui).text,
                    );
                    if quiet_button(ui, Some(Icon::FolderOpen), &cx.text("sheet-show-folder"), true)
                        .clicked()
                    {
                        cx.send.push(Command::Sheet(SheetCommand::ShowInFolder(first.clone())));
                    }
                }
            }
            Some(ExportEnd::Cancelled) => {
                muted(ui, &cx.text("sheet-cancelled"));
            }
            Some(ExportEnd::Failed(reason)) => {
                let text = cx.words.text_with(
                    "sheet-failed",
                    &[("reason", (&failure_text(reason, cx.session.language())).into())],
                );
                ui.colored_label(ui.visuals().error_fg_color, text);
            }
            None => {}
        }
        if new != state.settings {
            if new.format != state.settings.format {
                self.path = PathBuf::from(&self.path)
                    .with_extension(new.format.ending())
                    .display()
                    .to_string();
            }
            cx.send.push(Command::Sheet(SheetCommand::Set(Box::new(new))));
        }
    }
}
