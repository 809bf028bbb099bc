//! How alike two spellings are, by edit distance.

/// The longest pattern, in letters.
pub(super) const LONGEST: usize = 64;

/// 1 less the edit distance as a share of the longer spelling: 1 for equal ones, 0 where nothing agrees.
/// Spellings of more than [`LONGEST`] letters agree in nothing unless they are equal.
pub(super) fn agreement(a: &[u8], b: &[u8]) -> f32 {
    if a == b {
        return 1.0;
    }
    let (pattern, text) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if pattern.is_empty() || text.len() > LONGEST {
        return 0.0;
    }
    1.0 - distance(pattern, text) as f32 / text.len() as f32
}

/// Levenshtein distance, a column of the matrix a step (Myers, "A fast bit-vector algorithm for
/// approximate string matching", 1999, in Hyyrö's form); `pattern` has 1 to 64 letters.
fn distance(pattern: &[u8], text: &[u8]) -> u32 {
    let mut at = [0u64; 256];
    for (n, &letter) in pattern.iter().enumerate() {
        at[usize::from(letter)] |= 1 << n;
    }
    let last = 1u64 << (pattern.len() - 1);
    let (mut plus, mut minus, mut score) = (u64::MAX, 0u64, pattern.len() as u32);
    for &letter in text {
        let equal = at[usize::from(letter)];
        let vertical = equal | minus;
        let horizontal = (((equal & plus).wrapping_add(plus)) ^ plus) | equal;
        let up = minus | !(horizontal | plus);
        let down = plus & horizontal;
        score += u32::from(up & last != 0);
        score -= u32::from(down & last != 0);
        let up = up << 1 | 1;
        plus = down << 1 | !(vertical | up);
        minus = up & vertical;
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slow(a: &[u8], b: &[u8]) -> u32 {
        let mut row: Vec<u32> = (0..=b.len() as u32).collect();
        for (i, x) in a.iter().enumerate() {
            let mut corner = row[0];
            row[0] = i as u32 + 1;
            for (j, y) in b.iter().enumerate() {
                let step = (corner + u32::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
                corner = std::mem::replace(&mut row[j + 1], step);
            }
        }
        row[b.len()]
    }

    proptest! {
        #[test]
        fn as_the_matrix_has_it(a in "[a-d]{1,64}", b in "[a-d]{1,80}") {
            prop_assert_eq!(distance(a.as_bytes(), b.as_bytes()), slow(a.as_bytes(), b.as_bytes()));
        }
    }

    #[test]
    fn agreement_of_misprints() {
        assert_eq!(agreement(b"company", b"company"), 1.0);
        assert!(agreement(b"company", b"cornpany") > 0.7);
        assert!(agreement(b"company", b"oil") < 0.4);
        assert_eq!(agreement(b"", b"x"), 0.0);
    }
}
