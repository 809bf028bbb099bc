//! What a page says of itself: address, headline, date, language.
//!
//! Owns which of a page's several statements is believed. Does not own structured data as such (see
//! [`super::json_ld`]) or whether a statement is true.

use super::dom::Dom;
use super::json_ld::JsonLd;
use super::tag::Tag;
use super::{text, title};

/// Where the time of publication stands, best first, in lower case.
const PUBLISHED: [&str; 19] = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "citation_publication_date",
    "publishdate",
    "publish-date",
    "publication_date",
    "pubdate",
    "article_date_original",
    "date",
];

/// The shortest title that may be the beginning of the headline, in bytes.
const CUT: usize = 8;

/// Where the headline stands, best first.
const TITLE: [&str; 5] = ["og:title", "twitter:title", "parsely-title", "dc.title", "sailthru.title"];

/// Where the name of the site stands.
const SITE: [&str; 3] = ["og:site_name", "application-name", "twitter:site"];

/// Headings below the first rank that are kept.
const HEADINGS: usize = 8;

/// The head of a page, each statement as written.
#[derive(Debug, Default)]
pub(crate) struct PageMeta {
    metas: Vec<(String, String)>,
    title: Option<String>,
    h1: Option<String>,
    /// Headings of lower rank: on some pages the headline is one.
    headings: Vec<String>,
    time: Option<String>,
    canonical: Option<String>,
    base: Option<String>,
    lang: Option<String>,
}

impl PageMeta {
    /// Reads the statements of a page.
    pub(crate) fn read(dom: &Dom) -> Self {
        let mut meta = PageMeta::default();
        for (id, node) in dom.nodes().iter().enumerate() {
            match node.tag {
                Tag::Html => meta.lang = filled(dom.attribute(id, "lang").or(dom.attribute(id, "xml:lang"))),
                Tag::Meta => meta.metas.extend(named_content(dom, id)),
                Tag::Link if meta.canonical.is_none() && is_canonical(dom, id) => {
                    meta.canonical = filled(dom.attribute(id, "href"));
                }
                Tag::Base if meta.base.is_none() => meta.base = filled(dom.attribute(id, "href")),
                // Drawings have titles, too.
                Tag::Title if meta.title.is_none() && dom.tag(dom.parent(id)) != Tag::Svg => {
                    meta.title = Some(text::decode(dom.inner_raw_text(id))).filter(|text| !text.is_empty());
                }
                Tag::H1 if meta.h1.is_none() => {
                    meta.h1 = Some(text::within(dom, id)).filter(|text| !text.is_empty());
                }
                Tag::H2 | Tag::H3 if meta.headings.len() < HEADINGS => {
                    meta.headings.extend(Some(text::within(dom, id)).filter(|text| !text.is_empty()));
                }
                Tag::Time if meta.time.is_none() => meta.time = filled(dom.attribute(id, "datetime")),
                _ => {}
            }
        }
        meta
    }

