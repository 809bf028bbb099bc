//! What a reader cuts out of an input: a raw record, or the reason why there is none.
//!
//! Reading is two steps so that the slow one runs on all cores. A *reader* walks one input in order
//! and cuts it into [`Raw`] records, cheaply; *extraction* turns a raw record into articles.

/// The kinds of raw record; each has one extractor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One JSON object with an article's fields (also ninjs).
    Json,
    /// One HTML page.
    Html,
    /// One RSS or Atom document, several articles.
    Feed,
    /// One NewsML-G2 document, one or several articles.
    NewsMl,
    /// One plain text file, one article.
    Text,
}

/// One record as it lies in its input, with what the container says of it.
#[derive(Debug, Clone)]
pub struct Raw {
    /// What `bytes` is.
    pub kind: Kind,
    /// Number of the record in its input, from 1 (the line for line-based formats).
    pub record: u64,
    /// The record's bytes, decompressed, at most [`Limits::record`] of them.
    pub bytes: Vec<u8>,
    /// Address said by the container (WARC target, `--urls`).
    pub url: Option<String>,
    /// Upper bound of the time of publication said by the container (WARC date, `--urls` `seen`).
    pub seen: Option<String>,
    /// Character set said by the container (HTTP header).
    pub charset: Option<String>,
    /// The record as it was written, its line break included, for formats whose kept records are
    /// repeated byte for byte (CSV).
    pub original: Option<Vec<u8>>,
}

/// A record that was skipped, or an input that ended early: never silent, never fatal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Number of the record in its input, from 1; 0 for the input as a whole.
    pub record: u64,
    /// Whether a record is lost (counted as skipped); false for a notice.
    pub lost: bool,
    /// What is wrong, in words for people.
    pub reason: String,
}

/// How the reason begins where a record has none of the fields that a text is looked for in: a list of
/// something else, if all records of a file say so.
pub const NO_TEXT_FIELD: &str = "no text field";

impl Problem {
    /// Something to know, no record lost.
    pub fn notice(reason: impl Into<String>) -> Self {
        Problem { record: 0, lost: false, reason: reason.into() }
    }

    /// A skipped record.
    pub fn skipped(record: u64, reason: impl Into<String>) -> Self {
        Problem { record, lost: true, reason: reason.into() }
    }

    /// Whether it ends a strict run at once. Records without a text field do not: whether their file is
    /// a list of something else is known only at its end.
    pub fn is_fatal_when_strict(&self) -> bool {
        self.lost && !self.reason.starts_with(NO_TEXT_FIELD)
    }

    /// The record and the reason: `record 7: broken JSON`.
    pub fn place(&self) -> String {
        match self.record {
            0 => self.reason.clone(),
            record => format!("record {record}: {}", self.reason),
        }
    }
}

/// Bounds on what is read, against hostile or broken input.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest record in bytes, after decompression; larger ones are skipped.
    pub record: usize,
    /// Deepest nesting of JSON or XML.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { record: 32 << 20, depth: 128 }
    }
}
