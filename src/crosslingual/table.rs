//! The word table: the file that gives every subword piece its probability, weight and vector, and the trie of them.
//!
//! Owns the file's frame and layout (`tools/wordtable/build.py` writes it and says what lies where). It is checked
//! once, when it is opened; after that the vectors are used where they lie. Whatever a file with the right checksum
//! holds may give nonsense, but no panic.

use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use xxhash_rust::xxh3::xxh3_64;

use crate::error::{Error, Result};

/// Values a vector has.
pub const DIMS: usize = 192;

/// Bytes of a piece's vector, two bits a value.
pub(super) const PACKED: usize = DIMS / 4;

/// The version of the layout.
const VERSION: u32 = 1;

const MAGIC: &[u8; 8] = b"wt-words";

/// The languages of a table that does not name its own.
const LANGUAGES: &str = "ar zh nl en fr de it ja ko pl pt ru es th tr";

/// Bytes before the parts.
const HEAD: usize = 64;

static EMBEDDED: &[u8] = include_bytes!("../../assets/words.bin");

/// The pieces of many languages, each with its place in one space.
#[derive(Debug)]
pub struct WordTable {
    bytes: Cow<'static, [u8]>,
    sum: u64,
    units: Range<usize>,
    replacements: Range<usize>,
    scores: Range<usize>,
    weights: Range<usize>,
    vectors: Range<usize>,
    labels: Range<usize>,
    directions: Vec<[f32; DIMS]>,
    languages: Range<usize>,
    unknown: f32,
    weight: f32,
    nodes: Vec<Nodes>,
    /// Where the children of each node that has any begin, and where those of the last one end.
    families: Vec<u32>,
}

/// A table that several share: the program's own, unless one was opened.
#[derive(Debug, Clone, Default)]
pub struct SharedTable(Option<Arc<WordTable>>);

impl From<WordTable> for SharedTable {
    fn from(table: WordTable) -> SharedTable {
        SharedTable(Some(Arc::new(table)))
    }
}

impl Deref for SharedTable {
    type Target = WordTable;

    fn deref(&self) -> &WordTable {
        self.0.as_deref().unwrap_or_else(|| WordTable::embedded())
    }
}

/// What is known of 64 nodes of the trie.
#[derive(Debug, Clone, Copy, Default)]
struct Nodes {
    /// Which have children, and how many nodes before these have.
    inner: u64,
    inner_before: u32,
    /// Where pieces end, and how many end before these.
    ends: u64,
    ends_before: u32,
}

