//! Words with their places: the tokens of a text, where each stands in it, and its letters.
//!
//! Gives the same tokens as [`super::Tokeniser`], in number, order and hash, and says of each which
//! bytes of the original text it covers and what kind of word it is; beside them, all letters and
//! digits of the text in a row. This is the pass for what is looked at closely, an article and its
//! candidates, and for what is added to an index; whole corpora go through [`super::Tokeniser`]. Words
//! of ASCII are found and hashed by the same kernels as there, letters that fold to one other letter
//! take the table, and what composes is left to [`super::compose`].

use xxhash_rust::xxh3::xxh3_64;

use super::compose::{Composer, Piece};
use super::edges::{self, Edges};
use super::fold::{decode, encode};
use super::hash::{self, Batch};
use super::kernel::Kernel;
use super::table::{Entry, Kind};

/// A token and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The token's hash, as [`super::Tokeniser`] gives it.
    pub hash: u64,
    /// Offset of its first byte in the original text.
    pub start: u32,
    /// Offset behind its last byte in the original text.
    pub end: u32,
    /// Where its letters begin in [`Words::letters`].
    pub letter: u32,
    /// How many letters and digits it has, 255 where they are more.
    pub letters: u8,
    traits: u8,
}

const NUMBER: u8 = 1;
const CAPITAL: u8 = 2;
const CONTINUES: u8 = 4;
const ALONE: u8 = 8;

impl Word {
    /// Whether a digit is in it.
    pub fn is_number(&self) -> bool {
        self.traits & NUMBER != 0
    }

    /// Whether it begins with a capital, as names do.
    pub fn is_capital(&self) -> bool {
        self.traits & CAPITAL != 0
    }

    /// Whether it goes on with the number before it: the `5` of `12.5`, the `000` of `740,000`.
    pub fn continues(&self) -> bool {
        self.traits & CONTINUES != 0
    }

    /// Whether it is a letter that stands alone, of a script without spaces.
    pub fn is_alone(&self) -> bool {
        self.traits & ALONE != 0
    }
}

/// The words and letters of one text; keeps its buffers from one text to the next.
#[derive(Debug)]
pub struct Words {
    kernel: Kernel,
    /// Runs of bytes that may be words, and their hashes, which have a meaning where they are ASCII.
    runs: Edges,
    run_hashes: Vec<u64>,
    batch: Box<Batch>,
    words: Vec<Word>,
    /// The words' hashes, where only keys were read.
    hashes: Vec<u64>,
    /// And how many letters each has.
    lens: Vec<u8>,
    /// Whether a word of the text is a letter that stands alone.
    any_alone: bool,
    letters: Vec<u8>,
    /// Letters that do not stand one byte behind the letter before them, and where they stand.
    anchors: Vec<[u32; 2]>,
    open: Open,
    composer: Composer,
}

/// A word that is being spelled.
#[derive(Debug, Default)]
struct Open {
    spelled: Vec<u8>,
    start: u32,
    end: u32,
    letter: usize,
    traits: u8,
}

/// Words of so many bytes are copied at once.
const SHORT: usize = 16;
/// The bit that capitals lack among letters and digits, and the one that digits lack, in each byte.
const LOWER: u128 = u128::from_le_bytes([0x20; SHORT]);
const DIGIT: u128 = u128::from_le_bytes([0x40; SHORT]);
/// The bit that no ASCII has.
const HIGHS: u128 = u128::from_le_bytes([0x80; SHORT]);

const WORD: u8 = 0x80;
const UNDERSCORE: u8 = 0x40;
const HIGH: u8 = 0x20;

/// What each byte is: part of a word or not, and what that makes of the word.
static CLASSES: [u8; 256] = {
    let mut all = [0; 256];
    let mut b = 0;
    while b < 256 {
        let byte = b as u8;
        all[b] = if byte >= 0x80 {
            HIGH
        } else if byte.is_ascii_digit() {
            WORD | NUMBER
        } else if byte.is_ascii_uppercase() {
            WORD | CAPITAL
        } else if byte.is_ascii_lowercase() {
            WORD
        } else if byte == b'_' {
            WORD | UNDERSCORE
        } else {
            0
        };
        b += 1;
    }
    all
};

