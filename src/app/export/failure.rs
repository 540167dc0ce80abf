//! Why an export failed, in words.
//!
//! Owns the choice of the message. The system's own words, which are in the system's language, are
//! shown only where the program has none for what happened.

use std::io;

use planmap_core::i18n::{Language, Words, format_number};
use planmap_paper::pdf::PdfError;

use super::ExportError;

/// The reason as the second half of a sentence.
#[must_use]
pub fn failure_text(error: &ExportError, language: Language) -> String {
    let words = Words::of(language);
    let with_reason =
        |key: &str, reason: String| words.text_with(key, &[("reason", (&reason).into())]);
    match error {
        ExportError::Pdf(PdfError::PageSize { width_mm, height_mm }) => {
            let (w, h) =
                (format_number(*width_mm, 0, language), format_number(*height_mm, 0, language));
            words.text_with("sheet-failed-page", &[("width", (&w).into()), ("height", (&h).into())])
        }
        ExportError::Pdf(PdfError::Writer(reason)) => {
            with_reason("sheet-failed-writer", reason.clone())
        }
        ExportError::Pdf(PdfError::Image) => words.text("sheet-failed-image"),
        ExportError::Pdf(PdfError::Structure) => words.text("sheet-failed-place"),
        ExportError::Pdf(PdfError::Cancelled) | ExportError::Cancelled => {
            words.text("sheet-cancelled")
        }
        ExportError::Crashed(crash) => {
            with_reason("sheet-failed-crashed", format!("{}: {}", crash.place, crash.reason))
        }
        ExportError::TooLarge => words.text("sheet-failed-large"),
        ExportError::Encoding(reason) => with_reason("sheet-failed-writer", reason.to_string()),
        ExportError::Nothing => words.text("sheet-failed-nothing"),
        ExportError::Io(error) => match io_key(error.kind()) {
            Some(key) => words.text(key),
            None => with_reason("sheet-failed-system", error.to_string()),
        },
    }
}

fn io_key(kind: io::ErrorKind) -> Option<&'static str> {
    use io::ErrorKind as K;
    Some(match kind {
        K::NotFound | K::NotADirectory => "sheet-failed-no-folder",
        K::PermissionDenied | K::ReadOnlyFilesystem => "sheet-failed-forbidden",
        K::StorageFull | K::QuotaExceeded | K::FileTooLarge => "sheet-failed-full",
        K::IsADirectory => "sheet-failed-is-folder",
        K::InvalidFilename => "sheet-failed-name",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_in_the_language_of_the_screen() {
        for kind in
            [io::ErrorKind::NotFound, io::ErrorKind::PermissionDenied, io::ErrorKind::StorageFull]
        {
            let system = io::Error::new(kind, "the system says no");
            let said =
                Language::ALL.map(|l| failure_text(&ExportError::Io(io::Error::from(kind)), l));
            assert!(said[0] != said[1] && !said[0].is_empty());
            assert!(!said[0].contains(&system.to_string()));
        }
        let odd = ExportError::Io(io::Error::other("device on fire"));
        assert!(
            failure_text(&odd, Language::Vietnamese).contains("device on fire"),
            "nothing is kept back"
        );
    }
}
