//! Datelines: place, date and agency before the first sentence.

use std::ops::Range;

use super::agencies::{self, Mention};
use super::claim::Origin;
use super::fold::{Folded, is_spaceless};
use super::parties::{Who, is_person, parties};
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
    let (range, origins) = bracketed(&head)
        .or_else(|| dispatched(&head))
        .or_else(|| announced(&head))
        .or_else(|| bare(&head))
        .or_else(|| leading(&head))?;
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
            && (separator(text, end).is_some_and(|(_, dash)| dash)
                || first && text[end..].trim_start().starts_with(is_spaceless))
        {
            vec![Origin::Outlet(head.original(&content).to_owned())]
        } else {
            continue;
        };
        if names_one(head, &before, &origins) || is_initials(head, &before, &content) {
            continue;
        }
        let dated = has_digit(&text[before.clone()])
            || is_loud(head.original(&before))
            || !has_case(head.original(&before));
        let spaceless = text[content.clone()].chars().any(is_spaceless);
        // "Bonn (KNA) Der Papst": one place, and a new sentence.
        let is_begun = head.original(&(end..text.len())).starts_with(char::is_uppercase)
            && before.len() <= 40
            && text[before.clone()].split(' ').count() <= 3
            && origins.iter().all(|origin| *origin != Origin::Unnamed);
        let end = match separator(text, end) {
            Some((end, true)) => after_dash(head, end, first),
            Some((end, false)) if is_slash || dated || is_begun => end,
            _ if bracket == '[' || spaceless || first || dated || is_begun => skip_reporter(head, end),
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

/// "Autoridad Palestina (AP)": whether what is in brackets are the first letters of the words before.
fn is_initials(head: &Folded, before: &Range<usize>, content: &Range<usize>) -> bool {
    let initials: Vec<char> = head.original(content).chars().collect();
    let is_short = (2..=5).contains(&initials.len()) && initials.iter().all(|c| c.is_uppercase());
    let words = head.original(before).split([' ', '-', '\'', '’']);
    let words: Vec<char> =
        words.filter_map(|word| word.chars().next()).filter(|first| first.is_uppercase()).collect();
    is_short && words.ends_with(&initials)
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
        && phrases::NEWSROOM.start_of(&head.text()[content.clone()]).is_none()
}

/// "新华社北京1月2日电（记者…）"
fn dispatched(head: &Folded) -> Option<Found> {
    let text = head.text();
    let mention = agencies::mentions(head, &(0..text.floor_char_boundary(REACH))).into_iter().next()?;
    let before = text[..mention.range.start].trim();
    // "参考消息网3月5日报道 据法新社巴黎3月4日报道，"
    let retold = ["据", "據", "援引", "综合"].iter().find_map(|word| before.strip_suffix(word));
    let is_first = before.is_empty()
        || retold
            .is_some_and(|own| own.is_empty() || own.len() <= 90 && has_digit(own) && !own.contains('。'));
    if !is_first || !text[mention.range.clone()].chars().any(is_spaceless) {
        return None;
    }
    let rest = &text[mention.range.end..text.floor_char_boundary(mention.range.end + 90)];
    let stop = rest.find(['.', '。', ',', '(', '-']).unwrap_or(rest.len());
    let words = ["电", "電", "讯", "訊", "报道", "報導", "报导"];
    let found = words.iter().filter_map(|word| Some((rest[..stop].find(word)?, word.len()))).min();
    let at = match found {
        Some((at, length)) if has_digit(&rest[..at]) => at + length,
        // "路透北京3月5日 - "
        None if rest[stop..].starts_with('-') && has_digit(&rest[..stop]) => stop + 1,
        _ => return None,
    };
    Some((0..skip_reporter(head, mention.range.end + at), vec![Origin::Agency(mention.agency)]))
}

/// "央视网消息：", "新华社快讯："
fn announced(head: &Folded) -> Option<Found> {
    let text = head.text();
    let colon = text[..text.floor_char_boundary(60)].find(':')?;
    let words = ["消息", "讯", "訊", "快讯", "快訊", "电", "電", "报道", "報導"];
    let name =
        words.iter().filter_map(|word| text[..colon].strip_suffix(word)).min_by_key(|name| name.len())?;
    let range = 0..name.len();
    let is_own = name.starts_with('本') || !name.chars().all(|c| is_spaceless(c) || c.is_ascii_alphabetic());
    let origin = match agencies::exactly(head, &range) {
        Some(mention) => Origin::Agency(mention.agency),
        None if !is_own && phrases::PUBLISHES.end_of(name).is_some() && name.chars().count() <= 10 => {
            Origin::Outlet(head.original(&range).to_owned())
        }
        None => return None,
    };
    (!text[colon + 1..].trim().is_empty()).then_some((0..colon + 1, vec![origin]))
}

/// "dpa BERLIN. ", "وطنية - "
fn leading(head: &Folded) -> Option<Found> {
    let text = head.text();
    let mention = agencies::mentions(head, &(0..text.floor_char_boundary(40))).into_iter().next()?;
    let is_first = mention.range.start == 0 && mention.is_spelled;
    let rest = &text[mention.range.end..text.floor_char_boundary(mention.range.end + 40)];
    let stop = rest.find(['.', '-', '|', ':'])?;
    let place = head.trim(mention.range.end..mention.range.end + stop, |c| c == ' ' || c == '/');
    let is_place = is_loud(head.original(&place))
        && place.len() >= 3
        && !has_digit(&text[place.clone()])
        && agencies::exactly(head, &place).is_none()
        && is_place(head, &place);
    let (end, _) = separator(text, mention.range.end + stop)?;
    let fits = is_first && rest.starts_with([' ', '/']) && is_place && !text[end..].is_empty();
    fits.then(|| (0..end, vec![Origin::Agency(mention.agency)]))
}

/// "Sydney, July 30 AAP - ", "МОСКВА, 9 мая — РИА Новости.", "القاهرة - رويترز:", "AFP - "
fn bare(head: &Folded) -> Option<Found> {
    // A short name may be a common word, which stands before the agency's.
    let all = agencies::mentions(head, &(0..head.text().floor_char_boundary(REACH)));
    all.iter().take(3).find_map(|mention| bare_at(head, mention)).or_else(|| unnamed(head))
}

/// "Agencias.- ", "القاهرة - وكالات - "
fn unnamed(head: &Folded) -> Option<Found> {
    let text = head.text();
    let (at, end) = phrases::AGENCIES.find(&text[..text.floor_char_boundary(60)])?;
    let before = head.trim(0..at, |c| c == ' ' || "-.:,/(".contains(c));
    let close = text[end..].strip_prefix(')').map_or(end, |rest| text.len() - rest.len());
    let (end, dash) = separator(text, close)?;
    let parted = at == 0 || text[before.end..at].contains(['-', '.', '/', '(']);
    let few = text[before.clone()].split(' ').count() <= 3 && is_place(head, &before);
    let fits =
        dash && parted && few && !text[end..].is_empty() && (at > 0 || !text[close..].starts_with(':'));
    fits.then(|| (0..end, vec![Origin::Unnamed]))
}

fn bare_at(head: &Folded, mention: &Mention) -> Option<Found> {
    let text = head.text();
    let written = head.original(&mention.range);
    let before = head.trim(0..mention.range.start, |c| c == ' ' || ",.-:/|".contains(c));
    let after = &text[mention.range.end..];
    let dated = has_digit(&text[before.clone()]);
    let parted = text[before.end..mention.range.start].trim();
    let is_dashed = parted.contains(['-', '|', '/']);
    let begins = head.original(&(mention.range.end..text.len())).starts_with(|c: char| !c.is_lowercase());
    // "BERLIN afp/taz | "
    let coded = after.find([' ', '|', '.']).filter(|&at| is_coded(&after[..at])).unwrap_or(0);
    let (end, dash) = match separator(text, mention.range.end + coded) {
        Some((end, false)) if after.starts_with(',') => (after_reporter(head, end), false),
        Some(found) => found,
        // "МОСКВА, 5 марта 2024, 10:12 — REGNUM Мост", "دمشق-سانا أعلنت"
        None if after.starts_with(' ') && is_dashed && begins && (dated || !has_case(written)) => {
            (mention.range.end + 1, false)
        }
        // "الرياض 24 شعبان 1445 هـ الموافق 05 مارس 2024 م واس"
        None if after.trim().is_empty() && dated && !has_case(written) => (text.len(), false),
        None => return None,
    };
    let spaced = coded > 0 || after.is_empty() || after.starts_with([' ', '.', ':', ',', '-', '|']);
    let origins = vec![Origin::Agency(mention.agency)];
    if !mention.is_spelled || !spaced {
        return None;
    }
    if before.is_empty() {
        let is_sure = !mention.is_short && !head.original(&(end..text.len())).starts_with(char::is_lowercase);
        let is_name = is_loud(written) || !has_case(written) || written.len() <= 4 || is_sure;
        return (dash && is_name && !text[end..].is_empty()).then_some((0..end, origins));
    }
    let place = head.original(&before);
    let words = place.split_whitespace().count();
    let has_shape = dated
        || is_loud(place)
        || (!has_case(place) && words <= 3 && !parted.is_empty())
        || (is_dashed && dash && words <= 3);
    let is_whole = text[end..].is_empty() && (!dated || has_case(written));
    (is_place(head, &before) && has_shape && (dash || !parted.is_empty() || end == text.len()) && !is_whole)
        .then_some((0..end, origins))
}

/// "/taz": another desk's code behind an agency's.
fn is_coded(after: &str) -> bool {
    let code = after.strip_prefix('/').unwrap_or("");
    (2..=5).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase())
}

/// Past the reporter who is named behind the agency: "РИА Новости, Иван Иванов. ".
fn after_reporter(head: &Folded, end: usize) -> usize {
    let rest = &head.text()[end..head.text().floor_char_boundary(end + 60)];
    let stop = rest.find(". ").filter(|&at| is_person(head.original(&(end..end + at))));
    stop.map_or(end, |at| end + at + 2)
}

/// Past "." and a dash and the spaces after it; whether there was a dash (or what stands for one).
fn separator(text: &str, from: usize) -> Option<(usize, bool)> {
    let rest = &text[from..];
    let after = rest.trim_start_matches([' ', '.', ':', ',', '-', '_', '=', '"', '|']);
    let between = rest[..rest.len() - after.len()].trim_end_matches('"');
    let dash = between.contains(['-', '_', '=', ':', '|']);
    let quoted = rest.len() - after.len() - between.len();
    let parted = dash || between.contains(['.', ',']);
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
