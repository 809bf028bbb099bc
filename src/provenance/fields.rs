//! What the metadata of a page, feed or agency format claims.

use super::agencies;
use super::claim::{Claim, ClaimKind, Origin};
use super::credit;
use super::dateline::{self, agencies_of};
use super::fold::Folded;
use super::names::Own;
use super::parties::{Who, parties};
use super::phrases;
use super::told::Told;
use super::value;

/// What a field is about.
enum Meaning {
    /// The address of the text's origin; a bare site root is the site itself.
    Address(ClaimKind, f32),
    /// The feed it came from, whatever its path.
    Feed,
    /// Who supplied the text: log odds for an agency and for another outlet.
    Supplier(ClaimKind, f32, f32),
    /// Who wrote it.
    Author,
    Credit,
    Dateline,
    Hop,
    Robots,
    Translator,
}

/// What a field of this name is about; most are about nothing here.
fn meaning(field: &str) -> Option<Meaning> {
    use Meaning::{Address, Author, Credit, Dateline, Feed, Hop, Robots, Supplier, Translator};
    let (family, name) = field.split_once('.')?;
    Some(match (family, name.to_ascii_lowercase().as_str()) {
        ("link", "canonical") => Address(ClaimKind::OriginUrl, 4.0),
        (
            "meta",
            "syndication-source" | "original-source" | "original_source" | "original-url" | "source-url",
        ) => Address(ClaimKind::OriginUrl, 4.0),
        ("meta", "og:url") => Address(ClaimKind::OriginUrl, 3.0),
        ("jsonld" | "microdata" | "rdfa", "isbasedon" | "isbasedonurl") => Address(ClaimKind::OriginUrl, 4.0),
        ("jsonld" | "microdata" | "rdfa", "translationofwork") => Address(ClaimKind::Translation, 4.0),
        ("jsonld" | "microdata" | "rdfa", "translator") => Translator,
        ("atom", "via") => Address(ClaimKind::OriginUrl, 3.0),
        ("rss", "source.url") | ("atom", "source.url") => Feed,
        ("rss", "source" | "dc:source" | "dc.source") | ("atom", "source") => {
            Supplier(ClaimKind::Agency, 3.0, 3.0)
        }
        ("jsonld" | "microdata" | "rdfa", "sourceorganization") | ("hnews", "source-org") => {
            Supplier(ClaimKind::Agency, 3.5, 2.5)
        }
        ("jsonld" | "microdata" | "rdfa", "provider")
        | ("ninjs", "infosource")
        | ("newsml", "infosource" | "creditline") => Supplier(ClaimKind::Agency, 3.5, 2.0),
        ("newsml", "provider") => Supplier(ClaimKind::Agency, 3.5, 2.0),
        ("jsonld" | "microdata" | "rdfa", "credittext") => Credit,
        ("jsonld" | "microdata" | "rdfa", "publisher")
        | ("meta", "publisher" | "dc.publisher" | "dc:publisher" | "dcterms.publisher")
        | ("json", "publisher" | "provider") => Supplier(ClaimKind::Agency, 2.5, 0.0),
        ("json", "source" | "agency")
        | ("rdfa", "source" | "distributor")
        | ("meta", "source" | "news_source" | "news-source" | "agency" | "prism.distributor")
        | ("meta", "dc.source" | "dc:source" | "dcterms.source" | "dcterms:source" | "article:source") => {
            Supplier(ClaimKind::Agency, 2.5, 0.7)
        }
        ("jsonld" | "microdata" | "rdfa", "copyrightholder" | "copyrightnotice")
        | ("ninjs", "copyrightholder" | "copyrightnotice")
        | ("newsml", "copyrightholder" | "copyrightnotice")
        | ("rdfa", "rights" | "rightsholder")
        | (
            "meta",
            "copyright"
            | "dc.rights"
            | "rights"
            | "dcterms.rightsholder"
            | "prism.copyright"
            | "dcterms.rights",
        )
        | ("rss", "dc:rights" | "copyright")
        | ("json", "copyright") => Supplier(ClaimKind::Copyright, 2.0, 0.5),
        (
            "meta",
            "author" | "byl" | "dc.creator" | "dcterms.creator" | "parsely-author" | "sailthru.author",
        )
        | (
            "meta",
            "citation_author" | "article:author" | "dc.contributor" | "byline" | "cxenseparse:author",
        )
        | (
            "meta",
            "dc:creator"
            | "dcterms:creator"
            | "dcterms.contributor"
            | "article:author_name"
            | "og:article:author",
        )
        | ("jsonld" | "microdata" | "rdfa", "author" | "creator" | "contributor")
        | ("rss", "creator" | "dc:creator" | "author")
        | ("atom", "author")
        | ("ninjs" | "newsml" | "json", "byline" | "by" | "author") => Author,
        ("json", "credit") => Credit,
        ("jsonld" | "microdata" | "rdfa" | "hnews" | "newsml", "dateline") => Dateline,
        ("newsml", "hop") => Hop,
        ("meta", "googlebot-news" | "googlebot") => Robots,
        _ => return None,
    })
}

