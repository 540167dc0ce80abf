//! What the program is, what it stands on, and how it is used by keyboard.

use egui::{Align, Layout, Ui};
use lucide_icons::Icon;

use planmap_app::desk::licences::{THIRD_PARTY, crates};
use planmap_core::i18n::format_date;

use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{card, icon_button, key_value, label, muted, quiet_button, text_job, wrapped};

/// Typeface, icons and libraries with their licences.
const CREDITS: &[(&str, &str)] = &[
    ("Inter", "SIL OFL 1.1"),
    ("Lucide", "ISC"),
    ("PROJ", "MIT"),
    ("EPSG dataset", "IOGP terms of use"),
    ("egui, eframe", "MIT OR Apache-2.0"),
    ("geo, geojson, geo-index, rstar, proj", "MIT OR Apache-2.0"),
    ("xxhash-rust", "BSL-1.0"),
    ("vello_cpu, skrifa", "MIT OR Apache-2.0"),
    ("Fluent", "MIT OR Apache-2.0"),
];

const KEYS: &[(&str, &str)] = &[
    ("← → ↑ ↓", "key-pan"),
    ("+ −", "key-zoom"),
    ("Home, 0", "key-all"),
    ("Z", "key-selection"),
    ("Alt ← / Alt →", "key-history"),
    ("Shift, Alt", "key-area"),
    ("Esc", "key-escape"),
    ("F6", "key-table"),
    ("F8", "compare-open"),
    ("Ctrl O", "key-open"),
    ("Ctrl M", "key-annotate"),
    ("Ctrl Z / Ctrl Y", "key-undo"),
    ("X, Ctrl ←↑→↓", "key-crosshair"),
    ("T", "key-twin"),
    ("Ctrl +, Ctrl −, Ctrl 0", "key-text-scale"),
    ("Ctrl F6", "key-regions"),
    ("Tab", "key-tab"),
    ("F1", "key-help"),
];

/// Draws the panel; sets `open` to false when it is closed.
pub fn show(ui: &mut Ui, cx: &mut PanelContext<'_>, backend: &str, open: &mut bool) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if icon_button(ui, Icon::X, &cx.text("close"), 24.0, true).clicked() {
                *open = false;
            }
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                wrapped(ui, &cx.text("about-title"), size::TITLE, Weight::SemiBold, t.text);
            });
        });
    });
    wrapped(ui, &cx.text("about-text"), size::BODY, Weight::Regular, t.text);
    ui.add_space(8.0);
    let unknown = cx.text("not-known");
    card(ui, |ui| {
        key_value(ui, &cx.text("about-version"), Some(env!("CARGO_PKG_VERSION")), &unknown);
        key_value(ui, &cx.text("about-licence"), Some("MIT OR Apache-2.0"), &unknown);
        key_value(
            ui,
            &cx.text("about-proj"),
            Some(&planmap_core::crs::library_version()),
            &unknown,
        );
        key_value(ui, &cx.text("about-egui"), Some(&version_of("egui")), &unknown);
        let build = format!("{} · {}", std::env::consts::OS, std::env::consts::ARCH);
        key_value(ui, &cx.text("about-build"), Some(&build), &unknown);
        key_value(ui, &cx.text("about-backend"), Some(backend), &unknown);
        key_value(ui, &cx.text("about-crs"), Some(cx.session.map_crs().as_str()), &unknown);
    });
    ui.add_space(10.0);
    label(ui, &cx.text("about-keys"), size::SMALL, Weight::SemiBold, t.muted);
    card(ui, |ui| {
        for (keys, words) in KEYS {
            key_value(ui, &cx.text(words), Some(keys), &unknown);
        }
    });
    ui.add_space(10.0);
    label(ui, &cx.text("about-data"), size::SMALL, Weight::SemiBold, t.muted);
    let language = cx.session.language();
    if cx.session.catalogue().sources.is_empty() {
        muted(ui, &cx.text("about-data-none"));
    }
    for source in &cx.session.catalogue().sources {
        let date = source
            .date
            .as_deref()
            .map(|d| format!(" ({})", format_date(d, language)))
            .unwrap_or_default();
        muted(ui, &format!("{}{date}", source.title.get(language)));
    }
    ui.add_space(10.0);
    label(ui, &cx.text("about-credits"), size::SMALL, Weight::SemiBold, t.muted);
    card(ui, |ui| {
        for (name, licence) in CREDITS {
            key_value(ui, name, Some(licence), &unknown);
        }
    });
    ui.add_space(10.0);
    label(ui, &cx.text("about-licences"), size::SMALL, Weight::SemiBold, t.muted);
    libraries(ui, cx);
    ui.add_space(10.0);
    label(ui, &cx.text("about-folders"), size::SMALL, Weight::SemiBold, t.muted);
    crate::desk::folders(ui, cx);
    ui.add_space(12.0);
}

/// The version of a crate that the program was built with.
fn version_of(name: &str) -> String {
    crates(THIRD_PARTY).find(|c| c.name == name).map_or_else(String::new, |c| c.version)
}

/// Height of the list of libraries in points.
const LIBRARIES: f32 = 260.0;

/// All libraries with their licences; the list is long and stays closed until it is asked for.
fn libraries(ui: &mut Ui, cx: &PanelContext<'_>) {
    let count = crates(THIRD_PARTY).count();
    muted(ui, &cx.words.text_with("about-licences-count", &[("count", count.into())]));
    let id = ui.scope_id().with("libraries");
    let mut open = ui.data_mut(|d| d.get_temp::<bool>(id).unwrap_or(false));
    let word = cx.text(if open { "about-licences-hide" } else { "about-licences-show" });
    if quiet_button(ui, Some(Icon::BookOpen), &word, true).clicked() {
        open = !open;
        ui.data_mut(|d| d.insert_temp(id, open));
    }
    if !open {
        return;
    }
    let lines: Vec<&str> = THIRD_PARTY.lines().collect();
    let height = ui.text_style_height(&egui::TextStyle::Small);
    egui::ScrollArea::both()
        .id_salt("libraries")
        .max_height(LIBRARIES)
        .auto_shrink([false, true])
        .show_rows(ui, height, lines.len(), |ui, shown| {
            for line in lines.get(shown).unwrap_or_default() {
                ui.add(
                    egui::Label::new(text_job(line, size::SMALL, Weight::Regular, tokens(ui).text))
                        .extend(),
                );
            }
        });
}
