//! Review and balance of areas in the session, worked out in the background.

use std::path::PathBuf;
use std::sync::Arc;

use planmap_core::balance::{balance, published_of};
use planmap_core::catalogue::LayerRole;
use planmap_core::crs::CrsError;
use planmap_core::geometry::{Extent, area_grid_m2};
use planmap_core::overlay::{Area2, Region, plan_areas};
use planmap_core::site_review::{SiteReview, Subject, review};
use planmap_core::{MapPoint, Severity};

use crate::analysis::{
    AnalysisMessage, AreaBalance, AreaSubject, BalanceState, BalanceSubject, ReviewState,
};
use crate::audit::stack_of;
use crate::corner_table::corners_table;
use crate::ids::ReviewedShape;
use crate::session::Session;
use crate::session::loading::Message;
use crate::text_table::{Cell, TextTable};

/// Metres around a site that is only known as a point, until the user says otherwise.
pub const RADIUS_M: f64 = 500.0;

impl Session {
    /// The polygons of a subject and what stands for it; `None` where it has no area.
    fn subject_region(
        &self,
        subject: &AreaSubject,
        radius_m: f64,
    ) -> Option<(Region, ReviewedShape)> {
        let outline = |region: Region| {
            (!region.shape().0.is_empty()).then_some((region, ReviewedShape::Outline))
        };
        match subject {
            AreaSubject::Site(id) => self.site_region(id, radius_m),
            AreaSubject::Feature(hit) => outline(self.feature_region(hit)?),
            AreaSubject::Annotation(what) => {
                let drawn = self.annotations.drawn(what)?;
                let rings = drawn.rows.iter().filter(|r| r.closed).map(|r| ring_polygon(&r.points));
                let polygons: Vec<geo::MultiPolygon<f64>> =
                    rings.map(|p| geo::MultiPolygon(vec![p])).collect();
                outline(Region::new(planmap_core::overlay::union(&polygons)))
            }
            AreaSubject::Ring(points) => {
                let polygon = geo::MultiPolygon(vec![ring_polygon(points)]);
                outline(Region::new(planmap_core::overlay::union(&[polygon])))
            }
            AreaSubject::Polygons(polygons) => {
                outline(Region::new(planmap_core::overlay::union(std::slice::from_ref(polygons))))
            }
        }
    }

    fn subject_name(&self, subject: &AreaSubject) -> String {
        let language = self.language();
        match subject {
            AreaSubject::Site(id) => self
                .catalogue
                .site(id)
                .map_or_else(|| id.clone(), |s| s.name.get(language).to_owned()),
            AreaSubject::Feature(hit) => {
                let layer = self
                    .layer(&hit.layer)
                    .map(|l| l.spec.name.get(language).to_owned())
                    .unwrap_or_default();
                match self.unit_title(hit).or_else(|| self.feature_title(hit)) {
                    Some(title) => format!("{title} ({layer})"),
                    None => layer,
                }
            }
            AreaSubject::Annotation(what) => {
                let title = self
                    .annotations
                    .drawn(what)
                    .map(|d| d.annotation.title.clone())
                    .unwrap_or_default();
                if title.is_empty() { self.words().text("review-drawn") } else { title }
            }
            AreaSubject::Ring(_) | AreaSubject::Polygons(_) => self.words().text("review-drawn"),
        }
    }

    fn unit_title(&self, hit: &crate::ids::HitRef) -> Option<String> {
        let layer = self.layer(&hit.layer).filter(|l| l.spec.role == LayerRole::Units)?;
        let key = layer.features()?.table().value(hit.feature, layer.spec.fields.id.as_deref()?);
        let unit = self.catalogue.unit(key.as_str()?)?;
        Some(unit.title(self.words()))
    }

    fn radius_now(&self) -> f64 {
        match self.analysis.review.as_ref().map(|r| r.shape) {
            Some(ReviewedShape::Circle { radius_m }) => radius_m,
            _ => RADIUS_M,
        }
    }

    pub(super) fn review(&mut self, subject: AreaSubject) {
        let is_other = self.analysis.review.as_ref().is_none_or(|r| r.subject != subject);
        let radius_m = if is_other { RADIUS_M } else { self.radius_now() };
        self.review_within(subject, radius_m);
    }