/// What the fields of `told` claim.
pub(crate) fn claims(told: &Told, own: &Own) -> Vec<Claim> {
    told.fields.iter().flat_map(|(field, value)| read(field, value.trim(), own)).collect()
}

fn read(field: &str, value: &str, own: &Own) -> Vec<Claim> {
    let Some(meaning) = meaning(field).filter(|_| !value.is_empty()) else { return Vec::new() };
    let claim = |kind, origin, weight| Claim {
        kind,
        origin,
        field: field.to_owned(),
        text: value.to_owned(),
        span: None,
        line: None,
        weight,
    };
    match meaning {
        Meaning::Address(kind, weight) => match value::address(value) {
            Some(url) => {
                let is_foreign = host(url).and_then(|host| own.is_host(host).map(|own| !own));
                // Where the page's own host is unknown, these two are it.
                let is_foreign = is_foreign.unwrap_or(!matches!(field, "link.canonical" | "meta.og:url"));
                let found = is_foreign && is_article(url);
                found.then(|| claim(kind, Origin::Url(url.to_owned()), weight)).into_iter().collect()
            }
            // A title or a name says less, a relative address nothing.
            None if value.starts_with(['/', '#', '?'])
                || field.starts_with("link.")
                || field.starts_with("meta.og") =>
            {
                Vec::new()
            }
            None => named(value, 3.5, 1.0)
                .into_iter()
                .map(|(origin, weight)| claim(kind, origin, weight))
                .collect(),
        },
        Meaning::Feed => {
            let url = value::address(value)
                .filter(|url| host(url).is_some_and(|host| own.is_host(host) != Some(true)));
            url.map(|url| claim(ClaimKind::OriginUrl, Origin::Url(url.to_owned()), 3.0)).into_iter().collect()
        }
        Meaning::Supplier(kind, agency, outlet) => named(value, agency, outlet)
            .into_iter()
            .map(|(origin, weight)| claim(kind, origin, weight))
            .collect(),
        Meaning::Author => byline(value)
            .into_iter()
            .map(|(origin, weight)| claim(ClaimKind::Byline, origin, weight))
            .collect(),
        Meaning::Credit => match credit::whole(value) {
            Some(credits) => {
                credits.into_iter().map(|c| claim(ClaimKind::Agency, c.origin, c.weight.max(2.5))).collect()
            }
            None => named(value, 3.5, 1.5)
                .into_iter()
                .map(|(origin, weight)| claim(ClaimKind::Agency, origin, weight))
                .collect(),
        },
        Meaning::Dateline => {
            let line = format!("{} - x", value.trim_end_matches(['-', '–', '—', ' ']));
            let origins = dateline::find(&line).map(|found| found.origins).unwrap_or_default();
            origins.into_iter().map(|origin| claim(ClaimKind::Dateline, origin, 3.0)).collect()
        }
        Meaning::Hop => hop(value)
            .into_iter()
            .map(|(origin, weight)| claim(ClaimKind::HopHistory, origin, weight))
            .collect(),
        Meaning::Robots => {
            let hidden =
                value.to_ascii_lowercase().split(',').any(|word| matches!(word.trim(), "noindex" | "none"));
            hidden.then(|| claim(ClaimKind::NoIndex, Origin::Unnamed, 0.5)).into_iter().collect()
        }
        Meaning::Translator => vec![claim(ClaimKind::Translation, Origin::Unnamed, 2.0)],
    }
}

