//! The command line: one file a subcommand, on the same code as the window.
//!
//! Owns the arguments, the exit status and the form of the output. With `--json` one JSON document
//! goes to standard output and nothing else; words go there otherwise; errors go to standard error.

pub mod at;
pub mod audit;
pub mod balance;
pub mod check;
pub mod compare;
pub mod export;
pub mod info;
pub mod merge;
mod outcome;
pub mod recover;
pub mod registers;
pub mod render;
pub mod review;
pub mod search;
pub mod sites;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand, ValueEnum};
use planmap_core::crash::{Part, guarded};
use planmap_core::i18n::{Language, Words};

pub use outcome::{CliError, Outcome};

/// A language on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LanguageArg {
    /// Vietnamese.
    Vi,
    /// English.
    En,
    /// Sheets in Vietnamese with English; all else in Vietnamese.
    Both,
}

impl From<LanguageArg> for Language {
    fn from(arg: LanguageArg) -> Self {
        match arg {
            LanguageArg::Vi | LanguageArg::Both => Self::Vietnamese,
            LanguageArg::En => Self::English,
        }
    }
}

/// What draws the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Backend {
    /// OpenGL.
    Glow,
    /// Vulkan, Metal or Direct3D.
    Wgpu,
}

/// The arguments of the program.
#[derive(Debug, Parser)]
#[command(name = "planmap", version, about, long_about = None)]
pub struct Cli {
    /// What to do without a window; none opens it.
    #[command(subcommand)]
    pub command: Option<Subcommands>,
    /// Catalogue folder, catalogue file or data files to open in the window.
    pub paths: Vec<PathBuf>,
    /// What draws the window; the quickest that works is chosen by itself.
    #[arg(long, value_enum)]
    pub backend: Option<Backend>,
    /// Opens the bundled maps and not what was open last.
    #[arg(long)]
    pub fresh: bool,
    /// Measures the frames of the window for `planmap-dev bench`, and closes it.
    #[arg(long, hide = true)]
    pub measure_frames: bool,
    /// Folder of the catalogue (default: the bundled maps).
    #[arg(long, global = true, value_name = "DIR")]
    pub maps: Option<PathBuf>,
    /// Language of the output.
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LanguageArg>,
}

impl Cli {
    /// The files and map sets to open, with `~` at the beginning of each replaced: not every shell does
    /// that, and none does it inside `--maps=~/x`.
    #[must_use]
    pub fn paths_to_open(&self) -> Vec<PathBuf> {
        self.paths.iter().map(|path| planmap_app::places::expand_home(path)).collect()
    }

    /// The language that was asked for.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.lang.map(Language::from)
    }
}

/// The catalogue's folder, or the places that were looked in.
///
/// # Errors
/// The places, in words, where none holds a catalogue.
pub fn maps_dir(named: Option<&Path>) -> Result<PathBuf, String> {
    let named = named.map(planmap_app::places::expand_home);
    planmap_data::locate::maps_dir(named.as_deref()).map_err(|error| match error {
        planmap_data::locate::LocateError::NotACatalogue(path) => path.display().to_string(),
        planmap_data::locate::LocateError::NotFound(places) => {
            let places: Vec<String> = places.iter().map(|p| p.display().to_string()).collect();
            places.join(", ")
        }
    })
}

/// What to say where no window can be opened: what was tried, what to install, what works anyway.
#[must_use]
pub fn no_window_message(reasons: &str, language: Option<Language>) -> String {
    Words::of(language.unwrap_or_default())
        .text_with("cli-no-window", &[("reasons", reasons.into())])
}

/// What the program does without a window.
#[derive(Debug, Subcommand)]
pub enum Subcommands {
    /// What a file or a catalogue holds.
    Info(info::InfoArgs),
    /// Whether files or a catalogue are valid.
    Check(check::CheckArgs),
    /// What every plan says at a point.
    At(at::AtArgs),
    /// Searches names, codes, values, decisions, coordinates.
    Search(search::SearchArgs),
    /// The candidate sites.
    Sites(sites::SitesArgs),
    /// One candidate site.
    Site(sites::SiteArgs),
    /// The register of projects.
    Projects(registers::RegisterArgs),
    /// The indicators: target against reached.
    Indicators(registers::RegisterArgs),
    /// What the plans say of a polygon or of a lot.
    Review(review::ReviewArgs),
    /// The land-use balance of a plan or of any area.
    Balance(balance::BalanceArgs),
    /// Whether the zoning plans cover the general plan and agree with it.
    Audit(audit::AuditArgs),
    /// What is different between two versions of a layer.
    Compare(compare::CompareArgs),
    /// The map as an image.
    Render(render::RenderArgs),
    /// Brings annotation files together that were made apart.
    Merge(merge::MergeArgs),
    /// Lists annotations that a crash left behind, and restores them.
    Recover(recover::RecoverArgs),
    /// The map on paper: PDF, PNG or SVG.
    Export(Box<export::ExportArgs>),
}

/// Runs a subcommand and returns the exit status: 0 done, 1 problems found, 2 not done.
///
/// Errors are written to standard error as one message.
pub fn run(cli: &Cli, command: &Subcommands, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let language = cli.lang.map_or(Language::Vietnamese, Language::from);
    let done = guarded(Part::Job, || run_command(cli, command, language, out, err));
    match done.unwrap_or_else(|crash| Err(CliError::Crashed(crash))) {
        Ok(outcome) => outcome.status(),
        Err(error) => {
            let words = Words::of(language);
            // Nothing more can be done where even the error cannot be written.
            let _ = writeln!(err, "planmap: {}", error.message(words));
            2
        }
    }
}

fn run_command(
    cli: &Cli,
    command: &Subcommands,
    language: Language,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let maps = cli.maps.as_deref();
    match command {
        Subcommands::Info(args) => info::run(args, language, out),
        Subcommands::Check(args) => check::run(args, language, out),
        Subcommands::At(args) => at::run(args, maps, language, out),
        Subcommands::Search(args) => search::run(args, maps, language, out),
        Subcommands::Sites(args) => sites::run(args, maps, language, out),
        Subcommands::Site(args) => sites::run_one(args, maps, language, out),
        Subcommands::Projects(args) => registers::projects(args, maps, language, out),
        Subcommands::Indicators(args) => registers::indicators(args, maps, language, out),
        Subcommands::Review(args) => review::run(args, maps, language, out),
        Subcommands::Balance(args) => balance::run(args, maps, cli.lang, out),
        Subcommands::Audit(args) => audit::run(args, maps, cli.lang, out, err),
        Subcommands::Compare(args) => compare::run(args, language, out),
        Subcommands::Render(args) => render::run(args, maps, language, out),
        Subcommands::Merge(args) => merge::run(args, language, out),
        Subcommands::Recover(args) => recover::run(args, language, out),
        Subcommands::Export(args) => export::run(args, maps, cli.lang, out, err),
    }
}

/// Writes a JSON document and a line end.
///
/// # Errors
/// If the output is closed.
pub fn write_json(out: &mut dyn Write, value: &serde_json::Value) -> Result<(), CliError> {
    let text =
        serde_json::to_string_pretty(value).map_err(|error| CliError::Output(error.into()))?;
    writeln!(out, "{text}").map_err(CliError::Output)
}
