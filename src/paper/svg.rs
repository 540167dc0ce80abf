//! Pages as SVG.
//!
//! Owns the way from the display list to SVG 1.1. Texts stay texts, in Inter where the reader has
//! it, and keep their width where it has not. Must not know files.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use planmap_core::plain_text::xml;
use planmap_core::style::Blend;
use planmap_core::symbology::Colour;
use vello_cpu::kurbo::{Affine, BezPath, PathEl};

use crate::Page;
use planmap_draw::display::{Group, PageHatch, PageItem, RIM_PT, TextRun, hatch_cell, opacity_of};
use planmap_draw::picture::encode_png_with_alpha;
use planmap_draw::raster::PlacedImage;

/// The page as a document in millimetres.
#[must_use]
pub fn write(page: &Page, title: &str) -> String {
    let mut w = Writer { body: String::new(), definitions: String::new(), count: 0, scale: 1.0 };
    w.items(&page.items);
    let (width, height) = (page.width_mm, page.height_mm);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" \
         height=\"{height}mm\" viewBox=\"0 0 {width} {height}\" font-family=\"Inter, 'Inter Variable', Arial, \
         sans-serif\">\n<title>{}</title>\n<defs>\n{}</defs>\n<rect width=\"{width}\" height=\"{height}\" \
         fill=\"#fff\"/>\n{}</svg>\n",
        xml(title),
        w.definitions,
        w.body,
    )
}

struct Writer {
    body: String,
    definitions: String,
    /// Clips and patterns so far.
    count: usize,
    /// Millimetres of the unit that is written in.
    scale: f64,
}

impl Writer {
    fn items(&mut self, items: &[PageItem]) {
        for item in items {
            match item {
                PageItem::Fill { path, colour, seamless } => {
                    let d = self.data(path);
                    let rim = if *seamless && colour.3 == 255 {
                        let width = RIM_PT / 72.0 * 25.4 / self.scale;
                        format!(" stroke=\"{}\" stroke-width=\"{}\"", hex(*colour), short(width))
                    } else {
                        String::new()
                    };
                    let fill = attributes("fill", *colour);
                    let _ = writeln!(self.body, "<path d=\"{d}\"{fill}{rim}/>");
                }
                PageItem::Hatch { path, hatch } => self.hatch(path, hatch),
                PageItem::Stroke { path, colour, width, dash, round_ends } => {
                    let d = self.data(path);
                    let line = line(*colour, *width, dash, *round_ends);
                    let _ = writeln!(self.body, "<path d=\"{d}\"{line}/>");
                }
                PageItem::Image(image, opacity) => self.image(image, *opacity),
                PageItem::Text(run) => self.text(run),
                PageItem::Group(group) => self.group(group),
            }
        }
    }

    fn group(&mut self, group: &Group) {
        let before = self.scale;
        self.scale *= group.transform.determinant().abs().sqrt();
        let mut attributes = String::new();
        if group.transform != Affine::IDENTITY {
            let c: Vec<String> =
                group.transform.as_coeffs().iter().map(|v| format!("{v}")).collect();
            let _ = write!(attributes, " transform=\"matrix({})\"", c.join(" "));
        }
        if let Some(clip) = group.clip {
            self.count += 1;
            let id = self.count;
            let (x, y, w, h) =
                (short(clip.x0), short(clip.y0), short(clip.width()), short(clip.height()));
            let _ = writeln!(
                self.definitions,
                "<clipPath id=\"c{id}\"><rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/></clipPath>"
            );
            let _ = write!(attributes, " clip-path=\"url(#c{id})\"");
        }
        if group.opacity < 1.0 {
            let _ = write!(attributes, " opacity=\"{}\"", short(f64::from(group.opacity)));
        }
        match group.blend {
            Blend::Normal => {}
            Blend::Multiply => attributes.push_str(" style=\"mix-blend-mode:multiply\""),
            Blend::Screen => attributes.push_str(" style=\"mix-blend-mode:screen\""),
        }
        let _ = writeln!(self.body, "<g{attributes}>");
        self.items(&group.items);
        self.body.push_str("</g>\n");
        self.scale = before;
    }

    fn hatch(&mut self, path: &BezPath, hatch: &PageHatch) {
        self.count += 1;
        let id = self.count;
        let (cell, round) = hatch_cell(hatch.pattern, hatch.period);
        let cell = self.data(&cell);
        let line = line(hatch.colour, hatch.width, &[], round);
        let (x, y, p) = (short(hatch.origin.0), short(hatch.origin.1), short(hatch.period));
        let _ = writeln!(
            self.definitions,
            "<pattern id=\"h{id}\" patternUnits=\"userSpaceOnUse\" x=\"{x}\" y=\"{y}\" width=\"{p}\" \
             height=\"{p}\"><path d=\"{cell}\"{line}/></pattern>"
        );
        let d = self.data(path);
        let _ = writeln!(self.body, "<path d=\"{d}\" fill=\"url(#h{id})\"/>");
    }

