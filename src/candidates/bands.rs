//! Equal band keys to candidate pairs, one band a task.

use rayon::prelude::*;

use super::group::{article, groups, seen_twice, sort};
use super::{CROWD, sort_pairs};

/// Band keys of a stretch of articles, band by band.
#[derive(Debug, Clone, Copy)]
pub struct Keys<'k> {
    /// The first article's number.
    pub first: u32,
    /// `articles` keys of band 0, then of band 1, and so on.
    pub keys: &'k [u32],
    /// How many articles.
    pub articles: usize,
}

impl<'k> Keys<'k> {
    fn band(&self, band: usize) -> &'k [u32] {
        &self.keys[band * self.articles..][..self.articles]
    }
}

/// What the bands suggest.
#[derive(Debug, Default)]
pub struct Candidates {
    /// Pairs, the smaller number in the high half; sorted, each once.
    pub pairs: Vec<u64>,
    /// Groups of more than [`CROWD`] articles with one key, each in order of number.
    pub crowds: Vec<Vec<u32>>,
}

/// Finds the pairs of articles that share a key in some band, among those that `takes_part` accepts.
/// `stretches` are in order of their first article.
pub fn candidates(
    stretches: &[Keys<'_>],
    bands: usize,
    takes_part: impl Fn(u32) -> bool + Sync,
) -> Candidates {
    let count = stretches.iter().map(|s| s.articles).sum();
    let found: Vec<Candidates> = (0..bands)
        .into_par_iter()
        .with_max_len(1)
        .map(|band| {
            let keys = stretches.iter().flat_map(|s| s.band(band).iter().copied().zip(s.first..));
            let mut entries = seen_twice(keys.filter(|&(_, article)| takes_part(article)), count);
            sort(&mut entries, 32, 64);
            one_band(stretches, band, &entries)
        })
        .collect();
    let mut all = Candidates::default();
    all.pairs.reserve_exact(found.iter().map(|f| f.pairs.len()).sum());
    for mut band in found {
        all.pairs.append(&mut band.pairs);
        all.crowds.append(&mut band.crowds);
    }
    sort_pairs(&mut all.pairs, count);
    all
}

/// Pairs of groups of up to so many articles are listed in every band that has them, and repeats dropped
/// in the end: looking a pair up in the other bands costs more than that.
const SMALL: usize = 16;

fn pair(a: u64, b: u64) -> u64 {
    u64::from(article(a)) << 32 | u64::from(article(b))
}

fn one_band(stretches: &[Keys<'_>], band: usize, entries: &[u64]) -> Candidates {
    let mut found = Candidates::default();
    found.pairs.reserve(entries.len() / 2);
    let mut places: Vec<(Keys<'_>, usize)> = Vec::new();
    for group in groups(entries) {
        if group.len() > CROWD {
            found.crowds.push(group.iter().map(|&e| article(e)).collect());
            continue;
        }
        if group.len() <= SMALL {
            for (k, &a) in group.iter().enumerate() {
                found.pairs.extend(group[k + 1..].iter().map(|&b| pair(a, b)));
            }
            continue;
        }
        places.clear();
        places.extend(group.iter().map(|&e| {
            let stretch = stretches[stretches.partition_point(|s| s.first <= article(e)) - 1];
            (stretch, (article(e) - stretch.first) as usize)
        }));
        for (k, &a) in group.iter().enumerate() {
            for (m, &b) in group.iter().enumerate().skip(k + 1) {
                // A pair belongs to the first band that it shares: large groups mostly share many.
                let ((x, i), (y, j)) = (places[k], places[m]);
                let earlier = (0..band).any(|f| x.band(f)[i] == y.band(f)[j]);
                if !earlier {
                    found.pairs.push(pair(a, b));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_comparing_all_pairs_finds(
            rows in prop::collection::vec([0u32..30, 0u32..30, 0u32..30], 1..80),
            cut in 0usize..80,
        ) {
            let cut = cut.min(rows.len());
            let columns = |rows: &[[u32; 3]]| -> Vec<u32> {
                (0..3).flat_map(|b| rows.iter().map(move |r| r[b])).collect()
            };
            let (one, two) = (columns(&rows[..cut]), columns(&rows[cut..]));
            let stretches = [
                Keys { first: 0, keys: &one, articles: cut },
                Keys { first: cut as u32, keys: &two, articles: rows.len() - cut },
            ];
            let found = candidates(&stretches, 3, |article| article != 5);
            let mut want = Vec::new();
            for a in 0..rows.len() {
                for b in a + 1..rows.len() {
                    if a != 5 && b != 5 && (0..3).any(|k| rows[a][k] == rows[b][k]) {
                        want.push((a as u64) << 32 | b as u64);
                    }
                }
            }
            prop_assert_eq!(found.pairs, want);
        }
    }

    #[test]
    fn a_crowd_is_handed_back_whole() {
        let keys = vec![7; CROWD + 1];
        let stretch = Keys { first: 0, keys: &keys, articles: CROWD + 1 };
        let found = candidates(&[stretch], 1, |_| true);
        assert!(found.pairs.is_empty());
        assert_eq!(found.crowds, [(0..=CROWD as u32).collect::<Vec<_>>()]);
    }
}
