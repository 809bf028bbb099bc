//! The structured data of a page: the schema.org object that describes its article.
//!
//! Owns reading JSON-LD as it is found: in arrays and graphs, in comments, with raw line breaks, or
//! broken. Does not own what is made of the fields.

use serde_json::Value;

use super::dom::Dom;
use super::tag::Tag;
use super::text;

/// Largest script that is read, in bytes. Values take some thirty times as much memory.
const LARGEST: usize = 1 << 20;

/// Fields of the article's object, decoded, as found.
#[derive(Debug, Default)]
pub(crate) struct JsonLd {
    pub(crate) headline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) lang: Option<String>,
    /// Markup is possible.
    pub(crate) body: Option<String>,
    pub(crate) publisher: Option<String>,
}

/// What the page's structured data says of its article; fields of the first object that has them.
pub(crate) fn read(dom: &Dom) -> JsonLd {
    let mut found = JsonLd::default();
    for source in sources(dom) {
        match parse(source) {
            Some(value) => articles(&value, &mut |fields| take(fields, &mut found)),
            None => salvage(source, &mut found),
        }
    }
    found
}

/// The scripts that are JSON, or can be made it.
pub(crate) fn scripts<'d>(dom: &'d Dom<'_>) -> impl Iterator<Item = Value> + 'd {
    sources(dom).filter_map(parse)
}

fn sources<'d>(dom: &'d Dom<'_>) -> impl Iterator<Item = &'d str> + 'd {
    let is_json_ld = |id: &usize| {
        dom.tag(*id) == Tag::Script
            && dom
                .attribute(*id, "type")
                .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
    };
    let sources = (0..dom.nodes().len()).filter(is_json_ld).map(|id| dom.inner_raw_text(id));
    sources.filter(|source| source.len() <= LARGEST)
}

fn parse(source: &str) -> Option<Value> {
    let source = source.trim();
    let source = source.strip_prefix("<!--").unwrap_or(source);
    let source = source.strip_suffix("-->").unwrap_or(source);
    let source = source.trim().trim_start_matches("//").trim_start();
    let source = source.strip_prefix("<![CDATA[").unwrap_or(source);
    let source = source.trim_end().strip_suffix("]]>").unwrap_or(source).trim_end().trim_end_matches("//");
    serde_json::from_str(source).or_else(|_| serde_json::from_str(&mended(source))).ok()
}

/// JSON without its usual faults: line breaks within strings, commas before nothing, brackets never closed.
fn mended(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 8);
    let (mut in_string, mut escaped, mut open) = (false, false, Vec::new());
    for c in source.chars() {
        let c = if c.is_control() { ' ' } else { c };
        if in_string {
            in_string = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            out.push(c);
            continue;
        }
        match c {
            '"' => in_string = true,
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' => {
                drop_comma(&mut out);
                if open.pop() != Some(c) {
                    return String::new(); // of no shape at all
                }
            }
            ',' => drop_comma(&mut out),
            _ => {}
        }
        out.push(c);
    }
    if in_string {
        return String::new(); // who knows what was to follow
    }
    drop_comma(&mut out);
    out.extend(open.iter().rev());
    out
}

fn drop_comma(out: &mut String) {
    let kept = out.trim_end().len();
    if out[..kept].ends_with(',') {
        out.truncate(kept - 1);
    }
}

/// Calls `found` with the objects of articles; the parser has already bounded the depth.
pub(crate) fn articles(value: &Value, found: &mut dyn FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| articles(item, found)),
        Value::Object(fields) => {
            if is_article(fields.get("@type")) {
                found(fields);
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                if let Some(inner) = fields.get(key) {
                    articles(inner, found);
                }
            }
        }
        _ => {}
    }
}

fn is_article(kind: Option<&Value>) -> bool {
    match kind {
        Some(Value::String(name)) => {
            name.ends_with("Article") || name.ends_with("Posting") || name == "Report" || name == "NewsItem"
        }
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| is_article(Some(kind))),
        _ => false,
    }
}

