//! How many bands of how many rows: the trade of missed pairs against candidates, for a threshold.

use super::signature::MAX_SLOTS;

/// The share of pairs exactly at the threshold that may be missed by the bands: what 24 bands of 4
/// rows miss at 0.7, rounded up.
pub const ALLOWED_MISS: f64 = 0.0015;

/// Slots beyond which more rows cost more than the candidates they save.
const MOST_SLOTS: usize = 160;

/// Bands of rows, as a signature is cut into; `bands * rows` slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Banding {
    /// How many bands.
    pub bands: usize,
    /// Slots a band.
    pub rows: usize,
}

impl Banding {
    /// The banding for a threshold in (0, 1]: the most rows, and so the fewest false candidates, for
    /// which no more than [`ALLOWED_MISS`] of the pairs at the threshold are missed.
    pub fn for_threshold(threshold: f64) -> Banding {
        let bands = |rows: usize| {
            let hit = threshold.powi(rows as i32);
            if hit >= 1.0 { 1 } else { (ALLOWED_MISS.ln() / (1.0 - hit).ln()).ceil() as usize }
        };
        (1..=16)
            .map(|rows| Banding { bands: bands(rows), rows })
            .take_while(|b| b.rows == 1 || b.slots() <= MOST_SLOTS)
            .last()
            .map(|b| Banding { bands: b.bands.min(MAX_SLOTS), ..b })
            .unwrap_or(Banding { bands: 24, rows: 4 })
    }

    /// Slots of the signature.
    pub fn slots(&self) -> usize {
        self.bands * self.rows
    }

    /// The chance that a pair of this similarity becomes a candidate.
    pub fn chance(&self, similarity: f64) -> f64 {
        1.0 - (1.0 - similarity.powi(self.rows as i32)).powi(self.bands as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_choices() {
        let of = |t| {
            let b = Banding::for_threshold(t);
            (b.bands, b.rows)
        };
        assert_eq!(of(0.7), (24, 4));
        assert_eq!(of(0.5), (49, 3));
        assert_eq!(of(0.8), (22, 6));
        assert_eq!(of(0.9), (16, 10));
        assert_eq!(of(1.0), (1, 16));
    }

    #[test]
    fn no_threshold_misses_more_than_allowed() {
        for percent in 5..=100 {
            let threshold = f64::from(percent) / 100.0;
            let banding = Banding::for_threshold(threshold);
            assert!(banding.slots() <= MAX_SLOTS, "{threshold}");
            assert!(1.0 - banding.chance(threshold) <= ALLOWED_MISS + 1e-9, "{threshold} {banding:?}");
        }
    }
}
