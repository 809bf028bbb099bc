//! Whether a line can hold a credit at all: one pass over it, before the rules are tried.
//!
//! Every rule for a credit needs an agency's name or one of the set phrases. Most lines have none of them.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::agencies;
use super::fold::{Folded, has_edges};
use super::phrases;

static HINTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let phrases = [
        &phrases::AGENCIES,
        &phrases::SOURCE,
        &phrases::FED,
        &phrases::CONTRIBUTED,
        &phrases::FIRST,
        &phrases::FROM,
        &phrases::OF_TEXT,
        &phrases::FEED,
        &phrases::TRANSLATED,
        &phrases::TRANSLATION,
        &phrases::COPYRIGHT,
        &phrases::WIRE_DESK,
        &phrases::REPORTING,
        &phrases::REUTERS_DESK,
        &phrases::REUTERS_STANDARDS,
    ];
    let all = phrases.iter().flat_map(|phrases| phrases.all()).chain(agencies::names());
    AhoCorasick::new(all).expect("the phrases are few and short")
});

/// The longest byline, in bytes.
const BYLINE: usize = 60;

/// The longest line that says by which outlet an article was fed, in bytes.
const FED: usize = 120;

/// Whether a line may be a byline as it stands, such as "Avec Le Courrier".
pub(crate) fn is_byline(text: &Folded) -> bool {
    text.text().trim_start().len() <= BYLINE && is_fed(text)
}

/// Whether a line may name an outlet that an article was fed by: "Con información del diario turco Karadeniz Postası".
pub(crate) fn is_fed(text: &Folded) -> bool {
    let whole = text.text().trim_start();
    whole.len() <= FED && phrases::WITH.start_of(whole).is_some()
}

/// Whether anything in a line may make it a credit.
pub(crate) fn may_credit(text: &Folded) -> bool {
    let whole = text.text();
    // "And" is one letter with the next word in Arabic.
    let mut hits = HINTS
        .find_overlapping_iter(whole)
        .filter(|hit| has_edges(whole, &(hit.start()..hit.end())) || whole[..hit.start()].ends_with('و'));
    hits.next().is_some() || is_fed(text)
}
