#!/usr/bin/env python3
"""Finds near-duplicates with gaoya's Python package.

Settings: its string index with its own tokeniser (white space and ASCII punctuation, in Rust), word 5-grams, 32-bit
hashes (the default), the bands that the package calculates for 128 permutations at 0.7 (32 of 4), the small-vector
container, bulk insertion and bulk query, both parallel. The index checks candidates against the full signature by
itself. It has no query by id, so each article is sketched a second time to be looked up.
"""

import gaoya

import shared

BATCH = 10_000


def main():
    given = shared.arguments(__doc__)
    ids, texts = [], []
    for name, text in shared.articles(given.input):
        ids.append(name)
        texts.append(text)
    index = gaoya.minhash.MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=given.threshold,
        num_bands=None,
        band_size=None,
        num_hashes=128,
        analyzer="word",
        lowercase=True,
        ngram_range=(shared.SHINGLE, shared.SHINGLE),
        id_container="smallvec",
    )
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    pairs = []
    for start in range(0, len(texts), BATCH):
        found = index.par_bulk_query(texts[start : start + BATCH])
        for a, others in enumerate(found, start):
            pairs.extend((a, b) for b in others if b > a)
    shared.write_pairs(given.pairs, ids, pairs)


if __name__ == "__main__":
    main()
