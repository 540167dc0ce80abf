//! A file that is another version of a layer which is open already: it has the same class field with
//! codes of the same legend, so it takes that legend and is drawn in the same colours.
//!
//! Without it two versions side by side would be colours beside grey, and nothing could be compared.

use std::sync::Arc;

use planmap_core::Features;
use planmap_core::catalogue::{LayerSpec, PlanKind};
use planmap_core::feature::Value;
use planmap_core::legend::{Legend, NO_CLASS};

use crate::session::Session;

/// The share of the codes of a file that the legend has to know.
const KNOWN_SHARE: f64 = 0.9;

/// A layer that an opened file may be another version of.
pub(super) struct FirstVersion {
    spec: Arc<LayerSpec>,
    kind: Option<PlanKind>,
    legend: Arc<Legend>,
}

/// How a file is shown that is another version.
pub(super) struct SecondVersion {
    pub(super) spec: Arc<LayerSpec>,
    pub(super) kind: Option<PlanKind>,
    pub(super) legend: Arc<Legend>,
}

impl FirstVersion {
    /// The share of the file's codes that this layer's legend knows; none where the file has no such
    /// field, or nothing in it.
    fn known_share(&self, features: &Features) -> Option<f64> {
        let column = features.table().column(self.spec.fields.class.as_deref()?)?;
        let (mut coded, mut known) = (0_u32, 0_u32);
        for row in 0..features.len() as u32 {
            let value = column.value(row);
            if value != Value::Null {
                coded += 1;
                known += u32::from(self.legend.class_of(value) != NO_CLASS);
            }
        }
        (coded > 0).then(|| f64::from(known) / f64::from(coded))
    }
}

/// How a file is shown if it is another version of one of these layers: of the one whose legend knows
/// most of its codes, the first among equals.
pub(super) fn second_version(
    own: &LayerSpec,
    features: &Features,
    firsts: &[FirstVersion],
) -> Option<SecondVersion> {
    let mut best: Option<(f64, &FirstVersion)> = None;
    for first in firsts {
        let share = first.known_share(features).filter(|share| *share >= KNOWN_SHARE);
        if let Some(share) = share
            && best.is_none_or(|(most, _)| share > most)
        {
            best = Some((share, first));
        }
    }
    let (_, first) = best?;
    let spec = LayerSpec {
        role: first.spec.role,
        legend: first.spec.legend.clone(),
        fields: first.spec.fields.clone(),
        ..own.clone()
    };
    Some(SecondVersion {
        spec: Arc::new(spec),
        kind: first.kind,
        legend: Arc::clone(&first.legend),
    })
}

impl Session {
    /// The layers that a file opened by itself may be another version of; none for a layer of the
    /// map set, which says itself what legend each of its layers has.
    pub(super) fn first_versions(&self, id: &str) -> Vec<FirstVersion> {
        if !self.layer(id).is_some_and(|layer| self.is_loose(layer)) {
            return Vec::new();
        }
        let others = self.layers.iter().filter(|layer| layer.spec.id != id && !layer.is_computed());
        let firsts = others.filter_map(|layer| {
            let legend = Arc::clone(layer.legend.as_ref()?);
            let kind = super::scene::plan_kind(layer.spec.plan.as_deref(), &self.catalogue);
            let kind = kind.or_else(|| layer.content().and_then(|content| content.drawn.plan_kind));
            layer.spec.fields.class.is_some().then(|| FirstVersion {
                spec: Arc::clone(&layer.spec),
                kind,
                legend,
            })
        });
        firsts.collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::command::Command;
    use crate::settings::Settings;

    const SET: &str = r##"
format = 1
[catalogue]
id = "test"
name = "Bộ thử"
crs = "EPSG:9206"

[[legend]]
id = "uses"
name = "Loại đất"
[[legend.class]]
code = "ODT"
label = "Đất ở"
colour = "#ffe08a"
[[legend.class]]
code = "CX"
label = "Cây xanh"
colour = "#52a500"

[[layer]]
id = "uses"
name = "Sử dụng đất"
role = "land-use"
file = "uses.geojson"
accuracy = "digitised"
legend = "uses"
fields = { class = "ma" }
"##;

    fn lots(codes: &[&str]) -> String {
        let features: Vec<String> = codes
            .iter()
            .enumerate()
            .map(|(n, code)| {
                let (west, east) = (103.90 + n as f64 * 0.01, 103.91 + n as f64 * 0.01);
                format!(
                    r#"{{"type":"Feature","properties":{{"ma":"{code}"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},21.3],[{east},21.3],[{east},21.31],[{west},21.31],[{west},21.3]]]}}}}"#
                )
            })
            .collect();
        format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
    }

    fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn open(paths: Vec<PathBuf>) -> Session {
        let mut session = Session::new(Settings::default(), Arc::new(|| {}));
        session.apply(Command::Open(paths));
        session.wait_until_loaded();
        session
    }

    #[test]
    fn the_same_codes_take_the_legend_of_the_first_and_others_do_not() {
        let (set, loose) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(set.path(), "catalogue.toml", SET);
        write(set.path(), "uses.geojson", &lots(&["ODT", "CX"]));
        let second = write(loose.path(), "uses-2025.geojson", &lots(&["CX", "ODT", "ODT"]));
        let other = write(loose.path(), "trees.geojson", &lots(&["oak", "pine", "CX"]));
        // The map set comes last and is opened first all the same.
        let session = open(vec![second.clone(), other, set.path().to_owned()]);
        assert!(session.catalogue_issues().is_empty(), "{:?}", session.catalogue_issues());
        let drawn = |id: &str| session.layer(id).unwrap().content().unwrap().drawn.clone();
        assert_eq!(session.layer("uses-2025").unwrap().spec.legend.as_deref(), Some("uses"));
        // Codes by hand: ODT is the first class of the legend, CX the second.
        assert_eq!(*drawn("uses").classes, [0, 1]);
        assert_eq!(*drawn("uses-2025").classes, [1, 0, 0]);
        assert_eq!(drawn("uses-2025").plan_kind, drawn("uses").plan_kind);
        assert!(
            session.layer("uses-2025").unwrap().spec.plan.is_none(),
            "it is no part of the plan"
        );
        assert_eq!(session.layer("trees").unwrap().spec.legend, None);
        assert!(drawn("trees").classes.is_empty());
        // The legend that tells colours knows it too: a class hidden is hidden in both versions.
        let mut session = session;
        session.apply(Command::ShowClass("uses".to_owned(), 0, false));
        for id in ["uses", "uses-2025"] {
            assert_eq!(session.layer(id).unwrap().hidden_classes, [0], "{id}");
        }
        // Read once more it keeps the legend.
        session.apply(Command::ReloadLayer("uses-2025".to_owned()));
        session.wait_until_loaded();
        assert_eq!(session.layer("uses-2025").unwrap().spec.legend.as_deref(), Some("uses"));
    }
}
