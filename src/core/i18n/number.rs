//! Numbers as people of each language write them.

use super::Language;

/// A number with a fixed count of decimals: 1.674,5 in Vietnamese, 1,674.5 in English.
#[must_use]
pub fn format_number(value: f64, decimals: usize, language: Language) -> String {
    let (group, point) = match language {
        Language::Vietnamese => ('.', ','),
        Language::English => (',', '.'),
    };
    grouped(value, decimals, group, point)
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
        (Some([year, m, day]), Language::Vietnamese) if month(*m).is_some() => format!("{day}/{m}/{year}"),
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
    fn numbers_follow_the_language() {
        assert_eq!(format_number(1674.5, 1, Vietnamese), "1.674,5");
        assert_eq!(format_number(1674.5, 1, English), "1,674.5");
        assert_eq!(format_number(-1234567.0, 0, Vietnamese), "−1.234.567");
        assert_eq!(format_number(-0.001, 1, English), "0.0");
        assert_eq!(format_number(f64::NAN, 1, English), "–");
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