impl Words {
    /// For texts to be read by `kernel`, which is available on this machine.
    pub fn new(kernel: Kernel) -> Self {
        Words {
            kernel,
            runs: Edges::default(),
            run_hashes: Vec::new(),
            batch: Box::default(),
            words: Vec::new(),
            hashes: Vec::new(),
            lens: Vec::new(),
            any_alone: false,
            letters: Vec::new(),
            anchors: Vec::new(),
            open: Open::default(),
            composer: Composer::default(),
        }
    }

    /// Takes over what another one has read.
    pub fn copy(&mut self, other: &Words) {
        self.words.clone_from(&other.words);
        self.hashes.clone_from(&other.hashes);
        self.lens.clone_from(&other.lens);
        self.any_alone = other.any_alone;
        self.letters.clone_from(&other.letters);
        self.anchors.clone_from(&other.anchors);
    }

    /// Reads a text; what was read before is forgotten. Of a text of 4 GiB or more, its beginning.
    pub fn read(&mut self, text: &str) {
        self.read_as(text, false);
    }

    /// Reads no more of a text than keys are made of: letters and their places, and what [`Words::keys`] gives.
    pub fn read_keys(&mut self, text: &str) {
        self.read_as(text, true);
        self.list_keys();
    }

    /// After [`Words::read`]: makes what [`Words::keys`] gives.
    pub fn list_keys(&mut self) {
        if self.lens.is_empty() {
            self.hashes.clear();
            self.hashes.extend(self.words.iter().map(|word| word.hash));
            self.lens.extend(self.words.iter().map(|word| word.letters));
        }
    }

    fn read_as(&mut self, text: &str, keys_only: bool) {
        self.words.clear();
        self.lens.clear();
        self.letters.clear();
        self.anchors.clear();
        self.any_alone = false;
        let original = text;
        let text = &text.as_bytes()[..text.floor_char_boundary(u32::MAX as usize)];
        // Most letters are one byte; the rest grows as it comes.
        self.letters.reserve(text.len() + SHORT);
        let mut runs = std::mem::take(&mut self.runs);
        let mut hashes = std::mem::take(&mut self.run_hashes);
        let Some(scan) = edges::folded_plain(self.kernel, text, &[], &mut runs) else { return };
        let hash = if scan.underscore { hash::with_underscores } else { hash::ascii };
        hash(self.kernel, text, &runs, &mut self.batch, &mut hashes);
        let plain = !scan.high && !scan.underscore;
        let mut again = false;
        let ends = runs.ends().iter().zip(&hashes);
        let all = runs.starts().iter().zip(ends).map(|(s, (e, hash))| (*s as usize, *e as usize, *hash));
        if plain && keys_only {
            self.anchors.reserve(runs.len());
            all.for_each(|(start, end, _)| {
                self.spell_ascii(text, start, end);
            });
            self.lens.extend(
                runs.starts().iter().zip(runs.ends()).map(|(start, end)| (end - start).min(255) as u8),
            );
            hashes.truncate(runs.len());
            std::mem::swap(&mut hashes, &mut self.hashes);
        } else if keys_only && !scan.underscore {
            self.hashes.clear();
            for (start, end, hash) in all {
                if is_ascii(text, start, end) {
                    self.spell_ascii(text, start, end);
                    self.hashes.push(hash);
                    self.lens.push((end - start).min(255) as u8);
                } else {
                    let before = self.words.len();
                    self.mixed(text, start, end);
                    again = self.any_alone;
                    if again {
                        break; // of such words all is kept, as their keys do not tell that they stand alone
                    }
                    let words = &self.words[before..];
                    self.hashes.extend(words.iter().map(|word| word.hash));
                    self.lens.extend(words.iter().map(|word| word.letters));
                }
            }
        } else {
            self.words.reserve(runs.len());
            for (start, end, hash) in all {
                if plain {
                    self.ascii(text, start, end, hash);
                } else if scan.high && !is_ascii(text, start, end) {
                    self.mixed(text, start, end);
                } else if scan.underscore && text[start..end].contains(&b'_') {
                    self.with_underscores(text, start, end, hash);
                } else {
                    self.ascii(text, start, end, hash);
                }
            }
        }
        (self.runs, self.run_hashes) = (runs, hashes);
        if again {
            self.read_as(original, false);
        }
    }

