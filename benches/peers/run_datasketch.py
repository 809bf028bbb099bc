#!/usr/bin/env python3
"""Finds near-duplicates with datasketch.

Settings: MinHash of 128 permutations (the default), `MinHashLSH` of 32 bands of 4, each candidate checked by
`MinHash.jaccard`; the bands that its own optimiser picks for 0.7 (14 of 9) are no faster to speak of and find a tenth
fewer. Shingles arrive as 32-bit numbers with an identity hash function, which saves the SHA-1 of every shingle, and
`MinHash.generator` shares the permutations. It has no threads of its own.
"""

from datasketch import MinHash, MinHashLSH

import shared

BANDS, ROWS = 32, 4


def main():
    given = shared.arguments(__doc__)
    hashed_shingles = shared.HashedShingles()
    ids = []

    def sets():
        for name, text in shared.articles(given.input):
            ids.append(name)
            yield (hashed_shingles(text) >> 32).tolist()

    index = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
    sketches, pairs = [], []
    for a, sketch in enumerate(MinHash.generator(sets(), num_perm=BANDS * ROWS, hashfunc=int)):
        for b in index.query(sketch):
            if sketch.jaccard(sketches[b]) >= given.threshold:
                pairs.append((b, a))
        index.insert(a, sketch, check_duplication=False)
        sketches.append(sketch)
    shared.write_pairs(given.pairs, ids, pairs)


if __name__ == "__main__":
    main()
