//! Articles made up for tests, and the model of an index that holds them.

use std::collections::BTreeMap;
use std::path::Path;

use crate::crosslingual::{CELLS, Code, Coded, InCell, Sentences};
use crate::index::columns::keys::spread;
use crate::index::segment::WIDTHS;
use crate::index::{
    Background, Committed, Entry, Kind, Language, Lookup, Options, Params, Record, Scratch, Snapshot, Writer,
};

/// Slots of test signatures.
pub(super) const SLOTS: u16 = 8;

/// A made-up article.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Made {
    pub(super) id: String,
    title: Option<String>,
    pub(super) times: (i64, i64),
    claims: Vec<(String, String)>,
    pub(super) text: String,
    signature: Vec<u32>,
    bands: Vec<u64>,
    pub(super) prints: Vec<(u64, u32)>,
    words: Vec<u64>,
    coded: Coded,
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
pub(super) fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (*state ^ *state >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

impl Made {
    /// The article number `id` in its `version`.
    pub(super) fn new(id: u64, version: u64) -> Made {
        let mut state = id << 20 | version;
        let r = &mut state;
        let count = |r: &mut u64, most: u64| random(r) % most;
        let bands = (0..count(r, 5)).map(|_| random(r) % 300).collect();
        // A few places everywhere, many keys; some keys common to all.
        let prints = (0..count(r, 30)).map(|i| (random(r) % 4000, i as u32 * 97)).collect();
        let mut words: Vec<u64> = (0..count(r, 20)).map(|_| random(r) % (1 + random(r) % 200)).collect();
        words.push(1_000_000);
        let start = (random(r) % 1000) as i64;
        Made {
            id: format!("article-{id}"),
            title: random(r).is_multiple_of(2).then(|| format!("Title {version} of {id}")),
            times: match random(r) % 4 {
                0 => (i64::MIN, i64::MAX),
                1 => (i64::MIN, start),
                _ => (start, start + 10),
            },
            claims: (0..random(r) % 3).map(|i| (format!("field{i}"), format!("value {id}"))).collect(),
            text: format!("Text {id} in version {version}. ").repeat((random(r) % 40) as usize),
            signature: (0..SLOTS).map(|_| (random(r) % 1000) as u32).collect(),
            bands,
            prints,
            words,
            coded: Made::coded(id, version),
        }
    }

    /// What the sentences of an article mean: many of them the same, as if they were everybody's.
    fn coded(id: u64, version: u64) -> Coded {
        let mut state = id << 20 | version << 1 | 1 << 60;
        let r = &mut state;
        let count = random(r) % 8;
        let (cells, codes) = (0..count)
            .map(|_| {
                let one = random(r) % 50;
                let row = |by: u64| std::array::from_fn(|n| ((one * by) >> (n % 8)) as u8);
                ((one * 997 % CELLS as u64) as u16, Code { signs: row(0x9E37_79B9), sizes: row(0x85EB_CA6B) })
            })
            .unzip();
        let mut anchors: Vec<u32> = (0..random(r) % 6).map(|_| (random(r) % 40) as u32).collect();
        anchors.sort_unstable();
        anchors.dedup();
        Coded::made_up(cells, codes, anchors)
    }

    /// Calls `with` with the entry.
    pub(super) fn entry<T>(&self, with: impl FnOnce(&Entry<'_>) -> T) -> T {
        let claims: Vec<(&str, &str)> = self.claims.iter().map(|c| (c.0.as_str(), c.1.as_str())).collect();
        with(&Entry {
            record: Record {
                id: &self.id,
                url: Some("https://example.org/a"),
                host: None,
                title: self.title.as_deref(),
                published: Some("2024-01-01"),
                times: self.times,
                lang: Some("en"),
                claims,
            },
            text: &self.text,
            tokens: self.text.len() as u32,
            signature: &self.signature,
            bands: &self.bands,
            prints: &self.prints,
            words: &self.words,
            coded: Some(&self.coded),
            counted: Some((1, &[])),
        })
    }
}

/// Counts articles, as a background.
#[derive(Debug, Default)]
pub(super) struct Count(u64);

impl Background for Count {
    fn add(&mut self, _: u32, _: &[u64]) {
        self.0 += 1;
    }

    fn take(&mut self) -> crate::error::Result<Vec<u8>> {
        Ok(std::mem::take(&mut self.0).to_le_bytes().to_vec())
    }

    fn merge(&self, parts: &[&[u8]]) -> crate::error::Result<Vec<u8>> {
        let sum: u64 = parts.iter().map(|p| u64::from_le_bytes((*p).try_into().unwrap())).sum();
        Ok(sum.to_le_bytes().to_vec())
    }
}

/// Parameters of test indexes.
pub(super) fn params() -> Params {
    Params::new().with("n", 5).with("gram", 10)
}

/// A writer with little memory, so that there are several segments.
pub(super) fn writer(folder: &Path, memory: usize) -> crate::error::Result<Writer> {
    let options = Options { slots: SLOTS, memory, ..Options::default() };
    Writer::open(folder, &params(), options, Box::<Count>::default())
}

/// Makes an empty index that keeps sentences: whatever is added to it then has them.
pub(super) fn with_sentences(folder: &Path) -> crate::error::Result<()> {
    let options = Options { slots: SLOTS, sentences: Some(true), ..Options::default() };
    Writer::open(folder, &params(), options, Box::<Count>::default())?.commit()?;
    Ok(())
}

/// A change of an index.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Add(Vec<(u64, u64)>),
    Remove(Vec<u64>),
    Older(i64),
    Merge,
}

/// What an index should hold, by id.
pub(super) type Model = BTreeMap<String, Made>;

impl Step {
    /// Does this to an index.
    pub(super) fn run(&self, folder: &Path, memory: usize) -> crate::error::Result<Committed> {
        let mut writer = writer(folder, memory)?;
        match self {
            Step::Add(articles) => {
                for &(id, version) in articles {
                    Made::new(id, version).entry(|entry| writer.add(entry))?;
                }
            }
            Step::Remove(ids) => {
                for id in ids {
                    writer.remove(&format!("article-{id}"))?;
                }
            }
            Step::Older(seconds) => {
                writer.remove_older(*seconds)?;
            }
            Step::Merge => writer.merge()?,
        }
        writer.commit()
    }

    /// Does this to a model.
    pub(super) fn apply(&self, model: &mut Model) {
        match self {
            Step::Add(articles) => {
                for &(id, version) in articles {
                    let made = Made::new(id, version);
                    model.insert(made.id.clone(), made);
                }
            }
            Step::Remove(ids) => ids.iter().for_each(|id| {
                model.remove(&format!("article-{id}"));
            }),
            Step::Older(seconds) => model.retain(|_, made| made.times.1 >= *seconds),
            Step::Merge => {}
        }
    }
}

/// The ids, ascending, and versions that an index holds.
pub(super) fn held(snapshot: &Snapshot) -> crate::error::Result<Vec<(String, String)>> {
    let mut scratch = Scratch::default();
    let mut held = Vec::new();
    for article in snapshot.articles() {
        let id = snapshot.record(article, &mut scratch)?.id.to_owned();
        held.push((id, snapshot.text(article, &mut scratch)?.unwrap_or_default().to_owned()));
    }
    held.sort();
    Ok(held)
}

/// The same of a model.
pub(super) fn modelled(model: &Model) -> Vec<(String, String)> {
    model.values().map(|made| (made.id.clone(), made.text.clone())).collect()
}

/// Asserts that an index answers everything as the model does.
pub(super) fn assert_same(snapshot: &Snapshot, model: &Model) {
    assert_eq!(held(snapshot).unwrap(), modelled(model));
    assert_eq!(snapshot.len(), model.len() as u64);
    let mut scratch = Scratch::default();
    let mut numbers = BTreeMap::new();
    for made in model.values() {
        let article = snapshot.find(&made.id, &mut scratch).unwrap().expect("the article is there");
        numbers.insert(made.id.clone(), article);
        let record = snapshot.record(article, &mut scratch).unwrap();
        made.entry(|entry| assert_eq!(record, entry.record));
        assert_eq!(snapshot.tokens(article).unwrap(), made.text.len() as u32);
        assert!((snapshot.similarity(article, &made.signature).unwrap() - 1.0).abs() < 1e-9);
    }
    assert_eq!(snapshot.find("article-nowhere", &mut scratch).unwrap(), None);
    for kind in [Kind::Bands, Kind::Prints, Kind::Words] {
        assert_same_postings(snapshot, model, &numbers, kind);
    }
    if snapshot.keeps_sentences() {
        assert_same_postings(snapshot, model, &numbers, Kind::Anchors);
        assert_same_sentences(snapshot, model, &numbers);
    }
}

fn assert_same_sentences(snapshot: &Snapshot, model: &Model, numbers: &BTreeMap<String, u32>) {
    let live: Vec<u32> = snapshot.articles().collect();
    let (mut got, mut wanted) = (Vec::new(), Vec::new());
    for cell in 0..CELLS {
        let each = &mut |part: InCell<'_>| {
            for ((doc, signs), sizes) in part.texts.iter().zip(part.signs).zip(part.sizes) {
                let doc = part.base + u32::from_le_bytes(*doc);
                if live.binary_search(&doc).is_ok() {
                    got.push((doc, cell as u16, *signs, *sizes));
                }
            }
        };
        snapshot.in_cell(cell, each).unwrap();
    }
    for made in model.values() {
        let article = numbers[&made.id];
        let all = made.coded.cells().iter().zip(made.coded.codes());
        wanted.extend(all.map(|(cell, code)| (article, *cell, code.signs, code.sizes)));
        assert_eq!(snapshot.anchored(article).unwrap(), made.coded.anchors().len() as u32);
        let [english, french] = ["en-US", "fr"].map(|tag| Language::of(Some(tag)).unwrap());
        assert!(!snapshot.is_foreign(article, english).unwrap());
        assert!(snapshot.is_foreign(article, french).unwrap());
    }
    got.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(got, wanted);
    let mut counts = vec![0; CELLS];
    snapshot.counts(&mut counts).unwrap();
    assert!(counts.iter().sum::<u64>() >= got.len() as u64);
}