fn take(fields: &serde_json::Map<String, Value>, found: &mut JsonLd) {
    let line = |key: &str| fields.get(key).and_then(string).map(text::decode).filter(|text| !text.is_empty());
    let set = |slot: &mut Option<String>, value: Option<String>| {
        if slot.is_none() {
            *slot = value;
        }
    };
    set(&mut found.headline, line("headline").or_else(|| line("name")));
    set(&mut found.published, line("datePublished"));
    set(&mut found.url, line("url"));
    set(&mut found.lang, line("inLanguage"));
    set(&mut found.body, fields.get("articleBody").and_then(string).map(str::to_owned));
    set(
        &mut found.publisher,
        fields.get("publisher").and_then(|publisher| string(publisher.get("name")?)).map(text::decode),
    );
}

/// A string, or the first of several.
fn string(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(items) => string(items.first()?),
        Value::Object(fields) => fields.get("@value").or_else(|| fields.get("name"))?.as_str(),
        _ => None,
    }
}

/// The plain fields of a script that is not JSON, where it names an article.
fn salvage(source: &str, found: &mut JsonLd) {
    if !source.contains("Article\"") && !source.contains("BlogPosting\"") {
        return;
    }
    let field = |key: &str| {
        let after = &source[source.find(key)? + key.len()..];
        let quoted = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        let mut end = 0;
        let bytes = quoted.as_bytes();
        while *bytes.get(end)? != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        let text: String = serde_json::from_str(&format!("\"{}\"", quoted.get(..end)?)).ok()?;
        Some(text::decode(&text)).filter(|text| !text.is_empty())
    };
    found.headline = found.headline.take().or_else(|| field("\"headline\""));
    found.published = found.published.take().or_else(|| field("\"datePublished\""));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(script: &str) -> JsonLd {
        let page = format!("<script type='application/ld+json'>{script}</script>");
        read(&Dom::parse(&page).expect("small"))
    }

    #[test]
    fn articles_are_found_in_arrays_and_graphs() {
        let object =
            r#"{"@type": ["Thing", "NewsArticle"], "headline": "A &amp; B", "datePublished": "2024-05-03"}"#;
        for script in [
            object.to_owned(),
            format!(r#"[{{"@type": "WebSite", "name": "Site"}}, {object}]"#),
            format!(r#"{{"@context": "https://schema.org", "@graph": [{object}]}}"#),
            format!("<!-- {object} -->"),
            format!("//<![CDATA[\n{object}\n//]]>"),
        ] {
            let found = of(&script);
            assert_eq!(found.headline.as_deref(), Some("A & B"), "{script}");
            assert_eq!(found.published.as_deref(), Some("2024-05-03"), "{script}");
        }
    }

    #[test]
    fn raw_line_breaks_in_strings_are_forgiven() {
        let found = of("{\"@type\": \"Article\", \"headline\": \"One\nline\"}");
        assert_eq!(found.headline.as_deref(), Some("One line"));
    }

    #[test]
    fn broken_json_still_yields_its_plain_fields() {
        let found =
            of(r#"{"@type": "NewsArticle", "headline": "A \"b\"", "datePublished": "2024-05-03",, }"#);
        assert_eq!(found.headline.as_deref(), Some("A \"b\""));
        assert_eq!(found.published.as_deref(), Some("2024-05-03"));
        assert!(of(r#"{"@type": "NewsArticle", "headline": "never ends"#).headline.is_none());
    }

    #[test]
    fn other_objects_are_not_articles() {
        assert!(
            of(r#"{"@type": "Organization", "name": "Site", "datePublished": "1999"}"#).published.is_none()
        );
    }

    #[test]
    fn deep_nesting_is_an_error_not_an_overflow() {
        let found = of(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)));
        assert!(found.headline.is_none());
    }
}
