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

impl Default for Times {
    fn default() -> Self {
        Times::UNKNOWN
    }
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

    /// What all that a record says of times means: its date of publication, and the fields beside it.
    ///
    /// Other statements of the first time make the interval narrower where they agree, and wider where they do not;
    /// a later change says nothing of the first time, one that is earlier than the publication contradicts it.
    pub fn told(published: Option<&str>, fields: &[(String, String)]) -> Times {
        let values = |names: &'static [&str]| {
            let named = fields.iter().filter(move |(field, _)| names.contains(&field.as_str()));
            named.map(|(_, value)| value.as_str())
        };
        let seen = values(&["seen"]).next();
        let mut times = Times::new(published, seen);
        for (names, may_widen) in [(&FIRST[..], true), (&CREATED[..], false)] {
            for other in values(names).map(|value| Times::new(Some(value), seen)).filter(|t| t.is_known()) {
                times = if times.is_known() { times.and(other, may_widen) } else { other };
            }
        }
        for changed in values(&CHANGED).map(|value| Times::new(Some(value), seen)) {
            if changed.is_known() && changed.to < times.from {
                times.from = changed.from;
            }
        }
        times
    }

    /// Both statements: what they have in common, or all between them.
    fn and(self, other: Times, may_widen: bool) -> Times {
        let common = Times { from: self.from.max(other.from), to: self.to.min(other.to) };
        if common.from <= common.to {
            common
        } else if may_widen {
            Times { from: self.from.min(other.from), to: self.to.max(other.to) }
        } else {
            self
        }
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

    /// The days that lie between both for certain, 0 where that is not known.
    pub(super) fn days_apart(self, other: Times) -> f32 {
        let gap = |a: Times, b: Times| b.from.saturating_sub(a.to);
        let seconds =
            if self.is_known() && other.is_known() { gap(self, other).max(gap(other, self)) } else { 0 };
        seconds.max(0) as f32 / 86_400.0
    }
}

/// Where a record says, beside its date of publication, when an article first appeared.
const FIRST: [&str; 8] = [
    "meta.article:published_time",
    "meta.og:article:published_time",
    "meta.dcterms.issued",
    "jsonld.datePublished",
    "microdata.datePublished",
    "rdfa.datePublished",
    "ninjs.firstcreated",
    "newsml.firstcreated",
];
/// When it was begun, which may be long before.
const CREATED: [&str; 2] = ["jsonld.dateCreated", "meta.dcterms.created"];
/// When it was changed.
const CHANGED: [&str; 6] = [
    "meta.article:modified_time",
    "meta.og:updated_time",
    "jsonld.dateModified",
    "microdata.dateModified",
    "rdfa.dateModified",
    "meta.dcterms.modified",
];

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
    fn what_is_said_beside_the_date_of_publication() {
        let told = |published: &str, fields: &[(&str, &str)]| {
            let fields: Vec<(String, String)> =
                fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            Times::told(Some(published).filter(|p| !p.is_empty()), &fields)
        };
        let exact = at("2024-03-05T10:12:00Z");
        // A day, or a time without its zone, becomes exact by another field.
        let zoned = ("jsonld.datePublished", "2024-03-05T11:12:00+01:00");
        assert_eq!(told("2024-03-05", &[zoned]), exact);
        assert_eq!(told("2024-03-05 10:12", &[zoned]), exact);
        assert_eq!(told("", &[zoned]), exact);
        // A day beside an exact time says no more.
        assert_eq!(told("2024-03-05T10:12:00Z", &[("jsonld.datePublished", "2024-03-05")]), exact);
        // What was changed later was first published when it says.
        let later = ("meta.article:modified_time", "2024-03-07T08:00:00Z");
        assert_eq!(told("2024-03-05T10:12:00Z", &[later]), exact);
        // Changed before it was published: it is older than it says.
        let earlier = ("jsonld.dateModified", "2024-03-04T08:00:00Z");
        let doubtful = told("2024-03-05T10:12:00Z", &[earlier]);
        assert_eq!((doubtful.from, doubtful.to), (at("2024-03-04T08:00:00Z").from, exact.to));
        // Two first times: anything between them.
        let first = ("ninjs.firstcreated", "2024-03-05T09:00:00Z");
        let version = told("2024-03-05T10:12:00Z", &[first]);
        assert_eq!((version.from, version.to), (at("2024-03-05T09:00:00Z").from, exact.to));
        // A draft may be old.
        assert_eq!(told("2024-03-05T10:12:00Z", &[("jsonld.dateCreated", "2024-01-01T00:00:00Z")]), exact);
        // It was seen before the day was over.
        let seen =
            told("2024-03-05", &[("seen", "2024-03-05T10:12:00Z"), ("jsonld.dateModified", "2024-03-05")]);
        assert_eq!(seen.to, exact.to);
        assert_eq!(told("", &[("seen", "2024-03-05T10:12:00Z"), later]).from, Times::UNKNOWN.from);
        assert_eq!(told("soon", &[("jsonld.datePublished", "yesterday")]), Times::UNKNOWN);
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
