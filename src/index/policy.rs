//! Policy: which segments are merged when a change is committed.
//!
//! A look-up pays for every segment, a merge for every article, so neither may grow without bound. The rule:
//! up to three segments are left alone; of more, from the largest down, as soon as one has fewer articles
//! than all smaller ones together, it is merged with them. Sizes then at least double every other segment: a million additions of a hundred
//! articles leave some two dozen segments, and each article was rewritten about a dozen times; while one
//! large addition, whose segments are equal, is merged once. Owns that rule and nothing else.

/// So many segments are left alone.
const FEW: usize = 3;

/// Which of the segments, given by their articles, to merge into one; none, or two or more.
pub(super) fn choose(sizes: &[u64]) -> Vec<usize> {
    if sizes.len() <= FEW {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(sizes[i]), i));
    let mut smaller: u64 = sizes.iter().sum();
    for (n, &i) in order.iter().enumerate() {
        smaller -= sizes[i];
        if sizes[i] < smaller {
            let mut chosen = order[n..].to_vec();
            chosen.sort_unstable();
            return chosen;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_segments_of_one_addition_become_one() {
        assert_eq!(choose(&[10, 10, 10, 10, 3]), [0, 1, 2, 3, 4]);
        assert_eq!(choose(&[100, 10, 10, 10]), [1, 2, 3]);
        assert!(choose(&[100, 30, 10, 5]).is_empty());
        assert!(choose(&[10, 10, 10]).is_empty());
    }

    #[test]
    fn many_small_additions_leave_few_segments_and_little_work() {
        let (mut sizes, mut written, mut most) = (Vec::new(), 0u64, 0);
        for _ in 0..20_000 {
            sizes.push(100u64);
            written += 100;
            loop {
                let chosen = choose(&sizes);
                if chosen.is_empty() {
                    break;
                }
                let sum: u64 = chosen.iter().map(|&i| sizes[i]).sum();
                written += sum;
                sizes = (0..sizes.len()).filter(|i| !chosen.contains(i)).map(|i| sizes[i]).collect();
                sizes.push(sum);
            }
            most = most.max(sizes.len());
        }
        assert!(most <= 20, "{most}");
        assert!(written / 100 / 20_000 <= 12, "{written}");
    }
}
