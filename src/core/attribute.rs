//! What features and their attributes are called, in both languages, and which attributes add up.
//!
//! Owns the names that attributes go by in files of Vietnamese planning offices and in this
//! program's own. What a catalogue says of a layer ([`FieldNames`]) comes first. Must not know how
//! a name is shown.

use crate::catalogue::FieldNames;
use crate::feature::{FeatureId, Table};
use crate::i18n::{Language, Words};
use crate::search::fold;

/// Attributes that hold the English name where the catalogue names none: this program's own, and
/// that of OpenStreetMap.
const ENGLISH_NAMES: [&str; 2] = ["name_en", "name:en"];

/// The name of a feature in a language; the Vietnamese one where it has no English one.
#[must_use]
pub fn feature_name<'a>(
    fields: &FieldNames,
    table: &'a Table,
    feature: FeatureId,
    language: Language,
) -> Option<&'a str> {
    let text = |attribute: &str| {
        table.value(feature, attribute).as_str().filter(|text| !text.trim().is_empty())
    };
    let own = fields.name.as_deref().and_then(text);
    if language == Language::Vietnamese {
        return own;
    }
    let english = match fields.name_en.as_deref() {
        Some(attribute) => text(attribute),
        // Only beside a name: a layer without one has no names in English either.
        None if own.is_some() => ENGLISH_NAMES.into_iter().find_map(text),
        None => None,
    };
    english.or(own)
}

/// Whether an attribute holds English names of features.
#[must_use]
pub fn is_english_name(fields: &FieldNames, attribute: &str) -> bool {
    match fields.name_en.as_deref() {
        Some(named) => named == attribute,
        None => fields.name.is_some() && ENGLISH_NAMES.contains(&attribute),
    }
}

/// Names of attributes as files have them, folded and without blanks, and the key of their words:
/// those of the Vietnamese GIS package (Circular 16/2025/TT-BXD, Annex II), of older portals, and
/// of lists that offices keep.
const KNOWN: &[(&str, &str)] = &[
    ("tendoituong", "field-name"),
    ("ten", "field-name"),
    ("nameen", "field-name-en"),
    ("madoituong", "field-object-code"),
    ("mathongtinqh", "field-plan-code"),
    ("mahosoqh", "field-plan-file"),
    ("phanloai", "field-class"),
    ("loaidat", "field-class"),
    ("chucnang", "field-class"),
    ("chucnangsudungdat", "field-class"),
    ("landuse", "field-class"),
    ("ghichu", "field-note"),
    ("note", "field-note"),
    ("notes", "field-note"),
    ("remark", "field-note"),
    ("kyhieu", "field-lot"),
    ("kihieu", "field-lot"),
    ("kyhieulo", "field-lot"),
    ("kihieulodat", "field-lot"),
    ("kyhieulodat", "field-lot"),
    ("kyhieuodat", "field-lot"),
    ("dientich", "field-area"),
    ("area", "field-area"),
    ("aream2", "field-area-m2"),
    ("areaha", "field-area-ha"),
    ("dientichha", "field-area-ha"),
    ("density", "field-density-pct"),
    ("matdo", "field-density-pct"),
    ("matdoxaydung", "field-density-pct"),
    ("mdxd", "field-density-pct"),
    ("storeys", "field-storeys"),
    ("floors", "field-storeys"),
    ("tangcao", "field-storeys"),
    ("tangcaotoida", "field-storeys-max"),
    ("tangcaotoithieu", "field-storeys-min"),
    ("far", "field-floor-area-ratio"),
    ("hesosudungdat", "field-floor-area-ratio"),
    ("hssdd", "field-floor-area-ratio"),
    ("danso", "field-population"),
    ("giaidoan", "field-phase"),
    ("giaidoanquyhoach", "field-phase"),
    ("owner", "field-owner"),
    ("chusudung", "field-owner"),
    ("chusohuu", "field-owner"),
    ("soto", "field-map-sheet"),
    ("tobando", "field-map-sheet"),
    ("sothua", "field-parcel"),
    ("width", "field-width"),
    ("chieurong", "field-width"),
    ("length", "field-length"),
    ("chieudai", "field-length"),
    ("status", "field-state"),
    ("tinhtrang", "field-state"),
    ("year", "field-year"),
    ("nam", "field-year"),
    ("description", "field-description"),
    ("mota", "field-description"),
];

