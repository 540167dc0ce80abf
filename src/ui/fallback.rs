//! Fonts of the system for characters that the program's own typeface lacks.
//!
//! Owns which files are looked for and for which scripts; a file is read when its first character
//! comes, and no sooner. Scripts that run from right to left are left out: the toolkit lays out lines in
//! one direction alone, so that their letters would come in the wrong order and turn their neighbours;
//! they are shown by signs. Must not know where a text comes from.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use egui::epaint::text::{
    FallbackRequest, FontInsert, FontPriority, FontProvider, InsertFontFamily,
};
use egui::{Context, FontData, FontFamily};

use crate::theme::icon_family;

/// How many fonts are tried for a character.
const TRIED: usize = 3;
/// Folders inside folders that are looked through.
const DEEPEST: usize = 6;

/// A script by the fonts that have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Chinese, Japanese, Korean.
    EastAsian,
    /// Pictures and signs.
    Picture,
    /// Everything else.
    Other,
}

/// Files of Noto, DejaVu, Droid and WenQuanYi, of Windows and of macOS, the best first.
const EAST_ASIAN: [&str; 14] = [
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJK-VF.otf.ttc",
    "NotoSansCJKsc-Regular.otf",
    "SourceHanSansCN-Regular.otf",
    "DroidSansFallbackFull.ttf",
    "DroidSansFallback.ttf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "msyh.ttc",
    "YuGothR.ttc",
    "malgun.ttf",
    "simsun.ttc",
    "PingFang.ttc",
    "AppleSDGothicNeo.ttc",
];
const PICTURES: [&str; 8] = [
    "NotoEmoji-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "Symbola.ttf",
    "seguisym.ttf",
    "seguiemj.ttf",
    "Apple Symbols.ttf",
    "DejaVuSans.ttf",
    "FreeSans.ttf",
];
const OTHERS: [&str; 9] = [
    "DejaVuSans.ttf",
    "FreeSans.ttf",
    "NotoSans-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "NotoSansLao-Regular.ttf",
    "NotoSansKhmer-Regular.ttf",
    "LeelawUI.ttf",
    "seguisym.ttf",
    "Arial Unicode.ttf",
];

impl Script {
    fn of(c: char) -> Self {
        match u32::from(c) {
            0x1100..=0x11ff | 0x2e80..=0x9fff | 0xa960..=0xa97f | 0xac00..=0xd7ff => {
                Self::EastAsian
            }
            0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff00..=0xffef | 0x2_0000..=0x3_ffff => {
                Self::EastAsian
            }
            0x2190..=0x2bff | 0x1_f000..=0x1_faff => Self::Picture,
            _ => Self::Other,
        }
    }

    fn files(self) -> &'static [&'static str] {
        match self {
            Self::EastAsian => &EAST_ASIAN,
            Self::Picture => &PICTURES,
            Self::Other => &OTHERS,
        }
    }
}

/// Whether a character belongs to a script that runs from right to left: Hebrew, Arabic, Syriac and
/// their neighbours in Unicode.
pub(crate) fn runs_from_right(c: char) -> bool {
    matches!(
        u32::from(c),
        0x0590..=0x08ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefe | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff
    )
}

/// The folders that fonts lie in, on any of the systems.
fn folders() -> Vec<PathBuf> {
    let of_home = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let mut out: Vec<PathBuf> =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts"]
            .map(PathBuf::from)
            .into();
    out.extend(of_home("HOME").map(|home| home.join(".local/share/fonts")));
    out.extend(of_home("SystemRoot").map(|windows| windows.join("Fonts")));
    out
}

/// Looks for files of the names that are known.
fn look(folder: &Path, depth: usize, found: &mut HashMap<String, PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if depth > 0 {
                look(&path, depth - 1, found);
            }
            continue;
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_known = [Script::EastAsian, Script::Picture, Script::Other]
            .iter()
            .any(|script| script.files().contains(&name.as_str()));
        if is_known {
            found.entry(name).or_insert(path);
        }
    }
}

/// The fonts of the system that are known to the program.
#[derive(Default)]
struct SystemFonts {
    files: OnceLock<HashMap<String, PathBuf>>,
    read: Mutex<HashMap<PathBuf, Option<FontData>>>,
}

impl SystemFonts {
    /// The files that are there for a character, the best first.
    fn files_for(&self, c: char) -> impl Iterator<Item = (&'static str, &PathBuf)> {
        let files = self.files.get_or_init(|| {
            let mut found = HashMap::new();
            folders().iter().for_each(|folder| look(folder, DEEPEST, &mut found));
            found
        });
        Script::of(c).files().iter().filter_map(|name| Some((*name, files.get(*name)?)))
    }

    fn data(&self, path: &Path) -> Option<FontData> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let known = read
            .entry(path.to_owned())
            .or_insert_with(|| std::fs::read(path).ok().map(FontData::from_owned));
        known.clone()
    }
}

/// Gives the font of one rank for a character. Where it lacks the character, the toolkit asks the next
/// provider.
struct OfRank {
    fonts: Arc<SystemFonts>,
    rank: usize,
}

impl FontProvider for OfRank {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let c = request.cluster.chars().next()?;
        if *request.family == icon_family() || runs_from_right(c) {
            return None;
        }
        let (name, path) = self.fonts.files_for(c).nth(self.rank)?;
        let data = self.fonts.data(path)?;
        let families = [FontFamily::Proportional, FontFamily::Monospace]
            .map(|family| InsertFontFamily { family, priority: FontPriority::Lowest });
        Some(FontInsert::new(&format!("system:{name}"), data, families.into()))
    }
}

/// From now on takes fonts of the system for what the installed ones lack.
pub(crate) fn install(ctx: &Context) {
    let fonts = Arc::new(SystemFonts::default());
    for rank in 0..TRIED {
        ctx.add_font_provider(Arc::new(OfRank { fonts: Arc::clone(&fonts), rank }));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_font_is_chosen_by_script_and_none_for_what_runs_from_the_right() {
        let dir = std::env::temp_dir().join(format!("planmap-fonts-{}", std::process::id()));
        let deep = dir.join("truetype/noto");
        std::fs::create_dir_all(&deep).unwrap();
        for name in ["NotoSansCJK-Regular.ttc", "DejaVuSans.ttf", "unknown.ttf"] {
            std::fs::write(deep.join(name), ttf_inter::REGULAR).unwrap();
        }
        let mut found = HashMap::new();
        look(&dir, DEEPEST, &mut found);
        assert_eq!(found.len(), 2);
        let fonts = SystemFonts { files: OnceLock::from(found), ..SystemFonts::default() };
        let fonts = Arc::new(fonts);
        let given = |c: &str, rank| {
            let provider = OfRank { fonts: Arc::clone(&fonts), rank };
            let request = FallbackRequest { cluster: c, family: &FontFamily::Proportional };
            provider.font_for(&request).map(|insert| insert.name)
        };
        assert_eq!(given("山", 0).as_deref(), Some("system:NotoSansCJK-Regular.ttc"));
        assert_eq!(given("山", 1), None);
        assert_eq!(given("😀", 0).as_deref(), Some("system:DejaVuSans.ttf"));
        assert_eq!(given("ก", 0).as_deref(), Some("system:DejaVuSans.ttf"));
        assert_eq!(given("ש", 0), None);
        assert_eq!(given("م", 0), None);
        std::fs::remove_dir_all(dir).unwrap();
    }
}
