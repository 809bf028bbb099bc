//! Lists of names as bylines, brackets and credits have them: "Jane Doe, AFP", "dpa/afp", "EFE y Reuters".

use std::ops::Range;

use super::agencies::{self, Agency};
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
    /// A desk's or an editor's code ("tmn", "red"), or the newsroom.
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
    for piece in split(text, range, &HARD) {
        let party = party(text, &piece);
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
    }
    found
}

/// What parts the names of a list anywhere.
const HARD: [&str; 14] =
    ["/", ",", ";", "|", "&", "+", "=", "·", "、", " - ", " avec ", " mit ", " con ", " with "];
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

fn party(text: &Folded, range: &Range<usize>) -> Party {
    let bare = without_noise(text, range);
    let named = agencies::exactly(text, range).or_else(|| agencies::exactly(text, &bare));
    if let Some(mention) = named.filter(|mention| mention.is_spelled) {
        return Party { range: range.clone(), who: agency(&mention, false) };
    }
    let folded = &text.text()[bare.clone()];
    if phrases::AGENCIES.is(folded) {
        return Party { range: range.clone(), who: Who::Agencies };
    }
    // "Ilona Brandys Reuters", "AP National Political Writer", "新华社记者王某".
    if let Some(mention) = agencies::mentions(text, &bare).into_iter().find(|m| m.is_spelled) {
        let before = text.original(&(bare.start..mention.range.start));
        let after = text.original(&(mention.range.end..bare.end));
        let is_signed = (after.is_empty() && is_person(before.trim_end_matches(['(', '[', '-', ' '])))
            || (before.is_empty() && bare.end < range.end && is_person(after))
            || (before.is_empty() && after.chars().count() < 12 && after.starts_with(['記', '记']));
        if is_signed {
            return Party { range: range.clone(), who: agency(&mention, true) };
        }
    }
    let original = text.original(range);
    let who = if phrases::NEWSROOM.is(folded) || is_code(original) {
        Who::Desk
    } else if is_person(original) {
        Who::Person
    } else {
        Who::Other
    };
    Party { range: range.clone(), who }
}

fn agency(mention: &agencies::Mention, is_signed: bool) -> Who {
    Who::Agency { agency: mention.agency, is_short: mention.is_short, is_signed }
}

/// `range` without words such as "agency" or "the" around the name.
fn without_noise(text: &Folded, range: &Range<usize>) -> Range<usize> {
    let mut range = range.clone();
    loop {
        let whole = text.text();
        let start = phrases::BEFORE_NAME.start_of(&whole[range.clone()]);
        if let Some(length) =
            start.filter(|&l| l < range.len() && has_edges(whole, &(range.start..range.start + l)))
        {
            range = text.trim(range.start + length..range.end, |c| c == ' ' || c == ':');
            continue;
        }
        let end = phrases::AFTER_NAME.end_of(&whole[range.clone()]);
        if let Some(length) =
            end.filter(|&l| l < range.len() && has_edges(whole, &(range.end - l..range.end)))
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
        assert_eq!(agencies_in("dpa/afp/rtr"), ["dpa", "AFP"]);
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
