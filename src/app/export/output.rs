//! Pages to files.

use std::io::Write;
use std::path::{Path, PathBuf};

use planmap_core::crash::{Crash, Part, guarded};
use planmap_core::plain_text::xml;
use planmap_paper::pdf::{self, PdfError, esri_wkt};
use planmap_paper::svg;
use planmap_paper::{Book, MapFrame, Page, picture};
use thiserror::Error;

/// The kind of a file, by its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// Vectors with a place on earth; all pages in one file.
    #[default]
    Pdf,
    /// Vectors; a file a page.
    Svg,
    /// Pixels with a world file; a file a page.
    Png,
}

impl Format {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Svg, Self::Png];

    /// The kind of a path.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|f| f.ending() == ending)
    }

    /// Its ending.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

/// Why nothing, or not all, was written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The PDF could not be made.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The picture would have more pixels than can be made.
    #[error("the picture is too large")]
    TooLarge,
    /// The picture could not be encoded.
    #[error(transparent)]
    Encoding(#[from] png::EncodingError),
    /// The file system refused.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// There is nothing to put on paper.
    #[error("there is nothing to put on paper")]
    Nothing,
    /// The program itself broke down over it.
    #[error(transparent)]
    Crashed(#[from] Crash),
    /// The work was called off; nothing was written.
    #[error("cancelled")]
    Cancelled,
}

/// Writes pages in the form that the path's ending says; returns the files that were written. A
/// file is there whole or, as before, not at all.
///
/// # Errors
/// See [`ExportError`].
pub fn write_book(
    book: &Book,
    path: &Path,
    format: Format,
    dpi: f64,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<PathBuf>, ExportError> {
    guarded(Part::Exporter, || write_pages(book, path, format, dpi, cancelled))?
}

fn write_pages(
    book: &Book,
    path: &Path,
    format: Format,
    dpi: f64,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<PathBuf>, ExportError> {
    let mut files = Vec::new();
    match format {
        Format::Pdf => {
            let bytes = pdf::write(book, cancelled).map_err(|e| match e {
                PdfError::Cancelled => ExportError::Cancelled,
                other => ExportError::Pdf(other),
            })?;
            if cancelled() {
                return Err(ExportError::Cancelled);
            }
            planmap_data::atomic::write(path, &bytes)?;
            files.push(path.to_owned());
        }
        Format::Svg => {
            for (number, page) in book.pages.iter().enumerate() {
                let path = numbered(path, number, book.pages.len());
                planmap_data::atomic::write(&path, svg::write(page, &book.title).as_bytes())?;
                files.push(path);
            }
        }
        Format::Png => {
            for (number, page) in book.pages.iter().enumerate() {
                let path = numbered(path, number, book.pages.len());
                let drawn = picture(page, dpi, cancelled);
                let Some(drawn) = drawn else {
                    return Err(if cancelled() {
                        ExportError::Cancelled
                    } else {
                        ExportError::TooLarge
                    });
                };
                planmap_data::atomic::write(&path, &encode(&drawn.pixels, dpi)?)?;
                files.push(path.clone());
                files.extend(place(page, &path, dpi)?);
            }
        }
    }
    Ok(files)
}

/// The path that was asked for is that of the first page; `map-02.png` that of the second.
fn numbered(path: &Path, number: usize, of: usize) -> PathBuf {
    if number == 0 {
        return path.to_owned();
    }
    let digits = of.to_string().len().max(2);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{:0digits$}.{ending}", number + 1))
}

fn encode(pixels: &planmap_draw::raster::Pixels, dpi: f64) -> Result<Vec<u8>, png::EncodingError> {
    planmap_draw::picture::encode_png(pixels, (dpi / 96.0) as f32)
}

/// World file, projection and GDAL's sidecar beside a picture.
fn place(page: &Page, path: &Path, dpi: f64) -> std::io::Result<Vec<PathBuf>> {
    let Some(map) = page.maps.first() else { return Ok(Vec::new()) };
    let world = path.with_extension("pgw");
    planmap_data::atomic::write(&world, world_file(map, dpi).as_bytes())?;
    let mut out = vec![world];
    if let Some(wkt) = esri_wkt(&map.crs) {
        let projection = path.with_extension("prj");
        planmap_data::atomic::write(&projection, wkt.as_bytes())?;
        out.push(projection);
        let sidecar = path.with_extension("png.aux.xml");
        let mut text = Vec::new();
        writeln!(text, "<PAMDataset>\n  <SRS>{}</SRS>\n</PAMDataset>", xml(&wkt))?;
        planmap_data::atomic::write(&sidecar, &text)?;
        out.push(sidecar);
    }
    Ok(out)
}

/// The six lines of a world file: metres a pixel, and the place of the middle of the first pixel
/// of the whole page.
fn world_file(map: &MapFrame, dpi: f64) -> String {
    let pixel_mm = 25.4 / dpi;
    let metres = pixel_mm / 1000.0 * map.denominator;
    let first = map.map_from_page((pixel_mm / 2.0, pixel_mm / 2.0));
    format!("{metres:.10}\n0\n0\n{:.10}\n{:.6}\n{:.6}\n", -metres, first.x, first.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_page_has_the_name_that_was_asked_for() {
        let path = Path::new("/tmp/map.png");
        assert_eq!(numbered(path, 0, 1), path);
        assert_eq!(numbered(path, 0, 12), path);
        assert_eq!(numbered(path, 1, 12), Path::new("/tmp/map-02.png"));
        assert_eq!(Format::of_path(Path::new("a.PDF")), Some(Format::Pdf));
        assert_eq!(Format::of_path(Path::new("a.doc")), None);
    }
}