/// What an attribute is called: as the catalogue calls it, else in the words of what the catalogue
/// says it is, else in those of a name that is known, else as the file has it.
#[must_use]
pub fn attribute_title(fields: &FieldNames, attribute: &str, words: &Words) -> String {
    if let Some((_, title)) = fields.titles.iter().find(|(name, _)| name == attribute) {
        return title.get(words.language()).to_owned();
    }
    let key = role_of(fields, attribute).or_else(|| known_key(attribute, words));
    key.map_or_else(|| attribute.to_owned(), |key| words.text(&key))
}

/// The key of what the catalogue says an attribute is.
fn role_of(fields: &FieldNames, attribute: &str) -> Option<String> {
    let roles = [
        (&fields.density_pct, "field-density-pct"),
        (&fields.storeys_min, "field-storeys-min"),
        (&fields.storeys_max, "field-storeys-max"),
        (&fields.floor_area_ratio, "field-floor-area-ratio"),
        (&fields.population, "field-population"),
        (&fields.area_m2, "field-area-m2"),
        (&fields.phase, "field-phase"),
        (&fields.lot, "field-lot"),
        (&fields.zone, "field-zone"),
        (&fields.class, "field-class"),
        (&fields.name_en, "field-name-en"),
        (&fields.name, "field-name"),
    ];
    let role = roles.into_iter().find(|(field, _)| field.as_deref() == Some(attribute));
    role.map(|(_, key)| key.to_owned())
}

fn known_key(attribute: &str, words: &Words) -> Option<String> {
    let folded = fold(attribute).replace(' ', "");
    if let Some((_, key)) = KNOWN.iter().find(|(name, _)| *name == folded) {
        return Some((*key).to_owned());
    }
    let own = format!("field-{}", attribute.replace('_', "-"));
    words.has(&own).then_some(own)
}

/// Whether the catalogue, or a name that is known, says that an attribute is a year.
#[must_use]
pub fn is_year(fields: &FieldNames, attribute: &str) -> bool {
    if let Some((_, title)) = fields.titles.iter().find(|(name, _)| name == attribute) {
        let (vietnamese, english) = (fold(&title.vi), fold(&title.en));
        return vietnamese.split(' ').next() == Some("nam")
            || english.split(' ').any(|word| word == "year");
    }
    let folded = fold(attribute).replace(' ', "");
    role_of(fields, attribute).is_none()
        && KNOWN.iter().any(|(name, key)| *name == folded && *key == "field-year")
}

/// Words of attributes whose figures say something of one feature alone.
const RATES: [&str; 13] = [
    "pct", "percent", "tyle", "tile", "matdo", "density", "heso", "ratio", "far", "tangcao",
    "storey", "floors", "rank",
];

