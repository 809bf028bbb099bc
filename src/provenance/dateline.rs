//! Datelines: place, date and agency before the first sentence.

use std::ops::Range;

use super::agencies::{self, Mention};
use super::claim::Origin;
use super::fold::{Folded, is_spaceless};
use super::parties::{Who, parties};
use super::phrases;

/// A dateline at the beginning of a line.
#[derive(Debug)]
pub(crate) struct Dateline {
    /// Its bytes, with the dash and space after it.
    pub(crate) range: Range<usize>,
    /// The agencies it names, or the outlet.
    pub(crate) origins: Vec<Origin>,
}

/// How much of a line is looked at, in bytes.
const HEAD: usize = 320;
/// How far the agency may be from the beginning, in bytes.
const REACH: usize = 140;

/// The dateline that `line` begins with.
pub(crate) fn find(line: &str) -> Option<Dateline> {
    let head = Folded::new(&line[..line.floor_char_boundary(HEAD)]);
    let (range, origins) = bracketed(&head).or_else(|| dispatched(&head)).or_else(|| bare(&head))?;
    let range = head.range(&range);
    // A whole line in a dateline's shape stands before the text; there is nothing left to cut from.
    (!origins.is_empty()).then_some(Dateline { range: 0..range.end, origins })
}

type Found = (Range<usize>, Vec<Origin>);

/// "BERLIN, June 26 (Reuters) - ", "【ロンドン共同】", "(서울=연합뉴스) 김병규 기자 = ", "МОСКВА, 9 мая. /ТАСС/."
fn bracketed(head: &Folded) -> Option<Found> {
    let text = head.text();
    for (open, bracket) in text.char_indices().take_while(|&(at, _)| at <= REACH) {
        let close = match bracket {
            '(' => ')',
            '[' => ']',
            '/' => '/',
            _ => continue,
        };
        let Some(length) = text[open + 1..].find(close) else { continue };
        let content = open + 1..open + 1 + length;
        let before = head.trim(0..open, char::is_whitespace);
        let end = content.end + 1;
        let is_slash = bracket == '/';
        let first = text[before.clone()].is_empty();
        if is_slash && first || !first && !is_place(head, &before) {
            continue;
        }
        let named = named(head, &content);
        let origins: Vec<Origin> = if !named.is_empty() {
            named
        } else if !is_slash
            && is_outlet(head, &content, &before)
            && separator(text, end).is_some_and(|(_, dash)| dash)
        {
            vec![Origin::Outlet(head.original(&content).to_owned())]
        } else {
            continue;
        };
        if names_one(head, &before, &origins) {
            continue;
        }
        let dated = has_digit(&text[before.clone()])
            || is_loud(head.original(&before))
            || !has_case(head.original(&before));
        let spaceless = text[content.clone()].chars().any(is_spaceless);
        let end = match separator(text, end) {
            Some((end, true)) => after_dash(head, end, first),
            Some((end, false)) if is_slash || dated => end,
            _ if bracket == '[' || spaceless || first || dated && !is_slash => skip_reporter(head, end),
            _ => continue,
        };
        return (!text[end..].trim().is_empty() || !first).then_some((0..end, origins));
    }
    None
}

/// "Deutsche Presse-Agentur (dpa)": whether the words at the end of `before` are the full name of one of `origins`.
pub(crate) fn names_one(text: &Folded, before: &Range<usize>, origins: &[Origin]) -> bool {
    let from = text.text().floor_char_boundary(before.end.saturating_sub(60)).max(before.start);
    agencies::mentions(text, &(from..before.end))
        .iter()
        .any(|m| m.range.end == before.end && origins.contains(&Origin::Agency(m.agency)))
}