fn assert_same_postings(snapshot: &Snapshot, model: &Model, numbers: &BTreeMap<String, u32>, kind: Kind) {
    let stored = |key: u64| spread(key) >> (64 - WIDTHS[kind as usize].0);
    // By key: article and place, each article once with its first place.
    let mut wanted: BTreeMap<u64, BTreeMap<u32, u32>> = BTreeMap::new();
    let mut keys: Vec<u64> = (0..20).map(|i| i * 1_000_003).collect();
    for made in model.values() {
        let mut add = |key: u64, place: u32| {
            let places = wanted.entry(stored(key)).or_default();
            let first = places.entry(numbers[&made.id]).or_insert(place);
            *first = (*first).min(place);
            keys.push(key);
        };
        match kind {
            Kind::Bands => made.bands.iter().for_each(|&key| add(key, 0)),
            Kind::Prints => made.prints.iter().for_each(|&(key, at)| add(key, (at / 32).min(127))),
            Kind::Words => made.words.iter().for_each(|&key| add(key, 0)),
            Kind::Anchors => made.coded.anchors().iter().for_each(|&key| add(key.into(), 0)),
        }
    }
    let mut lookup = Lookup::default();
    snapshot.lookup(kind, &keys, &mut lookup).unwrap();
    let every_third: Vec<u32> = snapshot.articles().step_by(3).collect();
    for (i, &key) in keys.iter().enumerate() {
        let want: Vec<(u32, u32)> =
            wanted.get(&stored(key)).into_iter().flatten().map(|(&doc, &place)| (doc, place)).collect();
        let (mut got, mut wanted) = (Vec::new(), Vec::new());
        snapshot.postings(&lookup, i, |p| got.push(p)).unwrap();
        assert_eq!(got.iter().map(|p| (p.doc, p.place)).collect::<Vec<_>>(), want, "{kind:?} {key}");
        assert!(lookup.frequencies()[i] as usize >= want.len());
        got.clear();
        snapshot.among(&lookup, i, &every_third, &mut wanted, &mut got).unwrap();
        let some = want.into_iter().filter(|(doc, _)| every_third.binary_search(doc).is_ok());
        assert!(got.iter().map(|p| (p.doc, p.place)).eq(some), "{kind:?} {key}");
    }
}
