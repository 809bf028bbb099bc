//! Names of outlets made comparable, and which names and addresses are the page's own.

use super::agencies;
use super::fold::folded;
use super::told::Told;
use crate::text::{in_one_script, read_in_korean};

/// Words before a name that do not tell outlets apart.
pub(super) const ARTICLES: [&str; 26] = [
    "the",
    "le",
    "la",
    "les",
    "l'",
    "el",
    "los",
    "las",
    "il",
    "lo",
    "i",
    "gli",
    "der",
    "die",
    "das",
    "dem",
    "den",
    "des",
    "de",
    "het",
    "o",
    "a",
    "os",
    "as",
    "صحيفة",
    "جريدة",
];

/// Endings of a name that do not tell outlets apart.
const ENDINGS: [&str; 16] = [
    "online", "on line", "digital", ".com", ".net", ".org", ".de", ".fr", ".es", ".it", ".co.uk", ".pl",
    ".nl", ".ru", " news", " website",
];

/// Letters and digits of a name, folded.
pub(crate) fn key(name: &str) -> String {
    letters(&folded(name))
}

/// The same, without articles before it and endings such as "online".
pub(crate) fn bare_key(name: &str) -> String {
    let name = folded(name);
    let mut rest = name.trim();
    for article in ARTICLES {
        let Some(after) = rest.strip_prefix(article) else { continue };
        if after.starts_with(' ') || article.ends_with('\'') {
            rest = after.trim_start();
            break;
        }
    }
    while let Some(before) = ENDINGS.iter().find_map(|ending| rest.strip_suffix(ending)).map(str::trim_end) {
        if letters(before).is_empty() {
            break;
        }
        rest = before.trim_end_matches(['-', '.', '_']);
    }
    letters(rest)
}

/// A name without an article before it, which others leave out or put in another case.
pub(crate) fn without_article(name: &str) -> &str {
    let name = name.trim();
    let rest = name.split_once([' ', '\'', '’']).map(|(first, rest)| (folded(first), rest.trim_start()));
    let rest =
        rest.filter(|(first, _)| ARTICLES.iter().any(|article| article.trim_end_matches('\'') == first));
    rest.map(|(_, rest)| rest).filter(|rest| key(rest).len() >= LEFT).unwrap_or(name)
}

/// Letters that are left of a name without its article.
const LEFT: usize = 7;

/// A name in Chinese letters or Korean syllables as it is read in Korean, and nothing else of it; none where that is too
/// short to tell.
pub(crate) fn read(name: &str) -> Option<String> {
    let read: String = folded(name).chars().map(in_one_script).filter_map(read_in_korean).collect();
    (read.chars().count() >= READ).then_some(read)
}

/// Syllables of a name that tells whom it means.
const READ: usize = 4;

/// A site's name as it is spoken: without what tells only that it is a site.
pub(crate) fn spoken(name: &str) -> &str {
    let name = name.trim();
    let bare = SITES.iter().find_map(|ending| name.strip_suffix(ending)).map(str::trim_end);
    bare.filter(|bare| bare.chars().count() >= 3).unwrap_or(name)
}

/// What names of sites end with, in the case that they are written in.
const SITES: [&str; 10] =
    ["网", "網", "网站", " Online", " online", " Digital", ".com", ".de", ".fr", "オンライン"];

fn letters(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).map(in_one_script).collect()
}

/// The part of a host that its owner registered: `example.org` of `news.example.org`.
pub(crate) fn registered(host: &str) -> &str {
    /// Labels under which countries register names, and services that give every user a host.
    const SHARED: [&str; 20] = [
        "co",
        "com",
        "org",
        "net",
        "gov",
        "ac",
        "edu",
        "gob",
        "gouv",
        "or",
        "ne",
        "go",
        "blogspot",
        "wordpress",
        "substack",
        "github",
        "medium",
        "tumblr",
        "livejournal",
        "typepad",
    ];
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (Some(last), Some(second)) = (dots.next(), dots.next()) else { return host };
    if !SHARED.contains(&&host[second + 1..last]) {
        return &host[second + 1..];
    }
    dots.next().map_or(host, |third| &host[third + 1..])
}

