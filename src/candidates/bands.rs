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

/// One of equal parts of all keys: what does not fit in memory at once is done part by part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Its number, from 0.
    pub number: u32,
    /// How many parts there are.
    pub of: u32,
}

impl Part {
    /// All keys.
    pub const ALL: Part = Part { number: 0, of: 1 };

    /// Whether a key is in this part.
    pub fn has(self, key: u32) -> bool {
        ((u64::from(key) * u64::from(self.of)) >> 32) as u32 == self.number
    }

    /// All of so many parts.
    pub fn all(of: u32) -> impl Iterator<Item = Part> {
        (0..of).map(move |number| Part { number, of })
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
            let mut pairs = Vec::new();
            let crowds = of_band(stretches, band, Part::ALL, &takes_part, &mut |pair| pairs.push(pair));
            Candidates { pairs, crowds }
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

/// Gives `emit` the pairs that share a key of one part in one band, some of them more than once over all
/// bands; returns the crowds.
pub fn of_band(
    stretches: &[Keys<'_>],
    band: usize,
    part: Part,
    takes_part: &(impl Fn(u32) -> bool + Sync),
    emit: &mut impl FnMut(u64),
) -> Vec<Vec<u32>> {
    let count: usize = stretches.iter().map(|s| s.articles).sum();
    let keys = stretches.iter().flat_map(|s| s.band(band).iter().copied().zip(s.first..));
    let keys = keys.filter(|&(key, article)| part.has(key) && takes_part(article));
    let mut entries = seen_twice(keys, count / part.of as usize);
    sort(&mut entries, 32, 64);
    let mut crowds = Vec::new();
    let mut places: Vec<(Keys<'_>, usize)> = Vec::new();
    for group in groups(&entries) {
        if group.len() > CROWD {
            crowds.push(group.iter().map(|&e| article(e)).collect());
            continue;
        }
        if group.len() <= SMALL {
            for (k, &a) in group.iter().enumerate() {
                group[k + 1..].iter().for_each(|&b| emit(pair(a, b)));
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
                    emit(pair(a, b));
                }
            }
        }
    }
    crowds
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One of thirty keys, from all over their range.
    fn key() -> impl Strategy<Value = u32> {
        (0u32..30).prop_map(|k| k.wrapping_mul(0x9E37_79B9))
    }

    proptest! {
        #[test]
        fn finds_what_comparing_all_pairs_finds(
            rows in prop::collection::vec([key(), key(), key()], 1..80),
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
            prop_assert_eq!(&found.pairs, &want);
            // The same part by part.
            for of in [1, 3] {
                let mut pairs = Vec::new();
                for band in 0..3 {
                    for part in Part::all(of) {
                        of_band(&stretches, band, part, &|article| article != 5, &mut |pair| pairs.push(pair));
                    }
                }
                sort_pairs(&mut pairs, rows.len());
                prop_assert_eq!(&pairs, &want);
            }
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
