//! The article: one text with its metadata, the value that every format turns into.
//!
//! Owns the canonical record, the JSON line that stands for an article once it has left its own
//! format. Does not own reading (see [`crate::ingest`]) or any interpretation of the metadata.

use serde::{Deserialize, Serialize};

/// One text with its metadata, from whatever format.
///
/// Serialised in this field order, it is the *canonical record*: what `dedup` writes for inputs
/// that are not line-based, and what is spooled while they are processed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Article {
    /// The record's own id, else its address, else `path:line`; unique in a run.
    pub id: String,
    /// The page's address, where one is known.
    pub url: Option<String>,
    /// The headline, without markup.
    pub title: Option<String>,
    /// When the article says it was published, as written or as RFC 3339.
    pub published: Option<String>,
    /// BCP 47 primary language tag, such as `fr`: declared, else detected, else none.
    pub lang: Option<String>,
    /// The article's text without markup, paragraphs separated by one newline.
    pub text: String,
    /// What else the record says, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<Box<Said>>,
}

/// What a record says of itself besides the fields of [`Article`]: as it was said, uninterpreted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Fields and values, such as `meta.author` or `jsonld.isBasedOn`, in the order of the record.
    pub fields: Vec<(String, String)>,
    /// The lines of a page that readers see, in their order; none for records that are no pages.
    pub lines: Vec<SaidLine>,
}

/// A line of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidLine {
    /// Where in the page it stands.
    pub place: Place,
    /// The line; left empty where it is the article's, whose text has it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// Where in a page a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// In the article: the next line of its text.
    Text,
    /// Under a picture.
    Caption,
    /// Before, within or behind the article, and not of it.
    Around,
}

impl Said {
    /// Adds a field, unless its value is empty or longer than anybody's name or notice.
    pub fn add(&mut self, field: impl Into<String>, value: &str) {
        let value = value.trim();
        if !value.is_empty() && value.len() <= LONGEST && self.fields.len() < MOST {
            self.fields.push((field.into(), value.to_owned()));
        }
    }
}

/// Bytes of a value that is kept, and fields of a record.
const LONGEST: usize = 2048;
const MOST: usize = 200;

impl Article {
    /// Appends the canonical record and a newline to `out`.
    pub fn write_line(&self, out: &mut Vec<u8>) {
        serde_json::to_writer(&mut *out, self).expect("writing strings to memory cannot fail");
        out.push(b'\n');
    }
}

/// The host that a page was saved from, if one of its folders is named after it, as mirroring tools do; without `www.`.
/// Names of records may begin so, too, of which several may be of one page: only a page's file is believed.
pub fn mirrored_host(path: &str) -> Option<&str> {
    let (folders, file) = path.rsplit_once('/')?;
    let (_, ending) = file.strip_suffix(".gz").unwrap_or(file).rsplit_once('.')?;
    if !PAGES.iter().any(|page| ending.eq_ignore_ascii_case(page)) {
        return None;
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
    };
    let is_host = |folder: &&str| {
        let top = folder.rsplit_once('.').map_or("", |(_, top)| top);
        let is_country = top.len() == 2 && top.bytes().all(|b| b.is_ascii_lowercase());
        folder.split('.').all(is_label) && (is_country || DOMAINS.contains(&top))
    };
    folders.split('/').find(is_host).map(|host| host.strip_prefix("www.").unwrap_or(host))
}

/// Endings of the files of pages.
const PAGES: [&str; 5] = ["html", "htm", "xhtml", "shtml", "php"];

/// Domains that sites of news are in, besides those of countries: other folders may have a dot in their name, too.
const DOMAINS: [&str; 20] = [
    "com", "org", "net", "info", "news", "press", "media", "edu", "gov", "int", "biz", "online", "site",
    "blog", "live", "today", "world", "africa", "asia", "example",
];

/// The host of an address, without `www.`.
pub fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, h)| h);
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|h| !h.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_addresses() {
        assert_eq!(host("https://www.harbour.example/a/b?c"), Some("harbour.example"));
        assert_eq!(host("http://u:p@news.example:80"), Some("news.example:80"));
        assert_eq!(host("no address"), None);
        assert_eq!(mirrored_host("pages/www.harbour.example/a/b.html"), Some("harbour.example"));
        assert_eq!(mirrored_host("news.example.co.uk/index.htm.gz"), Some("news.example.co.uk"));
        for path in [
            "pages/harbour.example",
            "v1.2/a.html",
            "articles.raw/a.html",
            "reuters:2024-03-12:L5N3",
            "news.example/2012/12/01/82261#a-translation.2720",
            "../a.html",
            "a b.com/x.html",
        ] {
            assert_eq!(mirrored_host(path), None, "{path}");
        }
    }
}
