//! `planmap-dev crash-writer`: edits annotations without end and says what is safe, to be killed.
//!
//! Owns the sequence of edits, which a test can make again from the same seed. It works through the
//! session's own autosave, so that what is tested is what users have.

use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc::channel;

use clap::Args;
use planmap_core::annotation::{Annotation, AnnotationId, Change, Edit, Kind, Shape};
use planmap_core::crs::GeoPoint;

use crate::{DevError, Outcome};
use planmap_app::autosave::{Autosave, Report, Request};

/// Arguments of `planmap-dev crash-writer`.
#[derive(Debug, Args)]
pub struct CrashWriterArgs {
    /// The file of annotations.
    file: PathBuf,
    /// The recovery folder.
    recovery: PathBuf,
    /// Which sequence of edits.
    #[arg(long)]
    seed: u64,
    /// The file is written after so many edits.
    #[arg(long, default_value_t = 5)]
    save_every: u64,
}

/// The edit of a turn: it puts, changes or removes one of a few annotations.
#[must_use]
pub fn edit_of_turn(seed: u64, turn: u64) -> Edit {
    // SplitMix64, so that the same seed gives the same edits everywhere.
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(turn);
    let mut next = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let id = AnnotationId::new(&format!("a{:02}", next() % 12));
    if next() % 6 == 0 {
        return Edit::one(Change::Remove(id));
    }
    let mut share = || (next() % 1_000_000) as f64 / 1e6;
    let points: Vec<GeoPoint> =
        (0..4).map(|_| GeoPoint::new(103.5 + share(), 21.0 + share())).collect();
    let annotation = Annotation {
        title: format!("lượt {turn}"),
        body: "ô đất \"A28-16\"\n".repeat((turn % 4) as usize),
        ..Annotation::new(id, Shape::along(Kind::Line, &points))
    };
    Edit::put([annotation])
}

/// Edits until it is killed; writes the number of each turn once it is safe.
///
/// # Errors
/// If the file cannot be opened or something cannot be saved.
pub fn run(args: &CrashWriterArgs, out: &mut dyn Write) -> Result<Outcome, DevError> {
    let (send, receive) = channel();
    let report = move |report| drop(send.send(report));
    let recovery = Some(args.recovery.clone());
    let autosave = Autosave::start(args.file.clone(), recovery, "crash-writer".into(), report)?;
    let Ok(Report::Opened { .. }) = receive.recv() else {
        return Err(DevError::Annotations("not opened".into()));
    };
    for turn in 1.. {
        autosave.ask(Request::Edit(edit_of_turn(args.seed, turn), turn));
        if turn % args.save_every == 0 {
            autosave.ask(Request::Save);
        }
        loop {
            match receive.recv() {
                Ok(Report::Journaled(safe)) if safe >= turn => break,
                Ok(Report::Failed { error, .. }) => {
                    return Err(DevError::Annotations(error.to_string()));
                }
                Ok(_) => {}
                Err(_) => return Ok(Outcome::Differs),
            }
        }
        writeln!(out, "{turn}")?;
        out.flush()?;
    }
    Ok(Outcome::Done)
}
