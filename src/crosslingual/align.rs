//! The aligner: whether one text is a translation of the other, by sentences that match in the same order.
//!
//! Two reports of one event have sentences alike, too; only a translation keeps their order. So the best alignment in
//! order is weighed against the best one with one text turned around.

use super::content::Content;
use super::vectors::cosine;

/// How two texts match across languages.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// The weight of the sentences aligned in order, over that with one text turned around.
    pub score: f32,
    /// How likely one text is a translation of the other, or of a part of it, or both of a third.
    pub probability: f32,
    /// The share of each text, by its pieces, that is aligned.
    pub covered: [f32; 2],
    /// What is aligned, in order.
    pub pairs: Vec<Aligned>,
}

/// A sentence, or two in a row, with its counterpart in the other text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aligned {
    /// The bytes in the one text.
    pub a: [u32; 2],
    /// The bytes in the other.
    pub b: [u32; 2],
    /// How alike they are.
    pub cosine: f32,
}

impl Alignment {
    /// Whether so much is aligned that the probability says something.
    pub fn is_sufficient(&self) -> bool {
        self.pairs.len() >= ENOUGH
    }
}

/// Aligned sentences below which nothing is said.
const ENOUGH: usize = 5;

/// What a cosine must have to count, and what one must have to be shown as a pair.
const COUNTS: f32 = 0.3;
const SHOWN: f32 = 0.35;

/// What two sentences with the same numbers are the more alike.
const NUMBERS: f32 = 0.25;

/// Added to the denominator of the score for each sentence of the shorter text.
const DAMPING: f32 = 0.05;

/// Aligns two texts; none where nothing is alike.
pub fn align(a: &Content, b: &Content) -> Option<Alignment> {
    let (rows, columns) = (a.len(), b.len());
    let mut cells = Cells::new(a, b);
    let mut forward = Ways::new(columns);
    let mut backward = Ways::new(columns);
    let mut steps = vec![Step::SkipA; rows * columns];
    for row in 0..rows {
        cells.next(row);
        let best = |way: &mut Ways, of: [&[f32]; 3], steps: &mut [Step]| way.next(of, steps);
        best(
            &mut forward,
            [&cells.one, &cells.two_one, &cells.one_two],
            &mut steps[row * columns..][..columns],
        );
        cells.turn();
        best(&mut backward, [&cells.one, &cells.two_one, &cells.one_two], &mut cells.unused);
    }
    let total = forward.total();
    if total <= 0.0 {
        return None;
    }
    let score = total / (backward.total() + DAMPING * rows.min(columns) as f32);
    let pairs = follow(a, b, &steps);
    let covered = covered(a, b, &pairs);
    let pairs: Vec<Aligned> = pairs
        .into_iter()
        .map(|(rows, columns, cosine)| Aligned { a: span(a, rows), b: span(b, columns), cosine })
        .collect();
    let probability = probability(score, total, pairs.len(), covered);
    Some(Alignment { score, probability, covered, pairs })
}

/// What one sentence of a text weighs against a row of the other's.
struct Cells<'c> {
    a: &'c Content,
    b: &'c Content,
    weights: [Vec<f32>; 2],
    /// The same for each sentence with the one before it.
    weights_of_two: [Vec<f32>; 2],
    lengths_of_two: [Vec<f32>; 2],
    /// Cosines and shared numbers of this row and of the last.
    cosines: [Vec<f32>; 2],
    shared: [Vec<u32>; 2],
    /// A sentence to a sentence, this and the one before to one, one to that and the one before.
    one: Vec<f32>,
    two_one: Vec<f32>,
    one_two: Vec<f32>,
    unused: Vec<Step>,
}

