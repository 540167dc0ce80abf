//! Opening a catalogue: TOML files into [`Catalogue`], with every problem tied to file and line.
//!
//! Owns the file format. What an entry means is [`planmap_core::catalogue`]'s. A problem costs the
//! entry or the key it lies in, never the rest.

mod entries;
mod fields;
mod registers;

use std::path::{Path, PathBuf};

use planmap_core::catalogue::{Catalogue, LayerSpec};
use planmap_core::crs::Crs;
use planmap_core::feature::Value;
use planmap_core::legend::Legend;
use planmap_core::{Features, Issue, IssueKind, Severity};
use rustc_hash::FxHashMap;
use thiserror::Error;
use toml::de::DeTable;

use self::fields::{Fields, File, Place, Reference, Target};
use crate::locate::CATALOGUE_FILE;

/// The version of the format that this program writes and reads.
const FORMAT: i64 = 1;

/// A catalogue and what was wrong with it.
#[derive(Debug, Clone)]
pub struct OpenCatalogue {
    /// Everything that could be read.
    pub catalogue: Catalogue,
    /// The folder that the layers' files are relative to.
    pub root: PathBuf,
    /// The TOML files it was read from, the root file first.
    pub files: Vec<PathBuf>,
    /// Every problem, in the order of the files.
    pub issues: Vec<Issue>,
}

impl OpenCatalogue {
    /// The path of a layer's file.
    #[must_use]
    pub fn layer_path(&self, layer: &LayerSpec) -> PathBuf {
        self.root.join(&layer.file)
    }
}

/// Why a catalogue could not be opened at all.
#[derive(Debug, Error)]
pub enum CatalogueError {
    /// There is no catalogue at the path.
    #[error("{0}: no catalogue")]
    NotFound(PathBuf),
    /// The root file cannot be read.
    #[error("{path}: {reason}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's own words.
        reason: String,
    },
    /// The file has no `[catalogue]` with an id and a name.
    #[error("{path}: not a catalogue")]
    NotACatalogue {
        /// The file.
        path: PathBuf,
        /// What was wrong with it.
        issues: Vec<Issue>,
    },
}

impl CatalogueError {
    /// The error as issues.
    #[must_use]
    pub fn issues(&self) -> Vec<Issue> {
        match self {
            Self::NotFound(path) => {
                vec![
                    Issue::error(IssueKind::new("catalogue-not-found"))
                        .in_file(path.display().to_string()),
                ]
            }
            Self::Io { path, reason } => {
                let kind = IssueKind::new("file-unreadable").with("reason", reason.clone());
                vec![Issue::error(kind).in_file(path.display().to_string())]
            }
            Self::NotACatalogue { path, issues } => {
                let mut all = issues.clone();
                all.push(
                    Issue::error(IssueKind::new("catalogue-not-one"))
                        .in_file(path.display().to_string()),
                );
                all
            }
        }
    }
}

/// Whether a path is meant as a catalogue: a folder, or a TOML file. An ESRI geodatabase is a folder
/// too, and a file of data all the same.
#[must_use]
pub fn is_catalogue(path: &Path) -> bool {
    let has_extension =
        |wanted: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(wanted));
    has_extension("toml") || (path.is_dir() && !has_extension("gdb"))
}

/// Opens the catalogue in a folder, or the one whose root file is named.
///
/// # Errors
/// If there is none or its root file names no catalogue; all else are issues.
pub fn open(path: &Path) -> Result<OpenCatalogue, CatalogueError> {
    let file = if path.is_dir() { path.join(CATALOGUE_FILE) } else { path.to_path_buf() };
    if !file.is_file() {
        return Err(CatalogueError::NotFound(path.to_path_buf()));
    }
    let root = match file.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let text = std::fs::read_to_string(&file)
        .map_err(|e| CatalogueError::Io { path: file.clone(), reason: e.to_string() })?;
    let mut loader = Loader::new(Some(root.clone()));
    loader.visit(&file, &relative(&file, &root), &text, true);
    loader.finish(&file, root)
}

/// Reads a catalogue from one text, without other files: includes and layers' files are not
/// followed.
///
/// # Errors
/// As [`open`].
pub fn parse(text: &str, name: &str) -> Result<OpenCatalogue, CatalogueError> {
    let mut loader = Loader::new(None);
    loader.visit(Path::new(name), name, text, true);
    loader.finish(Path::new(name), PathBuf::new())
}

