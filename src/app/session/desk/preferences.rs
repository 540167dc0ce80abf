//! What the settings dialog changes, and the folder that the user's files lie in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use planmap_core::i18n::{format_area, format_exact_area};
use planmap_data::cache::Cache;
use planmap_data::catalogue::is_catalogue;

use crate::analysis::{AnalysisCommand, VersionsCommand};
use crate::annotate_command::AnnotateCommand;
use crate::audit::AuditCommand;
use crate::command::Command;
use crate::desk::Preference;
use crate::meeting::MeetingCommand;
use crate::register::RegisterCommand;
use crate::session::{Keeping, Session};
use crate::settings::StartMode;
use crate::sheet::SheetCommand;
use crate::table::TableCommand;

impl Session {
    /// Takes a choice of the settings dialog: it holds from now on and after every start.
    pub(super) fn prefer(&mut self, preference: Preference) {
        match preference {
            Preference::Author(name) => {
                name.trim().clone_into(&mut self.settings.author);
                self.sign_with_author();
            }
            Preference::StartMode(mode) => {
                self.settings.start_mode = mode;
                self.set_editor(mode == StartMode::Editing);
            }
            Preference::Folder(folder) => self.settings.folders.chosen = folder,
            Preference::AreaUnit(unit) => self.settings.area_unit = unit,
            Preference::Csv(choice) => self.settings.csv = choice,
            Preference::CacheLimit(limit) => {
                self.settings.cache_limit = limit;
                self.limit_cache();
            }
        }
    }

    /// Gives new annotations the name from the settings, else the one that the system knows.
    pub(in crate::session) fn sign_with_author(&mut self) {
        let chosen = self.settings.author.clone();
        if let Some(keeping) = self.annotations.keeping_mut() {
            keeping.author =
                if chosen.is_empty() { Keeping::of_this_computer().author } else { chosen };
        }
    }

    /// Holds the cache to the size in the settings, now and from now on.
    pub(in crate::session) fn limit_cache(&mut self) {
        let Some(cache) = &self.cache else {
            return;
        };
        let limited =
            Arc::new(Cache::new(cache.folder().to_owned(), self.settings.cache_limit.bytes()));
        self.cache = Some(Arc::clone(&limited));
        // Deleting may take a while on a slow disk; nobody waits for it.
        let trimming = move || limited.trim();
        let started = std::thread::Builder::new().name("cache-trim".to_owned()).spawn(trimming);
        if let Err(error) = started {
            tracing::warn!("the cache is not trimmed now: {error}");
        }
    }

    /// An area in words, in the unit from the settings.
    #[must_use]
    pub fn area_text(&self, area_m2: f64) -> String {
        format_area(area_m2, self.settings.area_unit, self.settings.language)
    }

    /// The same to the square metre, for what is measured or compared.
    #[must_use]
    pub fn exact_area_text(&self, area_m2: f64) -> String {
        format_exact_area(area_m2, self.settings.area_unit, self.settings.language)
    }

    /// The file that a typed text means; a bare name lies in the folder of the user's files.
    #[must_use]
    pub fn path_of(&self, typed: &str) -> PathBuf {
        self.settings.folders.path_of(typed)
    }

    /// A path for a new file in the folder of the user's files, which is not taken yet.
    #[must_use]
    pub fn free_path(&self, name: &str, extension: &str) -> PathBuf {
        crate::places::free_path(&self.settings.folders.current(), name, extension)
    }

    /// Remembers the folder of a file that a command opens or saves.
    pub(in crate::session) fn remember_folder(&mut self, command: &Command) {
        let folder = file_of(command).and_then(Path::parent).filter(|folder| folder.is_absolute());
        if let Some(folder) = folder {
            self.settings.folders.last = Some(folder.to_owned());
        }
    }
}

