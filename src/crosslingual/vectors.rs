//! Vectors: the sum of a sentence's pieces, without what only tells the language, in a byte a value.

use super::pieces::UNKNOWN;
use super::table::{DIMS, WordTable};

/// What a vector of length one is multiplied by before it is rounded to bytes. No value of a sentence comes near the
/// half that still fits.
const SCALE: f32 = 256.0;

/// The product of a vector with itself.
pub(super) const ONE: i32 = (SCALE * SCALE) as i32;

/// A direction in the table's space, of length [`SCALE`].
pub(super) type Vector = [i8; DIMS];

/// The four values of each byte of a packed vector.
static UNPACKED: [[f32; 4]; 256] = {
    let mut all = [[0.0; 4]; 256];
    let mut n = 0;
    while n < 1024 {
        all[n / 4][n % 4] = 2.0 * (((n / 4) >> (2 * (n % 4))) & 3) as f32 - 3.0;
        n += 1;
    }
    all
};

/// The vector of a sentence, and its length: how much it counts when sentences are added up.
pub(super) fn of(table: &WordTable, pieces: &[u32]) -> (Vector, f32) {
    scaled(&sum(table, pieces))
}

fn scaled(sum: &[f32; DIMS]) -> (Vector, f32) {
    let length = product(sum, sum).sqrt();
    let scale = if length > 0.0 { SCALE / length } else { 0.0 };
    (sum.map(|value| (value * scale).round() as i8), length)
}

/// The direction of some vectors together.
pub(super) fn sum_of<'v>(vectors: impl Iterator<Item = &'v Vector>) -> Vector {
    let mut sum = [0.0; DIMS];
    for vector in vectors {
        sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += f32::from(*value));
    }
    scaled(&sum).0
}

fn sum(table: &WordTable, pieces: &[u32]) -> [f32; DIMS] {
    let mut sum = [0.0; DIMS];
    for &piece in pieces.iter().filter(|piece| **piece != UNKNOWN) {
        let weight = table.weight(piece);
        if weight == 0.0 {
            continue;
        }
        for (sums, &byte) in sum.chunks_exact_mut(4).zip(table.vector(piece)) {
            for (sum, value) in sums.iter_mut().zip(&UNPACKED[usize::from(byte)]) {
                *sum += weight * value;
            }
        }
    }
    for direction in table.directions() {
        let along = product(&sum, direction);
        for (sum, direction) in sum.iter_mut().zip(direction) {
            *sum -= along * direction;
        }
    }
    sum
}

/// The product of two rows of numbers, added up in an order that is the same on every machine.
fn product(a: &[f32; DIMS], b: &[f32; DIMS]) -> f32 {
    let mut sums = [0.0; 16];
    for (a, b) in a.chunks_exact(16).zip(b.chunks_exact(16)) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.iter().sum()
}

/// The cosine of two vectors.
#[inline(always)]
pub(super) fn cosine(a: &Vector, b: &Vector) -> f32 {
    dot(a, b) as f32 / (SCALE * SCALE)
}

/// The product of two vectors.
#[inline(always)]
pub(super) fn dot(a: &Vector, b: &Vector) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosslingual::pieces::Cutter;

    #[test]
    fn a_byte_a_value_loses_little() {
        let table = WordTable::embedded();
        let mut cutter = Cutter::new(table);
        let pieces: Vec<Vec<u32>> = include_str!("golden_pieces.tsv")
            .lines()
            .map(|line| cutter.cut(line.rsplit_once('\t').unwrap().0).to_vec())
            .collect();
        let exact: Vec<[f32; DIMS]> = pieces.iter().map(|pieces| sum(table, pieces)).collect();
        let (mut worst, mut pairs) = (0.0f32, 0);
        for (n, a) in exact.iter().enumerate() {
            for (m, b) in exact.iter().enumerate() {
                let wanted = product(a, b) / (product(a, a) * product(b, b)).sqrt();
                let got = cosine(&of(table, &pieces[n]).0, &of(table, &pieces[m]).0);
                worst = worst.max((wanted - got).abs());
                pairs += 1;
            }
        }
        assert!(pairs > 500 && worst < 0.006, "{worst}");
    }

    #[test]
    fn no_pieces_have_no_direction() {
        assert_eq!(of(WordTable::embedded(), &[UNKNOWN]), ([0; DIMS], 0.0));
    }
}
