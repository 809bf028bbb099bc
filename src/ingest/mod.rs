//! Ingest: bytes to articles.

pub mod fields;
pub mod raw;
