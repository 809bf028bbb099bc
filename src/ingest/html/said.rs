//! What a page says of itself beyond what makes it an article: names, credits and notices, as they stand.
//!
//! Owns collecting them: from metas, links, structured data, microdata, hNews, and the lines that readers see.
//! Interprets nothing.

use serde_json::{Map, Value};

use super::dom::Dom;
use super::json_ld;
use super::page_meta::PageMeta;
use super::tag::Tag;
use super::text::{self, Lines};
use crate::article::{Place, Said, SaidLine};
use crate::ingest::shapes::shape;

/// Metas that say nothing of where an article comes from begin so.
const PASSED_OVER: [&str; 16] = [
    "viewport",
    "og:image",
    "twitter:image",
    "og:video",
    "theme-color",
    "msapplication",
    "fb:",
    "keywords",
    "description",
    "og:description",
    "twitter:description",
    "google-site",
    "apple-",
    "format-detection",
    "robots",
    "generator",
];

/// Properties of an article's object that tell of origins, people and times.
const PROPERTIES: [&str; 26] = [
    "isBasedOn",
    "isBasedOnUrl",
    "translationOfWork",
    "translator",
    "sourceOrganization",
    "provider",
    "publisher",
    "author",
    "creator",
    "contributor",
    "copyrightHolder",
    "copyrightNotice",
    "creditText",
    "license",
    "usageInfo",
    "citation",
    "isPartOf",
    "mainEntityOfPage",
    "url",
    "sameAs",
    "datePublished",
    "dateModified",
    "dateCreated",
    "dateline",
    "locationCreated",
    "sdPublisher",
];

/// The same as microdata and as RDFa.
const ITEM_PROPERTIES: [&str; 15] = [
    "isBasedOn",
    "isBasedOnUrl",
    "translationOfWork",
    "translator",
    "sourceOrganization",
    "provider",
    "publisher",
    "author",
    "creator",
    "contributor",
    "copyrightHolder",
    "copyrightNotice",
    "creditText",
    "dateline",
    "dateModified",
];

/// Properties of Dublin Core and PRISM that tell of origins, as RDFa.
const TERMS: [&str; 5] = ["source", "rights", "rightsHolder", "distributor", "publisher"];
/// How their names and those of schema.org and rNews are qualified.
const VOCABULARIES: [&str; 10] = [
    "schema:",
    "http://schema.org/",
    "https://schema.org/",
    "rnews:",
    "dc:",
    "dct:",
    "dcterms:",
    "prism:",
    "http://purl.org/dc/terms/",
    "http://purl.org/dc/elements/1.1/",
];

/// Classes of the hNews format.
const HNEWS: [&str; 3] = ["source-org", "dateline", "item-license"];

/// Lines of a page that are kept, and bytes of each.
const MOST_LINES: usize = 600;
const LONGEST_LINE: usize = 4096;
/// Links in the text of a page that are kept.
const MOST_LINKS: usize = 20;

/// Collects what a page says; `article` is the text that was found in it.
pub(crate) fn read(dom: &Dom, meta: &PageMeta, article: &str) -> Said {
    let mut said = Said::default();
    for (name, value) in meta.metas() {
        if !PASSED_OVER.iter().any(|prefix| name.starts_with(prefix)) {
            said.add(format!("meta.{name}"), value);
        }
    }
    structured(dom, &mut said);
    for id in 0..dom.nodes().len() {
        if dom.tag(id) != Tag::Text {
            element(dom, id, &mut said);
        }
    }
    let (lines, nodes) = lines(dom, article);
    said.lines = lines;
    links(dom, &nodes, &mut said);
    said
}

