//! The engine: whole inputs to a sketched corpus, and a sketched corpus to verified pairs.
//!
//! Owns the order of the work and its division among threads. It does not read formats (see
//! [`crate::ingest`]), nor decide what becomes of a pair (see [`crate::story`]).

mod corpus;
mod crowd;
mod lines;
mod pairs;
mod read;
mod scratch;
mod spool;

pub use corpus::{Corpus, Meta, Settings, Stats, Written};
pub use pairs::{Found, Order, Pair, find};
