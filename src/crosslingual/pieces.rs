//! Pieces: a sentence cut into the table's subwords, the likeliest way.
//!
//! One pass from left to right (Viterbi); each place looks only as far as the longest piece. The buffers are kept
//! from one sentence to the next.

use super::normalise::Normaliser;
use super::table::WordTable;

/// What is no piece of the table.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// Cuts sentences into pieces; one a thread.
#[derive(Debug)]
pub(super) struct Cutter<'t> {
    table: &'t WordTable,
    normaliser: Normaliser<'t>,
    normal: Vec<u8>,
    /// The best way to each place of the sentence.
    best: Vec<Step>,
    pieces: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Step {
    score: f64,
    from: u32,
    piece: u32,
}

impl<'t> Cutter<'t> {
    pub(super) fn new(table: &'t WordTable) -> Self {
        let normaliser = Normaliser::new(table);
        Cutter { table, normaliser, normal: Vec::new(), best: Vec::new(), pieces: Vec::new() }
    }

    /// The pieces of a sentence in order, [`UNKNOWN`] for a letter that is none.
    pub(super) fn cut(&mut self, sentence: &str) -> &[u32] {
        self.normaliser.normalise(sentence, &mut self.normal);
        let text = &self.normal[..];
        self.best.clear();
        self.best.resize(text.len() + 1, Step { score: f64::NEG_INFINITY, from: 0, piece: UNKNOWN });
        self.best[0].score = 0.0;
        let mut at = 0;
        while at < text.len() {
            let base = self.best[at].score;
            let letter = letter(&text[at..]);
            let best = &mut self.best[at..];
            let mut reach = |len: usize, score: f64, piece: u32| {
                if score > best[len].score {
                    best[len] = Step { score, from: at as u32, piece };
                }
            };
            let mut alone = false;
            self.table.prefixes(&text[at..], |len, piece| {
                alone |= len == letter;
                reach(len, base + self.table.score(piece), piece);
            });
            if !alone {
                reach(letter, base + self.table.unknown(), UNKNOWN);
            }
            at += letter;
        }
        self.pieces.clear();
        let mut at = text.len();
        while at > 0 {
            let step = self.best[at];
            self.pieces.push(step.piece);
            at = step.from as usize;
        }
        self.pieces.reverse();
        &self.pieces
    }
}

/// Bytes of the first letter.
fn letter(text: &[u8]) -> usize {
    1 + text[1..].iter().take_while(|byte| *byte & 0xC0 == 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosslingual::table::tests::forged;
    use proptest::prelude::*;

    /// Sentences in 16 languages and oddities, with the pieces that the package itself cuts them into.
    const GOLDEN: &str = include_str!("golden_pieces.tsv");

    #[test]
    fn pieces_equal_the_packages_own() {
        let table = WordTable::embedded();
        let mut cutter = Cutter::new(table);
        let mut lines = 0;
        for line in GOLDEN.lines() {
            let (sentence, wanted) = line.rsplit_once('\t').unwrap();
            let pieces = cutter.cut(sentence).to_vec();
            let wanted: Vec<Option<String>> = wanted
                .split(' ')
                .map(|piece| (piece != "<unk>").then(|| piece.replace('\u{2581}', " ")))
                .collect();
            let mut normal = String::from_utf8(cutter.normal.clone()).unwrap();
            assert_eq!(pieces.len(), wanted.len(), "{sentence}");
            for (piece, wanted) in pieces.iter().zip(wanted) {
                // What a piece reads is known from the text; its number is the trie's.
                let len = wanted.as_ref().map_or_else(|| letter(normal.as_bytes()), String::len);
                if let Some(wanted) = wanted {
                    let mut number = None;
                    table.prefixes(wanted.as_bytes(), |len, n| number = (len == wanted.len()).then_some(n));
                    assert_eq!((&normal[..len], number), (&wanted[..], Some(*piece)), "{sentence}");
                } else {
                    assert_eq!(*piece, UNKNOWN, "{sentence}");
                }
                normal.drain(..len);
            }
            assert_eq!(normal, "");
            lines += 1;
        }
        assert_eq!(lines, 23);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_is_cut(text in any::<String>()) {
            Cutter::new(WordTable::embedded()).cut(&text);
        }

        #[test]
        fn any_table_cuts(edits in proptest::collection::vec(any::<(u32, u8)>(), 1..40), text in any::<String>()) {
            if let Ok(table) = forged(&edits) {
                Cutter::new(&table).cut(&text);
                Cutter::new(&table).cut("Ｗide ﬁgures １２ and words, 的水庫 too");
            }
        }
    }
}
