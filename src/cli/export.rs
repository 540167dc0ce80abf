//! `planmap export`: the map on paper.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::{Args, ValueEnum};
use planmap_core::crs::{GeoPoint, geo_from_map, map_from_geo};
use planmap_core::geometry::geo_bounds_from_extent;
use planmap_core::i18n::{Language, Words, format_number};
use planmap_core::symbology::Theme;
use planmap_core::{MapPoint, Severity};
use planmap_draw::annotation::AnnotationMark;
use planmap_draw::scene::MapScene;
use planmap_paper::Paper;
use planmap_paper::ink::SheetLanguage;
use planmap_paper::sheet::{Sheet, SheetNote, SheetPlace, SheetScale, SheetSpec, lay_out};
use planmap_paper::{Book, MapSetSum, Page};
use serde_json::json;

use crate::render::named_extent;
use crate::{CliError, LanguageArg, Outcome, write_json};
use planmap_app::export::{
    AtlasKind, ExportError, Format, SiteSheetData, extent_of_all, extent_of_site, failure_text,
    find_template, map_set_files, map_set_sum, marks_of_set, note_text, site_sheet, write_book,
};
use planmap_app::headless::{HeadlessMap, load};

/// What an atlas has a sheet for, on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AtlasArg {
    /// Every site.
    Sites,
    /// Every zone.
    Zones,
    /// Every cell of a numbered grid at the scale of --scale.
    Grid,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Files or a catalogue to draw instead of the bundled maps.
    pub paths: Vec<PathBuf>,
    /// Paper: a4 to a0 with -portrait or -landscape, or WxH in millimetres.
    #[arg(long, default_value = "a3-landscape")]
    pub sheet: String,
    /// Scale 1:N; the largest round one that fits where it is left out.
    #[arg(long, value_name = "N")]
    pub scale: Option<f64>,
    /// Id of a site to show.
    #[arg(long, value_name = "ID")]
    pub site: Option<String>,
    /// Longitude and latitude in degrees of the middle of the map.
    #[arg(long, value_name = "lon,lat", allow_hyphen_values = true, conflicts_with_all = ["site", "extent"])]
    pub center: Option<String>,
    /// West, south, east and north in degrees.
    #[arg(long, value_name = "w,s,e,n", allow_hyphen_values = true, conflicts_with = "site")]
    pub extent: Option<String>,
    /// What the drawing is called.
    #[arg(long)]
    pub title: Option<String>,
    /// Who issues the sheet.
    #[arg(long)]
    pub agency: Option<String>,
    /// Who made it.
    #[arg(long)]
    pub made_by: Option<String>,
    /// Who checked it.
    #[arg(long)]
    pub checked_by: Option<String>,
    /// Pixels an inch of a PNG.
    #[arg(long, default_value = "150", value_parser = dpi)]
    pub dpi: f64,
    /// Template: standard, map-only, wall, one of an office's own, or the path of one.
    #[arg(long, value_name = "NAME", default_value = "standard")]
    pub template: String,
    /// A site sheet for every site: a file each, named after the site, or one book for `-o F.pdf`
    /// with --book.
    #[arg(long, conflicts_with_all = ["site", "center", "extent", "atlas"])]
    pub all_sites: bool,
    /// With --all-sites: one PDF with bookmarks.
    #[arg(long, requires = "all_sites")]
    pub book: bool,
    /// With --site: the map alone on a sheet, without the site's report.
    #[arg(long, requires = "site")]
    pub map_only: bool,
    /// One sheet a site, a zone or a cell of a grid, in one PDF.
    #[arg(long, value_enum, conflicts_with_all = ["site", "center", "extent"])]
    pub atlas: Option<AtlasArg>,
    /// The slides of a meeting, one for every reveal of every stop, as one PDF.
    #[arg(long, conflicts_with_all = ["site", "center", "extent", "atlas", "all_sites"])]
    pub slides: bool,
    /// With --slides: the list of steps, a meeting.toml; a stop for every candidate site without it.
    #[arg(long, requires = "slides", value_name = "FILE")]
    pub steps: Option<PathBuf>,
    /// Ids of the layers to show, and no others.
    #[arg(long, value_name = "a,b", value_delimiter = ',')]
    pub layers: Vec<String>,
    /// File of annotations to print with their list.
    #[arg(long, value_name = "FILE")]
    pub annotations: Vec<PathBuf>,
    /// The file to write: .pdf, .png or .svg; a folder for --all-sites.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
}

