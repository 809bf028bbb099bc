//! Ingest: bytes to articles.

pub mod fields;
pub mod html;
pub mod raw;
