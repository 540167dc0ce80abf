//! Everything that can be done from anywhere: its words, its shortcut, whether it can be done now and
//! why not.
//!
//! Owns the one list that menus, the command palette, the list of shortcuts and the keyboard are made
//! of. An action that changes the session is a [`Command`]; one that only opens something of the
//! window is left to the window. Must not know how a key or a menu looks.

mod state;

use planmap_core::annotation::Kind;
use planmap_core::i18n::{Language, Words};
use planmap_core::measure::Measure;
use planmap_core::search::fold;
use planmap_core::symbology::Theme;

pub use state::State;

use crate::bottom::BottomTab;
use crate::tool::Purpose;

/// Something that can be done from anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Opens the dialog for files.
    Open,
    /// Reads catalogue and layers again.
    Reload,
    /// Sets up a map on paper.
    Sheet,
    /// Puts the map's picture on the clipboard.
    CopyMap,
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
    /// Takes the last step back.
    Undo,
    /// Does it again.
    Redo,
    /// Shows the steps.
    History,
    /// Lets the user change annotations, or no longer.
    EditorMode,
    /// Turns annotating on or off.
    Annotate,
    /// Takes the hand that chooses and moves.
    Hand,
    /// Takes a tool.
    Tool(Purpose),
    /// Drops the selection.
    Deselect,
    /// Opens the search box.
    Search,
    /// Opens the list of all actions.
    Palette,
    /// Shows all shortcuts.
    Shortcuts,
    /// Zooms in.
    ZoomIn,
    /// Zooms out.
    ZoomOut,
    /// Shows everything.
    ZoomAll,
    /// Shows what is selected.
    ZoomSelection,
    /// Goes to the view before.
    PreviousView,
    /// Goes to the view after.
    NextView,
    /// Remembers the view.
    SaveView,
    /// Opens or closes the left panel.
    LeftPanel,
    /// Opens or closes the right panel.
    RightPanel,
    /// Opens or closes the legend.
    Legend,
    /// Opens or closes the bottom panel.
    BottomPanel,
    /// Opens a tab of the bottom panel, or closes it.
    Tab(BottomTab),
    /// Shows the sites on a projector.
    Present,
    /// Opens the attribute table of a layer.
    Attributes,
    /// Puts a second map beside the first, or takes it away.
    Compare,
    /// Shows what the plans say at the pointer.
    LiveStack,
    /// Draws the interface larger.
    TextLarger,
    /// Draws the interface smaller.
    TextSmaller,
    /// Draws the interface in its usual size.
    TextReset,
    /// Tells the map in words.
    Twin,
    /// Changes the theme.
    Theme(Theme),
    /// Changes the language.
    Language(Language),
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

/// Where a shortcut works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere, also while a text is typed.
    Everywhere,
    /// Wherever no text is typed.
    NotTyping,
    /// While the map has the keyboard; the map takes the key itself.
    Map,
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortcut {
    /// Ctrl, or the command key where there is one.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
    /// The key's name as the toolkit calls it: `P`, `F1`, `Home`, `ArrowLeft`.
    pub key: &'static str,
    /// Where it works.
    pub scope: Scope,
}

impl Shortcut {
    const fn new(key: &'static str, scope: Scope) -> Self {
        Self { ctrl: false, shift: false, alt: false, key, scope }
    }

    const fn ctrl(key: &'static str) -> Self {
        Self { ctrl: true, ..Self::new(key, Scope::Everywhere) }
    }

    const fn with_shift(self) -> Self {
        Self { shift: true, ..self }
    }

    const fn not_typing(self) -> Self {
        Self { scope: Scope::NotTyping, ..self }
    }

    /// As it is written in menus: `Ctrl Shift P`, `Alt ←`.
    #[must_use]
    pub fn text(&self) -> String {
        let key = match self.key {
            "ArrowLeft" => "←",
            "ArrowRight" => "→",
            "Plus" => "+",
            "Equals" => "=",
            "Minus" => "−",
            "Slash" => "/",
            "Comma" => ",",
            "Escape" => "Esc",
            other => other,
        };
        let parts = [(self.ctrl, "Ctrl"), (self.shift, "Shift"), (self.alt, "Alt"), (true, key)];
        parts.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
    }
}

/// The menu and the part of the lists that an action belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Files and paper.
    File,
    /// Changing.
    Edit,
    /// Looking.
    View,
    /// Tools.
    Tools,
    /// Help and the program itself.
    Help,
}

impl Group {
    /// All, in the order of the menus.
    pub const ALL: [Self; 5] = [Self::File, Self::Edit, Self::View, Self::Tools, Self::Help];

    /// Key of its words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::File => "menu-file",
            Self::Edit => "menu-edit",
            Self::View => "menu-view",
            Self::Tools => "menu-tools",
            Self::Help => "menu-help",
        }
    }
}

