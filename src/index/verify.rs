//! Verify: is every byte of an index what was written, and does it all fit together?
//!
//! Owns the check of everything that opening and looking up leave for later: all checksums; then order,
//! bounds and counts of every column; every article's record and text; ids against records; that no id is live
//! twice. Reports what is damaged and where, and goes on.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::codec;
use super::columns::Section;
use super::columns::blocks::{Blocks, Cache};
use super::columns::build::INLINE;
use super::columns::keys::{Scratch, spread};
use super::columns::sentences;
use super::manifest::{MANIFEST, Manifest, dead_name, segment_path};
use super::reader::{Part, open_parts};
use super::record::{Record, id_hash};
use super::segment::{IDS, NAMES, Segment, WIDTHS};
use crate::error::{Error, Result};

/// Something that is not as it was written.
#[derive(Debug)]
pub struct Damage {
    /// The file.
    pub file: PathBuf,
    /// The column, where one can be named.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub error: Error,
}

/// What a check has found.
#[derive(Debug, Default)]
pub struct Verified {
    /// Articles in the segments that could be opened.
    pub articles: u64,
    /// Segments that the manifest lists.
    pub segments: usize,
    /// What is wrong; nothing, if all is well.
    pub damages: Vec<Damage>,
}

/// Checks the index in `folder`.
///
/// Errors: there is no index, or the system cannot read it; damage is no error.
pub fn verify(folder: &Path) -> Result<Verified> {
    let mut verified = Verified::default();
    let mut damage = |file: PathBuf, column, error| verified.damages.push(Damage { file, column, error });
    let manifest = match Manifest::read(folder) {
        Ok(Some(manifest)) => manifest,
        Ok(None) => return Err(Error::input(folder, "holds no index; `wiretrace index add` makes one")),
        Err(error @ Error::Damaged { .. }) => {
            damage(folder.join(MANIFEST), None, error);
            return Ok(verified);
        }
        Err(error) => return Err(error),
    };
    let mut articles = 0;
    let (mut whole, mut keys) = (Vec::new(), Vec::new());
    for listed in &manifest.segments {
        let one = Manifest { segments: vec![listed.clone()], ..manifest.clone() };
        let mut path = segment_path(folder, listed.number);
        match open_parts(folder, &one) {
            Ok(parts) => {
                for part in parts {
                    articles += u64::from(part.listed.docs - part.dead.count());
                    let mut of_segment = Vec::new();
                    check_segment(&part.segment, &mut of_segment, &mut |column, error| {
                        damage(path.clone(), column, error);
                    });
                    keys.extend((0..).zip(&of_segment).filter(|(doc, _)| !part.dead.has(*doc)).map(|k| *k.1));
                    whole.push(part);
                }
            }
            Err(error) => {
                if let (Error::Damaged { path: at, .. } | Error::Io { path: at, .. }, Some(dead)) =
                    (&error, &listed.dead)
                    && at.ends_with(dead_name(listed.number, dead.generation))
                {
                    path.clone_from(at);
                }
                damage(path, None, error);
            }
        }
    }
    // What could not be checked has no keys, and an id of it is not missed.
    check_ids(&whole, keys, &mut |path, error| damage(path, Some(NAMES[IDS]), error));
    (verified.articles, verified.segments) = (articles, manifest.segments.len());
    Ok(verified)
}

/// Checks that no id is live twice; `keys` are those of all live articles.
fn check_ids(parts: &[Part], mut keys: Vec<u64>, damage: &mut dyn FnMut(PathBuf, Error)) {
    keys.par_sort_unstable();
    // Keys are shorter than ids' hashes: at ten million articles a few of them are equal by chance.
    let repeated = keys.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0]);
    let (mut scratch, mut cache) = (Scratch::default(), Cache::default());
    for key in repeated {
        let mut ids: Vec<String> = Vec::new();
        for part in parts {
            let path = part.segment.pages.path();
            match live_ids(part, key, &mut scratch, &mut cache) {
                Ok(found) => {
                    for id in found {
                        if ids.contains(&id) {
                            let what = format!("column {}: two articles have the id {id:?}", NAMES[IDS]);
                            damage(path.to_path_buf(), Error::damaged(path, what));
                        }
                        ids.push(id);
                    }
                }
                Err(error) => damage(path.to_path_buf(), error),
            }
        }
    }
}

