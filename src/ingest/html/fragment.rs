//! Fragments of HTML to text: bodies of feed items, of agency formats and of structured data.
//!
//! Every word is kept: a fragment is the article already, and finding the article within a page is
//! another matter (see [`super::main_text`]).

use super::dom::Dom;
use super::tag::Tag;
use super::text::{self, Lines};

/// The text of a fragment of HTML or NITF, paragraphs separated by one newline.
pub(crate) fn paragraphs(markup: &str) -> String {
    let mut lines = Lines::default();
    match Dom::parse(markup) {
        Ok(dom) => text::write(&dom, &mut lines, 0, |id| is_text(dom.tag(id))),
        Err(_) => lines.markup(markup),
    }
    lines.finish()
}

/// The same of a text that may have no markup: then its own line breaks part its paragraphs.
pub(crate) fn lines(text: &str) -> String {
    if text.contains('<') {
        return paragraphs(text);
    }
    let mut lines = Lines::default();
    for line in text.lines() {
        lines.markup(line);
        lines.end_line();
    }
    lines.finish()
}

/// The text of a fragment on one line.
pub(crate) fn line(markup: &str) -> String {
    paragraphs(markup).replace('\n', " ")
}

/// Whether what an element of a fragment holds is text: what stands in for a script is not.
pub(crate) fn is_text(tag: Tag) -> bool {
    !text::is_silent(tag) && tag != Tag::Noscript
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blocks_are_paragraphs_and_inline_markup_vanishes() {
        assert_eq!(
            paragraphs("<p>One <b>wo</b>rd.</p>\n<p>Two&nbsp;&amp; a <a href=x>half</a>.<br/>Three"),
            "One word.\nTwo & a half.\nThree"
        );
        assert_eq!(paragraphs("plain  text\n over lines "), "plain text over lines");
        assert_eq!(paragraphs("<ul><li>a<li>b</ul><table><tr><td>c<td>d</table>"), "a\nb\nc d");
        assert_eq!(paragraphs("One<img src=x>Two<div><div></div></div>"), "One Two");
        assert_eq!(paragraphs("<hl1>Head</hl1><byline>By Ann</byline><note>x"), "Head\nBy Ann\nx");
        assert_eq!(line("<p>One</p><p>Two"), "One Two");
    }

    #[test]
    fn without_markup_lines_are_paragraphs_where_that_is_asked_for() {
        assert_eq!(lines("one line\n\n another &#233;"), "one line\nanother é");
        assert_eq!(lines("<p>one\nline<p>another"), "one line\nanother");
        assert_eq!(lines(""), "");
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        assert_eq!(paragraphs("a<script>if (a < b) { '</p>' }</script>b<style>p{}</style>"), "ab");
        assert_eq!(paragraphs("<!-- no --><svg><text>no</text><svg></svg></svg>yes"), "yes");
        assert_eq!(paragraphs("<head><title>a<b></title><body>yes<noscript>no"), "yes");
        assert_eq!(paragraphs("yes<media><media-caption>no</media-caption></media>"), "yes");
    }

    #[test]
    fn broken_markup_keeps_its_words() {
        assert_eq!(paragraphs("a < b and c > d &unknown; &amp"), "a < b and c > d &unknown; &");
        assert_eq!(paragraphs("cut in a <a href=\"http:/"), "cut in a");
        assert_eq!(paragraphs("</p></div>x<p><p>y"), "x\ny");
    }

    #[test]
    fn deep_nesting_is_linear() {
        assert_eq!(paragraphs(&format!("{}x", "<div><b>".repeat(100_000))), "x");
    }

    proptest! {
        #[test]
        fn any_markup_has_some_text(html in "(<|>|/|p|script|svg|head|&|amp;|x| |\"|=|!--|[\u{0}-\u{ff}]){0,40}") {
            let text = paragraphs(&html);
            prop_assert!(!text.contains("\n\n") && !text.starts_with('\n') && !text.ends_with('\n'));
        }
    }
}
