//! Report: what people and scripts see.
//!
//! Owns the shapes of the output: kept records, removed records, pairs, stories, traces,
//! comparisons, the summary, the page. It
//! decides nothing and computes nothing that another room knows.

mod beside;
mod compared;
mod drawn;
mod evidence;
mod graph;
mod index;
mod kept;
mod lineage;
mod note;
pub mod page;
mod pairs;
mod reasons;
mod sink;
mod stories;
mod summary;
mod table;
mod trace;

pub use beside::{Marks, beside};
pub use compared::{ComparedRow, compared_row, compared_text};
pub use drawn::{Drawing, compared_view, reduced_note, stories_view, traced_story};
pub use evidence::EvidenceRow;
pub use graph::{dot, graphml};
pub use index::{IndexRow, index_row, index_table};
pub use kept::{annotate, kept, removed};
pub use lineage::{lineage_table, lineages, ties};
pub use pairs::{PairRow, PlacedPair, listed, pairs};
pub use sink::{Sink, remove_unfinished};
pub use stories::{MemberRow, StoryRow, stories, story_entry, story_row, story_table};
pub use summary::{Acquainted, LineageSummary, Summary, Tally, memory};
pub use table::{clip, counted, grouped, pad, quoted};
pub use trace::{TraceRow, judged_text, miss_text, reasons_text, trace_row, trace_text};
