//! Report: what people and scripts see.
//!
//! Owns the shapes of the output: kept records, removed records, pairs, stories, the summary. It
//! decides nothing and computes nothing that another room knows.

mod kept;
mod note;
mod pairs;
mod sink;
mod stories;
mod summary;
mod table;

pub use kept::{annotate, kept, removed};
pub use pairs::{PairRow, pairs};
pub use sink::{Sink, remove_unfinished};
pub use stories::{MemberRow, StoryRow, stories, story_table};
pub use summary::{Summary, memory};
pub use table::{clip, grouped, pad};
