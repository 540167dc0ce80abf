//! Which coordinate system a file is in: what the caller, the file and its sidecars say, in this
//! order, else what the format prescribes.

use std::path::{Path, PathBuf};

use planmap_core::crs::{CoordinateGuess, Crs, GeoPoint, geo_from_map, with_transform};
use planmap_core::{Issue, IssueKind, MapPoint};

use super::ReadOptions;

/// Who said which system a file is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CrsSource {
    /// The file itself.
    Member,
    /// A file beside it.
    Sidecar,
    /// The catalogue, or the user.
    Catalogue,
    /// The format's standard.
    Default,
    /// The numbers themselves; the user has agreed.
    Guess,
}

impl CrsSource {
    /// Reads the word of [`CrsSource::as_str`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Member, Self::Sidecar, Self::Catalogue, Self::Default, Self::Guess];
        all.into_iter().find(|s| s.as_str() == word)
    }

    /// The word in JSON output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Sidecar => "sidecar",
            Self::Catalogue => "catalogue",
            Self::Default => "default",
            Self::Guess => "guess",
        }
    }
}

/// What a file beside the map file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sidecar {
    /// Its name without the folder.
    name: String,
    /// The name of a system in it, if there is one.
    code: Option<String>,
}

impl Sidecar {
    /// The first of `FILE.qpj`, `FILE.prj`, `FILE.crs` that exists.
    pub(super) fn find(path: &Path) -> Option<Self> {
        sidecar_paths(path).into_iter().find_map(|beside| {
            // A catalogue may be called a.crs itself.
            let text = if beside == path { None } else { std::fs::read(&beside).ok() }?;
            let text = String::from_utf8_lossy(&text).trim_start_matches('\u{feff}').to_owned();
            let name = beside.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Some(Self { name, code: code_in(&text) })
        })
    }
}

/// The files beside one that may name its system, those that count more first.
pub(super) fn sidecar_paths(path: &Path) -> Vec<PathBuf> {
    ["qpj", "prj", "crs"].into_iter().flat_map(|extension| super::beside(path, extension)).collect()
}

/// The EPSG code that well-known text says of the system as a whole, which is the last one in it;
/// or the whole text if it is a plain name.
pub(super) fn code_in(text: &str) -> Option<String> {
    let trimmed = text.trim();
    if !trimmed.contains('[') {
        return Some(trimmed.to_owned()).filter(|t| !t.is_empty());
    }
    let compact: String = trimmed.chars().filter(|c| !c.is_whitespace() && *c != '"').collect();
    // Only the last one, and only if it closes the outermost bracket: an inner code is one of the
    // datum or the unit.
    let at = compact
        .rfind("AUTHORITY[EPSG,")
        .map(|i| i + 15)
        .into_iter()
        .chain(compact.rfind("ID[EPSG,").map(|i| i + 8))
        .max()?;
    let code: String = compact[at..].chars().take_while(char::is_ascii_digit).collect();
    let rest = &compact[at + code.len()..];
    (!code.is_empty() && matches!(rest, "]]" | "))")).then(|| format!("EPSG:{code}"))
}

/// The system that was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// None if one was named and it cannot be used: then nothing can be placed.
    pub(super) crs: Option<Crs>,
    pub(super) source: CrsSource,
    /// The name that cannot be used.
    pub(super) unknown: Option<String>,
    pub(super) issues: Vec<Issue>,
}

/// What a file itself says of its system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Member {
    /// There is none.
    Absent,
    /// A name of a system.
    Named(String),
    /// The name that most features bear, where the file as a whole has none.
    InFeatures(String),
    /// Null or something else that names none.
    Useless,
}

impl Member {
    /// The name of a system, wherever it stands.
    fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) | Self::InFeatures(name) => Some(name),
            Self::Absent | Self::Useless => None,
        }
    }
}

