//! HTML pages: markup to an article's text and what the page says of itself.
//!
//! Owns the door ([`article`] for pages, [`plain`] for fragments out of feeds) and the order of the
//! steps. Does not own any step: character sets, the tree, the search for the main text and the page's
//! metadata have a file each.

use dom::Dom;
use page_meta::PageMeta;
use text::Lines;

use super::raw::Raw;

mod charset;
mod dom;
mod furniture;
mod json_ld;
mod main_text;
mod page_meta;
mod tag;
mod text;
mod trim;

/// What was found in a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The address that the page gives itself, absolute where the page's own address is known.
    pub url: Option<String>,
    /// The headline, without the name of the site.
    pub title: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// Declared language: primary subtag, lower case.
    pub lang: Option<String>,
    /// The article's text; paragraphs are separated by one newline.
    pub text: String,
}

/// Characters from which the text of the structured data can stand in for a page without text.
const STANDS_IN: usize = 200;

/// Finds the article in a page.
///
/// # Errors
/// In words, why the page yields no article.
pub fn article(raw: &Raw) -> Result<Page, String> {
    let markup = charset::decode(&raw.bytes, raw.charset.as_deref());
    let dom = Dom::parse(&markup).map_err(|_| "the page has more than 1,000,000 elements".to_owned())?;
    let meta = PageMeta::read(&dom);
    let json_ld = json_ld::read(&dom);
    let title = meta.headline(&json_ld);
    let mut text = main_text::find(&dom, title.as_deref());
    if let Some(body) = &json_ld.body {
        // Pages that are put together by scripts hold their text only there.
        let told = plain(body);
        if told.chars().count() >= STANDS_IN && told.len() > text.len() * 2 {
            text = told;
        }
    }
    if text.is_empty() {
        return Err("no main text found in the page".to_owned());
    }
    Ok(Page {
        url: meta.address(&json_ld, raw.url.as_deref()),
        published: meta.published(&json_ld),
        lang: meta.language(&json_ld),
        title,
        text,
    })
}

/// The text of a fragment of markup, such as a feed's description: paragraphs separated by one
/// newline, entities decoded, scripts and styles left out.
pub fn plain(html: &str) -> String {
    let mut lines = Lines::default();
    match Dom::parse(html) {
        Ok(dom) => text::write(&dom, &mut lines, 0, |id| !text::is_silent(dom.tag(id))),
        Err(_) => lines.markup(html),
    }
    lines.finish()
}
