//! wiretrace fingerprints news articles, finds near-duplicates and proves them on the text.
pub mod article;
pub mod candidates;
pub mod compare;
pub mod engine;
pub mod error;
pub mod evaluate;
pub mod ingest;

pub mod sketch;

pub mod cli;
pub mod report;
pub mod story;
pub mod text;
