//! Minutes: who said what, when, about which place.
//!
//! Owns the minutes and their texts for tables and Markdown; [`crate::export`] prints them. Must not
//! know the clock: times are handed in.

use planmap_core::crs::GeoPoint;
use planmap_core::i18n::{Language, Words, format_number};
use planmap_core::plain_text;
use serde::{Deserialize, Serialize};

use crate::clock;
use crate::text_table::{Cell, TextTable};

/// One thing that was said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Minute {
    /// Unique for ever.
    pub id: String,
    /// What was said.
    pub text: String,
    /// Who said it; empty where nobody wrote it down.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub speaker: String,
    /// When: RFC 3339 in UTC.
    pub time: String,
    /// The stop that was on the screen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stop: String,
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

impl Minute {
    /// Where it was said about.
    #[must_use]
    pub fn place(&self) -> GeoPoint {
        GeoPoint::new(self.lon, self.lat)
    }

    /// The speaker, or that nobody wrote the name down.
    #[must_use]
    pub fn speaker_text(&self, words: &Words) -> String {
        if self.speaker.is_empty() { words.text("not-known") } else { self.speaker.clone() }
    }

    /// Its place in words: "21,32700° B 103,91440° Đ".
    #[must_use]
    pub fn place_text(&self, words: &Words) -> String {
        let language = words.language();
        let side = |v: f64, yes: &str, no: &str| words.text(if v >= 0.0 { yes } else { no });
        format!(
            "{}° {} {}° {}",
            format_number(self.lat.abs(), 5, language),
            side(self.lat, "north-letter", "south-letter"),
            format_number(self.lon.abs(), 5, language),
            side(self.lon, "east-letter", "west-letter"),
        )
    }
}

/// The minutes as a table.
#[must_use]
pub fn minutes_table(minutes: &[Minute], words: &Words) -> TextTable {
    let heads = ["number", "time", "stop", "speaker", "text", "lat", "lon"];
    let rows = minutes.iter().enumerate().map(|(i, m)| {
        vec![
            Cell::count(i + 1),
            clock::local_from_utc(&m.time).into(),
            m.stop.as_str().into(),
            m.speaker_text(words).into(),
            m.text.as_str().into(),
            Cell::number(m.lat, 7),
            Cell::number(m.lon, 7),
        ]
    });
    TextTable {
        heads: heads.iter().map(|k| words.text(&format!("minutes-head-{k}"))).collect(),
        rows: rows.collect(),
    }
}

/// The minutes as Markdown: a heading a stop, an entry a minute.
#[must_use]
pub fn minutes_markdown(minutes: &[Minute], language: Language) -> String {
    let words = Words::of(language);
    let mut out = format!("# {}\n", words.text("minutes-title"));
    let mut stop: Option<&str> = None;
    for (i, m) in minutes.iter().enumerate() {
        if stop != Some(m.stop.as_str()) {
            let name =
                if m.stop.is_empty() { words.text("minutes-no-stop") } else { escaped(&m.stop) };
            out.push_str(&format!("\n## {name}\n\n"));
            stop = Some(&m.stop);
        }
        let text = escaped(&m.text).replace('\n', "\n   ");
        let (time, speaker) = (clock::local_from_utc(&m.time), escaped(&m.speaker_text(words)));
        out.push_str(&format!(
            "{}. **{speaker}** ({time}): {text}  \n   {}\n",
            i + 1,
            m.place_text(words)
        ));
    }
    out
}

/// Signs that Markdown would take for its own.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain_text::lines(text).chars() {
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '|' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text_table::CsvChoice;

    fn minute(text: &str, speaker: &str, stop: &str) -> Minute {
        Minute {
            id: text.to_owned(),
            text: text.to_owned(),
            speaker: speaker.to_owned(),
            time: "2026-11-25T08:15:02Z".to_owned(),
            stop: stop.to_owned(),
            lon: 103.9144,
            lat: 21.327,
        }
    }

    #[test]
    fn minutes_become_tables_and_markdown() {
        let all = [minute("Cần đo lại *ngay*", "", "Nà Sản"), minute("Đồng ý", "Bà Hà", "Nà Sản")];
        let table = minutes_table(&all, Words::of(Language::Vietnamese));
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.rows[0][3], Cell::from("chưa rõ"));
        let text = table.to_csv(CsvChoice::default().format(Language::Vietnamese));
        assert!(text.contains("Bà Hà;Đồng ý;21,3270000;103,9144000"), "{text}");
        let text = minutes_markdown(&all, Language::Vietnamese);
        assert!(text.contains("Cần đo lại \\*ngay\\*") && text.contains("2. **Bà Hà**"), "{text}");
        assert_eq!(text.matches("## Nà Sản").count(), 1);
        assert!(text.contains("21,32700° B 103,91440° Đ"), "{text}");
    }
}