fn dpi(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|n| (20.0..=1200.0).contains(n)).ok_or_else(|| "20 – 1200".to_owned())
}

/// The language of sheets.
#[must_use]
pub fn sheet_language(lang: Option<LanguageArg>) -> SheetLanguage {
    match lang {
        Some(LanguageArg::En) => SheetLanguage::English,
        Some(LanguageArg::Both) => SheetLanguage::Both,
        Some(LanguageArg::Vi) | None => SheetLanguage::Vietnamese,
    }
}

/// Runs the subcommand.
///
/// # Errors
/// If an argument cannot be used, nothing can be read, or a file cannot be written.
pub fn run(
    args: &ExportArgs,
    maps: Option<&Path>,
    lang: Option<LanguageArg>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let language = lang.map_or(Language::Vietnamese, Language::from);
    let words = Words::of(language);
    let usage =
        |key: &str, value: &str| CliError::Usage(words.text_with(key, &[("value", value.into())]));
    let format = if args.all_sites && !args.book {
        Format::Pdf
    } else {
        Format::of_path(&args.output)
            .ok_or_else(|| usage("cli-export-format", &args.output.display().to_string()))?
    };
    let paper = Paper::parse(&args.sheet).ok_or_else(|| usage("cli-export-sheet", &args.sheet))?;
    if let Some(scale) = args.scale.filter(|n| !(20.0..=10_000_000.0).contains(n)) {
        return Err(usage("cli-export-scale", &scale.to_string()));
    }
    let mut loaded = load(maps, &args.paths)?;
    if args.slides {
        if format != Format::Pdf {
            return Err(usage("cli-export-format", &args.output.display().to_string()));
        }
        return slides(args, &mut loaded, language, out, err);
    }
    let template = find_template(&args.template, loaded.session.root()).map_err(|known| {
        let arguments = [("value", (&args.template).into()), ("known", (&known).into())];
        CliError::Usage(words.text_with("cli-export-template", &arguments))
    })?;
    let mut scene = MapScene::clone(&loaded.scene);
    scene.theme = Theme::Light;
    crate::render::choose_layers(&mut scene, &args.layers, words)?;
    scene.annotations = annotations(args, &scene, words)?;
    let start = Instant::now();
    let mut spec = SheetSpec::new(
        paper,
        template,
        SheetPlace::Around(MapPoint::default()),
        sheet_language(lang),
    );
    spec.map_set = map_set_sum(&map_set_files(&loaded.session));
    if let Some(n) = args.scale {
        spec.scale = SheetScale::Fixed(n);
    }
    for (field, value) in [
        (&mut spec.fields.drawing, &args.title),
        (&mut spec.fields.agency, &args.agency),
        (&mut spec.fields.made_by, &args.made_by),
        (&mut spec.fields.checked_by, &args.checked_by),
    ] {
        if let Some(value) = value {
            field.clone_from(value);
        }
    }
    if args.all_sites || (args.site.is_some() && !args.map_only && format == Format::Pdf) {
        return site_sheets(args, &loaded, spec.language, language, spec.map_set, out, err);
    }
    let sheets = if let Some(kind) = args.atlas {
        atlas(&scene, &loaded, &spec, kind, words)?
    } else {
        spec.place = place(&scene, args, words)?;
        spec.selected_site.clone_from(&args.site);
        vec![lay(&scene, &loaded, &spec)?]
    };
    let book = book(&sheets, &loaded, &spec);
    let files = write_book(&book, &args.output, format, args.dpi, &|| false)
        .map_err(|e| export_error(&e, language))?;
    let took_ms = start.elapsed().as_secs_f64() * 1e3;
    report(&sheets, &files, &loaded, language, took_ms, args.json, out)?;
    outcome(&loaded, &spec.map_set, language, err)
}