/// The file that a command opens or saves for the user, where there is one.
fn file_of(command: &Command) -> Option<&Path> {
    let path = match command {
        Command::Open(paths) => paths.iter().rfind(|path| path.is_file() && !is_catalogue(path))?,
        Command::Annotate(
            AnnotateCommand::OpenSet(path)
            | AnnotateCommand::SaveAs(_, path)
            | AnnotateCommand::Merge(path),
        )
        | Command::Sheet(SheetCommand::Export(path))
        | Command::Register(RegisterCommand::SaveCsv(_, path))
        | Command::Table(TableCommand::SaveCsv(path))
        | Command::Meeting(
            MeetingCommand::SaveSteps(path)
            | MeetingCommand::OpenSteps(path)
            | MeetingCommand::ExportMinutes(path)
            | MeetingCommand::ExportSlides(path),
        )
        | Command::Analysis(
            AnalysisCommand::SaveCorners(path)
            | AnalysisCommand::SaveBalance(path)
            | AnalysisCommand::SavePlaces(path)
            | AnalysisCommand::Versions(VersionsCommand::SaveCsv(path))
            | AnalysisCommand::Audit(AuditCommand::SaveCsv(path) | AuditCommand::SaveGeoJson(path)),
        ) => path,
        _ => return None,
    };
    Some(path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::bottom::BottomTab;
    use crate::desk::DeskCommand;
    use crate::settings::{CacheLimit, Settings};
    use crate::text_table::{CsvChoice, CsvSeparator, DecimalSign};
    use planmap_core::i18n::AreaUnit;

    fn session() -> Session {
        Session::new(Settings::default(), Arc::new(|| {}))
    }

    #[test]
    fn what_is_chosen_holds_at_once_and_is_in_the_settings() {
        let dir = tempfile::tempdir().unwrap();
        let mut session = session();
        session.keep_annotations(Keeping::default());
        session.keep_large_files(Cache::new(dir.path().to_owned(), 1 << 30));
        // Two entries of earlier files; one of them is too much for a cache of nothing.
        for name in ["a", "b"] {
            std::fs::write(dir.path().join(name).with_extension("planmap-cache"), [0; 64]).unwrap();
        }
        for preference in [
            Preference::Author("  Lò Thị Mai ".to_owned()),
            Preference::StartMode(StartMode::Editing),
            Preference::AreaUnit(AreaUnit::SquareMetres),
            Preference::Csv(CsvChoice {
                separator: CsvSeparator::Tab,
                decimal: DecimalSign::Point,
            }),
            Preference::Folder(Some(dir.path().to_owned())),
            Preference::CacheLimit(CacheLimit::nearest(0)),
        ] {
            session.apply(Command::Desk(DeskCommand::Prefer(preference)));
        }
        assert_eq!(session.settings().author, "Lò Thị Mai");
        assert_eq!(session.annotations.keeping_mut().unwrap().author, "Lò Thị Mai");
        assert!(session.settings().editor, "editing is on now, not only after the next start");
        assert_eq!(session.area_text(20_500.0), "20.500 m²");
        assert_eq!(session.path_of("a.csv"), dir.path().join("a.csv"));
        assert_eq!(session.settings().csv.separator, CsvSeparator::Tab);
        let start = std::time::Instant::now();
        while std::fs::read_dir(dir.path()).unwrap().count() > 0 {
            assert!(start.elapsed().as_secs() < 60, "the cache is not trimmed");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        session.apply(Command::Desk(DeskCommand::Prefer(Preference::Author(String::new()))));
        assert_eq!(
            session.annotations.keeping_mut().unwrap().author,
            Keeping::of_this_computer().author
        );
    }

    #[test]
    fn the_folder_of_the_last_file_is_where_the_next_one_goes() {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut session = session();
        session.apply(Command::Register(RegisterCommand::SaveCsv(
            BottomTab::Projects,
            first.path().join("a.csv"),
        )));
        assert_eq!(session.path_of("b.csv"), first.path().join("b.csv"));
        let file = second.path().join("lots.geojson");
        std::fs::write(&file, r#"{"type":"FeatureCollection","features":[]}"#).unwrap();
        session.apply(Command::Open(vec![file]));
        assert_eq!(session.free_path("Chỉ tiêu", "csv"), second.path().join("Chỉ-tiêu.csv"));
        // A map set is read, not written: its folder may be the program's own.
        std::fs::write(first.path().join("catalogue.toml"), "").unwrap();
        session.apply(Command::Open(vec![first.path().to_owned()]));
        assert_eq!(session.path_of("b.csv"), second.path().join("b.csv"));
        session.wait_until_loaded();
    }
}
