//! Record: what is known of an article besides its text.
//!
//! Owns the shapes of an article at the index's door: the [`Entry`] that is added, and the [`Record`] in it
//! that is read back. Keeps everything as it was said; interprets nothing.

use serde::{Deserialize, Serialize};

use crate::crosslingual::Coded;

/// An article as it is added.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// What is known of it: all that is read back.
    pub record: Record<'a>,
    /// The text; kept only if the index keeps texts.
    pub text: &'a str,
    /// How many tokens the text has.
    pub tokens: u32,
    /// The signature, as many slots as the index was made for.
    pub signature: &'a [u32],
    /// The keys of the signature's bands.
    pub bands: &'a [u64],
    /// Winnowed character n-grams: the key, and where in the text it is, in bytes. Of a key that occurs again
    /// the first place is kept.
    pub prints: &'a [(u64, u32)],
    /// Hashes of the distinct words that may be rare.
    pub words: &'a [u64],
    /// What it means sentence by sentence, if the index keeps that to find translations.
    pub coded: Option<&'a Coded>,
    /// What the index's [`Background`](super::Background) is to count: a day, and the hashes of the text's
    /// words in order.
    pub counted: Option<(u32, &'a [u64])>,
}

/// What is known of an article besides its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record<'a> {
    /// Unique in the index: an article with an id that is there replaces the one that is there.
    pub id: &'a str,
    /// The page's address.
    pub url: Option<&'a str>,
    /// The address's host.
    pub host: Option<&'a str>,
    /// The headline.
    pub title: Option<&'a str>,
    /// When it says it was published, as written.
    pub published: Option<&'a str>,
    /// The earliest and latest time that may mean, in seconds since 1970; `i64::MIN` and `i64::MAX` where
    /// nothing is known.
    pub times: (i64, i64),
    /// BCP 47 language tag.
    pub lang: Option<&'a str>,
    /// What the page says of its origin: field and value.
    #[serde(borrow)]
    pub claims: Vec<(&'a str, &'a str)>,
}

/// The hash by which an id is looked up.
pub(super) fn id_hash(id: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(id.as_bytes())
}
