//! What the program remembers between runs.
//!
//! Owns the settings file in the user's configuration folder. A missing or damaged one means the
//! defaults; it is written atomically. Must not hold anything of a document: that has its own file.

use std::path::{Path, PathBuf};

use planmap_core::i18n::{AreaUnit, Language};
use planmap_core::symbology::Theme;
use serde::{Deserialize, Serialize};

pub use crate::desk::Bookmark;
use crate::desk::DeskSettings;

use crate::bottom::{BottomPanel, BottomTab};
use crate::places::FileFolders;
use crate::text_scale::TextScale;
use crate::text_table::{CsvChoice, CsvSeparator, DecimalSign};

/// Whether the program begins by reading or by editing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StartMode {
    /// Nothing that is drawn or written can be changed by mistake.
    #[default]
    Reading,
    /// Annotations and findings may be changed at once.
    Editing,
}

impl StartMode {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Reading, Self::Editing];

    /// The word that stands in the file of settings.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Editing => "editing",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word)
    }
}

/// How much room on the disk the cache of large files may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheLimit {
    gibibytes: u32,
}

impl CacheLimit {
    /// The sizes on offer in GiB; 0 keeps nothing.
    pub const STEPS_GIB: [u32; 6] = [0, 1, 2, 4, 8, 16];

    /// The size on offer that is nearest to so many GiB.
    #[must_use]
    pub fn nearest(gibibytes: u32) -> Self {
        let nearest = Self::STEPS_GIB.into_iter().min_by_key(|step| step.abs_diff(gibibytes));
        Self { gibibytes: nearest.unwrap_or_default() }
    }

    /// GiB.
    #[must_use]
    pub fn gibibytes(self) -> u32 {
        self.gibibytes
    }

    /// Bytes.
    #[must_use]
    pub fn bytes(self) -> u64 {
        u64::from(self.gibibytes) << 30
    }
}

impl Default for CacheLimit {
    fn default() -> Self {
        Self::nearest((planmap_data::cache::LIMIT_BYTES >> 30) as u32)
    }
}

/// The remembered choices.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Language of the screen.
    pub language: Language,
    /// Theme of window and map.
    pub theme: Theme,
    /// How large the interface is drawn.
    pub text_scale: TextScale,
    /// Whether the left panel is open.
    pub left_open: bool,
    /// Whether the right panel is open.
    pub right_open: bool,
    /// Whether the legend is open.
    pub legend_open: bool,
    /// How the bottom panel stood.
    pub bottom: BottomPanel,
    /// Files opened last, newest first.
    pub recent: Vec<PathBuf>,
    /// Remembered views.
    pub bookmarks: Vec<Bookmark>,
    /// The name that annotations carry; empty takes the system's.
    pub author: String,
    /// Whether annotations and findings may be changed now; a reader only looks. Each start decides
    /// it anew by [`Settings::start_mode`].
    pub editor: bool,
    /// Whether a start begins by reading or by editing.
    pub start_mode: StartMode,
    /// The unit in which areas are read.
    pub area_unit: AreaUnit,
    /// Where files are opened from and saved to.
    pub folders: FileFolders,
    /// How much room the cache of large files may take.
    pub cache_limit: CacheLimit,
    /// Separator and decimal sign of tables that are saved or copied.
    pub csv: CsvChoice,
    /// The desk: welcome, widths, the last session.
    pub desk: DeskSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::Vietnamese,
            theme: Theme::Light,
            text_scale: TextScale::default(),
            left_open: true,
            right_open: true,
            legend_open: true,
            bottom: BottomPanel::default(),
            recent: Vec::new(),
            bookmarks: Vec::new(),
            author: String::new(),
            editor: false,
            start_mode: StartMode::default(),
            area_unit: AreaUnit::default(),
            folders: FileFolders::default(),
            cache_limit: CacheLimit::default(),
            csv: CsvChoice::default(),
            desk: DeskSettings::default(),
        }
    }
}

