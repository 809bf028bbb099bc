//! Feeds to articles: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom and JSON Feed.
//!
//! Owns which elements of an item are its id, address, date and text. An item that gives both a
//! description and the full content is taken by its content.
//!
//! A feed that breaks off gives the items that are complete, and then the problem.

use super::html::fragment;
use super::raw::{Limits, Problem, Raw};
use super::said;
use super::xml::{self, Element};
use crate::article::{Article, Said};
use jiff::fmt::rfc2822::DateTimeParser;
use serde::Deserialize;

/// The articles of one feed. Ids are the items' own, else their addresses, else empty; languages are
/// as declared.
pub(crate) fn articles(raw: &Raw, limits: &Limits, what_else: bool) -> Vec<Result<Article, Problem>> {
    if raw.bytes.iter().find(|b| !b.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(b)) == Some(&b'{') {
        return json_feed(raw, what_else);
    }
    let text = xml::decode(&raw.bytes, raw.charset.as_deref());
    let document = xml::parse(&text, limits);
    let root = &document.root;
    let mut articles = match &*root.name {
        "rss" | "RDF" => rss(root, raw.record, what_else),
        "feed" => {
            let entries = root.elements().filter(|e| &*e.name == "entry");
            entries.map(|e| entry(e, root, raw.record, what_else)).collect()
        }
        "entry" => vec![entry(root, root, raw.record, what_else)],
        _ => {
            let reason =
                document.error.unwrap_or_else(|| format!("no feed: the root element is {:?}", root.name));
            return vec![Err(Problem::skipped(raw.record, reason))];
        }
    };
    if let Some(error) = document.error {
        articles.push(Err(Problem::skipped(raw.record, format!("the feed is broken: {error}"))));
    }
    articles
}

/// An item in the making.
#[derive(Default)]
struct Item {
    id: Option<String>,
    url: Option<String>,
    title: Option<String>,
    published: Option<String>,
    lang: Option<String>,
    /// Best first.
    texts: Vec<String>,
    said: Option<Box<Said>>,
}

impl Item {
    fn article(self, record: u64) -> Result<Article, Problem> {
        let id = self.id.or_else(|| self.url.clone()).unwrap_or_default();
        let Some(text) = self.texts.into_iter().find(|text| !text.is_empty()) else {
            let name = if id.is_empty() { self.title.unwrap_or_default() } else { id };
            return Err(Problem::skipped(record, format!("text is empty (item {name})")));
        };
        Ok(Article {
            id,
            url: self.url,
            title: self.title,
            published: self.published.map(|date| rfc3339(&date).unwrap_or(date)),
            lang: self.lang,
            text,
            said: self.said,
        })
    }
}

/// RSS: items lie in the channel, in RSS 1.0 beside it.
fn rss(root: &Element, record: u64, what_else: bool) -> Vec<Result<Article, Problem>> {
    let channel = root.child("channel").unwrap_or(root);
    let language = ["language", "dc:language", "xml:lang"]
        .into_iter()
        .find_map(|name| value(channel, name).or_else(|| trimmed(root.attribute(name)?)));
    let items = channel.elements().chain(root.elements()).filter(|e| &*e.name == "item" && e.complete);
    items
        .map(|item| {
            let link = item.elements().filter(|e| &*e.name == "link").find_map(|e| trimmed(&e.text()));
            let guid = value(item, "guid");
            let permalink = item.child("guid").and_then(|e| e.attribute("isPermaLink")) != Some("false");
            let about = item.attribute("rdf:about").and_then(trimmed);
            let url = link.or_else(|| guid.clone().filter(|guid| permalink && is_address(guid)));
            let text =
                |name: &str| item.child(name).map(|e| fragment::paragraphs(&e.text())).unwrap_or_default();
            let date = ["pubDate", "dc:date", "dcterms:issued", "atom:published", "atom:updated"];
            let item = Item {
                id: guid.or(about),
                url,
                title: value(item, "title").map(|title| fragment::line(&title)),
                published: date.into_iter().find_map(|name| value(item, name)),
                lang: value(item, "dc:language").or_else(|| language.clone()),
                texts: vec![text("content:encoded"), text("description"), text("dc:description")],
                said: what_else.then(|| Box::new(said::of_rss(item))),
            };
            item.article(record)
        })
        .collect()
}

