//! wiretrace fingerprints news articles, finds near-duplicates and proves them on the text.
//!
//! The command `wiretrace` is the way most people use it; this crate is what the command is made of.
//! Reading a corpus, finding its pairs and choosing what to keep takes a dozen lines:
//!
//! ```
//! use std::path::PathBuf;
//!
//! use wiretrace::engine::{self, Corpus, Settings};
//! use wiretrace::ingest::walk;
//! use wiretrace::story::{self, Graph, Keep, Ranks};
//!
//! # fn main() -> wiretrace::error::Result<()> {
//! let threshold = 0.7;
//! let inputs = walk::find(&[PathBuf::from("corpus/wire")], None)?.inputs;
//! let mut problems = 0;
//! let corpus =
//!     Corpus::read(inputs, Settings::for_threshold(threshold), &|_, _| {}, &mut |_, _| problems += 1)?;
//! let keep = Keep::Earliest;
//! let found = engine::find(&corpus, threshold, &|articles| story::order(&corpus, keep, articles))?;
//!
//! let graph = Graph::new(&found);
//! let articles: Vec<u32> = graph.nodes.iter().flatten().copied().collect();
//! let ranks = Ranks::new(&corpus, keep, &articles);
//! for removed in story::choose(&graph, &ranks) {
//!     assert!(removed.likeness.similarity().is_some_and(|similarity| similarity >= threshold));
//!     println!("{} is a copy of {}", ranks.id(removed.article), ranks.id(removed.kept));
//! }
//! # assert_eq!(problems, 0);
//! # assert!(!corpus.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! The rooms, each of which may use those before it and none behind: [`ingest`] turns bytes into
//! articles, [`text`] texts into tokens, [`sketch`] tokens into shingles, signatures and winnowed grams,
//! [`crosslingual`] sentences of any language into vectors, and aligns them,
//! [`index`] keeps those on disk, [`candidates`] suggests pairs from them, [`compare`] proves those,
//! [`provenance`] reads what an article says of its origin, [`engine`] runs all of that over whole corpora, [`story`] decides what is kept and what belongs
//! together, [`report`] writes it down.

pub mod article;
pub mod candidates;
pub mod cli;
pub mod compare;
pub mod crosslingual;
pub mod engine;
pub mod error;
pub mod evaluate;
pub mod index;
pub mod ingest;
pub mod provenance;
pub mod report;
pub mod sketch;
pub mod story;
pub mod text;