/// How an export ends: a map set that could not be read whole is told, since no checksum stands on
/// the paper.
fn outcome(
    loaded: &HeadlessMap,
    map_set: &MapSetSum,
    language: Language,
    err: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let has_errors = loaded.issues.iter().any(|i| i.severity == Severity::Error);
    let MapSetSum::Unknown(reason) = map_set else { return Ok(Outcome::of(has_errors)) };
    let arguments = [("reason", reason.into())];
    writeln!(err, "{}", Words::of(language).text_with("cli-export-checksum", &arguments))?;
    Ok(Outcome::Problems)
}

/// The slides of a list of steps.
fn slides(
    args: &ExportArgs,
    loaded: &mut HeadlessMap,
    language: Language,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    let start = Instant::now();
    let steps = args.steps.as_ref().map(|path| {
        planmap_app::meeting::file::read(path).map_err(|error| {
            let (path, reason) = (path.display().to_string(), error.to_string());
            let arguments = [("path", (&path).into()), ("reason", (&reason).into())];
            CliError::Usage(words.text_with("notice-meeting-damaged", &arguments))
        })
    });
    let paper = loaded.session.meeting_paper_now(steps.transpose()?, language).with_checksum();
    let slides =
        planmap_app::export::slides(&paper, &|| false).map_err(|e| export_error(&e, language))?;
    if slides.pages.is_empty() {
        return Err(export_error(&ExportError::Nothing, language));
    }
    let count = slides.pages.len();
    let book = planmap_app::export::book_of(
        slides.pages,
        &loaded.catalogue,
        SheetLanguage::from(language),
        "",
    );
    let files = write_book(&book, &args.output, Format::Pdf, args.dpi, &|| false)
        .map_err(|e| export_error(&e, language))?;
    for stop in &slides.left_out {
        writeln!(err, "{}", words.text_with("cli-export-stop-left-out", &[("stop", stop.into())]))?;
    }
    let files: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
    let (width_mm, height_mm) = planmap_app::export::SLIDE_MM;
    if args.json {
        let took_ms = start.elapsed().as_secs_f64() * 1e3;
        let document = json!({ "files": files, "slides": count, "sheet_mm": [width_mm, height_mm],
            "left_out": slides.left_out, "items": ["map", "card", "sources"], "took_ms": took_ms });
        write_json(out, &document)?;
    } else {
        for path in &files {
            writeln!(out, "{}", words.text_with("cli-exported", &[("path", path.into())]))?;
        }
        writeln!(out, "{}", words.text_with("meeting-cli-slides", &[("count", count.into())]))?;
    }
    let all_made = slides.left_out.is_empty();
    let outcome = outcome(loaded, &paper.data.map_set, language, err)?;
    Ok(if all_made { outcome } else { Outcome::Problems })
}

/// Site sheets: one site's, a file for each of all, or all in one book.
fn site_sheets(
    args: &ExportArgs,
    loaded: &HeadlessMap,
    sheets: SheetLanguage,
    language: Language,
    map_set: MapSetSum,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    let start = Instant::now();
    let data = SiteSheetData::of(&loaded.session, map_set);
    let ids: Vec<String> = match &args.site {
        Some(id) => vec![id.clone()],
        None => data.scene.sites.iter().map(|s| s.id.clone()).collect(),
    };
    let one_file_each = args.all_sites && !args.book;
    if one_file_each {
        std::fs::create_dir_all(&args.output)?;
    }
    let mut files = Vec::new();
    let mut pages = Vec::new();
    let mut made = Vec::new();
    for id in ids {
        let Some(of_site) = site_sheet(&data, &id, sheets, &|| false) else {
            return Err(CliError::Usage(
                words.text_with("cli-no-such-site", &[("id", (&id).into())]),
            ));
        };
        made.push(json!({ "site": id, "pages": of_site.len(),
            "scale": of_site.first().and_then(|p| p.maps.first()).map(|m| m.denominator) }));
        if one_file_each {
            let path = args.output.join(format!("{id}.pdf"));
            let book = planmap_app::export::book_of(of_site, &loaded.catalogue, sheets, "");
            files.extend(
                write_book(&book, &path, Format::Pdf, args.dpi, &|| false)
                    .map_err(|e| export_error(&e, language))?,
            );
        } else {
            pages.extend(of_site);
        }
    }
    if !one_file_each {
        let book = planmap_app::export::book_of(pages, &loaded.catalogue, sheets, "");
        files.extend(
            write_book(&book, &args.output, Format::Pdf, args.dpi, &|| false)
                .map_err(|e| export_error(&e, language))?,
        );
    }
    let took_ms = start.elapsed().as_secs_f64() * 1e3;
    if args.json {
        let files: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
        let scale = made.first().map(|m| m["scale"].clone());
        let document = json!({ "files": files, "sites": made, "scale": scale, "sheet_mm": [210.0, 297.0],
            "items": ["map", "plans", "restrictions", "claims", "corners", "trust"], "took_ms": took_ms });
        write_json(out, &document)?;
    } else {
        for file in &files {
            let path = file.display().to_string();
            writeln!(out, "{}", words.text_with("cli-exported", &[("path", (&path).into())]))?;
        }
    }
    outcome(loaded, &data.map_set, language, err)
}

