//! Encoded: the vector that a sentence encoder gives a sentence, in a byte a value.

/// Values a vector has.
pub(super) const VALUES: usize = 512;

/// What a vector of length one is multiplied by before it is rounded to bytes: a value of half of that still fits.
const SCALE: f32 = 256.0;

/// A direction in the encoder's space, of length [`SCALE`].
pub(super) type Encoded = [i8; VALUES];

/// A vector of length one.
#[cfg(feature = "encoder")]
pub(super) fn of(vector: &[f32; VALUES]) -> Encoded {
    vector.map(|value| (value * SCALE).round() as i8)
}

/// The cosine of two vectors.
#[inline(always)]
pub(super) fn cosine(a: &Encoded, b: &Encoded) -> f32 {
    let product: i32 = a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
    product as f32 / (SCALE * SCALE)
}
