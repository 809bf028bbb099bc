//! The grid of two texts' sentences: how alike each is to each, and the best ways through it.

use super::content::Content;
use super::encoded::{self, Encoded};
use super::vectors::{self, Vector};
use crate::text::Kernel;
use crate::text::kernel::{Isa, compiled};

/// What a cosine must have to count in the score, and what one must have to be shown as a pair.
#[derive(Debug, Clone, Copy)]
struct Least {
    counts: f32,
    shown: f32,
}

const BY_TABLE: Least = Least { counts: 0.2, shown: 0.35 };
const BY_ENCODER: Least = Least { counts: 0.35, shown: 0.42 };

/// What two sentences with the same numbers are the more alike.
const NUMBERS: f32 = 0.25;

/// What a match gains by being better than the next best ones of its two sentences, a unit of cosine.
const MARGIN: f32 = 2.0;

/// Added to the denominator of the score for each sentence of the shorter text.
const DAMPING: f32 = 0.1;

/// The cosine of sentences with the same words.
const SAME: f32 = 0.95;

/// Every sentence of one text, a row, against every one of the other, a column.
pub(super) struct Grid<'c> {
    a: &'c Content,
    b: &'c Content,
    cosines: Vec<f32>,
    /// The vectors that these are of, if an encoder's.
    encoded: Option<[&'c [Encoded]; 2]>,
    least: Least,
    /// How many numbers they share, where any are.
    shared: Vec<u8>,
    weights: [Vec<f32>; 2],
}

impl<'c> Grid<'c> {
    pub(super) fn new(a: &'c Content, b: &'c Content) -> Self {
        let mut cosines = Vec::with_capacity(a.len() * b.len());
        products(Kernel::best(), a.vectors(), b.vectors(), &mut cosines);
        if a.is_reduced() || b.is_reduced() {
            for (row, cosines) in cosines.chunks_exact_mut(b.len().max(1)).enumerate() {
                for (column, cosine) in cosines.iter_mut().enumerate() {
                    if a.is_reduced_at(row) || b.is_reduced_at(column) {
                        *cosine = by_anchors(a, row, b, column);
                    }
                }
            }
        }
        let mut shared = vec![0; a.len() * b.len()];
        for row in (0..a.len()).filter(|row| !a.numbers(*row).is_empty()) {
            for column in 0..b.len() {
                shared[row * b.len() + column] = common(a.numbers(row), b.numbers(column));
            }
        }
        let weights = [a, b].map(|text| text.sentences().iter().map(|s| weight(s.pieces)).collect());
        Grid { a, b, cosines, encoded: None, least: BY_TABLE, shared, weights }
    }

