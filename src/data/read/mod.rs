//! Reading map files: one module a format, one result for all.
//!
//! Owns the choice of the format and of the coordinate system, and what every format must report.
//! Must not know layers or plans: a file becomes features and issues, nothing more.

mod geojson;
mod ingest;
pub mod registry;
mod source;
mod system;
mod text;
mod unread;
mod wkt;

use std::fs::File;
use std::path::{Path, PathBuf};

use planmap_core::crash::{self, Crash};
use planmap_core::crs::{CoordinateGuess, Crs};
use planmap_core::feature::{GeometriesBuilder, TableBuilder};
use planmap_core::{Extent, Features, Issue, IssueKind};
use thiserror::Error;

use self::ingest::{NotRead, Unindexed};
use self::registry::{Format, Reader};
use self::source::Source;

pub use system::CrsSource;

/// What a caller knows or wants.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The system of the file's numbers, where the catalogue or the user says so; goes before what
    /// the file says.
    pub crs: Option<Crs>,
    /// The metric system to read into; none to choose one for the file: the UTM zone of its
    /// middle, or [`Crs::world`] where it spans too much for one.
    pub map_crs: Option<Crs>,
    /// Whether the file writes north first.
    pub swap_xy: bool,
    /// Whether the user has agreed to read coordinates as what they look like
    /// ([`Dataset::suggestion`]) rather than as what was announced.
    pub accept_guess: bool,
    /// The layer that is wanted of a file that holds several; none for its first.
    pub layer: Option<String>,
    /// How the file is called in issues.
    pub display_name: String,
}

/// Is told how far reading has come, from any thread, and asked whether to go on.
pub trait Observer: Sync {
    /// Bytes done of all. May come out of order by a little.
    fn progress(&self, done_bytes: u64, total_bytes: u64);
    /// Whether the user has cancelled.
    fn is_cancelled(&self) -> bool;
    /// Is shown some features while the rest is still read, in no particular order, from any
    /// thread: for a first picture. Nothing is promised about them; the finished [`Dataset`] alone
    /// counts.
    fn part(&self, part: &Part<'_>) {
        let _ = part;
    }
}

/// Some features of a file that is still being read.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// Their geometries, in map metres.
    pub geometries: &'a GeometriesBuilder,
    /// Their attributes, row by row.
    pub table: &'a TableBuilder,
    /// The system that the file is read into.
    pub map_crs: &'a Crs,
    /// About where the whole file lies; empty where nothing is known.
    pub expected: Extent,
    /// Counts the readings of the file: parts of an earlier one are void.
    pub pass: u32,
}

/// An observer that does not care.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Observer for Quiet {
    fn progress(&self, _: u64, _: u64) {}
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// A layer of a file that holds several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerInfo {
    /// Its name, as the file has it.
    pub name: String,
}

/// A file's content.
#[derive(Debug)]
pub struct Dataset {
    /// The features, in map metres.
    pub features: Features,
    /// The system of the features.
    pub map_crs: Crs,
    /// The system of the file's numbers, as it was taken.
    pub source_crs: Crs,
    /// Who said so.
    pub crs_source: CrsSource,
    /// The form of the file: the name of a format of the [`registry`].
    pub format: &'static str,
    /// Everything that was wrong, in the order of the file.
    pub issues: Vec<Issue>,
    /// Size of the file.
    pub bytes: u64,
    /// What the coordinates look like, where they cannot be what was announced. The features then
    /// have no geometry; reading again with `accept_guess` takes them as suggested.
    pub suggestion: Option<CoordinateGuess>,
}

