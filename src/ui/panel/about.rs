//! What the program is, what it stands on, and how it is used by keyboard.

use egui::{Align, Layout, Ui};
use lucide_icons::Icon;

use planmap_core::i18n::format_date;

use crate::panel::PanelContext;
use crate::theme::{Weight, size, tokens};
use crate::widget::{card, icon_button, key_value, label, muted, wrapped};

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
    ("F1", "key-help"),
];

/// Draws the panel; sets `open` to false when it is closed.
pub fn show(ui: &mut Ui, cx: &PanelContext<'_>, backend: &str, open: &mut bool) {
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
    for source in &cx.session.catalogue().sources {
        let date = source.date.as_deref().map(|d| format!(" ({})", format_date(d, language))).unwrap_or_default();
        muted(ui, &format!("{}{date}", source.title.get(language)));
    }
    ui.add_space(10.0);
    label(ui, &cx.text("about-credits"), size::SMALL, Weight::SemiBold, t.muted);
    card(ui, |ui| {
        for (name, licence) in CREDITS {
            key_value(ui, name, Some(licence), &unknown);
        }
    });
    ui.add_space(12.0);
}
