//! Against what is known: the articles of an index that those of a corpus match, and one another.
//!
//! Owns the look-up of a whole corpus in an index by bands, batch by batch on all threads, and the comparison
//! on the texts. What becomes of a match is not decided here: known articles are given numbers behind those
//! of the corpus, and what was found is added to what was found in it.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::candidates::{CROWD, Keys, candidates};
use crate::compare::{Counts, ShingleSet};
use crate::error::{Error, Result};
use crate::index::{Kind, Lookup, Posting, Scratch as Stored, Snapshot};
use crate::sketch::{ALLOWED_MISS, Banding, band_key};

use super::Settings;
use super::corpus::{Corpus, KnownArticle, Meta};
use super::fingerprint::params_of;
use super::pairs::{Found, Pair};
use super::scratch::{self, Scratch};

/// Articles whose candidates are collected before their texts are read, in the order of the index.
const BATCH: usize = 4096;
/// Articles that are looked up at once.
const SHARE: usize = 64;
/// Pairs that one task compares.
const BLOCK: usize = 256;
/// Of a band key that more than [`CROWD`] known articles have, so many are looked at.
const MOST_OF_A_KEY: usize = 1 << 14;
/// So many signatures of such articles are compared with an article's.
const MOST_SIGNATURES: usize = 1 << 16;
/// And so many texts, those of the most similar signatures.
const MOST_TEXTS: usize = 256;
/// Numbers of articles that a task remembers by their keys.
const REMEMBERED: usize = 1 << 20;
/// Standard deviations by which an estimate may fall short of the threshold: one pair in 30,000 does.
const DEVIATIONS: f64 = 4.0;

/// An error that names the way out, if a corpus read with these settings cannot be looked up in an index for
/// pairs that reach `threshold`.
pub fn check(snapshot: &Snapshot, settings: &Settings, threshold: f64) -> Result<()> {
    if !snapshot.keeps_text() {
        let reason = "keeps no texts (it was made with --no-text), so nothing found in it could be verified: \
                      make one without that option";
        return Err(Error::input(snapshot.folder(), reason));
    }
    snapshot.check(&params_of(snapshot, settings.shingling, settings.banding))?;
    let missed = 1.0 - settings.banding.chance(threshold);
    if missed > ALLOWED_MISS {
        let reason = format!(
            "the bands of an index miss {:.1} % of the pairs at --threshold {threshold}: name a higher one, or \
             give the known articles as a further input, without --against",
            100.0 * missed
        );
        return Err(Error::input(snapshot.folder(), reason));
    }
    Ok(())
}

/// A known article and another that reach the threshold.
#[derive(Debug, Clone, Copy)]
struct Match {
    other: u32,
    doc: u32,
    /// Of the other, then of the known article.
    counts: Counts,
}

/// What known articles are compared with.
#[derive(Debug, Clone, Copy)]
enum Others {
    Records,
    Known,
}

