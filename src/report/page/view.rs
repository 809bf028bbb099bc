//! What the page shows: plain values that the caller fills, offsets in bytes.

use std::borrow::Cow;

use serde::Serialize;

/// A range of bytes, its end exclusive.
pub type Range = [u32; 2];

/// Which question the page answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// What belongs together in a corpus: many stories.
    #[default]
    Stories,
    /// Where single articles come from: a story for each of them, itself the first member.
    Trace,
    /// What one article is to another: one edge, which is opened at once.
    Compare,
}

/// All that a page shows.
#[derive(Debug, Clone, Default)]
pub struct View<'v> {
    /// Which question it answers.
    pub kind: Kind,
    /// The heading.
    pub title: String,
    /// One line below it: "308 articles, 1.2 MB, 45 stories".
    pub subtitle: String,
    /// The articles that edges and stories name by their index.
    pub articles: Vec<Article<'v>>,
    /// Who took what from whom.
    pub edges: Vec<Edge>,
    /// What belongs together.
    pub stories: Vec<Story>,
    /// What a reader should know of the result as a whole.
    pub notes: Vec<String>,
}

/// An article.
#[derive(Debug, Clone, Default)]
pub struct Article<'v> {
    /// Its id.
    pub id: String,
    /// Its address; a link only if it is one of the web.
    pub url: Option<String>,
    /// The host of its address.
    pub host: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// When it appeared, as it says.
    pub published: Option<String>,
    /// Its language, as a BCP 47 tag.
    pub lang: Option<String>,
    /// Its text, a paragraph a line.
    pub text: Cow<'v, str>,
    /// What of the text is the site's own, or a credit.
    pub furniture: Vec<Range>,
    /// What it says of its origin.
    pub claims: Vec<Claim>,
    /// The site's own lines around the text.
    pub around: Vec<String>,
}

/// What an article says of its origin.
#[derive(Debug, Clone, Default)]
pub struct Claim {
    /// Where it stands: a field of the page, `line` around the text, or `text`.
    pub field: String,
    /// The words.
    pub text: String,
    /// Where they stand in the text.
    pub span: Option<Range>,
    /// Whom they name: an agency, a host, an address; may be empty.
    pub names: String,
}

/// An article and what it was made from.
#[derive(Debug, Clone, Default)]
pub struct Edge {
    /// The article.
    pub article: u32,
    /// Its source, if that is here.
    pub source: Option<u32>,
    /// Who it was made by, if the source is not here: "AFP".
    pub unobserved: Option<String>,
    /// What the article is to the source.
    pub relation: &'static str,
    /// Which way the text went: a is the article, b the source.
    pub direction: &'static str,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
    /// Jaccard index of their shingles.
    pub similarity: Option<f64>,
    /// The share of the article that the source has, and the other way round.
    pub containment: Option<[f64; 2]>,
    /// Whether the article credits the source; none if that is unknown.
    pub credited: Option<bool>,
    /// Whom the article credits.
    pub credit: Option<Credit>,
    /// Whether the word table does not have one of the languages, so that numbers and names stand behind this alone.
    pub is_reduced: bool,
    /// Why all that is said.
    pub reasons: Vec<Reason>,
    /// What both share.
    pub passages: Vec<Passage>,
}

/// A credit as it stands.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Credit {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub field: String,
    /// Whether whom it names is the source that the text shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agrees: Option<bool>,
}

/// A piece of evidence.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Reason {
    /// What was seen, in plain words.
    pub text: String,
    /// Log odds: positive if it speaks for the way from source to article.
    pub weight: f64,
}

/// A run of text that article (a) and source (b) share.
#[derive(Debug, Clone, Default)]
pub struct Passage {
    /// Where it stands in the article.
    pub a: Range,
    /// Where it stands in the source.
    pub b: Range,
    /// The words that both have, ascending; what lies between them differs. None for sentences of two languages.
    pub runs: Vec<[Range; 2]>,
    /// How well two sentences of two languages agree, 0 to 1.
    pub score: Option<f64>,
}

/// Articles that belong together.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Story {
    /// What it is about.
    pub title: String,
    /// The article it starts from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<u32>,
    /// Who the report it starts from is by, if that is not here: "AFP".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unobserved: Option<String>,
    /// Its articles.
    pub members: Vec<u32>,
    /// What ties them.
    pub edges: Vec<u32>,
}
