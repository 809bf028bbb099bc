#!/usr/bin/env python3
"""Finds near-duplicates with Daft.

Settings: the steps of Daft's own MinHash tutorial: read, normalise, `minhash` with xxhash, chunk into bands, explode,
group. 128 permutations in 32 bands of 4, not the tutorial's 64 in 8 of 8, which finds fewer. Bands are grouped by their
hash, which takes half the time of grouping by the lists themselves. Daft stops at groups of articles with an equal
band; their pairs are checked by comparing signatures, with numpy. Where the tutorial normalises with `str.normalize`, a
regular expression is used here, so that words are cut as for every other tool ("U.S." is two words, not "us").
"""

import itertools
import os

import shared

BANDS, ROWS = 32, 4
SEED = 42
# Groups up to this size are taken apart into pairs, larger ones compared row by row, to spare memory.
SMALL = 64


def main():
    given = shared.arguments(__doc__)
    # Daft takes the number of processors it may run on for its pool, so the caller pins the process to as many.
    os.environ["DAFT_PROGRESS_BAR"] = "0"
    os.environ["DAFT_ANALYTICS_ENABLED"] = "0"
    os.environ["DO_NOT_TRACK"] = "true"
    import daft
    import numpy
    from daft import col
    from daft.functions import monotonically_increasing_id

    signatures = (
        daft.read_json(given.input)
        .with_column("words", col("text").lower().regexp_replace(r"\W+", " "))
        .select(
            col("id"),
            col("words")
            .minhash(num_hashes=BANDS * ROWS, ngram_size=shared.SHINGLE, seed=SEED, hash_function="xxhash")
            .alias("signature"),
        )
        .with_column("node", monotonically_increasing_id())
        .collect()
    )
    groups = (
        signatures.select(
            col("node"),
            col("signature").chunk(ROWS).alias("band"),
            daft.lit(list(range(BANDS))).alias("number"),
        )
        .explode("band", "number")
        .with_column("key", col("band").hash())
        .groupby("number", "key")
        .agg(col("node").list_agg().alias("nodes"))
        .where(col("nodes").length() > 1)
        .select("nodes")
        .to_arrow()
    )
    table = signatures.to_arrow()
    ids = table.column("id").to_pylist()
    # The node numbers need not follow the rows.
    row = {node: at for at, node in enumerate(table.column("node").to_pylist())}
    column = table.column("signature").combine_chunks()
    matrix = numpy.asarray(column.flatten()).reshape(len(ids), BANDS * ROWS)
    needed = given.threshold * BANDS * ROWS

    pairs, candidates = set(), set()
    for nodes in groups.column("nodes").to_pylist():
        members = sorted(row[node] for node in nodes)
        if len(members) <= SMALL:
            candidates.update(itertools.combinations(members, 2))
            continue
        for at, a in enumerate(members[:-1], 1):
            others = numpy.array(members[at:])
            equal = numpy.count_nonzero(matrix[others] == matrix[a], axis=1)
            pairs.update((a, int(b)) for b in others[equal >= needed])
    pairs.update((a, b) for a, b in candidates if numpy.count_nonzero(matrix[a] == matrix[b]) >= needed)
    shared.write_pairs(given.pairs, ids, pairs)


if __name__ == "__main__":
    main()
