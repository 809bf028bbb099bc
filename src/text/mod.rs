//! Text: an article's text to token hashes, in every script, at the speed of memory.
//!
//! A *word* is a maximal run of letters, marks, digits or underscores, folded by NFKC_Casefold; a
//! letter of a script without spaces (Chinese, Japanese, Thai, Khmer, Lao, Burmese) is a token of its
//! own. Tokens exist only as 64-bit hashes: no string is made of any of them. The room owns the
//! kernels and the Unicode table; it does not know shingles (see [`crate::sketch`]).
//!
//! Unescaped text takes three passes, each over data that the one before left in the first-level
//! cache: find the words, hash them, and (only where letters beyond ASCII occur) fold first.

mod edges;
mod fold;
mod hash;
pub(crate) mod kernel;
mod table;
mod unescape;

pub use kernel::Kernel;

/// Changes whenever the same text could give other tokens. Fingerprints carry it.
pub const TOKENISER_VERSION: u32 = 1;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// A word, or a letter of a script without spaces.
    #[default]
    Word,
    /// One folded letter, mark or digit of any script; spaces and punctuation do not count.
    Char,
}

/// Turns text into token hashes; keeps its buffers from one article to the next.
#[derive(Debug)]
pub struct Tokeniser {
    kernel: Kernel,
    unit: Unit,
    edges: Vec<u32>,
    folded: fold::Folded,
    plain: String,
    hashes: Vec<u64>,
    alone: Vec<bool>,
}

impl Tokeniser {
    /// A tokeniser that uses `kernel`, which must be available on this machine.
    pub fn new(kernel: Kernel, unit: Unit) -> Self {
        assert!(kernel.is_available(), "this machine has no {kernel}");
        Tokeniser {
            kernel,
            unit,
            edges: Vec::new(),
            folded: fold::Folded::default(),
            plain: String::new(),
            hashes: Vec::new(),
            alone: Vec::new(),
        }
    }

    /// The hashes of the last text's tokens, in order.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Whether each of the last text's tokens is a letter that stands alone; empty where none is.
    pub fn alone(&self) -> &[bool] {
        &self.alone
    }

    /// Tokenises plain text.
    pub fn text(&mut self, text: &str) {
        let scan = edges::plain(self.kernel, text.as_bytes(), &mut self.edges);
        if !scan.is_some_and(|s| s.high) {
            self.hash(text.as_bytes());
            return;
        }
        if text.contains(char::from(fold::LETTER_END)) {
            self.text(&text.replace(char::from(fold::LETTER_END), " "));
            return;
        }
        if !self.folded.fold(self.kernel, text.as_bytes()) {
            self.folded.fold_composing(text);
        }
        edges::plain(self.kernel, self.folded.text(), &mut self.edges);
        self.hash_folded();
    }

    /// Tokenises a JSON string: `rest` begins with its content and goes on past its closing quote, as
    /// far as there is data; the content is valid UTF-8. Gives the length of the content in bytes,
    /// escapes as they are written; None where the string is malformed.
    pub fn json_string(&mut self, rest: &[u8]) -> Option<usize> {
        let scan = edges::json(self.kernel, rest, &mut self.edges)?;
        let content = &rest[..scan.len];
        if !scan.high && !scan.unicode_escape {
            self.hash(rest);
        } else if !scan.unicode_escape && self.folded.fold(self.kernel, content) {
            edges::json(self.kernel, self.folded.closed(), &mut self.edges)?;
            self.hash_folded();
        } else {
            let mut plain = std::mem::take(&mut self.plain);
            let done = unescape::unescape(content, &mut plain).map(|()| self.text(&plain));
            self.plain = plain;
            done?;
        }
        Some(scan.len)
    }

    fn hash(&mut self, text: &[u8]) {
        self.alone.clear();
        match self.unit {
            Unit::Word => {
                hash::tokens(self.kernel, text, &self.edges, &mut self.hashes);
            }
            Unit::Char => hash::chars(text, &self.edges, &mut self.hashes),
        }
    }

    fn hash_folded(&mut self) {
        let mut folded = std::mem::take(&mut self.folded);
        self.hash(folded.padded());
        if folded.letters > 0 && self.unit == Unit::Word {
            let text = folded.closed();
            self.alone.extend(self.edges.chunks_exact(2).map(|e| text[e[1] as usize] == fold::LETTER_END));
        }
        self.folded = folded;
    }
}