    /// After [`Words::read_keys`] or [`Words::list_keys`]: the hashes of the words, in order, and how many letters each has, 255 where
    /// they are more.
    pub fn keys(&self) -> (&[u64], &[u8]) {
        (&self.hashes, &self.lens)
    }

    /// The kernel that texts are read by.
    pub fn kernel(&self) -> Kernel {
        self.kernel
    }

    /// The words, in order.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// All letters and digits of the text in a row, folded as tokens are, one byte each: ASCII as it is,
    /// others as a byte of 0x80 and above that tells the letters of one alphabet apart.
    pub fn letters(&self) -> &[u8] {
        &self.letters
    }

    /// Whether a word is a letter that stands alone, of a script without spaces.
    pub fn has_alone(&self) -> bool {
        self.any_alone
    }

    /// Where each of these letters, which are there and ascend, stands in the original text, in bytes.
    pub fn places<'w>(&'w self, letters: impl Iterator<Item = usize> + 'w) -> impl Iterator<Item = u32> + 'w {
        let mut anchor = 0;
        letters.map(move |n| {
            let n = n as u32;
            while self.anchors.get(anchor + 1).is_some_and(|&[letter, _]| letter <= n) {
                anchor += 1;
            }
            let [letter, place] = self.anchors[anchor];
            place + (n - letter)
        })
    }

    /// Where the `n`th letter, which is there, stands in the original text, in bytes.
    pub fn place(&self, n: usize) -> u32 {
        let n = n as u32;
        let behind = self.anchors.partition_point(|&[letter, _]| letter <= n);
        let [letter, place] = self.anchors[behind - 1];
        place + (n - letter)
    }

    /// The letters of a word.
    pub fn spelling(&self, word: &Word) -> &[u8] {
        let from = word.letter as usize;
        &self.letters[from..(from + usize::from(word.letters)).min(self.letters.len())]
    }

    /// A word of ASCII letters and digits.
    #[inline(always)]
    fn ascii(&mut self, text: &[u8], start: usize, end: usize, hash: u64) {
        let (letter, len) = (self.letters.len(), end - start);
        let digits = self.spell_ascii(text, start, end);
        let mut traits = u8::from(text[start].is_ascii_uppercase()) * CAPITAL;
        if digits {
            traits |= NUMBER | self.continuation(text, start, NUMBER);
        }
        let letters = len.min(255) as u8;
        let (start, end, letter) = (start as u32, end as u32, letter as u32);
        self.words.push(Word { hash, start, end, letter, letters, traits });
    }

    /// Appends the letters of such a word; says whether a digit is among them.
    #[inline(always)]
    fn spell_ascii(&mut self, text: &[u8], start: usize, end: usize) -> bool {
        let (letter, len) = (self.letters.len(), end - start);
        self.anchors.push([letter as u32, start as u32]);
        match text[start..].first_chunk::<SHORT>() {
            // A copy of fixed length, and the rest of it taken back: most words are short. Of letters and
            // digits, only capitals lack one bit, and only digits another.
            Some(chunk) if len <= SHORT => {
                let chunk = u128::from_le_bytes(*chunk);
                self.letters.extend_from_slice(&(chunk | LOWER).to_le_bytes());
                self.letters.truncate(letter + len);
                (!chunk & DIGIT) << (8 * (SHORT - len)) != 0
            }
            _ => {
                self.letters.extend(text[start..end].iter().map(|b| b | 0x20));
                text[start..end].iter().any(u8::is_ascii_digit)
            }
        }
    }

