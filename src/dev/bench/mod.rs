//! `planmap-dev bench PATH`: what a user waits for on a file: loading, pictures, tiles, picks, frames.
//!
//! Owns the arguments, the rounds and the printed lines. Without a program the file is measured in
//! this process; with one or two, as their processes, by turns, so that what else the machine does
//! falls on both.

mod figures;
mod headless;
mod program;
mod search;
mod table;

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value as Json, json};

use crate::{DevError, Outcome};
use figures::{Figures, flattened};
use program::Program;

/// Arguments of `bench`.
#[derive(Debug, Args)]
pub struct BenchArgs {
    /// The file; with a program also a folder of maps.
    pub path: PathBuf,
    /// One JSON document instead of lines.
    #[arg(long)]
    pub json: bool,
    /// Open no window.
    #[arg(long)]
    pub no_window: bool,
    /// Measures this build of planmap as a process.
    #[arg(long, value_name = "PATH")]
    pub program: Option<PathBuf>,
    /// Measures a second build beside it, by turns.
    #[arg(long, value_name = "PATH", requires = "program")]
    pub compare: Option<PathBuf>,
    /// How many times each program is measured; the medians are told.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub times: u32,
}

/// Whether the window of a program is opened and measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Window {
    Measured,
    LeftOut,
}

/// Runs the task.
///
/// # Errors
/// If the file cannot be read or a program not be run.
pub fn run(args: &BenchArgs, out: &mut dyn Write) -> Result<Outcome, DevError> {
    match &args.program {
        Some(program) => {
            let first = Program::new(program)?;
            let second = args.compare.as_deref().map(Program::new).transpose()?;
            compare(args, &first, second.as_ref(), out)?;
        }
        None => {
            let measured = headless::measure(&args.path)?;
            write_figures(args, &measured, out)?;
        }
    }
    Ok(Outcome::Done)
}

fn write_figures(
    args: &BenchArgs,
    measured: &Figures,
    out: &mut dyn Write,
) -> Result<(), DevError> {
    if args.json {
        writeln!(out, "{:#}", Json::Object(measured.clone()))?;
        return Ok(());
    }
    for (name, number) in flattened(measured) {
        writeln!(out, "{name:<40} {number:>14.3}")?;
    }
    Ok(())
}

/// Measures one program or two by turns and writes the medians.
fn compare(
    args: &BenchArgs,
    first: &Program,
    second: Option<&Program>,
    out: &mut dyn Write,
) -> Result<(), DevError> {
    let window = if args.no_window { Window::LeftOut } else { Window::Measured };
    let mut of_first = Rounds::default();
    let mut of_second = Rounds::default();
    for _ in 0..args.times {
        of_first.add(&first.measure(&args.path, window)?);
        if let Some(second) = second {
            of_second.add(&second.measure(&args.path, window)?);
        }
    }
    if args.json {
        let mut document = json!({ "program": of_first.medians() });
        if second.is_some() {
            document["compare"] = Json::Object(of_second.medians());
        }
        writeln!(out, "{document:#}")?;
        return Ok(());
    }
    for (name, values) in &of_first.numbers {
        let own = median(values);
        match of_second.values(name).map(median) {
            Some(other) if other != 0.0 => {
                let change = (own / other - 1.0) * 100.0;
                writeln!(out, "{name:<40} {own:>14.3} {other:>14.3} {change:>+8.1} %")?;
            }
            _ => writeln!(out, "{name:<40} {own:>14.3}")?,
        }
    }
    for note in &of_first.notes {
        writeln!(out, "{note}")?;
    }
    Ok(())
}

/// The figures of several rounds of one program.
#[derive(Default)]
struct Rounds {
    /// In the order in which they first came.
    numbers: Vec<(String, Vec<f64>)>,
    /// Why something was not measured, each reason once.
    notes: Vec<String>,
}