/// One entry of an Atom feed.
fn entry(entry: &Element, feed: &Element, record: u64, what_else: bool) -> Result<Article, Problem> {
    if !entry.complete {
        return Err(Problem::skipped(record, "the last entry is incomplete"));
    }
    let link = |rel: Option<&str>| {
        let mut links = entry.elements().filter(|e| &*e.name == "link" && e.attribute("rel") == rel);
        links.find_map(|e| trimmed(e.attribute("href")?))
    };
    let text = |name: &str| entry.child(name).map(construct).unwrap_or_default();
    let lang = |element: &Element| element.attribute("xml:lang").and_then(trimmed);
    let own_lang = entry.child("content").and_then(lang).or_else(|| lang(entry));
    let item = Item {
        id: value(entry, "id"),
        url: link(Some("alternate")).or_else(|| link(None)),
        title: Some(text("title").replace('\n', " ")).filter(|title| !title.is_empty()),
        published: value(entry, "published").or_else(|| value(entry, "updated")),
        lang: own_lang.or_else(|| lang(feed)),
        texts: vec![text("content"), text("summary")],
        said: what_else.then(|| Box::new(said::of_atom(entry))),
    };
    item.article(record)
}

/// The text of an Atom text construct: text, html or xhtml.
fn construct(element: &Element) -> String {
    match element.attribute("type").unwrap_or("text") {
        "xhtml" | "application/xhtml+xml" => element.paragraphs(),
        "text" | "text/plain" => lines(&element.text()),
        _ => fragment::paragraphs(&element.text()),
    }
}

/// Plain text, with tidy lines.
fn lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn value(element: &Element, name: &str) -> Option<String> {
    trimmed(&element.child(name)?.text())
}

