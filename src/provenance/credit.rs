//! Lines and sentences that say whose text it is: "Source: AFP", "(avec AFP)", "originally published by X".
//!
//! Every rule takes the whole sentence; an agency that is only cited in one ("Reuters reported that") is none.

use std::ops::Range;

use super::agencies;
use super::claim::{ClaimKind, Origin};
use super::dateline::agencies_of;
use super::fold::{Folded, is_spaceless};
use super::parties::{Party, Who, parties};
use super::phrases;
use super::value;

/// What one credit says.
#[derive(Debug)]
pub(crate) struct Credit {
    /// By which kind of statement.
    pub(crate) kind: ClaimKind,
    /// Who is credited.
    pub(crate) origin: Origin,
    /// Its bytes in the line.
    pub(crate) range: Range<usize>,
    /// Log odds.
    pub(crate) weight: f32,
    /// It is bare names, which say something only at the ends of an article.
    pub(crate) is_bare: bool,
}

/// The longest line that can be a credit, in bytes.
const LONGEST: usize = 700;

/// What `line` credits, if all of it is a credit; some credits name nobody.
pub(crate) fn whole(line: &str) -> Option<Vec<Credit>> {
    if line.len() > LONGEST {
        return None;
    }
    let text = Folded::new(line);
    let core = undecorated(&text, 0..text.text().len());
    if is_related(line) {
        return None;
    }
    let mut sentences = sentences(&text, &core).into_iter();
    let first = sentences.next()?;
    // "Jane Doe | AFP" is one list.
    let Some(mut credits) = sentence(&text, &first) else {
        let is_list = text.text()[core.clone()].contains('|')
            && phrases::PHOTO.find(&text.text()[core.clone()]).is_none();
        return listed(&text, &core).filter(|_| is_list);
    };
    credits.extend(sentences.filter_map(|range| sentence(&text, &range)).flatten());
    Some(credits)
}

/// What the last sentence of `line` credits, if there are others before it.
pub(crate) fn last_sentence(line: &str) -> Option<Vec<Credit>> {
    let from = line.ceil_char_boundary(line.len().saturating_sub(LONGEST / 2));
    let tail = Folded::new(&line[from..]);
    let core = undecorated(&tail, 0..tail.text().len());
    let all = sentences(&tail, &core);
    let last = all.last().filter(|_| all.len() > 1)?;
    let mut credits = sentence(&tail, last)?;
    // Bare names after a sentence are the business of sign-offs.
    credits.retain(|credit| !credit.is_bare);
    for credit in &mut credits {
        credit.range = from + credit.range.start..from + credit.range.end;
    }
    Some(credits)
}

/// `line` leads to other articles.
pub(crate) fn is_related(line: &str) -> bool {
    let start = Folded::new(&line[..line.floor_char_boundary(80)]);
    let core = start.trim(0..start.text().len(), is_decoration);
    phrases::RELATED.start_of(&start.text()[core]).is_some()
}

/// `range` without brackets, stars and the like around it; the mark of rights stays.
fn undecorated(text: &Folded, range: Range<usize>) -> Range<usize> {
    let mut bare = text.trim(range.clone(), is_decoration);
    let is_mark =
        text.text()[bare.clone()].starts_with("c)") && text.text()[range.start..bare.start].ends_with('(');
    bare.start -= usize::from(is_mark);
    bare
}

fn is_decoration(letter: char) -> bool {
    letter.is_whitespace() || "()[]<>*_-|\"'▶■◆▲※→>#~·.。".contains(letter)
}

