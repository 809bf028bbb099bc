//! Candidates: who might match, from sketches alone.
//!
//! Owns the step from band keys to candidate pairs. It does not see a text and proves nothing; groups
//! too large to be taken pair by pair are handed back, for whoever can look at the texts.

mod bands;
mod group;

pub use bands::{Candidates, Keys, candidates};
pub use group::{equal_hashes, sort_pairs};

/// Groups of more articles than this are not taken pair by pair.
pub const CROWD: usize = 256;
