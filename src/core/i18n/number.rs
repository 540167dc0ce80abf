//! Numbers as people of each language write them, and as they type them.
//!
//! Owns both directions, so that what a field shows is what it reads. Coordinates keep a reading of
//! their own (`core::search::coordinate`).

use super::Language;

/// The sign between thousands and the one before decimals.
fn signs(language: Language) -> (char, char) {
    match language {
        Language::Vietnamese => ('.', ','),
        Language::English => (',', '.'),
    }
}

/// A number with a fixed count of decimals: 1.674,5 in Vietnamese, 1,674.5 in English.
#[must_use]
pub fn format_number(value: f64, decimals: usize, language: Language) -> String {
    let (group, point) = signs(language);
    grouped(value, decimals, group, point)
}

/// Decimals that a number has, to a millionth of the last one, or `most` where it has more.
#[must_use]
pub fn decimals_of(value: f64, most: usize) -> usize {
    let ends_at = |decimals: &usize| {
        let shifted = value * 10f64.powi(*decimals as i32);
        (shifted - shifted.round()).abs() < 1e-6
    };
    (0..most).find(ends_at).unwrap_or(most)
}

/// A year: no sign stands between its thousands.
#[must_use]
pub fn format_year(year: f64) -> String {
    format!("{year:.0}")
}

/// A number with all the decimals that it has and no more: 10.000, 0,125, 1.234,5 in Vietnamese.
/// [`read_number`] reads it back as the same number, up to the 15 digits that are told apart.
#[must_use]
pub fn write_number(value: f64, language: Language) -> String {
    let shortest = value.to_string();
    let decimals = shortest.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    format_number(value, decimals.min(15), language)
}

/// Reads a number as people type it: in Vietnamese `10.000` is ten thousand and `2,5` two and a half,
/// in English `10,000` and `2.5` are. Where a text can be read in one way only, it is read in that
/// way whatever the language: `1,234.5`, `0.25`, `1.234.567`. Spaces may stand between thousands.
///
/// `None` where it is no number, or no finite one.
#[must_use]
pub fn read_number(text: &str, language: Language) -> Option<f64> {
    let text = text.trim().replace('\u{2212}', "-");
    let (negative, unsigned) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest.trim_start()),
        None => (false, text.as_str()),
    };
    let plain = plain_digits(unsigned, language)?;
    let value: f64 = plain.parse().ok().filter(|v: &f64| v.is_finite())?;
    Some(if negative { -value } else { value })
}

/// A scale as people type it: `1:10.000`, `1 : 10,000`, `1/10000`, `10 000`. The denominator. A scale
/// has no thousandths: three digits behind a mark are thousands in either language.
#[must_use]
pub fn read_scale(text: &str) -> Option<f64> {
    let text = text.trim();
    let denominator = match text.split_once([':', '/']) {
        Some((one, rest)) if one.trim() == "1" => rest,
        Some(_) => return None,
        None => text,
    };
    let readings = Language::ALL.map(|language| read_number(denominator, language));
    readings.into_iter().flatten().filter(|d| *d >= 1.0).max_by(f64::total_cmp)
}

/// The digits of a number without a sign, with a point before its decimals.
fn plain_digits(text: &str, language: Language) -> Option<String> {
    let (group, point) = signs(language);
    let spaced = text.split_whitespace().count() > 1;
    let text =
        if spaced { without_groups(text, char::is_whitespace)? } else { text.trim().to_owned() };
    let known = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    if !text.chars().all(known) || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match (text.matches(group).count(), text.matches(point).count()) {
        (0, 0) => Some(text),
        (0, 1) => Some(text.replace(point, ".")),
        // In the other language the decimal mark would stand once, and groups have three digits.
        (0, _) => without_groups(&text, |c| c == point),
        (1, 0) => without_groups(&text, |c| c == group).or_else(|| Some(text.replace(group, "."))),
        (_, 0) => without_groups(&text, |c| c == group),
        // Both stand there: the one that comes last is the decimal mark.
        _ => {
            let at = text.rfind(['.', ','])?;
            let (whole, fraction) = text.split_at(at);
            let mark = if text[at..].starts_with('.') { ',' } else { '.' };
            let fraction = &fraction[1..];
            let whole = without_groups(whole, |c| c == mark)?;
            fraction.bytes().all(|b| b.is_ascii_digit()).then(|| format!("{whole}.{fraction}"))
        }
    }
}