/// Finds the known articles that records of a corpus match at `threshold` or better, and the pairs among
/// those, and adds all to `found`. A known article whose id a record has is that record: it is left out.
///
/// Errors: the index is damaged.
pub fn find_known(corpus: &mut Corpus, snapshot: &Snapshot, threshold: f64, found: &mut Found) -> Result<()> {
    let looked_up = Against { corpus, snapshot, threshold, itself: itself(corpus, snapshot)? };
    let records = records(corpus, found);
    let mut matches: Vec<Match> = Vec::new();
    for batch in records.chunks(BATCH) {
        let shares: Vec<Suggested> =
            batch.par_chunks(SHARE).map(|share| looked_up.candidates(share)).collect::<Result<_>>()?;
        let mut candidates: Vec<(u32, u32)> = Vec::with_capacity(shares.iter().map(|s| s.pairs.len()).sum());
        for share in shares {
            candidates.extend(share.pairs);
            found.thinned.extend(share.of_crowds);
        }
        candidates.par_sort_unstable();
        found.compared += candidates.len() as u64;
        let verified = candidates.par_chunks(BLOCK).map(|block| looked_up.verify(block, Others::Records));
        let verified: Vec<Vec<Match>> = verified.collect::<Result<_>>()?;
        matches.extend(verified.into_iter().flatten());
    }
    let mut docs: Vec<u32> = matches.iter().map(|m| m.doc).collect();
    docs.par_sort_unstable();
    docs.dedup();
    let first = corpus.len() as u32;
    let end = u32::try_from(corpus.len() + docs.len()).map_err(|_| {
        Error::Usage("more than 4,294,967,295 articles in one run: split the input".to_owned())
    })?;
    let number = |doc: u32| first + docs.partition_point(|&d| d < doc) as u32;
    found.pairs.extend(matches.iter().map(|m| Pair { a: m.other, b: number(m.doc), counts: m.counts }));
    let known = looked_up.known(&docs)?;
    let (among, crowds) = looked_up.among(&known, &mut found.compared)?;
    found.pairs.extend(among.into_iter().map(|m| Pair {
        a: number(m.other),
        b: number(m.doc),
        counts: m.counts,
    }));
    found.pairs.par_sort_unstable();
    found.thinned.extend(crowds.into_iter().map(number));
    found.thinned.par_sort_unstable();
    found.thinned.dedup();
    found.known = first..end;
    corpus.known = known.into_iter().map(|(known, _)| known).collect();
    Ok(())
}

/// Of the records, those that take part: not left out, and of twins the first.
fn records(corpus: &Corpus, found: &Found) -> Vec<u32> {
    let mut others: Vec<u32> = found.twins.iter().map(|&(_, twin)| twin).collect();
    others.extend_from_slice(corpus.left_out());
    others.par_sort_unstable();
    let mut others = others.into_iter().peekable();
    (0..corpus.len() as u32).filter(|record| others.next_if_eq(record).is_none()).collect()
}

/// The known articles that are in the corpus, by their ids; ascending.
fn itself(corpus: &Corpus, snapshot: &Snapshot) -> Result<Vec<u32>> {
    let all = (0..corpus.len() as u32).into_par_iter().with_min_len(BLOCK);
    let docs =
        all.map_init(Stored::default, |stored, record| snapshot.find(&corpus.id_and_date(record).id, stored));
    let mut docs: Vec<u32> = docs.filter_map(Result::transpose).collect::<Result<_>>()?;
    docs.par_sort_unstable();
    Ok(docs)
}

/// What bands suggest for some records.
struct Suggested {
    /// A known article and a record.
    pairs: Vec<(u32, u32)>,
    /// Records that share a key with so many known articles that not all of those were compared.
    of_crowds: Vec<u32>,
}

/// A corpus and the index that it is looked up in.
struct Against<'r> {
    corpus: &'r Corpus,
    snapshot: &'r Snapshot,
    threshold: f64,
    /// Known articles that are in the corpus; ascending.
    itself: Vec<u32>,
}

