//! The integration tests: the real program, on the sample corpus and on small inputs made here.

mod against;
mod bad_input;
mod dedup;
mod determinism;
mod encoder;
mod eval;
mod formats;
mod help;
mod index;
mod languages;
mod made;
mod memory;
mod oracle;
mod page;
mod short_texts;
mod skew;
mod stories;
mod support;
mod trace;
