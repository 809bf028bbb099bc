//! Content: what is known of a text across languages, and the reader that finds it.

use std::ops::Range;
use std::sync::OnceLock;

use crate::ingest::language;

use super::anchors::Anchors;
use super::encoded::Encoded;
use super::encoder::Encoder;
use super::pieces::Cutter;
use super::places::PLACE;
use super::sentences::sentences;
use super::table::WordTable;
use super::vectors::{self, Vector};

/// Sentences of a text that are read; past them it is a book.
const MOST: usize = 2000;

/// Pieces of a sentence that has a say among the sentences of many texts.
const SAYS: u32 = 6;

/// A text's sentences with their places, vectors, numbers and names, and its languages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Content {
    sentences: Vec<Sentence>,
    vectors: Vec<Vector>,
    numbers: Vec<u32>,
    names: Vec<u32>,
    halves: [Half; 2],
    /// The first sentence of the second half.
    middle: usize,
    /// The pieces of all sentences, if an encoder is to read them, and what it has made of them.
    pieces: Vec<u32>,
    encoded: OnceLock<Vec<Encoded>>,
}

/// What is known of half a text; most texts have two of one language.
#[derive(Debug, Clone, Default, PartialEq)]
struct Half {
    language: Option<String>,
    /// Whether the table does not have that language.
    is_reduced: bool,
}

/// A sentence, but for its vector.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sentence {
    /// Its bytes in the text.
    pub(super) span: [u32; 2],
    /// Pieces it was cut into.
    pub(super) pieces: u32,
    /// The length of the sum of their vectors.
    pub(super) length: f32,
    /// Where its numbers and its names end.
    numbers: u32,
    names: u32,
}

impl Content {
    /// How many sentences there are.
    pub fn len(&self) -> usize {
        self.sentences.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    /// The bytes of the text that each sentence has.
    pub fn spans(&self) -> impl Iterator<Item = Range<usize>> {
        self.sentences.iter().map(|s| s.span[0] as usize..s.span[1] as usize)
    }

    pub(super) fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    pub(super) fn vectors(&self) -> &[Vector] {
        &self.vectors
    }

    /// The pieces of each sentence, of a text that was read for an encoder.
    #[cfg(feature = "encoder")]
    pub(super) fn pieces(&self) -> impl Iterator<Item = &[u32]> {
        let mut rest = &self.pieces[..];
        self.sentences.iter().map(move |sentence| {
            let (pieces, behind) = rest.split_at_checked(sentence.pieces as usize).unwrap_or_default();
            rest = behind;
            pieces
        })
    }

    /// The vector that an encoder gives each sentence, of a text that was read for it; found when first asked for.
    pub(super) fn encoded(&self, encoder: &Encoder) -> &[Encoded] {
        self.encoded.get_or_init(|| encoder.encode(self))
    }

    /// An order of contents that does not depend on where they come from.
    pub(super) fn precedes(&self, other: &Content) -> bool {
        let places = |content: &Content| content.sentences.iter().map(|s| s.span).collect::<Vec<_>>();
        self.vectors.cmp(&other.vectors).then_with(|| places(self).cmp(&places(other))).is_le()
    }

    /// The numbers of a sentence, in ascending order.
    pub(super) fn numbers(&self, n: usize) -> &[u32] {
        let from = if n == 0 { 0 } else { self.sentences[n - 1].numbers };
        &self.numbers[from as usize..self.sentences[n].numbers as usize]
    }

    /// The names of a sentence, in ascending order.
    pub(super) fn names(&self, n: usize) -> &[u32] {
        let from = if n == 0 { 0 } else { self.sentences[n - 1].names };
        &self.names[from as usize..self.sentences[n].names as usize]
    }

    fn half(&self, n: usize) -> &Half {
        &self.halves[usize::from(n >= self.middle)]
    }

    /// The language of a sentence, if that is known.
    pub(super) fn language(&self, n: usize) -> Option<&str> {
        self.half(n).language.as_deref()
    }

    /// Whether the words of a sentence are of a language that the table does not have: only its numbers and names
    /// say something then.
    pub(super) fn is_reduced_at(&self, n: usize) -> bool {
        self.half(n).is_reduced
    }

    /// Whether part of the text is in a language that the table does not have.
    pub fn is_reduced(&self) -> bool {
        self.halves.iter().any(|half| half.is_reduced)
    }

    /// The same as it is to a table that does not have its languages.
    pub fn reduced(mut self) -> Content {
        self.halves.iter_mut().for_each(|half| half.is_reduced = true);
        self
    }

    /// Whether part of the text is in another language than part of the other one.
    pub fn is_foreign(&self, other: &Content) -> bool {
        self.languages().any(|own| other.languages().any(|their| own != their))
    }

    /// Whether part of the text is in the same language as part of the other one.
    pub fn shares_language(&self, other: &Content) -> bool {
        self.languages().any(|own| other.languages().any(|their| own == their))
    }

    fn languages(&self) -> impl Iterator<Item = &str> {
        self.halves.iter().filter_map(|half| half.language.as_deref())
    }

    /// How many different numbers, how many different names, and how many places both texts have, and how many the one of them that has fewer.
    pub fn in_common(&self, other: &Content) -> [[usize; 2]; 3] {
        let distinct = |all: &[u32], which: fn(&u32) -> bool| -> Vec<u32> {
            let mut all: Vec<u32> = all.iter().copied().filter(which).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let in_common = |a: &[u32], b: &[u32], which: fn(&u32) -> bool| {
            let (a, b) = (distinct(a, which), distinct(b, which));
            let both = a.iter().filter(|x| b.binary_search(x).is_ok()).count();
            [both, a.len().min(b.len())]
        };
        [
            in_common(&self.numbers, &other.numbers, |_| true),
            in_common(&self.names, &other.names, |name| name & PLACE == 0),
            in_common(&self.names, &other.names, |name| name & PLACE != 0),
        ]
    }

    /// The vectors of the sentences that have a say: not of the shortest, unless there are no others.
    pub(super) fn saying(&self) -> impl Iterator<Item = &Vector> {
        let none = !self.sentences.iter().any(|sentence| sentence.pieces >= SAYS);
        let both = self.sentences.iter().zip(&self.vectors);
        both.filter(move |(sentence, _)| none || sentence.pieces >= SAYS).map(|(_, vector)| vector)
    }

    /// Numbers and names of the text, ascending and each once.
    pub(super) fn distinct_anchors(&self) -> Vec<u32> {
        let mut anchors: Vec<u32> = self.numbers.iter().chain(&self.names).copied().collect();
        anchors.sort_unstable();
        anchors.dedup();
        anchors
    }
}

/// Reads texts; one a thread.
#[derive(Debug)]
pub struct Reader<'t> {
    table: &'t WordTable,
    cutter: Cutter<'t>,
    spans: Vec<Range<usize>>,
    anchors: Anchors,
    keeps_pieces: bool,
}

impl<'t> Reader<'t> {
    /// A reader that uses this table.
    pub fn new(table: &'t WordTable) -> Self {
        let (cutter, spans, anchors) = (Cutter::new(table), Vec::new(), Anchors::default());
        Reader { table, cutter, spans, anchors, keeps_pieces: false }
    }

