//! wiretrace fingerprints news articles, finds near-duplicates and proves them on the text.
pub mod article;
pub mod error;
pub mod evaluate;
pub mod ingest;
