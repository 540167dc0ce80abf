//! Starts the window with a backend that works.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::NativeOptions;
use planmap_app::Cache;
use planmap_app::command::Command;
use planmap_app::desk::{LastSession, WindowPlace};
use planmap_app::session::Keeping;
use planmap_app::settings::Settings;

use crate::backend::Backend;
use crate::shell::PlanmapWindow;
use crate::theme;

/// What the window is opened with.
#[derive(Debug, Clone, Default)]
pub struct WindowOptions {
    /// What to open: a catalogue, or data files.
    pub paths: Vec<PathBuf>,
    /// Where maps were looked for in vain; the window then says so instead of staying empty.
    pub maps_missing: Option<String>,
    /// The backend that the user forces.
    pub backend: Option<Backend>,
    /// Language and theme, where they are forced.
    pub language: Option<planmap_core::i18n::Language>,
    /// Whether what was open last is opened instead of `paths`: nothing was asked for by name.
    pub restores: bool,
    /// Whether to measure frames, tell them on standard output, and close.
    pub measures_frames: bool,
}

/// Size of the window in which frames are measured, in points.
const MEASURED: [f32; 2] = [1600.0, 1000.0];

/// Why no window could be opened.
#[derive(Debug, thiserror::Error)]
#[error("no window could be opened: {reasons}")]
pub struct WindowError {
    /// What each backend said.
    pub reasons: String,
}

/// Opens the window and runs until it is closed.
///
/// Where the quickest backend does not work the program starts itself once more with the other,
/// since a process can make only one event loop.
///
/// # Errors
/// If no backend works; the message then names what each of them said.
pub fn run(options: &WindowOptions) -> Result<(), WindowError> {
    let backend = options.backend.unwrap_or_else(Backend::quickest);
    let Err(error) = open(options, backend) else {
        return Ok(());
    };
    let mut reasons = format!("{}: {error}", backend.name());
    if options.backend.is_some() {
        return Err(WindowError { reasons });
    }
    let other = backend.other();
    tracing::warn!("{reasons}; trying {}", other.name());
    match start_again(other) {
        Ok(status) if status.success() => return Ok(()),
        Ok(status) => reasons.push_str(&format!("; {}: {status}", other.name())),
        Err(error) => reasons.push_str(&format!("; {}: {error}", other.name())),
    }
    Err(WindowError { reasons })
}

fn start_again(backend: Backend) -> std::io::Result<std::process::ExitStatus> {
    let program = std::env::current_exe()?;
    let forced = ["--backend", backend.argument()];
    std::process::Command::new(program).args(forced).args(std::env::args_os().skip(1)).status()
}

