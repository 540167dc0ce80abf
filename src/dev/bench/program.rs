//! A build of the program, measured from outside as a process.
//!
//! Owns the runs of one build on one file: its window, its subcommands, and what it or the
//! developers' program beside it measures inside. Any build will do, older ones too: what a build
//! cannot do has no figure. Each run has settings and a cache of its own, so that none is helped by
//! the one before.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use planmap_app::measure::Memory;
use serde_json::{Value as Json, json};

use super::figures::{Figures, figures};
use crate::DevError;

/// How often the memory of a running program is looked at.
const MEMORY_EVERY: Duration = Duration::from_millis(10);

/// What a finished run took.
struct Run {
    output: Output,
    seconds: f64,
    /// The most private memory that was seen, in bytes.
    peak_anonymous: u64,
}

/// A build of the program.
pub(super) struct Program {
    path: PathBuf,
}

impl Program {
    /// A build, found to be there.
    ///
    /// # Errors
    /// If there is no such file.
    pub(super) fn new(path: &Path) -> Result<Self, DevError> {
        let path = path.canonicalize().map_err(|error| failed(path, &error.to_string()))?;
        Ok(Self { path })
    }

    /// All figures of one round on a file or a folder of maps.
    ///
    /// # Errors
    /// If the program cannot be run.
    pub(super) fn measure(&self, input: &Path, window: super::Window) -> Result<Figures, DevError> {
        let mut all = Figures::new();
        if window == super::Window::Measured {
            all.extend(self.window(input)?);
        }
        all.extend(self.information(input)?);
        all.extend(self.pictures(input)?);
        if input.is_file() {
            all.extend(self.inside(input)?);
        }
        Ok(all)
    }

    /// Time to the complete picture, frames, memory; the reason where no window can be opened.
    fn window(&self, input: &Path) -> Result<Figures, DevError> {
        let run = self.run(&["--measure-frames".as_ref(), input.as_os_str()])?;
        let Ok(value) = serde_json::from_slice::<Json>(&run.output.stdout) else {
            let reason = String::from_utf8_lossy(&run.output.stderr).trim().to_owned();
            return Ok(figures(json!({ "frame_note": reason })));
        };
        let mut measured = figures(value);
        measured.insert("window_peak_anon_mb".to_owned(), json!(run.peak_anonymous as f64 / 1e6));
        Ok(measured)
    }

    /// `info`: the whole process, and the reading in it.
    fn information(&self, input: &Path) -> Result<Figures, DevError> {
        let run = self.run(&["info".as_ref(), input.as_os_str(), "--json".as_ref()])?;
        let answer: Json = serde_json::from_slice(&run.output.stdout).unwrap_or_default();
        Ok(figures(json!({
            "info_s": run.seconds,
            "info_load_s": answer["load_s"],
            "info_peak_anon_mb": run.peak_anonymous as f64 / 1e6,
        })))
    }

    /// `render`: the whole, as a process from start to end.
    fn pictures(&self, input: &Path) -> Result<Figures, DevError> {
        let folder = tempfile::tempdir()?;
        let picture = folder.path().join("map.png");
        let mut arguments = vec!["render".as_ref(), "-o".as_ref(), picture.as_os_str()];
        if input.is_dir() {
            arguments.push("--maps".as_ref());
        }
        arguments.push(input.as_os_str());
        let run = self.run(&arguments)?;
        if !picture.is_file() {
            return Ok(Figures::new());
        }
        Ok(figures(json!({ "render_s": run.seconds })))
    }

    /// What is measured inside a process: older builds do it themselves, for newer ones the
    /// developers' program of the same build stands beside them.
    fn inside(&self, file: &Path) -> Result<Figures, DevError> {
        let beside =
            self.path.with_file_name(format!("planmap-dev{}", std::env::consts::EXE_SUFFIX));
        let measures =
            if beside.is_file() { Self { path: beside } } else { Self { path: self.path.clone() } };
        let arguments =
            ["bench".as_ref(), file.as_os_str(), "--json".as_ref(), "--no-window".as_ref()];
        let run = measures.run(&arguments)?;
        Ok(figures(serde_json::from_slice(&run.output.stdout).unwrap_or_default()))
    }

    fn run(&self, arguments: &[&std::ffi::OsStr]) -> Result<Run, DevError> {
        let own = tempfile::tempdir()?;
        let mut command = Command::new(&self.path);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for variable in ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            command.env(variable, own.path());
        }
        let begun = Instant::now();
        let child = command.spawn().map_err(|error| failed(&self.path, &error.to_string()))?;
        let watch = watched(&child);
        let output = child.wait_with_output()?;
        let seconds = begun.elapsed().as_secs_f64();
        let peak_anonymous = watch.join().unwrap_or_default();
        Ok(Run { output, seconds, peak_anonymous })
    }
}

/// Looks at the memory of a process until it is gone.
fn watched(child: &Child) -> thread::JoinHandle<u64> {
    let process = child.id();
    thread::spawn(move || {
        let mut peak = 0;
        while let Some(memory) = Memory::of(process) {
            peak = peak.max(memory.anonymous);
            thread::sleep(MEMORY_EVERY);
        }
        peak
    })
}

fn failed(program: &Path, reason: &str) -> DevError {
    DevError::Program { program: program.display().to_string(), reason: reason.to_owned() }
}
