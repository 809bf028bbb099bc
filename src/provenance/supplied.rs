//! Sentences in which an article says who supplied it, or whose it was first, wherever the name stands in them.

use std::ops::Range;

use super::agencies;
use super::claim::{ClaimKind, Origin};
use super::credit::{Credit, credit};
use super::fold::Folded;
use super::phrases;
use super::value;

/// Bytes of such a sentence at the most.
const LONGEST: usize = 320;

/// What a sentence says of who supplied the article.
pub(crate) fn sentence(text: &Folded, range: &Range<usize>) -> Option<Vec<Credit>> {
    if range.len() > LONGEST {
        return None;
    }
    let whole = &text.text()[range.clone()];
    let of_text = phrases::OF_TEXT.start_of(whole);
    let fed = phrases::FEED.find(whole);
    if fed.is_none() && of_text.is_none() {
        return None;
    }
    let make = |origin, weight| credit(text, range, ClaimKind::CreditLine, origin, weight);
    let named = || agencies::mentions(text, range).into_iter().filter(|m| m.is_spelled);
    if let Some((at, end)) = fed {
        let origins: Vec<Credit> = named().map(|m| make(Origin::Agency(m.agency), 2.5)).collect();
        // "Distributed by" is said of films, too, and within sentences.
        let is_feed = !phrases::DISTRIBUTED.is(&whole[at..end]);
        return if !origins.is_empty() && (is_feed || at == 0) {
            Some(origins)
        } else {
            is_feed.then(|| vec![make(Origin::Unnamed, 1.5)])
        };
    }
    let start = of_text?;
    if phrases::SUPPLIED.find(whole).is_some() {
        let origins: Vec<Credit> = named().map(|m| make(Origin::Agency(m.agency), 2.5)).collect();
        if !origins.is_empty() {
            return Some(origins);
        }
    }
    first_at(text, &(range.start + start..range.end)).map(|origin| vec![make(origin, 2.5)])
}

/// "Bu yazı ilk olarak Gazete Duvar'da yayımlandı", "この記事は「東京新聞」から転載しました": after the name.
fn first_at(text: &Folded, range: &Range<usize>) -> Option<Origin> {
    let whole = &text.text()[range.clone()];
    let (at, _) = phrases::NAMED_BEFORE.find(whole)?;
    let mut start = 0;
    while let Some(length) = phrases::BETWEEN.start_of(whole[start..at].trim_start()) {
        start = at - whole[start..at].trim_start().len() + length;
    }
    let origin = value::outlet(text, range.start + start..range.start + at)?;
    let is_name = !matches!(&origin, Origin::Outlet(name) if !value::is_name(name) || name.len() > 60);
    is_name.then_some(origin)
}
