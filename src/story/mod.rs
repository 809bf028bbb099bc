//! Story: verified pairs to what people asked for: which to keep, and what belongs together.
//!
//! Owns the choice of the article that is kept and the growth of stories, by likeness alone or by where articles
//! come from. It takes pairs as proven and never merges on less; it does not write anything.

mod graph;
mod grow;
mod keep;
mod lineage;
mod sorted;
mod star;

pub use graph::Graph;
pub use grow::{Member, Story, grow};
pub use keep::{Decision, Keep, Likeness, Rank, Ranks, choose, order};
pub use lineage::{Lineage, Offspring, Origin, lineages};
pub use sorted::{InStory, Placed};
