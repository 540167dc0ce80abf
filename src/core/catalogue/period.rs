//! Dates that are known to a year, a quarter, a month or a day, and phases between them.

/// A date as exact as a document gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartialDate {
    /// "2028".
    Year(i32),
    /// "2025-Q2".
    Quarter(i32, u8),
    /// "2025-04".
    Month(i32, u8),
    /// "2025-04-02".
    Day(i32, u8, u8),
}

impl PartialDate {
    /// Reads "2028", "2025-Q2", "2025-04" or "2025-04-02".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts.next().filter(|p| p.len() == 4)?.parse().ok()?;
        let (second, third) = (parts.next(), parts.next());
        if parts.next().is_some() {
            return None;
        }
        let within = |part: &str, most: u8| part.parse().ok().filter(|n| (1..=most).contains(n));
        match (second, third) {
            (None, _) => Some(Self::Year(year)),
            (Some(part), None) => match part.strip_prefix('Q') {
                Some(quarter) => Some(Self::Quarter(year, within(quarter, 4)?)),
                None => Some(Self::Month(year, within(part, 12)?)),
            },
            (Some(month), Some(day)) => {
                let month = within(month, 12)?;
                Some(Self::Day(year, month, within(day, days_in_month(year, month))?))
            }
        }
    }

    /// The form of files and JSON.
    #[must_use]
    pub fn as_text(self) -> String {
        match self {
            Self::Year(year) => format!("{year:04}"),
            Self::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Day(year, month, day) => format!("{year:04}-{month:02}-{day:02}"),
        }
    }

    /// Its first moment in years: 2025.25 for the second quarter of 2025. Months count as equal
    /// twelfths: on a time axis of years the difference cannot be seen.
    #[must_use]
    pub fn start_years(self) -> f64 {
        match self {
            Self::Year(year) => f64::from(year),
            Self::Quarter(year, quarter) => f64::from(year) + f64::from(quarter - 1) / 4.0,
            Self::Month(year, month) => f64::from(year) + f64::from(month - 1) / 12.0,
            Self::Day(year, month, day) => {
                let share = f64::from(day - 1) / f64::from(days_in_month(year, month));
                f64::from(year) + (f64::from(month - 1) + share) / 12.0
            }
        }
    }

    /// Its last moment in years: 2029.0 for the fourth quarter of 2028.
    #[must_use]
    pub fn end_years(self) -> f64 {
        self.start_years()
            + match self {
                Self::Year(_) => 1.0,
                Self::Quarter(..) => 0.25,
                Self::Month(..) => 1.0 / 12.0,
                Self::Day(year, month, _) => 1.0 / 12.0 / f64::from(days_in_month(year, month)),
            }
    }
}

fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn dates_are_read_as_exactly_as_they_are_written() {
        for (text, start, end) in [
            ("2028", 2028.0, 2029.0),
            ("2025-Q2", 2025.25, 2025.5),
            ("2028-Q4", 2028.75, 2029.0),
            ("2025-04", 2025.25, 2025.0 + 4.0 / 12.0),
            ("2024-02-29", 2024.0 + (1.0 + 28.0 / 29.0) / 12.0, 2024.0 + 2.0 / 12.0),
        ] {
            let date = PartialDate::parse(text).unwrap();
            assert!((date.start_years() - start).abs() < 1e-9, "{text}");
            assert!((date.end_years() - end).abs() < 1e-9, "{text}");
            assert_eq!(date.as_text(), text);
        }
        for text in [
            "",
            "25",
            "2025-Q5",
            "2025-13",
            "2025-02-29",
            "2025-Q2-1",
            "soon",
            "2025-04-02-1",
            "2025-",
        ] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }
}