fn trimmed(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// A date in the manner of mail (`Wed, 01 May 2024 10:00:00 +0200`) as RFC 3339.
fn rfc3339(date: &str) -> Option<String> {
    let parser = DateTimeParser::new().relaxed_weekday(true);
    let moment = parser.parse_zoned_datetime(date).ok()?;
    Some(moment.timestamp().display_with_offset(moment.offset()).to_string())
}

#[derive(Deserialize)]
struct JsonFeed {
    #[serde(default)]
    language: Option<String>,
    items: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct JsonItem {
    id: Option<serde_json::Value>,
    url: Option<String>,
    external_url: Option<String>,
    title: Option<String>,
    content_html: Option<String>,
    content_text: Option<String>,
    summary: Option<String>,
    date_published: Option<String>,
    date_modified: Option<String>,
    language: Option<String>,
}

fn json_feed(raw: &Raw, what_else: bool) -> Vec<Result<Article, Problem>> {
    let bytes = raw.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&raw.bytes);
    let feed: JsonFeed = match serde_json::from_slice(bytes) {
        Ok(feed) => feed,
        Err(error) => return vec![Err(Problem::skipped(raw.record, format!("broken JSON Feed: {error}")))],
    };
    let article = |item: serde_json::Value| {
        let said = what_else.then(|| Box::new(said::of_item(&item)));
        let item: JsonItem = serde_json::from_value(item)
            .map_err(|error| Problem::skipped(raw.record, format!("broken item: {error}")))?;
        let id = match item.id {
            Some(serde_json::Value::String(id)) => trimmed(&id),
            Some(serde_json::Value::Number(id)) => Some(id.to_string()),
            _ => None,
        };
        let item = Item {
            id,
            url: item.url.or(item.external_url),
            title: item.title.as_deref().and_then(trimmed),
            published: item.date_published.or(item.date_modified),
            lang: item.language.or_else(|| feed.language.clone()),
            texts: vec![
                item.content_html.as_deref().map(fragment::paragraphs).unwrap_or_default(),
                item.content_text.as_deref().map(lines).unwrap_or_default(),
                item.summary.as_deref().map(lines).unwrap_or_default(),
            ],
            said,
        };
        item.article(raw.record)
    };
    feed.items.into_iter().map(article).collect()
}

#[cfg(test)]
mod tests {
    use super::super::raw::Kind;
    use super::*;
    use proptest::prelude::*;

    fn read(feed: &str) -> Vec<Result<Article, String>> {
        let bytes = feed.as_bytes().to_vec();
        let raw =
            Raw { kind: Kind::Feed, record: 1, bytes, url: None, seen: None, charset: None, original: None };
        articles(&raw, &Limits::default(), false)
            .into_iter()
            .map(|a| a.map_err(|problem| problem.reason))
            .collect()
    }

    fn all(feed: &str) -> Vec<Article> {
        read(feed).into_iter().map(|article| article.unwrap()).collect()
    }

    fn article(fields: [&str; 6]) -> Article {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let [id, url, title, published, lang, text] = fields;
        Article {
            id: id.into(),
            url: some(url),
            title: some(title),
            published: some(published),
            lang: some(lang),
            text: text.into(),
            said: None,
        }
    }

    #[test]
    fn rss_gives_its_items() {
        let feed = r#"<?xml version="1.0"?><rss xmlns:content="c" xmlns:dc="d" xmlns:media="m"><channel>
            <title>Site</title><link>http://s/</link><language>fr-FR</language>
            <item><media:title>no</media:title><title>A &amp;amp; B</title><link> http://s/1 </link>
              <guid isPermaLink="false">tag:1</guid><pubDate>Wed, 01 May 2024 10:00:00 +0200</pubDate>
              <description>Short</description><content:encoded><![CDATA[<p>Long</p><p>text</p>]]></content:encoded></item>
            <item><guid>http://s/2</guid><dc:date>2024-05-02</dc:date><description>&lt;b&gt;Two&lt;/b&gt;</description></item>
            <item><title>Empty</title><link>http://s/3</link></item>
            </channel></rss>"#;
        let read = read(feed);
        let expected =
            article(["tag:1", "http://s/1", "A & B", "2024-05-01T10:00:00+02:00", "fr-FR", "Long\ntext"]);
        assert_eq!(read[0], Ok(expected));
        assert_eq!(read[1], Ok(article(["http://s/2", "http://s/2", "", "2024-05-02", "fr-FR", "Two"])));
        assert_eq!(read[2], Err("text is empty (item http://s/3)".into()));
        assert_eq!(read.len(), 3);
    }

    #[test]
    fn rss_1_keeps_its_items_beside_the_channel() {
        let feed = r#"<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/" xmlns:dc="d">
            <channel rdf:about="http://s"><dc:language>de</dc:language></channel>
            <item rdf:about="urn:1"><title>T</title><link>http://s/1</link><description>Text</description>
            <dc:date>2004-05-01T08:00Z</dc:date></item></rdf:RDF>"#;
        assert_eq!(all(feed), [article(["urn:1", "http://s/1", "T", "2004-05-01T08:00Z", "de", "Text"])]);
    }

    #[test]
    fn atom_gives_its_entries() {
        let feed = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
            <entry><id>urn:1</id><title type="html">A &lt;i&gt;B&lt;/i&gt;</title><link rel="self" href="http://no"/>
              <link href="http://s/1"/><updated>2024-05-02T00:00:00Z</updated><published>2024-05-01T00:00:00Z</published>
              <summary>Short</summary><content type="xhtml"><div xmlns="x"><p>One</p><p>T<b>wo</b></p></div></content></entry>
            <entry xml:lang="de"><id>urn:2</id><title>C</title><updated>2024-05-03T00:00:00Z</updated>
              <link rel="alternate" href="http://s/2"/><content>a &lt; b
              c</content></entry></feed>"#;
        assert_eq!(
            all(feed),
            [
                article(["urn:1", "http://s/1", "A B", "2024-05-01T00:00:00Z", "en", "One\nTwo"]),
                article(["urn:2", "http://s/2", "C", "2024-05-03T00:00:00Z", "de", "a < b\nc"]),
            ]
        );
        assert_eq!(
            all(r#"<a:entry xmlns:a="x"><a:id>i</a:id><a:summary>s</a:summary></a:entry>"#)[0].id,
            "i"
        );
    }

    #[test]
    fn json_feed_gives_its_items() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "language": "en", "items": [
            {"id": 7, "url": "http://s/7", "title": "T", "content_html": "<p>a<p>b", "date_published": "2024-05-01"},
            {"external_url": "http://x/8", "content_text": "c", "language": "fr"}, {"id": "9"}, 5]}"#;
        let read = read(feed);
        assert_eq!(read[0], Ok(article(["7", "http://s/7", "T", "2024-05-01", "en", "a\nb"])));
        assert_eq!(read[1], Ok(article(["http://x/8", "http://x/8", "", "", "fr", "c"])));
        assert_eq!(read[2], Err("text is empty (item 9)".into()));
        assert!(read[3].as_ref().unwrap_err().starts_with("broken item"));
    }

    #[test]
    fn a_broken_feed_gives_what_is_complete() {
        let feed =
            "<rss><channel><item><guid>1</guid><description>Fish & chips</description></item><item><guid>2";
        let read = read(feed);
        assert_eq!(read[0].as_ref().unwrap().text, "Fish & chips");
        assert_eq!(read[1], Err("the feed is broken: ends inside an element".into()));
        assert_eq!(read.len(), 2);
    }

    #[test]
    fn dates_of_mail_are_turned_and_others_kept() {
        assert_eq!(rfc3339("Wed, 01 May 2024 10:00:00 GMT").unwrap(), "2024-05-01T10:00:00+00:00");
        assert_eq!(rfc3339("Mon, 1 May 2024 10:00 EST").unwrap(), "2024-05-01T10:00:00-05:00");
        assert_eq!(rfc3339("2024-05-01"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_feed_or_not(feed in "(<rss>|<feed>|</?item>|</?entry>|<guid>|</?description>|a|&|<|>|\\{|\"items\":|\\[|\\]|\\}){0,30}") {
            read(&feed);
        }
    }
}
