//! The article: one text with its metadata, the value that every format turns into.
//!
//! Owns the canonical record, the JSON line that stands for an article once it has left its own
//! format. Does not own reading (see [`crate::ingest`]) or any interpretation of the metadata.

use serde::Serialize;

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
}

impl Article {
    /// Appends the canonical record and a newline to `out`.
    pub fn write_line(&self, out: &mut Vec<u8>) {
        serde_json::to_writer(&mut *out, self).expect("writing strings to memory cannot fail");
        out.push(b'\n');
    }
}

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
    }
}
