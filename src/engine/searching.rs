//! Searching: who may be related to an article, by both candidate paths, among whatever is known.
//!
//! Owns asking bands and fingerprint postings of an index or of a corpus in memory, and joining the answers.
//! It proves nothing.

use std::collections::HashMap;

use crate::candidates::{
    Candidate, Limits, MemoryPostings, PostingKeys, PostingKind, Postings, Search, too_common,
};
use crate::compare::{EstimateBasis, Match, Passage, Relation, SharedGram, estimate};
use crate::error::Result;
use crate::index::{Kind, LAST_PLACE, Lookup, PLACE_UNIT, Scratch, Snapshot};

use super::fingerprint::Fingerprint;
use crate::text::Words;

/// Lists of so many articles are not read for a band: a crowd is found by its words.
const CROWD: usize = 1_000;
/// Articles that share so many bands of the usual 24 are nearly the same.
const KIN_BANDS: u32 = 3;
/// Most articles that are candidates for their bands alone.
const MOST_BY_BANDS: usize = 100;

/// The buffers of one thread that searches.
#[derive(Debug, Default)]
pub(super) struct Searching {
    search: Search,
    keys: PostingKeys,
    lookups: Lookups,
    /// Shared bands by article.
    bands: HashMap<u32, u32>,
    /// The articles of one band.
    band: Vec<u32>,
    candidates: Vec<Candidate>,
    /// Articles that are nearly the same as the one that was searched for last, by their bands.
    pub(super) kin: u32,
    pub(super) scratch: Scratch,
}

/// A batch of keys of each kind that were looked up in an index.
#[derive(Debug, Default)]
struct Lookups {
    grams: Lookup,
    words: Lookup,
    bands: Lookup,
    keys: Vec<u64>,
}

impl Searching {
    /// The candidates in an index, the weightiest first.
    pub(super) fn in_index(
        &mut self,
        snapshot: &Snapshot,
        made: &Fingerprint,
        words: &Words,
        leave_out: Option<u32>,
    ) -> Result<&[Candidate]> {
        let Searching { lookups, bands, band, .. } = self;
        bands.clear();
        snapshot.lookup(Kind::Bands, &made.bands, &mut lookups.bands)?;
        for nth in 0..made.bands.len() {
            if (1..=CROWD).contains(&(lookups.bands.frequencies()[nth] as usize)) {
                band.clear();
                snapshot.docs(&lookups.bands, nth, band)?;
                band.iter().for_each(|&doc| *bands.entry(doc).or_default() += 1);
            }
        }
        self.keys.take(words, made.prints.iter().copied());
        let mut postings = IndexPostings { snapshot, lookups: &mut self.lookups };
        let found = self.search.find(&mut postings, &self.keys, leave_out, Limits::default())?;
        self.candidates.clear();
        self.candidates.extend_from_slice(found);
        Ok(self.with_bands(leave_out))
    }

    /// The candidates in a corpus in memory, the weightiest first; `by_band` has its articles by band.
    pub(super) fn in_memory(
        &mut self,
        mut postings: &MemoryPostings,
        by_band: &HashMap<u64, Vec<u32>>,
        made: &Fingerprint,
        words: &Words,
        leave_out: Option<u32>,
    ) -> Result<&[Candidate]> {
        self.bands.clear();
        let lists = made.bands.iter().filter_map(|band| by_band.get(band));
        for article in lists.filter(|list| list.len() <= CROWD).flatten() {
            *self.bands.entry(*article).or_default() += 1;
        }
        self.keys.take(words, made.prints.iter().copied());
        let found = self.search.find(&mut postings, &self.keys, leave_out, Limits::default())?;
        self.candidates.clear();
        self.candidates.extend_from_slice(found);
        Ok(self.with_bands(leave_out))
    }

