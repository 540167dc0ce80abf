//! The time as files and people write it, and ids that grow with it.
//!
//! Owns the only reading of the clock for what users make. Must not decide what is stamped.

use jiff::{Timestamp, Zoned};

/// Now in UTC to the second: `2026-11-23T08:15:02Z`.
#[must_use]
pub fn utc_now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The time of day here: `15:15:02`.
#[must_use]
pub fn local_time() -> String {
    Zoned::now().strftime("%H:%M:%S").to_string()
}

/// The day here on an axis of years, where each year is as long as its days.
#[must_use]
pub fn local_day_years() -> f64 {
    let today = Zoned::now().date();
    f64::from(today.year()) + f64::from(today.day_of_year() - 1) / f64::from(today.days_in_year())
}

/// A stored time as people here read it: day, month, year, hour and minute. Anything else stays.
#[must_use]
pub fn local_from_utc(time: &str) -> String {
    match time.parse::<Timestamp>() {
        Ok(t) => t.to_zoned(jiff::tz::TimeZone::system()).strftime("%d/%m/%Y %H:%M").to_string(),
        Err(_) => time.to_owned(),
    }
}

/// An id that no other computer makes and that sorts by time.
#[must_use]
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
