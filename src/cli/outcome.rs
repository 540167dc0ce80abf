//! How a subcommand ends.

use planmap_core::Issue;
use planmap_core::crash::Crash;
use planmap_core::i18n::Words;

/// What a finished subcommand says by its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done, nothing to report: 0.
    Done,
    /// Done; problems were found or part of the input could not be used: 1.
    Problems,
}

impl Outcome {
    /// The exit status.
    #[must_use]
    pub fn status(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Problems => 1,
        }
    }

    /// `Problems` if there are any.
    #[must_use]
    pub fn of(problems: bool) -> Self {
        if problems { Self::Problems } else { Self::Done }
    }
}

/// Why a subcommand was not done: exit status 2.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// An argument cannot be used.
    #[error("{0}")]
    Usage(String),
    /// There is no catalogue.
    #[error(transparent)]
    Locate(#[from] planmap_data::locate::LocateError),
    /// The input could not be used; the issue says why.
    #[error("input not usable")]
    Input(Box<Issue>),
    /// The program itself broke down.
    #[error(transparent)]
    Crashed(Crash),
    /// The output could not be written.
    #[error("cannot write the output: {0}")]
    Output(std::io::Error),
}

impl From<planmap_app::headless::LoadError> for CliError {
    fn from(error: planmap_app::headless::LoadError) -> Self {
        match error {
            planmap_app::headless::LoadError::Locate(e) => Self::Locate(e),
            planmap_app::headless::LoadError::Nothing(issue) => Self::Input(issue),
        }
    }
}

impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

impl CliError {
    /// One message with what to do about it.
    #[must_use]
    pub fn message(&self, words: &Words) -> String {
        match self {
            Self::Usage(text) => text.clone(),
            Self::Input(issue) => {
                let file = issue.file.as_deref().map(|f| format!("{f}: ")).unwrap_or_default();
                let hint = issue.hint(words).map(|h| format!(" {h}")).unwrap_or_default();
                format!("{file}{}{hint}", issue.message(words))
            }
            Self::Crashed(crash) => {
                let place = crash.place.as_str();
                let reason = crash.reason.as_str();
                words
                    .text_with("cli-crashed", &[("place", place.into()), ("reason", reason.into())])
            }
            Self::Locate(error) => locate_message(error, words),
            Self::Output(error) => {
                words.text_with("cli-output-failed", &[("reason", (&error.to_string()).into())])
            }
        }
    }
}

/// Why no catalogue was found, in words.
#[must_use]
pub fn locate_message(error: &planmap_data::locate::LocateError, words: &Words) -> String {
    use planmap_data::locate::LocateError;
    match error {
        LocateError::NotACatalogue(path) => words
            .text_with("cli-not-a-catalogue", &[("path", (&path.display().to_string()).into())]),
        LocateError::NotFound(places) => {
            let looked: Vec<String> = places.iter().map(|p| p.display().to_string()).collect();
            words.text_with("notice-maps-not-found", &[("looked", (&looked.join(", ")).into())])
        }
    }
}