    /// What fingerprints say of an article and each of these candidates of an index without
    /// texts, whose prints [`Searching::in_index`] was the last to look up; those that are unrelated are left
    /// out.
    pub(super) fn estimate(
        &mut self,
        snapshot: &Snapshot,
        made: &Fingerprint,
        text: &str,
        candidates: &[u32],
    ) -> Result<Vec<(u32, Match, Vec<Passage>)>> {
        let mut articles = candidates.to_vec();
        articles.sort_unstable();
        let grams = &self.lookups.grams;
        let (mut wanted, mut postings, mut shared) = (Vec::new(), Vec::new(), Vec::new());
        for (nth, &(_, a)) in made.prints.iter().enumerate() {
            postings.clear();
            snapshot.among(grams, nth, &articles, &mut wanted, &mut postings)?;
            shared.extend(postings.iter().map(|posting| {
                let b = (posting.place < LAST_PLACE).then_some(posting.place * PLACE_UNIT);
                (posting.doc, SharedGram { a, b })
            }));
        }
        shared.sort_unstable();
        let mut found = Vec::new();
        for article in articles {
            let from = shared.partition_point(|(doc, _)| *doc < article);
            let to = shared.partition_point(|(doc, _)| *doc <= article);
            let grams: Vec<SharedGram> = shared[from..to].iter().map(|(_, gram)| *gram).collect();
            let basis = EstimateBasis {
                len: text.len() as u32,
                words: [made.tokens, snapshot.tokens(article)?],
                similarity: snapshot.similarity(article, &made.signature)?,
                unit: PLACE_UNIT,
                far: LAST_PLACE * PLACE_UNIT,
            };
            let (pair, mut passages) = estimate(&grams, &basis);
            for passage in &mut passages {
                passage.a[1] = text.ceil_char_boundary(passage.a[1] as usize) as u32;
            }
            if pair.relation != Relation::Unrelated {
                found.push((article, pair, passages));
            }
        }
        Ok(found)
    }

    /// Joins those that share bands and were not found by their words.
    fn with_bands(&mut self, leave_out: Option<u32>) -> &[Candidate] {
        let Searching { bands, candidates, kin, .. } = self;
        *kin = bands.values().filter(|&&shared| shared >= KIN_BANDS).count() as u32;
        for candidate in &*candidates {
            bands.remove(&candidate.article);
        }
        let others = bands.drain().filter(|(article, _)| Some(*article) != leave_out);
        let mut others: Vec<(u32, u32)> = others.collect();
        others.sort_unstable_by_key(|&(article, shared)| (std::cmp::Reverse(shared), article));
        others.truncate(MOST_BY_BANDS);
        candidates.extend(others.iter().map(|&(article, _)| Candidate { article, weight: 0.0 }));
        candidates
    }
}

/// The fingerprint postings of an index.
struct IndexPostings<'a> {
    snapshot: &'a Snapshot,
    lookups: &'a mut Lookups,
}

impl Postings for IndexPostings<'_> {
    fn articles(&self) -> u32 {
        self.snapshot.numbers()
    }

    fn look_up(&mut self, keys: &PostingKeys, frequencies: &mut Vec<u32>) -> Result<()> {
        let Lookups { grams, words, keys: buffer, .. } = &mut *self.lookups;
        let most = too_common(self.snapshot.numbers());
        for (kind, of, lookup) in
            [(PostingKind::Gram, Kind::Prints, grams), (PostingKind::Word, Kind::Words, words)]
        {
            buffer.clear();
            buffer.extend(keys.of(kind).iter().map(|(_, key)| *key));
            self.snapshot.lookup(of, buffer, lookup)?;
            let rare = lookup.frequencies().iter().map(|&n| if n > most { 0 } else { n });
            frequencies.extend(rare);
        }
        Ok(())
    }

    fn read(&mut self, keys: &PostingKeys, nth: usize, out: &mut Vec<u32>) -> Result<()> {
        let grams = keys.of(PostingKind::Gram).len();
        let (lookup, nth) = match nth.checked_sub(grams) {
            None => (&self.lookups.grams, nth),
            Some(nth) => (&self.lookups.words, nth),
        };
        self.snapshot.docs(lookup, nth, out)
    }
}