fn open(options: &WindowOptions, backend: Backend) -> Result<(), eframe::Error> {
    let viewport = egui::ViewportBuilder::default()
        .with_title("planmap")
        .with_app_id("planmap")
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([900.0, 560.0])
        .with_icon(icon());
    // What is measured must not depend on what a user has set, nor change it.
    let settings_path = Settings::file().filter(|_| !options.measures_frames);
    let settings = match (&settings_path, options.measures_frames) {
        (Some(path), _) => Settings::load(path),
        (None, true) => Settings::editing(),
        (None, false) => Settings::default(),
    };
    let viewport = place(viewport, settings.desk.window);
    let viewport =
        if options.measures_frames { viewport.with_inner_size(MEASURED) } else { viewport };
    // Frames are measured as quick as they come, not as quick as the screen shows them.
    let mut native =
        NativeOptions { viewport, renderer: backend.renderer(), ..NativeOptions::default() };
    // Nothing here fades over large areas, and without a graphics card dithering costs as much as
    // the pictures themselves; the colours of the map are to be exact besides.
    native.dithering = false;
    native.glow_options.vsync = !options.measures_frames;
    let options = options.clone();
    eframe::run_native(
        "planmap",
        native,
        Box::new(move |creation| {
            let mut settings = settings;
            if let Some(language) = options.language {
                settings.language = language;
            }
            theme::install_fonts(&creation.egui_ctx);
            let ctx = creation.egui_ctx.clone();
            let wake = Arc::new(move || ctx.request_repaint());
            let last_file = settings_path
                .as_deref()
                .map(LastSession::file)
                .filter(|_| !options.measures_frames);
            let restores =
                options.restores && settings.desk.restores_session && !options.measures_frames;
            let last = last_file.as_deref().filter(|_| restores).and_then(LastSession::load);
            let mut window = PlanmapWindow::new(settings, settings_path, wake, backend.name());
            window.session_mut().watch_files();
            window.session_mut().check_geometries_when_loaded();
            window.session_mut().show_parts_while_loading();
            if options.measures_frames {
                window.measure_frames();
            } else if let Some(cache) = Cache::of_user() {
                window.session_mut().keep_large_files(cache);
            }
            window.session_mut().keep_annotations(Keeping::of_this_computer());
            if options.restores
                && let Some(maps) = options.paths.first()
            {
                window.session_mut().know_bundled_maps(maps.clone());
            }
            if let Some(file) = last_file {
                window.keep_session(file);
                window.welcome_once();
            }
            match (&options.maps_missing, last) {
                (_, Some(last)) => window.session_mut().restore(last),
                (missing, None) => {
                    if let Some(looked) = missing {
                        window.session_mut().report_missing_maps(looked);
                    }
                    window.session_mut().apply(Command::Open(options.paths.clone()));
                }
            }
            Ok(Box::new(window))
        }),
    )
}

/// Puts the window where it stood last; a size that no screen has any more is not taken.
fn place(viewport: egui::ViewportBuilder, last: Option<WindowPlace>) -> egui::ViewportBuilder {
    let Some(last) = last else {
        return viewport;
    };
    let usable =
        (900.0..=16_000.0).contains(&last.width) && (560.0..=16_000.0).contains(&last.height);
    let viewport = if usable && !last.maximized {
        viewport.with_inner_size([last.width, last.height])
    } else {
        viewport
    };
    // Left of or above the first screen lies another one, or nothing: only the first is sure.
    let viewport =
        match last.at.filter(|(x, y)| *x >= 0.0 && *y >= 0.0 && *x < 8000.0 && *y < 8000.0) {
            Some((x, y)) => viewport.with_position([x, y]),
            None => viewport,
        };
    viewport.with_maximized(last.maximized)
}

/// The program's icon: the accent with a folded map, drawn from its few shapes at start.
fn icon() -> egui::IconData {
    const SIDE: u32 = 64;
    let inside = |x: f32, y: f32| {
        // Three panels of a folded map, leaning left, right, left.
        let panel = ((x - 12.0) / 13.4).floor();
        let lean = if panel as i32 % 2 == 0 {
            (x - 12.0) % 13.4 * 0.35
        } else {
            4.7 - (x - 12.0) % 13.4 * 0.35
        };
        (12.0..52.0).contains(&x) && (14.0 + lean..46.0 + lean).contains(&y)
    };
    let fold = |x: f32| ((x - 12.0) % 13.4) < 1.6 && x > 14.0;
    let mut rgba = Vec::with_capacity((SIDE * SIDE * 4) as usize);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let (fx, fy) = (x as f32 + 0.5, y as f32 + 0.5);
            let corner = (fx - fx.clamp(14.0, 50.0)).hypot(fy - fy.clamp(14.0, 50.0)) <= 14.0;
            let pixel = match (corner, inside(fx, fy), fold(fx)) {
                (false, ..) => [0, 0, 0, 0],
                (true, true, false) => [255, 255, 255, 255],
                (true, ..) => [0x0b, 0x6e, 0x4f, 255],
            };
            rgba.extend_from_slice(&pixel);
        }
    }
    egui::IconData { rgba, width: SIDE, height: SIDE }
}
