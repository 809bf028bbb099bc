//! The outlets of a corpus: which host a name as written belongs to.

use std::collections::HashMap;

use super::claim::{Claim, ClaimKind, Origin};
use super::direction::Side;
use super::names::{bare_key, key, label, read, registered, spoken};
use crate::crosslingual::{heard_name, is_arabic, is_latin, name_in_arabic, sound, writes_what_it_hears};

/// The hosts of a corpus by their names.
#[derive(Debug, Default)]
pub struct Outlets {
    hosts: Vec<String>,
    /// Names in full, and names without articles and endings; none where several hosts have it.
    exact: HashMap<String, Option<usize>>,
    bare: HashMap<String, Option<usize>>,
    /// By their consonants, as other languages and scripts write them.
    sounds: HashMap<String, Option<usize>>,
    /// Names in Latin letters by what is heard of them in Japan and Korea.
    heard: HashMap<String, Option<usize>>,
    /// And in Arabia.
    in_arabic: HashMap<String, Option<usize>>,
    /// Names in Chinese letters or Korean syllables, as they are read in Korean.
    readings: HashMap<String, Option<usize>>,
}

impl Outlets {
    /// Of hosts (without `www.`), each with the name its site gives itself.
    pub fn new<'a>(known: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> Self {
        let mut outlets = Outlets::default();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        for (host, site) in known {
            let number = *numbers.entry(host.to_owned()).or_insert_with(|| {
                outlets.hosts.push(host.to_owned());
                outlets.hosts.len() - 1
            });
            for name in [Some(host), Some(registered(host)), Some(label(host)), site].into_iter().flatten() {
                outlets.enter(name, number);
            }
        }
        outlets
    }

    fn enter(&mut self, name: &str, number: usize) {
        let of_latin = |of: fn(&str) -> Option<String>| Some(name).filter(|name| is_latin(name)).and_then(of);
        let [heard, in_arabic] = [heard_name, name_in_arabic].map(of_latin).map(Option::unwrap_or_default);
        let [sound, read] = [sound(name), read(spoken(name))].map(Option::unwrap_or_default);
        for (names, key) in [
            (&mut self.exact, key(name)),
            (&mut self.bare, bare_key(name)),
            (&mut self.sounds, sound),
            (&mut self.heard, heard),
            (&mut self.in_arabic, in_arabic),
            (&mut self.readings, read),
        ] {
            // One letter names nobody.
            if key.chars().nth(1).is_none() {
                continue;
            }
            names
                .entry(key)
                .and_modify(|known| *known = known.and_then(|known| same(&self.hosts, known, number)))
                .or_insert(Some(number));
        }
    }

    /// The host that goes by `name`, if exactly one does. Hosts of one owner are one; the shortest stands for them.
    pub fn resolve(&self, name: &str) -> Option<&str> {
        let name = name.trim();
        let name = name.split_once("://").map_or(name, |(_, rest)| rest.split('/').next().unwrap_or(rest));
        let name = name.strip_prefix("www.").unwrap_or(name);
        // "江川日报报道": what it reports is part of the name in no list.
        let reports = REPORTS.iter().find_map(|word| name.strip_suffix(word)).unwrap_or(name);
        let [exact, bare] = [&self.exact, &self.bare];
        let found =
            exact.get(&key(name)).or_else(|| bare.get(&bare_key(name))).or_else(|| exact.get(&key(reports)));
        let found = found
            .or_else(|| self.sounds.get(&sound(name)?))
            .or_else(|| self.heard(reports))
            .or_else(|| self.readings.get(&read(spoken(reports))?))
            .or_else(|| self.described(name))?;
        found.map(|number| self.hosts[number].as_str())
    }

    /// The host whose name is heard in one that keeps its sound.
    fn heard(&self, name: &str) -> Option<&Option<usize>> {
        let name = name.trim_matches(|c: char| !c.is_alphanumeric());
        if name.contains(writes_what_it_hears) {
            return self.heard.get(&heard_name(name)?);
        }
        if name.contains(is_arabic) { self.in_arabic.get(&name_in_arabic(name)?) } else { None }
    }

    /// The host whose name is most of `name`: "turco Karadeniz Postası", "Kaikyo Nippo gazetesi".
    fn described(&self, name: &str) -> Option<&Option<usize>> {
        let words: Vec<&str> = name.split_whitespace().take(MOST_WORDS).collect();
        let runs = (0..=2).flat_map(|from| (0..=2).map(move |less| (from, less))).skip(1);
        runs.filter(|(from, less)| from + less < words.len()).find_map(|(from, less)| {
            let part = words[from..words.len() - less].join(" ");
            let is_long = part.contains(' ') && part.len() >= PART || part.len() >= LONG_PART;
            let exact = || self.exact.get(&key(&part)).or_else(|| self.bare.get(&bare_key(&part)));
            if is_long { exact().or_else(|| self.sounds.get(&sound(&part)?)) } else { None }
        })
    }
}