/// Whether figures of an attribute may be added: a share, a density, a ratio, a number of storeys,
/// a rank or a code of several features have no sum.
#[must_use]
pub fn adds_up(fields: &FieldNames, attribute: &str) -> bool {
    let role = [
        &fields.density_pct,
        &fields.storeys_min,
        &fields.storeys_max,
        &fields.floor_area_ratio,
        &fields.rank,
        &fields.phase,
        &fields.id,
        &fields.class,
        &fields.lot,
        &fields.zone,
    ];
    if role.into_iter().any(|field| field.as_deref() == Some(attribute)) {
        return false;
    }
    let folded = fold(attribute).replace(' ', "");
    let is_rate = attribute.contains('%') || RATES.iter().any(|word| folded.contains(word));
    let is_code = matches!(
        folded.as_str(),
        "id" | "fid" | "gid" | "objectid" | "code" | "ma" | "year" | "nam"
    );
    let is_number_of =
        folded.starts_with("soto") || folded.starts_with("sothua") || folded.ends_with("id");
    !(is_rate || is_code || is_number_of)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalogue::Text2;
    use crate::feature::{TableBuilder, Value};

    fn titled(fields: &FieldNames, attribute: &str) -> [String; 2] {
        Language::ALL.map(|language| attribute_title(fields, attribute, Words::of(language)))
    }

    #[test]
    fn known_attributes_have_words_in_both_languages() {
        let none = FieldNames::default();
        for (attribute, vi, en) in [
            ("density_pct", "Mật độ xây dựng (%)", "Building density (%)"),
            ("MatDoXayDung", "Mật độ xây dựng (%)", "Building density (%)"),
            ("Mật độ xây dựng", "Mật độ xây dựng (%)", "Building density (%)"),
            ("tenDoiTuong", "Tên", "Name"),
            ("maHoSoQH", "Mã hồ sơ quy hoạch", "Plan file code"),
            ("KiHieuLoDat", "Ký hiệu ô đất", "Lot code"),
            ("ghiChu", "Ghi chú", "Note"),
            ("X17", "X17", "X17"),
        ] {
            assert_eq!(titled(&none, attribute), [vi, en], "{attribute}");
        }
        for (name, key) in KNOWN {
            assert_eq!(&fold(name).replace(' ', ""), name);
            assert!(Language::ALL.iter().all(|language| Words::of(*language).has(key)), "{key}");
        }
    }

    #[test]
    fn the_catalogue_calls_attributes_as_it_likes() {
        let own = Text2 { vi: "Cao độ nền".into(), en: "Ground level".into() };
        let fields = FieldNames {
            density_pct: Some("MD".into()),
            titles: vec![("X17".into(), own)],
            ..FieldNames::default()
        };
        assert_eq!(titled(&fields, "X17"), ["Cao độ nền", "Ground level"]);
        assert_eq!(titled(&fields, "MD"), ["Mật độ xây dựng (%)", "Building density (%)"]);
    }

    #[test]
    fn a_year_is_known_by_its_name_or_its_title() {
        let title = |vi: &str, en: &str| Text2 { vi: vi.into(), en: en.into() };
        let titles = vec![
            ("t1".into(), title("Năm hoàn thành", "Completed")),
            ("t2".into(), title("Thời điểm", "Year of approval")),
            ("year".into(), title("Số năm", "Age in years")),
        ];
        let fields = FieldNames { titles, ..FieldNames::default() };
        for (attribute, wanted) in
            [("t1", true), ("t2", true), ("year", false), ("Năm", true), ("area", false)]
        {
            assert_eq!(is_year(&fields, attribute), wanted, "{attribute}");
        }
    }

    #[test]
    fn names_follow_the_language() {
        let mut builder = TableBuilder::default();
        for (vi, en) in [("Quốc lộ 6", Some("National Road 6")), ("Suối Nậm La", None)] {
            builder.begin_row();
            builder.set("name", Value::Text(vi));
            if let Some(en) = en {
                builder.set("name_en", Value::Text(en));
            }
        }
        let table = builder.finish();
        let fields = FieldNames { name: Some("name".into()), ..FieldNames::default() };
        let name = |feature, language| feature_name(&fields, &table, feature, language);
        assert_eq!(name(0, Language::Vietnamese), Some("Quốc lộ 6"));
        assert_eq!(name(0, Language::English), Some("National Road 6"));
        assert_eq!(name(1, Language::English), Some("Suối Nậm La"));
        let without = FieldNames::default();
        assert_eq!(feature_name(&without, &table, 0, Language::English), None);
    }

    #[test]
    fn shares_ratios_storeys_and_codes_have_no_sum() {
        let none = FieldNames::default();
        for attribute in [
            "density_pct",
            "MatDoXayDung",
            "TangCao",
            "storeys_max",
            "floor_area_ratio",
            "Tỷ lệ (%)",
            "id",
        ] {
            assert!(!adds_up(&none, attribute), "{attribute}");
        }
        for attribute in ["area_m2", "population", "DanSo", "DienTich", "length"] {
            assert!(adds_up(&none, attribute), "{attribute}");
        }
    }
}