    /// The same for texts that an encoder is to read, too.
    pub fn for_encoder(self) -> Self {
        Reader { keeps_pieces: true, ..self }
    }

    /// What is known of a text. Only its first 2,000 sentences are read.
    pub fn read(&mut self, text: &str) -> Content {
        self.read_as(None, text)
    }

    /// The same of a text that declares its language, which counts where its words do not tell.
    pub fn read_as(&mut self, declared: Option<&str>, text: &str) -> Content {
        let (languages, middle) = language::of_halves(declared, text);
        let halves = languages.map(|language| Half {
            is_reduced: language.as_deref().is_some_and(|language| !self.table.knows(language)),
            language,
        });
        self.spans.clear();
        sentences(text, &mut self.spans);
        self.spans.truncate(MOST);
        let mut content = Content {
            sentences: Vec::with_capacity(self.spans.len()),
            vectors: Vec::with_capacity(self.spans.len()),
            middle: self.spans.partition_point(|span| span.start < middle),
            halves,
            ..Content::default()
        };
        for span in &self.spans {
            let sentence = &text[span.clone()];
            let pieces = self.cutter.cut(sentence);
            let (vector, length) = vectors::of(self.table, pieces);
            if self.keeps_pieces {
                content.pieces.extend_from_slice(pieces);
            }
            let pieces = pieces.len() as u32;
            self.anchors.read(sentence);
            content.vectors.push(vector);
            content.numbers.extend_from_slice(self.anchors.numbers());
            content.names.extend_from_slice(self.anchors.names());
            content.sentences.push(Sentence {
                span: [span.start as u32, span.end as u32],
                pieces,
                length,
                numbers: content.numbers.len() as u32,
                names: content.names.len() as u32,
            });
        }
        content
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_the_same_by_a_used_reader() {
        let text = "Wheat rose 3.5 percent to 214 dollars.\nTraders in Odessa shrugged: “Nothing new.”";
        let mut reader = Reader::new(WordTable::embedded());
        let first = reader.read(text);
        reader.read("Something else, 99 times.");
        assert_eq!(reader.read(text), first);
        assert_eq!(first.len(), 2);
        assert_eq!((first.numbers(0).len(), first.numbers(1).len()), (2, 0));
        assert_eq!(&text[first.spans().nth(1).unwrap()], "Traders in Odessa shrugged: “Nothing new.”");
        assert!(reader.read(" \n ").is_empty());
    }

    #[test]
    fn a_book_is_read_in_part() {
        let content = Reader::new(WordTable::embedded()).read(&"A sentence. ".repeat(MOST + 10));
        assert_eq!(content.len(), MOST);
    }
}
