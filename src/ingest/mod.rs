//! Ingest: bytes to articles.

pub mod fields;
pub mod json_scan;
pub mod map;
pub mod raw;
