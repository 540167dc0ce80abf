//! What the title of the window says: what is open, and whether all of it is on the disk.

use crate::session::{SaveState, Session};

/// Stands in the title while something is not on the disk.
const UNSAVED: char = '•';

impl Session {
    /// The name of what is open: the catalogue's, else the first file's and how many there are
    /// besides. Empty where nothing is open.
    #[must_use]
    pub fn document_name(&self) -> String {
        let name = self.catalogue.name.get(self.settings.language);
        if !name.is_empty() {
            return name.to_owned();
        }
        if let Some(root) = self.root() {
            return root.file_name().unwrap_or(root.as_os_str()).to_string_lossy().into_owned();
        }
        let mut files = self.layers.iter().filter(|l| !l.is_computed());
        let Some(first) = files.next() else {
            return String::new();
        };
        let name =
            first.path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        match files.count() {
            0 => name,
            more => format!("{name} + {more}"),
        }
    }

    /// Whether something that was made is not in its file yet.
    #[must_use]
    pub fn has_unsaved(&self) -> bool {
        let unsaved = |s: &SaveState| matches!(s, SaveState::Saving | SaveState::Failed { .. });
        self.annotations.sets().iter().any(|s| unsaved(&s.state))
    }

    /// The title of the window.
    #[must_use]
    pub fn window_title(&self) -> String {
        let mark = if self.has_unsaved() { format!("{UNSAVED} ") } else { String::new() };
        match self.document_name() {
            name if name.is_empty() => format!("{mark}planmap"),
            name => format!("{mark}{name} – planmap"),
        }
    }
}
