"""What the Python runners share: arguments, reading articles, words, hashed shingles, writing pairs.

A runner is called as `run_X.py IN.jsonl PAIRS.jsonl [--threads N] [--threshold T]`; what it measures is the whole
process, so nothing here does more than the tool needs.
"""

import argparse
import json
import os
import re

SHINGLE = 5
WORD = re.compile(r"\w+")


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("input")
    parser.add_argument("pairs")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--threshold", type=float, default=0.7)
    parsed = parser.parse_args()
    # Read by the thread pools of Rust extensions when they are first used.
    os.environ["RAYON_NUM_THREADS"] = str(parsed.threads)
    return parsed


def articles(path):
    """Yields (id, text) for each line."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield record["id"], record["text"]


def words(text):
    return WORD.findall(text.lower())


class HashedShingles:
    """Word 5-grams as 64-bit numbers: one hash a distinct word, rolled over the article with numpy.

    Libraries that take ready-made hashes, or tokens of any bytes, are fed far faster so than with strings of five
    words; the sets are the same.
    """

    def __init__(self):
        import numpy

        self.numpy = numpy
        self.base = numpy.uint64(0x9E3779B97F4A7C15)

    def __call__(self, text):
        numpy = self.numpy
        hashed = numpy.fromiter(map(hash, words(text)), dtype=numpy.int64).view(numpy.uint64)
        width = min(SHINGLE, len(hashed))
        count = len(hashed) - width + 1 if width else 0
        rolled = numpy.zeros(count, dtype=numpy.uint64)
        for start in range(width):
            rolled *= self.base
            rolled += hashed[start : start + count]
        # The top bits of a product depend on every bit below them; libraries may look at the low ones.
        rolled ^= rolled >> numpy.uint64(32)
        rolled *= self.base
        rolled ^= rolled >> numpy.uint64(29)
        return rolled


def write_pairs(path, ids, pairs):
    """Writes pairs of positions as JSON Lines of ids, each once."""
    with open(path, "w", encoding="utf-8") as out:
        for a, b in sorted(pairs):
            out.write(f'{{"a": {json.dumps(ids[a])}, "b": {json.dumps(ids[b])}}}\n')
