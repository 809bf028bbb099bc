//! Cross-lingual: the view of a text that is the same in every language.
//!
//! Owns the word table, the pieces, sentences and vectors made with it, numbers and names, and the alignment of two
//! texts' sentences. It knows texts only: which articles are worth comparing is for [`crate::candidates`], what a
//! pair is called for [`crate::compare`].
//!
//! ```
//! use wiretrace::crosslingual::{Reader, Votes, WordTable, align};
//!
//! let mut reader = Reader::new(WordTable::embedded());
//! let english = reader.read("The bridge stays closed until Friday. Nobody was hurt.");
//! let german = reader.read("Die Brücke bleibt bis Freitag gesperrt. Verletzt wurde niemand.");
//!
//! let mut votes = Votes::default();
//! votes.add(&english);
//! let candidates = votes.candidates(&german, 10, |_| true);
//! assert_eq!(candidates[0].0, 0);
//!
//! let alignment = align(&german, &english).expect("they are alike");
//! assert!(!alignment.is_sufficient(), "two sentences prove nothing");
//! ```

mod align;
mod anchors;
mod cells;
mod coded;
mod codes;
mod content;
mod encoded;
#[cfg_attr(not(feature = "encoder"), path = "no_encoder.rs")]
mod encoder;
mod grid;
mod heard;
mod models;
mod normalise;
mod pieces;
mod places;
mod search;
mod sentences;
mod skeleton;
mod table;
mod telling;
mod vectors;
mod votes;

pub use align::{Aligned, Alignment, align, align_by};
pub use anchors::{figures, names_id};
pub use cells::{CELLS, Cells};
pub use coded::Coded;
pub use codes::{Code, ROW, Row};
pub use content::{Content, Reader};
pub use encoder::Encoder;
pub use heard::{
    heard, heard_in_arabic, heard_name, is_arabic, is_katakana, is_latin, name_in_arabic,
    writes_what_it_hears,
};
pub use models::Models;
pub use search::{InCell, MemorySentences, Sentences, candidates};
pub use skeleton::{consonants, sound};
pub use table::{DIMS, SharedTable, WordTable};
pub use telling::{Named, Telling};
pub use votes::Votes;
