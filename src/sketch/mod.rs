//! Sketch: tokens to shingles, signatures and band keys.
//!
//! Owns everything that turns token hashes into the small things that are compared by the million:
//! the shingle hash, the signature, the bands. It does not know where articles come from, and it
//! decides nothing: what a sketch suggests, [`crate::compare`] proves on the text.

mod banding;
mod distinct;
mod shingle;
mod signature;
mod winnow;

pub use banding::{ALLOWED_MISS, Banding};
pub use distinct::Distinct;
pub use shingle::shingles;
pub use signature::{MAX_SLOTS, Signer, band_key};
pub use winnow::{GRAM, Gram, ORDER as GRAM_ORDER, REACH, WINDOW, Winnower, winnow};

use crate::text::{Kernel, Tokeniser, Unit, Word, Words};

/// What articles are cut into: sketches made under unlike parameters cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shingling {
    /// What a token is.
    pub unit: Unit,
    /// Tokens a shingle.
    pub n: usize,
}

impl Default for Shingling {
    fn default() -> Self {
        Shingling { unit: Unit::Word, n: 5 }
    }
}

/// Text to shingles, with all the buffers on the way; one a thread.
#[derive(Debug)]
pub struct Shingler {
    kernel: Kernel,
    shingling: Shingling,
    tokeniser: Tokeniser,
    /// Which words are letters that stand alone, where any is.
    alone: Vec<bool>,
    shingles: Vec<u64>,
}

impl Shingler {
    /// A shingler whose kernel is available on this machine.
    pub fn new(kernel: Kernel, shingling: Shingling) -> Self {
        Shingler {
            kernel,
            shingling,
            tokeniser: Tokeniser::new(kernel, shingling.unit),
            alone: Vec::new(),
            shingles: Vec::new(),
        }
    }

    /// Whether it was made for these parameters.
    pub fn is(&self, kernel: Kernel, shingling: Shingling) -> bool {
        self.kernel == kernel && self.shingling == shingling
    }

    /// The kernel in use.
    pub fn kernel(&self) -> Kernel {
        self.kernel
    }

    /// The shingles of the last text, in order, repeats included; empty for text without words.
    pub fn shingles(&self) -> &[u64] {
        &self.shingles
    }

    /// Shingles a JSON string that begins `rest`; see [`Tokeniser::json_string`].
    pub fn json_string(&mut self, rest: &[u8]) -> Option<usize> {
        let len = self.tokeniser.json_string(rest)?;
        self.cut();
        Some(len)
    }

    /// Looks at a JSON string without shingling it; see [`Tokeniser::json_string_len`].
    pub fn json_string_len(&mut self, rest: &[u8]) -> Option<(usize, bool)> {
        self.tokeniser.json_string_len(rest)
    }

    /// Shingles plain text.
    pub fn text(&mut self, text: &str) {
        self.tokeniser.text(text);
        self.cut();
    }

    /// Shingles a text whose words were read and whose keys were listed, into the same as [`Shingler::text`] where
    /// the unit is the word.
    pub fn words(&mut self, words: &Words) {
        self.alone.clear();
        if words.has_alone() {
            self.alone.extend(words.words().iter().map(Word::is_alone));
        }
        shingles(self.kernel, self.shingling.n, words.keys().0, &self.alone, &mut self.shingles);
    }

    fn cut(&mut self) {
        shingles(
            self.kernel,
            self.shingling.n,
            self.tokeniser.hashes(),
            self.tokeniser.alone(),
            &mut self.shingles,
        );
    }
}