/// The name in a host: `bfmtv` of `rmc.bfmtv.com`.
pub(crate) fn label(host: &str) -> &str {
    registered(host).split('.').next().unwrap_or(host)
}

/// The page's own names and host.
#[derive(Debug, Default)]
pub(crate) struct Own<'t> {
    host: Option<&'t str>,
    agency: Option<&'static agencies::Agency>,
    keys: Vec<String>,
}

impl<'t> Own<'t> {
    /// Of an article.
    pub(crate) fn of(told: &'t Told) -> Self {
        let host = told.host.as_deref().map(|host| host.split(':').next().unwrap_or(host));
        let site = told.site.as_deref();
        let mut keys: Vec<String> = site.iter().flat_map(|site| [key(site), bare_key(site)]).collect();
        if let Some(host) = host {
            keys.extend([key(host), key(registered(host)), key(label(host)), bare_key(label(host))]);
        }
        keys.retain(|key| !key.is_empty());
        let agency = host.and_then(agencies::of_host).or_else(|| site.and_then(agencies::by_name));
        Own { host, agency, keys }
    }

    /// Whether an outlet's name is the page's own.
    pub(crate) fn is_named(&self, name: &str) -> bool {
        let (name, bare) = (key(name), bare_key(name));
        self.keys.iter().any(|own| *own == name || *own == bare)
    }

    /// Whether a company's name holds one of the page's own: "Rheinbote Verlag GmbH".
    pub(crate) fn is_company(&self, name: &str) -> bool {
        let name = key(name);
        self.keys.iter().any(|own| own.chars().count() > 3 && name.contains(own.as_str()))
    }

    /// Whether the page is the agency's own.
    pub(crate) fn is_agency(&self, agency: &agencies::Agency) -> bool {
        self.agency.is_some_and(|own| own == agency)
    }

    /// Whether a host is the page's own or a sister of it; true as well where the page's is not known.
    pub(crate) fn is_host(&self, host: &str) -> Option<bool> {
        self.host.map(|own| registered(own).eq_ignore_ascii_case(registered(host)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_letters() {
        assert_eq!(key("BFM TV"), "bfmtv");
        assert_eq!(bare_key("der Rheinbote"), "rheinbote");
        assert_eq!(bare_key("Rheinbote Online"), "rheinbote");
        assert_eq!(bare_key("rheinbote-online"), "rheinbote");
        assert_eq!(bare_key("L'Équipe.fr"), "equipe");
        assert_eq!(bare_key("Online"), "online");
        assert_eq!(bare_key("Lesotho Times"), "lesothotimes");
    }

    #[test]
    fn hosts_have_owners() {
        assert_eq!(registered("news.bbc.co.uk"), "bbc.co.uk");
        assert_eq!(registered("m.bfmtv.com"), "bfmtv.com");
        assert_eq!(registered("a.blogspot.com"), "a.blogspot.com");
        assert_eq!(label("rmc.bfmtv.com"), "bfmtv");
        assert_eq!(registered("localhost"), "localhost");
    }

    #[test]
    fn a_page_knows_itself() {
        let told = Told {
            host: Some("amp.rheinbote-online.example".to_owned()),
            site: Some("Der Rheinbote".to_owned()),
            ..Told::default()
        };
        let own = Own::of(&told);
        assert!(own.is_named("Rheinbote") && own.is_named("rheinbote-online.example"));
        assert!(!own.is_named("Rhein"));
        assert_eq!(own.is_host("rheinbote-online.example"), Some(true));
        assert_eq!(own.is_host("other.example"), Some(false));
        assert_eq!(Own::default().is_host("other.example"), None);
    }
}