/// A number's digits without the marks between its thousands; `None` where they part it otherwise.
/// Decimals may follow the last group.
fn without_groups(text: &str, mark: impl Fn(char) -> bool + Copy) -> Option<String> {
    let parts: Vec<&str> = text.split(mark).filter(|part| !part.is_empty()).collect();
    let (first, rest) = parts.split_first()?;
    let digits = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    // Nobody writes a nought before a thousand: 0.250 is a quarter.
    let leads =
        (1..=3).contains(&first.len()) && digits(first) == first.len() && !first.starts_with('0');
    let (last, middle) = rest.split_last()?;
    let whole = |part: &&&str| part.len() == 3 && digits(part) == 3;
    let decimals = &last[digits(last)..];
    let ends = digits(last) == 3 && (decimals.is_empty() || decimals.starts_with(['.', ',']));
    (leads && middle.iter().all(|part| whole(&part)) && ends).then(|| parts.concat())
}

/// Hectares from m², with as many decimals as the size deserves: "1.674 ha", "3,5 ha", "0,46 ha".
#[must_use]
pub fn format_hectares(area_m2: f64, language: Language) -> String {
    let ha = area_m2 / 10_000.0;
    let decimals = if ha >= 1000.0 {
        0
    } else if ha >= 100.0 {
        1
    } else {
        2
    };
    format!("{} ha", format_number(ha, decimals, language))
}

/// Metres, or kilometres from 10 km on.
#[must_use]
pub fn format_length(length_m: f64, language: Language) -> String {
    if length_m >= 10_000.0 {
        format!("{} km", format_number(length_m / 1000.0, 1, language))
    } else if length_m >= 100.0 {
        format!("{} m", format_number(length_m, 0, language))
    } else {
        format!("{} m", format_number(length_m, 1, language))
    }
}

/// A grid coordinate in metres with narrow spaces between thousands, as survey papers write it:
/// "2 346 722,81".
#[must_use]
pub fn format_coordinate(value_m: f64, language: Language) -> String {
    let point = match language {
        Language::Vietnamese => ',',
        Language::English => '.',
    };
    grouped(value_m, 2, '\u{202f}', point)
}

/// A scale: "1 : 82.000".
#[must_use]
pub fn format_scale(denominator: f64, language: Language) -> String {
    // Three significant digits: more would flicker and mean nothing on a screen.
    let step = 10f64.powf((denominator.max(1.0).log10().floor() - 2.0).max(0.0));
    format!("1 : {}", format_number((denominator / step).round() * step, 0, language))
}

/// A difference as a share: "+0,02 %". Values are shares, not percents. What rounds to nothing has no
/// sign: "0,00 %".
#[must_use]
pub fn format_signed_percent(share: f64, language: Language) -> String {
    let percent = rounded(share * 100.0, 2);
    let sign = if percent > 0.0 { "+" } else { "" };
    format!("{sign}{} %", format_number(percent, 2, language))
}

/// A number with so many decimals, never a negative zero.
#[must_use]
pub fn rounded(value: f64, decimals: i32) -> f64 {
    let unit = 10f64.powi(decimals);
    // Adding zero turns −0 into 0 and changes nothing else.
    (value * unit).round() / unit + 0.0
}

/// A date as a catalogue writes it ("2022-05-24", "2022-05", "2022") as people of the language do:
/// 24/5/2022, 5/2022, 2022; 24 May 2022, May 2022, 2022. Anything else stays as it is.
#[must_use]
pub fn format_date(date: &str, language: Language) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let parts: Option<Vec<usize>> = date.split('-').map(|p| p.parse().ok()).collect();
    let month = |m: usize| m.checked_sub(1).and_then(|m| MONTHS.get(m));
    match (parts.as_deref(), language) {
        (Some([year, m, day]), Language::Vietnamese) if month(*m).is_some() => {
            format!("{day}/{m}/{year}")
        }
        (Some([year, m]), Language::Vietnamese) if month(*m).is_some() => format!("{m}/{year}"),
        (Some([year, m, day]), Language::English) => {
            month(*m).map_or_else(|| date.to_owned(), |name| format!("{day} {name} {year}"))
        }
        (Some([year, m]), Language::English) => {
            month(*m).map_or_else(|| date.to_owned(), |name| format!("{name} {year}"))
        }
        _ => date.to_owned(),
    }
}

