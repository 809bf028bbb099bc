//! Cross-lingual: the view of a text that is the same in every language.
//!
//! Owns the word table, the pieces, sentences and vectors made with it, numbers and names, and the alignment of two
//! texts' sentences. It knows texts only: which articles are worth comparing is for [`crate::candidates`], what a
//! pair is called for [`crate::compare`].

mod align;
mod anchors;
mod content;
mod normalise;
mod pieces;
mod sentences;
mod table;
mod vectors;
mod votes;

pub use align::{Aligned, Alignment, align};
pub use content::{Content, Reader};
pub use table::{DIMS, WordTable};
pub use votes::Votes;