/// Decides by precedence: caller, member, sidecar, standard.
pub(super) fn find(options: &ReadOptions, member: &Member, sidecar: Option<&Sidecar>) -> Found {
    let mut issues = Vec::new();
    let mut unknown = None;
    let mut parse = |text: &str| match Crs::parse(text) {
        Ok(crs) => Some(crs),
        Err(_) => {
            issues.push(Issue::error(IssueKind::new("crs-unknown").with("name", text.trim())));
            unknown = Some(text.trim().to_owned());
            None
        }
    };
    let (crs, source) = if let Some(crs) = &options.crs {
        (Some(crs.clone()), CrsSource::Catalogue)
    } else if let Some(name) = member.name() {
        (parse(name), CrsSource::Member)
    } else {
        match sidecar {
            Some(Sidecar { code: Some(code), .. }) => (parse(code), CrsSource::Sidecar),
            Some(Sidecar { name, code: None }) => {
                issues.push(Issue::warning(
                    IssueKind::new("sidecar-without-code").with("name", name.clone()),
                ));
                (Some(Crs::wgs84()), CrsSource::Default)
            }
            None => (Some(Crs::wgs84()), CrsSource::Default),
        }
    };
    if *member == Member::Useless {
        issues.push(Issue::warning(IssueKind::new("crs-member-useless")));
    }
    Found { crs, source, unknown, issues }
}

/// Whether a system counts in degrees: a place in Vietnam then keeps its numbers within the shift
/// between two datums.
pub(super) fn is_geographic(crs: &Crs) -> bool {
    const NEAR: f64 = 0.1;
    crs.is_wgs84()
        || with_transform(crs, &Crs::wgs84())
            .and_then(|t| t.convert(105.0, 21.0))
            .is_ok_and(|(lon, lat)| (lon - 105.0).abs() < NEAR && (lat - 21.0).abs() < NEAR)
}

/// Whether a system is one of VN-2000 / TM-3 or UTM, whose ranges in Vietnam tell east from north.
fn is_vn2000_metric(crs: &Crs) -> bool {
    let code = crs.as_str().strip_prefix("EPSG:").and_then(|c| c.parse::<u32>().ok());
    matches!(code, Some(3405 | 3406 | 5896..=5899 | 6956..=6959 | 9205..=9218))
}

/// What numbers look like that cannot be in the system they were announced in; none where they can.
/// `within` and `beyond` are the bounds of positions that the system can and cannot hold.
pub(super) fn judge(
    crs: &Crs,
    within: Option<[f64; 4]>,
    beyond: Option<[f64; 4]>,
) -> Option<CoordinateGuess> {
    use planmap_core::crs::guess_coordinates as guess;
    if is_geographic(crs) {
        return beyond.map(guess);
    }
    match within.map(guess)? {
        CoordinateGuess::Degrees => Some(CoordinateGuess::Degrees),
        CoordinateGuess::DegreesSwapped => Some(CoordinateGuess::DegreesSwapped),
        CoordinateGuess::Vn2000Swapped if is_vn2000_metric(crs) => {
            Some(CoordinateGuess::Vn2000Swapped)
        }
        _ => None,
    }
}

/// The system and the order of axes that a guess means; none where it names no system.
pub(super) fn accepted(guess: CoordinateGuess, announced: &Crs) -> Option<(Crs, bool)> {
    let metric =
        || if is_vn2000_metric(announced) { announced.clone() } else { Crs::vn2000_son_la() };
    match guess {
        CoordinateGuess::Degrees => Some((Crs::wgs84(), false)),
        CoordinateGuess::DegreesSwapped => Some((Crs::wgs84(), true)),
        CoordinateGuess::Vn2000 => Some((metric(), false)),
        CoordinateGuess::Vn2000Swapped => Some((metric(), true)),
        CoordinateGuess::Unknown => None,
    }
}

