//! The line that tells with which program and which map set a page was made.

use super::ink::SheetLanguage;

/// Digits of a checksum that stand on paper: enough to tell any two map sets from each other, few
/// enough to be compared by eye.
const DIGITS: usize = 16;

/// The checksum of the map set's files, so that a page can be matched with its data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum MapSetSum {
    /// Not asked for.
    #[default]
    None,
    /// SHA-256 in hexadecimal.
    Known(String),
    /// A file could not be read; why, in the system's words.
    Unknown(String),
}

impl MapSetSum {
    /// Program and map set in one line; empty where no checksum is asked for.
    #[must_use]
    pub fn line(&self, language: SheetLanguage) -> String {
        let version = env!("CARGO_PKG_VERSION");
        match self {
            Self::None => String::new(),
            Self::Known(sum) => {
                let short: String = sum.chars().take(DIGITS).collect();
                language.say_with(
                    "sheet-checksum",
                    &[("hash", (&short).into()), ("version", version.into())],
                )
            }
            Self::Unknown(_) => {
                language.say_with("sheet-checksum-unknown", &[("version", version.into())])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_that_is_not_known_is_said_to_be_so() {
        let known =
            MapSetSum::Known("0123456789abcdef0123".to_owned()).line(SheetLanguage::English);
        assert!(known.contains("0123456789abcdef") && !known.contains("def0"), "{known}");
        let unknown =
            MapSetSum::Unknown("no permission".to_owned()).line(SheetLanguage::Vietnamese);
        assert!(
            !unknown.is_empty()
                && unknown != MapSetSum::Known(String::new()).line(SheetLanguage::Vietnamese)
        );
        assert_eq!(MapSetSum::None.line(SheetLanguage::Both), "");
    }
}
