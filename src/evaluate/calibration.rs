//! Calibration: whether things said with some confidence are right as often as it promises.

use serde::Serialize;

use super::share::rounded;

/// Confidences of about the same size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Bin {
    /// How many.
    pub rows: u64,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of them that is right.
    pub right: f64,
}

/// The expected calibration error: over ten bins, the mean distance between confidence and share of right
/// answers, weighted by how many answers a bin has.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// How many answers there are.
    pub rows: u64,
    /// The error, 0 to 1; null where there are none.
    pub error: Option<f64>,
    /// Bins that are not empty, from 0 to 1.
    pub bins: Vec<Bin>,
}

const BINS: usize = 10;

impl Calibration {
    /// Of answers, each with its confidence (0 to 1) and whether it is right.
    pub fn of(answers: &[(f64, bool)]) -> Calibration {
        let mut sums = [(0_u64, 0.0, 0_u64); BINS];
        for &(confidence, right) in answers {
            // The last bin holds 1 itself, too.
            let (rows, sum, rights) = &mut sums[((confidence * BINS as f64) as usize).min(BINS - 1)];
            *rows += 1;
            *sum += confidence;
            *rights += u64::from(right);
        }
        let all = answers.len() as f64;
        let apart: f64 = sums.iter().map(|&(_, sum, rights)| (sum - rights as f64).abs()).sum();
        let bins = sums.iter().filter(|bin| bin.0 > 0).map(|&(rows, sum, rights)| Bin {
            rows,
            confidence: rounded(sum / rows as f64),
            right: rounded(rights as f64 / rows as f64),
        });
        Calibration {
            rows: answers.len() as u64,
            error: (all > 0.0).then(|| rounded(apart / all)),
            bins: bins.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_the_mean_distance_weighted_by_rows() {
        // Four at .95 of which three are right, and one at .15 that is wrong.
        let found =
            Calibration::of(&[(0.95, true), (0.95, true), (0.95, true), (0.95, false), (0.15, false)]);
        assert_eq!((found.rows, found.bins.len()), (5, 2));
        assert_eq!(found.bins[1], Bin { rows: 4, confidence: 0.95, right: 0.75 });
        assert_eq!(found.error, Some(rounded((4.0 * 0.2 + 0.15) / 5.0)));
    }

    #[test]
    fn certainty_belongs_to_the_last_bin() {
        let found = Calibration::of(&[(1.0, true), (0.91, true)]);
        assert_eq!((found.bins.len(), found.error), (1, Some(0.045)));
    }

    #[test]
    fn nothing_said_is_no_error() {
        assert_eq!(Calibration::of(&[]).error, None);
    }
}