impl WordTable {
    /// The table of 16 languages that is part of the program; decoded when it is first asked for.
    pub fn embedded() -> &'static WordTable {
        static TABLE: LazyLock<WordTable> = LazyLock::new(|| {
            WordTable::new(Cow::Borrowed(EMBEDDED)).expect("the tests have opened the embedded table")
        });
        &TABLE
    }

    /// The table in a file.
    pub fn open(path: impl AsRef<Path>) -> Result<WordTable> {
        let path = path.as_ref();
        let bytes = std::fs::read(path).map_err(|e| Error::io(path, e))?;
        WordTable::new(Cow::Owned(bytes)).map_err(|reason| {
            let way_out = "name one that tools/wordtable has made, or none: the program has its own";
            Error::input(path, format!("is no word table: {reason}; {way_out}"))
        })
    }

    /// The table in these bytes; else what is wrong with them.
    pub fn new(bytes: Cow<'static, [u8]>) -> Result<WordTable, String> {
        let Some((head, rest)) = bytes.split_at_checked(HEAD) else {
            return Err("it is too short".into());
        };
        if &head[..8] != MAGIC {
            return Err("it does not begin as one".into());
        }
        let sum = u64::from_le_bytes(head[8..16].try_into().expect("eight bytes"));
        if sum != xxh3_64(&bytes[16..]) {
            return Err("its checksum does not match".into());
        }
        let number = |n: usize| u32_at(head, 4 + n);
        if number(0) != VERSION {
            return Err(format!(
                "it is of version {}, and this version of wiretrace reads {VERSION}",
                number(0)
            ));
        }
        if number(1) as usize != DIMS {
            return Err(format!(
                "its vectors have {} values, and this version of wiretrace reads {DIMS}",
                number(1)
            ));
        }
        let [pieces, nodes, directions, units, replacements] = [2, 3, 4, 5, 6].map(|n| number(n) as usize);
        let words = nodes.div_ceil(64);
        let mut at = HEAD;
        let mut part = |len: usize, each: usize| {
            let from = at;
            at = at.saturating_add(len.saturating_mul(each));
            from..at
        };
        let units = part(units, 4);
        let directions = part(directions, 4 * DIMS);
        let scores = part(pieces, 4);
        let bits = [part(words, 8), part(words, 8), part(words, 8)];
        let labels = part(nodes, 1);
        let replacements = part(replacements, 1);
        let weights = part(pieces, 1);
        let vectors = part(pieces, PACKED);
        let languages = part(number(9) as usize, 1);
        if at != HEAD + rest.len() {
            return Err("its parts do not fill it".into());
        }
        let [last, inner, ends] = bits.map(|range| words_of(&bytes[range]));
        let float = |n: usize| f32::from_bits(number(n));
        let (unknown, weight) = (float(7), float(8));
        let directions = bytes[directions]
            .chunks_exact(4 * DIMS)
            .map(|row| std::array::from_fn(|d| f32::from_bits(u32_at(row, d))))
            .collect();
        let (nodes, families) = families(nodes, pieces, &last, &inner, &ends)?;
        Ok(WordTable {
            sum,
            units,
            replacements,
            languages,
            scores,
            weights,
            vectors,
            labels,
            directions,
            unknown,
            weight,
            nodes,
            families,
            bytes,
        })
    }

    /// What tells this table from every other one: its checksum.
    pub fn id(&self) -> u64 {
        self.sum
    }

    /// How many pieces there are.
    #[cfg(feature = "encoder")]
    pub(super) fn pieces(&self) -> usize {
        self.scores.len() / 4
    }

    /// The number of a piece.
    #[cfg(feature = "encoder")]
    pub(super) fn find(&self, piece: &[u8]) -> Option<u32> {
        let mut found = None;
        self.prefixes(piece, |len, number| found = (len == piece.len()).then_some(number));
        found
    }

    /// The log probability of what is no piece.
    pub(super) fn unknown(&self) -> f64 {
        self.unknown.into()
    }

    /// The log probability of a piece.
    pub(super) fn score(&self, piece: u32) -> f64 {
        f32::from_bits(u32_at(&self.bytes[self.scores.clone()], piece as usize)).into()
    }

    /// What a piece counts in a sentence.
    pub(super) fn weight(&self, piece: u32) -> f32 {
        f32::from(self.bytes[self.weights.clone()][piece as usize]) * self.weight
    }

    /// A piece's vector, two bits a value.
    pub(super) fn vector(&self, piece: u32) -> &[u8; PACKED] {
        let at = self.vectors.start + piece as usize * PACKED;
        self.bytes[at..at + PACKED].try_into().expect("the slice has this length")
    }

    /// Orthonormal directions that tell the language only.
    pub(super) fn directions(&self) -> &[[f32; DIMS]] {
        &self.directions
    }

    /// The normaliser's double array: little-endian `u32`s.
    pub(super) fn units(&self) -> &[u8] {
        &self.bytes[self.units.clone()]
    }

    /// Whether it has the words of a language, given by its primary tag.
    pub fn knows(&self, language: &str) -> bool {
        let own = &self.bytes[self.languages.clone()];
        let own = if own.is_empty() { LANGUAGES.as_bytes() } else { own };
        own.split(|byte| *byte == b' ').any(|known| known == language.as_bytes())
    }

    /// The normaliser's replacements, each ended by a zero.
    pub(super) fn replacements(&self) -> &[u8] {
        &self.bytes[self.replacements.clone()]
    }

    /// Calls `found` with the length and number of every piece that `text` begins with, the shortest first.
    #[inline]
    pub(super) fn prefixes(&self, text: &[u8], mut found: impl FnMut(usize, u32)) {
        let labels = &self.bytes[self.labels.clone()];
        let mut node = 0;
        for (at, byte) in text.iter().take(LONGEST).enumerate() {
            let of = &self.nodes[node / 64];
            if of.inner >> (node % 64) & 1 == 0 {
                return;
            }
            let family = (of.inner_before + below(of.inner, node)) as usize;
            let (from, to) = (self.families[family] as usize, self.families[family + 1] as usize);
            let siblings = &labels[from..to];
            let child = match siblings.len() {
                ..FEW => siblings.iter().position(|label| label == byte),
                _ => memchr::memchr(*byte, siblings),
            };
            let Some(child) = child else { return };
            node = from + child;
            let of = &self.nodes[node / 64];
            if of.ends >> (node % 64) & 1 == 1 {
                found(at + 1, of.ends_before + below(of.ends, node));
            }
        }
    }
}