impl Against<'_> {
    fn banding(&self) -> Banding {
        self.corpus.settings().banding
    }

    /// The known articles whose texts are worth comparing with those of some records.
    fn candidates(&self, records: &[u32]) -> Result<Suggested> {
        let (bands, slots) = (self.banding().bands, self.banding().slots());
        let mut signatures = vec![0; slots * records.len()];
        let mut sizes = Vec::with_capacity(records.len());
        let mut keys: Vec<u64> = Vec::with_capacity(bands * records.len());
        scratch::with(self.corpus.settings(), |s| {
            for (&record, signature) in records.iter().zip(signatures.chunks_exact_mut(slots)) {
                self.corpus.shingle(record, &mut s.shingler);
                sizes.push(s.shingler.shingles().len());
                if !s.shingler.shingles().is_empty() {
                    s.signer.sign(s.shingler.shingles(), signature);
                }
                let rows = signature.chunks_exact(self.banding().rows).enumerate();
                keys.extend(rows.map(|(band, rows)| (band as u64) << 32 | u64::from(band_key(band, rows))));
            }
        });
        let mut lookup = Lookup::default();
        self.snapshot.lookup(Kind::Bands, &keys, &mut lookup)?;
        let mut crowds = Crowds::default();
        let mut out = Suggested { pairs: Vec::new(), of_crowds: Vec::new() };
        let mut docs: Vec<u32> = Vec::new();
        let mut postings: Vec<Posting> = Vec::new();
        for (k, (&record, signature)) in records.iter().zip(signatures.chunks_exact(slots)).enumerate() {
            // The input changed meanwhile.
            if sizes[k] == 0 {
                continue;
            }
            postings.clear();
            let mut frequent: Vec<(u32, usize)> = Vec::new();
            for key in k * bands..(k + 1) * bands {
                match lookup.frequencies()[key] as usize {
                    0 => {}
                    1..=CROWD => self.snapshot.postings(&lookup, key, |posting| postings.push(posting))?,
                    more => frequent.push((more as u32, key)),
                }
            }
            docs.clear();
            docs.extend(postings.iter().map(|p| p.doc));
            docs.sort_unstable();
            docs.dedup();
            let least = self.least_estimate(sizes[k]);
            for &doc in &docs {
                if self.snapshot.similarity(doc, signature)? >= least {
                    out.pairs.push((doc, record));
                }
            }
            if !frequent.is_empty() {
                out.of_crowds.push(record);
                frequent.sort_unstable();
                crowds.others(self, &lookup, &keys, &frequent, &docs)?;
                let mut close: Vec<(f64, u32)> = Vec::new();
                for &doc in &crowds.docs {
                    let estimate = self.snapshot.similarity(doc, signature)?;
                    if estimate >= least {
                        close.push((estimate, doc));
                    }
                }
                // The most similar first.
                close.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
                out.pairs.extend(close.iter().take(MOST_TEXTS).map(|&(_, doc)| (doc, record)));
            }
        }
        out.pairs.retain(|(doc, _)| self.itself.binary_search(doc).is_err());
        Ok(out)
    }

    /// The estimate below which an article of so many shingles is no match, surely enough. Few shingles fill
    /// many slots with the same values, and say as little as they are.
    fn least_estimate(&self, shingles: usize) -> f64 {
        let independent = self.banding().slots().min(shingles) as f64;
        let spread = 1.05 * (self.threshold * (1.0 - self.threshold) / independent).sqrt();
        self.threshold - DEVIATIONS * spread - 1e-9
    }

    /// Compares pairs of a known article and another, sorted, on their texts.
    fn verify(&self, pairs: &[(u32, u32)], others: Others) -> Result<Vec<Match>> {
        let (mut stored, mut of_other) = (Stored::default(), ShingleSet::default());
        scratch::with(self.corpus.settings(), |s| {
            let Scratch { shingler, set, arena, .. } = s;
            let mut matches = Vec::new();
            for of_one in pairs.chunk_by(|x, y| x.0 == y.0) {
                let doc = of_one[0].0;
                shingler.text(self.snapshot.text(doc, &mut stored)?.unwrap_or_default());
                arena.clear();
                set.fill(shingler.shingles(), arena);
                let b = arena.len() as u32;
                for &(_, other) in of_one {
                    match others {
                        Others::Records => self.corpus.shingle(other, shingler),
                        Others::Known => {
                            shingler.text(self.snapshot.text(other, &mut stored)?.unwrap_or_default());
                        }
                    }
                    arena.clear();
                    of_other.fill(shingler.shingles(), arena);
                    let counts = Counts { shared: set.shared(arena), a: arena.len() as u32, b };
                    if counts.reaches(self.threshold) {
                        matches.push(Match { other, doc, counts });
                    }
                }
            }
            Ok(matches)
        })
    }

    /// What is said of known articles, and the keys of their bands.
    fn known(&self, docs: &[u32]) -> Result<Vec<(KnownArticle, Vec<u32>)>> {
        let shares: Vec<Vec<(KnownArticle, Vec<u32>)>> = docs
            .par_chunks(SHARE)
            .map(|docs| {
                let mut stored = Stored::default();
                let mut slots = vec![0; self.banding().slots()];
                docs.iter()
                    .map(|&doc| {
                        let record = self.snapshot.record(doc, &mut stored)?;
                        let own = |value: Option<&str>| value.map(str::to_owned);
                        let mut meta = Meta {
                            id: record.id.to_owned(),
                            line: None,
                            url: own(record.url),
                            title: own(record.title),
                            published: own(record.published),
                            lang: own(record.lang),
                            text_len: 0,
                        };
                        let text = self.snapshot.text(doc, &mut stored)?.unwrap_or_default();
                        meta.text_len = text.len();
                        scratch::with(self.corpus.settings(), |s| {
                            s.shingler.text(text);
                            if !s.shingler.shingles().is_empty() {
                                s.signer.sign(s.shingler.shingles(), &mut slots);
                            }
                        });
                        let rows = slots.chunks_exact(self.banding().rows).enumerate();
                        let keys = rows.map(|(band, rows)| band_key(band, rows)).collect();
                        Ok((KnownArticle { doc, meta }, keys))
                    })
                    .collect::<Result<_>>()
            })
            .collect::<Result<_>>()?;
        Ok(shares.into_iter().flatten().collect())
    }

    /// The pairs among known articles, whose keys are given; of crowds, those of neighbours. Returns the
    /// members of crowds, too.
    fn among(
        &self,
        known: &[(KnownArticle, Vec<u32>)],
        compared: &mut u64,
    ) -> Result<(Vec<Match>, Vec<u32>)> {
        let bands = self.banding().bands;
        let keys: Vec<u32> =
            (0..bands).flat_map(|band| known.iter().map(move |(_, keys)| keys[band])).collect();
        let stretch = Keys { first: 0, keys: &keys, articles: known.len() };
        let found = candidates(&[stretch], bands, |_| true);
        let doc = |k: u32| known[k as usize].0.doc;
        let mut pairs: Vec<(u32, u32)> =
            found.pairs.iter().map(|&pair| (doc(pair as u32), doc((pair >> 32) as u32))).collect();
        for crowd in &found.crowds {
            pairs.extend(crowd.windows(2).map(|two| (doc(two[1]), doc(two[0]))));
        }
        pairs.par_sort_unstable();
        pairs.dedup();
        *compared += pairs.len() as u64;
        let verified = pairs.par_chunks(BLOCK).map(|block| self.verify(block, Others::Known));
        let verified: Vec<Vec<Match>> = verified.collect::<Result<_>>()?;
        let crowds = found.crowds.into_iter().flatten().map(doc).collect();
        Ok((verified.into_iter().flatten().collect(), crowds))
    }
}

