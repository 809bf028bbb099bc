//! IPTC ninjs 1 to 3: one object to an article.
//!
//! Owns which of its fields is taken and the reading of its several bodies. Objects come from
//! [`json_array`](super::json_array). Version 1 writes names in lower case and one `body_...` field a
//! format; version 3 writes camel case, and lists of bodies and headlines.

use super::html::fragment;
use super::raw::{Problem, Raw};
use crate::article::Article;
use serde_json::{Map, Value};

/// Whether an object with these keys is ninjs with text in it.
pub(crate) fn is_like(has: impl Fn(&str) -> bool) -> bool {
    let any = |names: &[&str]| names.iter().any(|name| has(name));
    has("uri")
        && !has("text")
        && (any(&["body_html", "body_xhtml", "bodies"])
            || has("body_text") && any(&["versioncreated", "versionCreated", "pubstatus", "pubStatus"]))
}

/// The article in `raw`. Its language is as declared.
pub(crate) fn article(raw: &Raw) -> Result<Article, Problem> {
    let skipped = |reason: String| Problem::skipped(raw.record, reason);
    let object: Map<String, Value> =
        serde_json::from_slice(&raw.bytes).map_err(|error| skipped(format!("broken JSON: {error}")))?;
    let text = body(&object).ok_or_else(|| skipped("text is empty (ninjs without a body)".to_owned()))?;
    let uri = word(&object, &["uri"]);
    let title = word(&object, &["headline"])
        .or_else(|| listed(&object, "headlines"))
        .or_else(|| word(&object, &["name"]));
    let address = |text: &String| text.starts_with("http://") || text.starts_with("https://");
    Ok(Article {
        url: word(&object, &["url", "canonicalurl"]).or_else(|| uri.clone()).filter(address),
        id: uri.unwrap_or_default(),
        title: title.map(|title| fragment::line(&title)),
        published: word(
            &object,
            &[
                "versioncreated",
                "versionCreated",
                "firstcreated",
                "firstCreated",
                "contentcreated",
                "contentCreated",
            ],
        ),
        lang: word(&object, &["language"]),
        text,
        said: None,
    })
}

/// The first of these fields that holds a word or a number.
fn word(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match object.get(*name)? {
        Value::String(text) => Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// The main value of a list of `{"role": ..., "value": ...}`, else the first.
fn listed(object: &Map<String, Value>, name: &str) -> Option<String> {
    let list = object.get(name)?.as_array()?;
    let objects = || list.iter().filter_map(Value::as_object);
    let main = objects().find(|entry| entry.get("role").and_then(Value::as_str) == Some("main"));
    main.into_iter().chain(objects()).find_map(|entry| word(entry, &["value"]))
}

fn body(object: &Map<String, Value>) -> Option<String> {
    let plain = word(object, &["body_text"]).map(|text| lines(&text));
    let marked =
        || word(object, &["body_html", "body_xhtml", "body_nitf"]).map(|html| fragment::paragraphs(&html));
    plain.or_else(marked).or_else(|| bodies(object.get("bodies")?)).filter(|text| !text.is_empty())
}

/// The best of several bodies: plain text before markup, the main one before others.
fn bodies(value: &Value) -> Option<String> {
    // Version 2 lists them, drafts of it named them by role.
    let list: Vec<&Map<String, Value>> = match value {
        Value::Array(list) => list.iter().filter_map(Value::as_object).collect(),
        Value::Object(named) => named.values().filter_map(Value::as_object).collect(),
        _ => return None,
    };
    let rank = |body: &&Map<String, Value>| {
        let kind = word(body, &["contentType", "contenttype"]).unwrap_or_default();
        let main = matches!(body.get("role").and_then(Value::as_str), None | Some("main"));
        (!main, !kind.starts_with("text/plain"))
    };
    let body = list.into_iter().filter(|body| word(body, &["value"]).is_some()).min_by_key(rank)?;
    let value = word(body, &["value"])?;
    let plain =
        word(body, &["contentType", "contenttype"]).is_some_and(|kind| kind.starts_with("text/plain"));
    Some(if plain { lines(&value) } else { fragment::paragraphs(&value) })
}

fn lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::raw::Kind;
    use super::*;
    use proptest::prelude::*;

    fn read(json: &str) -> Result<Article, String> {
        let bytes = json.as_bytes().to_vec();
        let raw =
            Raw { kind: Kind::Json, record: 1, bytes, url: None, seen: None, charset: None, original: None };
        article(&raw).map_err(|problem| problem.reason)
    }

    #[test]
    fn version_1_is_read() {
        let article = read(
            r#"{"uri": "http://agency/1", "headline": "A &amp; B", "body_html": "<p>One</p><p>Two</p>", "language": "en",
                "versioncreated": "2024-05-01T10:00:00Z", "firstcreated": "2024-04-30T10:00:00Z"}"#,
        );
        let expected = Article {
            id: "http://agency/1".into(),
            url: Some("http://agency/1".into()),
            title: Some("A & B".into()),
            published: Some("2024-05-01T10:00:00Z".into()),
            lang: Some("en".into()),
            text: "One\nTwo".into(),
            said: None,
        };
        assert_eq!(article, Ok(expected));
        assert_eq!(read(r#"{"uri": 5, "body_text": "a\n\n b", "body_html": "no"}"#).unwrap().text, "a\nb");
    }

    #[test]
    fn version_3_is_read() {
        let article = read(
            r#"{"uri": "tag:agency,2024:1", "headlines": [{"role": "short", "value": "S"}, {"role": "main", "value": "M"}],
                "bodies": [{"role": "caption", "contentType": "text/plain", "value": "no"},
                           {"role": "main", "contentType": "text/html", "value": "<p>no"},
                           {"role": "main", "contentType": "text/plain", "value": "yes"}],
                "versionCreated": "2024-05-01T10:00:00Z"}"#,
        )
        .unwrap();
        assert_eq!(
            (article.id.as_str(), article.url, article.title.as_deref()),
            ("tag:agency,2024:1", None, Some("M"))
        );
        assert_eq!(
            (article.text.as_str(), article.published.as_deref()),
            ("yes", Some("2024-05-01T10:00:00Z"))
        );
        let named =
            read(r#"{"uri": "u", "bodies": {"main": {"contenttype": "text/html", "value": "<b>x</b>"}}}"#);
        assert_eq!(named.unwrap().text, "x");
    }

    #[test]
    fn a_picture_has_no_text() {
        assert_eq!(
            read(r#"{"uri": "u", "type": "picture", "bodies": []}"#).unwrap_err(),
            "text is empty (ninjs without a body)"
        );
        assert!(read("[").unwrap_err().starts_with("broken JSON"));
    }

    proptest! {
        #[test]
        fn any_object_is_an_article_or_a_reason(json in r#"\{("uri"|"bodies"|"value"|[:,{}\[\]"0-9]){0,30}"#) {
            let _ = read(&json);
        }
    }
}