/// Writes the pages of a report as one PDF.
///
/// # Errors
/// If there are none, or the file cannot be written.
pub(super) fn write_report(
    path: &Path,
    loaded: &HeadlessMap,
    lang: Option<LanguageArg>,
    pages: impl FnOnce(&SiteSheetData, SheetLanguage) -> Option<Vec<Page>>,
) -> Result<(), CliError> {
    let language = lang.map_or(Language::Vietnamese, Language::from);
    let sheets = sheet_language(lang);
    let map_set = map_set_sum(&map_set_files(&loaded.session));
    let data = SiteSheetData::of(&loaded.session, map_set);
    let pages =
        pages(&data, sheets).ok_or_else(|| export_error(&ExportError::Nothing, language))?;
    let book = planmap_app::export::book_of(pages, &loaded.catalogue, sheets, "");
    write_book(&book, path, Format::Pdf, 150.0, &|| false)
        .map_err(|e| export_error(&e, language))?;
    Ok(())
}

fn export_error(error: &ExportError, language: Language) -> CliError {
    CliError::Output(std::io::Error::other(failure_text(error, language)))
}

fn lay(scene: &MapScene, loaded: &HeadlessMap, spec: &SheetSpec) -> Result<Sheet, CliError> {
    // Nothing cancels a command line but its end.
    lay_out(scene, &loaded.catalogue, spec, &|| false).ok_or_else(|| CliError::Usage(String::new()))
}

/// What the map shows.
fn place(scene: &MapScene, args: &ExportArgs, words: &Words) -> Result<SheetPlace, CliError> {
    let usage = |key: &str, name: &'static str, value: &str| {
        CliError::Usage(words.text_with(key, &[(name, value.into())]))
    };
    if let Some(text) = &args.extent {
        let extent =
            named_extent(text, scene).ok_or_else(|| usage("cli-render-extent", "extent", text))?;
        return Ok(SheetPlace::Extent(extent));
    }
    if let Some(text) = &args.center {
        let point = text
            .split_once(',')
            .and_then(|(lon, lat)| Some((lon.trim().parse().ok()?, lat.trim().parse().ok()?)))
            .and_then(|(lon, lat)| map_from_geo(GeoPoint::new(lon, lat), &scene.map_crs).ok());
        return point
            .map(SheetPlace::Around)
            .ok_or_else(|| usage("cli-export-center", "value", text));
    }
    if let Some(id) = &args.site {
        let site = scene
            .sites
            .iter()
            .find(|s| s.id == *id)
            .ok_or_else(|| usage("cli-no-such-site", "id", id))?;
        return Ok(SheetPlace::Extent(extent_of_site(site)));
    }
    let all = extent_of_all(scene);
    if all.is_empty() {
        Err(CliError::Usage(words.text("cli-render-empty")))
    } else {
        Ok(SheetPlace::Extent(all))
    }
}