/// How settings stand in the file. Every key may be missing, so that older files serve.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Stored {
    language: Option<String>,
    theme: Option<String>,
    text_scale: Option<u16>,
    left_open: Option<bool>,
    right_open: Option<bool>,
    legend_open: Option<bool>,
    bottom_open: Option<bool>,
    bottom_tab: Option<String>,
    bottom_height: Option<f32>,
    recent: Vec<PathBuf>,
    author: String,
    start_mode: Option<String>,
    area_unit: Option<String>,
    cache_gib: Option<u32>,
    folders: FileFolders,
    csv_separator: Option<String>,
    csv_decimal: Option<String>,
    desk: DeskSettings,
    bookmarks: Vec<Bookmark>,
}

const MAX_RECENT: usize = 10;

impl Settings {
    /// The file that settings live in: `$PLANMAP_SETTINGS`, else the user's configuration folder.
    #[must_use]
    pub fn file() -> Option<PathBuf> {
        if let Some(path) = std::env::var_os("PLANMAP_SETTINGS") {
            return Some(PathBuf::from(path));
        }
        directories::ProjectDirs::from("", "", "planmap")
            .map(|d| d.config_dir().join("settings.toml"))
    }

    /// The defaults of somebody who edits.
    #[must_use]
    pub fn editing() -> Self {
        Self { editor: true, ..Self::default() }
    }

    /// Reads a settings file; whatever is missing or unreadable takes its default.
    #[must_use]
    pub fn load(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let stored: Stored = toml::from_str(&text).unwrap_or_default();
        let standard = Self::default();
        let start_mode =
            stored.start_mode.as_deref().and_then(StartMode::from_word).unwrap_or_default();
        Self {
            language: stored
                .language
                .as_deref()
                .and_then(Language::from_code)
                .unwrap_or(standard.language),
            theme: match stored.theme.as_deref() {
                Some("dark") => Theme::Dark,
                _ => Theme::Light,
            },
            text_scale: stored.text_scale.map_or(standard.text_scale, TextScale::nearest),
            left_open: stored.left_open.unwrap_or(standard.left_open),
            right_open: stored.right_open.unwrap_or(standard.right_open),
            legend_open: stored.legend_open.unwrap_or(standard.legend_open),
            bottom: BottomPanel {
                open: stored.bottom_open.unwrap_or(standard.bottom.open),
                tab: stored
                    .bottom_tab
                    .as_deref()
                    .and_then(BottomTab::from_word)
                    .unwrap_or(standard.bottom.tab),
                height: stored
                    .bottom_height
                    .filter(|h| (BottomPanel::LOWEST..=BottomPanel::HIGHEST).contains(h))
                    .filter(|h| (h - BottomPanel::FORMER).abs() >= 1.0)
                    .unwrap_or(standard.bottom.height),
            },
            recent: stored.recent,
            bookmarks: stored.bookmarks,
            author: stored.author,
            editor: start_mode == StartMode::Editing,
            start_mode,
            area_unit: stored
                .area_unit
                .as_deref()
                .and_then(AreaUnit::from_word)
                .unwrap_or_default(),
            folders: stored.folders,
            cache_limit: stored.cache_gib.map_or(standard.cache_limit, CacheLimit::nearest),
            csv: CsvChoice {
                separator: stored
                    .csv_separator
                    .as_deref()
                    .and_then(CsvSeparator::from_word)
                    .unwrap_or_default(),
                decimal: stored
                    .csv_decimal
                    .as_deref()
                    .and_then(DecimalSign::from_word)
                    .unwrap_or_default(),
            },
            desk: stored.desk,
        }
    }

