//! The name or address that follows a phrase such as "originally published on".

use std::ops::Range;

use super::claim::Origin;
use super::fold::Folded;
use super::parties::{Who, parties};
use super::phrases;

/// The longest name of an outlet, in bytes.
const LONGEST: usize = 80;

/// Where a name ends: a clause follows.
const CLAUSES: [&str; 45] = [
    ",",
    ";",
    "|",
    "(",
    ")",
    "[",
    "]",
    "\"",
    " - ",
    " under ",
    " and ",
    " with ",
    " here",
    " erschienen",
    " veroffentlicht",
    " publiziert",
    " gedruckt",
    " verschenen",
    " a ete",
    " et a ",
    " em portugues",
    " en anglais",
    " in english",
    " for republication",
    " creative commons",
    " (cc",
    " -- ",
    " sous ",
    " unter ",
    " bajo ",
    " sob ",
    " all rights",
    " on behalf",
    " tous droits",
    " alle rechte",
    " todos los",
    " todos os",
    " tutti i",
    " wszelkie",
    " все права",
    " 无断",
    " 無断",
    " 무단",
    "。",
    "所有",
];

/// Words before a date or a place, where "on March 3" is no name.
const DATE_WORDS: [&str; 12] =
    [" on ", " le ", " am ", " el ", " il ", " em ", " op ", " in ", " dnia ", " w dniu ", " vom ", " du "];

/// What begins no name.
const VAGUE: [&str; 8] = ["its ", "our ", "his ", "her ", "their ", "my ", "the author", "the original"];

/// The origin that `range` begins with: an agency, an address or an outlet's name.
pub(crate) fn outlet(text: &Folded, range: Range<usize>) -> Option<Origin> {
    let range = text.trim(range, |c| c.is_whitespace() || ":-\"'([<".contains(c));
    let written = text.original(&range);
    if let Some(url) = address(written) {
        return Some(Origin::Url(url.to_owned()));
    }
    let range = without_tongue(text, range);
    let name = until_date(text, until_clause(text, range));
    let medium = phrases::MEDIUM.start_of(&text.text()[name.clone()]).filter(|&length| length < name.len());
    let name = text.trim(name.start + medium.unwrap_or(0)..name.end, |c| c == ' ' || c == ':' || c == '"');
    if let Some(Who::Agency { agency, .. }) = parties(text, &name).first().map(|party| &party.who) {
        return Some(Origin::Agency(agency));
    }
    let written =
        text.original(&name).trim_end_matches(['.', ':', '"', '”', '»', '\'', '>', '》', '」']).trim();
    let first = written.chars().next()?;
    let is_vague = VAGUE.iter().any(|word| text.text()[name.clone()].starts_with(word));
    let is_date = first.is_numeric() || is_month(&text.text()[name.clone()]);
    (written.len() <= LONGEST && written.chars().nth(1).is_some() && !is_date && !is_vague)
        .then(|| Origin::Outlet(written.to_owned()))
}

/// "Turkish in Gediz Haber": the name without the language that stands before it.
fn without_tongue(text: &Folded, range: Range<usize>) -> Range<usize> {
    let whole = &text.text()[range.clone()];
    let after = phrases::TONGUE.start_of(whole).map(|end| (end, &whole[end..]));
    let name = after.and_then(|(end, rest)| {
        let before = IN.iter().find(|word| rest.starts_with(**word))?;
        Some(range.start + end + before.len()..range.end)
    });
    name.unwrap_or(range)
}

/// Words between a language and a name.
const IN: [&str; 14] = [
    " in ", " by ", " on ", " at ", " with ", " bei ", " im ", " dans ", " par ", " sur ", " en ", " em ",
    " su ", " w ",
];

/// The address that `written` begins with.
pub(crate) fn address(written: &str) -> Option<&str> {
    let is_address = ["http://", "https://", "www."].iter().any(|start| written.starts_with(start));
    let end = written.find(|c: char| c.is_whitespace() || "<>\"'）)".contains(c)).unwrap_or(written.len());
    is_address.then(|| written[..end].trim_end_matches(['.', ',', ';']))
}

/// Written like a name: capitalised, few words, or a host.
pub(crate) fn is_name(name: &str) -> bool {
    let first = name.chars().next();
    let is_host = name.contains('.') && !name.contains(' ');
    let starts = first.is_some_and(|c| !c.is_lowercase() && !c.is_ascii_digit());
    is_host || (starts && name.split_whitespace().count() <= 5)
}

/// `range` up to the end of the name.
pub(crate) fn until_clause(text: &Folded, range: Range<usize>) -> Range<usize> {
    let whole = &text.text()[range.clone()];
    let end = CLAUSES.iter().filter_map(|clause| whole.find(clause)).min().unwrap_or(whole.len());
    text.trim(range.start..range.start + end, char::is_whitespace)
}

/// `range` without the date after the name.
fn until_date(text: &Folded, range: Range<usize>) -> Range<usize> {
    let whole = &text.text()[range.clone()];
    let is_date = |at: usize| whole[at..].starts_with(char::is_numeric) || is_month(&whole[at..]);
    let dates = DATE_WORDS
        .iter()
        .flat_map(|word| whole.match_indices(word))
        .filter(|(at, word)| is_date(at + word.len()));
    let end = dates.map(|(at, _)| at).min().unwrap_or(whole.len());
    text.trim(range.start..range.start + end, char::is_whitespace)
}

/// English names of months and days stand before the number.
fn is_month(folded: &str) -> bool {
    const NAMES: [&str; 19] = [
        "january",
        "february",
        "march",
        "april",
        "may ",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    NAMES.iter().any(|name| folded.starts_with(name))
}
