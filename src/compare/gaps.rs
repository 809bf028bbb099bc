//! Gaps: what stands between the shared runs of a chain, and whether it contradicts.
//!
//! A misprint leaves a gap whose letters nearly agree; an editor leaves other words; the next instalment
//! of a series leaves another number, another name in the same place of the same frame. Owns the
//! comparison of gaps and the numbers inside the aligned spans.

use super::chain::Run;
use super::spelling::{LONGEST, agreement};
use crate::text::{Word, Words};

/// From this on, two spellings are the same word misprinted.
pub(super) const MISPRINT: f32 = 0.6;
/// Words of a gap that are compared one by one, at most.
const MOST_COMPARED: usize = 16;

/// One of the two texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side<'t> {
    text: &'t Words,
    words: &'t [Word],
}

impl<'t> Side<'t> {
    /// A text and those of its words that are looked at.
    pub(super) fn new(text: &'t Words, words: &'t [Word]) -> Self {
        Side { text, words }
    }

    /// The letters of the words `from..to`.
    fn letters(&self, from: u32, to: u32) -> &'t [u8] {
        let at = |n: u32| self.words.get(n as usize).map_or(self.text.letters().len(), |w| w.letter as usize);
        &self.text.letters()[at(from)..at(to)]
    }

    /// A key for the whole number that begins at `n`, and how many words it has; None where none begins or
    /// where it says little: a single digit, or a year.
    fn number(&self, n: usize) -> Option<u64> {
        let word = &self.words[n];
        if !word.is_number() || word.continues() {
            return None;
        }
        let mut key = word.hash;
        let mut letters = usize::from(word.letters);
        for more in self.words[n + 1..].iter().take_while(|w| w.continues()) {
            key = key.rotate_left(17) ^ more.hash;
            letters += usize::from(more.letters);
        }
        let spelled = self.text.spelling(word);
        let year = letters == 4 && (spelled.starts_with(b"19") || spelled.starts_with(b"20"));
        (letters >= 2 && !year).then_some(key)
    }
}

/// How many numbers stand in the aligned spans.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    /// Distinct numbers on both sides.
    pub(super) shared: u32,
    /// Distinct numbers on the side that has fewer.
    pub(super) fewer: u32,
}

/// What the gaps of all chains of a pair add up to.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    /// Different numbers in the same place.
    pub(super) number_conflicts: f32,
    /// Different names in the same place.
    pub(super) name_conflicts: f32,
    /// Places where both have numbers, but no number in common.
    pub(super) figures: f32,
    /// Numbers and names that stand against one another, and all words that do.
    filled: [f32; 2],
    letters: [f32; 2],
    compared: f32,
    agreed: f32,
    numbers: [Vec<u64>; 2],
}

impl Gaps {
    pub(super) fn clear(&mut self) {
        self.number_conflicts = 0.0;
        self.name_conflicts = 0.0;
        self.figures = 0.0;
        self.filled = [0.0; 2];
        self.letters = [0.0; 2];
        self.compared = 0.0;
        self.agreed = 0.0;
        self.numbers.iter_mut().for_each(Vec::clear);
    }

