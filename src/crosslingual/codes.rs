//! Codes: a sentence's vector in two bits a value, and how alike a vector is to many of them.
//!
//! A value becomes -3, -1, 1 or 3: twice its sign, and one for whether it is large. So a code is two rows of signs, and a
//! vector that asks is rounded to four such rows; the product of two rows is a matter of counting bits. The first row of
//! codes is looked at first, which rejects most; what it says is off by .054 at one standard deviation, and both by .025.

use std::hint::black_box;

use super::table::DIMS;
use super::vectors::Vector;
use crate::text::Kernel;
use crate::text::kernel::{Isa, compiled};

/// Bytes of a row of signs.
pub const ROW: usize = DIMS / 8;

/// A row of signs, as bits of little-endian words.
pub type Row = [u8; ROW];

/// A vector in two bits a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The signs.
    pub signs: Row,
    /// A bit for each value that is large and positive, or small and negative.
    pub sizes: Row,
}

/// Words of a row.
const WORDS: usize = ROW / 8;
/// Rows of a vector that asks.
const ROWS: usize = 4;
/// The step between its values, in standard deviations.
const STEP: f32 = 0.335;
/// What the product of a code with its own vector is less than that of the vector with itself: of the signs, and of
/// both rows.
const SIGNS_KEEP: f32 = 0.80;
const BOTH_KEEP: f32 = 0.94;
/// What the signs may say less than the whole code does: one and a half standard deviations.
const SLACK: f32 = 0.05;

/// The code of a vector.
pub(super) fn code(vector: &Vector) -> Code {
    let squares: i32 = vector.iter().map(|value| i32::from(*value).pow(2)).sum();
    let (mut signs, mut sizes) = ([0; ROW], [0; ROW]);
    for (n, &value) in vector.iter().enumerate() {
        let positive = value >= 0;
        let large = i32::from(value).pow(2) * DIMS as i32 > squares;
        signs[n / 8] |= u8::from(positive) << (n % 8);
        sizes[n / 8] |= u8::from(positive == large) << (n % 8);
    }
    Code { signs, sizes }
}

/// A vector that asks for codes.
#[derive(Debug, Clone)]
pub(super) struct Asking {
    rows: [[u64; WORDS]; ROWS],
    /// The length of what the rows stand for.
    length: f32,
}

impl Asking {
    pub(super) fn new(vector: &Vector) -> Asking {
        let squares: f32 = vector.iter().map(|value| f32::from(*value).powi(2)).sum();
        let step = STEP * (squares / DIMS as f32).sqrt();
        let mut rows = [[0; WORDS]; ROWS];
        let mut squares = 0;
        for (n, &value) in vector.iter().enumerate() {
            let level = if step > 0.0 { (f32::from(value) / step).floor() } else { 0.0 };
            let level = level.clamp(-8.0, 7.0) as i32;
            squares += (2 * level + 1).pow(2);
            for (bit, row) in rows.iter_mut().enumerate() {
                row[n / 64] |= (((level + 8) >> bit & 1) as u64) << (n % 64);
            }
        }
        Asking { rows, length: (squares as f32).sqrt() }
    }

    /// The cosines with codes, about, where they are above `least`: to `near` with the numbers of the codes. None is
    /// more than the signs alone allow for, so it does not matter which were rejected for these.
    pub(super) fn near(&self, kernel: Kernel, codes: (&[Row], &[Row]), least: f32, near: &mut Near) {
        near.passed.resize(codes.0.len().max(near.passed.len()), 0);
        near.found.clear();
        look(kernel, self, codes.0, codes.1, least, near);
    }
}

/// What was found near to a vector, and what it takes to find it.
#[derive(Debug, Default)]
pub(super) struct Near {
    passed: Vec<u32>,
    pub(super) found: Vec<(u32, f32)>,
}

#[inline(always)]
fn words(row: &Row) -> [u64; WORDS] {
    let mut words = [0; WORDS];
    for (word, bytes) in words.iter_mut().zip(row.as_chunks::<8>().0) {
        *word = u64::from_le_bytes(*bytes);
    }
    words
}

/// The product of what the rows of a vector stand for with a row of signs.
#[inline(always)]
fn product(rows: &[[u64; WORDS]; ROWS], signs: &[u64; WORDS]) -> i32 {
    let mut unlike = 0;
    for (bit, row) in rows.iter().enumerate() {
        for (row, signs) in row.iter().zip(signs) {
            unlike += ((row ^ signs).count_ones() << bit) as i32;
        }
    }
    ((1 << ROWS) - 1) * DIMS as i32 - 2 * unlike
}