    /// Writes the settings.
    ///
    /// # Errors
    /// If the folder or the file cannot be written.
    pub fn save(&self, path: &Path) -> std::io::Result<()> {
        let stored = Stored {
            language: Some(self.language.code().to_owned()),
            theme: Some(if self.theme == Theme::Dark { "dark" } else { "light" }.to_owned()),
            text_scale: Some(self.text_scale.percent()),
            left_open: Some(self.left_open),
            right_open: Some(self.right_open),
            legend_open: Some(self.legend_open),
            bottom_open: Some(self.bottom.open),
            bottom_tab: Some(self.bottom.tab.as_str().to_owned()),
            bottom_height: Some(self.bottom.height),
            recent: self.recent.clone(),
            author: self.author.clone(),
            start_mode: Some(self.start_mode.as_str().to_owned()),
            area_unit: Some(self.area_unit.as_str().to_owned()),
            cache_gib: Some(self.cache_limit.gibibytes()),
            folders: self.folders.clone(),
            csv_separator: Some(self.csv.separator.as_str().to_owned()),
            csv_decimal: Some(self.csv.decimal.as_str().to_owned()),
            desk: self.desk.clone(),
            bookmarks: self.bookmarks.clone(),
        };
        let text = toml::to_string(&stored).map_err(std::io::Error::other)?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        planmap_data::atomic::write(path, text.as_bytes())
    }

    /// Puts a file at the head of the recent ones.
    pub fn remember(&mut self, path: PathBuf) {
        self.recent.retain(|p| *p != path);
        self.recent.insert(0, path);
        self.recent.truncate(MAX_RECENT);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn settings_survive_a_restart_and_damage() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep/settings.toml");
        let mut s = Settings {
            language: Language::English,
            theme: Theme::Dark,
            left_open: false,
            ..Settings::default()
        };
        s.text_scale = TextScale::nearest(175);
        s.area_unit = AreaUnit::SquareMetres;
        s.cache_limit = CacheLimit::nearest(1);
        s.folders.chosen = Some(PathBuf::from("/srv/plans"));
        s.csv = CsvChoice { separator: CsvSeparator::Tab, decimal: DecimalSign::Point };
        s.bottom = BottomPanel { open: true, tab: BottomTab::Indicators, height: 333.0 };
        (0..20).for_each(|i| s.remember(PathBuf::from(format!("/a/{i}"))));
        s.save(&path).unwrap();
        assert_eq!(Settings::load(&path), s);
        assert_eq!(s.recent.len(), MAX_RECENT);
        std::fs::write(&path, "language = [broken").unwrap();
        assert_eq!(Settings::load(&path), Settings::default());
        assert_eq!(Settings::load(&dir.path().join("none")), Settings::default());
    }
    #[test]
    fn every_start_reads_unless_editing_was_chosen_for_starts() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("settings.toml");
        let mut settings = Settings { editor: true, ..Settings::default() };
        settings.save(&path).unwrap();
        assert!(
            !Settings::load(&path).editor,
            "the mode of the last session is no choice for the next"
        );
        std::fs::write(&path, "editor = true\n").unwrap();
        assert!(!Settings::load(&path).editor, "nor is that of an earlier version's file");
        settings =
            Settings { start_mode: StartMode::Editing, editor: false, ..Settings::default() };
        settings.save(&path).unwrap();
        let next = Settings::load(&path);
        assert!(next.editor && next.start_mode == StartMode::Editing);
    }

    #[test]
    fn a_height_that_nobody_chose_gives_way_to_one_that_shows_eight_rows() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("settings.toml");
        for (stored, height) in
            [(280.0, BottomPanel::USUAL), (300.0, 300.0), (5.0, BottomPanel::USUAL)]
        {
            std::fs::write(&path, format!("bottom_height = {stored:.1}\n")).unwrap();
            assert!((Settings::load(&path).bottom.height - height).abs() < 1e-3, "{stored}");
        }
    }

    #[test]
    fn the_cache_has_the_sizes_on_offer() {
        assert_eq!(CacheLimit::default().bytes(), 4 * 1024 * 1024 * 1024);
        assert_eq!(CacheLimit::nearest(5).gibibytes(), 4);
        assert_eq!(CacheLimit::nearest(1000).gibibytes(), 16);
        assert_eq!(CacheLimit::nearest(0).bytes(), 0);
    }
}
