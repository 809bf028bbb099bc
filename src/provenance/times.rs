//! When an article appeared: an interval, because records say it with more or less care.
//!
//! Owns the reading of what is said of times into one interval, and how much it says that one interval lies
//! before another. A date is a claim: whether it is true is weighed with everything else.

use crate::ingest::date;

/// The earliest and latest time at which an article may have appeared, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// The earliest.
    pub from: i64,
    /// The latest.
    pub to: i64,
}

impl Times {
    /// Nothing is known.
    pub const UNKNOWN: Times = Times { from: i64::MIN, to: i64::MAX };

    /// What the date that an article gives itself means, and the time at which it was seen, which is a bound only.
    pub fn new(published: Option<&str>, seen: Option<&str>) -> Times {
        let seen = seen.and_then(date::latest);
        let mut times = Times { from: i64::MIN, to: seen.unwrap_or(i64::MAX) };
        if let Some(published) = published
            && let (Some(from), Some(to)) = (date::seconds(published), date::latest(published))
        {
            // A time without a zone is local time somewhere.
            let slack = if has_zone(published) { 0 } else { ZONE };
            let bound = seen.map_or(i64::MAX, |seen| seen.max(from));
            times = Times { from: from.saturating_sub(slack), to: to.saturating_add(slack).min(bound) };
        }
        times
    }

    /// Whether anything is known.
    pub fn is_known(self) -> bool {
        self.from > i64::MIN
    }

    /// How much the times say, as log odds, that this one came before the other; negative if behind it.
    pub fn before(self, other: Times) -> f32 {
        let gap = |a: Times, b: Times| b.from.saturating_sub(a.to);
        if gap(self, other) > 0 {
            worth(gap(self, other))
        } else if gap(other, self) > 0 {
            -worth(gap(other, self))
        } else if self.is_known() && other.is_known() && self.from != other.from {
            // They overlap: the one that may have begun earlier, hardly more than a guess.
            if self.from < other.from { GUESS } else { -GUESS }
        } else {
            0.0
        }
    }
}

/// Seconds by which a time without a zone may be off: most sites that share text are hours apart at the most.
const ZONE: i64 = 2 * 3600;
/// Odds by how far apart two times are: copies within a minute happen, and so do clocks that are wrong.
const CLOSE: f32 = 1.0;
const APART: f32 = 2.0;
const GUESS: f32 = 0.3;
const MINUTES: i64 = 300;

fn worth(gap: i64) -> f32 {
    if gap < MINUTES { CLOSE } else { APART }
}

/// Whether a written time names its zone; a day alone or a number needs none.
fn has_zone(written: &str) -> bool {
    let text = written.trim();
    let Some(colon) = text.find(':') else { return true };
    let rest = &text[colon..];
    rest.contains(['+', 'Z', 'z']) || rest.contains('-') || rest.bytes().any(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(published: &str) -> Times {
        Times::new(Some(published), None)
    }

    #[test]
    fn intervals_are_as_wide_as_what_is_said() {
        let exact = at("2024-03-05T10:12:00Z");
        assert_eq!(exact.from, exact.to);
        let day = at("2024-03-05");
        assert_eq!(day.to - day.from, 86_399);
        let local = at("2024-03-05 10:12");
        assert_eq!(local.to - local.from, 2 * ZONE);
        assert_eq!(Times::new(None, None), Times::UNKNOWN);
        let seen = Times::new(None, Some("2024-03-05T10:12:00Z"));
        assert!(!seen.is_known() && seen.to == exact.to);
        let bounded = Times::new(Some("2024-03-05"), Some("2024-03-05T10:12:00Z"));
        assert_eq!((bounded.from, bounded.to), (day.from, exact.to));
    }

    #[test]
    fn what_times_say_of_the_order() {
        let (morning, noon) = (at("2024-03-05T08:00:00Z"), at("2024-03-05T12:00:00+01:00"));
        assert_eq!(morning.before(noon), APART);
        assert_eq!(noon.before(morning), -APART);
        assert_eq!(morning.before(at("2024-03-05T08:03:00Z")), CLOSE);
        assert_eq!(at("2024-03-05").before(morning), GUESS);
        assert_eq!(Times::UNKNOWN.before(noon), 0.0);
        assert_eq!(Times::new(None, Some("2024-03-04T00:00:00Z")).before(noon), APART);
    }
}