/// The sentences and parts of a line within `range`.
fn sentences(text: &Folded, range: &Range<usize>) -> Vec<Range<usize>> {
    let whole = &text.text()[..range.end];
    let mut found = Vec::new();
    let (mut from, mut at) = (range.start, range.start);
    while let Some(next) = whole[at..].find(['.', '。', '|', '!', '?']) {
        let end = at + next;
        let letter = whole[end..].chars().next().map_or(1, char::len_utf8);
        // Initials and abbreviations do not end a sentence.
        let word = whole[from..end].rsplit([' ', '.']).next().unwrap_or("");
        let is_end = &whole[end..end + letter] != "."
            || (whole[end + 1..].starts_with(' ')
                && (word.chars().count() > 3 || agencies::by_name(word).is_some()));
        at = end + letter;
        if is_end {
            found.push(undecorated(text, from..end));
            from = at;
        }
    }
    found.push(undecorated(text, from..range.end));
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// What one sentence credits.
fn sentence(text: &Folded, range: &Range<usize>) -> Option<Vec<Credit>> {
    let whole = &text.text()[range.clone()];
    if phrases::REUTERS_STANDARDS.start_of(whole).is_some() {
        let reuters = agencies::by_name("Reuters").map(Origin::Agency);
        return Some(
            reuters
                .into_iter()
                .map(|origin| credit(text, range, ClaimKind::CreditLine, origin, 2.5))
                .collect(),
        );
    }
    if phrases::COPYRIGHT.start_of(whole).is_some() {
        return copyright(text, range);
    }
    let itself = phrases::ITSELF.start_of(whole).is_some();
    if let Some((_, end)) = phrases::FIRST.find(whole).filter(|&(at, _)| at == 0 || itself) {
        let origin = value::outlet(text, range.start + end..range.end);
        return Some(
            origin
                .into_iter()
                .map(|origin| credit(text, range, ClaimKind::CreditLine, origin, 3.0))
                .collect(),
        );
    }
    if let Some(found) = translated(text, range) {
        return Some(found);
    }
    // Pictures are credited in the same words.
    if phrases::PHOTO.find(whole).is_some() {
        return None;
    }
    source(text, range)
        .or_else(|| contributed(text, range))
        .or_else(|| fed(text, range))
        .or_else(|| wire_desk(text, range))
        .or_else(|| listed(text, range))
}

fn credit(text: &Folded, range: &Range<usize>, kind: ClaimKind, origin: Origin, weight: f32) -> Credit {
    // "Agencies" say that it is not all the paper's own, and no more.
    let weight =
        if origin == Origin::Unnamed && kind != ClaimKind::Translation { weight.min(1.5) } else { weight };
    Credit { kind, origin, range: text.range(range), weight, is_bare: false }
}

/// "© 2024 AFP", "Copyright 2024 The Associated Press", "© dpa-infocom, dpa:240418-930-88217/1".
fn copyright(text: &Folded, range: &Range<usize>) -> Option<Vec<Credit>> {
    let whole = text.text();
    let mark = phrases::COPYRIGHT.start_of(&whole[range.clone()])?;
    let is_filler = |c: char| !c.is_alphabetic();
    let owner = text.trim(range.start + mark..range.end, |c| c.is_whitespace() || c == ':');
    let start =
        owner.start + (whole[owner.clone()].len() - whole[owner.clone()].trim_start_matches(is_filler).len());
    let has_year = whole[owner.start..start].contains(char::is_numeric);
    let owner = start..owner.end;
    let all = parties(text, &owner);
    let Some(first) = all.first() else { return Some(Vec::new()) };
    let weight = if has_year { 2.0 } else { 1.5 };
    // "© Pascal Vidalou - AFP" is a photographer.
    if !first.is_agency() {
        let named = agencies::mentions(text, &first.range)
            .into_iter()
            .find(|m| m.range.start == first.range.start && m.is_spelled);
        let agency = named
            .filter(|_| first.range.len() < 60)
            .map(|m| credit(text, range, ClaimKind::Copyright, Origin::Agency(m.agency), weight));
        if agency.is_none() && all.iter().any(Party::is_agency) {
            return None;
        }
        return Some(agency.map_or_else(|| other_owner(text, range, &owner), |agency| vec![agency]));
    }
    let is_person = all.iter().any(|party| matches!(party.who, Who::Person)) && all.len() == 2 && !has_year;
    let origins = agencies_of(&all).into_iter().filter(|origin| *origin != Origin::Unnamed);
    Some(if is_person {
        Vec::new()
    } else {
        origins.map(|origin| credit(text, range, ClaimKind::Copyright, origin, weight)).collect()
    })
}

/// The rights are somebody's who is no agency.
fn other_owner(text: &Folded, range: &Range<usize>, owner: &Range<usize>) -> Vec<Credit> {
    let owner = value::until_clause(text, owner.clone());
    let name = text.original(&owner);
    if !(3..=60).contains(&name.len()) {
        return Vec::new();
    }
    vec![credit(text, range, ClaimKind::Copyright, Origin::Outlet(name.to_owned()), 0.5)]
}

/// "Translated by", "Aus dem Englischen von", "编译：".
fn translated(text: &Folded, range: &Range<usize>) -> Option<Vec<Credit>> {
    let whole = &text.text()[range.clone()];
    let (at, end) = phrases::TRANSLATED.find(whole)?;
    let is_itself = at == 0 || phrases::ITSELF.start_of(whole).is_some() && at < 60;
    // In scripts without spaces the verb begins many a sentence.
    let is_short =
        if whole[at..end].chars().any(is_spaceless) { whole.len() <= 90 } else { whole.len() <= 240 };
    (is_itself && is_short).then(|| {
        let mut found = vec![credit(text, range, ClaimKind::Translation, Origin::Unnamed, 2.0)];
        let named = agencies::mentions(text, &(range.start + end..range.end))
            .into_iter()
            .find(|m| m.is_spelled && !m.is_short);
        found.extend(
            named.map(|m| credit(text, range, ClaimKind::Translation, Origin::Agency(m.agency), 2.5)),
        );
        found
    })
}

/// "Source: AFP", "来源：新华社", "Quelle: BFM TV".
fn source(text: &Folded, range: &Range<usize>) -> Option<Vec<Credit>> {
    let whole = text.text();
    let label = range.start + phrases::SOURCE.start_of(&whole[range.clone()])?;
    let after = whole[label..range.end].trim_start();
    let is_marked = after.starts_with([':', '-', '/', '|', '>']) || after.starts_with("(c)");
    let value = text.trim(label..range.end, |c| c.is_whitespace() || ":-/|>\"'()[]<".contains(c));
    if value.is_empty() {
        return is_marked.then(Vec::new);
    }
    let all = parties(text, &value);
    let named = agencies_of(&all);
    if !named.is_empty()
        && all.len() <= 5
        && all.iter().all(|p| !matches!(p.who, Who::Other) || p.range.len() <= 40)
    {
        // "Source AFP" without a mark, if nothing else follows.
        if !is_marked && all.iter().any(|party| !party.is_agency()) {
            return None;
        }
        let weight = if named.len() > 1 { 2.5 } else { 3.0 };
        let outlets = all
            .iter()
            .filter(|p| matches!(p.who, Who::Person))
            .map(|p| Origin::Outlet(text.original(&p.range).to_owned()));
        let mut found: Vec<Credit> = named
            .into_iter()
            .map(|origin| credit(text, range, ClaimKind::CreditLine, origin, weight))
            .collect();
        found.extend(outlets.map(|origin| credit(text, range, ClaimKind::CreditLine, origin, 1.5)));
        return Some(found);
    }
    if !is_marked {
        return None;
    }
    let origin = value::outlet(text, value.clone())?;
    let weight = match &origin {
        Origin::Url(_) => 3.0,
        Origin::Agency(_) => 2.5,
        Origin::Outlet(name) if value::is_name(name) => 2.5,
        _ => 0.7,
    };
    (value.len() <= 120 || matches!(origin, Origin::Url(_)))
        .then(|| vec![credit(text, range, ClaimKind::CreditLine, origin, weight)])
}

/// "The Associated Press contributed to this report", "Reuters reporting was edited for length".
fn contributed(text: &Folded, range: &Range<usize>) -> Option<Vec<Credit>> {
    let whole = &text.text()[range.clone()];
    let (at, end) = phrases::CONTRIBUTED.find(whole)?;
    let before = text.trim(range.start..range.start + at, |c| c == ' ');
    let valid = agencies::mentions(text, &before).into_iter().filter(|m| m.is_spelled);
    let mut found: Vec<Credit> =
        valid.map(|m| credit(text, range, ClaimKind::CreditLine, Origin::Agency(m.agency), 2.0)).collect();
    if found.is_empty() && phrases::AGENCIES.find(&text.text()[before.clone()]).is_some() {
        found.push(credit(text, range, ClaimKind::CreditLine, Origin::Unnamed, 1.0));
    }
    // In Japanese and Korean it comes after the name of any outlet.
    if found.is_empty() && whole[at..end].chars().any(is_spaceless) {
        let origin = value::outlet(text, before.clone());
        found.extend(origin.map(|origin| credit(text, range, ClaimKind::CreditLine, origin, 3.0)));
    }
    (!found.is_empty() && before.len() <= 200).then_some(found)
}

/// "Mit Material der dpa", "Con información de EFE", "Compiled from Reuters and AFP reports by".
fn fed(text: &Folded, range: &Range<usize>) -> Option<Vec<Credit>> {
    let whole = &text.text()[range.clone()];
    if let Some((at, end)) = phrases::FED.find(whole) {
        let before = text.trim(range.start..range.start + at, |c| " ,/-|;".contains(c));
        let is_own = before.is_empty()
            || phrases::ITSELF.start_of(whole).is_some()
            || (before.len() <= 80
                && parties(text, &before).iter().all(|party| !matches!(party.who, Who::Other)));
        let value = text.trim(range.start + end..range.end, |c| " :".contains(c));
        if is_own && value.len() <= 140 {
            let phrase = &whole[at..end];
            return partly(text, range, &value, phrase);
        }
    }
    let short = phrases::WITH.start_of(whole)?;
    let value = text.trim(range.start + short..range.end, |c| " :".contains(c));
    let all = parties(text, &value);
    let is_all =
        !all.is_empty() && all.iter().all(|party| party.is_agency() || matches!(party.who, Who::Desk));
    let origins = agencies_of(&all);
    (is_all && !origins.is_empty()).then(|| {
        origins.into_iter().map(|origin| credit(text, range, ClaimKind::CreditLine, origin, 2.0)).collect()
    })
}

/// Credits for the names in `value` that an article is partly fed by.
fn partly(text: &Folded, range: &Range<usize>, value: &Range<usize>, phrase: &str) -> Option<Vec<Credit>> {
    let make = |origin, weight| credit(text, range, ClaimKind::CreditLine, origin, weight);
    let all = parties(text, value);
    let mut origins = agencies_of(&all);
    if origins.is_empty() || all.iter().any(|party| matches!(party.who, Who::Other)) {
        let valid = agencies::mentions(text, value).into_iter().filter(|m| m.is_spelled);
        origins = valid.map(|m| Origin::Agency(m.agency)).collect();
    }
    if !origins.is_empty() {
        return Some(origins.into_iter().map(|origin| make(origin, 2.0)).collect());
    }
    if value.is_empty() && phrases::AGENCIES.find(phrase).is_some() {
        return Some(vec![make(Origin::Unnamed, 1.5)]);
    }
    match value::outlet(text, value.clone())? {
        Origin::Outlet(name)
            if value::is_name(&name) && range.len() <= 120 && !phrase.contains("reporting") =>
        {
            Some(vec![make(Origin::Outlet(name), 1.5)])
        }
        Origin::Url(url) => Some(vec![make(Origin::Url(url), 2.0)]),
        _ => None,
    }
}

/// "(Reporting by A; Editing by B)" is how Reuters signs.
fn wire_desk(text: &Folded, range: &Range<usize>) -> Option<Vec<Credit>> {
    let whole = &text.text()[range.clone()];
    let start = phrases::WIRE_DESK.start_of(whole)?;
    let second = whole[start..].split(';').skip(1).any(|part| phrases::WIRE_DESK.find(part).is_some());
    let named = agencies_of(&parties(text, &(range.start + start..range.end)));
    if !named.is_empty() {
        return Some(
            named.into_iter().map(|origin| credit(text, range, ClaimKind::CreditLine, origin, 2.5)).collect(),
        );
    }
    let reuters = agencies::by_name("Reuters").filter(|_| second)?;
    Some(vec![credit(text, range, ClaimKind::CreditLine, Origin::Agency(reuters), 2.0)])
}

/// "AFP", "Redacción / Agencias", "By Jane Doe, Associated Press", "APA/AP, Übersetzung: red".
pub(crate) fn listed(text: &Folded, range: &Range<usize>) -> Option<Vec<Credit>> {
    let all = parties(text, range);
    let is_translator =
        |party: &Party| phrases::TRANSLATED.start_of(&text.text()[party.range.clone()]).is_some();
    let fits = |party: &Party| !matches!(party.who, Who::Other) || is_translator(party);
    if range.len() > 120 || all.len() > 6 || !all.iter().all(fits) {
        return None;
    }
    let origins = agencies_of(&all);
    let is_signed =
        all.iter().any(|party| matches!(party.who, Who::Person | Who::Agency { is_signed: true, .. }))
            || origins.contains(&Origin::Unnamed);
    let is_fed = phrases::PARTLY.find(&text.text()[range.clone()]).is_some();
    let (kind, weight) = match (is_signed, is_fed) {
        (_, true) => (ClaimKind::CreditLine, 2.0),
        (true, false) => (ClaimKind::Byline, 2.0),
        (false, false) => (ClaimKind::CreditLine, 3.0),
    };
    let mut found: Vec<Credit> = origins
        .into_iter()
        .map(|origin| Credit { is_bare: true, ..credit(text, range, kind, origin, weight) })
        .collect();
    if found.is_empty() {
        return None;
    }
    if all.iter().any(is_translator) {
        found.push(credit(text, range, ClaimKind::Translation, Origin::Unnamed, 2.0));
    }
    Some(found)
}
