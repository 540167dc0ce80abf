//! Whether an action can be done now.

use super::Action;
use crate::session::Session;
use crate::text_scale::TextScale;
use crate::tool::{Purpose, Tool};

/// Whether an action can be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It can be done.
    Ready,
    /// It switches something that is on, or off.
    Switch(bool),
    /// It cannot be done; the key of the words that say why.
    Off(&'static str),
}

impl State {
    /// Whether it can be done.
    #[must_use]
    pub fn is_ready(self) -> bool {
        !matches!(self, Self::Off(_))
    }

    fn when(ready: bool, why_not: &'static str) -> Self {
        if ready { Self::Ready } else { Self::Off(why_not) }
    }
}

impl Action {
    /// Whether it can be done now, and if not, why.
    #[must_use]
    #[deny(clippy::wildcard_enum_match_arm)]
    pub fn state(self, session: &Session) -> State {
        let settings = session.settings();
        let notes = session.annotations();
        if session.sheet().is_some() && !self.works_on_paper() {
            return State::Off("off-on-paper");
        }
        match self {
            Self::Reload => State::when(!session.layers().is_empty(), "off-no-layers"),
            Self::Sheet | Self::CopyMap => {
                State::when(!session.layers().is_empty(), "off-no-layers")
            }
            Self::SaveNotesAs => State::when(notes.active().is_some(), "off-no-notes"),
            Self::MergeNotes => State::when(settings.editor, "off-reader"),
            Self::Undo => match notes.done_steps().next_back() {
                None => State::Off("off-nothing-done"),
                Some(_) => State::when(session.may_travel(true), "off-reader"),
            },
            Self::Redo => match notes.undone_steps().next() {
                None => State::Off("off-nothing-undone"),
                Some(_) => State::when(session.may_travel(false), "off-reader"),
            },
            Self::EditorMode => State::Switch(settings.editor),
            Self::Annotate => State::Switch(notes.is_on()),
            Self::Hand => State::Switch(notes.is_on() && matches!(notes.tool(), Tool::Select)),
            Self::Tool(Purpose::Draw(_)) if !settings.editor => State::Off("off-reader"),
            Self::Tool(purpose) => State::Switch(
                notes.is_on() && matches!(notes.tool(), Tool::Draw(d) if d.purpose() == purpose),
            ),
            Self::Deselect => State::when(
                !session.selection().is_empty() || !notes.chosen().is_empty(),
                "off-nothing-selected",
            ),
            Self::ZoomSelection => {
                State::when(!session.selection().is_empty(), "off-nothing-selected")
            }
            Self::PreviousView => State::when(session.view_history().0, "off-no-view-before"),
            Self::NextView => State::when(session.view_history().1, "off-no-view-after"),
            Self::LeftPanel => State::Switch(settings.left_open),
            Self::RightPanel => State::Switch(settings.right_open),
            Self::Legend => State::Switch(settings.legend_open),
            Self::BottomPanel => State::Switch(session.bottom_tab().is_some()),
            Self::Tab(tab) => State::Switch(session.bottom_tab() == Some(tab)),
            Self::LiveStack => State::Switch(session.analysis().live_stack),
            Self::Present | Self::Attributes => {
                State::when(!session.layers().is_empty(), "off-no-layers")
            }
            Self::Compare => State::Switch(session.compare().is_open()),
            Self::TextLarger => {
                State::when(settings.text_scale.larger() != settings.text_scale, "off-largest")
            }
            Self::TextSmaller => {
                State::when(settings.text_scale.smaller() != settings.text_scale, "off-smallest")
            }
            Self::TextReset => {
                State::when(settings.text_scale != TextScale::default(), "off-usual-size")
            }
            Self::Theme(theme) => State::Switch(settings.theme == theme),
            Self::Language(language) => State::Switch(settings.language == language),
            Self::Search
            | Self::Palette
            | Self::Open
            | Self::OpenNotes
            | Self::Settings
            | Self::Quit
            | Self::History
            | Self::ZoomIn
            | Self::ZoomOut
            | Self::ZoomAll
            | Self::SaveView
            | Self::Bookmarks
            | Self::Twin
            | Self::Issues
            | Self::Shortcuts
            | Self::Help
            | Self::Welcome
            | Self::About => State::Ready,
        }
    }

    /// Whether it makes sense while the page is set up.
    fn works_on_paper(self) -> bool {
        matches!(
            self,
            Self::Palette
                | Self::Shortcuts
                | Self::About
                | Self::Settings
                | Self::Quit
                | Self::Theme(_)
                | Self::Language(_)
        )
    }
}
