//! Fingerprints: everything that an index keeps of a text, and what a look-up asks for.
//!
//! Owns the putting together of both sketches of a text, and the parameters that say what they were made
//! with. What they are is the business of [`crate::sketch`].

use crate::candidates::LEAST_LETTERS;
use crate::crosslingual::{Cells, WordTable, names_id};
use crate::index::{Params, Snapshot};
use crate::sketch::{
    Banding, Distinct, GRAM, GRAM_ORDER, Gram, Shingler, Shingling, Signer, WINDOW, Winnower, band_key,
};
use crate::text::{Kernel, TOKENISER_VERSION, Unit, Words};

/// What is kept of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// How many tokens the text has.
    pub tokens: u32,
    /// The signature.
    pub signature: Vec<u32>,
    /// The keys of its bands, each with the band's number.
    pub bands: Vec<u64>,
    /// Winnowed grams in the order of the text: the key, and where the gram begins, in bytes.
    pub prints: Vec<(u64, u32)>,
    /// Hashes of the distinct words that are long enough to be rare, in the order of the text.
    pub words: Vec<u64>,
}

/// Makes fingerprints; keeps its buffers, one a thread.
#[derive(Debug)]
pub struct Fingerprinter {
    shingler: Shingler,
    signer: Signer,
    banding: Banding,
    unit: Unit,
    words: Words,
    winnower: Winnower,
    distinct: Distinct,
    grams: Vec<Gram>,
}

/// What fingerprints made with these settings are made with.
pub fn params(shingling: Shingling, banding: Banding) -> Params {
    let unit = match shingling.unit {
        Unit::Word => "word",
        Unit::Char => "char",
    };
    Params::new()
        .with("tokeniser", TOKENISER_VERSION)
        .with("shingle", unit)
        .with("n", shingling.n)
        .with("bands", banding.bands)
        .with("rows", banding.rows)
        .with("gram", GRAM)
        .with("window", WINDOW)
        .with("gram order", GRAM_ORDER)
        .with("word letters", LEAST_LETTERS)
}

/// The same where sentences are kept, too, to find translations.
pub fn with_translations(params: Params) -> Params {
    let sum = |sum: u64| format!("{sum:016x}");
    params
        .with("sentence words", sum(WordTable::embedded().id()))
        .with("sentence cells", sum(Cells::embedded().id()))
        .with("sentence names", sum(names_id()))
}

/// What the fingerprints of an index must be made with to be looked up with these settings.
pub(super) fn params_of(snapshot: &Snapshot, shingling: Shingling, banding: Banding) -> Params {
    let params = params(shingling, banding);
    if snapshot.keeps_sentences() { with_translations(params) } else { params }
}

impl Fingerprinter {
    /// A fingerprinter whose kernel is available on this machine.
    pub fn new(kernel: Kernel, shingling: Shingling, banding: Banding) -> Self {
        Fingerprinter {
            shingler: Shingler::new(kernel, shingling),
            signer: Signer::new(kernel),
            banding,
            unit: shingling.unit,
            words: Words::new(kernel),
            winnower: Winnower::default(),
            distinct: Distinct::default(),
            grams: Vec::new(),
        }
    }

    /// The words of the last text; after [`Fingerprinter::fill_as_it_comes`], their keys at least.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Fingerprints a text for a look-up, which takes its words from [`Fingerprinter::words`]: they are left
    /// out.
    pub fn fill(&mut self, text: &str, out: &mut Fingerprint) {
        self.words.read(text);
        self.words.list_keys();
        self.sketch(text, out);
        out.words.clear();
        out.prints.clear();
        let prints = self.grams.iter().map(|gram| (gram.key, gram.at));
        self.distinct.each(prints, self.grams.len(), |key, at| out.prints.push((key, at)));
    }

    /// Fingerprints a text for a writer that sorts all keys together: prints that come again are left in.
    pub fn fill_as_it_comes(&mut self, text: &str, out: &mut Fingerprint) {
        self.words.read_keys(text);
        self.sketch(text, out);
        out.prints.clear();
        out.prints.extend(self.grams.iter().map(|gram| (gram.key, gram.at)));
        let (hashes, letters) = self.words.keys();
        let words = hashes.iter().zip(letters).map(|(hash, letters)| (*hash, *letters >= LEAST_LETTERS));
        self.distinct.take(words, hashes.len(), &mut out.words);
    }

    /// Makes what a fingerprint of the words that were read has besides keys, and lists the grams.
    fn sketch(&mut self, text: &str, out: &mut Fingerprint) {
        let (hashes, _) = self.words.keys();
        if self.unit == Unit::Word {
            self.shingler.words(&self.words);
        } else {
            self.shingler.text(text);
        }
        out.tokens = hashes.len() as u32;
        out.signature.clear();
        out.signature.resize(self.banding.slots(), u32::MAX);
        out.bands.clear();
        if !self.shingler.shingles().is_empty() {
            self.signer.sign(self.shingler.shingles(), &mut out.signature);
            let rows = out.signature.chunks_exact(self.banding.rows).enumerate();
            out.bands.extend(rows.map(|(band, rows)| (band as u64) << 32 | u64::from(band_key(band, rows))));
        }
        self.winnower.winnow(&self.words, &mut self.grams);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprint(text: &str) -> Fingerprint {
        let banding = Banding::for_threshold(0.7);
        let mut out = Fingerprint::default();
        let mut maker = Fingerprinter::new(Kernel::best(), Shingling::default(), banding);
        maker.fill("what was there before", &mut out);
        maker.fill(text, &mut out);
        out
    }

    #[test]
    fn a_text_has_all_parts_and_every_key_once() {
        let text = "The ferry to Cabo Marzal ran aground on Tuesday. The ferry to Cabo Marzal ran aground on Tuesday.";
        let made = fingerprint(text);
        assert_eq!(made.tokens, 18);
        assert_eq!((made.signature.len(), made.bands.len()), (96, 24));
        let mut keys: Vec<u64> = made.prints.iter().map(|print| print.0).collect();
        keys.sort_unstable();
        assert!(keys.windows(2).all(|w| w[0] < w[1]));
        assert!(made.prints.windows(2).all(|w| w[0].1 <= w[1].1));
        assert_eq!(made, fingerprint(text));
    }

    #[test]
    fn a_text_without_words_has_no_keys() {
        let made = fingerprint("… — !");
        assert_eq!((made.tokens, made.bands.len(), made.prints.len(), made.words.len()), (0, 0, 0, 0));
    }
}
