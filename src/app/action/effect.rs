//! What an action does: commands for the session, or something that the window opens by itself.

use super::{Action, State};
use crate::analysis::AnalysisCommand;
use crate::annotate_command::AnnotateCommand as Note;
use crate::bottom::BottomCommand;
use crate::command::{Command, ViewCommand};
use crate::compare::CompareCommand;
use crate::desk::DeskCommand;
use crate::meeting::MeetingCommand;
use crate::register::RegisterCommand;
use crate::search::SearchCommand;
use crate::session::Session;
use crate::sheet::SheetCommand;
use crate::table::TableCommand;
use crate::text_scale::TextScale;

/// What an action does.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Changes of the session.
    Commands(Vec<Command>),
    /// Something that the window has and the session does not know.
    Window(WindowAction),
}

/// Something that only a window can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowAction {
    /// Opens the dialog for files.
    Open,
    /// Opens a file of annotations.
    OpenNotes,
    /// Saves the annotations that receive strokes elsewhere.
    SaveNotesAs,
    /// Brings another copy of the annotations in.
    MergeNotes,
    /// Opens the settings.
    Settings,
    /// Closes the window.
    Quit,
    /// Shows the steps.
    History,
    /// Opens the list of all actions.
    Palette,
    /// Shows all shortcuts.
    Shortcuts,
    /// Tells the map in words.
    Twin,
    /// Shows what is wrong with the data.
    Issues,
    /// Shows the help pages.
    Help,
    /// Shows the three steps of the beginning.
    Welcome,
    /// Opens the list of remembered views.
    Bookmarks,
    /// Shows the program's versions, licences and sources.
    About,
}

impl Action {
    /// What it does now.
    #[must_use]
    #[deny(clippy::wildcard_enum_match_arm)]
    pub fn effect(self, session: &Session) -> Effect {
        let on = self.state(session) == State::Switch(true);
        let words = session.words();
        let scale = session.target_viewport().scale_denominator();
        let command = match self {
            Self::Open => return Effect::Window(WindowAction::Open),
            Self::OpenNotes => return Effect::Window(WindowAction::OpenNotes),
            Self::SaveNotesAs => return Effect::Window(WindowAction::SaveNotesAs),
            Self::MergeNotes => return Effect::Window(WindowAction::MergeNotes),
            Self::Settings => return Effect::Window(WindowAction::Settings),
            Self::Quit => return Effect::Window(WindowAction::Quit),
            Self::History => return Effect::Window(WindowAction::History),
            Self::Palette => return Effect::Window(WindowAction::Palette),
            Self::Shortcuts => return Effect::Window(WindowAction::Shortcuts),
            Self::Twin => return Effect::Window(WindowAction::Twin),
            Self::Issues => return Effect::Window(WindowAction::Issues),
            Self::Help => return Effect::Window(WindowAction::Help),
            Self::Welcome => return Effect::Window(WindowAction::Welcome),
            Self::Bookmarks => return Effect::Window(WindowAction::Bookmarks),
            Self::About => return Effect::Window(WindowAction::About),
            Self::Search => Command::Search(SearchCommand::Open),
            Self::Present => Command::Meeting(MeetingCommand::Start),
            Self::Attributes => Command::Table(TableCommand::Open(None)),
            Self::Compare => Command::Compare(CompareCommand::Toggle),
            Self::TextLarger => Command::SetTextScale(session.settings().text_scale.larger()),
            Self::TextSmaller => Command::SetTextScale(session.settings().text_scale.smaller()),
            Self::TextReset => Command::SetTextScale(TextScale::default()),
            Self::Reload => {
                let layers =
                    session.layers().iter().map(|l| Command::ReloadLayer(l.spec.id.clone()));
                let catalogue = Command::Register(RegisterCommand::Reload);
                return Effect::Commands(std::iter::once(catalogue).chain(layers).collect());
            }
            Self::Sheet => Command::Sheet(SheetCommand::Open),
            Self::CopyMap => Command::Sheet(SheetCommand::CopyMap),
            Self::Undo => Command::Annotate(Note::Undo),
            Self::Redo => Command::Annotate(Note::Redo),
            Self::EditorMode => Command::SetEditor(!on),
            Self::Annotate => Command::Annotate(Note::Mode(!on)),
            Self::Hand => Command::Annotate(Note::Tool(None)),
            Self::Tool(purpose) => Command::Annotate(Note::Tool(Some(purpose))),
            Self::Deselect => {
                let commands = vec![Command::Annotate(Note::Unchoose), Command::ClearSelection];
                return Effect::Commands(commands);
            }
            Self::ZoomIn => Command::View(ViewCommand::SetScale(scale / 2.0)),
            Self::ZoomOut => Command::View(ViewCommand::SetScale(scale * 2.0)),
            Self::ZoomAll => Command::View(ViewCommand::ZoomToAll),
            Self::ZoomSelection => Command::View(ViewCommand::ZoomToSelection),
            Self::PreviousView => Command::View(ViewCommand::Previous),
            Self::NextView => Command::View(ViewCommand::Next),
            Self::SaveView => {
                let number = session.settings().bookmarks.len() + 1;
                let name = words.text_with("bookmark-name", &[("number", number.into())]);
                Command::Desk(DeskCommand::AddBookmark(name))
            }
            Self::LeftPanel => Command::ShowLeftPanel(!on),
            Self::RightPanel => Command::ShowRightPanel(!on),
            Self::Legend => Command::ShowLegend(!on),
            Self::BottomPanel => Command::Bottom(BottomCommand::Toggle),
            Self::Tab(tab) => {
                Command::Bottom(if on { BottomCommand::Close } else { BottomCommand::Open(tab) })
            }
            Self::LiveStack => Command::Analysis(AnalysisCommand::ShowLiveStack(!on)),
            Self::Theme(theme) => Command::SetTheme(theme),
            Self::Language(language) => Command::SetLanguage(language),
        };
        Effect::Commands(vec![command])
    }
}
