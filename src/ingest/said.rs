//! What records that are no pages say of where they come from, as it stands.
//!
//! Owns which of their fields that is. Interprets nothing.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::xml::Element;
use crate::article::Said;

/// Keys of JSON objects and columns of tables.
const ORIGINS: [&str; 22] = [
    "source",
    "source_name",
    "source_org",
    "agency",
    "credit",
    "credits",
    "creditline",
    "byline",
    "by",
    "author",
    "authors",
    "creator",
    "provider",
    "publisher",
    "site",
    "site_name",
    "copyright",
    "copyrightholder",
    "rights",
    "canonical",
    "canonical_url",
    "via",
];

/// Keys of ninjs 1 to 3, and what they are called here.
const NINJS: [(&str, &str); 15] = [
    ("infosources", "infosource"),
    ("infoSources", "infosource"),
    ("copyrightholder", "copyrightholder"),
    ("copyrightHolder", "copyrightholder"),
    ("copyrightnotice", "copyrightnotice"),
    ("copyrightNotice", "copyrightnotice"),
    ("byline", "byline"),
    ("by", "byline"),
    ("located", "located"),
    ("version", "version"),
    ("usageterms", "usageterms"),
    ("usageTerms", "usageterms"),
    ("altids", "altids"),
    ("firstcreated", "firstcreated"),
    ("firstCreated", "firstcreated"),
];

/// Keys of JSON Feed, whose items may be of elsewhere.
const ITEM: [(&str, &str); 3] = [("external_url", "canonical"), ("author", "author"), ("authors", "author")];

/// What the JSON object in `line` says.
pub fn of_json(line: &[u8]) -> Said {
    of_object(line, "json", &ORIGINS.map(|key| (key, key)))
}

/// What the ninjs object in `line` says.
pub(super) fn of_ninjs(line: &[u8]) -> Said {
    of_object(line, "ninjs", &NINJS)
}

/// What an item of a JSON Feed says.
pub(super) fn of_item(item: &Value) -> Said {
    let mut said = Said::default();
    item.as_object().into_iter().for_each(|object| collect_keys(object, "json", &ITEM, &mut said));
    said
}

fn of_object(line: &[u8], format: &str, keys: &[(&str, &str)]) -> Said {
    let mut said = Said::default();
    // Whatever else is in the object, its text above all, is passed over as it stands.
    let Ok(object) = serde_json::from_slice::<HashMap<Cow<'_, str>, &RawValue>>(line) else { return said };
    for (key, name) in keys {
        if let Some(Ok(value)) = object.get(*key).map(|raw| serde_json::from_str(raw.get())) {
            tell(&format!("{format}.{name}"), &value, &mut said);
        }
    }
    said
}

fn collect_keys(object: &Map<String, Value>, format: &str, keys: &[(&str, &str)], said: &mut Said) {
    for (key, name) in keys {
        if let Some(value) = object.get(*key) {
            tell(&format!("{format}.{name}"), value, said);
        }
    }
}

/// Adds a value: words as they are, of objects their names and addresses.
fn tell(field: &str, value: &Value, said: &mut Said) {
    match value {
        Value::String(text) => said.add(field, text),
        Value::Number(number) => said.add(field, &number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| tell(field, item, said)),
        Value::Object(object) => {
            let words =
                ["name", "literal", "url", "uri"].into_iter().filter_map(|key| object.get(key)?.as_str());
            words.for_each(|word| said.add(field, word));
        }
        _ => {}
    }
}

/// What an RSS item says.
pub(super) fn of_rss(item: &Element) -> Said {
    let mut said = Said::default();
    for element in item.elements() {
        match &*element.name {
            "source" => {
                said.add("rss.source", &element.text());
                said.add("rss.source.url", element.attribute("url").unwrap_or(""));
            }
            "author" | "dc:creator" => said.add("rss.creator", &element.text()),
            name @ ("dc:source" | "dc:rights" | "dc:publisher" | "media:credit") => {
                said.add(format!("rss.{name}"), &element.text());
            }
            _ => {}
        }
    }
    said
}