    /// Puts an encoder's cosines in the place of the table's.
    pub(super) fn encode(&mut self, encoded: [&'c [Encoded]; 2]) {
        self.cosines.clear();
        encoded_products(Kernel::best(), encoded[0], encoded[1], &mut self.cosines);
        (self.encoded, self.least) = (Some(encoded), BY_ENCODER);
    }

    fn cosine(&self, row: usize, column: usize) -> f32 {
        self.cosines[row * self.b.len() + column]
    }

    /// What a pair of two sentences weighs: what the shorter one does.
    fn weight(&self, row: usize, column: usize) -> f32 {
        self.weights[0][row].min(self.weights[1][column])
    }

    /// How much alike two sentences are by their vectors and numbers, less what does not count.
    fn likeness(&self, row: usize, column: usize, counts: f32) -> f32 {
        let [a, b] = [self.a.numbers(row).len(), self.b.numbers(column).len()];
        likeness(self.cosine(row, column), self.shared[row * self.b.len() + column].into(), a, b, counts)
    }

    /// The weight of what matches in order, over that with one text turned around.
    pub(super) fn score(&self) -> f32 {
        let (rows, columns) = (self.a.len(), self.b.len());
        let rivals = self.rivals();
        let mut ways = [vec![0.0; columns + 1], vec![0.0; columns + 1]];
        let mut cells = vec![0.0; columns];
        for row in 0..rows {
            for (column, cell) in cells.iter_mut().enumerate() {
                let cosine = self.cosine(row, column);
                let next = rivals[0][row].besides(cosine) + rivals[1][column].besides(cosine);
                let margin = (1.0 + MARGIN * (cosine - 0.5 * next)).max(0.0);
                let weight = self.weight(row, column);
                *cell = self.likeness(row, column, self.least.counts) * margin * weight;
            }
            best(&mut ways[0], &cells);
            cells.reverse();
            best(&mut ways[1], &cells);
        }
        let [forward, backward] = ways.map(|way| way[columns]);
        forward / (backward + DAMPING * rows.min(columns).max(1) as f32)
    }

    /// The weight of the sentences that are each other's most alike, in order: a text of which a part was taken has few,
    /// and these stand out.
    pub(super) fn mutual(&self) -> f32 {
        let columns = self.b.len();
        let rivals = self.rivals();
        let mut way = vec![0.0; columns + 1];
        let mut cells = vec![0.0; columns];
        for row in 0..self.a.len() {
            for (column, cell) in cells.iter_mut().enumerate() {
                let cosine = self.cosine(row, column);
                let is_mutual = cosine >= rivals[0][row].best && cosine >= rivals[1][column].best;
                let weight = self.weight(row, column);
                *cell = if is_mutual { self.likeness(row, column, self.least.shown) * weight } else { 0.0 };
            }
            best(&mut way, &cells);
        }
        way[columns]
    }

    /// The best cosines of each row and of each column.
    fn rivals(&self) -> [Vec<Rivals>; 2] {
        let mut rivals = [vec![Rivals::default(); self.a.len()], vec![Rivals::default(); self.b.len()]];
        let columns = self.b.len().max(1);
        for (row, cosines) in self.cosines.chunks_exact(columns).enumerate() {
            for (column, cosine) in cosines.iter().enumerate() {
                rivals[0][row].add(*cosine);
                rivals[1][column].add(*cosine);
            }
        }
        rivals
    }

    /// The pairs of the best way through the grid, where a sentence may match two in a row.
    pub(super) fn pairs(&self) -> Vec<Pair> {
        let (rows, columns) = (self.a.len(), self.b.len());
        let mut ways = [(); 3].map(|()| vec![0.0; columns + 1]);
        let mut steps = Vec::with_capacity(rows * columns);
        for row in 0..rows {
            ways.rotate_right(1);
            let [to, last, before] = &mut ways;
            for column in 0..columns {
                let mut best = (last[column + 1], Step::SkipA);
                let mut other = |weight: f32, step| {
                    if weight > best.0 {
                        best = (weight, step);
                    }
                };
                other(to[column], Step::SkipB);
                let weight = self.weight(row, column);
                let one = self.likeness(row, column, self.least.shown) * weight;
                if one > 0.0 {
                    other(last[column] + one, Step::One);
                }
                if row > 0 {
                    other(
                        before[column] + self.joint([row - 1, row + 1], [column, column + 1]),
                        Step::TwoOne,
                    );
                }
                if column > 0 {
                    other(
                        last[column - 1] + self.joint([row, row + 1], [column - 1, column + 1]),
                        Step::OneTwo,
                    );
                }
                to[column + 1] = best.0;
                steps.push(best.1);
            }
        }
        let (mut row, mut column) = (rows, columns);
        let mut pairs = Vec::new();
        while row > 0 && column > 0 {
            let (rows, columns) = match steps[(row - 1) * columns + column - 1] {
                Step::SkipA => (1, 0),
                Step::SkipB => (0, 1),
                Step::One => (1, 1),
                Step::TwoOne => (2, 1),
                Step::OneTwo => (1, 2),
            };
            let (of_a, of_b) = ([row - rows, row], [column - columns, column]);
            if rows > 0 && columns > 0 {
                pairs.push((of_a, of_b, self.joint_cosine(of_a, of_b)));
            }
            (row, column) = (row - rows, column - columns);
        }
        pairs.reverse();
        pairs
    }

    /// The share of aligned sentences that are in different languages, by their pieces.
    pub(super) fn foreign(&self, pairs: &[Pair]) -> f32 {
        let (mut foreign, mut all) = (0, 0);
        for &(rows, columns, _) in pairs {
            let pieces: u32 = self.a.sentences()[rows[0]..rows[1]].iter().map(|s| s.pieces).sum();
            let (row, column) = (rows[0], columns[0]);
            let both = self.a.language(row).zip(self.b.language(column));
            let is_foreign = both.is_some_and(|(a, b)| a != b)
                && vectors::cosine(&self.a.vectors()[row], &self.b.vectors()[column]) < SAME;
            foreign += if is_foreign { pieces } else { 0 };
            all += pieces;
        }
        foreign as f32 / all.max(1) as f32
    }

    /// What a pair of more than one sentence weighs: nothing, unless each of the two is alike by itself.
    fn joint(&self, rows: [usize; 2], columns: [usize; 2]) -> f32 {
        let mut each =
            (rows[0]..rows[1]).flat_map(|row| (columns[0]..columns[1]).map(move |column| (row, column)));
        if each.any(|(row, column)| self.cosine(row, column) < self.least.counts) {
            return 0.0;
        }
        let numbers =
            |text: &Content, [from, to]: [usize; 2]| (from..to).map(|n| text.numbers(n).len()).sum();
        let pieces = |text: &Content, [from, to]: [usize; 2]| {
            text.sentences()[from..to].iter().map(|s| s.pieces).sum()
        };
        let shared = (rows[0]..rows[1]).map(|row| {
            (columns[0]..columns[1])
                .map(|column| u32::from(self.shared[row * self.b.len() + column]))
                .sum::<u32>()
        });
        let weight = weight(pieces(self.a, rows)).min(weight(pieces(self.b, columns)));
        let (a, b) = (numbers(self.a, rows), numbers(self.b, columns));
        likeness(self.joint_cosine(rows, columns), shared.sum(), a, b, self.least.shown) * weight
    }

    /// The cosine of sentences added up.
    fn joint_cosine(&self, rows: [usize; 2], columns: [usize; 2]) -> f32 {
        let lengths = |text: &Content, n: usize| text.sentences()[n].length;
        let product: f32 = (rows[0]..rows[1])
            .flat_map(|row| (columns[0]..columns[1]).map(move |column| (row, column)))
            .map(|(row, column)| lengths(self.a, row) * lengths(self.b, column) * self.cosine(row, column))
            .sum();
        product / (self.length(0, rows) * self.length(1, columns)).max(f32::MIN_POSITIVE)
    }

    /// The length of one or two sentences' vectors added up.
    fn length(&self, side: usize, [from, to]: [usize; 2]) -> f32 {
        let text = [self.a, self.b][side];
        let [x, y] = [from, to - 1].map(|n| text.sentences()[n].length);
        if to - from == 1 {
            return x;
        }
        let cosine = match self.encoded {
            Some(encoded) => encoded::cosine(&encoded[side][from], &encoded[side][to - 1]),
            None => vectors::cosine(&text.vectors()[from], &text.vectors()[to - 1]),
        };
        (x * x + y * y + 2.0 * x * y * cosine).max(0.0).sqrt()
    }
}

/// What a sentence of so many pieces weighs.
fn weight(pieces: u32) -> f32 {
    (pieces as f32 / 25.0).sqrt().min(1.5)
}

fn likeness(cosine: f32, shared: u32, a: usize, b: usize, counts: f32) -> f32 {
    let bonus = if shared > 0 { NUMBERS * (shared as f32 / ((a * b) as f32).sqrt()).min(1.0) } else { 0.0 };
    (cosine + bonus - counts).max(0.0)
}

compiled! {
    /// Appends the cosines of every vector of `a` with every one of `b`.
    fn products(a: &[Vector], b: &[Vector], cosines: &mut Vec<f32>) -> () = products_in
}

#[inline(always)]
fn products_in<I: Isa>(_: I, a: &[Vector], b: &[Vector], cosines: &mut Vec<f32>) {
    for a in a {
        cosines.extend(b.iter().map(|b| vectors::cosine(a, b)));
    }
}

compiled! {
    /// The same of an encoder's vectors.
    fn encoded_products(a: &[Encoded], b: &[Encoded], cosines: &mut Vec<f32>) -> () = encoded_products_in
}

#[inline(always)]
fn encoded_products_in<I: Isa>(_: I, a: &[Encoded], b: &[Encoded], cosines: &mut Vec<f32>) {
    for a in a {
        cosines.extend(b.iter().map(|b| encoded::cosine(a, b)));
    }
}

/// What takes the place of a cosine where words say nothing: how many of their numbers and names two sentences share.
fn by_anchors(a: &Content, row: usize, b: &Content, column: usize) -> f32 {
    let anchors = |text: &Content, n: usize| text.numbers(n).len() + text.names(n).len();
    let shared = [common(a.numbers(row), b.numbers(column)), common(a.names(row), b.names(column))];
    let all = anchors(a, row) * anchors(b, column);
    shared.map(f32::from).iter().sum::<f32>() / (all.max(1) as f32).sqrt()
}

/// How many numbers two ascending lists share.
fn common(a: &[u32], b: &[u32]) -> u8 {
    a.iter().filter(|n| b.binary_search(n).is_ok()).count().min(255) as u8
}

/// The best two cosines of a sentence.
#[derive(Debug, Clone, Copy, Default)]
struct Rivals {
    best: f32,
    second: f32,
}

impl Rivals {
    fn add(&mut self, cosine: f32) {
        if cosine > self.best {
            (self.best, self.second) = (cosine, self.best);
        } else if cosine > self.second {
            self.second = cosine;
        }
    }

    /// The best of the others, where `cosine` is one.
    fn besides(self, cosine: f32) -> f32 {
        if cosine >= self.best { self.second } else { self.best }
    }
}

/// Goes on with the weights of the best ways to the places of a row.
fn best(ways: &mut [f32], cells: &[f32]) {
    let mut diagonal = 0.0;
    let mut left = 0.0;
    for (way, cell) in ways[1..].iter_mut().zip(cells) {
        let above = *way;
        left = above.max(left).max(diagonal + cell);
        *way = left;
        diagonal = above;
    }
}

/// The last step of the best way to a place.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    SkipA,
    SkipB,
    One,
    TwoOne,
    OneTwo,
}

/// Sentences of one text, sentences of the other, and the cosine of the two.
pub(super) type Pair = ([usize; 2], [usize; 2], f32);
