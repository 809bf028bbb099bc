#!/usr/bin/env python3
"""Finds near-duplicates with rensa.

Settings: full-set R-MinHash of 128 slots (the size its documentation uses), sketches from token lists in batches, LSH
of 32 bands with bulk insertion and bulk query, each candidate checked by the sketches' own estimate. Tokens are the
eight bytes of each shingle's hash, which its token API takes as they are. Its faster rho pipeline is left out: it only
says whether an article has a duplicate, not which, and it samples positions.
"""

from rensa import RMinHash, RMinHashLSH

import shared

SLOTS = 128
BANDS = 32
SEED = 42
BATCH = 2_000


def tokens(hashed):
    raw = hashed.tobytes()
    return [raw[i : i + 8] for i in range(0, len(raw), 8)]


def main():
    given = shared.arguments(__doc__)
    hashed_shingles = shared.HashedShingles()
    ids, sketches, batch = [], [], []
    for name, text in shared.articles(given.input):
        ids.append(name)
        batch.append(tokens(hashed_shingles(text)))
        if len(batch) == BATCH:
            sketches.extend(RMinHash.from_token_sets(batch, SLOTS, SEED))
            batch.clear()
    sketches.extend(RMinHash.from_token_sets(batch, SLOTS, SEED))
    index = RMinHashLSH(given.threshold, SLOTS, BANDS)
    index.insert_many(sketches)
    pairs = []
    for start in range(0, len(sketches), BATCH):
        for a, others in enumerate(index.query_all(sketches[start : start + BATCH]), start):
            for b in set(others):
                if b > a and sketches[a].jaccard(sketches[b]) >= given.threshold:
                    pairs.append((a, b))
    shared.write_pairs(given.pairs, ids, pairs)


if __name__ == "__main__":
    main()