    /// Every meta with its name, in lower case, in their order.
    pub(crate) fn metas(&self) -> impl Iterator<Item = (&str, &str)> {
        self.metas.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn all<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m str> {
        self.metas.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn first(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|name| self.metas.iter().find(|(key, _)| key == name))
            .map(|(_, value)| value.as_str())
    }

    /// The headline, without the name of the site where another statement confirms that it is one.
    pub(crate) fn headline(&self, json_ld: &JsonLd) -> Option<String> {
        let shared = self.first(&TITLE);
        let said = [json_ld.headline.as_deref(), self.h1.as_deref(), shared, self.title.as_deref()];
        let said: Vec<&str> = said.into_iter().flatten().chain(self.long_headings()).collect();
        let title =
            shared.or(json_ld.headline.as_deref()).or(self.title.as_deref()).or(self.h1.as_deref())?;
        // A quotation mark in the headline may end the attribute that it stands in.
        let whole = [self.h1.as_deref(), self.title.as_deref()].into_iter().flatten().find_map(|whole| {
            let rest = &whole[whole.find(title).filter(|_| title.len() >= CUT)?..];
            rest[title.len()..].starts_with(['\'', '"']).then_some(rest)
        });
        let site = self.first(&SITE).or(json_ld.publisher.as_deref());
        Some(title::without_site(whole.unwrap_or(title), site, &said).to_owned())
    }

    /// The name of the site as the title has it before or after the headline, which another statement confirms.
    pub(crate) fn site_in_title(&self, json_ld: &JsonLd) -> Option<&str> {
        let title = self.title.as_deref()?;
        let said = [json_ld.headline.as_deref(), self.first(&TITLE), self.h1.as_deref()];
        said.into_iter()
            .flatten()
            .chain(self.long_headings())
            .find_map(|headline| title::site_beside(title, headline))
    }

    /// Headings that are most of the title, where no other statement may tell what of it is the headline.
    fn long_headings(&self) -> impl Iterator<Item = &str> {
        let title = self.title.as_deref().map_or(0, str::len);
        self.headings.iter().map(String::as_str).filter(move |heading| heading.len() * 2 > title)
    }

    /// When the page says it was published, as written.
    pub(crate) fn published(&self, json_ld: &JsonLd) -> Option<String> {
        let shared = PUBLISHED.iter().flat_map(|name| self.all(name));
        let told = json_ld.published.as_deref().into_iter().chain(shared).chain(self.time.as_deref());
        // Publishing systems write the year 1 where they know no date.
        told.into_iter().find(|date| !date.starts_with("000")).map(str::to_owned)
    }

    /// The page's own address, made absolute with `known`, the address that it was fetched from.
    pub(crate) fn address(&self, json_ld: &JsonLd, known: Option<&str>) -> Option<String> {
        let said = self.canonical.as_deref().or(self.first(&["og:url"])).or(json_ld.url.as_deref());
        let base = match (&self.base, known) {
            (Some(base), Some(known)) => Some(resolve(known, base)),
            (base, known) => base.clone().or(known.map(str::to_owned)),
        };
        match (said, base) {
            (Some(said), Some(base)) => Some(resolve(&base, said)),
            (Some(said), None) => Some(said.to_owned()),
            (None, _) => known.map(str::to_owned),
        }
    }

    /// The declared language: its primary subtag in lower case.
    pub(crate) fn language(&self, json_ld: &JsonLd) -> Option<String> {
        self.languages(json_ld).find_map(primary)
    }

    /// The declared language with its country, where that is declared.
    pub(crate) fn locale<'m>(&'m self, json_ld: &'m JsonLd) -> Option<&'m str> {
        let language = self.language(json_ld)?;
        let mut same = self.languages(json_ld).filter(|tag| primary(tag).as_ref() == Some(&language));
        let first = same.next()?;
        let full = |tag: &&str| tag.contains(['-', '_']);
        Some(Some(first).filter(full).or_else(|| same.find(full)).unwrap_or(first))
    }

    /// What is said of the language, best first.
    fn languages<'m>(&'m self, json_ld: &'m JsonLd) -> impl Iterator<Item = &'m str> {
        [
            self.lang.as_deref(),
            self.first(&["og:locale"]),
            self.first(&["content-language", "language", "dc.language", "dcterms.language"]),
            json_ld.lang.as_deref(),
        ]
        .into_iter()
        .flatten()
    }
}

fn is_canonical(dom: &Dom, id: usize) -> bool {
    dom.attribute(id, "rel").is_some_and(|rel| rel.trim().eq_ignore_ascii_case("canonical"))
}

fn filled(value: Option<&str>) -> Option<String> {
    value.map(text::decode).filter(|text| !text.is_empty())
}

/// Name (in lower case) and content of a meta element, one pair for each way it is named.
fn named_content(dom: &Dom, id: usize) -> Vec<(String, String)> {
    let Some(content) = filled(dom.attribute(id, "content")) else { return Vec::new() };
    ["property", "name", "itemprop", "http-equiv"]
        .into_iter()
        .filter_map(|key| Some((dom.attribute(id, key)?.trim().to_ascii_lowercase(), content.clone())))
        .collect()
}

/// "en" of "en-GB" or "EN_us"; none for what is no language tag.
fn primary(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_', ',', ' ']).next()?;
    let is_tag = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    is_tag.then(|| primary.to_ascii_lowercase())
}

/// `address` as seen from `base`; as it is where that is not to be told.
fn resolve(base: &str, address: &str) -> String {
    let scheme = address.split(['/', '?', '#']).next().unwrap_or("");
    let Some((protocol, rest)) = base.split_once("://") else { return address.to_owned() };
    if scheme.contains(':') {
        return address.to_owned();
    }
    if let Some(host) = address.strip_prefix("//") {
        return format!("{protocol}://{host}");
    }
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if address.starts_with('/') {
        return format!("{protocol}://{host}{}", without_dots(address));
    }
    if address.starts_with(['?', '#']) {
        return format!("{protocol}://{host}/{path}{address}");
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let joined = if folder.is_empty() { format!("/{address}") } else { format!("/{folder}/{address}") };
    format!("{protocol}://{host}{}", without_dots(&joined))
}

/// An absolute path without "." and ".." steps.
fn without_dots(path: &str) -> String {
    let end = path.find(['?', '#']).unwrap_or(path.len());
    let mut steps: Vec<&str> = Vec::new();
    for step in path[..end].split('/').skip(1) {
        match step {
            "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    format!("/{}{}", steps.join("/"), &path[end..])
}

#[cfg(test)]
mod tests {
    use super::super::json_ld;
    use super::*;

    fn of(page: &str) -> (PageMeta, JsonLd) {
        let dom = Dom::parse(page).expect("small");
        (PageMeta::read(&dom), json_ld::read(&dom))
    }

    fn headline(page: &str) -> Option<String> {
        let (meta, json_ld) = of(page);
        meta.headline(&json_ld)
    }

    #[test]
    fn the_name_of_the_site_goes_when_it_is_confirmed() {
        let by_h1 = "<title>Rain in Spain | The Plain</title><h1>Rain in <i>Spain</i></h1>";
        assert_eq!(headline(by_h1).as_deref(), Some("Rain in Spain"));
        let by_name =
            "<title>Rain - in Spain - The Plain</title><meta property=og:site_name content='The Plain'>";
        assert_eq!(headline(by_name).as_deref(), Some("Rain - in Spain"));
        let first =
            "<title>The Plain – Rain in Spain</title><meta property=og:site_name content='The Plain'>";
        assert_eq!(headline(first).as_deref(), Some("Rain in Spain"));
        let unconfirmed = "<title>Rain in Spain | The Plain</title>";
        assert_eq!(headline(unconfirmed).as_deref(), Some("Rain in Spain | The Plain"));
    }

    #[test]
    fn headlines_come_from_the_best_place() {
        let page = "<title>c</title><meta property='og:title' content='Caf&eacute; &quot;A&quot;'><h1>b</h1>";
        assert_eq!(headline(page).as_deref(), Some("Café \"A\""));
        assert_eq!(headline("<svg><title>logo</title></svg><h1>b</h1>").as_deref(), Some("b"));
        let cut =
            "<meta property='og:title' content='Un yacht vendu à l'Etat'><h1>Un yacht vendu à l'Etat</h1>";
        assert_eq!(headline(cut).as_deref(), Some("Un yacht vendu à l'Etat"));
        let cut = "<title>Actu: Un yacht vendu à l'Etat</title><meta property='og:title' content='Un yacht vendu à l'Etat'>";
        assert_eq!(headline(cut).as_deref(), Some("Un yacht vendu à l'Etat"));
        let whole = "<meta property='og:title' content='A bridge closes'><h1>A bridge closes: what now?</h1>";
        assert_eq!(headline(whole).as_deref(), Some("A bridge closes"));
        assert_eq!(headline("<p>none</p>"), None);
    }

    #[test]
    fn dates_come_from_structured_data_metas_or_time() {
        let of = |page: &str| {
            let (meta, json_ld) = of(page);
            meta.published(&json_ld)
        };
        let ld =
            r#"<script type="application/ld+json">{"@type":"Article","datePublished":"2024-05-03"}</script>"#;
        let meta = "<meta property=article:published_time content=2024-05-04>";
        let time = "<time datetime=2024-05-05>5 May</time>";
        assert_eq!(of(&format!("{meta}{ld}{time}")).as_deref(), Some("2024-05-03"));
        assert_eq!(of(&format!("{time}{meta}")).as_deref(), Some("2024-05-04"));
        assert_eq!(of(time).as_deref(), Some("2024-05-05"));
        let none = "<meta name=date content=0001-01-01T00:00:00Z>";
        assert_eq!(of(&format!("{none}{time}")).as_deref(), Some("2024-05-05"));
        assert_eq!(of("<p>2024</p>"), None);
    }

    #[test]
    fn addresses_are_resolved_against_the_known_one() {
        let known = Some("https://example.org/a/b.html?x=1");
        let of = |head: &str| {
            let (meta, json_ld) = of(head);
            meta.address(&json_ld, known)
        };
        assert_eq!(of("<link rel=canonical href=/c/../d>").as_deref(), Some("https://example.org/d"));
        assert_eq!(of("<link rel=canonical href=c>").as_deref(), Some("https://example.org/a/c"));
        assert_eq!(of("<link rel=canonical href=//other.org/>").as_deref(), Some("https://other.org/"));
        assert_eq!(of("<meta property=og:url content=http://o.org/x>").as_deref(), Some("http://o.org/x"));
        assert_eq!(of("").as_deref(), known);
    }

    #[test]
    fn languages_are_primary_subtags() {
        let of = |head: &str| {
            let (meta, json_ld) = of(head);
            meta.language(&json_ld)
        };
        assert_eq!(of("<html lang=pt-BR>").as_deref(), Some("pt"));
        assert_eq!(of("<html lang=''><meta property=og:locale content=FR_fr>").as_deref(), Some("fr"));
        assert_eq!(of("<meta http-equiv=Content-Language content='de, en'>").as_deref(), Some("de"));
        assert_eq!(of("<html lang='{{lang}}'>"), None);
    }
}
