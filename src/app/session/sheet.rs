//! Sheets in the session: commands, and what their jobs bring.

use std::sync::Arc;

use planmap_core::Severity;
use planmap_core::crash::Part;
use planmap_draw::picture::{PictureOptions, render};
use planmap_draw::raster::Pixels;
use planmap_paper::MapSetSum;

use super::Session;
use super::loading::Message;
use crate::export::{ExportError, Reports, SiteSheetData, map_set_files, templates};
use crate::sheet::{
    ExportEnd, SheetCommand, SheetContent, SheetData, SheetMessage, SheetState, show_in_folder,
};

impl Session {
    /// The sheet that is being made.
    #[must_use]
    pub fn sheet(&self) -> Option<&SheetState> {
        self.sheet.as_ref()
    }

    /// A picture that waits to be put on the clipboard.
    pub fn take_copied(&mut self) -> Option<Pixels> {
        self.copied.take()
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn apply_sheet(&mut self, command: SheetCommand) {
        match command {
            SheetCommand::Open => {
                let site_data = SiteSheetData::of(self, MapSetSum::None);
                let data = SheetData::new(site_data, Reports::of(self), map_set_files(self));
                let (templates, wrong) = templates(self.root());
                for (file, error) in wrong {
                    let args =
                        vec![("file", file.display().to_string()), ("reason", error.to_string())];
                    self.notify(Severity::Warning, "notice-template-failed", args);
                }
                let site = self.selection.site.clone();
                let state = SheetState::new(
                    data,
                    templates,
                    self.viewport(),
                    site.as_deref(),
                    self.language(),
                );
                let mut settings = state.settings.clone();
                // What was typed before the program ended stands there again.
                for (part, text) in self.typed_sheet_texts() {
                    *part.of(&mut settings.spec.fields) = text;
                }
                self.sheet = Some(state);
                self.apply_sheet(SheetCommand::Set(Box::new(settings)));
            }
            SheetCommand::OpenSite(id) => {
                self.apply_sheet(SheetCommand::Open);
                if let Some(mut settings) = self.sheet.as_ref().map(|s| s.settings.clone()) {
                    settings.content = SheetContent::SiteSheet(id);
                    self.apply_sheet(SheetCommand::Set(Box::new(settings)));
                }
            }
            SheetCommand::OpenReport(content) => {
                self.apply_sheet(SheetCommand::Open);
                if let Some(mut settings) = self.sheet.as_ref().map(|s| s.settings.clone()) {
                    settings.content = content;
                    self.apply_sheet(SheetCommand::Set(Box::new(settings)));
                }
            }
            SheetCommand::Close => {
                self.apply_sheet(SheetCommand::Cancel);
                self.sheet = None;
                self.forget_sheet_texts();
            }
            SheetCommand::Set(settings) => {
                if let Some(state) = &mut self.sheet {
                    let work = state.set(*settings);
                    self.jobs.spawn(move || Message::Sheet(work()));
                }
            }
            SheetCommand::Export(path) => {
                if let Some(state) = self.sheet.as_mut().filter(|s| s.running.is_none()) {
                    let work = state.export(path);
                    let failed = |crash| {
                        SheetMessage::End(ExportEnd::Failed(Arc::new(ExportError::Crashed(crash))))
                    };
                    let on_crash = move |crash| Message::Sheet(failed(crash));
                    self.jobs.spawn_part(Part::Exporter, move || Message::Sheet(work()), on_crash);
                }
            }
            SheetCommand::Cancel => {
                if let Some(progress) = self.sheet.as_ref().and_then(|s| s.running.as_ref()) {
                    progress.cancel();
                }
            }
            SheetCommand::CopyMap => self.copy_map(),
            SheetCommand::ShowInFolder(path) => {
                if show_in_folder(&path).is_err() {
                    self.notify(
                        Severity::Note,
                        "notice-no-file-manager",
                        vec![("path", path.display().to_string())],
                    );
                }
            }
        }
    }

    #[deny(clippy::wildcard_enum_match_arm)]
    pub(super) fn take_sheet(&mut self, message: SheetMessage) {
        match message {
            SheetMessage::Preview(preview) => {
                if let Some(state) = &mut self.sheet {
                    state.take_preview(preview);
                }
            }
            SheetMessage::End(end) => {
                if let ExportEnd::Done(files) = &end
                    && let Some(first) = files.first()
                {
                    self.notify(
                        Severity::Note,
                        "notice-sheet-written",
                        vec![("path", first.display().to_string())],
                    );
                }
                if let Some(state) = &mut self.sheet {
                    state.running = None;
                    state.end = Some(end);
                }
            }
            SheetMessage::Copy(pixels) => {
                self.copied = Some(pixels);
                self.notify(Severity::Note, "notice-map-copied", Vec::new());
            }
        }
    }

    /// Draws the view at twice the screen's resolution on a worker.
    fn copy_map(&mut self) {
        const RATIO: f32 = 2.0;
        let (scene, view) = (Arc::clone(&self.scene.map), *self.viewport());
        let (w, h) = view.size();
        let side = |v: f64| (v * f64::from(RATIO)).round().clamp(1.0, 16_000.0) as u32;
        let options = PictureOptions {
            width_px: side(w),
            height_px: side(h),
            pixels_per_point: RATIO,
            labels: true,
            furniture: true,
            language: self.language(),
            selected_site: self.selection.site.clone(),
        };
        self.jobs.spawn(move || {
            Message::Sheet(SheetMessage::Copy(render(&scene, &view, &options).pixels))
        });
    }
}
