//! The sheet that is being made in the window: what is asked of it, its preview, and its export.
//!
//! Owns the state and the commands; `pages` makes the pages. They are laid out on workers; a preview
//! that comes too late is dropped by its generation. Must not know how any of it is shown.

mod pages;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use planmap_core::MapPoint;
use planmap_core::i18n::Language;
use planmap_core::viewport::Viewport;
use planmap_draw::raster::Pixels;
use planmap_paper::sheet::{PanelColumns, SheetNote, SheetPlace, SheetScale, SheetSpec};
use planmap_paper::template::SheetTemplate;
use planmap_paper::{MapFrame, MapSetSum, Paper, picture};

use crate::export::{
    AtlasKind, ExportError, Format, MapSetFiles, Reports, SiteSheetData, book_of, extent_of_site,
    map_set_sum, write_book,
};
use crate::job::Progress;
use pages::pages;

/// What is put on paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SheetContent {
    /// One map with its furniture.
    #[default]
    Map,
    /// The sheet of one site, by its id.
    SiteSheet(String),
    /// The sheets of all sites in one book.
    AllSites,
    /// An atlas.
    Atlas(AtlasKind),
    /// The report of the last audit.
    AuditReport,
    /// The land-use balance that is open.
    BalanceReport,
}

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetSettings {
    /// What is put on paper.
    pub content: SheetContent,
    /// The sheet.
    pub spec: SheetSpec,
    /// The kind of file.
    pub format: Format,
    /// Pixels an inch of a PNG.
    pub dpi: f64,
    /// The page that is looked at, from 0; the last one where there are fewer.
    pub page: usize,
}

/// A request about sheets.
#[derive(Debug, Clone, PartialEq)]
pub enum SheetCommand {
    /// Begins a sheet of what is in view, or of the selected site.
    Open,
    /// Begins the sheet of one site, by its id.
    OpenSite(String),
    /// Begins the report of an analysis: of the audit or of the balance.
    OpenReport(SheetContent),
    /// Leaves it.
    Close,
    /// Changes what is asked.
    Set(Box<SheetSettings>),
    /// Writes it.
    Export(PathBuf),
    /// Stops writing; nothing of a file is left behind.
    Cancel,
    /// Puts a picture of the view on the clipboard.
    CopyMap,
    /// Shows a written file in its folder.
    ShowInFolder(PathBuf),
}

/// A preview: one page, the same layout as the output.
#[derive(Debug)]
pub struct Preview {
    /// Its pixels.
    pub pixels: Pixels,
    /// Width and height of the page in millimetres.
    pub page_mm: (f64, f64),
    /// The map on it.
    pub map: Option<MapFrame>,
    /// The columns of its panel.
    pub columns: PanelColumns,
    /// How many pages there are; sheets, of an atlas.
    pub pages: usize,
    /// Which of them this is, from 0.
    pub page: usize,
    /// What could not be done as it was asked.
    pub notes: Vec<SheetNote>,
    /// What it was made for.
    pub generation: u64,
}

/// How an export ended.
#[derive(Debug, Clone)]
pub enum ExportEnd {
    /// The files that were written.
    Done(Vec<PathBuf>),
    /// It was called off.
    Cancelled,
    /// Why it failed.
    Failed(Arc<ExportError>),
}

/// What sheet jobs bring.
pub enum SheetMessage {
    /// A preview.
    Preview(Option<Box<Preview>>),
    /// The end of an export.
    End(ExportEnd),
    /// A picture for the clipboard.
    Copy(Pixels),
}

/// The sheet that is being made.
pub struct SheetState {
    /// What is asked.
    pub settings: SheetSettings,
    /// Templates that can be chosen.
    pub templates: Vec<SheetTemplate>,
    /// The last preview that came.
    pub preview: Option<Arc<Preview>>,
    /// The export that is running.
    pub running: Option<Arc<Progress>>,
    /// How the last one ended.
    pub end: Option<ExportEnd>,
    /// The newest preview that is wanted.
    wanted: Arc<AtomicU64>,
    data: SheetData,
}

