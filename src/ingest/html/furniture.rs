//! What the class and id of an element say of its content.
//!
//! Owns the words that page builders everywhere put there. They are hints, weighed by the search for
//! the main text; none decides alone. Does not own any wording that readers see.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// Probably not the article, unless [`ARTICLE`] is said as well.
pub(crate) const UNLIKELY: u16 = 1;
/// Probably the article or around it.
pub(crate) const ARTICLE: u16 = 2;
/// Speaks for the article when places are compared.
pub(crate) const GOOD: u16 = 4;
/// Speaks against it.
pub(crate) const BAD: u16 = 8;
/// Never the article, even inside it.
pub(crate) const FURNITURE: u16 = 16;

/// Patterns are found anywhere in a name; with a "|" before or after, only where a word starts or ends.
const PATTERNS: &[(&str, u16)] = &[
    ("-ad-", UNLIKELY),
    ("ai2html", UNLIKELY),
    ("banner", UNLIKELY | BAD),
    ("breadcrumb", UNLIKELY | FURNITURE),
    ("combx", UNLIKELY | BAD),
    ("comment", UNLIKELY | BAD),
    ("community", UNLIKELY),
    ("cover-wrap", UNLIKELY),
    ("disqus", UNLIKELY | FURNITURE),
    ("extra", UNLIKELY),
    ("footer", UNLIKELY | BAD),
    ("gdpr", UNLIKELY | BAD | FURNITURE),
    ("header", UNLIKELY),
    ("legends", UNLIKELY),
    ("menu", UNLIKELY),
    ("related", UNLIKELY | BAD),
    ("remark", UNLIKELY),
    ("replies", UNLIKELY),
    ("|rss|", UNLIKELY),
    ("shoutbox", UNLIKELY | BAD),
    ("sidebar", UNLIKELY | BAD),
    ("skyscraper", UNLIKELY | BAD),
    ("social", UNLIKELY),
    ("sponsor", UNLIKELY | BAD),
    ("supplemental", UNLIKELY),
    ("ad-break", UNLIKELY),
    ("agegate", UNLIKELY),
    ("pagination", UNLIKELY),
    ("pager", UNLIKELY),
    ("popup", UNLIKELY),
    ("yom-remote", UNLIKELY),
    ("|and|", ARTICLE),
    ("article", ARTICLE | GOOD),
    ("body", ARTICLE | GOOD),
    ("column", ARTICLE),
    ("content", ARTICLE | GOOD),
    ("layout", ARTICLE),
    ("main", ARTICLE | GOOD),
    ("shadow", ARTICLE),
    ("entry", GOOD),
    ("page", GOOD),
    ("post", GOOD),
    ("text", GOOD),
    ("blog", GOOD),
    ("story", GOOD),
    ("hidden", BAD),
    ("|com-", BAD),
    ("contact", BAD),
    ("masthead", BAD),
    ("media", BAD),
    ("|meta", BAD),
    ("outbrain", BAD | FURNITURE),
    ("taboola", BAD | FURNITURE),
    ("promo", BAD),
    ("scroll", BAD),
    ("share", BAD),
    ("shopping", BAD),
    ("tags", BAD),
    ("widget", BAD),
    ("caption", FURNITURE),
    ("credit|", FURNITURE),
    ("slideshow", FURNITURE),
    ("carousel", FURNITURE),
    ("gallery", FURNITURE),
    ("byline", FURNITURE),
    ("|author", FURNITURE),
    ("|dateline", FURNITURE),
    ("timestamp", FURNITURE),
    ("|share", FURNITURE),
    ("|sharing", FURNITURE),
    ("|social", FURNITURE),
    ("newsletter", FURNITURE),
    ("subscribe", FURNITURE),
    ("signup", FURNITURE),
    ("sign-up", FURNITURE),
    ("related", FURNITURE),
    ("|promo", FURNITURE),
    ("|advert", FURNITURE),
    ("|comment", FURNITURE),
    ("|tags|", FURNITURE),
    ("rollover", FURNITURE),
    ("tooltip", FURNITURE),
    ("popover", FURNITURE),
    ("standfirst", FURNITURE),
    ("subtitle", FURNITURE),
    ("sub-title", FURNITURE),
    ("subheadline", FURNITURE),
    ("|deck|", FURNITURE),
    ("|dek|", FURNITURE),
    ("toolbar", FURNITURE),
    ("|bio|", FURNITURE),
    ("copyright", FURNITURE),
    ("disclaimer", FURNITURE),
    ("sr-only", FURNITURE),
    ("screen-reader", FURNITURE),
    ("visually-hidden", FURNITURE),
    ("visuallyhidden", FURNITURE),
];

struct Words {
    finder: AhoCorasick,
    /// For each pattern: must it start a word, must it end one, what it says.
    rules: Vec<(bool, bool, u16)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let rules = PATTERNS.iter().map(|&(p, says)| (p.starts_with('|'), p.ends_with('|'), says)).collect();
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .ascii_case_insensitive(true)
        .build(PATTERNS.iter().map(|(pattern, _)| pattern.trim_matches('|')))
        .expect("the patterns are few and short");
    Words { finder, rules }
});

/// All that `name` (a class or id attribute) says.
pub(crate) fn says(name: &str) -> u16 {
    let words = &*WORDS;
    let bytes = name.as_bytes();
    let mut said = 0;
    for found in words.finder.find_overlapping_iter(name) {
        let (starts, ends, says) = words.rules[found.pattern().as_usize()];
        let before = found.start().checked_sub(1).map(|at| bytes[at]);
        let after = bytes.get(found.end()).copied();
        let is_start = before.is_none_or(|b| !b.is_ascii_alphanumeric())
            || (before.is_some_and(|b| b.is_ascii_lowercase()) && bytes[found.start()].is_ascii_uppercase());
        let is_end = after.is_none_or(|b| !b.is_ascii_lowercase());
        if (is_start || !starts) && (is_end || !ends) {
            said |= says;
        }
    }
    said
}