    /// A word of ASCII with underscores, which are no letters.
    #[inline(never)]
    fn with_underscores(&mut self, text: &[u8], start: usize, end: usize, hash: u64) {
        let letter = self.letters.len();
        for at in (start..end).filter(|&at| text[at] != b'_') {
            self.letter(text[at].to_ascii_lowercase(), at);
        }
        let digits = u8::from(text[start..end].iter().any(u8::is_ascii_digit)) * NUMBER;
        let traits = digits | (u8::from(text[start].is_ascii_uppercase()) * CAPITAL);
        let traits = traits | self.continuation(text, start, traits);
        let letters = (self.letters.len() - letter).min(255) as u8;
        let (start, end, letter) = (start as u32, end as u32, letter as u32);
        self.words.push(Word { hash, start, end, letter, letters, traits });
    }

    /// What stands between two ASCII separators and is not all ASCII: words, and separators beyond ASCII.
    #[inline(never)]
    fn mixed(&mut self, text: &[u8], mut at: usize, end: usize) {
        while at < end {
            let start = at;
            let (mut class, mut seen) = (CLASSES[text[at] as usize], 0);
            while class & WORD != 0 {
                seen |= class;
                at += 1;
                class = if at < end { CLASSES[text[at] as usize] } else { 0 };
            }
            if class & HIGH != 0 {
                at = self.stretch(text, start);
                continue;
            }
            let word = text[start..at].iter().map(u8::to_ascii_lowercase);
            self.open.spelled.extend(word);
            let hash = xxh3_64(&self.open.spelled);
            self.open.spelled.clear();
            if seen & UNDERSCORE != 0 {
                self.with_underscores(text, start, at, hash);
            } else {
                self.ascii(text, start, at, hash);
            }
        }
    }

    /// Whether a number goes on with the one before it.
    #[inline(never)]
    fn continuation(&self, text: &[u8], start: usize, traits: u8) -> u8 {
        if traits & NUMBER == 0 || start < 2 || !matches!(text[start - 1], b'.' | b',' | b'/') {
            return 0;
        }
        let digits = text[start - 2].is_ascii_digit() && text[start].is_ascii_digit();
        let goes_on =
            digits && self.words.last().is_some_and(|w| w.is_number() && w.end as usize == start - 1);
        if goes_on { CONTINUES } else { 0 }
    }

    /// Words from `start` to the next separator, with letters beyond ASCII among them; returns where the
    /// separator stands, or the place behind it.
    fn stretch(&mut self, text: &[u8], start: usize) -> usize {
        let (words, letters, anchors) = (self.words.len(), self.letters.len(), self.anchors.len());
        let mut at = start;
        while at < text.len() {
            let byte = text[at];
            if byte < 0x80 {
                let class = CLASSES[byte as usize];
                if class == 0 {
                    break;
                }
                self.spell(u32::from(byte.to_ascii_lowercase()), at, at + 1, class & (NUMBER | CAPITAL));
                at += 1;
                continue;
            }
            let (point, len) = decode(&text[at..]);
            let entry = Entry::of(point);
            match entry.kind() {
                Kind::Ignored => {}
                Kind::Separator => {
                    at += len;
                    break;
                }
                kind => {
                    if !entry.is_simple() {
                        self.words.truncate(words);
                        self.letters.truncate(letters);
                        self.anchors.truncate(anchors);
                        self.open.spelled.clear();
                        return self.composed(text, start);
                    }
                    let folded = entry.folded(point);
                    if kind == Kind::Letter {
                        self.close(text);
                        self.spell(folded, at, at + len, ALONE);
                        self.close(text);
                    } else {
                        self.spell(folded, at, at + len, traits(point, folded));
                    }
                }
            }
            at += len;
        }
        self.close(text);
        at
    }

