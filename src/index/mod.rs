//! Index: articles' fingerprints on disk, looked up in microseconds at ten million articles.
//!
//! Owns the folder's format (`docs/format.md` has it byte by byte), its safety and its speed: immutable
//! segments and a manifest that is swapped at once, one [`Writer`], any number of readers, each on a
//! [`Snapshot`]. Does not make fingerprints, decide which keys are rare, or weigh what it finds: it gives
//! the articles of keys and what is known of an article.
//!
//! ```
//! use wiretrace::index::{Entry, Kind, Lookup, Options, Params, Record, Scratch, Snapshot, Writer};
//!
//! # fn main() -> wiretrace::error::Result<()> {
//! # let folder = tempfile::tempdir().unwrap();
//! # let folder = folder.path();
//! let params = Params::new().with("n", 5);
//! let mut writer = Writer::open(folder, &params, Options { slots: 2, ..Options::default() }, Box::new(()))?;
//! writer.add(&Entry {
//!     record: Record {
//!         id: "a",
//!         url: None,
//!         host: None,
//!         title: Some("A title"),
//!         published: None,
//!         times: (i64::MIN, i64::MAX),
//!         lang: Some("en"),
//!         claims: Vec::new(),
//!     },
//!     text: "Its text.",
//!     tokens: 2,
//!     signature: &[7, 8],
//!     bands: &[70, 80],
//!     prints: &[(700, 0)],
//!     words: &[7000],
//!     coded: None,
//!     counted: None,
//! })?;
//! writer.commit()?;
//!
//! let snapshot = Snapshot::open(folder)?;
//! let (mut lookup, mut scratch, mut found) = (Lookup::default(), Scratch::default(), Vec::new());
//! snapshot.lookup(Kind::Bands, &[80, 81], &mut lookup)?;
//! assert_eq!(lookup.frequencies(), [1, 0]);
//! snapshot.postings(&lookup, 0, |posting| found.push(posting))?;
//! assert_eq!(snapshot.record(found[0].doc, &mut scratch)?.id, "a");
//! # Ok(())
//! # }
//! ```

mod background;
mod batch;
mod bits;
mod builder;
mod codec;
mod columns;
mod disk;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod forge;
mod frame;
mod info;
mod lock;
mod manifest;
mod merge;
mod pages;
mod params;
mod policy;
mod reader;
mod record;
mod replace;
mod segment;
mod sentences;
mod tombstones;
mod verify;
mod writer;

pub use background::Background;
pub use batch::Batch;
pub use frame::FORMAT;
pub use info::Info;
pub use manifest::{exists, is_begun};
pub use params::Params;
pub use reader::{Kind, LAST_PLACE, Lookup, PLACE_UNIT, Posting, Scratch, Snapshot};
pub use record::{Entry, Record};
pub use sentences::Language;
pub use verify::{Damage, Verified, verify};
pub use writer::{Committed, Options, Writer};

#[cfg(test)]
mod tests;
