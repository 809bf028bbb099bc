//! Sign-offs: the credit after the last sentence, such as "(Reuters)", "EFE", "（共同）", "(mit Material von dpa)".

use std::ops::Range;

use super::agencies;
use super::claim::{ClaimKind, Origin};
use super::credit::{self, Credit};
use super::dateline::{agencies_of, names_one};
use super::dates;
use super::fold::{Folded, is_spaceless};
use super::parties::{Who, parties};
use super::phrases;
use super::value;

/// The shortest name of an outlet, in bytes.
const NAME: usize = 5;
/// Bytes before a name in brackets that are the caption of a picture, if they speak of one.
const CAPTION: usize = 60;
/// How much of a line is looked at, in bytes.
const TAIL: usize = 200;

/// What stands at the end of `line` after other text, and the bytes it takes.
pub(crate) fn find(line: &str) -> Option<(Range<usize>, Vec<Credit>)> {
    let from = line.ceil_char_boundary(line.len().saturating_sub(TAIL));
    let tail = Folded::new(&line[from..]);
    let end = tail.trim(0..tail.text().len(), |c| c.is_whitespace() || c == '.').end;
    let coded = before_codes(&tail, end);
    let found = bracketed(&tail, end).or_else(|| bare(&tail, end));
    let (range, mut credits) = found.or_else(|| bracketed(&tail, coded?).or_else(|| bare(&tail, coded?)))?;
    for credit in &mut credits {
        credit.range = from + credit.range.start..from + credit.range.end;
    }
    Some((from + tail.range(&range).start..line.len(), credits))
}

type Found = (Range<usize>, Vec<Credit>);

/// Where the codes of editors and the time at the end begin: "(PAP) jk/ mhr/", "(ITALPRESS). abc/red 05-Mar-24 10:12".
fn before_codes(tail: &Folded, end: usize) -> Option<usize> {
    let is_code = |word: &str| {
        let parts = word.trim_end_matches(['/', '.']).split('/');
        let is_part =
            |part: &str| (2..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase());
        word.contains('/') && parts.clone().count() <= 4 && parts.clone().all(is_part)
    };
    let mut rest = &tail.text()[..dates::without(tail, &(0..end)).end];
    let undated = rest.len();
    while let Some((before, _)) = rest.rsplit_once(' ').filter(|(_, word)| is_code(word)) {
        rest = before.trim_end();
    }
    let stop = rest.trim_end_matches('.').len();
    (rest.len() < undated || undated < end).then_some(stop)
}

/// "... (Reuters)", "...。（共同）", "... [AFP]", "... /TASS/"
fn bracketed(tail: &Folded, end: usize) -> Option<Found> {
    let text = tail.text();
    let (open, close) = match text[..end].chars().next_back()? {
        ')' => ('(', 1),
        ']' => ('[', 1),
        '/' => ('/', 1),
        _ => return None,
    };
    let at = text[..end - close].rfind(open)?;
    let content = tail.trim(at + 1..end - close, char::is_whitespace);
    let before = text[..at].trim_end();
    let is_ended = before.is_empty() || before.ends_with(['.', '!', '?', '"', '。', '\'', '…', ')', ':']);
    if content.is_empty()
        || (open == '/' && !is_ended)
        || phrases::PHOTO.find(&text[content.clone()]).is_some()
        || at <= CAPTION && phrases::PHOTO.find(before).is_some()
    {
        return None;
    }
    let range = at..end;
    if &text[content.clone()] == "끝" {
        let yonhap = agencies::by_name("Yonhap")?;
        return Some((range.clone(), vec![credit(tail, &range, Origin::Agency(yonhap), 1.5)]));
    }
    let all = parties(tail, &content);
    let origins = agencies_of(&all);
    let is_listed =
        !origins.is_empty() && all.iter().all(|party| !matches!(party.who, Who::Other | Who::Person));
    if !is_listed {
        // "(mit Material von dpa)", "(Reporting by A; Editing by B)"
        let inside = credit::whole(tail.original(&range)).filter(|credits| !credits.is_empty());
        let Some(inside) = inside.filter(|_| is_ended) else {
            // "(Weserland-Zeitung)": it says something only where that is the name of an outlet that is known.
            let name = value::outlet(tail, content.clone()).filter(|_| is_ended && open != '/')?;
            let is_name = matches!(&name, Origin::Outlet(name) if value::is_name(name) && name.len() >= NAME);
            return is_name.then(|| (range.clone(), vec![credit(tail, &range, name, 2.5)]));
        };
        let shift = tail.range(&range).start;
        let moved =
            inside.into_iter().map(|c| Credit { range: shift + c.range.start..shift + c.range.end, ..c });
        return Some((range, moved.collect()));
    }
    let is_short = all.iter().any(|party| matches!(party.who, Who::Agency { is_short: true, .. }));
    let words = tail.trim(0..at, |c| c == ' ' || c == '"');
    let is_wordless = text[content.clone()].chars().any(is_spaceless);
    // "the Autoridad Palestina (AP)", "Agence France-Presse (AFP)": initials of what stands before.
    if (is_short && !is_ended && !is_wordless) || names_one(tail, &words, &origins) {
        return None;
    }
    let weight = if is_ended { 3.0 } else { 2.0 };
    Some((range.clone(), origins.into_iter().map(|origin| credit(tail, &range, origin, weight)).collect()))
}

/// "... viaje. EFE", "... ended. —Reuters", "... 。新华社"
fn bare(tail: &Folded, end: usize) -> Option<Found> {
    let text = &tail.text()[..end];
    let is_stop = |c: char| matches!(c, '.' | '!' | '?' | '"' | '。' | ')' | '…');
    let (at, stop) = text.char_indices().rev().find(|&(_, c)| is_stop(c))?;
    let start = at + stop.len_utf8();
    let name = tail.trim(start..end, |c| c == ' ' || c == '-' || c == '/' || c == '|');
    // After an initial or an abbreviation the sentence goes on.
    let word = text[..at].rsplit([' ', '.']).next().unwrap_or("");
    let is_word = word.chars().count() > 2 && !phrases::ABBREVIATED.is(word);
    let is_ended = stop != '.' || is_word || word.contains(char::is_numeric);
    let is_parted = text[start..].starts_with([' ', '-', '/', '|']) || is_spaceless(stop) || stop == '。';
    let all = parties(tail, &name);
    let origins = agencies_of(&all);
    let is_all =
        !all.is_empty() && all.iter().all(|party| party.is_agency() || matches!(party.who, Who::Desk));
    let is_list = text[name.clone()].contains('/');
    let has_case =
        tail.original(&name).starts_with(|c: char| !c.is_lowercase()) || name.len() <= 4 || is_list;
    let fits = is_ended && is_parted && is_all && !origins.is_empty() && has_case && name.len() <= 60;
    fits.then(|| (name.clone(), origins.into_iter().map(|origin| credit(tail, &name, origin, 3.0)).collect()))
}

fn credit(tail: &Folded, range: &Range<usize>, origin: Origin, weight: f32) -> Credit {
    let weight = if origin == Origin::Unnamed { 1.5 } else { weight };
    Credit { kind: ClaimKind::CreditLine, origin, range: tail.range(range), weight, is_bare: false }
}
