//! The engine: whole inputs to a sketched corpus, and a sketched corpus to verified pairs.
//!
//! Owns the order of the work and its division among threads. It does not read formats (see
//! [`crate::ingest`]), nor decide what becomes of a pair (see [`crate::story`]).

mod add;
mod against;
mod corpus;
mod counted;
mod cover;
mod crowd;
mod fingerprint;
mod known;
mod lines;
mod pairs;
mod read;
mod scratch;
mod spool;
mod trace;

pub use add::{Added, add};
pub use against::{check as check_against, find_known};
pub use corpus::{Corpus, Meta, Settings, Stats, Written};
pub use counted::{Counted, day_of};
pub use fingerprint::{Fingerprint, Fingerprinter, params};
pub use known::{Known, KnownMeta};
pub use pairs::{Found, Order, Pair, find};
pub use trace::{Found as Traced, Related, Tracer};