fn atlas(
    scene: &MapScene,
    loaded: &HeadlessMap,
    spec: &SheetSpec,
    kind: AtlasArg,
    words: &Words,
) -> Result<Vec<Sheet>, CliError> {
    let kind = match kind {
        AtlasArg::Sites => AtlasKind::Sites,
        AtlasArg::Zones => AtlasKind::Zones,
        AtlasArg::Grid => AtlasKind::Grid,
    };
    let sheets =
        planmap_app::export::atlas_sheets(scene, &loaded.catalogue, spec, kind, None, &|| false);
    match sheets.map(|atlas| atlas.sheets) {
        Some(sheets) if !sheets.is_empty() => Ok(sheets),
        _ => Err(CliError::Usage(words.text("cli-export-atlas-empty"))),
    }
}

/// The annotations of the files that are named.
fn annotations(
    args: &ExportArgs,
    scene: &MapScene,
    words: &Words,
) -> Result<Arc<[AnnotationMark]>, CliError> {
    let mut out = Vec::new();
    for path in &args.annotations {
        let document = crate::merge::read(path, words)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        out.extend(marks_of_set(&document.set, &scene.map_crs, &name));
    }
    Ok(out.into())
}

/// The file's own description.
pub(super) fn book(sheets: &[Sheet], loaded: &HeadlessMap, spec: &SheetSpec) -> Book {
    let pages: Vec<Page> = sheets.iter().cloned().flat_map(Sheet::into_pages).collect();
    planmap_app::export::book_of(pages, &loaded.catalogue, spec.language, &spec.fields.agency)
}

fn report(
    sheets: &[Sheet],
    files: &[PathBuf],
    loaded: &HeadlessMap,
    language: Language,
    took_ms: f64,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let words = Words::of(language);
    if !as_json {
        for file in files {
            let path = file.display().to_string();
            writeln!(out, "{}", words.text_with("cli-exported", &[("path", (&path).into())]))?;
        }
        for sheet in sheets {
            let scale = format_number(sheet.map.denominator, 0, language);
            let arguments = [("name", (&sheet.page.bookmark).into()), ("scale", (&scale).into())];
            writeln!(out, "{}", words.text_with("cli-export-sheet-line", &arguments))?;
            for note in &sheet.notes {
                writeln!(out, "  {}", note_text(note, language))?;
            }
        }
        return Ok(());
    }
    let sheet_json = |sheet: &Sheet| {
        let e = sheet.map.extent();
        let centre = geo_from_map(sheet.map.centre, &loaded.catalogue.map_crs).ok();
        json!({
            "name": sheet.page.bookmark,
            "scale": sheet.map.denominator,
            "pages": 1 + sheet.further.len(),
            "sheet_mm": [sheet.page.width_mm, sheet.page.height_mm],
            "frame_mm": [sheet.map.rect_mm.x0, sheet.map.rect_mm.y0, sheet.map.rect_mm.x1, sheet.map.rect_mm.y1],
            "extent": geo_bounds_from_extent(&sheet.map.extent(), &loaded.catalogue.map_crs).ok(),
            "extent_map": [e.min.x, e.min.y, e.max.x, e.max.y],
            "center": centre.map(|g| [g.lon, g.lat]),
            "items": sheet.items.iter().map(|i| i.as_str()).collect::<Vec<_>>(),
            "marked": sheet.is_marked,
            "notes": sheet.notes.iter().map(|n| note_text(n, language)).collect::<Vec<_>>(),
            "scale_asked": sheet.notes.iter().find_map(|n| match n {
                SheetNote::DoesNotFit { asked, .. } => Some(*asked),
                _ => None,
            }),
            "scale_fitting": sheet.notes.iter().find_map(|n| match n {
                SheetNote::DoesNotFit { fitting, .. } => Some(*fitting),
                _ => None,
            }),
        })
    };
    let mut document = sheets.first().map_or_else(|| json!({}), sheet_json);
    if let Some(map) = document.as_object_mut() {
        map.insert(
            "files".into(),
            json!(files.iter().map(|f| f.display().to_string()).collect::<Vec<_>>()),
        );
        map.insert("took_ms".into(), json!(took_ms));
        map.insert("sheets".into(), json!(sheets.iter().map(sheet_json).collect::<Vec<_>>()));
    }
    write_json(out, &document)
}
