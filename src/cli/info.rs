//! `planmap info PATH`: what a file or a catalogue holds.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use geo::CoordsIter;
use planmap_core::Severity;
use planmap_core::catalogue::{Catalogue, LayerSpec};
use planmap_core::crs::geo_from_map;
use planmap_core::feature::{Column, GeometryKind, Value};
use planmap_core::geometry::{
    from_the_west, geo_geometry_from_map, geodesic_measure, unrolled_lon,
};
use planmap_core::i18n::{Arg, Language, Words, format_hectares, format_length, format_number};
use planmap_data::catalogue::{self, OpenCatalogue, is_catalogue};
use planmap_data::read::registry::{self, FormatKind};
use planmap_data::read::{Dataset, Quiet, ReadError, ReadOptions, layers, read};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde_json::{Map, Value as Json, json};

use crate::{CliError, Outcome, write_json};

/// Arguments of `info`.
#[derive(Debug, Args)]
pub struct InfoArgs {
    /// File or catalogue.
    #[arg(required_unless_present = "formats")]
    pub path: Option<PathBuf>,
    /// Lists the formats that are known, and what can be done with each.
    #[arg(long, conflicts_with = "path")]
    pub formats: bool,
    /// The layer of a file that holds several; its first one if left out.
    #[arg(long, value_name = "NAME")]
    pub layer: Option<String>,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
    /// System of the file's coordinates, whatever the file says.
    #[arg(long, value_name = "EPSG:n")]
    pub crs: Option<String>,
    /// Take coordinates for what they look like, where they cannot be what was announced.
    #[arg(long)]
    pub accept_guess: bool,
}

/// Runs the subcommand.
///
/// # Errors
/// If nothing can be read at the path.
pub fn run(args: &InfoArgs, language: Language, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    let start = Instant::now();
    let Some(path) = &args.path else {
        return formats(args.json, words, out);
    };
    if is_catalogue(path) {
        let open = open_catalogue(path)?;
        return of_catalogue(args, &open, start, words, out);
    }
    let options = ReadOptions {
        crs: system(args.crs.as_deref(), words)?,
        accept_guess: args.accept_guess,
        layer: args.layer.clone(),
        display_name: path.display().to_string(),
        ..ReadOptions::default()
    };
    let failed = |error: ReadError| CliError::Input(Box::new(error.issue()));
    let dataset = read(path, &options, &Quiet).map_err(failed)?;
    let load_s = start.elapsed().as_secs_f64();
    let layers = if path.is_file() { layers(path, &options).map_err(failed)? } else { Vec::new() };
    let contents = Contents::of(&dataset);
    if args.json {
        let mut json = contents.json(&dataset);
        json.insert("path".to_owned(), json!(path.display().to_string()));
        if !layers.is_empty() {
            let list = layers.iter().map(|layer| layer_json(path, &layer.name, &options));
            json.insert("layers".to_owned(), Json::Array(list.collect()));
        }
        finish(&mut json, load_s);
        write_json(out, &Json::Object(json))?;
    } else {
        writeln!(out, "{}", path.display())?;
        contents.words(&dataset, words, out)?;
        if !layers.is_empty() {
            let names: Vec<&str> = layers.iter().map(|layer| layer.name.as_str()).collect();
            writeln!(out, "  {:<18} {}", words.text("info-layers"), names.join(", "))?;
        }
    }
    let lost = dataset.issues.iter().any(|i| i.severity == Severity::Error);
    Ok(Outcome::of(lost))
}

/// What one of several layers of a file holds.
fn layer_json(path: &Path, name: &str, options: &ReadOptions) -> Json {
    let options = ReadOptions { layer: Some(name.to_owned()), ..options.clone() };
    let Ok(dataset) = read(path, &options, &Quiet) else {
        return json!({ "name": name, "features": Json::Null });
    };
    let all = Contents::of(&dataset).json(&dataset);
    let wanted = ["features", "geometries", "crs", "area_m2", "extent"];
    let mut layer: Map<String, Json> =
        all.into_iter().filter(|(key, _)| wanted.contains(&key.as_str())).collect();
    layer.insert("name".to_owned(), json!(name));
    Json::Object(layer)
}

