//! The bottom panel: which tab of it is open, and the commands that change that.
//!
//! Owns the list of tabs, so that settings, menus and the window name them alike. A new table of
//! the program adds a tab here and its picture in the window. Must not know what a tab shows.

/// A tab of the bottom panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BottomTab {
    /// The register of projects and their roadmap.
    Projects,
    /// Indicators of the city: target against reached.
    Indicators,
    /// The list of annotations.
    Notes,
    /// The audit: where plans leave gaps, overlap or conflict.
    Audit,
    /// The land-use balance.
    Balance,
    /// Pinned places beside each other.
    Places,
    /// Two versions of a layer.
    Versions,
    /// The attributes of a layer.
    Attributes,
}

impl BottomTab {
    /// All tabs in the order of the screen.
    pub const ALL: [Self; 8] = [
        Self::Projects,
        Self::Indicators,
        Self::Notes,
        Self::Audit,
        Self::Balance,
        Self::Places,
        Self::Versions,
        Self::Attributes,
    ];

    /// The word in the settings; its name on the screen is `bottom-tab-<word>`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Projects => "projects",
            Self::Indicators => "indicators",
            Self::Notes => "notes",
            Self::Audit => "audit",
            Self::Balance => "balance",
            Self::Places => "places",
            Self::Versions => "versions",
            Self::Attributes => "attributes",
        }
    }

    /// Reads the word of the settings.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.as_str() == word)
    }
}

/// How the bottom panel stood last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BottomPanel {
    /// Whether it is open.
    pub open: bool,
    /// The tab that is shown, or that opens next time.
    pub tab: BottomTab,
    /// Height in points.
    pub height: f32,
}

impl BottomPanel {
    /// Lowest height in points: the tabs and a few rows.
    pub const LOWEST: f32 = 150.0;
    /// Greatest height in points; the window allows less where it is low.
    pub const HIGHEST: f32 = 900.0;
    /// Height that it opens with: the tabs, what stands over a table, its heads, eight rows, its sums and
    /// the bar that moves its columns.
    pub const USUAL: f32 = 386.0;
    /// What it opened with before: nobody chose that.
    pub(crate) const FORMER: f32 = 280.0;
}

impl Default for BottomPanel {
    fn default() -> Self {
        Self { open: false, tab: BottomTab::Projects, height: Self::USUAL }
    }
}

/// A request to change the bottom panel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BottomCommand {
    /// Opens the panel on a tab.
    Open(BottomTab),
    /// Opens the panel on the tab that it was closed with, or closes it.
    Toggle,
    /// Closes the panel.
    Close,
    /// Remembers the height in points that the user dragged it to.
    Resize(f32),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::session::Session;
    use crate::settings::Settings;
    use std::sync::Arc;

    #[test]
    fn the_panel_opens_where_it_was_closed() {
        let mut session = Session::new(Settings::default(), Arc::new(|| {}));
        assert_eq!(session.bottom_tab(), None);
        for (command, want) in [
            (BottomCommand::Open(BottomTab::Indicators), Some(BottomTab::Indicators)),
            (BottomCommand::Close, None),
            (BottomCommand::Toggle, Some(BottomTab::Indicators)),
            (BottomCommand::Resize(10.0), Some(BottomTab::Indicators)),
            (BottomCommand::Toggle, None),
        ] {
            session.apply(Command::Bottom(command));
            assert_eq!(session.bottom_tab(), want, "{command:?}");
        }
        assert!((session.settings().bottom.height - BottomPanel::LOWEST).abs() < 1e-6);
        assert!(
            BottomTab::ALL.into_iter().all(|tab| BottomTab::from_word(tab.as_str()) == Some(tab))
        );
    }
}