/// The agencies in the brackets of a dateline.
fn named(head: &Folded, content: &Range<usize>) -> Vec<Origin> {
    if content.len() > 80 || phrases::PHOTO.find(&head.text()[content.clone()]).is_some() {
        return Vec::new();
    }
    let parties = parties(head, content);
    let listed = agencies_of(&parties);
    if !listed.is_empty()
        && parties.iter().all(|party| !matches!(party.who, Who::Other) || party.range.len() <= 12)
    {
        return listed;
    }
    // "東京 24日 ロイター", "中央社記者林書帆台東20日電", "3月5日 AFP"
    let text = head.text();
    let is_valid = |m: &Mention| m.is_spelled && (!m.is_short || m.range.end == content.end);
    let mut mentions = agencies::mentions(head, content);
    mentions.retain(is_valid);
    let has_shape = is_place(head, content)
        && (has_digit(&text[content.clone()]) || text[content.clone()].chars().any(is_spaceless));
    if has_shape { mentions.iter().map(|m| Origin::Agency(m.agency)).collect() } else { Vec::new() }
}

/// The agencies among parties.
pub(crate) fn agencies_of(parties: &[super::parties::Party]) -> Vec<Origin> {
    parties
        .iter()
        .filter_map(|party| match &party.who {
            Who::Agency { agency, .. } => Some(Origin::Agency(agency)),
            Who::Agencies => Some(Origin::Unnamed),
            _ => None,
        })
        .collect()
}

/// An outlet that is no agency: "Copenhagen, April 8 (Nordhavn Markets) - ", "(CNN) -- ".
fn is_outlet(head: &Folded, content: &Range<usize>, before: &Range<usize>) -> bool {
    let (name, place) = (head.original(content), head.original(before));
    let dated = has_digit(place) || (is_loud(place) && !place.is_empty());
    let is_notice = ["update", "updated", "video", "lead", "photo", "eds", "live", "opinion", "sponsored"]
        .contains(&&head.text()[content.clone()]);
    (2..=40).contains(&name.len())
        && name.starts_with(char::is_uppercase)
        && !has_digit(name)
        && name.split_whitespace().count() <= 4
        && !is_notice
        && (dated || (place.is_empty() && is_loud(name)))
}

/// "新华社北京1月2日电（记者…）"
fn dispatched(head: &Folded) -> Option<Found> {
    let text = head.text();
    let mention = agencies::mentions(head, &(0..text.floor_char_boundary(REACH))).into_iter().next()?;
    let before = text[..mention.range.start].trim();
    if !matches!(before, "" | "据" | "據") || !text[mention.range.clone()].chars().any(is_spaceless) {
        return None;
    }
    let rest = &text[mention.range.end..text.floor_char_boundary(mention.range.end + 90)];
    let (at, letter) =
        rest.char_indices().find(|&(_, c)| matches!(c, '电' | '電' | '讯' | '訊' | '.' | '。' | ','))?;
    if !matches!(letter, '电' | '電' | '讯' | '訊') || !has_digit(&rest[..at]) {
        return None;
    }
    let end = mention.range.end + at + letter.len_utf8();
    Some((0..skip_reporter(head, end), vec![Origin::Agency(mention.agency)]))
}

/// "Sydney, July 30 AAP - ", "МОСКВА, 9 мая — РИА Новости.", "القاهرة - رويترز:", "AFP - "
fn bare(head: &Folded) -> Option<Found> {
    let text = head.text();
    let mention = agencies::mentions(head, &(0..text.floor_char_boundary(REACH))).into_iter().next()?;
    let written = head.original(&mention.range);
    let before = head.trim(0..mention.range.start, |c| c == ' ' || ",.-:".contains(c));
    let (end, dash) = separator(text, mention.range.end)?;
    let spaced = text[mention.range.end..].starts_with([' ', '.', ':', ',']);
    let origins = vec![Origin::Agency(mention.agency)];
    if !mention.is_spelled || !spaced {
        return None;
    }
    if before.is_empty() {
        let is_name = is_loud(written) || !has_case(written) || written.len() <= 4;
        return (dash && is_name && !text[end..].is_empty()).then_some((0..end, origins));
    }
    let parted = text[before.end..mention.range.start].trim();
    let dated = has_digit(&text[before.clone()]);
    let place = head.original(&before);
    let has_shape = dated
        || is_loud(place)
        || (!has_case(place) && place.split_whitespace().count() <= 3 && !parted.is_empty());
    (is_place(head, &before) && has_shape && (dash || !parted.is_empty()) && !text[end..].is_empty())
        .then_some((0..end, origins))
}

