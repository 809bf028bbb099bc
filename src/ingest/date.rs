//! Dates as records write them, to a point in time.

use jiff::civil::{Date, DateTime};
use jiff::fmt::{rfc2822, strtime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

/// Formats beyond the standard ones, with and without a zone.
const ZONED: &[&str] =
    &["%Y-%m-%d %H:%M:%S%z", "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z", "%Y/%m/%d %H:%M:%S %z"];
const LOCAL: &[&str] = &[
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%d-%b-%Y %H:%M:%S%.f",
    "%d %b %Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%Y%m%dT%H%M%S",
    "%Y%m%d%H%M%S",
];
const DAYS: &[&str] = &["%Y/%m/%d", "%Y%m%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d.%m.%Y"];

/// Seconds since 1970 of a written date. A time without a zone counts as UTC, a day from its start;
/// a number is seconds, milliseconds, micro- or nanoseconds by its size. None where it is not understood.
pub fn seconds(written: &str) -> Option<i64> {
    let text = written.trim();
    // The one form that most records have first: the others are tried in turn.
    if let Ok(stamp) = text.parse::<Timestamp>() {
        return Some(stamp.as_second());
    }
    let utc = |local: DateTime| Some(TimeZone::UTC.to_timestamp(local).ok()?.as_second());
    if let Ok(local) = text.parse::<DateTime>() {
        return utc(local);
    }
    if !text.is_empty()
        && text.len() != 8
        && text.len() != 14
        && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    {
        return epoch(text.split('.').next()?.parse().ok()?);
    }
    if let Ok(zoned) = rfc2822::parse(text).or_else(|_| text.parse::<ZonedDateTime>()) {
        return Some(zoned.timestamp().as_second());
    }
    let zoned = ZONED.iter().find_map(|f| strtime::parse(f, text).ok()?.to_timestamp().ok());
    if let Some(stamp) = zoned {
        return Some(stamp.as_second());
    }
    let day = |f: &&str| Some(Date::strptime(f, text).ok()?.to_datetime(jiff::civil::Time::midnight()));
    LOCAL
        .iter()
        .find_map(|f| DateTime::strptime(f, text).ok())
        .or_else(|| DAYS.iter().find_map(day))
        .and_then(utc)
}

/// The latest time that a written date may mean: the end of a day that is given without a time.
pub fn latest(written: &str) -> Option<i64> {
    let text = written.trim();
    let number = text.len() != 8 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let rest_of_day = if number || text.contains([':', 'T']) { 0 } else { 86_399 };
    Some(seconds(text)? + rest_of_day)
}

fn epoch(number: i64) -> Option<i64> {
    // Seconds of the year 2286 have ten digits; each further unit has three more.
    let digits = number.checked_ilog10().unwrap_or(0) + 1;
    match digits {
        0..=10 => Some(number),
        11..=13 => Some(number / 1_000),
        14..=16 => Some(number / 1_000_000),
        17..=19 => Some(number / 1_000_000_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_in_which_records_write_dates() {
        for (written, want) in [
            ("2024-03-05T10:12:00Z", 1_709_633_520),
            ("2024-03-05T11:12:00+01:00", 1_709_633_520),
            ("2024-03-05T11:12:00+0100", 1_709_633_520),
            ("2024-03-05T10:12:00.250Z", 1_709_633_520),
            ("2024-03-05T10:12:00", 1_709_633_520),
            ("2024-03-05 10:12:00", 1_709_633_520),
            ("2024-03-05 10:12", 1_709_633_520),
            ("2024/03/05 10:12:00", 1_709_633_520),
            ("20240305101200", 1_709_633_520),
            ("Tue, 05 Mar 2024 10:12:00 GMT", 1_709_633_520),
            ("1709633520", 1_709_633_520),
            ("1709633520123", 1_709_633_520),
            ("2024-03-05", 1_709_596_800),
            ("20240305", 1_709_596_800),
            ("March 5, 2024", 1_709_596_800),
            ("5 Mar 2024", 1_709_596_800),
            ("26-FEB-1987 15:01:01.79", 541_350_061),
        ] {
            assert_eq!(seconds(written), Some(want), "{written}");
        }
    }

    #[test]
    fn a_day_without_a_time_may_end_late() {
        for (written, rest) in [
            ("2024-03-05", 86_399),
            ("20240305", 86_399),
            ("5 Mar 2024", 86_399),
            ("2024-03-05T10:12:00Z", 0),
            ("Tue, 05 Mar 2024 10:12:00 GMT", 0),
            ("20240305101200", 0),
            ("1709633520", 0),
        ] {
            assert_eq!(latest(written), seconds(written).map(|s| s + rest), "{written}");
        }
        assert_eq!(latest("yesterday"), None);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for written in ["", "yesterday", "2024-13-45", "99999999999999999999", "0x12", "…"] {
            assert_eq!(seconds(written), None, "{written}");
        }
    }
}