/// The formats that hold maps or tables, of which each can be read, written or is at least known.
fn formats(is_json: bool, words: &Words, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let formats = registry::formats().filter(|format| format.kind != FormatKind::Other);
    if is_json {
        let list: Vec<Json> = formats
            .map(|format| {
                json!({
                    "id": format.id,
                    "name": format.name,
                    "kind": format.kind.as_str(),
                    "extensions": format.extensions,
                    "reads": format.reads(),
                    "writes": format.writes,
                    "through": Json::Null,
                })
            })
            .collect();
        write_json(out, &json!({ "formats": list }))?;
        return Ok(Outcome::of(false));
    }
    let done = |is_done: bool| words.text(if is_done { "format-yes" } else { "format-no" });
    for format in formats {
        let name = words.text(&format!("format-name-{}", format.id));
        writeln!(out, "{name} ({})", format.extensions.join(", "))?;
        writeln!(out, "  {:<10} {}", words.text("format-head-read"), done(format.reads()))?;
        writeln!(out, "  {:<10} {}", words.text("format-head-written"), done(format.writes))?;
    }
    Ok(Outcome::of(false))
}

pub(super) fn open_catalogue(path: &Path) -> Result<OpenCatalogue, CliError> {
    catalogue::open(path).map_err(|error| {
        // The last issue sums up; the error has at least one.
        let issue = error.issues().pop();
        issue.map_or_else(
            || CliError::Usage(error.to_string()),
            |issue| CliError::Input(Box::new(issue)),
        )
    })
}

pub(super) fn system(
    text: Option<&str>,
    words: &Words,
) -> Result<Option<planmap_core::Crs>, CliError> {
    let parse = |text: &str| {
        planmap_core::Crs::parse(text).map_err(|_| {
            CliError::Usage(words.text_with("issue-crs-unknown", &[("name", Arg::Text(text))]))
        })
    };
    text.map(parse).transpose()
}

/// How a layer's file is read.
pub(super) fn layer_options(layer: &LayerSpec, catalogue: &Catalogue) -> ReadOptions {
    ReadOptions {
        crs: layer.crs.clone(),
        map_crs: Some(catalogue.map_crs.clone()),
        layer: layer.source_layer.clone(),
        display_name: layer.file.clone(),
        ..ReadOptions::default()
    }
}

fn of_catalogue(
    args: &InfoArgs,
    open: &OpenCatalogue,
    start: Instant,
    words: &Words,
    out: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let catalogue = &open.catalogue;
    let name = catalogue.name.get(words.language());
    let path = args.path.as_deref().unwrap_or(&open.root).display().to_string();
    if !args.json {
        writeln!(out, "{path}: {name} ({})", catalogue.map_crs)?;
    }
    let mut layers = Vec::new();
    let mut load_s = start.elapsed().as_secs_f64();
    let (mut features, mut issues) = (0, open.issues.len());
    let mut lost = open.issues.iter().any(|i| i.severity == Severity::Error);
    for layer in &catalogue.layers {
        let begun = Instant::now();
        let result = read(&open.layer_path(layer), &layer_options(layer, catalogue), &Quiet);
        load_s += begun.elapsed().as_secs_f64();
        if !args.json {
            writeln!(out, "\n{} – {}\n{}", layer.id, layer.name.get(words.language()), layer.file)?;
        }
        match result {
            Ok(dataset) => {
                features += dataset.features.len();
                issues += dataset.issues.len();
                lost |= dataset.issues.iter().any(|i| i.severity == Severity::Error);
                let contents = Contents::of(&dataset);
                if args.json {
                    let mut json = contents.json(&dataset);
                    json.insert("layer".to_owned(), json!(layer.id));
                    json.insert("path".to_owned(), json!(layer.file));
                    layers.push(Json::Object(json));
                } else {
                    contents.words(&dataset, words, out)?;
                }
            }
            Err(error) => {
                lost = true;
                issues += 1;
                let message = error.issue().message(words);
                if args.json {
                    layers.push(
                        json!({ "layer": layer.id, "path": layer.file, "features": Json::Null, "error": message }),
                    );
                } else {
                    writeln!(out, "  {message}")?;
                }
            }
        }
    }
    if args.json {
        let mut json = Map::new();
        json.insert("path".to_owned(), json!(path));
        json.insert("format".to_owned(), json!("catalogue"));
        json.insert("id".to_owned(), json!(catalogue.id));
        json.insert("name".to_owned(), json!(name));
        json.insert("crs".to_owned(), json!(catalogue.map_crs.as_str()));
        json.insert("crs_source".to_owned(), json!("catalogue"));
        json.insert("plans".to_owned(), json!(catalogue.plans.len()));
        json.insert("legends".to_owned(), json!(catalogue.legends.len()));
        json.insert("sites".to_owned(), json!(catalogue.sites.len()));
        json.insert("units".to_owned(), json!(catalogue.units.len()));
        json.insert("sources".to_owned(), json!(catalogue.sources.len()));
        json.insert("features".to_owned(), json!(features));
        json.insert("layers".to_owned(), Json::Array(layers));
        json.insert("issues".to_owned(), json!(issues));
        finish(&mut json, load_s);
        write_json(out, &Json::Object(json))?;
    }
    Ok(Outcome::of(lost))
}