fn grouped(value: f64, decimals: usize, group: char, point: char) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut out = String::new();
    if value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(point);
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, Vietnamese};

    #[test]
    fn a_number_has_the_decimals_that_say_it() {
        for (value, most, wanted) in [
            (3.0, 3, 0),
            (0.1 + 0.2, 3, 1),
            (-2.25, 3, 2),
            (1.0 / 3.0, 3, 3),
            (0.125, 2, 2),
            (1e12, 3, 0),
            (0.5, 0, 0),
        ] {
            assert_eq!(decimals_of(value, most), wanted, "{value}");
        }
    }

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(format_number(1674.5, 1, Vietnamese), "1.674,5");
        assert_eq!(format_number(1674.5, 1, English), "1,674.5");
        assert_eq!(format_number(-1234567.0, 0, Vietnamese), "−1.234.567");
        assert_eq!(format_number(-0.001, 1, English), "0.0");
        assert_eq!(format_number(f64::NAN, 1, English), "–");
    }

    #[test]
    fn numbers_are_read_as_they_are_typed() {
        for (text, vi, en) in [
            ("10.000", 10_000.0, 10.0),
            ("10,000", 10.0, 10_000.0),
            ("1.234", 1234.0, 1.234),
            ("1,234", 1.234, 1234.0),
            ("12.345.678", 12_345_678.0, 12_345_678.0),
            ("12,345,678", 12_345_678.0, 12_345_678.0),
            ("1.674,5", 1674.5, 1674.5),
            ("1,674.5", 1674.5, 1674.5),
            ("1674.5", 1674.5, 1674.5),
            ("2,5", 2.5, 2.5),
            ("0.250", 0.25, 0.25),
            ("0,250", 0.25, 0.25),
            ("12.5", 12.5, 12.5),
            ("−3", -3.0, -3.0),
            ("+ 7", 7.0, 7.0),
            ("10 000", 10_000.0, 10_000.0),
            ("2\u{202f}346\u{202f}722,81", 2_346_722.81, 2_346_722.81),
            (".5", 0.5, 0.5),
            ("5,", 5.0, 5.0),
            ("0", 0.0, 0.0),
        ] {
            assert_eq!(read_number(text, Vietnamese), Some(vi), "{text} in Vietnamese");
            assert_eq!(read_number(text, English), Some(en), "{text} in English");
        }
        for text in [
            "",
            "-",
            ".",
            "1.23.4",
            "1,2,3",
            "12.34.567",
            "1 2",
            "một",
            "10.000 m²",
            "inf",
            "1e999",
            "1,2.3,4",
        ] {
            assert_eq!(read_number(text, Vietnamese), None, "{text}");
            assert_eq!(read_number(text, English), None, "{text}");
        }
    }

    #[test]
    fn scales_are_read_as_they_are_typed() {
        for text in ["1:10.000", "1 : 10,000", "10.000", "1/10000", "10 000", "1 : 10,000.0"] {
            assert_eq!(read_scale(text), Some(10_000.0), "{text}");
        }
        assert_eq!(read_scale("1:2,5"), Some(2.5));
        for text in ["2:10.000", "0", "1:", "-5", "abc"] {
            assert_eq!(read_scale(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_a_field_shows_is_what_it_reads(thousandths in -9_999_999_999_i64..9_999_999_999, digits in 0_i32..4) {
            let value = thousandths as f64 / 10f64.powi(digits);
            for language in Language::ALL {
                let shown = write_number(value, language);
                proptest::prop_assert_eq!(read_number(&shown, language), Some(value), "{}", shown);
            }
        }
    }

    #[test]
    fn areas_and_lengths_choose_their_decimals() {
        assert_eq!(format_hectares(16_740_000.0, Vietnamese), "1.674 ha");
        assert_eq!(format_hectares(1_645_598.0, Vietnamese), "164,6 ha");
        assert_eq!(format_hectares(4_600.0, Vietnamese), "0,46 ha");
        assert_eq!(format_length(2409.0, Vietnamese), "2.409 m");
        assert_eq!(format_length(12_345.0, English), "12.3 km");
    }

    #[test]
    fn dates_follow_the_language() {
        for (date, vi, en) in [
            ("2022-05-24", "24/5/2022", "24 May 2022"),
            ("2025-04", "4/2025", "April 2025"),
            ("2023", "2023", "2023"),
            ("2023-13-01", "2023-13-01", "2023-13-01"),
            ("quý II", "quý II", "quý II"),
        ] {
            assert_eq!(format_date(date, Vietnamese), vi);
            assert_eq!(format_date(date, English), en);
        }
    }

    #[test]
    fn coordinates_and_scales_read_as_on_paper() {
        assert_eq!(format_coordinate(2_346_722.812, Vietnamese), "2\u{202f}346\u{202f}722,81");
        assert_eq!(format_scale(81_961.0, Vietnamese), "1 : 82.000");
        assert_eq!(format_scale(512.4, English), "1 : 512");
        assert_eq!(format_signed_percent(0.000_23, Vietnamese), "+0,02 %");
        assert_eq!(format_signed_percent(-0.000_23, Vietnamese), "−0,02 %");
        for nothing in [0.0, -0.0, 0.000_04, -0.000_04] {
            assert_eq!(format_signed_percent(nothing, Vietnamese), "0,00 %");
        }
    }
}
