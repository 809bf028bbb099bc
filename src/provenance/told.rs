//! What an article says of itself, uninterpreted: the input of this room.

use crate::article::Place;

/// Lines before and behind a text that are beside it, and bytes of a short one.
const BESIDE: usize = 3;
const SHORT: usize = 200;

/// The statements and lines of one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Field and value, each as the page, feed or record has it: `meta.author`, `jsonld.isBasedOn`.
    pub fields: Vec<(String, String)>,
    /// The visible lines of a page in order; of a record without a page, the lines of its text.
    pub lines: Vec<Line>,
    /// The host it was published on, without `www.`.
    pub host: Option<String>,
    /// The name that its site gives itself.
    pub site: Option<String>,
    /// BCP 47 primary language tag.
    pub lang: Option<String>,
    /// The headline.
    pub title: Option<String>,
}

impl Told {
    /// The short lines right before, among and behind those of the text, captions aside.
    pub(super) fn beside(&self) -> impl Iterator<Item = &str> {
        let is_text = |line: &Line| line.place == Place::Text;
        let first = self.lines.iter().position(is_text).unwrap_or(0);
        let last = self.lines.iter().rposition(is_text).unwrap_or(0);
        let near = self.lines.iter().take(last + BESIDE + 1).skip(first.saturating_sub(BESIDE));
        near.filter(|line| line.place == Place::Around && line.text.len() <= SHORT)
            .map(|line| line.text.as_str())
    }
}

/// One visible line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line as a reader sees it.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// Its bytes in the article's text, if it is part of it.
    pub span: Option<(u32, u32)>,
}
