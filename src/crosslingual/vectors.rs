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
pub(super) fn sum(table: &WordTable, pieces: &[u32]) -> (Vector, f32) {
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
    let length = product(&sum, &sum).sqrt();
    let scale = if length > 0.0 { SCALE / length } else { 0.0 };
    (sum.map(|value| (value * scale).round() as i8), length)
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