/// The articles of frequent keys, which neighbouring records often have in common.
#[derive(Default)]
struct Crowds {
    lists: HashMap<u64, Vec<u32>>,
    remembered: usize,
    postings: Vec<Posting>,
    /// What was found for the last record; ascending.
    docs: Vec<u32>,
}

impl Crowds {
    /// Collects the articles of frequent keys (their number, and their place among the keys looked up), the
    /// rarest first, that are not in `docs`.
    fn others(
        &mut self,
        against: &Against<'_>,
        lookup: &Lookup,
        keys: &[u64],
        frequent: &[(u32, usize)],
        docs: &[u32],
    ) -> Result<()> {
        self.docs.clear();
        for &(_, at) in frequent {
            if self.remembered > REMEMBERED {
                self.lists.clear();
                self.remembered = 0;
            }
            if !self.lists.contains_key(&keys[at]) {
                self.postings.clear();
                against.snapshot.postings(lookup, at, |posting| self.postings.push(posting))?;
                let list: Vec<u32> = self.postings.iter().take(MOST_OF_A_KEY).map(|p| p.doc).collect();
                self.remembered += list.len();
                self.lists.insert(keys[at], list);
            }
            let room = MOST_SIGNATURES.saturating_sub(self.docs.len());
            let list = &self.lists[&keys[at]];
            self.docs.extend_from_slice(&list[..list.len().min(room)]);
        }
        self.docs.sort_unstable();
        self.docs.dedup();
        self.docs.retain(|doc| docs.binary_search(doc).is_err());
        Ok(())
    }
}
