//! `planmap render [PATH…]`: the map as an image.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use planmap_core::crs::{GeoPoint, map_from_geo};
use planmap_core::i18n::{Language, Words, format_number};
use planmap_core::symbology::Theme;
use planmap_core::{Extent, Severity, Viewport};
use planmap_draw::picture::{PictureOptions, encode_png, render, view_of};
use planmap_draw::scene::MapScene;
use serde_json::json;

use crate::{CliError, Outcome, write_json};
use planmap_app::export::{extent_of_all, extent_of_site};
use planmap_app::headless::load;

/// Largest and smallest side of an image in pixels.
const SIDES: std::ops::RangeInclusive<u32> = 16..=32_000;

/// A theme on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ThemeArg {
    /// Dark ink on pale ground.
    Light,
    /// Pale ink on dark ground.
    Dark,
}

/// Arguments of `render`.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// Files or a catalogue to draw instead of the bundled maps.
    pub paths: Vec<PathBuf>,
    /// Width and height in pixels.
    #[arg(long, value_name = "WxH", default_value = "1600x1000")]
    pub size: String,
    /// West, south, east and north in degrees.
    #[arg(long, value_name = "w,s,e,n", allow_hyphen_values = true, conflicts_with = "site")]
    pub extent: Option<String>,
    /// Id of a site to select and show.
    #[arg(long, value_name = "ID")]
    pub site: Option<String>,
    /// Ids of the layers to show, and no others.
    #[arg(long, value_name = "a,b", value_delimiter = ',')]
    pub layers: Vec<String>,
    /// Leave names out.
    #[arg(long)]
    pub no_labels: bool,
    /// Light or dark.
    #[arg(long, value_enum, default_value = "light")]
    pub theme: ThemeArg,
    /// Pixels a point: 2 makes lines and names twice as fine.
    #[arg(long, value_name = "N", default_value = "1", value_parser = pixel_ratio)]
    pub pixel_ratio: f32,
    /// The image to write.
    #[arg(short, long, value_name = "FILE.png")]
    pub output: PathBuf,
    /// One JSON document instead of words.
    #[arg(long)]
    pub json: bool,
}

fn pixel_ratio(text: &str) -> Result<f32, String> {
    text.parse().ok().filter(|n| (0.5..=8.0).contains(n)).ok_or_else(|| "0.5 – 8".to_owned())
}