/// What the attributes of an element say.
fn element(dom: &Dom, id: usize, said: &mut Said) {
    let attribute = |name| dom.attribute(id, name).map(text::decode).unwrap_or_default();
    if matches!(dom.tag(id), Tag::Link | Tag::A) {
        let rel = attribute("rel").to_ascii_lowercase();
        for rel in rel.split_whitespace() {
            match rel {
                "canonical" | "amphtml" | "via" | "syndication" if dom.tag(id) == Tag::Link => {
                    said.add(format!("link.{rel}"), &attribute("href"));
                }
                "alternate" if dom.tag(id) == Tag::Link && !attribute("hreflang").is_empty() => {
                    said.add(format!("link.alternate.{}", attribute("hreflang")), &attribute("href"));
                }
                _ => {}
            }
        }
    }
    if let Some(name) = dom.attribute(id, "itemprop") {
        for name in name.split_whitespace().filter(|name| ITEM_PROPERTIES.contains(name)) {
            said.add(format!("microdata.{name}"), &value_of(dom, id));
        }
    }
    // What is a meta has been read as one.
    if let Some(names) = dom.attribute(id, "property").filter(|_| dom.tag(id) != Tag::Meta) {
        for name in names.split_whitespace().filter_map(rdfa) {
            said.add(format!("rdfa.{name}"), &value_of(dom, id));
        }
    }
    if let Some(classes) = dom.attribute(id, "class") {
        for class in classes.split_whitespace().filter(|class| HNEWS.contains(class)) {
            said.add(format!("hnews.{class}"), &text::within(dom, id));
        }
    }
}

/// A property's name without its vocabulary, if it tells of origins; those without one are schema.org's.
fn rdfa(name: &str) -> Option<&str> {
    let vocabulary = VOCABULARIES.iter().find_map(|start| name.strip_prefix(start));
    let local = vocabulary.unwrap_or(name);
    let is_term = vocabulary.is_some() && TERMS.contains(&local);
    (is_term || ITEM_PROPERTIES.contains(&local)).then_some(local)
}

/// The value of an item's property: its content, address or time, its name, or its text.
fn value_of(dom: &Dom, id: usize) -> String {
    let own = ["content", "href", "resource", "datetime"].iter().find_map(|name| dom.attribute(id, name));
    if let Some(own) = own {
        return text::decode(own);
    }
    let is_name = |id: usize| {
        dom.attribute(id, "itemprop") == Some("name")
            || matches!(dom.attribute(id, "property"), Some("name" | "schema:name"))
    };
    let name = dom.subtree(id).skip(1).find(|&id| is_name(id));
    let name =
        name.map(|id| dom.attribute(id, "content").map_or_else(|| text::within(dom, id), text::decode));
    name.unwrap_or_else(|| text::within(dom, id))
}

/// What the objects of articles in the structured data say; what they refer to by `@id` is looked up.
fn structured(dom: &Dom, said: &mut Said) {
    let scripts: Vec<Value> = json_ld::scripts(dom).collect();
    let mut named = Map::new();
    scripts.iter().for_each(|script| name_objects(script, &mut named));
    for script in &scripts {
        json_ld::articles(script, &mut |object| {
            for property in PROPERTIES {
                if let Some(value) = object.get(property) {
                    tell(&format!("jsonld.{property}"), value, &named, said);
                }
            }
        });
    }
}

/// Collects the objects that have an `@id`.
fn name_objects(value: &Value, named: &mut Map<String, Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| name_objects(item, named)),
        Value::Object(fields) => {
            if let (Some(Value::String(id)), true) = (fields.get("@id"), fields.len() > 1) {
                named.entry(id.clone()).or_insert_with(|| value.clone());
            }
            fields
                .values()
                .filter(|value| value.is_array() || value.is_object())
                .for_each(|v| name_objects(v, named));
        }
        _ => {}
    }
}

/// Adds a property's values: words as they are, of objects their names and addresses.
fn tell(field: &str, value: &Value, named: &Map<String, Value>, said: &mut Said) {
    match value {
        Value::String(text) => said.add(field, &text::decode(text)),
        Value::Number(number) => said.add(field, &number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| tell(field, item, named, said)),
        Value::Object(fields) => {
            let referred = fields.get("@id").and_then(Value::as_str).and_then(|id| named.get(id));
            let fields = referred.and_then(Value::as_object).filter(|_| fields.len() == 1).unwrap_or(fields);
            let words = |key: &str| fields.get(key).and_then(Value::as_str).map(text::decode);
            let told = ["name", "url", "headline", "@id"].map(words);
            for (nth, word) in told.iter().enumerate() {
                let Some(word) = word else { continue };
                let is_last_resort = nth == 3 && told[1].is_some();
                if !is_last_resort {
                    said.add(field, word);
                }
            }
        }
        _ => {}
    }
}

