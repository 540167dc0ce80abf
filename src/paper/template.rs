//! Templates: which furniture a sheet has, where it stands, and what an office writes on it.
//!
//! Owns their form as TOML. The bundled ones are part of the program; an office adds its own as
//! files. Must not know where files are.

use planmap_core::catalogue::Text2;
use serde::Deserialize;
use thiserror::Error;

/// What can stand on a sheet besides the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Furniture {
    /// Agency, plan, drawing, decision, scale, sheet number, names.
    TitleBlock,
    /// Symbols and classes in the frame, with areas.
    Legend,
    /// Annotations in the frame, pins by number.
    Annotations,
    /// Bar in round units.
    ScaleBar,
    /// Grid north and true north.
    NorthArrow,
    /// VN-2000 grid with its coordinates.
    Grid,
    /// Ticks of WGS 84 longitude and latitude around the frame.
    Graticule,
    /// Where the frame lies in the plan.
    Locator,
    /// Documents and the day of the data.
    Sources,
    /// Accuracy and legal status.
    Note,
    /// Checksum of the catalogue.
    Checksum,
}

impl Furniture {
    /// All kinds in the order of the standard panel.
    pub const ALL: [Self; 11] = [
        Self::Locator,
        Self::Legend,
        Self::Annotations,
        Self::NorthArrow,
        Self::ScaleBar,
        Self::Note,
        Self::Sources,
        Self::Checksum,
        Self::TitleBlock,
        Self::Grid,
        Self::Graticule,
    ];

    /// The word in templates and in JSON; `sheet-item-<word>` in `assets/i18n`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TitleBlock => "title-block",
            Self::Legend => "legend",
            Self::Annotations => "annotations",
            Self::ScaleBar => "scale-bar",
            Self::NorthArrow => "north-arrow",
            Self::Grid => "grid",
            Self::Graticule => "graticule",
            Self::Locator => "locator",
            Self::Sources => "sources",
            Self::Note => "note",
            Self::Checksum => "checksum",
        }
    }

    /// Whether it may be broken between columns and pages.
    #[must_use]
    pub fn flows(self) -> bool {
        matches!(self, Self::Legend | Self::Annotations)
    }

    /// Whether it can be moved; the others belong to the frame of the map.
    #[must_use]
    pub fn is_movable(self) -> bool {
        !matches!(self, Self::Grid | Self::Graticule)
    }
}

/// Where a piece of furniture stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Nowhere.
    Off,
    /// In the panel beside or below the map, in the template's order.
    #[default]
    Panel,
    /// Over the map's top left corner.
    MapTopLeft,
    /// Over the map's top right corner.
    MapTopRight,
    /// Over the map's bottom left corner.
    MapBottomLeft,
    /// Over the map's bottom right corner.
    MapBottomRight,
}

impl Place {
    /// All places.
    pub const ALL: [Self; 6] = [
        Self::Off,
        Self::Panel,
        Self::MapTopLeft,
        Self::MapTopRight,
        Self::MapBottomLeft,
        Self::MapBottomRight,
    ];

    /// The word in templates; `sheet-place-<word>` in `assets/i18n`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Panel => "panel",
            Self::MapTopLeft => "map-top-left",
            Self::MapTopRight => "map-top-right",
            Self::MapBottomLeft => "map-bottom-left",
            Self::MapBottomRight => "map-bottom-right",
        }
    }
}

/// One piece of furniture of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateItem {
    /// What.
    pub kind: Furniture,
    /// Where.
    #[serde(default)]
    pub place: Place,
}

/// What the title block says. An empty field is left for the pen, except where the catalogue
/// knows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TitleFields {
    /// Who issues the sheet.
    pub agency: String,
    /// Which plan.
    pub plan: String,
    /// What the drawing is called.
    pub drawing: String,
    /// Number of the decision.
    pub decision: String,
    /// Its date.
    pub date: String,
    /// Number of the sheet.
    pub sheet_number: String,
    /// Who made it.
    pub made_by: String,
    /// Who checked it.
    pub checked_by: String,
}

/// An office's logo as vector outlines.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    /// Width and height of the drawing in its own unit.
    pub size: [f64; 2],
    /// Its outlines.
    pub paths: Vec<LogoPath>,
}

/// One outline of a logo.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogoPath {
    /// Path data as in the `d` attribute of SVG.
    pub d: String,
    /// Colour as `#rrggbb`.
    pub fill: String,
}