impl<'c> Cells<'c> {
    fn new(a: &'c Content, b: &'c Content) -> Self {
        let texts = [a, b];
        let weight = |pieces: u32| (pieces as f32 / 25.0).sqrt().min(1.5);
        let before = |n: usize| n.saturating_sub(1);
        let n = b.len();
        Cells {
            a,
            b,
            weights: texts.map(|text| text.sentences().iter().map(|s| weight(s.pieces)).collect()),
            weights_of_two: texts.map(|text| {
                let pieces = |n: usize| text.sentences()[n].pieces;
                (0..text.len()).map(|n| weight(pieces(before(n)) + pieces(n))).collect()
            }),
            lengths_of_two: texts.map(|text| {
                (0..text.len())
                    .map(|n| {
                        let [x, y] = [before(n), n].map(|n| text.sentences()[n].length);
                        let cosine = cosine(text.vector(before(n)), text.vector(n));
                        (x * x + y * y + 2.0 * x * y * cosine).max(f32::MIN_POSITIVE).sqrt()
                    })
                    .collect()
            }),
            cosines: [vec![0.0; n], vec![0.0; n]],
            shared: [vec![0; n], vec![0; n]],
            one: vec![0.0; n],
            two_one: vec![0.0; n],
            one_two: vec![0.0; n],
            unused: vec![Step::SkipA; n],
        }
    }

    /// Goes on to the next row.
    fn next(&mut self, row: usize) {
        let (a, b) = (self.a, self.b);
        self.cosines.swap(0, 1);
        self.shared.swap(0, 1);
        let numbers = a.numbers(row);
        for column in 0..b.len() {
            self.cosines[0][column] = cosine(a.vector(row), b.vector(column));
            self.shared[0][column] = if numbers.is_empty() { 0 } else { common(numbers, b.numbers(column)) };
        }
        let before = |n: usize| n.saturating_sub(1);
        let of_two = |text: &Content, n: usize| text.numbers(before(n)).len() + text.numbers(n).len();
        let [x, y] = [before(row), row].map(|n| a.sentences()[n].length);
        for column in 0..b.len() {
            let (cosines, shared) = (&self.cosines, &self.shared);
            let [na, nb] = [numbers.len(), b.numbers(column).len()];
            let weight = self.weights[0][row].min(self.weights[1][column]);
            self.one[column] = cell(cosines[0][column], shared[0][column], na, nb) * weight;
            self.two_one[column] = 0.0;
            if row > 0 {
                let cosine = (x * cosines[1][column] + y * cosines[0][column]) / self.lengths_of_two[0][row];
                let weight = self.weights_of_two[0][row].min(self.weights[1][column]);
                let shared = shared[0][column] + shared[1][column];
                self.two_one[column] = cell(cosine, shared, of_two(a, row), nb) * weight;
            }
            self.one_two[column] = 0.0;
            if column > 0 {
                let [x, y] = [column - 1, column].map(|n| b.sentences()[n].length * cosines[0][n]);
                let cosine = (x + y) / self.lengths_of_two[1][column];
                let weight = self.weights[0][row].min(self.weights_of_two[1][column]);
                let shared = shared[0][column - 1] + shared[0][column];
                self.one_two[column] = cell(cosine, shared, na, of_two(b, column)) * weight;
            }
        }
    }

    /// Turns the row around.
    fn turn(&mut self) {
        self.one.reverse();
        self.two_one.reverse();
        // A pair is at the place of its second sentence, which was its first.
        self.one_two.reverse();
        self.one_two.rotate_right(1);
    }
}

/// What a cosine and shared numbers come to.
fn cell(cosine: f32, shared: u32, a: usize, b: usize) -> f32 {
    let bonus = if shared > 0 { NUMBERS * (shared as f32 / ((a * b) as f32).sqrt()).min(1.0) } else { 0.0 };
    (cosine + bonus - COUNTS).max(0.0)
}

