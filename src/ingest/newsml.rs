//! IPTC NewsML-G2 to articles: a `newsItem`, or a `newsMessage` with several.
//!
//! Owns which of its elements is taken. Items without text of their own (pictures, packages, pointers
//! to remote content) are no articles and are told by name.

use super::html::fragment;
use super::raw::{Limits, Problem, Raw};
use super::said;
use super::xml::{self, Element};
use crate::article::Article;

/// The articles of one document. Ids are the items' `guid`; languages are as declared.
pub(crate) fn articles(raw: &Raw, limits: &Limits, what_else: bool) -> Vec<Result<Article, Problem>> {
    let text = xml::decode(&raw.bytes, raw.charset.as_deref());
    let document = xml::parse(&text, limits);
    let mut items = Vec::new();
    find(&document.root, &mut items);
    let mut articles: Vec<_> = items
        .into_iter()
        .map(|item| article(item, what_else).map_err(|reason| Problem::skipped(raw.record, reason)))
        .collect();
    if let Some(error) = document.error {
        articles.push(Err(Problem::skipped(raw.record, format!("the document is broken: {error}"))));
    } else if articles.is_empty() {
        articles.push(Err(Problem::skipped(raw.record, "no newsItem in this document")));
    }
    articles
}

/// All news items, wherever the message keeps them.
fn find<'a>(element: &'a Element, items: &mut Vec<&'a Element>) {
    if element.local() == "newsItem" {
        items.push(element);
    } else {
        element.elements().for_each(|child| find(child, items));
    }
}

fn article(item: &Element, what_else: bool) -> Result<Article, String> {
    let id = item.attribute("guid").unwrap_or_default().trim().to_owned();
    if !item.complete {
        return Err(format!("newsItem {id} is incomplete"));
    }
    let (item_meta, content_meta) = (child(item, "itemMeta"), child(item, "contentMeta"));
    let meta = |name: &str| content_meta.and_then(|meta| value(meta, name));
    let about = |name: &str| item_meta.and_then(|meta| value(meta, name));
    let content = child(item, "contentSet").map(|set| content(set)).unwrap_or_default();
    if content.text.is_empty() {
        return Err(format!("text is empty (newsItem {id} has no text inside)"));
    }
    let language = content_meta.and_then(|meta| child(meta, "language")).and_then(|e| e.attribute("tag"));
    let language = language.or(content.lang).or_else(|| item.attribute("xml:lang"));
    Ok(Article {
        id,
        url: None,
        title: meta("headline").or(content.title).or_else(|| about("title")),
        published: meta("contentCreated")
            .or_else(|| about("versionCreated"))
            .or_else(|| about("firstCreated")),
        lang: language.map(str::to_owned),
        text: content.text,
        said: what_else.then(|| Box::new(said::of_newsml(item))),
    })
}

#[derive(Default)]
struct Content<'a> {
    text: String,
    title: Option<String>,
    lang: Option<&'a str>,
}

/// The first rendition that has text.
fn content(set: &Element) -> Content<'_> {
    set.elements()
        .map(|rendition| match rendition.local() {
            "inlineXML" => inline_xml(rendition),
            "inlineData" => Content { text: inline_data(rendition), ..Content::default() },
            _ => Content::default(),
        })
        .find(|content| !content.text.is_empty())
        .unwrap_or_default()
}

/// XHTML or NITF; of NITF only the content of its body, whose head repeats headline and byline.
fn inline_xml(inline: &Element) -> Content<'_> {
    let root = inline.elements().next().unwrap_or(inline);
    let body = descend(root, "body.content").or_else(|| descend(root, "body")).unwrap_or(inline);
    let title = descend(root, "hl1").or_else(|| descend(root, "title")).map(Element::paragraphs);
    Content {
        text: body.paragraphs(),
        title: title.map(|title| title.replace('\n', " ")).filter(|title| !title.is_empty()),
        lang: root.attribute("xml:lang").or_else(|| root.attribute("lang")),
    }
}

