//! Replace: which articles of a segment have ids that come again.
//!
//! Owns finding them by one pass over all new ids, in the order of the segment's own column of ids, and
//! telling equal ids from equal keys. What becomes of the found is the writer's business.

use rayon::prelude::*;

use super::builder::Ids;
use super::columns::blocks::Cache;
use super::columns::keys::{Column, Scratch, spread};
use super::segment::{IDS, Segment};
use super::tombstones::Tombstones;
use crate::error::Result;

/// Ids that are looked up at once.
const BATCH: usize = 1 << 12;

/// The keys of new ids and whose they are, in the order of the columns.
pub(super) fn keys(ids: &Ids) -> Vec<(u64, u32)> {
    let mut keys: Vec<(u64, u32)> = ids.hashes.iter().map(|&hash| spread(hash)).zip(0..).collect();
    keys.par_sort_unstable();
    keys
}

/// The articles of a segment, not removed yet, that have one of the new ids; `keys` are theirs.
pub(super) fn replaced(
    segment: &Segment,
    dead: &Tombstones,
    ids: &Ids,
    keys: &[(u64, u32)],
) -> Result<Vec<u32>> {
    let column = segment.column(IDS);
    let few = (keys.len() as u64) < column.meta.items / 8;
    let mut hits = if few { by_lookup(&column, keys)? } else { by_walk(&column, keys)? };
    hits.sort_unstable();
    let (mut cache, mut replaced) = (Cache::default(), Vec::new());
    for (old, new) in hits {
        let again = replaced.last() == Some(&old) || dead.has(old);
        if !again && segment.record(old, &mut cache)?.id.as_bytes() == ids.get(new as usize) {
            replaced.push(old);
        }
    }
    Ok(replaced)
}

/// Articles of a segment with one of these ids (their keys, spread, ascending, and their articles), and
/// whose it is: by looking up each.
fn by_lookup(column: &Column<'_>, keys: &[(u64, u32)]) -> Result<Vec<(u32, u32)>> {
    let one = |batch: &[(u64, u32)]| {
        let (mut finding, mut found, mut hits) = (Scratch::default(), Vec::new(), Vec::new());
        let spread: Vec<u64> = batch.iter().map(|key| key.0).collect();
        column.find(&spread, &mut finding, &mut found)?;
        for (found, &(_, new)) in found.iter().zip(batch) {
            column.decode(found, |old, _| hits.push((old, new)))?;
        }
        Ok(hits)
    };
    Ok(keys.par_chunks(BATCH).map(one).collect::<Result<Vec<_>>>()?.concat())
}

/// The same by walking through the column, which is much less work where there is an id for most of it.
fn by_walk(column: &Column<'_>, keys: &[(u64, u32)]) -> Result<Vec<(u32, u32)>> {
    let shape = &column.meta.shape;
    let cut = |key: u64| key >> (64 - u32::from(shape.key_bits));
    let one = |block: u64| {
        let first = keys.partition_point(|key| cut(key.0) >> shape.rest_bits() < block);
        let (mut rest, mut hits) = (&keys[first..], Vec::new());
        column.keys_of(block, |key, found| {
            let before = rest.iter().take_while(|(new, _)| cut(*new) < key).count();
            rest = &rest[before..];
            for &(_, new) in rest.iter().take_while(|(new, _)| cut(*new) == key) {
                column.decode(&found, |old, _| hits.push((old, new)))?;
            }
            Ok(())
        })?;
        Ok(hits)
    };
    let blocks = (0..column.blocks()).into_par_iter().with_min_len(32).map(u64::from);
    Ok(blocks.map(one).collect::<Result<Vec<_>>>()?.concat())
}