    fn review_within(&mut self, subject: AreaSubject, radius_m: f64) {
        let Some((region, shape)) = self.subject_region(&subject, radius_m) else {
            self.notify(Severity::Warning, "notice-no-area", Vec::new());
            return;
        };
        self.shows_everything = false;
        self.settings.right_open = true;
        let region = Arc::new(region);
        self.analysis.review_turn += 1;
        let turn = self.analysis.review_turn;
        let site = match &subject {
            AreaSubject::Site(id) => Some(id.clone()),
            _ => None,
        };
        let name = self.subject_name(&subject);
        self.analysis.review =
            Some(ReviewState { subject, name, shape, region: Arc::clone(&region), result: None });
        let (catalogue, layers) = (Arc::clone(&self.catalogue), self.layer_snapshots());
        self.jobs.spawn(move || {
            let found =
                review(&catalogue, &stack_of(&layers), &region, Subject { site: site.as_deref() });
            Message::Analysis(AnalysisMessage::Review { turn, result: found.map(Box::new) })
        });
    }

    pub(super) fn set_radius(&mut self, radius_m: f64) {
        if let Some(review) = &self.analysis.review
            && radius_m.is_finite()
            && radius_m > 0.0
        {
            self.review_within(review.subject.clone(), radius_m.min(100_000.0));
        }
    }

    pub(super) fn review_again(&mut self) {
        if let Some(review) = &self.analysis.review {
            let (subject, radius_m) = (review.subject.clone(), self.radius_now());
            if self.subject_region(&subject, radius_m).is_some() {
                self.review_within(subject, radius_m);
            } else {
                self.close_review();
            }
        }
    }

    pub(in crate::session) fn close_review(&mut self) {
        self.analysis.review = None;
        self.analysis.review_turn += 1;
    }

    pub(super) fn take_review(&mut self, turn: u64, result: Result<Box<SiteReview>, CrsError>) {
        if let Some(review) =
            self.analysis.review.as_mut().filter(|_| self.analysis.review_turn == turn)
        {
            review.result = Some(result.map(Arc::from));
        }
    }

    pub(super) fn save_corners(&mut self, path: PathBuf) {
        if let Some(Ok(found)) = self.analysis.review.as_ref().and_then(|r| r.result.clone()) {
            let (words, format) = (self.words(), self.csv_format());
            self.save_in_background(path, move || {
                corners_table(&found.corners, words).to_csv(format)
            });
        }
    }

    /// A plan's own limit, else the extent of its land use.
    fn plan_region(&self, plan: &str) -> Option<Region> {
        let of_plan = |role: LayerRole| {
            self.layers
                .iter()
                .filter(move |l| l.spec.plan.as_deref() == Some(plan) && l.spec.role == role)
        };
        for layer in of_plan(LayerRole::Limit) {
            if let Some(features) = layer.features() {
                let region = Region::of_features(features, 0..features.len() as u32);
                if area_grid_m2(&region.shape().clone().into()) > 0.0 {
                    return Some(region);
                }
            }
        }
        let uses = of_plan(LayerRole::LandUse).filter_map(|l| l.features());
        let extent = uses.map(|f| f.extent()).fold(Extent::EMPTY, Extent::union);
        (!extent.is_empty()).then(|| {
            let e = extent.buffered(1.0);
            let ring =
                [(e.min.x, e.min.y), (e.max.x, e.min.y), (e.max.x, e.max.y), (e.min.x, e.max.y)];
            let points: Vec<MapPoint> = ring.iter().map(|(x, y)| MapPoint::new(*x, *y)).collect();
            Region::new(geo::MultiPolygon(vec![ring_polygon(&points)]))
        })
    }