fn inline_data(data: &Element) -> String {
    let kind = data.attribute("contenttype").unwrap_or("text/plain");
    if data.attribute("encoding").is_some() || !kind.starts_with("text/") {
        return String::new();
    }
    if kind.contains("html") {
        return fragment::paragraphs(&data.text());
    }
    let text = data.text();
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn child<'a>(element: &'a Element, name: &str) -> Option<&'a Element> {
    element.elements().find(|child| child.local() == name)
}

/// The first element of this name within, in the order of the document.
fn descend<'a>(element: &'a Element, name: &str) -> Option<&'a Element> {
    element
        .elements()
        .find_map(|child| if child.local() == name { Some(child) } else { descend(child, name) })
}

fn value(element: &Element, name: &str) -> Option<String> {
    let text = child(element, name)?.text();
    let words: Vec<&str> = text.split_whitespace().collect();
    Some(words.join(" ")).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::raw::Kind;
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<Result<Article, String>> {
        let bytes = text.as_bytes().to_vec();
        let raw = Raw {
            kind: Kind::NewsMl,
            record: 1,
            bytes,
            url: None,
            seen: None,
            charset: None,
            original: None,
        };
        articles(&raw, &Limits::default(), false)
            .into_iter()
            .map(|a| a.map_err(|problem| problem.reason))
            .collect()
    }

    fn item(guid: &str, set: &str) -> String {
        format!(
            r#"<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="3" xml:lang="en-GB">
            <itemMeta><versionCreated>2024-05-01T10:00:00Z</versionCreated><title>Slug</title></itemMeta>
            <contentMeta><headline>A  headline</headline><language tag="fr"/></contentMeta>
            <contentSet>{set}</contentSet></newsItem>"#
        )
    }

    #[test]
    fn an_item_with_xhtml_is_read() {
        let set = "<inlineXML><html xmlns='x'><head><title>no</title></head><body><p>One</p>\n<p>T<em>wo</em></p></body></html></inlineXML>";
        let expected = Article {
            id: "urn:1".into(),
            url: None,
            title: Some("A headline".into()),
            published: Some("2024-05-01T10:00:00Z".into()),
            lang: Some("fr".into()),
            text: "One\nTwo".into(),
            said: None,
        };
        assert_eq!(read(&item("urn:1", set)), [Ok(expected)]);
    }

    #[test]
    fn nitf_gives_the_content_of_its_body() {
        let set = "<remoteContent href='x'/><inlineXML><nitf><head/><body><body.head><hedline><hl1>H</hl1></hedline>\
            <byline>By X</byline></body.head><body.content><block><p>One</p><hl2>Two</hl2><media>no</media></block>\
            </body.content></body></nitf></inlineXML>";
        let article = read(&item("urn:1", set)).remove(0).unwrap();
        assert_eq!(article.text, "One\nTwo");
    }

    #[test]
    fn a_message_has_several_items() {
        let message = format!(
            "<newsMessage><header/><itemSet>{}{}<packageItem/></itemSet></newsMessage>",
            item("urn:1", "<inlineData>One\n\n two</inlineData>"),
            item("urn:2", "<inlineData encoding='base64'>eA==</inlineData>")
        );
        let read = read(&message);
        assert_eq!(read[0].as_ref().unwrap().text, "One\ntwo");
        assert_eq!(read[1], Err("text is empty (newsItem urn:2 has no text inside)".into()));
        assert_eq!(read.len(), 2);
    }

    #[test]
    fn a_broken_document_gives_what_is_complete() {
        let text = format!(
            "<newsMessage>{}<newsItem guid='urn:2'><contentSet>",
            item("urn:1", "<inlineData>x</inlineData>")
        );
        let read = read(&text);
        assert!(read[0].is_ok());
        assert_eq!(read[1], Err("newsItem urn:2 is incomplete".into()));
        assert_eq!(read[2], Err("the document is broken: ends inside an element".into()));
        assert_eq!(self::read("<packageItem/>"), [Err("no newsItem in this document".into())]);
    }

    proptest! {
        #[test]
        fn any_text_is_a_document_or_not(text in "(</?newsItem>|</?contentSet>|</?inlineXML>|</?inlineData>|<p>|a|&|<|>){0,30}") {
            read(&text);
        }
    }
}
