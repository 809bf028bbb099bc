//! The name or address that follows a phrase such as "originally published on".

use std::ops::Range;

use super::claim::Origin;
use super::fold::{Folded, is_spaceless};
use super::names::ARTICLES;
use super::parties::{Who, parties};
use super::phrases;

/// The longest name of an outlet, in bytes.
const LONGEST: usize = 80;

/// Where a name ends: a clause follows.
const CLAUSES: [&str; 46] = [
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
    " by our ",
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
    let range = described(text, &range).unwrap_or(range);
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

/// The name that follows what an outlet is called: "the Turkish daily Karadeniz Postası", "der russischen Zeitung
/// „Ussuri-Telegraf“", "俄罗斯《乌苏里电讯报》".
pub(crate) fn described(text: &Folded, range: &Range<usize>) -> Option<Range<usize>> {
    let whole = &text.text()[range.clone()];
    let end = whole.find(['.', ';']).unwrap_or(whole.len());
    let is_small = |range: Range<usize>| {
        let first = text.original(&range).chars().find(|c| c.is_alphabetic());
        first.is_some_and(|first| !first.is_uppercase())
    };
    let quotes = [('"', '"'), ('<', '>')];
    let quoted = quotes.iter().find_map(|&(open, close)| {
        let from = whole[..end].find(open)?;
        let name = from + open.len_utf8();
        let to = name + whole[name..].find(close).unwrap_or(whole.len() - name);
        Some((from, range.start + name..range.start + to))
    });
    let starts = |at: usize| range.start + at;
    if let Some((before, name)) =
        quoted.filter(|(before, name)| (1..=DESCRIBED).contains(before) && !name.is_empty())
    {
        let words = whole[..before].trim();
        let is_called = phrases::CALLED.find(words).is_some();
        let is_bare = words.chars().all(|c| is_spaceless(c) || !c.is_alphanumeric());
        return (is_called || is_bare).then_some(name);
    }
    let (at, named) = phrases::CALLED.find(&whole[..end]).filter(|(at, _)| *at <= DESCRIBED)?;
    // "Süddeutsche Zeitung" and "El Diario" are names.
    let first = whole[..at].split(' ').find(|word| !ARTICLES.contains(word) && !word.is_empty());
    let first = first.map_or(at, |word| whole.find(word).unwrap_or(at));
    let of_german = GERMAN.contains(&&whole[at..named]) && first < at && is_small(starts(first)..starts(at));
    let is_called = is_small(starts(at)..starts(named)) || of_german;
    if !is_called {
        return None;
    }
    let has_case = text.original(range).contains(char::is_uppercase);
    let mut at = named;
    loop {
        at += whole[at..end].len() - whole[at..end].trim_start().len();
        let word = at..at + whole[at..end].find(' ').unwrap_or(end - at);
        if word.is_empty() {
            return None;
        }
        if !has_case || !is_small(starts(word.start)..starts(word.end)) {
            return Some(starts(word.start)..range.end);
        }
        at = word.end;
    }
}

/// The longest words before a name that say what it is, in bytes.
const DESCRIBED: usize = 48;
/// Such words that begin with a capital wherever they stand.
const GERMAN: [&str; 8] =
    ["zeitung", "tageszeitung", "wochenzeitung", "wochenblatt", "zeitschrift", "magazin", "portal", "blatt"];

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
