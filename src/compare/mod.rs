//! Compare: what really matches.
//!
//! Owns the comparison of two texts: exactly, by their sets of shingles, and by alignment, which finds the
//! passages that were copied, cut, misprinted or retold, and says what one article is to the other. A
//! candidate is a guess; what this room says of it stands on the two texts, and nothing else is ever
//! reported. It knows no index and no files.

mod background;
mod chain;
mod estimate;
mod evidence;
mod exact;
mod gaps;
mod model;
mod notice;
mod places;
mod prepared;
mod rarity;
mod relation;
mod runs;
mod spelling;
mod subject;
mod verify;

pub use background::Background;
pub use estimate::{Known as EstimateBasis, SharedGram, estimate};
pub use exact::{Counts, ShingleSet};
pub use model::{Facts, Ground, Reason};
pub use relation::Relation;
pub use verify::{Match, Passage, Verifier};
