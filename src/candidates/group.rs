//! Equal keys to groups, by sorting: the seen-twice filter and the radix sort.

/// Entries of a band: the key in the high half, the article in the low half.
pub(super) fn entry(key: u32, article: u32) -> u64 {
    u64::from(key) << 32 | u64::from(article)
}

/// The article of an entry.
pub(super) fn article(entry: u64) -> u32 {
    entry as u32
}

/// Keeps the entries whose key may occur more than once. Most keys occur once: two bits a slot, in
/// two passes, leave a few of a hundred of them.
pub(super) fn seen_twice(keys: impl Iterator<Item = (u32, u32)> + Clone, count: usize) -> Vec<u64> {
    let slots = (count * 8).next_power_of_two().max(1 << 12);
    let shift = 32 - slots.trailing_zeros().min(32);
    let mut once = vec![0u64; slots / 64];
    let mut twice = vec![0u64; slots / 64];
    let place = |key: u32| {
        let slot = (key.wrapping_mul(0x9E37_79B1) >> shift) as usize;
        (slot / 64, 1u64 << (slot % 64))
    };
    for (key, _) in keys.clone() {
        let (word, bit) = place(key);
        twice[word] |= once[word] & bit;
        once[word] |= bit;
    }
    drop(once);
    // A third is what an ordinary corpus leaves: growing by doubling would touch twice the memory.
    let mut kept = Vec::with_capacity(count / 3 + 16);
    kept.extend(
        keys.filter(|&(key, _)| {
            let (word, bit) = place(key);
            twice[word] & bit != 0
        })
        .map(|(key, article)| entry(key, article)),
    );
    kept
}

/// Stable sort by bits `low..high`, 11 bits a pass; short input by comparison.
pub(super) fn sort(entries: &mut Vec<u64>, low: u32, high: u32) {
    const DIGIT: u32 = 11;
    if entries.len() < 1500 {
        let mask = u64::MAX >> (64 - (high - low));
        entries.sort_by_key(|e| e >> low & mask);
        return;
    }
    let mut other = vec![0u64; entries.len()];
    let mut shift = low;
    while shift < high {
        let mask = (1u64 << (high - shift).min(DIGIT)) - 1;
        let digit = |e: u64| (e >> shift & mask) as usize % (1 << DIGIT);
        let mut places = [0u32; 1 << DIGIT];
        for &e in entries.iter() {
            places[digit(e)] += 1;
        }
        let mut next = 0;
        for place in &mut places {
            next += std::mem::replace(place, next);
        }
        for &e in entries.iter() {
            let place = &mut places[digit(e)];
            other[*place as usize] = e;
            *place += 1;
        }
        std::mem::swap(entries, &mut other);
        shift += DIGIT;
    }
}

/// The runs of two or more entries with equal keys, of entries sorted by key.
pub(super) fn groups(entries: &[u64]) -> impl Iterator<Item = &[u64]> {
    entries.chunk_by(|a, b| a >> 32 == b >> 32).filter(|g| g.len() > 1)
}

/// Sorts pairs of articles by their numbers, all below `articles`, and drops repeats.
pub fn sort_pairs(pairs: &mut Vec<u64>, articles: usize) {
    let bits = (usize::BITS - articles.leading_zeros()).clamp(1, 32);
    sort(pairs, 0, bits);
    sort(pairs, 32, 32 + bits);
    pairs.dedup();
}

/// Groups of two or more articles with equal hashes, each in order of number, in order of the first.
pub fn equal_hashes(hashes: impl Iterator<Item = (u64, u32)> + Clone, count: usize) -> Vec<Vec<u32>> {
    let high = hashes.clone().map(|(hash, article)| ((hash >> 32) as u32, article));
    let mut suspects: Vec<u32> = seen_twice(high, count).into_iter().map(article).collect();
    suspects.sort_unstable();
    let mut all: Vec<(u64, u32)> = Vec::with_capacity(suspects.len());
    let mut next = suspects.into_iter().peekable();
    all.extend(hashes.filter(|(_, article)| next.next_if_eq(article).is_some()));
    all.sort_unstable();
    let equal = all.chunk_by(|a, b| a.0 == b.0).filter(|g| g.len() > 1);
    let mut groups: Vec<Vec<u32>> = equal.map(|g| g.iter().map(|x| x.1).collect()).collect();
    groups.sort_unstable();
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(mut all in prop::collection::vec(any::<u64>(), 0..4000), low in 0u32..40) {
            let mut want = all.clone();
            want.sort_by_key(|e| e >> low & 0xFF_FFFF);
            sort(&mut all, low, low + 24);
            prop_assert_eq!(all, want);
        }

        #[test]
        fn no_repeated_key_is_lost(keys in prop::collection::vec(0u32..500, 0..600)) {
            let pairs = || keys.iter().enumerate().map(|(i, &k)| (k, i as u32));
            let kept = seen_twice(pairs(), keys.len());
            for (key, i) in pairs() {
                if keys.iter().filter(|&&k| k == key).count() > 1 {
                    prop_assert!(kept.contains(&entry(key, i)));
                }
            }
        }
    }
}