/// Why a file gave nothing.
#[derive(Debug, Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("{name}: no such file")]
    NotFound {
        /// The file as the user named it.
        name: String,
    },
    /// The system does not let it be read.
    #[error("{name}: {reason}")]
    Io {
        /// The file as the user named it.
        name: String,
        /// The system's own words.
        reason: String,
    },
    /// Nothing but white space.
    #[error("{name}: the file is empty")]
    Empty {
        /// The file as the user named it.
        name: String,
    },
    /// A format that is not known here, told by the ending or the first bytes.
    #[error("{name}: unknown format")]
    UnknownFormat {
        /// The file as the user named it.
        name: String,
    },
    /// A format that is known but not read here.
    #[error("{name}: {format:?} is not read")]
    Foreign {
        /// The file as the user named it.
        name: String,
        /// What it is.
        format: &'static Format,
    },
    /// The file breaks the grammar of JSON.
    #[error("{name}:{line}: no JSON at byte {byte}")]
    NotJson {
        /// The file as the user named it.
        name: String,
        /// Offset of the first wrong byte.
        byte: u64,
        /// Its line, counted from 1.
        line: u32,
        /// What is wrong there.
        kind: IssueKind,
    },
    /// Good JSON that is no GeoJSON.
    #[error("{name}:{line}: valid JSON but no GeoJSON")]
    NotGeoJson {
        /// The file as the user named it.
        name: String,
        /// Offset of what should be GeoJSON.
        byte: u64,
        /// Its line, counted from 1.
        line: u32,
        /// What is missing.
        kind: IssueKind,
    },
    /// The file has no layer of the wanted name.
    #[error("{name}: no layer {layer}")]
    NoLayer {
        /// The file as the user named it.
        name: String,
        /// The layer that was wanted.
        layer: String,
        /// The layers that there are.
        layers: Vec<LayerInfo>,
    },
    /// The reader itself broke down over the file.
    #[error("{name}: {crash}")]
    Crashed {
        /// The file as the user named it.
        name: String,
        /// What is known of it.
        crash: Crash,
    },
    /// The user has cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl ReadError {
    /// The error as an issue of the file.
    #[must_use]
    pub fn issue(&self) -> Issue {
        let plain = |key, name: &str| Issue::error(IssueKind::new(key)).in_file(name);
        match self {
            Self::NotFound { name } => plain("file-not-found", name),
            Self::Io { name, reason } => {
                Issue::error(IssueKind::new("file-unreadable").with("reason", reason.clone()))
                    .in_file(name)
            }
            Self::Empty { name } => plain("file-empty", name).at_byte(0).at_line(1),
            Self::UnknownFormat { name } => plain("format-unknown", name).at_byte(0),
            Self::Foreign { name, format } => plain(format.advice, name),
            Self::NotJson { name, byte, line, kind }
            | Self::NotGeoJson { name, byte, line, kind } => {
                Issue::error(kind.clone()).in_file(name).at_byte(*byte).at_line(*line)
            }
            Self::NoLayer { name, layer, layers } => {
                let kind = IssueKind::new("layer-not-in-file").with("name", layer.clone());
                Issue::error(kind.with("names", layer_names(layers))).in_file(name)
            }
            Self::Crashed { name, crash } => {
                let kind = IssueKind::new("reader-crashed").with("place", crash.place.clone());
                Issue::error(kind.with("reason", crash.reason.clone())).in_file(name)
            }
            Self::Cancelled => Issue::error(IssueKind::new("cancelled")),
        }
    }

    /// The error with its place in the text as the one in the file.
    fn at_byte(mut self, in_file: impl Fn(u64) -> u64) -> Self {
        if let Self::NotJson { byte, .. } | Self::NotGeoJson { byte, .. } = &mut self {
            *byte = in_file(*byte);
        }
        self
    }
}

