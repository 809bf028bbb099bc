//! Lists of names as bylines, brackets and credits have them: "Jane Doe, AFP", "dpa/afp", "EFE y Reuters".

use std::ops::Range;

use super::agencies::{self, Agency};
use super::dates;
use super::fold::{Folded, has_edges, is_spaceless};
use super::phrases;

/// One name of a list.
#[derive(Debug)]
pub(crate) struct Party {
    /// Where, in bytes of the folded text.
    pub(crate) range: Range<usize>,
    /// What it is.
    pub(crate) who: Who,
}

/// What a name of a list is.
#[derive(Debug)]
pub(crate) enum Who {
    /// An agency; "Ilona Brandys Reuters" is one, too.
    Agency {
        /// Which.
        agency: &'static Agency,
        /// It is named by initials or a common word.
        is_short: bool,
        /// A person is named with it.
        is_signed: bool,
    },
    /// "Agencies".
    Agencies,
    /// A desk's or an editor's code ("tmn", "red"), the newsroom, or a date.
    Desk,
    /// Looks like the name of a person.
    Person,
    /// Something else.
    Other,
}

impl Party {
    /// It is a news agency, or agencies that are not named.
    pub(crate) fn is_agency(&self) -> bool {
        matches!(self.who, Who::Agency { .. } | Who::Agencies)
    }
}

/// The names within `range`.
pub(crate) fn parties(text: &Folded, range: &Range<usize>) -> Vec<Party> {
    let mut found = Vec::new();
    // Slashes part the numbers of a date, too.
    let undated = dates::without(text, range);
    for piece in split(text, if undated.is_empty() { range } else { &undated }, &HARD) {
        let party = party(text, &piece);
        if !party.is_agency()
            && let Some(several) = run(text, &piece)
        {
            found.extend(several);
            continue;
        }
        // "EFE y Reuters", but not "Arts et Métiers" or "Folha e Estado".
        let halves = split(text, &piece, &SOFT);
        if halves.len() > 1 && !party.is_agency() {
            let halves: Vec<Party> = halves.iter().map(|half| self::party(text, half)).collect();
            if halves.iter().any(Party::is_agency) {
                found.extend(halves);
                continue;
            }
        }
        found.push(party);
    }
    // Initials in another case than an agency's count beside another agency: "(dpa/ap)".
    if found.iter().any(Party::is_agency) {
        for party in found.iter_mut().filter(|party| matches!(party.who, Who::Desk)) {
            if let Some(mention) = agencies::exactly(text, &party.range) {
                party.who = Who::Agency { agency: mention.agency, is_short: true, is_signed: false };
            }
        }
        // A paper's own name in small letters: "PAP/kurier".
        let slash = |at: usize| text.text().as_bytes().get(at) == Some(&b'/');
        for party in found.iter_mut().filter(|party| matches!(party.who, Who::Other)) {
            let Range { start, end } = party.range;
            if is_small_word(text.original(&party.range)) && (slash(end) || start > 0 && slash(start - 1)) {
                party.who = Who::Desk;
            }
        }
    }
    found
}

/// What parts the names of a list anywhere.
const HARD: [&str; 20] = [
    "/", ",", ";", "|", "&", "+", "=", "·", "、", "(", ")", "[", "]", " - ", " avec ", " mit ", " con ",
    " com ", " met ", " with ",
];
/// What parts them only where one of them is an agency.
const SOFT: [&str; 13] =
    [" and ", " et ", " und ", " y ", " e ", " en ", " i ", " ve ", " и ", " та ", " و", " with ", "和"];

