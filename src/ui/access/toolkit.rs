//! Words that the toolkit gives its own controls, said in the language of the screen.
//!
//! Owns which of them there are. They are changed in what goes out to a screen reader, since the
//! toolkit has no other place for them. Must not touch what planmap itself has named.

use egui::{Context, FullOutput, Plugin};
use planmap_core::i18n::{Language, Words};

/// Changes the toolkit's words in every frame.
#[derive(Debug, Default)]
pub(super) struct ToolkitWords {
    /// The language of the screen.
    pub language: Language,
}

/// The key for a name that the toolkit has given.
fn key(name: &str) -> Option<&'static str> {
    match name {
        "Resize panel" => Some("panel-border"),
        "Close window" => Some("window-close"),
        _ => name.starts_with("Resize window ").then_some("window-border"),
    }
}

impl Plugin for ToolkitWords {
    fn debug_name(&self) -> &'static str {
        "toolkit words"
    }

    fn output_hook(&mut self, _: &Context, output: &mut FullOutput) {
        let words = Words::of(self.language);
        for (_, node) in
            output.platform_output.accesskit_update.iter_mut().flat_map(|update| &mut update.nodes)
        {
            if let Some(key) = node.label().and_then(key) {
                node.set_label(words.text(key));
            }
        }
    }
}