/// The lines that readers see.
pub(super) fn seen_lines(dom: &Dom) -> Lines {
    let mut seen = Lines::default();
    text::write(dom, &mut seen, 0, |id| {
        let tag = dom.tag(id);
        !text::is_silent(tag)
            && !matches!(tag, Tag::Nav | Tag::Noscript)
            && dom.attribute(id, "hidden").is_none()
    });
    seen
}

/// The pages that the article's own lines, whose first words are in these nodes, lead to on any host.
fn links(dom: &Dom, nodes: &[usize], said: &mut Said) {
    let mut seen = Vec::new();
    for &node in nodes {
        let block = std::iter::successors(Some(node), |&id| (id != 0).then(|| dom.parent(id)));
        let block = block.into_iter().find(|&id| dom.tag(id).is_block()).unwrap_or(node);
        for id in dom.subtree(block).filter(|&id| dom.tag(id) == Tag::A) {
            let href = dom.attribute(id, "href").map(text::decode).unwrap_or_default();
            if href.starts_with("http") && !seen.contains(&href) && seen.len() < MOST_LINKS {
                said.add("link.text", &href);
                seen.push(href);
            }
        }
    }
}

/// The lines that readers see, and which of them are the article's; and the nodes of these.
fn lines(dom: &Dom, article: &str) -> (Vec<SaidLine>, Vec<usize>) {
    let seen = seen_lines(dom);
    let mut own = article.split('\n').peekable();
    let (mut out, mut nodes) = (Vec::new(), Vec::new());
    for (line, node) in seen.lines() {
        if let Some(next) = own.peek() {
            // Of a line that is the article's, parts may have been left out.
            let parts = line.split_once(next).filter(|_| line.len() < next.len() * 2 || line == *next);
            if let Some((before, behind)) = parts {
                own.next();
                let around = [before, behind].map(str::trim).map(|text| around(Place::Around, text));
                let [before, behind] = around.map(|line| Some(line).filter(|line| !line.text.is_empty()));
                out.extend(before);
                out.push(SaidLine { place: Place::Text, text: String::new() });
                out.extend(behind);
                if !shape(line).furniture {
                    nodes.push(node);
                }
                continue;
            }
        }
        let place = if is_caption(dom, node) { Place::Caption } else { Place::Around };
        if out.len() < MOST_LINES {
            out.push(around(place, line));
        }
    }
    // What was not found again comes last, so that every line of the text has its place.
    out.extend(own.map(|_| SaidLine { place: Place::Text, text: String::new() }));
    (out, nodes)
}

/// A line that is not the article's.
fn around(place: Place, line: &str) -> SaidLine {
    SaidLine { place, text: line[..line.floor_char_boundary(LONGEST_LINE)].to_owned() }
}

