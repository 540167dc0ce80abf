//! The list of a meeting: its stops, in which steps each is revealed, and the way through them.
//!
//! Owns the order and what is skipped. Must not know what a stop looks like.

use planmap_core::catalogue::Catalogue;

/// A step in which a site is revealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reveal {
    /// Where it lies in the whole plan.
    Locator,
    /// The site itself.
    Site,
    /// What the plans say there.
    Plans,
    /// Where plans do not conform.
    Conflicts,
    /// Every dated figure.
    Figures,
}

impl Reveal {
    /// All of them, in their order.
    pub const ALL: [Self; 5] =
        [Self::Locator, Self::Site, Self::Plans, Self::Conflicts, Self::Figures];

    /// The word in JSON; `meeting-reveal-<word>` in `assets/i18n`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Locator => "locator",
            Self::Site => "site",
            Self::Plans => "plans",
            Self::Conflicts => "conflicts",
            Self::Figures => "figures",
        }
    }
}

/// A remembered piece of the map: its middle in degrees and the ground around it, so that it is the
/// same in every window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ground {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// Metres from west to east.
    pub width_m: f64,
    /// Metres from south to north.
    pub height_m: f64,
}

/// What a step shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// A site by its id in the catalogue.
    Site(String),
    /// A piece of the map.
    Ground(Ground),
}

/// One entry of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it shows.
    pub stop: Stop,
    /// A title of its own; empty for the site's name.
    pub title: String,
    /// What the presenter wants to say; never shown to the audience.
    pub notes: String,
    /// Whether it is passed over.
    pub hidden: bool,
}

impl Step {
    /// A step of a site.
    #[must_use]
    pub fn site(id: &str) -> Self {
        Self {
            stop: Stop::Site(id.to_owned()),
            title: String::new(),
            notes: String::new(),
            hidden: false,
        }
    }

    /// A step of a piece of the map.
    #[must_use]
    pub fn ground(ground: Ground, title: &str) -> Self {
        Self {
            stop: Stop::Ground(ground),
            title: title.to_owned(),
            notes: String::new(),
            hidden: false,
        }
    }

    /// In which steps it is revealed.
    #[must_use]
    pub fn reveals(&self) -> &'static [Reveal] {
        match self.stop {
            Stop::Site(_) => &Reveal::ALL,
            Stop::Ground(_) => &[Reveal::Site],
        }
    }

    /// The id of its site.
    #[must_use]
    pub fn site_id(&self) -> Option<&str> {
        match &self.stop {
            Stop::Site(id) => Some(id),
            Stop::Ground(_) => None,
        }
    }
}

/// Where a meeting is: a step of the list and how much of it is revealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// Number of the step from 0.
    pub step: usize,
    /// Number of the reveal from 0.
    pub reveal: usize,
    /// Number of the page from 0, where what a reveal says does not fit at once.
    pub page: usize,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Program {
    /// Its steps in order.
    pub steps: Vec<Step>,
}

impl Program {
    /// A stop for every candidate site; for every site where none is a candidate.
    #[must_use]
    pub fn of_catalogue(catalogue: &Catalogue) -> Self {
        let any = catalogue.sites.iter().any(|s| s.candidate);
        let sites = catalogue.sites.iter().filter(|s| s.candidate || !any);
        Self { steps: sites.map(|s| Step::site(&s.id)).collect() }
    }

    /// The numbers of the steps that can be shown: neither hidden nor of a site that the catalogue
    /// does not have.
    #[must_use]
    pub fn shown(&self, catalogue: &Catalogue) -> Vec<usize> {
        let known = |s: &Step| s.site_id().is_none_or(|id| catalogue.site(id).is_some());
        self.steps
            .iter()
            .enumerate()
            .filter(|(_, s)| !s.hidden && known(s))
            .map(|(i, _)| i)
            .collect()
    }

    /// What is revealed at a position.
    #[must_use]
    pub fn reveal(&self, at: Position) -> Option<Reveal> {
        self.steps.get(at.step)?.reveals().get(at.reveal).copied()
    }