/// Reports the class codes of a layer's features that its legend lacks, one issue a code.
#[must_use]
pub fn unknown_classes(spec: &LayerSpec, features: &Features, legend: &Legend) -> Vec<Issue> {
    let Some(column) =
        spec.fields.class.as_deref().and_then(|field| features.table().column(field))
    else {
        return Vec::new();
    };
    // Code, first feature, count; in the order of the file.
    let mut unknown: Vec<(String, u32, usize)> = Vec::new();
    let mut known: FxHashMap<String, Option<usize>> = FxHashMap::default();
    for row in 0..features.len() as u32 {
        let value = column.value(row);
        let code = match value {
            Value::Null => continue,
            Value::Text(code) | Value::LongInteger(code) | Value::Json(code) => code.to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Bool(truth) => truth.to_string(),
        };
        let at = *known.entry(code).or_insert_with_key(|code| {
            if value.as_str().is_some() && legend.class(code).is_some() {
                return None;
            }
            unknown.push((code.clone(), features.file_index(row), 0));
            Some(unknown.len() - 1)
        });
        if let Some(at) = at {
            unknown[at].2 += 1;
        }
    }
    unknown
        .into_iter()
        .map(|(code, feature, count)| {
            let kind = IssueKind::new("class-unknown")
                .with("code", code)
                .with("legend", legend.id.clone())
                .with("count", count.to_string());
            Issue::error(kind).in_file(&spec.file).of_feature(feature)
        })
        .collect()
}