/// The names of layers in one text.
fn layer_names(layers: &[LayerInfo]) -> String {
    layers.iter().map(|layer| layer.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Reads a file of any known format.
///
/// # Errors
/// If nothing of it can be used. Whatever is wrong with single features is an issue of the result.
/// A file that the reader breaks down over is an error like any other.
pub fn read(
    path: &Path,
    options: &ReadOptions,
    observer: &dyn Observer,
) -> Result<Dataset, ReadError> {
    let mut options = options.clone();
    if options.display_name.is_empty() {
        options.display_name = path.display().to_string();
    }
    crash::guarded(crash::Part::Reader, || read_format(path, &options, observer)).unwrap_or_else(
        |crash| Err(ReadError::Crashed { name: options.display_name.clone(), crash }),
    )
}

fn read_format(
    path: &Path,
    options: &ReadOptions,
    observer: &dyn Observer,
) -> Result<Dataset, ReadError> {
    let name = &options.display_name;
    if path.is_dir()
        && let Some(format) = registry::of_extension(path).filter(|format| format.is_folder)
    {
        reader_of(format, name)?;
    }
    let file = File::open(path).map_err(|error| source::failed(&error, name))?;
    let source = Source::of_file(&file, path, options, observer)?;
    let format = registry::choose(path, &source.head()?);
    let content = read_layer(reader_of(format, name)?, &source)?;
    drop(source);
    Ok(content.dataset(name))
}

/// Reads the layer of a source that is wanted, and tells of those that are not.
fn read_layer(reader: &dyn Reader, source: &Source<'_>) -> Result<Unindexed, ReadError> {
    let name = &source.options.display_name;
    let layers = reader.layers(source)?;
    if let Some(layer) = &source.options.layer
        && !layers.iter().any(|other| other.name == *layer)
    {
        return Err(ReadError::NoLayer { name: name.clone(), layer: layer.clone(), layers });
    }
    let wanted = source.options.layer.as_ref().or(layers.first().map(|first| &first.name));
    let mut content = reader.read(source, wanted.map(String::as_str))?;
    if source.options.layer.is_none() && layers.len() > 1 {
        let kind = IssueKind::new("layers-more")
            .with("names", layer_names(layers.get(1..).unwrap_or_default()));
        content.issues.insert(0, Issue::warning(kind).in_file(name));
    }
    Ok(content)
}

/// The layers of a file that holds several; empty where it is one layer without a name.
///
/// # Errors
/// If the file cannot be opened, or its format is not read.
pub fn layers(path: &Path, options: &ReadOptions) -> Result<Vec<LayerInfo>, ReadError> {
    let name = &options.display_name;
    let file = File::open(path).map_err(|error| source::failed(&error, name))?;
    let source = Source::of_file(&file, path, options, &Quiet)?;
    let format = registry::choose(path, &source.head()?);
    reader_of(format, name)?.layers(&source)
}

/// What reads a format; the file is called `name`.
fn reader_of(format: &'static Format, name: &str) -> Result<&'static dyn Reader, ReadError> {
    format.reader.ok_or_else(|| ReadError::Foreign { name: name.to_owned(), format })
}

/// Reads bytes as if they were a file without a name and without sidecars.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(
    bytes: &[u8],
    options: &ReadOptions,
    observer: &dyn Observer,
) -> Result<Dataset, ReadError> {
    let source = Source::of_bytes(bytes, options, observer);
    let chosen = registry::choose(source.path, bytes);
    // Without a name nothing else speaks for what is not read.
    let reader = chosen.reader.or(registry::USUAL.reader);
    let Some(reader) = reader else {
        return Err(ReadError::UnknownFormat { name: options.display_name.clone() });
    };
    Ok(read_layer(reader, &source)?.dataset(&options.display_name))
}

/// The paths beside a file that may belong to it: `a.geojson` → `a.prj`, `a.geojson.prj`.
fn beside(path: &Path, ending: &str) -> [PathBuf; 2] {
    let mut appended = path.as_os_str().to_owned();
    appended.push(".");
    appended.push(ending);
    [path.with_extension(ending), appended.into()]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::unwrap_used)]
    use super::*;

    /// Stands for a reader that breaks down in the middle of a file.
    struct Breaking;

    impl Observer for Breaking {
        fn progress(&self, _: u64, _: u64) {}

        fn is_cancelled(&self) -> bool {
            panic!("slice index starts at 9 but ends at 4")
        }
    }

    /// Stands for a format with two layers: an object each, of which it reads one as GeoJSON.
    struct TwoLayers;

    impl Reader for TwoLayers {
        fn layers(&self, _: &Source<'_>) -> Result<Vec<LayerInfo>, ReadError> {
            Ok(["lots", "roads"].map(|name| LayerInfo { name: name.to_owned() }).to_vec())
        }

        fn read(&self, source: &Source<'_>, layer: Option<&str>) -> Result<Unindexed, ReadError> {
            let name = layer.unwrap_or_default();
            let text = format!(
                r#"{{"type":"Feature","properties":{{"layer":"{name}"}},"geometry":null}}"#
            );
            let inner = Source::of_bytes(text.as_bytes(), source.options, source.observer);
            registry::USUAL.reader.unwrap().read(&inner, None)
        }
    }

    #[test]
    fn of_several_layers_the_named_one_is_read_else_the_first_and_the_others_are_told() {
        let read = |layer: Option<&str>| {
            let options = ReadOptions { layer: layer.map(str::to_owned), ..ReadOptions::default() };
            let content = read_layer(&TwoLayers, &Source::of_bytes(b"", &options, &Quiet))?;
            let dataset = content.dataset("a.gpkg");
            let name = dataset.features.table().value(0, "layer");
            let keys: Vec<_> = dataset.issues.iter().map(|issue| issue.kind.key()).collect();
            Ok::<_, ReadError>((format!("{name:?}"), keys))
        };
        assert_eq!(read(None).unwrap(), (r#"Text("lots")"#.to_owned(), vec!["layers-more"]));
        assert_eq!(read(Some("roads")).unwrap(), (r#"Text("roads")"#.to_owned(), vec![]));
        let issue = read(Some("rivers")).unwrap_err().issue();
        assert_eq!(issue.kind.key(), "layer-not-in-file");
        assert!(issue.kind.args().contains(&("names", "lots, roads".to_owned())));
    }

    #[test]
    fn a_reader_that_breaks_down_gives_an_issue_of_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("points.geojson");
        std::fs::write(&path, r#"{"type":"FeatureCollection","features":[{"type":"Feature"}]}"#)
            .unwrap();
        let options =
            ReadOptions { display_name: "points.geojson".to_owned(), ..ReadOptions::default() };
        let issue = read(&path, &options, &Breaking).unwrap_err().issue();
        assert_eq!(
            (issue.kind.key(), issue.file.as_deref()),
            ("reader-crashed", Some("points.geojson"))
        );
        let args = issue.kind.args();
        assert!(
            args.iter().any(|(name, value)| *name == "reason" && value.contains("slice index")),
            "{args:?}"
        );
    }
}