    /// One reveal on; after the last one of a stop the next stop; the end stays the end.
    #[must_use]
    pub fn next(&self, shown: &[usize], at: Position) -> Position {
        match self.steps.get(at.step) {
            Some(step) if at.reveal + 1 < step.reveals().len() => {
                Position { reveal: at.reveal + 1, page: 0, ..at }
            }
            _ => self.beside(shown, at, true).unwrap_or(at),
        }
    }

    /// One reveal back; before the first one of a stop the last one of the stop before.
    #[must_use]
    pub fn previous(&self, shown: &[usize], at: Position) -> Position {
        if at.reveal > 0 {
            return Position { reveal: at.reveal - 1, page: 0, ..at };
        }
        self.beside(shown, at, false)
            .map_or(at, |p| Position { reveal: self.last_reveal(p.step), ..p })
    }

    fn last_reveal(&self, step: usize) -> usize {
        self.steps.get(step).map_or(0, |s| s.reveals().len().saturating_sub(1))
    }

    /// The beginning of the next or previous stop; none beyond the ends.
    #[must_use]
    pub fn beside(&self, shown: &[usize], at: Position, forward: bool) -> Option<Position> {
        let step = if forward {
            shown.iter().find(|i| **i > at.step)
        } else {
            shown.iter().rev().find(|i| **i < at.step)
        };
        step.map(|i| Position { step: *i, ..Position::default() })
    }

    /// Moves a step to another place of the list; gives the position of what was shown.
    pub fn move_step(&mut self, from: usize, to: usize, at: Position) -> Position {
        if from >= self.steps.len() || to >= self.steps.len() || from == to {
            return at;
        }
        let step = self.steps.remove(from);
        self.steps.insert(to, step);
        let now = match at.step {
            s if s == from => to,
            s if from < s && s <= to => s - 1,
            s if to <= s && s < from => s + 1,
            s => s,
        };
        Position { step: now, ..at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use planmap_core::Crs;

    fn five() -> Program {
        Program { steps: ["a", "b", "c", "d", "e"].iter().map(|id| Step::site(id)).collect() }
    }

    #[test]
    fn the_way_goes_through_every_reveal_and_back() {
        let (p, shown) = (five(), vec![0, 1, 2, 3, 4]);
        let mut way = vec![Position::default()];
        loop {
            let last = way[way.len() - 1];
            let next = p.next(&shown, last);
            if next == last {
                break;
            }
            way.push(next);
        }
        assert_eq!(way.len(), 25);
        let mut at = way[24];
        for expected in way.iter().rev().skip(1) {
            at = p.previous(&shown, at);
            assert_eq!(at, *expected);
        }
        assert_eq!(p.previous(&shown, at), at, "nothing lies before the beginning");
    }

    #[test]
    fn hidden_steps_are_passed_over_and_a_view_has_one_step() {
        let mut p = five();
        p.steps[1].hidden = true;
        p.steps[2] = Step::ground(
            Ground { lon: 104.0, lat: 21.3, width_m: 900.0, height_m: 600.0 },
            "Nậm La",
        );
        let shown = p.shown(&Catalogue::blank(Crs::vn2000_son_la()));
        assert_eq!(shown, [2], "sites that the catalogue lacks cannot be shown");
        let shown = vec![0, 2, 3, 4];
        let end_of_first = Position { step: 0, reveal: 4, page: 0 };
        let view = p.next(&shown, end_of_first);
        assert_eq!(view, Position { step: 2, ..Position::default() });
        assert_eq!(p.next(&shown, view), Position { step: 3, ..Position::default() });
        assert_eq!(p.previous(&shown, view), end_of_first);
    }

    #[test]
    fn moving_a_step_keeps_what_is_shown() {
        let mut p = five();
        let at = p.move_step(0, 3, Position { step: 2, reveal: 1, page: 0 });
        assert_eq!(p.steps[at.step].site_id(), Some("c"));
        let at = p.move_step(4, 0, at);
        assert_eq!(p.steps[at.step].site_id(), Some("c"));
        let at = p.move_step(at.step, 4, at);
        assert_eq!((at.step, p.steps[4].site_id()), (4, Some("c")));
    }
}
