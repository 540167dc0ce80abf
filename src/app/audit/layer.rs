//! Findings as a layer that the program makes: their colours, hatches and attributes.

use planmap_core::audit::{Finding, FindingKind};
use planmap_core::catalogue::{Accuracy, Catalogue};
use planmap_core::i18n::Words;
use planmap_core::legend::{ClassLook, HatchPattern, Rgb};
use planmap_draw::scene::MapLayer;

use super::ignored::{IgnoreList, Ignored};
use super::texts::{class_names, plan_names};
use crate::analysis::FINDINGS_LAYER;
use crate::computed::{Attribute, Computed, ComputedClass, ComputedFeature, OPACITY};

/// Colours that stay apart for colour-blind eyes too (after Okabe and Ito, 2008), each with a hatch
/// of its own.
fn look(kind: FindingKind) -> (Rgb, HatchPattern) {
    match kind {
        FindingKind::Gap => (Rgb(0xe6, 0x9f, 0x00), HatchPattern::Diagonal),
        FindingKind::Outside => (Rgb(0x00, 0x72, 0xb2), HatchPattern::BackDiagonal),
        FindingKind::Overlap => (Rgb(0xcc, 0x79, 0xa7), HatchPattern::CrossDiagonal),
        FindingKind::Conflict => (Rgb(0xd5, 0x5e, 0x00), HatchPattern::Horizontal),
    }
}

/// Findings as a layer that carries their numbers; an earlier audit's layer is to be taken off the map.
pub(crate) fn computed_findings<'a>(
    findings: &[(usize, &'a Finding)],
    ignored: &IgnoreList,
    catalogue: &Catalogue,
    words: &Words,
    accuracy: Accuracy,
) -> Computed<'a> {
    let classes = FindingKind::ALL.map(|kind| {
        let (colour, hatch) = look(kind);
        let key = format!("audit-short-{}", kind.as_str());
        // A gap may be as large as a city that has no zoning plan yet.
        let look = if kind == FindingKind::Gap { ClassLook::Outlined } else { ClassLook::Filled };
        ComputedClass { code: kind.as_str(), key, colour, hatch, look }
    });
    Computed {
        id: FINDINGS_LAYER,
        name_key: "audit-layer",
        accuracy,
        label: Some("number"),
        classes: classes.into(),
        features: findings
            .iter()
            .map(|(number, f)| feature(*number, f, ignored, catalogue, words))
            .collect(),
    }
}

fn feature<'a>(
    number: usize,
    finding: &'a Finding,
    ignored: &IgnoreList,
    catalogue: &Catalogue,
    words: &Words,
) -> ComputedFeature<'a> {
    let aside = ignored.entry(&finding.id);
    let rounded =
        |value: f64, per_unit: f64| Attribute::Number((value * per_unit).round() / per_unit);
    ComputedFeature {
        index: number.saturating_sub(1) as u32,
        class: finding.kind.as_str(),
        shape: &finding.shape,
        attributes: vec![
            ("number", Attribute::Number(number as f64)),
            ("area_m2", rounded(finding.area.ellipsoid_m2, 10.0)),
            ("width_m", rounded(finding.width_m, 100.0)),
            (
                "classes",
                Attribute::Text(class_names(finding, catalogue, words).unwrap_or_default()),
            ),
            ("plans", Attribute::Text(plan_names(finding, catalogue, words).join(", "))),
            ("lots", Attribute::Text(finding.lots.join(", "))),
            ("reason", Attribute::Text(aside.map(|i| i.reason.clone()).unwrap_or_default())),
            ("ignored_by", Attribute::Text(aside.map(Ignored::by).unwrap_or_default())),
        ],
    }
}

/// Findings as a layer for paper, in the look that they have on the screen.
#[must_use]
pub(crate) fn findings_layer(
    findings: &[(usize, &Finding)],
    catalogue: &Catalogue,
    words: &Words,
    accuracy: Accuracy,
) -> MapLayer {
    let computed = computed_findings(findings, &IgnoreList::default(), catalogue, words, accuracy);
    let mut layer = computed.layer();
    layer.opacity = OPACITY;
    layer
}