/// What sheets are made from: a snapshot.
#[derive(Clone)]
pub struct SheetData {
    site_data: SiteSheetData,
    reports: Reports,
    files: Arc<MapSetFiles>,
    map_set: Arc<OnceLock<MapSetSum>>,
}

impl SheetData {
    /// A snapshot; the checksum is worked out when a page first needs it.
    #[must_use]
    pub fn new(site_data: SiteSheetData, reports: Reports, files: MapSetFiles) -> Self {
        Self { site_data, reports, files: Arc::new(files), map_set: Arc::default() }
    }

    fn with_checksum(&self) -> SiteSheetData {
        let map_set = self.map_set.get_or_init(|| map_set_sum(&self.files)).clone();
        SiteSheetData { map_set, ..self.site_data.clone() }
    }
}

/// Longest side of a preview in pixels.
const PREVIEW_PX: f64 = 1_400.0;

impl SheetState {
    /// A sheet of a view, or of a site.
    #[must_use]
    pub fn new(
        data: SheetData,
        templates: Vec<SheetTemplate>,
        view: &Viewport,
        site: Option<&str>,
        language: Language,
    ) -> Self {
        let mark = site.and_then(|id| data.site_data.scene.sites.iter().find(|s| s.id == id));
        let place = SheetPlace::Extent(mark.map_or_else(|| view.extent(), extent_of_site));
        let template = templates.first().cloned().unwrap_or_else(SheetTemplate::standard);
        let paper = Paper { width_mm: 420.0, height_mm: 297.0 };
        let mut spec = SheetSpec::new(paper, template, place, language.into());
        spec.selected_site = site.map(str::to_owned);
        let settings = SheetSettings {
            content: SheetContent::Map,
            spec,
            format: Format::Pdf,
            dpi: 150.0,
            page: 0,
        };
        Self {
            settings,
            templates,
            preview: None,
            running: None,
            end: None,
            wanted: Arc::default(),
            data,
        }
    }

    /// The ids and names of the sites that a sheet can be made of.
    pub fn sites(&self) -> impl Iterator<Item = (&str, &planmap_core::catalogue::Text2)> {
        self.data.site_data.scene.sites.iter().map(|s| (s.id.as_str(), &s.name))
    }

    /// The results of analyses that a report can be made of.
    #[must_use]
    pub fn reports(&self) -> &Reports {
        &self.data.reports
    }

