//! The engine: whole inputs to a sketched corpus, and a sketched corpus to verified pairs.
//!
//! Owns the order of the work and its division among threads. It does not read formats (see
//! [`crate::ingest`]), nor decide what becomes of a pair (see [`crate::story`]).

mod add;
mod against;
mod budget;
mod columns;
mod corpus;
mod counted;
mod cover;
mod crowd;
mod fingerprint;
mod foreign;
mod judge;
mod known;
mod lines;
mod meanings;
mod number;
mod pairs;
mod papers;
mod parts;
mod provenance;
mod read;
mod scratch;
mod searching;
mod spill;
mod spool;
mod trace;
mod translations;

pub use add::{Added, add};
pub use against::{check as check_against, find_known};
pub use budget::check_memory;
pub use corpus::{Corpus, Meta, Settings, Stats, Written};
pub use counted::{Counted, day_of};
pub use fingerprint::{Fingerprint, Fingerprinter, params, with_translations};
pub use judge::Judged;
pub use known::{Known, KnownMeta};
pub use pairs::{Found, Order, Pair, find};
pub use papers::{Papers, acquainted};
pub use parts::{Parts, Spilled, find_spilled};
pub use provenance::{Measured, Provenance, compare, provenance, tellings};
pub use spill::{Record, Sorted, Sorter, read_words, write_words};
pub use trace::{Asked, Found as Traced, Related, Tracer};
pub use translations::{Translated, translations};