/// What an Atom entry says.
pub(super) fn of_atom(entry: &Element) -> Said {
    let mut said = Said::default();
    for element in entry.elements() {
        match (&*element.name, element.attribute("rel")) {
            ("source", _) => {
                for part in element.elements().filter(|part| matches!(&*part.name, "title" | "id")) {
                    said.add("atom.source", &part.text());
                }
            }
            ("author" | "contributor", _) => {
                let name = element.child("name").map(Element::text);
                said.add("atom.author", &name.unwrap_or_default());
            }
            ("rights", _) => said.add("atom.rights", &element.text()),
            ("link", Some("via" | "related")) => {
                let field = if element.attribute("rel") == Some("via") { "atom.via" } else { "atom.related" };
                said.add(field, element.attribute("href").unwrap_or(""));
            }
            _ => {}
        }
    }
    said
}

/// Elements of NewsML-G2 that name origins.
const NEWSML: [&str; 10] = [
    "provider",
    "creator",
    "contributor",
    "infoSource",
    "by",
    "dateline",
    "creditline",
    "copyrightHolder",
    "copyrightNotice",
    "firstCreated",
];

/// What a NewsML-G2 item says, the history of its hops among it.
pub(super) fn of_newsml(item: &Element) -> Said {
    let mut said = Said::default();
    collect(item, &mut said);
    said
}

fn collect(element: &Element, said: &mut Said) {
    for child in element.elements() {
        let name = child.local();
        if name == "contentSet" {
            continue; // the text, not what is said of it
        }
        if NEWSML.contains(&name) {
            let field = format!("newsml.{}", name.to_ascii_lowercase());
            said.add(field.as_str(), &word(child));
        }
        if name == "hop" {
            let seq = child.attribute("seq").unwrap_or("");
            let part = |name| child.elements().find(|e| e.local() == name).map(word).unwrap_or_default();
            said.add("newsml.hop", &format!("{seq} {} {}", part("party"), part("action")));
        } else {
            collect(child, said);
        }
    }
}

/// The words of an element: its own, its name's, or its identifier.
fn word(element: &Element) -> String {
    let text = element.text();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let named = ["literal", "qcode", "uri"].into_iter().find_map(|name| element.attribute(name));
    if text.is_empty() { named.unwrap_or_default().to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::raw::Limits;
    use super::super::xml;
    use super::*;

    fn told(said: &Said) -> Vec<(&str, &str)> {
        said.fields.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect()
    }

    #[test]
    fn objects_name_their_origins() {
        let said = of_json(
            br#"{"text": "x", "source": {"name": "AFP", "id": 3}, "byline": " Ann ", "author": ["A", "B"]}"#,
        );
        let want =
            [("json.source", "AFP"), ("json.byline", "Ann"), ("json.author", "A"), ("json.author", "B")];
        assert_eq!(told(&said), want);
        let said = of_ninjs(br#"{"infoSources": [{"name": "AP"}], "version": 2}"#);
        assert_eq!(told(&said), [("ninjs.infosource", "AP"), ("ninjs.version", "2")]);
        assert!(of_json(b"[]").fields.is_empty());
    }

    #[test]
    fn feeds_name_their_sources() {
        let document = xml::parse(
            "<item><source url='http://o.example/f'>The Mail</source><dc:creator>AFP</dc:creator></item>",
            &Limits::default(),
        );
        let want =
            [("rss.source", "The Mail"), ("rss.source.url", "http://o.example/f"), ("rss.creator", "AFP")];
        assert_eq!(told(&of_rss(&document.root)), want);
        let document = xml::parse(
            "<entry><source><title>The Mail</title></source><link rel='via' href='http://o.example/a'/></entry>",
            &Limits::default(),
        );
        let want = [("atom.source", "The Mail"), ("atom.via", "http://o.example/a")];
        assert_eq!(told(&of_atom(&document.root)), want);
    }

    #[test]
    fn hops_are_told_in_their_order() {
        let document = xml::parse(
            "<newsItem><rightsInfo><copyrightHolder literal='AFP'/></rightsInfo><hopHistory><hop seq='1'>\
             <party literal='AFP'/><action qcode='hopaction:created'/></hop></hopHistory>\
             <contentSet><by>no</by></contentSet></newsItem>",
            &Limits::default(),
        );
        let want = [("newsml.copyrightholder", "AFP"), ("newsml.hop", "1 AFP hopaction:created")];
        assert_eq!(told(&of_newsml(&document.root)), want);
    }
}