    /// Whether the preview is that of the present settings.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.preview.as_ref().is_some_and(|p| p.generation == self.wanted.load(Ordering::Acquire))
    }

    /// Takes settings over; gives the work that makes their preview.
    pub(crate) fn set(
        &mut self,
        settings: SheetSettings,
    ) -> impl FnOnce() -> SheetMessage + Send + 'static {
        self.settings = settings;
        let generation = self.wanted.fetch_add(1, Ordering::AcqRel) + 1;
        let (settings, data, wanted) =
            (self.settings.clone(), self.data.clone(), Arc::clone(&self.wanted));
        move || {
            let outdated = move || wanted.load(Ordering::Acquire) != generation;
            let preview =
                pages(&data, &settings, Some(settings.page), &outdated).and_then(|laid| {
                    let page = laid.pages.first()?;
                    let dpi = PREVIEW_PX / page.width_mm.max(page.height_mm) * 25.4;
                    let drawn = picture(page, dpi, &outdated)?;
                    Some(Box::new(Preview {
                        pixels: drawn.pixels,
                        page_mm: (page.width_mm, page.height_mm),
                        map: page.maps.first().cloned(),
                        columns: laid.columns,
                        pages: laid.count,
                        page: laid.shown,
                        notes: laid.notes,
                        generation,
                    }))
                });
            SheetMessage::Preview(preview)
        }
    }

    /// Takes a preview that is still wanted.
    pub(crate) fn take_preview(&mut self, preview: Option<Box<Preview>>) {
        if let Some(preview) = preview
            && self.preview.as_ref().is_none_or(|p| p.generation < preview.generation)
        {
            self.preview = Some(Arc::new(*preview));
        }
    }

    /// Begins an export; gives its work.
    pub(crate) fn export(
        &mut self,
        path: PathBuf,
    ) -> impl FnOnce() -> SheetMessage + Send + 'static {
        let progress = Arc::new(Progress::default());
        self.running = Some(Arc::clone(&progress));
        self.end = None;
        let (settings, data) = (self.settings.clone(), self.data.clone());
        move || {
            let cancelled = || progress.is_cancelled();
            progress.set(0, 3);
            let laid = pages(&data, &settings, None, &cancelled);
            if cancelled() {
                return SheetMessage::End(ExportEnd::Cancelled);
            }
            let Some(laid) = laid.filter(|l| !l.pages.is_empty()) else {
                return SheetMessage::End(ExportEnd::Failed(Arc::new(ExportError::Nothing)));
            };
            progress.set(1, 3);
            let spec = &settings.spec;
            let book =
                book_of(laid.pages, &data.site_data.catalogue, spec.language, &spec.fields.agency);
            let end = match write_book(&book, &path, settings.format, settings.dpi, &cancelled) {
                Ok(files) => ExportEnd::Done(files),
                Err(ExportError::Cancelled) => ExportEnd::Cancelled,
                Err(error) => ExportEnd::Failed(Arc::new(error)),
            };
            progress.set(3, 3);
            SheetMessage::End(end)
        }
    }

    /// The same settings with the map moved by millimetres of paper, or zoomed to the next round
    /// scale: what dragging and turning the wheel over the preview ask for.
    #[must_use]
    pub fn moved(&self, right_mm: f64, down_mm: f64, zoom: i32) -> Option<SheetSettings> {
        let map = self.preview.as_ref()?.map.as_ref()?;
        let metres = map.denominator / 1000.0;
        // From where the settings already are: several moves may come before one preview.
        let centre = match self.settings.spec.place {
            SheetPlace::Around(p) => p,
            SheetPlace::Extent(e) => e.centre(),
        };
        let now = match self.settings.spec.scale {
            SheetScale::Fixed(n) => n,
            SheetScale::Fit => map.denominator,
        };
        let scales = planmap_paper::size::ROUND_SCALES;
        let denominator = match zoom {
            0 => now,
            z if z > 0 => scales.into_iter().rev().find(|n| *n < now * 0.999).unwrap_or(now),
            _ => scales.into_iter().find(|n| *n > now * 1.001).unwrap_or(now),
        };
        let centre = MapPoint::new(centre.x - right_mm * metres, centre.y + down_mm * metres);
        let mut settings = self.settings.clone();
        // The frame stays as wide as it is seen: what is moved does not jump.
        settings.spec.columns = self.preview.as_ref().map_or(settings.spec.columns, |p| p.columns);
        settings.spec.place = SheetPlace::Around(centre);
        settings.spec.scale = SheetScale::Fixed(denominator);
        Some(settings)
    }
}

/// Shows a file in the system's file manager.
///
/// # Errors
/// If the system has none to start.
pub fn show_in_folder(path: &std::path::Path) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    let mut command = if cfg!(target_os = "windows") {
        let mut c = std::process::Command::new("explorer");
        c.arg(format!("/select,{}", path.display()));
        c
    } else if cfg!(target_os = "macos") {
        let mut c = std::process::Command::new("open");
        c.arg("-R").arg(path);
        c
    } else {
        let mut c = std::process::Command::new("xdg-open");
        c.arg(folder);
        c
    };
    command.spawn().map(|_| ())
}
