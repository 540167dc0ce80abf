//! The list of a meeting and its minutes as a small TOML file.
//!
//! Owns the form of `meeting.toml`. Unknown kinds of steps are errors, not silently dropped: the file
//! would lose them when it is saved again. Must not know the session.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::minutes::Minute;
use super::program::{Ground, Program, Step, Stop};

/// The name of the file beside a catalogue.
pub const FILE: &str = "meeting.toml";

/// The form of file that this program writes.
const VERSION: u32 = 1;

/// Why a file is no list of a meeting.
#[derive(Debug, Error)]
pub enum MeetingFileError {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// It is no TOML of this form; the message names the line.
    #[error("{0}")]
    Form(String),
    /// A later program wrote it.
    #[error("version {0}")]
    Later(u32),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    version: u32,
    #[serde(default)]
    step: Vec<StoredStep>,
    #[serde(default)]
    minute: Vec<Minute>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum StoredStep {
    Site {
        site: String,
        #[serde(flatten)]
        own: Own,
    },
    View {
        lon: f64,
        lat: f64,
        width_m: f64,
        height_m: f64,
        #[serde(flatten)]
        own: Own,
    },
}

#[derive(Serialize, Deserialize, Default)]
struct Own {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    notes: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    hidden: bool,
}

impl From<&Step> for StoredStep {
    fn from(step: &Step) -> Self {
        let own = Own { title: step.title.clone(), notes: step.notes.clone(), hidden: step.hidden };
        match &step.stop {
            Stop::Site(site) => Self::Site { site: site.clone(), own },
            Stop::Ground(g) => {
                Self::View { lon: g.lon, lat: g.lat, width_m: g.width_m, height_m: g.height_m, own }
            }
        }
    }
}

impl From<StoredStep> for Step {
    fn from(stored: StoredStep) -> Self {
        let (stop, own) = match stored {
            StoredStep::Site { site, own } => (Stop::Site(site), own),
            StoredStep::View { lon, lat, width_m, height_m, own } => {
                (Stop::Ground(Ground { lon, lat, width_m, height_m }), own)
            }
        };
        Self { stop, title: own.title, notes: own.notes, hidden: own.hidden }
    }
}

/// The text of a file.
///
/// # Errors
/// If a value has no form in TOML.
pub fn to_text(program: &Program, minutes: &[Minute]) -> Result<String, MeetingFileError> {
    let stored = Stored {
        version: VERSION,
        step: program.steps.iter().map(StoredStep::from).collect(),
        minute: minutes.to_vec(),
    };
    toml::to_string_pretty(&stored).map_err(|e| MeetingFileError::Form(e.to_string()))
}

/// Reads the text of a file.
///
/// # Errors
/// If it is not of this form, or a place in it is no place on earth.
pub fn from_text(text: &str) -> Result<(Program, Vec<Minute>), MeetingFileError> {
    // A file of a later form may have any other members: its version is looked at first.
    #[derive(Deserialize)]
    struct Head {
        version: u32,
    }
    let form = |e: toml::de::Error| MeetingFileError::Form(e.to_string().trim().replace('\n', " "));
    let head: Head = toml::from_str(text).map_err(form)?;
    if head.version > VERSION {
        return Err(MeetingFileError::Later(head.version));
    }
    let stored: Stored = toml::from_str(text).map_err(form)?;
    let on_earth =
        |lon: f64, lat: f64| (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
    let size = |m: f64| m.is_finite() && m > 0.0;
    for step in &stored.step {
        if let StoredStep::View { lon, lat, width_m, height_m, .. } = step
            && !(on_earth(*lon, *lat) && size(*width_m) && size(*height_m))
        {
            return Err(MeetingFileError::Form(format!(
                "lon = {lon}, lat = {lat}, {width_m} × {height_m} m"
            )));
        }
    }
    if let Some(wrong) = stored.minute.iter().find(|m| !on_earth(m.lon, m.lat)) {
        return Err(MeetingFileError::Form(format!("lon = {}, lat = {}", wrong.lon, wrong.lat)));
    }
    Ok((Program { steps: stored.step.into_iter().map(Step::from).collect() }, stored.minute))
}

/// Reads a file.
///
/// # Errors
/// See [`MeetingFileError`].
pub fn read(path: &std::path::Path) -> Result<(Program, Vec<Minute>), MeetingFileError> {
    from_text(&std::fs::read_to_string(path)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sample() -> (Program, Vec<Minute>) {
        let ground = Ground { lon: 103.912_345_6, lat: 21.327, width_m: 1_234.5, height_m: 800.0 };
        let mut view = Step::ground(ground, "Suối \"Nậm La\"");
        view.notes = "Nói về chợ đêm\nHai dòng".to_owned();
        let mut site = Step::site("na-san");
        site.hidden = true;
        let minute = Minute {
            id: "1".to_owned(),
            text: "Cần làm rõ ranh giới".to_owned(),
            speaker: "Sở Xây dựng".to_owned(),
            time: "2026-11-25T08:15:02Z".to_owned(),
            stop: "Nà Sản".to_owned(),
            lon: 104.035,
            lat: 21.2147,
        };
        (Program { steps: vec![site, view] }, vec![minute])
    }

    #[test]
    fn what_is_saved_is_read_again() {
        let (program, minutes) = sample();
        let text = to_text(&program, &minutes).unwrap();
        assert_eq!(from_text(&text).unwrap(), (program, minutes));
        assert_eq!(from_text("version = 1").unwrap(), (Program::default(), Vec::new()));
    }

    #[test]
    fn a_damaged_file_says_where() {
        let (program, minutes) = sample();
        let text = to_text(&program, &minutes).unwrap();
        let cut = &text[..text.len() - 40];
        assert!(matches!(from_text(cut), Err(MeetingFileError::Form(_))));
        let error = from_text("version = 1\n[[step]]\nkind = \"site\"\n").unwrap_err().to_string();
        assert!(error.contains("site"), "{error}");
        assert!(matches!(from_text("version = 7\nnew = 3"), Err(MeetingFileError::Later(7))));
        let nowhere = "version = 1\n[[step]]\nkind = \"view\"\nlon = 300.0\nlat = 0.0\nwidth_m = 1.0\nheight_m = 1.0\n";
        assert!(matches!(from_text(nowhere), Err(MeetingFileError::Form(_))));
        assert!(from_text("").is_err());
    }
}
