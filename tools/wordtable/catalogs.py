"""Pairs of an English sentence and its translation from the message catalogs of the Django package."""
import glob
import re

SHORTEST = 20  # letters of the English; shorter ones are labels
ENTRY = re.compile(r'^msgid ((?:".*"\n?)+)(?:msgid_plural (?:".*"\n?)+)?msgstr(?:\[0\])? ((?:".*"\n?)+)', re.M)
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")


def plain(quoted):
    text = "".join(re.findall(r'"(.*)"', quoted)).replace("\\n", " ").replace('\\"', '"')
    return PLACEHOLDER.sub("", text)


def pairs(package, language):
    """(English, foreign) of all catalogs of `language`, without repeats, in the catalogs' order."""
    found = {}
    for path in sorted(glob.glob(f"{package}/**/locale/{language}/LC_MESSAGES/*.po", recursive=True)):
        with open(path, encoding="utf-8") as file:
            for entry in file.read().split("\n\n"):
                match = ENTRY.search(entry)
                if not match or "#, fuzzy" in entry:
                    continue
                english, foreign = map(plain, match.groups())
                if len(english) >= SHORTEST and foreign and foreign != english:
                    found[english] = foreign
    return sorted(found.items())