/// Siblings that are looked through one by one sooner than all at once.
const FEW: usize = 8;

/// Bytes of a piece that are looked at.
const LONGEST: usize = 255;

/// How many of the bits before a node's are set.
fn below(bits: u64, node: usize) -> u32 {
    (bits & ((1 << (node % 64)) - 1)).count_ones()
}

fn families(
    count: usize,
    pieces: usize,
    last: &[u64],
    inner: &[u64],
    ends: &[u64],
) -> Result<(Vec<Nodes>, Vec<u32>), String> {
    let ones = |bits: &[u64]| bits.iter().map(|b| b.count_ones() as usize).sum::<usize>();
    let beyond =
        |bits: &[u64]| !count.is_multiple_of(64) && bits.last().is_some_and(|b| b >> (count % 64) != 0);
    if count == 0 || last[0] & 1 == 0 || [last, inner, ends].into_iter().any(beyond) {
        return Err("its trie has no root or more nodes than it says".into());
    }
    if ones(ends) != pieces
        || ones(last) != ones(inner) + 1
        || last[(count - 1) / 64] >> ((count - 1) % 64) & 1 == 0
    {
        return Err("its trie's nodes do not add up".into());
    }
    let mut families = Vec::with_capacity(ones(last));
    for (n, &bits) in last.iter().enumerate() {
        let mut bits = bits;
        while bits != 0 {
            families.push(n as u32 * 64 + bits.trailing_zeros() + 1);
            bits &= bits - 1;
        }
    }
    let (mut inner_before, mut ends_before) = (0, 0);
    let nodes = inner.iter().zip(ends).map(|(&inner, &ends)| {
        let nodes = Nodes { inner, inner_before, ends, ends_before };
        inner_before += inner.count_ones();
        ends_before += ends.count_ones();
        nodes
    });
    Ok((nodes.collect(), families))
}

fn words_of(bytes: &[u8]) -> Vec<u64> {
    bytes.chunks_exact(8).map(|b| u64::from_le_bytes(b.try_into().expect("eight bytes"))).collect()
}

/// The `n`th little-endian number of `bytes`.
pub(super) fn u32_at(bytes: &[u8], n: usize) -> u32 {
    u32::from_le_bytes(bytes[4 * n..4 * n + 4].try_into().expect("four bytes"))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    fn starts(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        WordTable::embedded().prefixes(text.as_bytes(), |len, _| found.push(text[..len].to_owned()));
        found
    }

    #[test]
    fn pieces_that_a_text_begins_with() {
        assert_eq!(starts(" thematic"), [" ", " t", " th", " the", " them", " theme"][..5].to_vec());
        assert_eq!(starts("的水庫"), ["的", "的水"]);
        assert_eq!(starts("\u{10348}"), [""; 0]);
    }

    #[test]
    fn a_table_that_is_none_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some.bin");
        std::fs::write(&path, &EMBEDDED[..EMBEDDED.len() - 1]).unwrap();
        let said = WordTable::open(&path).unwrap_err().to_string();
        assert!(said.contains("some.bin") && said.contains("checksum"), "{said}");
        std::fs::write(&path, b"text").unwrap();
        let said = WordTable::open(&path).unwrap_err().to_string();
        assert!(said.contains("too short"), "{said}");
    }

    /// A table with some bytes changed and its checksum made right again.
    pub(in super::super) fn forged(edits: &[(u32, u8)]) -> Result<WordTable, String> {
        let mut bytes = EMBEDDED.to_vec();
        for &(at, byte) in edits {
            // Half of the edits go to the head and to what is read as numbers.
            let len = bytes.len();
            bytes[if at % 2 == 0 { at as usize % 64 } else { at as usize % len }] = byte;
        }
        bytes[..8].copy_from_slice(MAGIC);
        let sum = xxh3_64(&bytes[16..]);
        bytes[8..16].copy_from_slice(&sum.to_le_bytes());
        WordTable::new(Cow::Owned(bytes))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_bytes_give_an_error_or_a_table(edits in proptest::collection::vec(any::<(u32, u8)>(), 0..20)) {
            if let Ok(table) = forged(&edits) {
                table.prefixes(" thematic 的水庫".as_bytes(), |_, piece| {
                    let _ = (table.score(piece), table.weight(piece), table.vector(piece));
                });
            }
        }
    }
}
