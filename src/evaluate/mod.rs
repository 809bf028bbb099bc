//! Evaluate: how good an answer is, measured against a known truth.
//!
//! Owns the metrics. Does not own reading of truth files or anything that is printed.

pub mod main_text;