/// A metric system for a file: its own if that is the one of Sơn La, the UTM zone of its middle, or
/// the world's where it spans too much for a zone.
pub(super) fn map_crs_for(source: &Crs, bounds: [f64; 4]) -> Crs {
    // A UTM zone is 6° wide; twice that is still drawn without visible distortion.
    const WIDEST_DEG: f64 = 12.0;
    const HIGHEST_DEG: f64 = 15.0;
    // UTM is defined up to here.
    const FARTHEST_LAT: f64 = 84.0;
    if *source == Crs::vn2000_son_la() {
        return source.clone();
    }
    let [x0, y0, x1, y1] = bounds;
    let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)];
    if source.is_wgs84() && (y0 < -90.0 || y1 > 90.0) {
        return Crs::world();
    }
    let points: Option<Vec<GeoPoint>> =
        corners.iter().map(|(x, y)| geo_from_map(MapPoint::new(*x, *y), source).ok()).collect();
    let Some(points) = points else {
        return Crs::world();
    };
    let span = |f: fn(&GeoPoint) -> f64| {
        points
            .iter()
            .map(f)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)))
    };
    let ((w, e), (s, n)) = (span(|p| p.lon), span(|p| p.lat));
    if e - w > WIDEST_DEG || n - s > HIGHEST_DEG || n > FARTHEST_LAT || s < -FARTHEST_LAT {
        return Crs::world();
    }
    // Sơn La's own system, where the file lies in its 3° zone at the province's latitudes.
    if w >= 102.5 && e <= 105.5 && s >= 20.0 && n <= 22.6 {
        return Crs::vn2000_son_la();
    }
    Crs::utm(GeoPoint::new(f64::midpoint(w, e), f64::midpoint(s, n)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn codes_are_taken_from_well_known_text_only_for_the_whole() {
        let wkt1 = r#"PROJCS["VN-2000 / TM-3",GEOGCS["VN-2000",AUTHORITY["EPSG","4756"]],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","9206"]]"#;
        assert_eq!(code_in(wkt1).as_deref(), Some("EPSG:9206"));
        assert_eq!(code_in("PROJCRS[\"x\", ID[\"EPSG\", 9206]]").as_deref(), Some("EPSG:9206"));
        let esri =
            r#"PROJCS["VN_2000",GEOGCS["GCS_VN-2000",AUTHORITY["EPSG","4756"]],UNIT["Meter",1.0]]"#;
        assert_eq!(code_in(esri), None);
        assert_eq!(code_in("EPSG:9206\n").as_deref(), Some("EPSG:9206"));
        assert_eq!(code_in("  "), None);
    }

    #[test]
    fn precedence_is_caller_member_sidecar_standard() {
        let sidecar = Sidecar { name: "a.prj".to_owned(), code: Some("EPSG:32648".to_owned()) };
        let member = Member::Named("urn:ogc:def:crs:EPSG::9206".to_owned());
        let mut options = ReadOptions::default();
        let of = |options: &ReadOptions, member: &Member, sidecar: Option<&Sidecar>| {
            let found = find(options, member, sidecar);
            (found.crs.map(|c| c.as_str().to_owned()), found.source)
        };
        let code = |c: &str| Some(c.to_owned());
        assert_eq!(of(&options, &Member::Absent, None), (code("EPSG:4326"), CrsSource::Default));
        assert_eq!(
            of(&options, &Member::Absent, Some(&sidecar)),
            (code("EPSG:32648"), CrsSource::Sidecar)
        );
        assert_eq!(of(&options, &member, Some(&sidecar)), (code("EPSG:9206"), CrsSource::Member));
        options.crs = Some(Crs::world());
        assert_eq!(
            of(&options, &member, Some(&sidecar)),
            (code("EPSG:4087"), CrsSource::Catalogue)
        );
        let unknown =
            find(&ReadOptions::default(), &Member::Named("EPSG:99999999".to_owned()), None);
        assert!(unknown.crs.is_none() && unknown.issues[0].kind.key() == "crs-unknown");
    }

    #[test]
    fn geographic_and_metric_systems_are_told_apart() {
        assert!(is_geographic(&Crs::parse("EPSG:4756").unwrap()));
        assert!(!is_geographic(&Crs::vn2000_son_la()));
        assert!(!is_geographic(&Crs::world()));
    }

    #[test]
    fn map_systems_follow_the_span() {
        let son_la = map_crs_for(&Crs::wgs84(), [103.8, 21.1, 104.2, 21.4]);
        assert_eq!(son_la, Crs::vn2000_son_la());
        let utm = map_crs_for(&Crs::wgs84(), [105.8, 20.9, 105.9, 21.1]);
        assert_eq!(utm.as_str(), "EPSG:32648");
        assert_eq!(map_crs_for(&Crs::wgs84(), [-170.0, -60.0, 170.0, 80.0]), Crs::world());
        assert_eq!(
            map_crs_for(&Crs::vn2000_son_la(), [4e5, 2e6, 5e5, 2.1e6]),
            Crs::vn2000_son_la()
        );
    }
}
