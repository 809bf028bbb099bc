//! Compare: what really matches.
//!
//! Owns exact comparison on the text itself. A candidate is a guess; what this room says of it is a
//! fact, and nothing else is ever reported.

mod exact;

pub use exact::{Counts, ShingleSet};
