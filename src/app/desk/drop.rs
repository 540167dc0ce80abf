//! What dropping files on the window would do, told while they are held over it.

use std::path::PathBuf;

use planmap_core::i18n::Words;
use planmap_core::{Issue, IssueKind};
use planmap_data::read::registry;

/// What would happen to these files, a line each: how many open, and for every format that is not
/// read what it is and what to ask for. Told by the names alone, since this is asked in every frame.
#[must_use]
pub fn drop_hint(paths: &[PathBuf], words: &Words) -> Vec<String> {
    let mut advices: Vec<&'static str> = Vec::new();
    let mut readable = 0_usize;
    for path in paths {
        match registry::of_extension(path) {
            // A system or an index beside other files is no file that anybody opens by itself.
            Some(_) if paths.len() > 1 && registry::is_part(path) => {}
            Some(format) if format.reads() => readable += 1,
            Some(format) if advices.contains(&format.advice) => {}
            Some(format) => advices.push(format.advice),
            None => readable += 1,
        }
    }
    let mut lines = Vec::new();
    if readable > 0 {
        lines.push(words.text_with("drop-opens", &[("count", readable.into())]));
    }
    for advice in advices {
        let issue = Issue::error(IssueKind::new(advice));
        let hint = issue.hint(words).unwrap_or_default();
        lines.push(format!("{} {hint}", issue.message(words)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use planmap_core::i18n::Language;

    #[test]
    fn what_opens_is_counted_and_what_does_not_is_named_once() {
        let paths = ["set", "a.geojson", "b.JSON", "c.dxf", "d.dxf", "e.shp", "e.dbf", "e.prj"]
            .map(PathBuf::from);
        for language in Language::ALL {
            let words = Words::of(language);
            let lines = drop_hint(&paths, words);
            assert_eq!(lines.len(), 3, "{lines:?}");
            assert!(lines[0].contains('3'), "{}", lines[0]);
            assert!(lines[1].contains("DXF") && lines[1].contains("GeoJSON"), "{}", lines[1]);
            assert!(lines[2].contains("shapefile") && lines[2].contains("QGIS"), "{}", lines[2]);
        }
        assert!(drop_hint(&[], Words::of(Language::English)).is_empty());
    }
}
