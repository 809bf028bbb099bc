//! HTML pages: markup to an article's text and what the page says of itself.
//!
//! Owns the door and the order of the steps. Does not own any step: character sets, the tree, the search
//! for the main text and the page's metadata have a file each. Other formats borrow the steps for their
//! bodies, which are HTML or much like it.

use dom::Dom;
use page_meta::PageMeta;

use super::language;
use super::raw::Raw;
use super::visible_date::Order;
use crate::article::Said;

mod attributes;
mod charset;
mod dom;
pub(crate) mod fragment;
mod furniture;
mod json_ld;
mod main_text;
mod page_meta;
mod parse;
mod said;
mod shown_date;
mod stats;
pub(crate) mod tag;
pub(crate) mod text;
mod title;
mod trim;

pub(crate) use title::title_ends;

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
    /// What else it says, if that was asked for.
    pub said: Option<Box<Said>>,
}

/// Characters from which the text of the structured data can stand in for a page without text.
const STANDS_IN: usize = 200;

/// Finds the article in a page, and `what_else` it says.
///
/// # Errors
/// In words, why the page yields no article.
pub fn article(raw: &Raw, what_else: bool) -> Result<Page, String> {
    let markup = charset::decode(&raw.bytes, raw.charset.as_deref());
    let dom = Dom::parse(&markup).map_err(|_| "the page has more than 1,000,000 elements".to_owned())?;
    let meta = PageMeta::read(&dom);
    let json_ld = json_ld::read(&dom);
    let title = meta.headline(&json_ld);
    let mut text = main_text::find(&dom, title.as_deref());
    if let Some(body) = &json_ld.body {
        // Pages that are put together by scripts hold their text only there.
        let told = fragment::lines(body);
        if told.chars().count() >= STANDS_IN && told.len() > text.len() * 2 {
            text = told;
        }
    }
    if text.is_empty() {
        return Err("no main text found in the page".to_owned());
    }
    let url = meta.address(&json_ld, raw.url.as_deref());
    let published = meta.published(&json_ld).or_else(|| {
        let locale = meta.locale(&json_ld).map(str::to_owned).or_else(|| language::of(None, &text));
        let order = Order::of(locale.as_deref().unwrap_or(""));
        let (title, address, seen) = (title.as_deref(), url.as_deref(), raw.seen.as_deref());
        shown_date::find(&dom, &shown_date::Page { text: &text, title, address, seen, order })
    });
    Ok(Page {
        url,
        published,
        lang: meta.language(&json_ld),
        said: what_else.then(|| {
            let mut said = said::read(&dom, &meta, &text);
            meta.site_in_title(&json_ld).into_iter().for_each(|site| said.add("title.site".to_owned(), site));
            Box::new(said)
        }),
        title,
        text,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::raw::Kind;
    use super::*;

    fn raw(markup: impl Into<Vec<u8>>) -> Raw {
        Raw {
            kind: Kind::Html,
            record: 1,
            bytes: markup.into(),
            url: Some("https://example.org/news/1".to_owned()),
            seen: None,
            charset: None,
            original: None,
        }
    }

    fn found(raw: &Raw) -> Result<Page, String> {
        article(raw, false)
    }

    const FIRST: &str = "The council voted on Tuesday to close the old bridge, which engineers, in two reports, had called unsafe.";
    const SECOND: &str = "Buses will go by the ring road from Monday, the mayor said, and boats will cross the river twice an hour.";

    fn page(inside: &str) -> String {
        format!(
            "<!doctype html><html lang=en-GB><head><title>Bridge to close - The Mail</title>\
             <meta property=og:site_name content='The Mail'>\
             <meta property=article:published_time content=2024-05-03T10:00:00Z>\
             <link rel=canonical href=/news/bridge></head><body>\
             <nav><ul><li><a href=/>Home</a><li><a href=/news>News</a></ul></nav>\
             <div class=content><h1>Bridge to close</h1><p class=byline>By Ann Lee</p>{inside}</div>\
             <div class=comments><p>I have used this bridge for years, and I say it is as safe as ever.</p></div>\
             <footer><p>All rights reserved, The Mail, 1 High Street, Newtown, and so on.</p></footer>"
        )
    }

    #[test]
    fn an_article_comes_out_of_its_page() {
        let found = found(&raw(page(&format!("<p>{FIRST}<p>{SECOND}")))).expect("an article");
        assert_eq!(found.text, format!("{FIRST}\n{SECOND}"));
        assert_eq!(found.title.as_deref(), Some("Bridge to close"));
        assert_eq!(found.published.as_deref(), Some("2024-05-03T10:00:00Z"));
        assert_eq!(found.url.as_deref(), Some("https://example.org/news/bridge"));
        assert_eq!(found.lang.as_deref(), Some("en"));
    }

    #[test]
    fn furniture_inside_the_article_goes() {
        let furniture = [
            "<figure><img src=x><figcaption>The bridge on Monday, seen from the north bank.</figcaption></figure>",
            "<div class='share-bar'><span>Share on one of these services</span></div>",
            "<p><strong>Read Also:</strong> <a href=/x>Ten bridges that are older than you think</a></p>",
            "<ul><li><a href=/a>Another story about a bridge</a><li><a href=/b>And one about a ferry</a></ul>",
            "<form class=newsletter-signup><p>Get our newsletter every morning.</p><input><input></form>",
            "<script>var p = '<p>no text</p>';</script><style>p { color: red }</style>",
            "<div hidden><p>This is not for readers, it is for machines, and so it is hidden.</p></div>",
        ];
        for furniture in furniture {
            let found =
                found(&raw(page(&format!("<p>{FIRST}</p>{furniture}<p>{SECOND}")))).expect("an article");
            assert_eq!(found.text, format!("{FIRST}\n{SECOND}"), "{furniture}");
        }
    }

    #[test]
    fn the_names_that_page_builders_give_do_not_hide_an_article() {
        let found = found(&raw(page(&format!("<div class='widget promo'><p>{FIRST}<p>{SECOND}</div>"))));
        assert_eq!(found.expect("an article").text, format!("{FIRST}\n{SECOND}"));
    }

    #[test]
    fn structured_data_stands_in_for_a_page_without_text() {
        let body = format!("{FIRST}\\n\\n{SECOND}");
        let script = format!(
            "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script><div id=app></div>"
        );
        assert_eq!(found(&raw(script)).expect("an article").text, format!("{FIRST}\n{SECOND}"));
    }

    #[test]
    fn a_page_of_a_few_words_is_an_article() {
        let page = "<title>News</title><nav>Home</nav><p>A page about nothing.</p><a href=/x>More pages</a>";
        assert_eq!(found(&raw(page)).expect("an article").text, "A page about nothing.");
    }

    #[test]
    fn a_page_without_text_says_so() {
        for empty in ["", "<html>", "<p>", "\u{feff}", "<script>x</script>"] {
            assert_eq!(found(&raw(empty)), Err("no main text found in the page".to_owned()), "{empty}");
        }
    }

    #[test]
    fn hostile_pages_end_soon() {
        let prose = format!("<p>{FIRST}</p>");
        for junk in [
            format!("{}{prose}", "<div>".repeat(100_000)),
            format!("{}{prose}", "<b><a href=x><p>".repeat(30_000)),
            format!("{}{prose}", "<table><tr><td>".repeat(30_000)),
            format!("{prose}{}", "</div></b></p>".repeat(50_000)),
            format!("{prose}{}", "<!--".repeat(50_000)),
            format!("{prose}{}", "<p a='".repeat(50_000)),
            format!("{prose}{}", "&#x".repeat(50_000)),
            format!("<title>{}</title>{prose}", "word ".repeat(50_000)),
            format!("{prose}{}", "\0\u{202e}<\u{fffd}".repeat(30_000)),
        ] {
            let start = std::time::Instant::now();
            let found = found(&raw(junk.clone()));
            assert!(start.elapsed().as_secs() < 2, "{}", &junk[..40]);
            if let Ok(found) = found {
                assert!(found.text.contains("The council") || found.text.len() > 100, "{}", &junk[..40]);
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = found(&raw(bytes));
        }

        #[test]
        fn any_soup_is_read(parts in prop::collection::vec(
            prop::sample::select(vec![
                "<div class=article>", "<p>", FIRST, SECOND, "</div>", "<a href=x>", "<ul><li>", "<table><td>",
                "<form>", "<input>", "<h1>", "Bridge", "<img>", "</p>", "<article>", "<aside>", "&nbsp;", "<b>",
            ]),
            0..40,
        )) {
            if let Ok(page) = found(&raw(parts.concat())) {
                prop_assert!(!page.text.is_empty());
                prop_assert!(!page.text.contains("\n\n") && !page.text.contains("  "), "{:?}", page.text);
                prop_assert_eq!(page.text.trim(), page.text.as_str());
            }
        }
    }
}
