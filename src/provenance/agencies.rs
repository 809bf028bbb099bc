//! News agencies, from one table: their names in many scripts and languages, and their hosts.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::fold::{Folded, folded, has_edges};
use super::names::{key, label};
use crate::text::is_syllable;

/// A news agency.
#[derive(Debug, PartialEq, Eq)]
pub struct Agency {
    /// The name it goes by here, such as `AFP`.
    pub name: &'static str,
    /// Its own hosts, without `www.`.
    pub hosts: Vec<&'static str>,
}

struct Name {
    agency: usize,
    /// It is also a common word, or initials of other things.
    is_short: bool,
}

struct Table {
    agencies: Vec<Agency>,
    /// For each agency, the spellings that its short names must keep.
    spellings: Vec<Vec<&'static str>>,
    names: Vec<Name>,
    /// Names in full or short, folded; of two agencies that share one the case tells which.
    by_name: HashMap<String, Vec<usize>>,
    finder: AhoCorasick,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut agencies = Vec::new();
    let mut spellings = Vec::new();
    let mut names: Vec<Name> = Vec::new();
    let mut by_name = HashMap::new();
    let mut patterns = Vec::new();
    for row in include_str!("agencies.tsv").lines().filter(|row| !row.starts_with('#')) {
        let mut columns =
            row.split('\t').map(|column| column.split('|').map(str::trim).filter(|s| !s.is_empty()));
        let Some(name) = columns.next().and_then(|mut names| names.next()) else { continue };
        let short: Vec<&str> = columns.next().into_iter().flatten().collect();
        let long = columns.next().into_iter().flatten().map(|alias| (alias, false));
        for (alias, is_short) in short.iter().map(|&alias| (alias, true)).chain(long) {
            by_name.entry(folded(alias)).or_insert_with(Vec::new).push(names.len());
            patterns.push(folded(alias));
            names.push(Name { agency: agencies.len(), is_short });
        }
        spellings.push(short);
        agencies.push(Agency { name, hosts: columns.next().into_iter().flatten().collect() });
    }
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(&patterns)
        .expect("the names are few and short");
    Table { agencies, spellings, names, by_name, finder }
});

/// An agency's name in a text.
#[derive(Debug)]
pub(crate) struct Mention {
    /// Where, in bytes of the folded text.
    pub(crate) range: Range<usize>,
    /// Whose.
    pub(crate) agency: &'static Agency,
    /// It is a short name, which counts only in the shape of a credit.
    pub(crate) is_short: bool,
    /// It is in the case that short names must be in.
    pub(crate) is_spelled: bool,
}

/// Every name of every agency, folded.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    TABLE.by_name.keys().map(String::as_str)
}

/// The agencies named within `range` of a text, in order.
pub(crate) fn mentions(text: &Folded, range: &Range<usize>) -> Vec<Mention> {
    let table = &*TABLE;
    let whole = text.text();
    let mut found = Vec::new();
    for hit in table.finder.find_iter(&whole[range.clone()]) {
        let at = range.start + hit.start()..range.start + hit.end();
        if has_edges(whole, &at) && !is_end_of_word(whole, &at) {
            found.extend(exactly(text, &at));
        }
    }
    found
}

/// Whether two letters of Korean, as TASS is written in it, are the end of a longer word.
fn is_end_of_word(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let before = text[..range.start].chars().next_back();
    name.chars().count() <= 2 && name.chars().all(is_syllable) && before.is_some_and(is_syllable)
}

/// The agency whose name is all of `range`.
pub(crate) fn exactly(text: &Folded, range: &Range<usize>) -> Option<Mention> {
    let table = &*TABLE;
    let names = table.by_name.get(&text.text()[range.clone()])?;
    let all = || names.iter().map(|&name| mention(text, range.clone(), &table.names[name]));
    all().find(|mention| mention.is_spelled).or_else(|| all().next())
}

fn mention(text: &Folded, range: Range<usize>, name: &Name) -> Mention {
    let written = text.original(&range);
    let has_case = written.contains(|c: char| c.is_lowercase() || c.is_uppercase());
    let is_spelled = !name.is_short || !has_case || TABLE.spellings[name.agency].contains(&written);
    Mention { agency: &TABLE.agencies[name.agency], is_short: name.is_short, is_spelled, range }
}

/// The agency that publishes on `host` (without `www.`).
pub fn of_host(host: &str) -> Option<&'static Agency> {
    TABLE.agencies.iter().find(|agency| {
        agency
            .hosts
            .iter()
            .any(|own| host.strip_suffix(own).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
    })
}

/// The agency that a tag in an id means: its name, in any case and without spaces, or the name in its host.
pub(crate) fn by_tag(tag: &str) -> Option<&'static Agency> {
    by_name(tag).or_else(|| by_name(&tag.to_uppercase())).or_else(|| {
        let tag = key(tag);
        let is_meant =
            |agency: &&Agency| key(agency.name) == tag || agency.hosts.iter().any(|host| label(host) == tag);
        TABLE.agencies.iter().find(is_meant)
    })
}

/// The agency whose name, in full or short, is `name`.
pub fn by_name(name: &str) -> Option<&'static Agency> {
    let text = Folded::new(name.trim());
    exactly(&text, &(0..text.text().len())).map(|mention| mention.agency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_go_by_many_names() {
        for (name, agency) in [
            ("Agence France-Presse", "AFP"),
            ("法新社", "AFP"),
            ("ТАСС", "TASS"),
            ("رويترز", "Reuters"),
            ("ﾛｲﾀｰ", "Reuters"),
            ("연합뉴스", "Yonhap"),
            ("the associated press", "AP"),
            ("Anadolu Ajansı", "AA"),
            ("Agencia EFE", "EFE"),
        ] {
            assert_eq!(by_name(name).map(|a| a.name), Some(agency), "{name}");
        }
        assert_eq!(by_name("Le Monde"), None);
    }

    #[test]
    fn hosts_belong_to_agencies() {
        assert_eq!(of_host("reuters.com").map(|a| a.name), Some("Reuters"));
        assert_eq!(of_host("uk.reuters.com").map(|a| a.name), Some("Reuters"));
        assert_eq!(of_host("notreuters.com"), None);
    }

    #[test]
    fn names_are_words_of_their_own() {
        let named = |line: &str| {
            let text = Folded::new(line);
            mentions(&text, &(0..text.text().len())).iter().map(|m| m.agency.name).collect::<Vec<_>>()
        };
        assert_eq!(named("Reuters and AFP reports"), ["Reuters", "AFP"]);
        assert!(named("Mapa, apart and staple").is_empty());
        assert_eq!(named("中央社記者林書帆台東20日電"), ["CNA"]);
    }
}