/// Whether a node is in the caption of a picture.
pub(super) fn is_caption(dom: &Dom, mut id: usize) -> bool {
    while id != 0 {
        if matches!(dom.tag(id), Tag::Figcaption | Tag::Figure) {
            return true;
        }
        let class = dom.attribute(id, "class").unwrap_or("");
        if class.split(['-', '_', ' ']).any(|word| word.eq_ignore_ascii_case("caption")) {
            return true;
        }
        id = dom.parent(id);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(page: &str, article: &str) -> Said {
        let dom = Dom::parse(page).expect("small");
        read(&dom, &PageMeta::read(&dom), article)
    }

    fn values<'s>(said: &'s Said, field: &str) -> Vec<&'s str> {
        said.fields.iter().filter(|(name, _)| name == field).map(|(_, value)| value.as_str()).collect()
    }

    #[test]
    fn metas_and_links_are_kept_as_they_stand() {
        let said = of(
            "<meta name=Author content='Ann &amp; AFP'><meta name=viewport content=x>\
             <meta name=syndication-source content=https://o.example/a><link rel=canonical href=/b>\
             <link rel=alternate hreflang=fr href=/fr>",
            "",
        );
        assert_eq!(values(&said, "meta.author"), ["Ann & AFP"]);
        assert_eq!(values(&said, "meta.syndication-source"), ["https://o.example/a"]);
        assert_eq!(values(&said, "link.canonical"), ["/b"]);
        assert_eq!(values(&said, "link.alternate.fr"), ["/fr"]);
        assert!(values(&said, "meta.viewport").is_empty());
    }

    #[test]
    fn structured_data_is_told_by_names_and_addresses() {
        let said = of(
            r##"<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "publisher": {"@id": "#o"},
             "isBasedOn": {"@type": "NewsArticle", "url": "https://o.example/a", "@id": "x"},
             "author": [{"name": "Ann"}, "AFP"],},
             {"@type": "Organization", "@id": "#o", "name": "The Mail"}]}</script>"##,
            "",
        );
        assert_eq!(values(&said, "jsonld.publisher"), ["The Mail", "#o"]);
        assert_eq!(values(&said, "jsonld.isBasedOn"), ["https://o.example/a"]);
        assert_eq!(values(&said, "jsonld.author"), ["Ann", "AFP"]);
    }

    #[test]
    fn microdata_and_hnews_are_told_by_their_text() {
        let said = of(
            "<p><span itemprop=publisher itemscope><b itemprop=name>The Mail</b> since 1900</span> \
             <span class='x source-org vcard'>By <i>AP</i></span>",
            "",
        );
        assert_eq!(values(&said, "microdata.publisher"), ["The Mail"]);
        assert_eq!(values(&said, "hnews.source-org"), ["By AP"]);
    }

    #[test]
    fn rdfa_is_told_like_microdata() {
        let said = of(
            "<div vocab='https://schema.org/' typeof=NewsArticle><span property=author typeof=Person>\
             <b property=name>Ann Lee</b>, Paris</span><a property='schema:isBasedOn' href='https://o.example/a'>x</a>\
             <i property='dc:source'>AFP</i><i property='prism:distributor'>Reuters</i><i property=source>no</i>\
             <i property='og:title'>no</i></div><meta property='dcterms.source' content=EFE>",
            "",
        );
        assert_eq!(values(&said, "rdfa.author"), ["Ann Lee"]);
        assert_eq!(values(&said, "rdfa.isBasedOn"), ["https://o.example/a"]);
        assert_eq!(values(&said, "rdfa.source"), ["AFP"]);
        assert_eq!(values(&said, "rdfa.distributor"), ["Reuters"]);
        assert_eq!(values(&said, "meta.dcterms.source"), ["EFE"]);
    }

    #[test]
    fn links_of_the_text_are_kept() {
        let said = of(
            "<p>First by <a href='https://o.example/a?x=1&amp;y'>The Mail</a>, <a href=/own>ours</a>.</p>\
             <p>Read also: <a href=https://o.example/b>more</a></p><p><a href=https://o.example/c>Around</a></p>",
            "First by The Mail, ours.\nRead also: more",
        );
        assert_eq!(values(&said, "link.text"), ["https://o.example/a?x=1&y"]);
    }

    #[test]
    fn lines_have_their_places() {
        let said = of(
            "<nav>Home</nav><h1>Title</h1><p>First.</p><figure><figcaption>Photo: AFP</figcaption></figure>\
             <p>Read also: more</p><p>Second.</p><p>Source: AFP</p>",
            "First.\nSecond.\nGone.",
        );
        let told: Vec<(Place, &str)> = said.lines.iter().map(|l| (l.place, l.text.as_str())).collect();
        assert_eq!(
            told,
            [
                (Place::Around, "Title"),
                (Place::Text, ""),
                (Place::Caption, "Photo: AFP"),
                (Place::Around, "Read also: more"),
                (Place::Text, ""),
                (Place::Around, "Source: AFP"),
                (Place::Text, ""),
            ]
        );
    }
}