    /// Adds a chain; `in_b` and `in_a` say whether a word of one side stands anywhere on the other.
    pub(super) fn chain(
        &mut self,
        runs: &[Run],
        sides: &[Side<'_>; 2],
        in_b: impl Fn(u32) -> bool,
        in_a: impl Fn(u32) -> bool,
    ) {
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else { return };
        let spans = [(first.a, last.a + last.len), (first.b, last.b + last.len)];
        for ((side, numbers), (from, to)) in sides.iter().zip(&mut self.numbers).zip(spans) {
            numbers.extend((from..to).filter_map(|n| side.number(n as usize)));
        }
        for run in runs {
            self.letters[0] += sides[0].letters(run.a, run.a + run.len).len() as f32;
            self.letters[1] += sides[1].letters(run.b, run.b + run.len).len() as f32;
        }
        for pair in runs.windows(2) {
            let gap = [(pair[0].a + pair[0].len, pair[1].a), (pair[0].b + pair[0].len, pair[1].b)];
            if gap.iter().any(|(from, to)| from == to) {
                continue;
            }
            let letters = [sides[0].letters(gap[0].0, gap[0].1), sides[1].letters(gap[1].0, gap[1].1)];
            let longer = letters[0].len().max(letters[1].len());
            if longer <= LONGEST {
                let alike = agreement(letters[0], letters[1]);
                self.compared += longer as f32;
                self.agreed += longer as f32 * alike;
                if alike >= MISPRINT {
                    self.letters[0] += letters[0].len() as f32 * alike;
                    self.letters[1] += letters[1].len() as f32 * alike;
                }
            }
            self.fill(sides, gap);
            let odd = [
                odd_words(&sides[0], &sides[1], gap, &in_b),
                odd_words(&sides[1], &sides[0], [gap[1], gap[0]], &in_a),
            ];
            self.number_conflicts += odd[0].0.min(odd[1].0) as f32;
            self.name_conflicts += odd[0].1.min(odd[1].1) as f32;
        }
    }

    /// Counts what stands against one another in a gap.
    fn fill(&mut self, sides: &[Side<'_>; 2], gap: [(u32, u32); 2]) {
        let words = [0, 1].map(|n| {
            let (from, to) = gap[n];
            &sides[n].words[from as usize..to as usize][..((to - from) as usize).min(MOST_COMPARED)]
        });
        let numbers = words.map(|all| all.iter().filter(|w| w.is_number()).count());
        let names = words.map(|all| all.iter().filter(|w| w.is_capital() && !w.is_number()).count());
        self.filled[0] += (numbers[0].min(numbers[1]) + names[0].min(names[1])) as f32;
        self.filled[1] += words[0].len().max(words[1].len()) as f32;
        if numbers.iter().all(|&n| n > 0) {
            let there = |w: &Word| words[1].iter().any(|other| other.hash == w.hash);
            self.figures += f32::from(!words[0].iter().any(|w| w.is_number() && there(w)));
        }
    }

    /// How much of what differs is numbers and names, 0 to 1. The next of a series differs in nothing else,
    /// another writer in everything. A few words say little, so they count beside ten of which two are.
    pub(super) fn filled(&self) -> f32 {
        (self.filled[0] + 2.0) / (self.filled[1] + 10.0)
    }

    /// Letters of each side in runs, or in gaps that are misprints.
    pub(super) fn letters(&self) -> [f32; 2] {
        self.letters
    }

    /// How well the gaps agree, letter by letter, 0 to 1; half where there is nothing to compare. A few
    /// letters say little, so they count beside forty that half agree.
    pub(super) fn agreement(&self) -> f32 {
        (self.agreed + 20.0) / (self.compared + 40.0)
    }

    /// The numbers of the aligned spans.
    pub(super) fn numbers(&mut self) -> Numbers {
        for numbers in &mut self.numbers {
            numbers.sort_unstable();
            numbers.dedup();
        }
        let [a, b] = &self.numbers;
        let shared = a.iter().filter(|n| b.binary_search(n).is_ok()).count() as u32;
        Numbers { shared, fewer: a.len().min(b.len()) as u32 }
    }
}

/// How many numbers and names of one side's gap stand nowhere on the other and are no misprints of what
/// stands in its gap.
fn odd_words(
    side: &Side<'_>,
    other: &Side<'_>,
    gap: [(u32, u32); 2],
    there: impl Fn(u32) -> bool,
) -> (u32, u32) {
    let [(from, to), (other_from, other_to)] = gap;
    let others = &other.words[other_from as usize..other_to as usize];
    let (mut numbers, mut names) = (0, 0);
    for n in (from..to).take(MOST_COMPARED) {
        let word = &side.words[n as usize];
        let name = word.is_capital() && word.letters >= 3;
        if !(word.is_number() || name) || there(n) {
            continue;
        }
        let spelled = side.text.spelling(word);
        let like = |w: &Word| agreement(spelled, other.text.spelling(w)) >= MISPRINT;
        if others.iter().take(MOST_COMPARED).any(like) {
            continue;
        }
        if word.is_number() { numbers += 1 } else { names += 1 }
    }
    (numbers, names)
}