fn relative(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

/// Reads files one after another into one catalogue.
struct Loader {
    /// None where no other file is to be touched.
    root: Option<PathBuf>,
    catalogue: Option<Catalogue>,
    body: Catalogue,
    issues: Vec<Issue>,
    references: Vec<Reference>,
    places: FxHashMap<(&'static str, String), Place>,
    files: Vec<PathBuf>,
    /// The files being read, the innermost last.
    stack: Vec<PathBuf>,
}

impl Loader {
    fn new(root: Option<PathBuf>) -> Self {
        Self {
            root,
            catalogue: None,
            body: Catalogue::blank(Crs::vn2000_son_la()),
            issues: Vec::new(),
            references: Vec::new(),
            places: FxHashMap::default(),
            files: Vec::new(),
            stack: Vec::new(),
        }
    }

    fn visit(&mut self, path: &Path, name: &str, text: &str, is_root: bool) {
        let canonical = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        self.files.push(path.to_path_buf());
        self.stack.push(canonical);
        let file = File::new(name, text);
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let kind = IssueKind::new("toml-syntax").with("reason", error.message());
            file.report(Severity::Error, kind, error.span().map_or(0, |s| s.start));
        }
        let fields = Fields::new(&file, "file", table.get_ref(), 0);
        if is_root {
            self.head(&fields);
        }
        self.entries(&fields);
        let includes = fields.texts("include");
        fields.done();
        self.issues.append(&mut file.issues.borrow_mut());
        self.references.append(&mut file.references.borrow_mut());
        if let Some(root) = self.root.clone() {
            for (include, at) in includes {
                self.include(path, &root, &include, &file.place(at));
            }
        }
        self.stack.pop();
    }

    fn include(&mut self, from: &Path, root: &Path, include: &str, place: &Place) {
        let path = from.parent().unwrap_or(root).join(include);
        let mut complain = |key, reason: Option<String>| {
            let mut kind = IssueKind::new(key).with("name", include);
            if let Some(reason) = reason {
                kind = kind.with("reason", reason);
            }
            self.issues.push(place.issue(Severity::Error, kind));
        };
        let Ok(canonical) = path.canonicalize() else {
            return complain("include-missing", None);
        };
        if self.stack.contains(&canonical) {
            return complain("include-cycle", None);
        }
        if self.files.iter().any(|f| f.canonicalize().is_ok_and(|f| f == canonical)) {
            return complain("include-twice", None);
        }
        match std::fs::read_to_string(&path) {
            Ok(text) => self.visit(&path, &relative(&path, root), &text, false),
            Err(e) => complain("include-unreadable", Some(e.to_string())),
        }
    }

    fn head(&mut self, fields: &Fields<'_>) {
        match fields.require("format", fields.integer::<i64>("format")) {
            Some(FORMAT) | None => {}
            Some(other) => {
                let kind = IssueKind::new("catalogue-format")
                    .with("found", other.to_string())
                    .with("known", FORMAT.to_string());
                fields.file.report(Severity::Error, kind, fields.place_of("format"));
            }
        }
        let Some(f) = fields.require("catalogue", fields.table("catalogue", "catalogue")) else {
            return;
        };
        let id = f.require("id", f.text("id"));
        let name = f.require("name", f.text2("name"));
        let crs = f.require("crs", entries::crs(&f, "crs"));
        let metric = crs.filter(|crs| {
            let metric = !crs.is_wgs84();
            if !metric {
                let kind = IssueKind::new("crs-not-metric").with("name", crs.as_str());
                f.file.report(Severity::Error, kind, f.place_of("crs"));
            }
            metric
        });
        let legal_note = f.text2("legal_note").unwrap_or_default();
        let contact = f.text2("contact").unwrap_or_default();
        let data_date = f.text("data_date");
        f.done();
        if let (Some(id), Some(name)) = (id, name) {
            // Without a usable system the catalogue still opens, in the one of Sơn La.
            let blank = Catalogue::blank(metric.unwrap_or_else(Crs::vn2000_son_la));
            self.catalogue = Some(Catalogue { id, name, legal_note, contact, data_date, ..blank });
        }
    }

    fn entries(&mut self, fields: &Fields<'_>) {
        for f in fields.tables("source", "source") {
            if let Some(source) =
                entries::source(&f).filter(|s| self.is_new("source", &s.id, &f, "id"))
            {
                self.body.sources.push(source);
            }
        }
        for f in fields.tables("plan", "plan") {
            if let Some(plan) = entries::plan(&f).filter(|p| self.is_new("plan", &p.id, &f, "id")) {
                self.body.plans.push(plan);
            }
        }
        for f in fields.tables("layer", "layer") {
            if let Some(layer) =
                entries::layer(&f).filter(|l| self.is_new("layer", &l.id, &f, "id"))
            {
                self.check_file(&layer, &f);
                self.body.layers.push(layer);
            }
        }
        for f in fields.tables("legend", "legend") {
            if let Some(legend) =
                entries::legend(&f).filter(|l| self.is_new("legend", &l.id, &f, "id"))
            {
                self.body.legends.push(legend);
            }
        }
        for f in fields.tables("site", "site") {
            if let Some(site) = entries::site(&f).filter(|s| self.is_new("site", &s.id, &f, "id")) {
                self.body.sites.push(site);
            }
        }
        for f in fields.tables("project", "project") {
            if let Some(project) =
                registers::project(&f).filter(|p| self.is_new("project", &p.id, &f, "id"))
            {
                self.body.projects.push(project);
            }
        }
        for f in fields.tables("indicator", "indicator") {
            self.body.indicators.extend(registers::indicator(&f));
        }
        for f in fields.tables("conformity", "conformity") {
            if let Some(row) = entries::conformity(&f)
                .filter(|r| self.is_new("conformity", &r.zoning, &f, "zoning"))
            {
                self.body.conformity.push(row);
            }
        }
        for f in fields.tables("unit", "unit") {
            if let Some(unit) = entries::unit(&f).filter(|u| self.is_new("unit", &u.key, &f, "key"))
            {
                self.body.units.push(unit);
            }
        }
    }

    /// Whether an id was not used before; the second entry under an id is left out.
    fn is_new(&mut self, what: &'static str, id: &str, f: &Fields<'_>, key: &'static str) -> bool {
        let place = f.file.place(f.place_of(key));
        let first = self.places.entry((what, id.to_owned())).or_insert_with(|| place.clone());
        if *first == place {
            return true;
        }
        let kind = IssueKind::new("catalogue-duplicate-id").with("id", id).with("entry", what);
        f.file.report(Severity::Error, kind, f.place_of(key));
        false
    }

    fn check_file(&self, layer: &LayerSpec, f: &Fields<'_>) {
        if let Some(root) = &self.root
            && !root.join(&layer.file).is_file()
        {
            let kind = IssueKind::new("layer-file-missing")
                .with("name", layer.file.clone())
                .with("layer", layer.id.clone());
            f.file.report(Severity::Error, kind, f.place_of("file"));
        }
    }

    fn finish(mut self, file: &Path, root: PathBuf) -> Result<OpenCatalogue, CatalogueError> {
        let Some(head) = self.catalogue.take() else {
            return Err(CatalogueError::NotACatalogue {
                path: file.to_path_buf(),
                issues: self.issues,
            });
        };
        let mut catalogue = Catalogue {
            id: head.id,
            name: head.name,
            map_crs: head.map_crs,
            legal_note: head.legal_note,
            contact: head.contact,
            data_date: head.data_date,
            ..self.body
        };
        // The general plan first, then the zoning plans by number; else as in the file.
        catalogue.plans.sort_by_key(|p| (p.kind, p.number.unwrap_or(u32::MAX)));
        for reference in &self.references {
            let id = &reference.id;
            let known = match reference.target {
                Target::Source => catalogue.source(id).is_some(),
                Target::Plan => catalogue.plan(id).is_some(),
                Target::Legend => catalogue.legend(id).is_some(),
                Target::Unit => catalogue.unit(id).is_some(),
                Target::Site => catalogue.site(id).is_some(),
                Target::Class => catalogue.legends.iter().any(|l| l.class(id).is_some()),
            };
            if !known {
                let kind = IssueKind::new("catalogue-unknown-reference")
                    .with("id", id.clone())
                    .with("target", reference.target.word());
                self.issues.push(reference.place.issue(Severity::Error, kind));
            }
        }
        let order = |name: &Option<String>| {
            let at = self.files.iter().position(|f| name.as_deref() == Some(&relative(f, &root)));
            at.unwrap_or(usize::MAX)
        };
        self.issues.sort_by_key(|i| (order(&i.file), i.line, i.byte));
        Ok(OpenCatalogue { catalogue, root, files: self.files, issues: self.issues })
    }
}

#[cfg(test)]
mod tests;