fn finish(json: &mut Map<String, Json>, load_s: f64) {
    json.insert("load_s".to_owned(), json!(load_s));
    json.insert("peak_rss_mb".to_owned(), json!(peak_rss_mb()));
}

/// The most memory that this process has held, in MB (10⁶ bytes); none where the system does not
/// tell.
#[must_use]
pub fn peak_rss_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}

/// What can be counted and measured in a file.
struct Contents {
    geometries: BTreeMap<GeometryKind, usize>,
    null_geometries: usize,
    /// West, south, east, north in degrees; none without a geometry.
    extent: Option<[f64; 4]>,
    area_m2: f64,
    length_m: f64,
}

impl Contents {
    fn of(dataset: &Dataset) -> Self {
        let store = dataset.features.geometries();
        let mut geometries: BTreeMap<GeometryKind, usize> = BTreeMap::new();
        for feature in 0..store.len() as u32 {
            *geometries.entry(store.kind(feature)).or_default() += 1;
        }
        let null_geometries = geometries.remove(&GeometryKind::Null).unwrap_or(0);
        // Both sides of the 180th meridian are beside each other where the file lies on both.
        let centre = geo_from_map(dataset.features.extent().centre(), &dataset.map_crs);
        let near_lon = centre.map_or(0.0, |centre| centre.lon);
        type Sum = (Option<[f64; 4]>, f64, f64);
        let (extent, area_m2, length_m) = (0..store.len() as u32)
            .into_par_iter()
            .with_min_len(256)
            .filter_map(|feature| {
                let degrees =
                    geo_geometry_from_map(&store.geometry(feature)?, &dataset.map_crs).ok()?;
                let measure = geodesic_measure(&degrees);
                let extent = degrees.coords_iter().map(|c| unrolled_lon(c.x, near_lon));
                let extent = extent
                    .zip(degrees.coords_iter())
                    .map(|(lon, c)| [lon, c.y, lon, c.y])
                    .reduce(union);
                Some((extent, measure.area_m2, measure.length_m))
            })
            .reduce(
                || (None, 0.0, 0.0),
                |a: Sum, b: Sum| (a.0.into_iter().chain(b.0).reduce(union), a.1 + b.1, a.2 + b.2),
            );
        Self { geometries, null_geometries, extent: extent.map(from_the_west), area_m2, length_m }
    }