fn split(text: &Folded, range: &Range<usize>, separators: &[&str]) -> Vec<Range<usize>> {
    let whole = &text.text()[..range.end];
    let mut pieces = Vec::new();
    let (mut from, mut at) = (range.start, range.start);
    // The space after one separator may be the first of the next, which then parts nothing.
    let mut push = |from: usize, to: usize| {
        let piece = text.trim(from.min(to)..to, |c: char| c.is_whitespace() || "-:.*\"'".contains(c));
        if !piece.is_empty() {
            pieces.push(piece);
        }
    };
    while at < range.end {
        if whole.as_bytes()[at].is_ascii_alphanumeric() {
            at += 1; // no separator begins so
            continue;
        }
        let Some(separator) = separators.iter().find(|s| whole[at..].starts_with(**s)) else {
            at += whole[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        push(from, at);
        at += separator.len();
        from = at;
        // The space after one separator may be the one before the next.
        if separator.ends_with(' ') {
            at -= 1;
        }
    }
    push(from.min(range.end), range.end);
    pieces
}

/// Agencies that stand side by side: "AFP時事", "AFP 연합뉴스".
fn run(text: &Folded, range: &Range<usize>) -> Option<Vec<Party>> {
    let all = agencies::mentions(text, range);
    let named: usize = all.iter().filter(|m| m.is_spelled).map(|m| m.range.len()).sum();
    let letters: usize = text.text()[range.clone()].split([' ', '-']).map(str::len).sum();
    let several = all.iter().map(|m| Party { range: m.range.clone(), who: agency(m, false) });
    (all.len() > 1 && named == letters).then(|| several.collect())
}

fn party(text: &Folded, range: &Range<usize>) -> Party {
    let undated = dates::without(text, range);
    if undated.is_empty() {
        return Party { range: range.clone(), who: Who::Desk };
    }
    let bare = without_noise(text, &undated);
    let named = agencies::exactly(text, &undated).or_else(|| agencies::exactly(text, &bare));
    if let Some(mention) = named.filter(|mention| mention.is_spelled) {
        return Party { range: range.clone(), who: agency(&mention, false) };
    }
    let folded = &text.text()[bare.clone()];
    if phrases::AGENCIES.is(folded) || phrases::AGENCIES.is(&text.text()[undated.clone()]) {
        return Party { range: range.clone(), who: Who::Agencies };
    }
    // "Ilona Brandys Reuters", "AP National Political Writer", "新华社记者王某".
    if let Some(mention) = agencies::mentions(text, &bare).into_iter().find(|m| m.is_spelled) {
        let before = text.original(&(bare.start..mention.range.start));
        let after = text.original(&(mention.range.end..bare.end));
        let of = [
            " of the", " of", " for the", " for", " from", " de la", " de", " da", " der", " von der", " van",
        ];
        let person = of.iter().find_map(|of| {
            let at = before.len().checked_sub(of.len())?;
            before.get(at..).filter(|end| end.eq_ignore_ascii_case(of)).map(|_| &before[..at])
        });
        let person = person.unwrap_or(before).trim_end_matches('-').trim_end();
        let is_signed = (after.is_empty() && is_signer(person))
            || (before.is_empty() && bare.end < undated.end && is_person(after))
            || (before.is_empty() && after.chars().count() < 12 && after.starts_with(['記', '记']))
            || (before.is_empty() && !mention.is_short && is_at(after))
            || (before.is_empty()
                && bare.start > undated.start
                && (after.contains(' ') || is_loud(after))
                && is_person(after))
            || (before.is_empty()
                && is_wordless(after)
                && text.text()[bare.end..undated.end].contains("기자"));
        let is_coded = (before.is_empty() || is_code(before)) && (after.is_empty() || is_code(after))
            || before.is_empty() && is_initials(after);
        if is_coded {
            return Party { range: range.clone(), who: agency(&mention, false) };
        }
        if is_signed {
            return Party { range: range.clone(), who: agency(&mention, true) };
        }
    }
    if let Some(mention) = called_agency(text, &undated) {
        return Party { range: range.clone(), who: agency(&mention, false) };
    }
    let original = text.original(&undated);
    // "oprac. ak": an editor's initials.
    let is_initials = |rest: &str| {
        let letters = rest.trim_matches(|c: char| !c.is_alphabetic());
        (1..=4).contains(&letters.chars().count()) && !letters.contains(' ')
    };
    let is_desk = |name: &str| {
        phrases::NEWSROOM.is(name)
            || phrases::NEWSROOM.start_of(name).is_some_and(|end| is_initials(&name[end..]))
    };
    let who = if is_desk(folded) || is_desk(&text.text()[undated.clone()]) || is_code(original) {
        Who::Desk
    } else if is_person(original) || is_person(text.original(&bare)) {
        Who::Person
    } else {
        Who::Other
    };
    Party { range: range.clone(), who }
}

/// The agency at the end of words that begin by calling it one, whose country may stand between: its name may be
/// written as a word, then.
fn called_agency(text: &Folded, range: &Range<usize>) -> Option<agencies::Mention> {
    let whole = &text.text()[range.clone()];
    let named = phrases::AN_AGENCY.start_of(whole)?;
    let last = whole.rfind(' ').filter(|last| *last >= named)?;
    let is_one_word_between = whole[named..last].split_whitespace().count() <= 1;
    agencies::exactly(text, &(range.start + last + 1..range.end)).filter(|_| is_one_word_between)
}

/// Two words of a name or initials, before the agency that a person writes for.
fn is_signer(before: &str) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or("");
    let is_name = before.contains([' ', '.']) || is_wordless(before);
    is_person(before) && is_name && !last.starts_with(char::is_lowercase) && !last.ends_with(['\'', '’'])
}

/// Letters of a script that is written without spaces, and few of them.
fn is_wordless(name: &str) -> bool {
    let count = name.chars().count();
    (2..=8).contains(&count) && name.chars().all(is_spaceless)
}

/// In capitals, as places of desks are: "Redazione ANSA ROMA".
fn is_loud(after: &str) -> bool {
    after.chars().count() > 2 && after.chars().all(|c| c.is_uppercase() || c == '-')
}

/// "in Paris"
fn is_at(after: &str) -> bool {
    let place = ["in ", "à "].iter().find_map(|word| after.strip_prefix(word));
    place.is_some_and(|place| is_person(place) && place.split_whitespace().count() <= 3)
}

/// "SKL VN VN": editors, as the Press Trust of India signs.
fn is_initials(after: &str) -> bool {
    let is_one = |word: &str| (2..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    let words = after.split(' ').count();
    (2..=5).contains(&words) && after.split(' ').all(is_one)
}

fn agency(mention: &agencies::Mention, is_signed: bool) -> Who {
    Who::Agency { agency: mention.agency, is_short: mention.is_short, is_signed }
}

/// `range` without words such as "agency" or "the" around the name.
fn without_noise(text: &Folded, range: &Range<usize>) -> Range<usize> {
    let mut range = range.clone();
    let whole = text.text();
    let all = agencies::mentions(text, &range);
    let begins = |at: usize| all.iter().any(|mention| mention.range.start == at);
    let ends = |at: usize| all.iter().any(|mention| mention.range.end == at);
    loop {
        if phrases::AGENCIES.is(&whole[range.clone()]) {
            return range;
        }
        let start = phrases::BEFORE_NAME.start_of(&whole[range.clone()]);
        if let Some(length) =
            start.filter(|&l| l < range.len() && has_edges(whole, &(range.start..range.start + l)))
            && !begins(range.start)
        {
            range = text.trim(range.start + length..range.end, |c| " :-\"".contains(c));
            continue;
        }
        let end = phrases::AFTER_NAME.end_of(&whole[range.clone()]);
        if let Some(length) =
            end.filter(|&l| l < range.len() && has_edges(whole, &(range.end - l..range.end)))
            && !ends(range.end)
        {
            range = text.trim(range.start..range.end - length, |c| c == ' ');
            continue;
        }
        return range;
    }
}

/// One to five capitalised words or initials, small particles among them.
pub(crate) fn is_person(name: &str) -> bool {
    let mut words = 0;
    let mut capitals = 0;
    for word in name.split_whitespace() {
        words += 1;
        let Some(first) = word.chars().next() else { continue };
        if word.chars().any(|c| c.is_numeric() || "()[]\"«»:!?@%/©".contains(c)) {
            return false;
        }
        if word.chars().any(is_spaceless) && word.chars().count() > 5 {
            return false;
        }
        if first.is_uppercase() || !(first.is_lowercase() || first.is_ascii()) {
            capitals += 1;
        } else if word.len() > 3 {
            return false;
        }
    }
    (1..=5).contains(&words) && capitals > 0
}

/// One word in small letters.
fn is_small_word(name: &str) -> bool {
    name.chars().count() <= SMALL_WORD && name.chars().all(char::is_lowercase)
}

/// Letters of such a word.
const SMALL_WORD: usize = 14;

/// A code of two to five small letters.
fn is_code(name: &str) -> bool {
    (2..=5).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agencies_in(list: &str) -> Vec<&'static str> {
        let text = Folded::new(list);
        let all = parties(&text, &(0..text.text().len()));
        all.iter()
            .filter_map(|party| match &party.who {
                Who::Agency { agency, .. } => Some(agency.name),
                Who::Agencies => Some("?"),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn lists_are_parted_in_many_ways() {
        assert_eq!(agencies_in("M.D. avec AFP"), ["AFP"]);
        assert_eq!(agencies_in("dpa/afp/rtr"), ["dpa", "AFP", "Reuters"]);
        assert_eq!(agencies_in("dpa/ap"), ["dpa", "AP"]);
        assert_eq!(agencies_in("EFE y Reuters"), ["EFE", "Reuters"]);
        assert_eq!(agencies_in("Agencia EFE / Reuters"), ["EFE", "Reuters"]);
        assert_eq!(agencies_in("AFP＝時事"), ["AFP", "Jiji"]);
        assert_eq!(agencies_in("Marisa Fajardo / EFE"), ["EFE"]);
        assert_eq!(agencies_in("Ilona Brandys Reuters"), ["Reuters"]);
        assert_eq!(agencies_in("The Associated Press"), ["AP"]);
        assert_eq!(agencies_in("Redacción / Agencias"), ["?"]);
        assert_eq!(agencies_in("the ap and aa of it"), Vec::<&str>::new());
        assert_eq!(agencies_in("Wilma Janicek, The Prairie Ledger"), Vec::<&str>::new());
    }

    #[test]
    fn names_of_persons() {
        assert!(is_person("Jean-Noël de la Tour"));
        assert!(is_person("M.D."));
        assert!(is_person("عمر الرواحي"));
        assert!(!is_person("Pasajeros en la lonja"));
        assert!(!is_person(""));
    }
}
