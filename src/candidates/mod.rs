//! Candidates: who might match, from sketches alone.
//!
//! Owns the step from band keys to candidate pairs, and from the postings of rare words and winnowed grams
//! to candidates for one article. It proves nothing; groups too large to be taken pair by pair are handed
//! back, for whoever can look at the texts.

mod bands;
mod group;
mod postings;

pub use bands::{Candidates, Keys, Part, candidates, of_band};
pub use group::{equal_hashes, sort_pairs};
pub use postings::{
    Candidate, Keys as PostingKeys, Kind, LEAST_LETTERS, Limits, MemoryPostings, Postings, Search,
};

/// Groups of more articles than this are not taken pair by pair.
pub const CROWD: usize = 256;
