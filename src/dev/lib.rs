//! `planmap-dev`: what only developers of planmap need.
//!
//! Owns the making of the bundled maps and of the list of licences, the invented city, the
//! measurements and the writer that is made to be killed. Nothing of it is in the users' program;
//! it speaks English alone. Must not know the window: that is measured from outside, as a process.

pub mod bench;
pub mod build_maps;
pub mod bundle;
pub mod city;
pub mod crash_writer;
mod error;
pub mod licences;
pub mod synth;

use std::io::Write;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

pub use error::DevError;

/// The arguments of the program.
#[derive(Debug, Parser)]
#[command(name = "planmap-dev", version, about, long_about = None)]
pub struct Dev {
    /// What to do.
    #[command(subcommand)]
    pub task: Task,
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Builds the bundled maps' layers from the tables in maps/tables
    BuildMaps(build_maps::BuildMapsArgs),
    /// Writes the list of crates and their licences, assets/licences/third-party.txt
    Licences,
    /// Writes a synthetic city of as many lots as wanted
    Synth(synth::SynthArgs),
    /// Measures what a user waits for on a file, here or in other builds of the program
    Bench(bench::BenchArgs),
    /// Edits annotations until it is killed, for the crash test
    CrashWriter(crash_writer::CrashWriterArgs),
}

/// How a finished task ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done, nothing to report.
    Done,
    /// Done, and something differs from what it should be.
    Differs,
}

/// Runs a task.
///
/// # Errors
/// If it could not be done.
pub fn run(task: &Task, out: &mut dyn Write) -> Result<Outcome, DevError> {
    match task {
        Task::BuildMaps(args) => build_maps::run(args, out),
        Task::Licences => licences::write(out),
        Task::Synth(args) => synth::run(args, out),
        Task::Bench(args) => bench::run(args, out),
        Task::CrashWriter(args) => crash_writer::run(args, out),
    }
}

/// The folder of the bundled maps where nothing else is said: developers stand in the checkout.
fn default_maps() -> PathBuf {
    PathBuf::from("maps")
}
