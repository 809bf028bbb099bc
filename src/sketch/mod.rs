//! Sketch.
mod shingle;
pub use shingle::shingles;
