//! Lines and sentences that say whose text it is: "Source: AFP", "(avec AFP)", "originally published by X".
//!
//! Every rule takes the whole sentence; an agency that is only cited in one ("Reuters reported that") is none.

use std::ops::Range;

use super::agencies;
use super::claim::{ClaimKind, Origin};
use super::dateline::agencies_of;
use super::dates;
use super::fold::{Folded, folded, is_spaceless};
use super::hints;
use super::parties::{Party, Who, is_person, parties};
use super::phrases;
use super::supplied;
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

/// The shortest name of an outlet in a byline, in bytes.
const NAME: usize = 4;
/// The longest line that can be a credit, in bytes.
const LONGEST: usize = 700;

/// What `line` credits, if all of it is a credit; some credits name nobody.
pub(crate) fn whole(line: &str) -> Option<Vec<Credit>> {
    if line.len() > LONGEST {
        return None;
    }
    let text = Folded::new(line);
    if hints::may_credit(&text) { by_rules(&text, line) } else { codes(&text, line) }
}

/// The same, every rule tried.
pub(crate) fn by_rules(text: &Folded, line: &str) -> Option<Vec<Credit>> {
    let core = undecorated(text, 0..text.text().len());
    if is_related(line) {
        return None;
    }
    if let Some(signed) = desk(text, &core, line).or_else(|| codes(text, line)) {
        return Some(signed);
    }
    let mut sentences = sentences(text, &core).into_iter();
    let first = sentences.next()?;
    let Some(mut credits) = sentence(text, &first) else {
        let is_list = text.text()[core.clone()].contains('|')
            && phrases::PHOTO.find(&text.text()[core.clone()]).is_none();
        // "Jane Doe | AFP" is one list; in "10:12 | Source: AFP" one part has its label.
        let parts = || sentences.filter_map(|part| source(text, &part)).flatten().collect::<Vec<_>>();
        let found =
            is_list.then(|| listed(text, &core).unwrap_or_else(parts)).filter(|found| !found.is_empty());
        return found.or_else(|| named_and_translated(text, &core, &first));
    };
    credits.extend(sentences.filter_map(|range| sentence(text, &range)).flatten());
    Some(credits)
}

/// "Sada Es-Souhoub (Algérie). Traduit de l'arabe par Jean Dupont": a name, and then that it is a translation.
fn named_and_translated(text: &Folded, core: &Range<usize>, first: &Range<usize>) -> Option<Vec<Credit>> {
    let rest = sentences(text, core).into_iter().skip(1);
    let mut credits: Vec<Credit> =
        rest.filter_map(|sentence| translated(text, &sentence)).flatten().collect();
    let whole = text.original(first);
    let name = whole.split('(').next().unwrap_or("").trim();
    // A name alone is the author's.
    let is_named = value::is_name(name) && name.len() >= NAME && (whole.contains('(') || !is_person(name));
    if credits.is_empty() || !is_named {
        return None;
    }
    credits.push(credit(text, first, ClaimKind::CreditLine, Origin::Outlet(name.to_owned()), 2.5));
    Some(credits)
}

/// What the last sentence of `line` credits, if there are others before it.
pub(crate) fn last_sentence(line: &str) -> Option<Vec<Credit>> {
    let from = line.ceil_char_boundary(line.len().saturating_sub(LONGEST / 2));
    let tail = Folded::new(&line[from..]);
    if !hints::may_credit(&tail) {
        return None;
    }
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
    letter.is_whitespace() || "()[]<>*_-|\"'▶■◆◎▲※→>#~·.。".contains(letter)
}