/// Words of a name, and bytes of a part of it, of several words and of one, that may be all of another name.
const MOST_WORDS: usize = 6;
const PART: usize = 8;
const LONG_PART: usize = 12;
/// Words for a report, which stand behind the name of an outlet in scripts without spaces.
const REPORTS: [&str; 6] = ["报道", "報道", "報導", "消息", "の報道", "보도"];

/// Which of two hosts stands for both, if one owner has them.
fn same(hosts: &[String], a: usize, b: usize) -> Option<usize> {
    let order = |number: usize| (hosts[number].len(), hosts[number].as_str());
    (a == b || registered(&hosts[a]) == registered(&hosts[b]))
        .then(|| if order(a) <= order(b) { a } else { b })
}

/// The claim by which an article credits an outlet under a name that nobody here goes by: in another language that may
/// be anybody's, and is the source's where the text is.
pub(super) fn stranger(side: &Side<'_>, outlets: &Outlets) -> Option<usize> {
    let unknown = |claim: &Claim| {
        claim.kind == ClaimKind::CreditLine
            && claim.weight >= NAMED
            && matches!(&claim.origin, Origin::Outlet(name) if outlets.resolve(name).is_none())
    };
    let names_agency = side.claims.iter().any(|claim| matches!(claim.origin, Origin::Agency(_)));
    side.claims.iter().position(unknown).filter(|_| !names_agency)
}

/// The weight of a credit that names a source for certain.
const NAMED: f32 = 2.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_hosts() {
        let outlets = Outlets::new([
            ("bfmtv.com", Some("BFM TV")),
            ("lemonde.fr", Some("Le Monde")),
            ("rheinbote-online.example", None),
            ("sahafat-alnil.example", Some("صحافة النيل")),
            ("ladoga.example", Some("Ладожские вести")),
            ("jiangchuan.example", Some("江川日报")),
            ("m.herald.example", None),
            ("herald.example", Some("Herald")),
        ]);
        for (name, host) in [
            ("BFM TV", Some("bfmtv.com")),
            ("BFMTV", Some("bfmtv.com")),
            ("bfmtv.com", Some("bfmtv.com")),
            ("https://www.bfmtv.com/x", Some("bfmtv.com")),
            ("Le Monde", Some("lemonde.fr")),
            ("der Rheinbote", Some("rheinbote-online.example")),
            ("صحافة النيل", Some("sahafat-alnil.example")),
            ("The Herald", Some("herald.example")),
            ("Monde diplomatique", None),
            ("Sahafat an-Nil", None),
            ("Sahafat al-Nil", Some("sahafat-alnil.example")),
            ("Ladozhskiye Vesti", Some("ladoga.example")),
            ("صحافة النيل", Some("sahafat-alnil.example")),
            ("江川日報报道", Some("jiangchuan.example")),
            ("turco Sahafat al-Nil", Some("sahafat-alnil.example")),
            ("Rus Ladozhskiye Vesti gazetesi", Some("ladoga.example")),
            ("police", None),
            ("", None),
        ] {
            assert_eq!(outlets.resolve(name), host, "{name}");
        }
    }

    #[test]
    fn a_name_of_two_is_nobodys() {
        let outlets = Outlets::new([
            ("gazette.example", None),
            ("gazette.org", Some("The Gazette")),
            ("gazette.example", None),
        ]);
        assert_eq!(outlets.resolve("Gazette"), None);
        assert_eq!(outlets.resolve("gazette.org"), Some("gazette.org"));
    }
}