    fn json(&self, dataset: &Dataset) -> Map<String, Json> {
        let geometries: Map<String, Json> = self
            .geometries
            .iter()
            .map(|(kind, n)| (kind_name(*kind).to_owned(), json!(n)))
            .collect();
        let fields: Vec<Json> =
            dataset.features.table().columns().iter().map(|c| field(c, dataset)).collect();
        let value = json!({
            "format": dataset.format,
            "crs": dataset.source_crs.as_str(),
            "crs_source": dataset.crs_source.as_str(),
            "map_crs": dataset.map_crs.as_str(),
            "features": dataset.features.len(),
            "geometries": geometries,
            "null_geometries": self.null_geometries,
            "vertices": dataset.features.geometries().vertex_count(),
            "extent": self.extent,
            "area_m2": self.area_m2,
            "length_m": self.length_m,
            "fields": fields,
            "issues": dataset.issues.len(),
            "bytes": dataset.bytes,
        });
        match value {
            Json::Object(map) => map,
            _ => Map::new(),
        }
    }

    fn words(&self, dataset: &Dataset, words: &Words, out: &mut dyn Write) -> Result<(), CliError> {
        let language = words.language();
        let mut line =
            |key: &str, value: String| writeln!(out, "  {:<18} {value}", words.text(key));
        line("info-format", dataset.format.to_owned())?;
        let source = words.text(&format!("info-crs-{}", dataset.crs_source.as_str()));
        line("info-crs", format!("{} ({source})", dataset.source_crs))?;
        line("info-features", format_number(dataset.features.len() as f64, 0, language))?;
        let mut kinds: Vec<String> = self
            .geometries
            .iter()
            .map(|(kind, n)| {
                format!("{} × {}", format_number(*n as f64, 0, language), kind_name(*kind))
            })
            .collect();
        if self.null_geometries > 0 {
            let n = format_number(self.null_geometries as f64, 0, language);
            kinds.push(format!("{n} × {}", words.text("info-null")));
        }
        line("info-geometries", kinds.join(", "))?;
        let vertices = dataset.features.geometries().vertex_count();
        line("info-vertices", format_number(vertices as f64, 0, language))?;
        if let Some(extent) = self.extent {
            let sides = extent.map(|v| format_number(v, 5, language));
            line("info-extent", sides.join("  "))?;
        }
        if self.area_m2 > 0.0 {
            line("info-area", format_hectares(self.area_m2, language))?;
        }
        if self.length_m > 0.0 {
            line("info-length", format_length(self.length_m, language))?;
        }
        let names: Vec<String> = dataset
            .features
            .table()
            .columns()
            .iter()
            .map(|c| format!("{} ({})", c.name(), c.kind()))
            .collect();
        line("info-fields", names.join(", "))?;
        line("info-issues", format_number(dataset.issues.len() as f64, 0, language))?;
        Ok(())
    }
}

fn union(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

fn kind_name(kind: GeometryKind) -> &'static str {
    match kind {
        GeometryKind::Null => "null",
        GeometryKind::Point => "Point",
        GeometryKind::MultiPoint => "MultiPoint",
        GeometryKind::LineString => "LineString",
        GeometryKind::MultiLineString => "MultiLineString",
        GeometryKind::Polygon => "Polygon",
        GeometryKind::MultiPolygon => "MultiPolygon",
        GeometryKind::GeometryCollection => "GeometryCollection",
    }
}

/// A value as something that can be told apart from others of its column.
#[derive(PartialEq, Eq, Hash)]
enum Distinct<'a> {
    Bool(bool),
    Number(u64),
    Text(&'a str),
    LongInteger(&'a str),
    Json(&'a str),
}

fn field(column: &Column, dataset: &Dataset) -> Json {
    let mut distinct = FxHashSet::default();
    let mut non_null = 0usize;
    for row in 0..dataset.features.len() as u32 {
        let value = match column.value(row) {
            Value::Null => continue,
            Value::Bool(b) => Distinct::Bool(b),
            Value::Number(n) => Distinct::Number(n.to_bits()),
            Value::Text(s) => Distinct::Text(s),
            Value::LongInteger(s) => Distinct::LongInteger(s),
            Value::Json(s) => Distinct::Json(s),
        };
        non_null += 1;
        distinct.insert(value);
    }
    json!({ "name": column.name(), "kind": column.kind(), "non_null": non_null, "distinct": distinct.len() })
}