/// How many numbers two ascending lists share.
fn common(a: &[u32], b: &[u32]) -> u32 {
    a.iter().filter(|n| b.binary_search(n).is_ok()).count() as u32
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

/// The weights of the best ways so far: to the places of this row, of the last, and of the one before.
struct Ways([Vec<f32>; 3]);

impl Ways {
    fn new(columns: usize) -> Self {
        Ways([(); 3].map(|()| vec![0.0; columns + 1]))
    }

    fn next(&mut self, [one, two_one, one_two]: [&[f32]; 3], steps: &mut [Step]) {
        self.0.rotate_right(1);
        let [to, last, before] = &mut self.0;
        for (column, step) in steps.iter_mut().enumerate() {
            let mut best = (last[column + 1], Step::SkipA);
            let mut other = |weight: f32, step| {
                if weight > best.0 {
                    best = (weight, step);
                }
            };
            other(to[column], Step::SkipB);
            if one[column] > 0.0 {
                other(last[column] + one[column], Step::One);
            }
            if two_one[column] > 0.0 {
                other(before[column] + two_one[column], Step::TwoOne);
            }
            if one_two[column] > 0.0 {
                other(last[column - 1] + one_two[column], Step::OneTwo);
            }
            (to[column + 1], *step) = best;
        }
    }

    fn total(&self) -> f32 {
        self.0[0].last().copied().unwrap_or(0.0)
    }
}

/// Sentences of one text, sentences of the other, and the cosine of the two.
type Pair = ([usize; 2], [usize; 2], f32);

/// The pairs along the best way.
fn follow(a: &Content, b: &Content, steps: &[Step]) -> Vec<Pair> {
    let (mut row, mut column) = (a.len(), b.len());
    let mut pairs = Vec::new();
    while row > 0 && column > 0 {
        let (rows, columns) = match steps[(row - 1) * b.len() + column - 1] {
            Step::SkipA => (1, 0),
            Step::SkipB => (0, 1),
            Step::One => (1, 1),
            Step::TwoOne => (2, 1),
            Step::OneTwo => (1, 2),
        };
        if rows > 0 && columns > 0 {
            let (of_a, of_b) = ([row - rows, row], [column - columns, column]);
            let cosine = joint_cosine(a, of_a, b, of_b);
            if cosine >= SHOWN {
                pairs.push((of_a, of_b, cosine));
            }
        }
        (row, column) = (row - rows, column - columns);
    }
    pairs.reverse();
    pairs
}

/// The cosine of sentences added up.
fn joint_cosine(a: &Content, rows: [usize; 2], b: &Content, columns: [usize; 2]) -> f32 {
    let product = |a: &Content, x: [usize; 2], b: &Content, y: [usize; 2]| -> f32 {
        let of = |n: usize, m: usize| {
            a.sentences()[n].length * b.sentences()[m].length * cosine(a.vector(n), b.vector(m))
        };
        (x[0]..x[1]).flat_map(|n| (y[0]..y[1]).map(move |m| (n, m))).map(|(n, m)| of(n, m)).sum()
    };
    let lengths = product(a, rows, a, rows) * product(b, columns, b, columns);
    product(a, rows, b, columns) / lengths.max(f32::MIN_POSITIVE).sqrt()
}

fn covered(a: &Content, b: &Content, pairs: &[Pair]) -> [f32; 2] {
    let share = |text: &Content, spans: &mut dyn Iterator<Item = [usize; 2]>| {
        let pieces =
            |[from, to]: [usize; 2]| -> u32 { text.sentences()[from..to].iter().map(|s| s.pieces).sum() };
        spans.map(pieces).sum::<u32>() as f32 / pieces([0, text.len()]).max(1) as f32
    };
    [share(a, &mut pairs.iter().map(|p| p.0)), share(b, &mut pairs.iter().map(|p| p.1))]
}

fn span(text: &Content, [from, to]: [usize; 2]) -> [u32; 2] {
    [text.sentences()[from].span[0], text.sentences()[to - 1].span[1]]
}

fn probability(score: f32, _total: f32, _pairs: usize, _covered: [f32; 2]) -> f32 {
    1.0 / (1.0 + (-8.0 * (score - 1.0)).exp())
}
