//! Everything that can be done from anywhere: its words, its shortcut, whether it can be done now and
//! why not.
//!
//! Owns the one table that menus, the command palette, the list of shortcuts and the keyboard are made
//! of: a new action is a row of it, what it does ([`Action::effect`]) and, where it cannot always be
//! done, when ([`Action::state`]). Must not know how a key or a menu looks.

mod effect;
mod shortcut;
mod state;

use planmap_core::annotation::Kind;
use planmap_core::i18n::{Language, Words};
use planmap_core::measure::Measure;
use planmap_core::search::fold;
use planmap_core::symbology::Theme;

pub use effect::{Effect, WindowAction};
pub use shortcut::{Scope, Shortcut};
pub use state::State;

use crate::bottom::BottomTab;
use crate::tool::Purpose;

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

/// What an action that stands for several of a kind chooses from.
trait Choice: Sized + Copy {
    /// All of them, in the order of the lists.
    fn choices() -> Vec<Self>;

    /// Key of its words.
    fn words_key(self) -> String;
}

impl Choice for BottomTab {
    fn choices() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn words_key(self) -> String {
        format!("bottom-tab-{}", self.as_str())
    }
}

impl Choice for Theme {
    fn choices() -> Vec<Self> {
        vec![Self::Light, Self::Dark]
    }

    fn words_key(self) -> String {
        let key = match self {
            Self::Light => "theme-light",
            Self::Dark => "theme-dark",
        };
        key.to_owned()
    }
}

impl Choice for Language {
    fn choices() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn words_key(self) -> String {
        format!("language-{}", self.code())
    }
}

impl Choice for Purpose {
    fn choices() -> Vec<Self> {
        let drawing = Kind::ALL.map(Self::Draw);
        let measuring = Measure::ALL.map(Self::Measure);
        drawing.into_iter().chain(measuring).collect()
    }

    fn words_key(self) -> String {
        match self {
            Self::Draw(kind) => format!("tool-{}", kind.as_str()),
            Self::Measure(measure) => format!("measure-{}", measure.as_str()),
        }
    }
}