    /// An image is a PNG inside the document, cut to what is shown of it.
    fn image(&mut self, image: &PlacedImage, opacity: f32) {
        let Ok(png) = encode_png_with_alpha(&image.pixels) else { return };
        self.count += 1;
        let id = self.count;
        let shown = image.shown;
        let (x, y, w, h) =
            (short(shown.x0), short(shown.y0), short(shown.width()), short(shown.height()));
        let _ = writeln!(
            self.definitions,
            "<clipPath id=\"c{id}\"><rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/></clipPath>"
        );
        let matrix: Vec<String> =
            image.transform.as_coeffs().iter().map(|v| format!("{v}")).collect();
        let (width, height) = (image.pixels.width, image.pixels.height);
        let faded = if opacity < 1.0 {
            format!(" opacity=\"{}\"", short(f64::from(opacity)))
        } else {
            String::new()
        };
        let _ = writeln!(
            self.body,
            "<g transform=\"matrix({})\" clip-path=\"url(#c{id})\"{faded}><image width=\"{width}\" \
             height=\"{height}\" preserveAspectRatio=\"none\" href=\"data:image/png;base64,{}\"/></g>",
            matrix.join(" "),
            BASE64.encode(png),
        );
    }

    fn text(&mut self, run: &TextRun) {
        if run.text.is_empty() {
            return;
        }
        let (x, y) = (short(run.left()), short(run.y));
        let mut more = String::new();
        if run.angle_deg.abs() > 1e-9 {
            let _ = write!(
                more,
                " transform=\"rotate({} {} {y})\"",
                short(run.angle_deg),
                short(run.x)
            );
        }
        if run.letter_spacing > 0.0 {
            let _ = write!(more, " letter-spacing=\"{}\"", short(run.letter_spacing));
        }
        if let Some((colour, width)) = run.halo {
            let _ = write!(
                more,
                "{} stroke-width=\"{}\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
                attributes("stroke", colour),
                short(2.0 * width)
            );
        }
        let fill = attributes("fill", run.colour);
        let (size, weight, width) = (short(run.size), run.weight.round(), short(run.width()));
        let _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" textLength=\"{width}\" \
             lengthAdjust=\"spacingAndGlyphs\"{fill}{more}>{}</text>",
            xml(&run.text)
        );
    }

    /// The data of a path, rounded to a thousandth of a millimetre.
    fn data(&self, path: &BezPath) -> String {
        let decimals = (3.0 + self.scale.log10()).ceil().clamp(0.0, 6.0) as usize;
        let mut out = String::new();
        for element in path.elements() {
            let _ = match *element {
                PathEl::MoveTo(p) => write!(out, "M{:.decimals$} {:.decimals$}", p.x, p.y),
                PathEl::LineTo(p) => write!(out, "L{:.decimals$} {:.decimals$}", p.x, p.y),
                PathEl::QuadTo(a, p) => {
                    write!(
                        out,
                        "Q{:.decimals$} {:.decimals$} {:.decimals$} {:.decimals$}",
                        a.x, a.y, p.x, p.y
                    )
                }
                PathEl::CurveTo(a, b, p) => write!(
                    out,
                    "C{:.decimals$} {:.decimals$} {:.decimals$} {:.decimals$} {:.decimals$} {:.decimals$}",
                    a.x, a.y, b.x, b.y, p.x, p.y
                ),
                PathEl::ClosePath => write!(out, "Z"),
            };
        }
        out
    }
}

fn line(colour: Colour, width: f64, dash: &[f64], round_ends: bool) -> String {
    let mut out = format!(
        " fill=\"none\"{} stroke-width=\"{}\" stroke-linejoin=\"round\"",
        attributes("stroke", colour),
        short(width)
    );
    if round_ends {
        out.push_str(" stroke-linecap=\"round\"");
    }
    if !dash.is_empty() {
        let dashes: Vec<String> = dash.iter().map(|d| short(*d)).collect();
        let _ = write!(out, " stroke-dasharray=\"{}\"", dashes.join(" "));
    }
    out
}

fn attributes(what: &str, c: Colour) -> String {
    let opacity = if c.3 == 255 {
        String::new()
    } else {
        format!(" {what}-opacity=\"{}\"", short(opacity_of(c)))
    };
    format!(" {what}=\"{}\"{opacity}", hex(c))
}

fn hex(c: Colour) -> String {
    format!("#{:02x}{:02x}{:02x}", c.0, c.1, c.2)
}

/// A number with at most four decimals and no zeros behind them.
fn short(v: f64) -> String {
    let text = format!("{v:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::TextAlign;
    use crate::ink::Type;

    #[test]
    fn texts_of_any_kind_make_a_document_that_parses() {
        let texts = [
            "A\u{b}B\u{3}<&>",
            "]]><script>alert(1)</script>",
            "a\0b\u{fffe}\u{1b}",
            "\"'&amp;",
            "🏗 Nà Sản",
        ];
        let mut page = Page::new(100.0, 100.0, "page");
        for (row, text) in texts.iter().enumerate() {
            page.items.push(Type::pt(9.0).at(*text, 5.0, 10.0 + 8.0 * row as f64, TextAlign::Left));
        }
        let written = write(&page, texts[0]);
        let document = roxmltree::Document::parse(&written).unwrap();
        let of = |tag: &str| -> Vec<String> {
            let nodes = document.descendants().filter(|n| n.has_tag_name(tag));
            nodes.map(|n| n.text().unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(of("title"), ["A B\u{fffd}<&>"]);
        assert_eq!(of("text")[1], texts[1], "the text is there as it is, and is no markup");
        assert_eq!(of("text")[2], "a\u{fffd}b\u{fffd}\u{fffd}");
        assert_eq!(of("text").len(), texts.len());
        assert!(of("script").is_empty());
    }
}