impl Action {
    /// Every action, in the order of the lists.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::Search,
            Self::Palette,
            Self::Open,
            Self::Reload,
            Self::Sheet,
            Self::CopyMap,
            Self::OpenNotes,
            Self::SaveNotesAs,
            Self::MergeNotes,
            Self::Settings,
            Self::Quit,
            Self::Undo,
            Self::Redo,
            Self::History,
            Self::EditorMode,
            Self::Deselect,
            Self::ZoomIn,
            Self::ZoomOut,
            Self::ZoomAll,
            Self::ZoomSelection,
            Self::PreviousView,
            Self::NextView,
            Self::SaveView,
            Self::Bookmarks,
            Self::LeftPanel,
            Self::RightPanel,
            Self::Legend,
            Self::BottomPanel,
        ];
        all.extend(BottomTab::ALL.map(Self::Tab));
        all.extend([
            Self::Present,
            Self::Attributes,
            Self::Compare,
            Self::LiveStack,
            Self::Twin,
            Self::TextLarger,
            Self::TextSmaller,
            Self::TextReset,
        ]);
        all.extend([Theme::Light, Theme::Dark].map(Self::Theme));
        all.extend(Language::ALL.map(Self::Language));
        all.extend([Self::Annotate, Self::Hand]);
        all.extend(Kind::ALL.map(|k| Self::Tool(Purpose::Draw(k))));
        all.extend(Measure::ALL.map(|m| Self::Tool(Purpose::Measure(m))));
        all.extend([Self::Issues, Self::Shortcuts, Self::Help, Self::Welcome, Self::About]);
        all
    }

    /// Where it belongs.
    #[must_use]
    pub fn group(self) -> Group {
        match self {
            Self::Open
            | Self::Reload
            | Self::Sheet
            | Self::CopyMap
            | Self::OpenNotes
            | Self::SaveNotesAs
            | Self::MergeNotes
            | Self::Settings
            | Self::Quit => Group::File,
            Self::Undo | Self::Redo | Self::History | Self::EditorMode | Self::Deselect => Group::Edit,
            Self::Annotate | Self::Hand | Self::Tool(_) => Group::Tools,
            Self::Palette | Self::Shortcuts | Self::Issues | Self::Help | Self::Welcome | Self::About => Group::Help,
            _ => Group::View,
        }
    }

    /// Key of its words.
    #[must_use]
    pub fn key(self) -> String {
        let key = match self {
            Self::Open => "menu-open",
            Self::Reload => "menu-reload",
            Self::Sheet => "menu-sheet",
            Self::CopyMap => "menu-copy-map",
            Self::OpenNotes => "set-open",
            Self::SaveNotesAs => "set-save-as",
            Self::MergeNotes => "set-merge",
            Self::Settings => "menu-settings",
            Self::Quit => "menu-quit",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::History => "history-title",
            Self::EditorMode => "action-editor-mode",
            Self::Annotate => "annotate-mode",
            Self::Hand => "tool-select",
            Self::Tool(Purpose::Draw(kind)) => return format!("tool-{}", kind.as_str()),
            Self::Tool(Purpose::Measure(measure)) => return format!("measure-{}", measure.as_str()),
            Self::Deselect => "action-deselect",
            Self::Search => "action-search",
            Self::Palette => "action-palette",
            Self::Shortcuts => "action-shortcuts",
            Self::ZoomIn => "zoom-in",
            Self::ZoomOut => "zoom-out",
            Self::ZoomAll => "menu-zoom-all",
            Self::ZoomSelection => "menu-zoom-selection",
            Self::PreviousView => "menu-previous",
            Self::NextView => "menu-next",
            Self::SaveView => "bookmark-add",
            Self::LeftPanel => "menu-left",
            Self::RightPanel => "menu-right",
            Self::Legend => "menu-legend",
            Self::BottomPanel => "bottom-toggle",
            Self::Tab(tab) => return format!("bottom-tab-{}", tab.as_str()),
            Self::LiveStack => "live-stack",
            Self::TextLarger => "text-scale-larger",
            Self::TextSmaller => "text-scale-smaller",
            Self::TextReset => "text-scale-reset",
            Self::Present => "meeting-start",
            Self::Attributes => "attributes-open",
            Self::Compare => "compare-open",
            Self::Twin => "twin-title",
            Self::Theme(Theme::Light) => "theme-light",
            Self::Theme(Theme::Dark) => "theme-dark",
            Self::Language(language) => return format!("language-{}", language.code()),
            Self::Issues => "menu-issues",
            Self::Help => "menu-guide",
            Self::Welcome => "menu-welcome",
            Self::Bookmarks => "bookmarks-open",
            Self::About => "menu-about",
        };
        key.to_owned()
    }

    /// What it is called.
    #[must_use]
    pub fn title(self, words: &Words) -> String {
        let name = words.text(&self.key());
        match self {
            Self::Tab(_) => words.text_with("action-tab", &[("name", (&name).into())]),
            Self::Tool(Purpose::Draw(_)) => words.text_with("action-draw", &[("name", (&name).into())]),
            _ => name,
        }
    }

    /// The actions whose words hold every word of a text, those that begin with it first; all of them
    /// for an empty text. Accents and case do not matter.
    #[must_use]
    pub fn matching(text: &str, words: &Words) -> Vec<Self> {
        let wanted = fold(text);
        let parts: Vec<&str> = wanted.split_whitespace().collect();
        let mut found: Vec<(bool, Self)> = Self::all()
            .into_iter()
            .filter_map(|action| {
                let title = fold(&action.title(words));
                let hit = parts.iter().all(|part| title.contains(part));
                hit.then(|| (!parts.is_empty() && !title.starts_with(wanted.trim()), action))
            })
            .collect();
        found.sort_by_key(|(later, _)| *later);
        found.into_iter().map(|(_, action)| action).collect()
    }

    /// Its shortcuts, the one that menus show first.
    #[must_use]
    pub fn shortcuts(self) -> &'static [Shortcut] {
        const fn map(key: &'static str) -> Shortcut {
            Shortcut::new(key, Scope::Map)
        }
        const fn alone(key: &'static str) -> Shortcut {
            Shortcut::new(key, Scope::NotTyping)
        }
        const ALT_LEFT: Shortcut = Shortcut { alt: true, ..map("ArrowLeft") };
        const ALT_RIGHT: Shortcut = Shortcut { alt: true, ..map("ArrowRight") };
        match self {
            Self::Open => const { &[Shortcut::ctrl("O")] },
            Self::Reload => const { &[Shortcut::ctrl("R")] },
            Self::Sheet => const { &[Shortcut::ctrl("P")] },
            Self::CopyMap => const { &[Shortcut::ctrl("C").with_shift()] },
            Self::Settings => const { &[Shortcut::ctrl("Comma")] },
            Self::Quit => const { &[Shortcut::ctrl("Q")] },
            Self::Undo => const { &[Shortcut::ctrl("Z").not_typing()] },
            Self::Redo => const { &[Shortcut::ctrl("Y").not_typing(), Shortcut::ctrl("Z").with_shift().not_typing()] },
            Self::EditorMode => const { &[Shortcut::ctrl("E")] },
            Self::Annotate => const { &[Shortcut::ctrl("M").not_typing()] },
            Self::Deselect => const { &[map("Escape")] },
            Self::Search => const { &[Shortcut::ctrl("K"), alone("Slash")] },
            Self::Palette => const { &[Shortcut::ctrl("P").with_shift()] },
            Self::Shortcuts => const { &[Shortcut::new("F2", Scope::Everywhere)] },
            Self::ZoomIn => const { &[map("Plus"), map("PageUp")] },
            Self::ZoomOut => const { &[map("Minus"), map("PageDown")] },
            Self::ZoomAll => const { &[map("Home"), map("0")] },
            Self::ZoomSelection => const { &[map("Z")] },
            Self::PreviousView => const { &[ALT_LEFT, map("Backspace")] },
            Self::NextView => const { &[ALT_RIGHT] },
            Self::SaveView => const { &[Shortcut::ctrl("D").with_shift()] },
            Self::BottomPanel => const { &[Shortcut::ctrl("B")] },
            Self::LeftPanel => const { &[Shortcut::ctrl("B").with_shift()] },
            Self::LiveStack => const { &[alone("S")] },
            Self::Present => const { &[Shortcut::new("F5", Scope::Everywhere)] },
            Self::Attributes => const { &[Shortcut::new("F6", Scope::Everywhere)] },
            Self::Compare => const { &[Shortcut::new("F8", Scope::Everywhere)] },
            Self::Twin => const { &[alone("T")] },
            // With Shift as well: on many keyboards a plus needs it.
            Self::TextLarger => {
                const { &[Shortcut::ctrl("Plus"), Shortcut::ctrl("Equals"), Shortcut::ctrl("Plus").with_shift()] }
            }
            Self::TextSmaller => const { &[Shortcut::ctrl("Minus")] },
            Self::TextReset => const { &[Shortcut::ctrl("0")] },
            Self::Help => const { &[Shortcut::new("F1", Scope::Everywhere)] },
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_words_in_both_languages_and_no_shortcut_twice() {
        let all = Action::all();
        for language in Language::ALL {
            let words = Words::of(language);
            let mut titles: Vec<String> = all.iter().map(|a| a.title(words)).collect();
            for (action, title) in all.iter().zip(&titles) {
                assert!(!title.is_empty() && *title != action.key(), "{action:?}: {title}");
            }
            titles.sort();
            let twice: Vec<_> = titles.windows(2).filter(|w| w[0] == w[1]).collect();
            assert!(twice.is_empty(), "{twice:?}");
        }
        let keys: Vec<_> = all.iter().flat_map(|a| a.shortcuts()).map(Shortcut::text).collect();
        for (n, key) in keys.iter().enumerate() {
            assert!(!keys[..n].contains(key), "{key} twice");
        }
        for (n, action) in all.iter().enumerate() {
            assert!(!all[..n].contains(action), "{action:?} twice");
        }
    }

    #[test]
    fn shortcuts_read_as_in_menus() {
        assert_eq!(Action::Palette.shortcuts()[0].text(), "Ctrl Shift P");
        assert_eq!(Action::PreviousView.shortcuts()[0].text(), "Alt ←");
    }
}