    /// The same, where letters compose, expand or carry marks.
    #[cold]
    fn composed(&mut self, text: &[u8], start: usize) -> usize {
        let mut composer = std::mem::take(&mut self.composer);
        let end = composer.read(text, start);
        for piece in composer.pieces() {
            let Piece { point, original, from, to, kind } = *piece;
            let (from, to) = (from as usize, to as usize);
            match kind {
                Kind::Word => self.spell(point, from, to, traits(original, point)),
                Kind::Letter => {
                    self.close(text);
                    self.spell(point, from, to, ALONE);
                    self.close(text);
                }
                Kind::Separator | Kind::Ignored => self.close(text),
            }
        }
        self.close(text);
        self.composer = composer;
        end
    }

    /// Adds a folded code point to the word that is being spelled.
    fn spell(&mut self, point: u32, from: usize, to: usize, traits: u8) {
        let open = &mut self.open;
        if open.spelled.is_empty() {
            open.start = from as u32;
            open.letter = self.letters.len();
            open.traits = traits;
        } else {
            open.traits |= traits & NUMBER;
        }
        open.end = to as u32;
        let mut bytes = [0; 4];
        let len = encode(point, &mut bytes);
        open.spelled.extend_from_slice(&bytes[..len]);
        if point != u32::from(b'_') {
            self.letter(code(point), from);
        }
    }

    fn letter(&mut self, code: u8, place: usize) {
        let (n, place) = (self.letters.len() as u32, place as u32);
        let follows = self.anchors.last().is_some_and(|&[letter, at]| at.wrapping_add(n - letter) == place);
        if !follows {
            self.anchors.push([n, place]);
        }
        self.letters.push(code);
    }

    fn close(&mut self, text: &[u8]) {
        if self.open.spelled.is_empty() {
            return;
        }
        let Open { start, end, letter, .. } = self.open;
        let traits = self.open.traits | self.continuation(text, start as usize, self.open.traits);
        let hash = xxh3_64(&self.open.spelled);
        self.open.spelled.clear();
        self.any_alone |= traits & ALONE != 0;
        let letters = (self.letters.len() - letter).min(255) as u8;
        self.words.push(Word { hash, start, end, letter: letter as u32, letters, traits });
    }
}

impl Default for Words {
    /// With the fastest kernel.
    fn default() -> Self {
        Words::new(Kernel::best())
    }
}

/// Whether a run of bytes is all ASCII: at once, as most are short.
#[inline(always)]
fn is_ascii(text: &[u8], start: usize, end: usize) -> bool {
    match text[start..].first_chunk::<SHORT>() {
        Some(chunk) if end - start <= SHORT => {
            (u128::from_le_bytes(*chunk) & HIGHS) << (8 * (SHORT - (end - start))) == 0
        }
        _ => text[start..end].is_ascii(),
    }
}

/// The byte that stands for a folded letter. Letters of one alphabet lie in one or two blocks of 128 code
/// points, within which the low bits differ.
fn code(point: u32) -> u8 {
    if point < 0x80 { point as u8 } else { (point ^ point >> 7 ^ point >> 14) as u8 | 0x80 }
}

/// What a letter beyond ASCII makes of its word.
fn traits(point: u32, folded: u32) -> u8 {
    let is = |test: fn(char) -> bool| char::from_u32(point).is_some_and(test);
    // No digits but ASCII's and superscripts come before the Arabic ones.
    let number = if folded < 0x660 { (0x30..0x3A).contains(&folded) } else { is(char::is_numeric) };
    let capital = point != folded && is(char::is_uppercase);
    (u8::from(number) * NUMBER) | (u8::from(capital) * CAPITAL)
}

#[cfg(test)]
mod tests;
