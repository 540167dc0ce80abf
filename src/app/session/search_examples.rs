//! What can be typed, shown where nothing is: examples that these very maps answer.

use planmap_core::catalogue::LayerRole;
use planmap_core::crs::{SystemNaming, geo_from_map};
use planmap_core::feature::FeatureId;
use planmap_core::search::fold;

use super::Session;

impl Session {
    /// Keys of words in `assets/i18n` with a text of that kind which is found here.
    #[must_use]
    pub fn search_examples(&self) -> Vec<(&'static str, String)> {
        let catalogue = self.catalogue();
        let mut out = Vec::new();
        // An old unit whose name is no longer one: that it is found is not to be expected.
        let gone = |name: &str| !catalogue.units.iter().any(|u| u.in_force && u.name == name);
        if let Some(unit) = catalogue.units.iter().find(|u| !u.in_force && gone(&u.name)) {
            out.push(("search-try-place", fold(&unit.name)));
        }
        if let Some(decision) = catalogue.plans.iter().rev().find_map(|p| p.decision.as_deref()) {
            out.push((
                "search-try-plan",
                decision.split('/').next().unwrap_or(decision).to_owned(),
            ));
        }
        let lot =
            self.layers().iter().filter(|l| l.spec.role == LayerRole::LandUse).find_map(|l| {
                let (features, field) = (l.features()?, l.spec.fields.lot.as_deref()?);
                let middle = (features.len() / 2) as FeatureId;
                features.table().value(middle, field).as_str().map(str::to_owned)
            });
        out.extend(lot.map(|lot| ("search-try-lot", lot)));
        let here = self.viewport().centre();
        let system = SystemNaming::of(self.map_crs());
        let key = if system.is_vn2000() { "search-try-vn2000" } else { "search-try-grid" };
        out.push((key, system.place_with(here, " ", |metres| format!("{metres:.0}"))));
        if let Ok(geo) = geo_from_map(here, self.map_crs()) {
            out.push(("search-try-degrees", format!("{} {}", minutes(geo.lat), minutes(geo.lon))));
        }
        out
    }
}

/// 21°19'37"
fn minutes(degrees: f64) -> String {
    let seconds = (degrees.abs() * 3600.0).round() as u64;
    let sign = if degrees < 0.0 { "-" } else { "" };
    format!("{sign}{}°{:02}'{:02}\"", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
