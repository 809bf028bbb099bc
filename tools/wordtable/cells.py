#!/usr/bin/env python3
"""Builds assets/cells.bin, the cells that sentence vectors are sorted into, from assets/words.bin alone.

usage: cells.py WORDS OUT

Nothing is read but the table: sentences are made up of it. Each is about a topic, which is a piece of the vocabulary:
some pieces near to that, and others as often as they are in any text. README.md says how the recipe was chosen.

Layout of OUT, all little-endian (src/crosslingual/cells.rs reads it):
  magic "wt-cells"; u64 XXH3-64 of all that follows
  u32 version, dims, regions, cells a region; u64 the checksum of WORDS; 8 zeros
  i8 x regions x dims           middles of the regions, of length 127
  i8 x regions x cells x dims   middles of the cells of each region, of length 127
"""
import os
import struct
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np
import xxhash

VERSION, REGIONS, CELLS = 1, 64, 64
TOPICS, EACH, NEAR = 15_000, 20, 300  # topics, sentences about each, pieces that are near it
ABOUT, OTHERS = (2, 9), (6, 21)  # pieces of a sentence that are about its topic, and others
ROUNDS = 15


class Words:
    """The table's vectors, weights and probabilities; build.py says where they lie."""

    def __init__(self, path):
        with open(path, "rb") as file:
            data = file.read()
        _, self.dims, pieces, nodes, directions, units, replacements = struct.unpack_from("<7I", data, 16)
        self.sum = struct.unpack_from("<Q", data, 8)[0]
        at = 64 + 4 * units
        self.directions = np.frombuffer(data, "<f4", directions * self.dims, at).reshape(directions, self.dims)
        at += self.directions.nbytes
        chances = np.exp(np.frombuffer(data, "<f4", pieces, at).astype(np.float64))
        self.chances = chances / chances.sum()
        at += 4 * pieces + 24 * -(-nodes // 64) + nodes + replacements
        self.weights = np.frombuffer(data, np.uint8, pieces, at).astype(np.float32)
        packed = np.frombuffer(data, np.uint8, pieces * self.dims // 4, at + pieces).reshape(pieces, -1)
        values = packed[:, :, None] >> np.array([0, 2, 4, 6], np.uint8) & 3
        self.vectors = values.reshape(pieces, self.dims).astype(np.float32) * 2 - 3

    def directed(self, sums):
        """Of length one, without what only tells the language."""
        sums = sums - sums @ self.directions.T @ self.directions
        return sums / (np.linalg.norm(sums, axis=1, keepdims=True) + 1e-9)


def made_up(words, random):
    told = np.flatnonzero(words.weights)
    vectors = words.directed(words.vectors[told])
    chances = np.sqrt(words.chances[told])
    topics = random.choice(len(told), TOPICS, p=chances / chances.sum())
    any_piece = np.cumsum(words.chances)
    sums = []
    for at in range(0, TOPICS, 256):
        likeness = vectors[topics[at : at + 256]] @ vectors.T
        for near in np.argpartition(-likeness, NEAR, axis=1)[:, :NEAR]:
            for _ in range(EACH):
                about = told[random.choice(near, random.integers(*ABOUT))]
                others = np.searchsorted(any_piece, random.random(random.integers(*OTHERS)))
                pieces = np.minimum(np.concatenate([about, others]), len(any_piece) - 1)
                sums.append(words.weights[pieces] @ words.vectors[pieces])
    return words.directed(np.array(sums))


def nearest(vectors, middles):
    parts = range(0, len(vectors), 8192)
    return np.concatenate([(vectors[at : at + 8192] @ middles.T).argmax(1) for at in parts])


def middles(vectors, count, random):
    """The middles of so many groups (k-means on the sphere)."""
    found = vectors[random.choice(len(vectors), count, replace=False)]
    for _ in range(ROUNDS):
        group = nearest(vectors, found)
        order = np.argsort(group, kind="stable")
        counts = np.bincount(group, minlength=count)
        found = np.add.reduceat(vectors[order], np.minimum(np.cumsum(counts) - counts, len(order) - 1))
        found[counts == 0] = vectors[random.choice(len(vectors), (counts == 0).sum())]
        found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found


def main(table, out):
    words = Words(table)
    random = np.random.default_rng(1)
    vectors = made_up(words, random)
    regions = middles(vectors, REGIONS, random)
    region = nearest(vectors, regions)
    cells = [middles(vectors[region == number], CELLS, random) for number in range(REGIONS)]
    body = struct.pack("<4IQ8x", VERSION, words.dims, REGIONS, CELLS, words.sum)
    for found in [regions, *cells]:
        body += np.round(found * 127).astype(np.int8).tobytes()
    with open(out, "wb") as file:
        file.write(b"wt-cells" + struct.pack("<Q", xxhash.xxh3_64_intdigest(body)) + body)


if __name__ == "__main__":
    main(*sys.argv[1:])
