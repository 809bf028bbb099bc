//! One HTML page to an article.
//!
//! Takes all text of the page for now.

use super::charset;
use super::markup;
use super::raw::Raw;

/// What a page says of itself, and its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The address that the page says it has.
    pub url: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// The language as declared.
    pub lang: Option<String>,
    /// The article's text, paragraphs separated by one newline.
    pub text: String,
}

/// The article on the page in `raw`; the error is a reason.
pub fn article(raw: &Raw) -> Result<Page, String> {
    let text = markup::text(&charset::decode(&raw.bytes, raw.charset.as_deref()));
    if text.is_empty() { Err("text is empty".to_owned()) } else { Ok(Page { text, ..Page::default() }) }
}