/// The ids of a segment's live articles that are found by a key.
fn live_ids(part: &Part, key: u64, scratch: &mut Scratch, cache: &mut Cache) -> Result<Vec<String>> {
    let column = part.segment.column(IDS);
    let (mut found, mut docs, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    column.find(&[key << (64 - u32::from(WIDTHS[IDS].0))], scratch, &mut found)?;
    for found in &found {
        column.docs(found, &mut docs)?;
    }
    for doc in docs.into_iter().filter(|doc| !part.dead.has(*doc)) {
        ids.push(part.segment.record(doc, cache)?.id.to_owned());
    }
    Ok(ids)
}

/// Checks a segment: first its pages, then, if these are right, what they mean. `keys` gets the key of each
/// article's id.
pub(super) fn check_segment(
    segment: &Segment,
    keys: &mut Vec<u64>,
    damage: &mut dyn FnMut(Option<&'static str>, Error),
) {
    let mut whole = true;
    segment.pages.verify(&mut |range, error| {
        whole = false;
        damage(column_at(segment, range.start as u64..range.end as u64), error);
    });
    if !whole {
        return;
    }
    for (kind, name) in NAMES.into_iter().enumerate() {
        if let Err(error) = check_column(segment, kind, keys) {
            damage(Some(name), error);
        }
    }
    if let Some(sentences) = segment.sentences()
        && let Err(error) = sentences.verify(segment.footer.docs)
    {
        damage(Some(sentences::NAME), error);
    }
    if let Err(error) = check_records(segment, keys) {
        damage(Some("records"), error);
    }
    if let Err(error) = check_texts(segment) {
        damage(Some("text"), error);
    }
    if let Err(error) = segment.background() {
        damage(Some("background"), error);
    }
}

/// The first column that has bytes in a range.
fn column_at(segment: &Segment, range: std::ops::Range<u64>) -> Option<&'static str> {
    let footer = &segment.footer;
    let mut sections: Vec<(&'static str, Section)> = Vec::new();
    for (name, column) in NAMES.into_iter().zip(footer.columns()) {
        sections.extend([(name, column.data), (name, column.directory)]);
    }
    for (name, blocks) in [("records", Some(&footer.records)), ("text", footer.text.as_ref())] {
        sections.extend(blocks.into_iter().flat_map(|b| [(name, b.data), (name, b.directory)]));
    }
    let of_sentences = footer.meanings.iter().flat_map(|meanings| meanings.sentences.sections());
    sections.extend(of_sentences.map(|section| (sentences::NAME, section)));
    sections.extend([("signatures", footer.rows), ("background", footer.background)]);
    let overlaps = |s: &Section| s.len > 0 && s.at < range.end && range.start < s.at + s.len;
    sections.into_iter().find(|(_, s)| overlaps(s)).map(|(name, _)| name)
}

/// Checks a column of postings; of the ids' column, `keys` gets the key of each article.
fn check_column(segment: &Segment, kind: usize, keys: &mut Vec<u64>) -> Result<()> {
    let (Some(column), Some(meta)) = (segment.column_of(kind), segment.footer.columns().nth(kind)) else {
        return Ok(());
    };
    let wrong = |what: &str| Error::damaged(segment.pages.path(), format!("column {}: {what}", NAMES[kind]));
    // Items, lists, postings; and for ids, article and key.
    type Sums = (u64, u64, u64, Vec<(u32, u64)>);
    let one = |block: u64| -> Result<Sums> {
        let mut sums: Sums = (0, 0, 0, Vec::new());
        column.keys_of(block, |key, found| {
            sums.0 += if found.is_list() { 1 } else { u64::from(found.count) };
            sums.1 += u64::from(found.is_list());
            sums.2 += u64::from(found.count);
            if found.is_list() && found.count as usize <= INLINE {
                return Err(wrong("a list is too short"));
            }
            let (mut before, mut ascending) = (None, true);
            column.decode(&found, |doc, _| {
                ascending &= before.is_none_or(|before| before < doc);
                before = Some(doc);
                if kind == IDS {
                    sums.3.push((doc, key));
                }
            })?;
            if ascending { Ok(()) } else { Err(wrong("articles of a key are not in order")) }
        })?;
        Ok(sums)
    };
    let sums = (0..column.blocks()).into_par_iter().map(u64::from).map(one).try_reduce(
        || (0, 0, 0, Vec::new()),
        |mut a, mut b| {
            a.3.append(&mut b.3);
            Ok((a.0 + b.0, a.1 + b.1, a.2 + b.2, a.3))
        },
    )?;
    if (sums.0, sums.1, sums.2) != (meta.items, meta.lists, meta.postings) {
        return Err(wrong("has not as many keys as the footer says"));
    }
    if kind == IDS {
        let mut all = sums.3;
        all.sort_unstable();
        if all.len() != segment.footer.docs as usize || (0..).zip(&all).any(|(n, (doc, _))| n != *doc) {
            return Err(wrong("has not each article once"));
        }
        keys.extend(all.into_iter().map(|(_, key)| key));
    }
    Ok(())
}

fn check_records(segment: &Segment, keys: &[u64]) -> Result<()> {
    let wrong = |what: &str| Error::damaged(segment.pages.path(), format!("column records: {what}"));
    check_blocks(segment, segment.records(), |doc, item| {
        let record: Record<'_> = codec::decode(item, segment.pages.path(), "column records")?;
        let key = spread(id_hash(record.id)) >> (64 - u32::from(WIDTHS[IDS].0));
        match keys.get(doc as usize) {
            Some(stored) if *stored != key => Err(wrong("an article has not the id that it is found by")),
            _ => Ok(()),
        }
    })
}

fn check_texts(segment: &Segment) -> Result<()> {
    let Some(texts) = segment.texts() else { return Ok(()) };
    let wrong = |what: &str| Error::damaged(segment.pages.path(), format!("column text: {what}"));
    check_blocks(segment, texts, |_, item| match simdutf8::basic::from_utf8(item) {
        Ok(_) => Ok(()),
        Err(_) => Err(wrong("is not UTF-8")),
    })
}

/// Decompresses all blocks and calls `item` with every article's.
fn check_blocks(
    segment: &Segment,
    blocks: Blocks<'_>,
    item: impl Fn(u32, &[u8]) -> Result<()> + Sync,
) -> Result<()> {
    let wrong =
        |what: &str| Err(Error::damaged(segment.pages.path(), format!("column {}: {what}", blocks.name)));
    // Where each block begins and ends.
    let one = |cache: &mut Cache, block: usize| -> Result<(u32, u32)> {
        blocks.load(segment.key, block, cache)?;
        let mut doc = cache.first();
        for bytes in cache.items() {
            item(doc, bytes)?;
            doc = doc.saturating_add(1);
        }
        Ok((cache.first(), doc))
    };
    let all = (0..blocks.len()).into_par_iter().with_min_len(64);
    let spans: Vec<(u32, u32)> = all.map_init(Cache::default, one).collect::<Result<_>>()?;
    let mut next = 0;
    for (first, past) in spans {
        if first != next {
            return wrong("articles are not in order");
        }
        next = past;
    }
    if next == segment.footer.docs { Ok(()) } else { wrong("articles are missing") }
}
