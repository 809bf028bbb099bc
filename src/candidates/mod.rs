//! Candidates: who might match, from sketches alone.
//!
//! Owns the step from band keys to candidate pairs, and from the postings of rare words and winnowed grams
//! to candidates for one article. It proves nothing; groups too large to be taken pair by pair are handed
//! back, for whoever can look at the texts.

mod bands;
mod group;
mod postings;
mod search;

pub use bands::{Candidates, Keys, Part, candidates, of_band};
pub use group::{equal_hashes, sort_pairs};
pub use postings::{
    Keys as PostingKeys, Kind as PostingKind, LEAST_LETTERS, MemoryPostings, Postings, too_common,
};
pub use search::{Candidate, Limits, Search};

/// Groups of more articles than this are not taken pair by pair.
pub const CROWD: usize = 256;
