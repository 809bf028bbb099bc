#!/usr/bin/env python3
"""Makes src/text/simplified.txt: Chinese letters of the traditional script, and their simplified forms.

usage: simplified_table.py WHEEL

WHEEL: opencc_python_reimplemented-0.1.7-py2.py3-none-any.whl (pip download opencc-python-reimplemented==0.1.7). Of
OpenCC's table TSCharacters it keeps letters of the block U+4E00 to U+9FFF with a form in the same block, the first of
several; all of them take three bytes of UTF-8, so nothing in a text moves. One line has the letters in ascending order,
the next their forms.
"""
import os, sys, zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
table = zipfile.ZipFile(sys.argv[1]).read("opencc/dictionary/TSCharacters.txt").decode("utf-8")
inside = lambda letter: len(letter) == 1 and 0x4E00 <= ord(letter) <= 0x9FFF
pairs = {}
for line in table.splitlines():
    letter, _, forms = line.partition("\t")
    form = forms.split(" ")[0]
    if inside(letter) and inside(form) and letter != form:
        pairs[letter] = form
letters = sorted(pairs)
with open(os.path.join(ROOT, "src", "text", "simplified.txt"), "w", encoding="utf-8") as out:
    out.write("".join(letters) + "\n" + "".join(pairs[letter] for letter in letters) + "\n")
print(len(letters), "letters")
