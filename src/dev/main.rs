//! The developers' program: arguments, one task, an exit status.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use planmap_dev::{Dev, Outcome};

fn main() -> anyhow::Result<ExitCode> {
    let dev = Dev::parse();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let outcome = planmap_dev::run(&dev.task, &mut out)?;
    out.flush()?;
    Ok(match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::Differs => ExitCode::from(1),
    })
}
