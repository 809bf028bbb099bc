//! What the gaoya runner and the exact truth share: records of a JSON Lines file, and the words of a text.

use serde::Deserialize;
use std::borrow::Cow;

/// Words in a shingle, for every tool of the comparison.
pub const SHINGLE: usize = 5;

/// One line of the input.
#[derive(Deserialize)]
pub struct Record<'a> {
    /// The article's id, written into the pairs.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// The article's text; everything else in the record is ignored.
    #[serde(borrow)]
    pub text: Cow<'a, str>,
}

/// The words of a text that is in lower case already: maximal runs of letters, digits and underscores.
pub fn words(lowercase: &str) -> impl Iterator<Item = &str> {
    lowercase.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}