/// Past "." and a dash and the spaces after it; whether there was a dash (or what stands for one).
fn separator(text: &str, from: usize) -> Option<(usize, bool)> {
    let rest = &text[from..];
    let after = rest.trim_start_matches([' ', '.', ':', ',', '-', '_', '=', '"']);
    let between = rest[..rest.len() - after.len()].trim_end_matches('"');
    let dash = between.contains(['-', '_', '=', ':']);
    let quoted = rest.len() - after.len() - between.len();
    let parted = dash || between.contains('.');
    // A hyphen within a word parts nothing: "(dpa)-Reporter".
    let glued =
        dash && between.len() == 1 && between == "-" && after.starts_with(char::is_alphabetic) && quoted == 0;
    (parted && !glued).then_some((from + between.len(), dash))
}

/// "(ANSA) - ROMA, 22 MAR - ": the place comes after the agency.
fn after_dash(head: &Folded, end: usize, first: bool) -> usize {
    let text = head.text();
    let rest = &text[end..text.floor_char_boundary(end + 50)];
    // Korean and Japanese reporters sign between brackets and text.
    if let Some(at) = rest.find(" = ").filter(|_| rest.contains("기자") || rest.contains("특파원")) {
        return end + at + 3;
    }
    if !first {
        return end;
    }
    let Some(at) = rest.find(" - ") else { return end };
    let place = end..end + at;
    let is_dated = is_loud(head.original(&place)) || (has_digit(&rest[..at]) && rest[..at].contains(','));
    if is_dated && is_place(head, &place) { end + at + 3 } else { end }
}

/// Past the reporter who is named after the dateline, and spaces.
fn skip_reporter(head: &Folded, end: usize) -> usize {
    let text = head.text();
    let rest = &text[end..];
    let limit = rest.floor_char_boundary(60);
    let mut length = 0;
    if let Some(at) = rest[..limit]
        .find(" = ")
        .filter(|_| rest[..limit].contains("기자") || rest[..limit].contains("특파원"))
    {
        length = at + 3;
    } else if let Some(close) =
        rest[..limit].find(')').filter(|_| rest.starts_with("(记者") || rest.starts_with("(記者"))
    {
        length = close + 1;
    }
    end + length + (rest[length..].len() - rest[length..].trim_start_matches([' ', ':', '-', ',']).len())
}

fn has_digit(text: &str) -> bool {
    text.contains(char::is_numeric)
}

fn has_case(text: &str) -> bool {
    text.contains(|c: char| c.is_lowercase() || c.is_uppercase())
}

/// It is in capitals.
fn is_loud(text: &str) -> bool {
    text.contains(char::is_uppercase)
        && text.chars().filter(|c| c.is_lowercase()).count() * 4
            < text.chars().filter(|c| c.is_uppercase()).count()
}

/// Capitalised words, numbers, and few small ones: a place and a date, perhaps with a name before.
fn is_place(head: &Folded, range: &Range<usize>) -> bool {
    let written = head.original(range);
    if written.len() > 120 || written.contains(['!', '?', '"', '“', '”', ';', '«', '„', '。']) {
        return false;
    }
    let (mut words, mut small, mut months) = (0, 0, 0);
    for word in
        written.split(|c: char| c.is_whitespace() || "/,.()-–—".contains(c)).filter(|word| !word.is_empty())
    {
        words += 1;
        let (length, is_small) = (word.chars().count(), word.starts_with(char::is_lowercase));
        // Particles ("am", "de la") are short; months may be small, but a place begins with a capital.
        small += usize::from(is_small && words == 1);
        if is_small && length > 3 {
            months += 1;
            small += usize::from(!has_digit(written) || length > 10 || months > 2);
        }
    }
    words <= 14 && small == 0 && (has_case(written) || has_digit(written) || words <= 8)
}