compiled! {
    /// See [`Asking::near`].
    fn look(asking: &Asking, signs: &[Row], sizes: &[Row], least: f32, near: &mut Near) -> () = look_in
}

#[inline(always)]
fn look_in<I: Isa>(_: I, asking: &Asking, signs: &[Row], sizes: &[Row], least: f32, near: &mut Near) {
    let Near { passed, found } = near;
    let of_signs = asking.length * (DIMS as f32).sqrt() * SIGNS_KEEP;
    let limit = ((least - SLACK) * of_signs).floor() as i32 - 1;
    let mut count = 0;
    for (n, signs) in (0..).zip(signs) {
        passed[count] = n;
        count += usize::from(product(&asking.rows, &words(signs)) > limit);
    }
    // Reads that nothing waits for: the second rows are not in the cache, and so come all at once.
    let touch = |n: &u32| sizes[*n as usize][0] ^ sizes[*n as usize][ROW - 1];
    black_box(passed[..count].iter().fold(0, |sum, n| sum ^ touch(n)));
    for &n in &passed[..count] {
        let (signs, sizes) = (words(&signs[n as usize]), words(&sizes[n as usize]));
        let first = product(&asking.rows, &signs);
        let both = 2 * first + product(&asking.rows, &sizes);
        let small: u32 = signs.iter().zip(&sizes).map(|(a, b)| (a ^ b).count_ones()).sum();
        let squares = 9 * DIMS as u32 - 8 * small;
        let cosine = both as f32 / (asking.length * (squares as f32).sqrt() * BOTH_KEEP);
        let cosine = cosine.min(first as f32 / of_signs + SLACK);
        if cosine > least {
            found.push((n, cosine));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosslingual::vectors::cosine;
    use crate::crosslingual::{Reader, WordTable};

    fn vectors() -> Vec<Vector> {
        let text: String = include_str!("golden_pieces.tsv")
            .lines()
            .map(|line| line.rsplit_once('\t').unwrap().0.to_owned() + "\n")
            .collect();
        Reader::new(WordTable::embedded()).read(&text).vectors().to_vec()
    }

    fn cosines(kernel: Kernel, asking: &Asking, codes: &[Code], least: f32) -> Vec<(u32, f32)> {
        let (signs, sizes): (Vec<Row>, Vec<Row>) = codes.iter().map(|code| (code.signs, code.sizes)).unzip();
        let mut near = Near::default();
        asking.near(kernel, (&signs, &sizes), least, &mut near);
        near.found
    }

    #[test]
    fn codes_say_about_what_vectors_do() {
        let vectors = vectors();
        let codes: Vec<Code> = vectors.iter().map(code).collect();
        let (mut squares, mut worst, mut pairs) = (0.0, 0.0f32, 0);
        for a in &vectors {
            let found = cosines(Kernel::best(), &Asking::new(a), &codes, -2.0);
            assert_eq!(found.len(), vectors.len());
            for (b, (_, got)) in vectors.iter().zip(found) {
                let off = (cosine(a, b) - got).abs();
                (squares, worst, pairs) = (squares + off * off, worst.max(off), pairs + 1);
            }
        }
        let deviation = (squares / pairs as f32).sqrt();
        assert!(pairs > 400 && deviation < 0.05 && worst < 0.3, "{deviation} {worst}");
    }

    #[test]
    fn every_kernel_finds_what_is_above_the_least() {
        let vectors = vectors();
        let codes: Vec<Code> = vectors.iter().map(code).collect();
        for a in &vectors {
            let asking = Asking::new(a);
            let mut all = cosines(Kernel::Scalar, &asking, &codes, -2.0);
            all.retain(|(_, cosine)| *cosine > 0.2);
            for kernel in Kernel::available() {
                assert_eq!(cosines(kernel, &asking, &codes, 0.2), all, "{kernel}");
            }
        }
    }

    #[test]
    fn no_direction_is_like_nothing() {
        let none = [0; DIMS];
        let found = cosines(Kernel::best(), &Asking::new(&none), &[code(&none)], -2.0);
        assert!(found.iter().all(|(_, cosine)| cosine.is_finite()));
    }
}