/// A template.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetTemplate {
    /// Short stable name: what `--template` takes.
    pub id: String,
    /// Its name in Vietnamese.
    #[serde(default)]
    pub name_vi: String,
    /// Its name in English.
    #[serde(default)]
    pub name_en: String,
    /// White margin around everything in millimetres.
    #[serde(default = "margin")]
    pub margin_mm: f64,
    /// Width of the panel on A3 in millimetres; other sizes follow.
    #[serde(default = "panel")]
    pub panel_mm: f64,
    /// Furniture in the order of the panel; what is not named is off.
    #[serde(default, rename = "item")]
    pub items: Vec<TemplateItem>,
    /// What the title block says at the start.
    #[serde(default)]
    pub fields: TitleFields,
    /// The office's logo.
    #[serde(default)]
    pub logo: Option<Logo>,
}

fn margin() -> f64 {
    10.0
}

fn panel() -> f64 {
    78.0
}

/// Why a template cannot be used.
#[derive(Debug, Error)]
pub enum TemplateError {
    /// It is no TOML, or says something that is not known.
    #[error("{0}")]
    Syntax(String),
    /// A number is out of range.
    #[error("{0} is out of range")]
    Range(&'static str),
}

impl SheetTemplate {
    /// Reads a template.
    ///
    /// # Errors
    /// See [`TemplateError`].
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let out: Self = toml::from_str(text).map_err(|e| TemplateError::Syntax(e.to_string()))?;
        if !(3.0..=60.0).contains(&out.margin_mm) {
            return Err(TemplateError::Range("margin_mm"));
        }
        if !(40.0..=200.0).contains(&out.panel_mm) {
            return Err(TemplateError::Range("panel_mm"));
        }
        if out.logo.as_ref().is_some_and(|l| l.size.iter().any(|s| !s.is_normal() || *s < 0.0)) {
            return Err(TemplateError::Range("logo.size"));
        }
        Ok(out)
    }

    /// The templates that are part of the program, the standard one first.
    #[must_use]
    pub fn bundled() -> Vec<Self> {
        const TEXTS: [&str; 3] = [
            include_str!("../../assets/sheets/standard.toml"),
            include_str!("../../assets/sheets/map-only.toml"),
            include_str!("../../assets/sheets/wall.toml"),
        ];
        // They are parsed by a test; one that cannot be is left out.
        TEXTS.iter().filter_map(|t| Self::parse(t).ok()).collect()
    }

    /// The standard template.
    #[must_use]
    pub fn standard() -> Self {
        Self::bundled().into_iter().next().unwrap_or_else(|| Self {
            id: "standard".into(),
            name_vi: String::new(),
            name_en: String::new(),
            margin_mm: margin(),
            panel_mm: panel(),
            items: Furniture::ALL.map(|kind| TemplateItem { kind, place: Place::Panel }).to_vec(),
            fields: TitleFields::default(),
            logo: None,
        })
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> Text2 {
        let or_id = |t: &str| if t.is_empty() { self.id.clone() } else { t.to_owned() };
        Text2 { vi: or_id(&self.name_vi), en: or_id(&self.name_en) }
    }

    /// Where a piece of furniture stands.
    #[must_use]
    pub fn place(&self, kind: Furniture) -> Place {
        self.items.iter().find(|i| i.kind == kind).map_or(Place::Off, |i| i.place)
    }

    /// Puts a piece of furniture somewhere else.
    pub fn set_place(&mut self, kind: Furniture, place: Place) {
        match self.items.iter_mut().find(|i| i.kind == kind) {
            Some(item) => item.place = place,
            None => self.items.push(TemplateItem { kind, place }),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn bundled_templates_are_sound() {
        let all = SheetTemplate::bundled();
        assert_eq!(
            all.iter().map(|t| t.id.as_str()).collect::<Vec<_>>(),
            ["standard", "map-only", "wall"]
        );
        assert!(Furniture::ALL.iter().all(|k| all[0].place(*k) != Place::Off));
    }

    #[test]
    fn an_office_adds_its_own() {
        let text = r##"
            id = "so-xay-dung"
            name_vi = "Sở Xây dựng"
            margin_mm = 12
            [[item]]
            kind = "title-block"
            [[item]]
            kind = "legend"
            place = "map-bottom-left"
            [fields]
            agency = "Sở Xây dựng tỉnh Sơn La"
            [logo]
            size = [10, 10]
            paths = [{ d = "M0 0 L10 0 L5 10 Z", fill = "#0b6e4f" }]
        "##;
        let t = SheetTemplate::parse(text).unwrap();
        assert_eq!(t.place(Furniture::Legend), Place::MapBottomLeft);
        assert_eq!(t.place(Furniture::Grid), Place::Off);
        assert_eq!(t.fields.agency, "Sở Xây dựng tỉnh Sơn La");
        for bad in [
            "id = 3",
            "id = \"x\"\nmargin_mm = 900",
            "id = \"x\"\n[[item]]\nkind = \"clock\"",
            "id = \"x\"\ncolour = 1",
        ] {
            assert!(SheetTemplate::parse(bad).is_err(), "{bad}");
        }
    }
}