/// Runs the subcommand.
///
/// # Errors
/// If an argument cannot be used, nothing can be read, or the image cannot be written.
pub fn run(
    args: &RenderArgs,
    maps: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<Outcome, CliError> {
    let words = Words::of(language);
    let (width_px, height_px) = size(&args.size, words)?;
    let loaded = load(maps, &args.paths)?;
    let mut scene = MapScene::clone(&loaded.scene);
    scene.theme = match args.theme {
        ThemeArg::Light => Theme::Light,
        ThemeArg::Dark => Theme::Dark,
    };
    choose_layers(&mut scene, &args.layers, words)?;
    let options = PictureOptions {
        width_px,
        height_px,
        pixels_per_point: args.pixel_ratio,
        labels: !args.no_labels,
        furniture: true,
        language,
        selected_site: args.site.clone(),
    };
    let view = view(&scene, args, &options, words)?;
    let start = Instant::now();
    let picture = render(&scene, &view, &options);
    let png =
        encode_png(&picture.pixels, options.pixels_per_point).map_err(std::io::Error::from)?;
    let took_ms = start.elapsed().as_secs_f64() * 1e3;
    planmap_data::atomic::write(&args.output, &png)?;
    if args.json {
        let document = json!({
            "output": args.output.display().to_string(),
            "width": width_px,
            "height": height_px,
            "scale": view.scale_denominator(),
            "features_drawn": picture.features_drawn,
            "took_ms": took_ms,
        });
        write_json(out, &document)?;
    } else {
        let path = args.output.display().to_string();
        let scale = format_number(view.scale_denominator(), 0, language);
        let arguments = [
            ("path", (&path).into()),
            ("features", picture.features_drawn.into()),
            ("scale", (&scale).into()),
        ];
        writeln!(out, "{}", words.text_with("cli-rendered", &arguments))?;
    }
    Ok(Outcome::of(loaded.issues.iter().any(|i| i.severity == Severity::Error)))
}

fn size(text: &str, words: &Words) -> Result<(u32, u32), CliError> {
    let side = |t: &str| t.trim().parse::<u32>().ok().filter(|n| SIDES.contains(n));
    text.split_once(['x', 'X', '×']).and_then(|(w, h)| Some((side(w)?, side(h)?))).ok_or_else(
        || CliError::Usage(words.text_with("cli-render-size", &[("size", text.into())])),
    )
}

/// Shows the named layers and hides all others; none named leaves the scene as it is.
pub(super) fn choose_layers(
    scene: &mut MapScene,
    ids: &[String],
    words: &Words,
) -> Result<(), CliError> {
    if ids.is_empty() {
        return Ok(());
    }
    if let Some(missing) = ids.iter().find(|id| scene.layers.iter().all(|l| l.spec().id != **id)) {
        let known: Vec<&str> = scene.layers.iter().map(|l| l.spec().id.as_str()).collect();
        let known = known.join(", ");
        let arguments = [("id", missing.into()), ("layers", (&known).into())];
        return Err(CliError::Usage(words.text_with("cli-no-such-layer", &arguments)));
    }
    for layer in &mut scene.layers {
        layer.show(ids.contains(&layer.spec().id));
    }
    Ok(())
}

fn view(
    scene: &MapScene,
    args: &RenderArgs,
    options: &PictureOptions,
    words: &Words,
) -> Result<Viewport, CliError> {
    let extent = match (&args.extent, &args.site) {
        (Some(text), _) => named_extent(text, scene).ok_or_else(|| {
            CliError::Usage(words.text_with("cli-render-extent", &[("extent", text.into())]))
        })?,
        (None, Some(id)) => {
            let Some(site) = scene.sites.iter().find(|s| s.id == *id) else {
                return Err(CliError::Usage(
                    words.text_with("cli-no-such-site", &[("id", id.into())]),
                ));
            };
            extent_of_site(site)
        }
        (None, None) => extent_of_all(scene),
    };
    if extent.is_empty() {
        return Err(CliError::Usage(words.text("cli-render-empty")));
    }
    Ok(view_of(&extent, options))
}

/// West, south, east and north in degrees, as the smallest extent of the map that holds them.
pub(super) fn named_extent(text: &str, scene: &MapScene) -> Option<Extent> {
    let sides: Vec<f64> = text.split(',').map(|t| t.trim().parse().ok()).collect::<Option<_>>()?;
    let [w, s, e, n] = sides.try_into().ok()?;
    let sound = w < e && s < n && w >= -180.0 && e <= 180.0 && s >= -90.0 && n <= 90.0;
    let corner = |lon, lat| map_from_geo(GeoPoint::new(lon, lat), &scene.map_crs).ok();
    let corners = [corner(w, s)?, corner(e, s)?, corner(e, n)?, corner(w, n)?];
    sound.then(|| Extent::of_points(corners))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn sizes_are_read_and_bounded() {
        let words = Words::of(Language::English);
        assert_eq!(size("1600x1000", words).unwrap(), (1600, 1000));
        assert_eq!(size("800 X 600", words).unwrap(), (800, 600));
        for bad in ["", "1600", "0x0", "-5x10", "1600x99999999999", "axb"] {
            let message = size(bad, words).unwrap_err().message(words);
            assert!(message.contains("1600x1000"), "{bad}: {message}");
        }
    }

    #[test]
    fn extents_are_degrees_in_order() {
        let scene = MapScene::empty(planmap_core::Crs::vn2000_son_la(), Theme::Light);
        let e = named_extent("103.85, 21.25,104.05,21.40", &scene).unwrap();
        // 0.2° of longitude and 0.15° of latitude here are 20.7 km and 16.6 km.
        assert!(
            (e.width() - 20_750.0).abs() < 100.0 && (e.height() - 16_610.0).abs() < 100.0,
            "{e:?}"
        );
        for bad in ["1,2,3", "104,21,103,22", "103,91,104,92", "a,b,c,d", ""] {
            assert!(named_extent(bad, &scene).is_none(), "{bad}");
        }
    }
}
