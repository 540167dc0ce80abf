//! Why a developer's subcommand was not done.

use planmap_core::Issue;
use planmap_core::i18n::{Language, Words};

use crate::bundle::BundleError;
use crate::licences::ListError;

/// Why a subcommand was not done.
#[derive(Debug, thiserror::Error)]
pub enum DevError {
    /// A file that is to be measured could not be read; the issue says why.
    #[error("{}", input_message(.0))]
    Input(Box<Issue>),
    /// The bundled maps could not be built.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The list of licences could not be made.
    #[error(transparent)]
    Licences(#[from] ListError),
    /// A program that is to be measured could not be run, or did not answer.
    #[error("{program}: {reason}")]
    Program {
        /// The program.
        program: String,
        /// What it said, or the system's reason.
        reason: String,
    },
    /// Annotations could not be opened or saved.
    #[error("annotations: {0}")]
    Annotations(String),
    /// Something could not be read or written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// A document could not be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// Developers read English.
fn input_message(issue: &Issue) -> String {
    let words = Words::of(Language::English);
    let message = issue.message(words);
    match &issue.file {
        Some(file) => format!("{file}: {message}"),
        None => message,
    }
}