    pub(super) fn balance(&mut self, subject: BalanceSubject) {
        let radius_m = self.radius_now();
        let (region, name, whole_plan) = match &subject {
            BalanceSubject::Plan(id) => {
                let name =
                    self.catalogue.plan(id).map(|p| p.short_name.get(self.language()).to_owned());
                (self.plan_region(id), name.unwrap_or_else(|| id.clone()), Some(id.clone()))
            }
            BalanceSubject::Area(area) => {
                (self.subject_region(area, radius_m).map(|(r, _)| r), self.subject_name(area), None)
            }
        };
        let Some(region) = region else {
            self.notify(Severity::Warning, "notice-no-area", Vec::new());
            return;
        };
        self.analysis.balance_turn += 1;
        let turn = self.analysis.balance_turn;
        let plan = whole_plan.clone();
        self.analysis.balance = Some(BalanceState { subject, name, plan, result: None });
        let (catalogue, layers) = (Arc::clone(&self.catalogue), self.layer_snapshots());
        self.jobs.spawn(move || {
            let compute = || -> Result<AreaBalance, CrsError> {
                let stack = stack_of(&layers);
                let stack: Vec<_> = match &whole_plan {
                    Some(id) => {
                        stack.into_iter().filter(|l| l.spec.plan.as_ref() == Some(id)).collect()
                    }
                    None => stack,
                };
                let area = Area2::of(region.shape(), &catalogue.map_crs)?;
                let found = plan_areas(&stack, &region, &catalogue.map_crs)?;
                let plans = found.iter().filter(|p| !p.classes.is_empty()).map(|p| {
                    let legend = stack.iter().find(|l| l.spec.id == p.layer).and_then(|l| l.legend);
                    balance(p, legend, published_of(catalogue.plan(&p.plan), whole_plan.is_some()))
                });
                Ok(AreaBalance { area, plans: plans.collect() })
            };
            Message::Analysis(AnalysisMessage::Balance { turn, result: compute().map(Box::new) })
        });
    }

    pub(super) fn balance_again(&mut self) {
        if let Some(state) = &self.analysis.balance {
            let (subject, plan) = (state.subject.clone(), state.plan.clone());
            self.balance(subject);
            if let Some(state) = &mut self.analysis.balance {
                state.plan = plan;
            }
        }
    }

    pub(super) fn take_balance(&mut self, turn: u64, result: Result<Box<AreaBalance>, CrsError>) {
        if let Some(state) =
            self.analysis.balance.as_mut().filter(|_| self.analysis.balance_turn == turn)
        {
            state.result = Some(result.map(Arc::from));
        }
    }

    /// The balance that is shown, as texts.
    #[must_use]
    pub fn balance_table(&self) -> Option<TextTable> {
        let (_, shown) = self.analysis.balance.as_ref()?.shown()?;
        let (words, language) = (self.words(), self.language());
        let heads = ["block", "code", "class", "hectares", "share", "published"];
        let legend = self.layer(&shown.layer).and_then(|l| l.legend.as_deref());
        let ha = |area: Area2| Cell::number(area.ellipsoid_m2 / 10_000.0, 2);
        let percent = |share: f64| Cell::number(share * 100.0, 2);
        let none = Cell::default;
        let mut rows = Vec::new();
        for block in &shown.blocks {
            let name = words
                .text(&format!("balance-block-{}", block.block.map_or("none", |b| b.as_str())));
            let (area, share) = (ha(block.area), percent(block.share));
            rows.push(vec![name.as_str().into(), none(), none(), area, share, none()]);
            for line in &block.lines {
                let class = legend.and_then(|l| l.classes.get(usize::from(line.class)));
                let code = class.map_or("", |c| c.code.as_str());
                let label = class.map_or_else(
                    || words.text("balance-no-class"),
                    |c| c.label.get(language).to_owned(),
                );
                let published = line.published_ha.map_or_else(none, |ha| Cell::number(ha, 2));
                let (area, share) = (ha(line.area), percent(line.share));
                rows.push(vec![
                    name.as_str().into(),
                    code.into(),
                    label.into(),
                    area,
                    share,
                    published,
                ]);
            }
        }
        let sum = words.text("balance-sum");
        rows.push(vec![sum.into(), none(), none(), ha(shown.covered), percent(1.0), none()]);
        Some(TextTable {
            heads: heads.iter().map(|k| words.text(&format!("balance-head-{k}"))).collect(),
            rows,
        })
    }
}

fn ring_polygon(points: &[MapPoint]) -> geo::Polygon<f64> {
    geo::Polygon::new(points.iter().copied().map(geo::Coord::from).collect(), vec![])
}
