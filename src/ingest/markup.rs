//! Fragments of HTML to plain text: bodies of feed items and of agency formats.
//!
//! Owns what separates paragraphs and what is no text. Every word of a fragment is kept: it is the
//! article already. Finding the article within a whole page is another matter (see
//! [`html`](super::html)).
//!
//! Works on the tokens of HTML, not on a tree, so that the cost is linear whatever the nesting.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

/// The text of a fragment, paragraphs separated by one newline.
pub(crate) fn text(html: &str) -> String {
    if !html.contains(['<', '&']) {
        let mut blocks = Blocks::default();
        blocks.push(html);
        return blocks.finish();
    }
    let sink = Sink::default();
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.state.into_inner().blocks.finish()
}

/// The text of a fragment on one line.
pub(crate) fn line(html: &str) -> String {
    text(html).replace('\n', " ")
}

/// The characters that a named reference such as `nbsp` stands for.
pub(crate) fn entity(name: &str) -> Option<String> {
    let known = name.len() <= 32 && name.bytes().all(|b| b.is_ascii_alphanumeric());
    let reference = format!("&{name};");
    let characters = if known { text_exactly(&reference) } else { None };
    characters.filter(|characters| *characters != reference)
}

fn text_exactly(html: &str) -> Option<String> {
    let sink = Sink { exact: true, ..Sink::default() };
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    Some(tokenizer.sink.state.into_inner().blocks.out)
}

/// How an element separates the text around and within it.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    /// A paragraph of its own.
    Block,
    /// A word of its own.
    Cell,
    /// No text.
    Hidden,
    /// Nothing.
    Inline,
}

impl Shape {
    /// The shape of an element of HTML, XHTML or NITF, by its lower-case name.
    pub(crate) fn of(name: &str) -> Self {
        match name {
            "address" | "article" | "aside" | "blockquote" | "br" | "caption" | "center" | "dd"
            | "details" | "dialog" | "dir" | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure"
            | "footer" | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hgroup" | "hr"
            | "legend" | "li" | "main" | "menu" | "nav" | "ol" | "option" | "p" | "pre" | "search"
            | "section" | "summary" | "table" | "tbody" | "tfoot" | "thead" | "tr" | "ul" | "body"
            | "html" => Shape::Block,
            "block" | "bq" | "body.content" | "body.end" | "body.head" | "byline" | "dateline"
            | "distributor" | "fn" | "hedline" | "hl1" | "hl2" | "note" | "abstract" | "tagline"
            | "paragraph" => Shape::Block,
            "td" | "th" | "img" | "nitf-col" => Shape::Cell,
            "head" | "iframe" | "noembed" | "noframes" | "noscript" | "script" | "select" | "style"
            | "svg" | "template" | "textarea" | "title" | "media" => Shape::Hidden,
            _ => Shape::Inline,
        }
    }
}

/// Text in the making: white space collapsed, one newline between paragraphs.
#[derive(Default)]
pub(crate) struct Blocks {
    out: String,
    space: bool,
}

impl Blocks {
    /// Appends running text.
    pub(crate) fn push(&mut self, text: &str) {
        for (index, word) in text.split(char::is_whitespace).enumerate() {
            self.space |= index > 0;
            if word.is_empty() {
                continue;
            }
            if self.space && !self.out.is_empty() && !self.out.ends_with('\n') {
                self.out.push(' ');
            }
            self.space = false;
            self.out.push_str(word);
        }
    }

    /// Ends or begins an element of this shape.
    pub(crate) fn edge(&mut self, shape: Shape) {
        match shape {
            Shape::Block if !self.out.is_empty() && !self.out.ends_with('\n') => self.out.push('\n'),
            Shape::Cell => self.space = true,
            _ => {}
        }
    }

    /// The text.
    pub(crate) fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        self.out
    }
}

#[derive(Default)]
struct Sink {
    /// Keeps characters as they are.
    exact: bool,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    blocks: Blocks,
    /// The hidden element we are in, and how many of its name are open.
    hidden: Option<(String, usize)>,
}

impl Sink {
    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        let shape = Shape::of(name);
        let opens = tag.kind == TagKind::StartTag;
        let mut state = self.state.borrow_mut();
        if let Some((hidden, depth)) = &mut state.hidden {
            if hidden == name {
                *depth = if opens { *depth + 1 } else { *depth - 1 };
                if *depth == 0 {
                    state.hidden = None;
                }
            } else if hidden == "head" && name == "body" {
                state.hidden = None;
            }
        } else if shape == Shape::Hidden && opens && !tag.self_closing {
            state.hidden = Some((name.to_owned(), 1));
        } else {
            state.blocks.edge(shape);
        }
        match name {
            _ if !opens => TokenSinkResult::Continue,
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            "iframe" | "noembed" | "noframes" | "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            _ => TokenSinkResult::Continue,
        }
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => return self.tag(&tag),
            Token::CharacterTokens(text) => {
                let mut state = self.state.borrow_mut();
                if self.exact {
                    state.blocks.out.push_str(&text);
                } else if state.hidden.is_none() {
                    state.blocks.push(&text);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blocks_are_paragraphs_and_inline_markup_vanishes() {
        assert_eq!(
            text("<p>One <b>wo</b>rd.</p>\n<p>Two&nbsp;&amp; a <a href=x>half</a>.<br/>Three"),
            "One word.\nTwo & a half.\nThree"
        );
        assert_eq!(text("plain  text\n over lines "), "plain text over lines");
        assert_eq!(text("<ul><li>a<li>b</ul><table><tr><td>c<td>d</table>"), "a\nb\nc d");
        assert_eq!(text("<div><div></div></div>"), "");
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        assert_eq!(text("a<script>if (a < b) { '</p>' }</script>b<style>p{}</style>"), "ab");
        assert_eq!(text("<!-- no --><svg><text>no</text><svg></svg></svg>yes"), "yes");
        assert_eq!(text("<head><title>a<b></title><body>yes"), "yes");
    }

    #[test]
    fn broken_markup_keeps_its_words() {
        assert_eq!(text("a < b and c > d &unknown; &amp"), "a < b and c > d &unknown; &");
        assert_eq!(text("cut in a <a href=\"http:/"), "cut in a");
        assert_eq!(text("</p></div>x<p><p>y"), "x\ny");
    }

    #[test]
    fn deep_nesting_is_linear() {
        assert_eq!(text(&format!("{}x", "<div><b>".repeat(100_000))), "x");
    }

    #[test]
    fn references_are_known_by_name() {
        assert_eq!(entity("eacute").as_deref(), Some("é"));
        assert_eq!(entity("nbsp").as_deref(), Some("\u{a0}"));
        assert_eq!((entity("nonsense"), entity("a b"), entity("")), (None, None, None));
    }

    proptest! {
        #[test]
        fn any_markup_has_some_text(html in "(<|>|/|p|script|svg|head|&|amp;|x| |\"|=|!--|[\u{0}-\u{ff}]){0,40}") {
            let text = text(&html);
            prop_assert!(!text.contains("\n\n") && !text.starts_with('\n') && !text.ends_with('\n'));
        }
    }
}