/// The sentences and parts of a line within `range`.
fn sentences(text: &Folded, range: &Range<usize>) -> Vec<Range<usize>> {
    let whole = &text.text()[..range.end];
    let mut found = Vec::new();
    let (mut from, mut at) = (range.start, range.start);
    while let Some(next) = whole[at..].find(['.', '。', '|', '!', '?', ';']) {
        let end = at + next;
        let letter = whole[end..].chars().next().map_or(1, char::len_utf8);
        // Initials and abbreviations do not end a sentence.
        let word = whole[from..end].rsplit([' ', '.']).next().unwrap_or("");
        let is_full_stop = &whole[end..end + letter] == ".";
        let is_abbreviated =
            phrases::ABBREVIATED.is(word) || (word.chars().count() <= 3 && agencies::by_name(word).is_none());
        let is_label = whole[end..].starts_with('|') && phrases::SOURCE.is(whole[from..end].trim());
        let is_end = !is_label && (!is_full_stop || whole[end + 1..].starts_with(' ') && !is_abbreviated);
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
    let itself = phrases::ITSELF.start_of(whole).is_some() || phrases::OF_TEXT.start_of(whole).is_some();
    // "Adapted from French" is a translation, "adapted from The Ledger" is not.
    let language = phrases::TRANSLATED.start_of(whole).unwrap_or(0);
    let first = phrases::FIRST.find(whole).filter(|&(at, end)| (at == 0 || itself) && language <= end);
    if let Some((_, end)) = first {
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
    if let Some(found) = from(text, range) {
        return Some(found);
    }
    // Pictures are credited in the same words.
    if phrases::PHOTO.find(whole).is_some() {
        return None;
    }
    supplied::sentence(text, range)
        .or_else(|| source(text, range))
        .or_else(|| contributed(text, range))
        .or_else(|| fed(text, range))
        .or_else(|| wire_desk(text, range))
        .or_else(|| listed(text, range))
}

pub(crate) fn credit(
    text: &Folded,
    range: &Range<usize>,
    kind: ClaimKind,
    origin: Origin,
    weight: f32,
) -> Credit {
    // "Agencies" say that it is not all the paper's own, and no more.
    let weight =
        if origin == Origin::Unnamed && kind != ClaimKind::Translation { weight.min(1.5) } else { weight };
    Credit { kind, origin, range: text.range(range), weight, is_bare: false }
}

/// "Courtesy of The Ledger", "Dieser Text ist zuerst bei Correctiv erschienen": said of an article, or in a line by itself.
fn from(text: &Folded, range: &Range<usize>) -> Option<Vec<Credit>> {
    let whole = &text.text()[range.clone()];
    let of_text = phrases::OF_TEXT.start_of(whole).is_some();
    let (at, end) = phrases::FROM.find(whole)?;
    let fits = if of_text { whole.len() <= 240 } else { at == 0 && whole.len() <= 100 };
    let origin = value::outlet(text, range.start + end..range.end).filter(|_| fits)?;
    let is_name = match &origin {
        Origin::Outlet(name) => value::is_name(name) && phrases::INSTITUTION.find(&folded(name)).is_none(),
        _ => true,
    };
    is_name.then(|| vec![credit(text, range, ClaimKind::CreditLine, origin, if of_text { 2.5 } else { 1.5 })])
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
    if phrases::PHOTO.find(&whole[range.clone()]).is_some() {
        return Some(Vec::new());
    }
    // "All rights reserved" is no name.
    let rights = ["무단", "無断", " all rights", " tous droits", " alle rechte", " todos los", " tutti i"];
    let end = rights.iter().filter_map(|words| whole[start..owner.end].find(words)).min();
    let owner = text.trim(start..end.map_or(owner.end, |at| start + at), |c| " ,.-".contains(c));
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
    // "(c)AFP/Jean DUPONT" is how a page of AFP's in Japan ends.
    let is_page = text.original(range).starts_with("(c)") || text.original(range).starts_with("（c）");
    let has_person = all.iter().any(|party| matches!(party.who, Who::Person));
    let is_person = has_person && all.len() == 2 && !has_year && !is_page;
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
    let (at, end) = phrases::TRANSLATED.find(whole).or_else(|| translator(text, range))?;
    let is_itself = at == 0 || phrases::ITSELF.start_of(whole).is_some() && at < 60;
    // In scripts without spaces the verb begins many a sentence.
    let is_short =
        if whole[at..end].chars().any(is_spaceless) { whole.len() <= 90 } else { whole.len() <= 240 };
    (is_itself && is_short).then(|| {
        let mut found = vec![credit(text, range, ClaimKind::Translation, Origin::Unnamed, 2.0)];
        let named = agencies::mentions(text, &(range.start + end..range.end))
            .into_iter()
            .find(|m| m.is_spelled && !m.is_short);
        let outlet = if named.is_none() { translated_from(text, range.start + end..range.end) } else { None };
        found.extend(
            named.map(|m| credit(text, range, ClaimKind::Translation, Origin::Agency(m.agency), 2.5)),
        );
        found.extend(outlet.map(|origin| credit(text, range, ClaimKind::CreditLine, origin, 2.5)));
        found
    })
}

/// "..., naar Karasu Postası": the outlet that a translation was made after.
fn translated_from(text: &Folded, range: Range<usize>) -> Option<Origin> {
    let whole = &text.text()[range.clone()];
    let name = match phrases::AFTER.find(whole) {
        Some((_, end)) => range.start + end..range.end,
        // "Translated from the Turkish daily Karadeniz Postası", "译自波兰《奥得河周刊》"
        None => value::described(text, &range)?,
    };
    let origin = value::outlet(text, name)?;
    matches!(&origin, Origin::Outlet(name) if value::is_name(name)).then_some(origin)
}

/// "Перевод Анны Ивановой", "ترجمة أحمد علي": the word and a name, and nothing else.
fn translator(text: &Folded, range: &Range<usize>) -> Option<(usize, usize)> {
    let whole = &text.text()[range.clone()];
    let end = phrases::TRANSLATION.start_of(whole)?;
    let name = text.original(&(range.start + end..range.end));
    (is_person(name) && name.split_whitespace().count() <= 3).then_some((0, end))
}

/// Where the label of a source stands: at the beginning, or after a time and the like.
fn label(whole: &str) -> Option<(usize, usize)> {
    if let Some(end) = phrases::SOURCE.start_of(whole) {
        return Some((0, end));
    }
    let (at, end) = phrases::SOURCE.find(whole)?;
    let is_label = whole[end..].trim_start().starts_with(':') && whole[..at].ends_with([' ', '|', ')', '/']);
    let is_data = at <= 80 && whole[..at].contains(|c: char| c.is_numeric() || c == ':');
    (is_label && is_data).then_some((at, end))
}

/// `value` up to the next label: "新华社 责任编辑:李四", "Xinhua Editor: huaxia".
fn until_label(text: &Folded, value: Range<usize>) -> Range<usize> {
    let whole = &text.text()[value.clone()];
    let colon = whole.match_indices(':').map(|(at, _)| at).find(|&at| {
        let (before, after) = (&whole[..at], &whole[at + 1..]);
        !after.starts_with("//") && before.ends_with(char::is_alphabetic)
    });
    let end = colon.and_then(|at| whole[..at].rfind(' ')).unwrap_or(whole.len());
    text.trim(value.start..value.start + end, char::is_whitespace)
}

/// "Source: AFP", "来源：新华社", "Quelle: BFM TV".
fn source(text: &Folded, range: &Range<usize>) -> Option<Vec<Credit>> {
    let whole = text.text();
    let (at, end) = label(&whole[range.clone()])?;
    let range = &(range.start + at..range.end);
    let label = range.start + end - at;
    let after = whole[label..range.end].trim_start();
    let is_marked = after.starts_with([':', '-', '/', '|', '>']) || after.starts_with("(c)");
    let value = text.trim(label..range.end, |c| c.is_whitespace() || ":-/|>\"'()[]<".contains(c));
    let value = if value::address(text.original(&value)).is_some() {
        value
    } else {
        let named = until_label(text, value);
        let site = [" www.", " http"].iter().find_map(|site| whole[named.clone()].find(site));
        dates::without(text, &(named.start..site.map_or(named.end, |at| named.start + at)))
    };
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
        // After a slash comes whoever wrote or edited it.
        let is_list = !whole[value.clone()].contains('/');
        let outlets = all
            .iter()
            .filter(|p| is_list && matches!(p.who, Who::Person))
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
        Origin::Outlet(name)
            if value::is_name(name) && phrases::INSTITUTION.find(&folded(name)).is_none() =>
        {
            2.5
        }
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
            if let Some(found) = partly(text, range, &value, phrase) {
                return Some(found);
            }
        }
    }
    let short = phrases::WITH.start_of(whole)?;
    let value = text.trim(range.start + short..range.end, |c| " :".contains(c));
    let all = parties(text, &value);
    // In a script without spaces, "综合新华社、央视新闻报道" says so in its first letters.
    let is_short = matches!(&whole[..short], "综合" | "綜合") && whole.len() <= 90;
    let is_fit = |party: &Party| is_short || party.is_agency() || matches!(party.who, Who::Desk);
    let is_all = all.iter().all(is_fit) && all.first().is_some_and(|first| !is_short || first.is_agency());
    let origins = agencies_of(&all);
    if origins.is_empty() {
        // "Con información del periódico japonés Kaikyo Nippo", "据俄罗斯《乌苏里电讯报》报道".
        if let Some(name) = value::described(text, &value).filter(|_| hints::is_fed(text)) {
            let origin = Origin::Outlet(text.original(&value::until_clause(text, name)).to_owned());
            let is_name =
                matches!(&origin, Origin::Outlet(name) if value::is_name(name) && name.len() >= NAME);
            return is_name.then(|| vec![credit(text, range, ClaimKind::CreditLine, origin, 2.0)]);
        }
        // "Avec Le Courrier", for a byline.
        let is_byline = hints::is_byline(text) && !whole.starts_with(is_spaceless);
        let origin = value::outlet(text, value.clone()).filter(|_| is_byline)?;
        let is_name = matches!(&origin, Origin::Outlet(name) if value::is_name(name) && name.len() >= NAME);
        let credit = Credit { is_bare: true, ..credit(text, range, ClaimKind::Byline, origin, 2.0) };
        return is_name.then(|| vec![credit]);
    }
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

/// "Reporting by Ann Lee, Reuters".
fn wire_desk(text: &Folded, range: &Range<usize>) -> Option<Vec<Credit>> {
    let start = phrases::WIRE_DESK.start_of(&text.text()[range.clone()])?;
    let named = agencies_of(&parties(text, &(range.start + start..range.end)));
    let make = |origin| credit(text, range, ClaimKind::CreditLine, origin, 2.5);
    (!named.is_empty()).then(|| named.into_iter().map(make).collect())
}

/// "(Reporting by A; Editing by B)", in any language: Reuters alone signs so, in brackets or beginning with the report.
fn desk(text: &Folded, core: &Range<usize>, line: &str) -> Option<Vec<Credit>> {
    let whole = &text.text()[core.clone()];
    if whole.len() > 400 {
        return None;
    }
    let parts = whole.split([';', ',', '.']).flat_map(|part| part.split(" - ")).map(str::trim);
    let is_by = |part: &str| ["by ", "por ", "par ", "von ", "di "].iter().any(|by| part.starts_with(by));
    let signed = parts.filter(|part| phrases::WIRE_DESK.start_of(part).is_some() || is_by(part)).count();
    let is_bracketed =
        line.trim_start().starts_with('(') && line.trim_end().trim_end_matches('.').ends_with(')');
    let reports = phrases::REPORTING.start_of(whole);
    let weight = match (signed, reports) {
        _ if phrases::REUTERS_DESK.find(whole).is_some() => 2.5,
        (2.., Some(_)) => 2.0,
        (2.., None) if is_bracketed => 2.0,
        (1, Some(end)) if is_bracketed && is_person(text.original(&(core.start + end..core.end))) => 1.5,
        _ => return None,
    };
    let named = agencies_of(&parties(text, core));
    let reuters = agencies::by_name("Reuters").filter(|_| named.is_empty()).map(Origin::Agency);
    let make = |origin| credit(text, core, ClaimKind::CreditLine, origin, weight);
    let mut found: Vec<Credit> = named.into_iter().chain(reuters).map(make).collect();
    if phrases::TRANSLATING.find(whole).is_some() {
        found.push(credit(text, core, ClaimKind::Translation, Origin::Unnamed, 2.0));
    }
    Some(found)
}

/// "kno/ mhr/": how the Polish agency's editors sign.
fn codes(text: &Folded, line: &str) -> Option<Vec<Credit>> {
    let is_code = |word: &str| {
        let letters = word.strip_suffix('/').unwrap_or("");
        (2..=4).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_lowercase())
    };
    let words = line.split_whitespace();
    let pap = agencies::by_name("PAP").filter(|_| (2..=4).contains(&words.clone().count()))?;
    let whole = 0..text.text().len();
    let make = || vec![credit(text, &whole, ClaimKind::CreditLine, Origin::Agency(pap), 1.5)];
    words.clone().all(is_code).then(make)
}

/// "AFP", "Redacción / Agencias", "By Jane Doe, Associated Press", "APA/AP, Übersetzung: red".
pub(crate) fn listed(text: &Folded, range: &Range<usize>) -> Option<Vec<Credit>> {
    let all = parties(text, range);
    let is_translator =
        |party: &Party| phrases::TRANSLATED.start_of(&text.text()[party.range.clone()]).is_some();
    // "20 Minutes avec AFP"
    let is_fed = phrases::PARTLY.find(&text.text()[range.clone()]).is_some();
    let is_paper = |party: &Party| {
        let name = text.original(&party.range);
        is_fed
            && party.range.start == range.start
            && value::is_name(name) | name.starts_with(char::is_numeric)
            && name.split_whitespace().count() <= 3
    };
    let fits = |party: &Party| !matches!(party.who, Who::Other) || is_translator(party) || is_paper(party);
    if range.len() > 120 || all.len() > 8 || !all.iter().all(fits) {
        return None;
    }
    let origins = agencies_of(&all);
    let is_signed =
        all.iter().any(|party| matches!(party.who, Who::Person | Who::Agency { is_signed: true, .. }))
            || origins.contains(&Origin::Unnamed);
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