/// The agencies that `value` names, else an outlet, each with its weight; weight 0 is not worth a claim.
fn named(value: &str, agency: f32, outlet: f32) -> Vec<(Origin, f32)> {
    if let Some(url) = value::address(value) {
        let known = host(url).and_then(agencies::of_host).map(|known| (Origin::Agency(known), agency));
        let other = (outlet > 0.0).then(|| (Origin::Url(url.to_owned()), outlet));
        return known.or(other).into_iter().collect();
    }
    let text = Folded::new(value);
    let whole = 0..text.text().len();
    // "© 2024 AFP", "Source: AFP"
    if let Some(credits) = credit::whole(value) {
        let weigh = |origin: Origin| match origin {
            Origin::Agency(_) => (origin, agency),
            _ => (origin, outlet),
        };
        return credits
            .into_iter()
            .map(|credit| weigh(credit.origin))
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
    }
    let found = agencies_of(&parties(&text, &whole));
    if !found.is_empty() {
        return found.into_iter().map(|origin| (origin, agency)).collect();
    }
    let name = value.trim_start_matches(|c: char| !c.is_alphabetic());
    let is_outlet = outlet > 0.0 && (2..=80).contains(&name.len());
    is_outlet.then(|| (Origin::Outlet(name.to_owned()), outlet)).into_iter().collect()
}

/// Agencies among authors, or the outlet that a person writes for.
fn byline(value: &str) -> Vec<(Origin, f32)> {
    if value::address(value).is_some() {
        return Vec::new();
    }
    let text = Folded::new(value);
    let whole = 0..text.text().len();
    if let Some(credits) =
        credit::listed(&text, &whole).or_else(|| credit::whole(value)).filter(|c| !c.is_empty())
    {
        let is_source = |c: &credit::Credit| !matches!(c.kind, ClaimKind::Copyright | ClaimKind::Translation);
        return credits.into_iter().filter(is_source).map(|c| (c.origin, c.weight.min(2.5))).collect();
    }
    let all = parties(&text, &whole);
    let agencies = agencies_of(&all);
    if !agencies.is_empty() {
        return agencies.into_iter().map(|origin| (origin, 2.0)).collect();
    }
    match &all[..] {
        [person, outlet] if matches!(person.who, Who::Person) => {
            let name = text.original(&outlet.range);
            let is_job = phrases::AFTER_NAME.end_of(&text.text()[outlet.range.clone()]).is_some();
            let is_outlet = value::is_name(name)
                && name.chars().count() > 3
                && !is_job
                && !matches!(outlet.who, Who::Desk);
            is_outlet.then(|| (Origin::Outlet(name.to_owned()), 1.0)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// "1 AFP hopaction:created": number, party and action.
fn hop(value: &str) -> Vec<(Origin, f32)> {
    let mut words: Vec<&str> = value.split_whitespace().collect();
    if words.first().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit())) {
        words.remove(0);
    }
    let action =
        words.last().copied().unwrap_or_default().rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
    let is_action = ["created", "transformed", "enhanced", "edited", "distributed", "translated"]
        .contains(&action.as_str());
    if is_action {
        words.pop();
    }
    let party = words.join(" ");
    // Catalogue codes carry the party after a colon.
    let party = party.rsplit(':').next().unwrap_or_default().trim();
    let weight = if action == "created" { 3.5 } else { 2.0 };
    named(party, weight, weight - 1.0)
}

/// The host of an address, without `www.` and port.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}

/// Not only a site's root, or its front page in a language.
fn is_article(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find(['/', '?']).map_or("", |at| &rest[at..]);
    let path = path.trim_matches('/');
    path.len() > 3 && !["index.html", "index.php", "index.htm", "home"].contains(&path)
}