impl Rounds {
    fn add(&mut self, measured: &Figures) {
        for (name, number) in flattened(measured) {
            match self.numbers.iter_mut().find(|(known, _)| *known == name) {
                Some((_, values)) => values.push(number),
                None => self.numbers.push((name, vec![number])),
            }
        }
        if let Some(note) = measured.get("frame_note").and_then(Json::as_str) {
            let note = format!("no window: {note}");
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }

    fn values(&self, name: &str) -> Option<&[f64]> {
        let (_, values) = self.numbers.iter().find(|(known, _)| known == name)?;
        Some(values)
    }

    fn medians(&self) -> Figures {
        let medians =
            self.numbers.iter().map(|(name, values)| (name.clone(), json!(median(values))));
        let mut medians: Figures = medians.collect();
        if !self.notes.is_empty() {
            medians.insert("notes".to_owned(), json!(self.notes));
        }
        medians
    }
}

/// The middle value; of two in the middle their mean. Nothing has 0.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.is_empty() {
        return 0.0;
    }
    if sorted.len() % 2 == 1 {
        return sorted[middle];
    }
    f64::midpoint(sorted[middle - 1], sorted[middle])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::float_cmp)]
    use super::*;

    #[test]
    fn figures_of_a_small_city_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("city.geojson");
        // Large enough to come in parts, and for the cache.
        let city = crate::city::City::new(27_000, 1);
        planmap_data::atomic::write_with(&path, |file| city.write(file)).unwrap();
        assert!(std::fs::metadata(&path).unwrap().len() > planmap_data::cache::CACHED_FROM);
        let mut out = Vec::new();
        let args = |json| BenchArgs {
            path: path.clone(),
            json,
            no_window: true,
            program: None,
            compare: None,
            times: 1,
        };
        run(&args(true), &mut out).unwrap();
        let value: Json = serde_json::from_slice(&out).unwrap();
        assert_eq!(value["features"], 27_000);
        assert!(value["vertices"].as_u64().unwrap() >= 27_000 * 9);
        for key in ["sort_text", "sort_number", "filter_text", "rows_window"] {
            assert!(value["table_ms"][key].as_f64().unwrap() > 0.0, "{key}");
        }
        for key in [
            "load_s",
            "index_s",
            "first_picture_s",
            "complete_picture_s",
            "reopen_load_s",
            "select_ms",
        ] {
            assert!(value[key].as_f64().unwrap() > 0.0, "{key}");
        }
        // A tenth of the area, and the lots on its edge.
        let selected = value["selected"].as_u64().unwrap();
        assert!((2_500..3_500).contains(&selected), "{selected}");
        for (scale, _) in figures::SCALES {
            assert!(value["tiles_ms"][scale]["median"].as_f64().unwrap() > 0.0, "{scale}");
        }
        assert!(
            value["pick_us"]["median"].as_f64().unwrap()
                <= value["pick_us"]["p99"].as_f64().unwrap()
        );

        assert!(value["search_queries"].as_u64().unwrap() > 30);
        assert!(
            value["search_ms"]["median"].as_f64().unwrap() > 0.0
                && value["search_index_mb"].as_f64().unwrap() > 0.0
        );

        let mut lines = Vec::new();
        write_figures(&args(false), value.as_object().unwrap(), &mut lines).unwrap();
        let lines = String::from_utf8(lines).unwrap();
        assert!(lines.lines().any(|line| line.starts_with("pick_us.median")), "{lines}");
    }

    #[test]
    fn rounds_give_medians() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[1.0, 2.0]), 1.5);
        let mut rounds = Rounds::default();
        for load_s in [5.0, 1.0, 2.0] {
            rounds.add(&figures::figures(json!({ "load_s": load_s, "frame_note": "no screen" })));
        }
        assert_eq!(rounds.medians()["load_s"], 2.0);
        assert_eq!(rounds.notes, ["no window: no screen"]);
    }
}
