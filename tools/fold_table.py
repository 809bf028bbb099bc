#!/usr/bin/env python3
"""Builds src/text/fold.bin, the table that says what every code point is to the tokeniser.

usage: fold_table.py UCD_FOLDER OUT

UCD_FOLDER holds the Unicode Character Database's text files (Debian: package unicode-data, in
/usr/share/unicode). The table is committed and pinned to one Unicode version for good, because
fingerprints depend on it; docs/design.md says which. Standard library only.

Layout, all little-endian: u32 blocks, u32 expansions, u32 expansion code points;
u16 x 2048 block numbers (code points below 0x40000, 128 a block); u32 x 128 x blocks entries;
u32 x expansions (first | count << 24); u32 code points of the expansions.
Entry: bits 0-20 the folded code point less the code point itself, modulo 2^21 (or the expansion's
number), bits 21-22 the kind, bit 23 expands, bit 24 may compose with what stands before it, bits 25-30 rank of the combining class.
"""
import struct, sys, os

SEPARATOR, WORD, LETTER, IGNORED = range(4)
EXPANDS, COMPOSES = 1 << 23, 1 << 24
TOP, BLOCK = 0x40000, 128
ucd, out = sys.argv[1], sys.argv[2]


def rows(name):
    for path in (os.path.join(ucd, name), os.path.join(ucd, "extracted", name)):
        if os.path.exists(path):
            break
    for line in open(path, encoding="utf-8"):
        fields = [f.strip() for f in line.split("#")[0].split(";")]
        if len(fields) > 1:
            first, _, last = fields[0].partition("..")
            yield range(int(first, 16), int(last or first, 16) + 1), fields[1:]


category = ["Cn"] * 0x110000
combining = [0] * 0x110000
start = None
for line in open(os.path.join(ucd, "UnicodeData.txt"), encoding="utf-8"):
    f = line.split(";")
    cp = int(f[0], 16)
    if f[1].endswith("First>"):
        start = cp
        continue
    for c in range(start if f[1].endswith("Last>") else cp, cp + 1):
        category[c], combining[c] = f[2], int(f[3])

fold = {}
maybe = set()
for span, f in rows("DerivedNormalizationProps.txt"):
    if f[0] == "NFKC_CF":
        for c in span:
            fold[c] = [int(x, 16) for x in f[1].split()]
    if f[0] == "NFC_QC" and f[1] == "M":
        maybe.update(span)
ignorable = set()
for span, f in rows("DerivedCoreProperties.txt"):
    if f[0] == "Default_Ignorable_Code_Point":
        ignorable.update(span)

unspaced = set()
for span, f in rows("Scripts.txt"):
    if f[0] in ("Han", "Hiragana", "Katakana"):
        unspaced.update(span)
for span, f in rows("ScriptExtensions.txt"):
    if set(f[0].split()) & {"Hira", "Kana"}:
        unspaced.update(span)
for span, f in rows("LineBreak.txt"):
    if f[0] == "SA":
        unspaced.update(span)


def kind(c):
    if c in ignorable:
        return IGNORED
    if 0x20000 <= c < TOP:
        return LETTER  # the ideographic planes, also where still unassigned
    if category[c][0] not in "LMN" and c not in (0x5F, 0xFF3F):
        return SEPARATOR
    target = fold.get(c, [c])
    if category[c] != "Nd" and (c in unspaced or (len(target) == 1 and target[0] in unspaced)):
        return LETTER
    return WORD


ranks = {v: i for i, v in enumerate(sorted(set(combining)))}
assert len(ranks) <= 64 and ranks[0] == 0
expansions, points, blocks, numbers = [], [], {}, []
for b in range(0, TOP, BLOCK):
    entries = []
    for c in range(b, b + BLOCK):
        k = kind(c)
        if k in (SEPARATOR, IGNORED) or 0xD800 <= c < 0xE000:
            entries.append((k if not 0xD800 <= c < 0xE000 else SEPARATOR) << 21)
            continue
        to = fold.get(c, [c])
        assert to, hex(c)
        e = k << 21
        if len(to) > 1:
            e |= len(expansions) | EXPANDS
            expansions.append(len(points) | len(to) << 24)
            points += to
        else:
            e |= (to[0] - c) & 0x1FFFFF
        # of the folded form: does its first code point join what stands before it, and its own class
        if to[0] in maybe:
            e |= COMPOSES
        if len(to) == 1:
            e |= ranks[combining[to[0]]] << 25
        entries.append(e)
    data = struct.pack(f"<{BLOCK}I", *entries)
    numbers.append(blocks.setdefault(data, len(blocks)))
assert len(expansions) < 1 << 21 and len(points) < 1 << 24
with open(out, "wb") as o:
    o.write(struct.pack("<3I", len(blocks), len(expansions), len(points)))
    o.write(struct.pack(f"<{len(numbers)}H", *numbers))
    o.write(b"".join(blocks))
    o.write(struct.pack(f"<{len(expansions)}I", *expansions))
    o.write(struct.pack(f"<{len(points)}I", *points))
print(f"{len(blocks)} blocks, {len(expansions)} expansions, {len(points)} code points, {len(ranks)} classes")
