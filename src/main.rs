//! The program: arguments, then either the window or a subcommand.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use planmap_cli::Cli;

fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("PLANMAP_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let cli = Cli::parse();
    match &cli.command {
        Some(command) => {
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            let status = planmap_cli::run(&cli, command, &mut out, &mut std::io::stderr());
            match out.flush() {
                Ok(()) => ExitCode::from(status),
                // A reader that has had enough, such as `head`, is no error of ours.
                Err(_) => ExitCode::from(status.max(1)),
            }
        }
        None => open_window(&cli),
    }
}

#[cfg(feature = "gui")]
fn open_window(cli: &Cli) -> ExitCode {
    use planmap_ui::{Backend, WindowOptions};

    let language = cli.language();
    let mut options = WindowOptions {
        paths: cli.paths_to_open(),
        backend: cli.backend.map(|b| match b {
            planmap_cli::Backend::Glow => Backend::Glow,
            planmap_cli::Backend::Wgpu => Backend::Wgpu,
        }),
        language,
        measures_frames: cli.measure_frames,
        ..WindowOptions::default()
    };
    if let (Some(maps), false) = (&cli.maps, options.paths.is_empty()) {
        // Files over the maps that were named: both open, the maps first.
        match planmap_cli::maps_dir(Some(maps)) {
            Ok(maps) => options.paths.insert(0, maps),
            Err(looked) => options.maps_missing = Some(looked),
        }
    } else if options.paths.is_empty() {
        // Maps that were asked for by name, or a fresh start, are not to be replaced by the last ones.
        options.restores = cli.maps.is_none() && !cli.fresh;
        match planmap_cli::maps_dir(cli.maps.as_deref()) {
            Ok(maps) => options.paths.push(maps),
            Err(looked) => options.maps_missing = Some(looked),
        }
    }
    match planmap_ui::run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let text = planmap_cli::no_window_message(&error.reasons, language);
            // Nothing is left to tell the user by if this fails too.
            let _ = writeln!(std::io::stderr(), "planmap: {text}");
            ExitCode::from(2)
        }
    }
}

#[cfg(not(feature = "gui"))]
fn open_window(_: &Cli) -> ExitCode {
    let _ = writeln!(
        std::io::stderr(),
        "planmap was built without a window; `planmap --help` lists what it does"
    );
    ExitCode::from(2)
}