/// Makes the actions from their table: name, group, key of the words, shortcuts (the one that menus
/// show first). An action with a choice has one row for all of its choices.
macro_rules! actions {
    (@add $all:ident, $name:ident) => { $all.push(Self::$name) };
    (@add $all:ident, $name:ident $choice:ty) => {
        $all.extend(<$choice as Choice>::choices().into_iter().map(Self::$name))
    };
    (@shortcuts) => { &[] };
    (@shortcuts $($shortcut:ident($($key:literal)?) $(.$with:ident())*),+) => {
        const { &[$(Shortcut::$shortcut($($key)?) $(.$with())*),+] }
    };
    ($($(#[$doc:meta])* $name:ident $(($choice:ty))? in $group:ident
        $(, $key:literal, [$($shortcuts:tt)*])?;)*) => {
        /// Something that can be done from anywhere.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Action {
            $($(#[$doc])* $name $(($choice))?,)*
        }

        impl Action {
            /// Every action, in the order of the lists.
            #[must_use]
            // A row is one action or as many as there are choices.
            #[allow(clippy::vec_init_then_push)]
            pub fn all() -> Vec<Self> {
                let mut all = Vec::new();
                $(actions!(@add all, $name $($choice)?);)*
                all
            }

            /// Where it belongs.
            #[must_use]
            pub fn group(self) -> Group {
                match self {
                    $(Self::$name { .. } => Group::$group,)*
                }
            }

            /// Key of its words; of an action with a choice the choice's own.
            #[must_use]
            pub fn key(self) -> String {
                let key = match self {
                    $($(Self::$name => $key,)?)*
                    Self::Tab(tab) => return tab.words_key(),
                    Self::Theme(theme) => return theme.words_key(),
                    Self::Language(language) => return language.words_key(),
                    Self::Tool(purpose) => return purpose.words_key(),
                };
                key.to_owned()
            }

            /// Its shortcuts, the one that menus show first.
            #[must_use]
            pub fn shortcuts(self) -> &'static [Shortcut] {
                match self {
                    $(Self::$name { .. } => actions!(@shortcuts $($($shortcuts)*)?),)*
                }
            }
        }
    };
}

actions! {
    /// Opens the search box.
    Search in View, "action-search", [ctrl("K"), alone("Slash")];
    /// Opens the list of all actions.
    Palette in Help, "action-palette", [ctrl("P").with_shift()];
    /// Opens the dialog for files.
    Open in File, "menu-open", [ctrl("O")];
    /// Reads catalogue and layers again.
    Reload in File, "menu-reload", [ctrl("R")];
    /// Sets up a map on paper.
    Sheet in File, "menu-sheet", [ctrl("P")];
    /// Puts the map's picture on the clipboard.
    CopyMap in File, "menu-copy-map", [ctrl("C").with_shift()];
    /// Opens a file of annotations.
    OpenNotes in File, "set-open", [];
    /// Saves the annotations that receive strokes elsewhere.
    SaveNotesAs in File, "set-save-as", [];
    /// Brings another copy of the annotations in.
    MergeNotes in File, "set-merge", [];
    /// Opens the settings.
    Settings in File, "menu-settings", [ctrl("Comma")];
    /// Closes the window.
    Quit in File, "menu-quit", [ctrl("Q")];
    /// Takes the last step back.
    Undo in Edit, "undo", [ctrl("Z").not_typing()];
    /// Does it again.
    Redo in Edit, "redo", [ctrl("Y").not_typing(), ctrl("Z").with_shift().not_typing()];
    /// Shows the steps.
    History in Edit, "history-title", [];
    /// Lets the user change annotations, or no longer.
    EditorMode in Edit, "action-editor-mode", [ctrl("E")];
    /// Drops the selection.
    Deselect in Edit, "action-deselect", [map("Escape")];
    /// Zooms in.
    ZoomIn in View, "zoom-in", [map("Plus"), map("PageUp")];
    /// Zooms out.
    ZoomOut in View, "zoom-out", [map("Minus"), map("PageDown")];
    /// Shows everything.
    ZoomAll in View, "menu-zoom-all", [map("Home"), map("0")];
    /// Shows what is selected.
    ZoomSelection in View, "menu-zoom-selection", [map("Z")];
    /// Goes to the view before.
    PreviousView in View, "menu-previous", [map("ArrowLeft").with_alt(), map("Backspace")];
    /// Goes to the view after.
    NextView in View, "menu-next", [map("ArrowRight").with_alt()];
    /// Remembers the view.
    SaveView in View, "bookmark-add", [ctrl("D").with_shift()];
    /// Opens the list of remembered views.
    Bookmarks in View, "bookmarks-open", [];
    /// Opens or closes the left panel.
    LeftPanel in View, "menu-left", [ctrl("B").with_shift()];
    /// Opens or closes the right panel.
    RightPanel in View, "menu-right", [];
    /// Opens or closes the legend.
    Legend in View, "menu-legend", [];
    /// Opens or closes the bottom panel.
    BottomPanel in View, "bottom-toggle", [ctrl("B")];
    /// Opens a tab of the bottom panel, or closes it.
    Tab(BottomTab) in View;
    /// Shows the sites on a projector.
    Present in View, "meeting-start", [everywhere("F5")];
    /// Opens the attribute table of a layer.
    Attributes in View, "attributes-open", [everywhere("F6")];
    /// Puts a second map beside the first, or takes it away.
    Compare in View, "compare-open", [everywhere("F8")];
    /// Shows what the plans say at the pointer.
    LiveStack in View, "live-stack", [alone("S")];
    /// Tells the map in words.
    Twin in View, "twin-title", [alone("T")];
    /// Draws the interface larger.
    // With Shift as well: on many keyboards a plus needs it.
    TextLarger in View, "text-scale-larger", [ctrl("Plus"), ctrl("Equals"), ctrl("Plus").with_shift()];
    /// Draws the interface smaller.
    TextSmaller in View, "text-scale-smaller", [ctrl("Minus")];
    /// Draws the interface in its usual size.
    TextReset in View, "text-scale-reset", [ctrl("0")];
    /// Changes the theme.
    Theme(Theme) in View;
    /// Changes the language.
    Language(Language) in View;
    /// Turns annotating on or off.
    Annotate in Tools, "annotate-mode", [ctrl("M").not_typing()];
    /// Takes the hand that chooses and moves.
    Hand in Tools, "tool-select", [];
    /// Takes a tool.
    Tool(Purpose) in Tools;
    /// Shows what is wrong with the data.
    Issues in Help, "menu-issues", [];
    /// Shows all shortcuts.
    Shortcuts in Help, "action-shortcuts", [everywhere("F2")];
    /// Shows the help pages.
    Help in Help, "menu-guide", [everywhere("F1")];
    /// Shows the three steps of the beginning.
    Welcome in Help, "menu-welcome", [];
    /// Shows the program's versions, licences and sources.
    About in Help, "menu-about", [];
}

impl Action {
    /// What it is called.
    #[must_use]
    pub fn title(self, words: &Words) -> String {
        let name = words.text(&self.key());
        match self {
            Self::Tab(_) => words.text_with("action-tab", &[("name", (&name).into())]),
            Self::Tool(Purpose::Draw(_)) => {
                words.text_with("action-draw", &[("name", (&name).into())])
            }
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
}
