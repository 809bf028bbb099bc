#!/usr/bin/env python3
"""Trains assets/copy_models.json, the weights by which pairs are judged, on the sample corpus.

usage: train_copies.py WORK_FOLDER [SEED]

Needs tools/train_copies.txt (pip install -r) and, built in release mode, the command `wiretrace` and the
example `partial_copies`. Takes the articles of corpus/, makes copies of every kind from them (word edits,
cuts, moved sentences, excerpts in other articles, composites, misprints, rewordings) and what only looks
like copies (instalments of a frame with other numbers and names, stock sentences, other reports of the same
event), adds the retold dispatches and the frames of tools/training/, lets the example measure all candidate
pairs, and fits two logistic regressions whose weights may have no other sign than the one that makes sense.
Nothing but these texts goes in.
"""
import json, os, random, re, subprocess, sys
from collections import defaultdict

import numpy as np
from scipy.optimize import minimize

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WORK = sys.argv[1]
rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
os.makedirs(WORK, exist_ok=True)


# ---- the corpus

def corpus():
    """Articles as {"id", "text", "lang", "story"}."""
    out = os.path.join(WORK, "corpus.jsonl")
    subprocess.run([os.path.join(TARGET, "release", "wiretrace"), "dedup", os.path.join(ROOT, "corpus"),
                    "--annotate", "-o", out, "--quiet"], check=False)
    truth = {}
    for line in open(os.path.join(ROOT, "corpus", "truth.jsonl"), encoding="utf-8"):
        row = json.loads(line)
        truth[row["id"]] = row
    # Stories that a composite joins are one family.
    joined_stories = {}

    def family_of(story):
        while story in joined_stories: story = joined_stories[story]
        return story

    for row in truth.values():
        for source in row.get("sources") or [row["source"]]:
            other = truth.get(source, {}).get("story")
            if row["story"] and other and family_of(row["story"]) != family_of(other):
                joined_stories[family_of(row["story"])] = family_of(other)
    articles = []
    for line in open(out, encoding="utf-8"):
        row = json.loads(line)
        if not row.get("text"):
            continue
        known = truth.get(row["id"]) or truth.get("pages/" + row["id"].split("pages/")[-1]) or {}
        # What is there to check results on is not learned from.
        if known.get("split") == "check":
            continue
        # Instalments of a series are no copies of each other: each is a family of its own.
        alone = known.get("relation") in (None, "series", "unrelated") or not known.get("story")
        articles.append({"id": row["id"], "text": row["text"], "lang": row.get("lang") or "?",
                         "series": known.get("relation") == "series",
                         "story": row["id"] if alone else family_of(known["story"])})
    return articles


# ---- copies

def sentences(text):
    return [s for s in re.split(r"(?<=[.!?…。！？])\s*(?=[^\s.!?])", " ".join(text.split())) if s]


def paragraphs(text):
    parts = [" ".join(p.split()) for p in text.split("\n") if p.strip()]
    return parts if len(parts) > 2 else sentences(text)


def spaced(article):
    return article["lang"] not in ("zh", "ja", "th")


def units(text, lang_spaced):
    return text.split() if lang_spaced else list(text)


def joined(parts, lang_spaced):
    return (" " if lang_spaced else "").join(parts)


class Vocabulary:
    """Words of a language, for what editors put in."""

    def __init__(self, articles):
        self.words, self.names, self.plain = defaultdict(list), defaultdict(list), defaultdict(list)
        for a in articles:
            self.words[a["lang"]] += units(a["text"], spaced(a))
            for w in re.findall(r"\b[^\W\dA-Z_]+\b", a["text"]): self.plain[a["lang"], min(len(w), 9)].append(w)
            self.names[a["lang"]] += re.findall(r"(?<=[a-zа-яéèß,] )[A-ZÀ-ÞА-Я][\w’'-]{2,}", a["text"])

    def word(self, lang):
        return rng.choice(self.words[lang])

    def like(self, lang, word):
        """One of about the same length, so one that is about as common."""
        return rng.choice(self.plain[lang, min(len(word), 9)] or self.words[lang])

    def name(self, lang):
        return rng.choice(self.names[lang] or ["Anderson"])


def edited(a, vocabulary, level):
    out = []
    for w in units(a["text"], spaced(a)):
        if rng.random() < level:
            u = rng.random()
            if u < .6: out.append(vocabulary.word(a["lang"]))
            elif u < .8: continue
            else: out += [w, vocabulary.word(a["lang"])]
        else: out.append(w)
    return joined(out, spaced(a))


def cut(a, level):
    all_units = units(a["text"], spaced(a))
    return joined(all_units[:int(len(all_units) * (1 - level))], spaced(a))


def moved(a):
    parts = sentences(a["text"])
    for _ in range(max(1, len(parts) // 3)):
        parts.insert(rng.randrange(len(parts)), parts.pop(rng.randrange(len(parts))))
    return joined(parts, spaced(a))


LETTERS = "etaoinshrdlucmfwypvbgk.,;'-"
LIKE = dict(zip("echlnumosatfgbdvyr105", ["c", "e", "b", "1", "u", "n", "rn", "0", "5", "o", "f", "t", "q", "h", "cl", "y", "v", "n", "l", "o", "s"]))


def misprinted(text, level, lang_spaced):
    """Lost words, lines broken with and without hyphens, and letters misread, lost and put in."""
    words = [w for w in units(text, lang_spaced) if rng.random() >= level / 2]
    lines, line = [], ""
    for w in words:
        if lang_spaced and len(line) + len(w) > 36:
            if len(w) > 6 and rng.random() < .5:
                at = rng.randrange(2, len(w) - 2)
                line, w = line + " " + w[:at] + rng.choice(["-", "-", ""]), w[at:]
            lines.append(line)
            line = w
        else:
            line += (" " if lang_spaced and line else "") + w
    lines = [l for l in lines + [line] if rng.random() >= level / 4]
    out = []
    for c in "\n".join(lines):
        u = rng.random()
        if u < level * .6: out.append(LIKE.get(c.lower(), rng.choice(LETTERS)))
        elif u < level * .8: continue
        elif u < level: out += [c, rng.choice(LETTERS)]
        else: out.append(c)
    return "".join(out)


def retold(a, vocabulary, kept):
    """As another writer would: sentence by sentence, some of the words, their order loosely, others between.
    Names and numbers mostly stay; what is replaced is replaced by a word of its kind."""
    out = []
    for s in sentences(a["text"]):
        words, chunks = s.split(), []
        while words:
            n = rng.choice([1, 1, 1, 2, 2, 3, 4])
            chunks.append(words[:n])
            words = words[n:]
        for k in range(len(chunks) - 1):
            if rng.random() < .2: chunks[k], chunks[k + 1] = chunks[k + 1], chunks[k]
        for chunk in chunks:
            if rng.random() < kept: out += chunk
            elif rng.random() < .9:
                for w in chunk:
                    if re.search(r"\d", w) or w[:1].isupper(): out += [w] if rng.random() < .9 else []
                    else: out.append(vocabulary.like(a["lang"], w))
    return " ".join(out)


def frame(a):
    """What a series would repeat of an article: its sentences that bear a number or a name."""
    told = [s for s in sentences(a["text"]) if re.search(r"\d|(?<=[^.!?…»”\"'] )[A-ZÀ-ÞА-Я][\w’'-]{2,}", s)]
    return told[:rng.randrange(2, 9)]


def instalment(a, told, vocabulary, share):
    """The next of a series: the same frame, other numbers and names; only a share of the frame."""
    names = {}

    def other_number(m):
        return "".join(rng.choice("123456789") if c.isdigit() else c for c in m.group())

    def other_name(m):
        return names.setdefault(m.group(), vocabulary.name(a["lang"])) if rng.random() < .9 else m.group()

    out = []
    for s in told:
        if rng.random() > share:
            s = joined([vocabulary.word(a["lang"]) for _ in units(s, spaced(a))], spaced(a))
        s = re.sub(r"\d+", other_number, s)
        if spaced(a): s = re.sub(r"(?<=\s)[A-ZÀ-ÞА-Я][\w’'-]{2,}", other_name, s)
        out.append(s)
    return joined(out, spaced(a))


NAME_OR_NUMBER = r"(?<=[^.!?…»”\"'] )[A-ZÀ-ÞА-Я][\w’'-]{2,}|\d[\d.,]*\d|\d"


def reported(a, b, chunks):
    """Another report of the same event: the sentences of `b`, with the names and numbers of `a` in them, and a few
    of its phrases, in any order, which every report of it has."""
    own = re.findall(NAME_OR_NUMBER, a["text"]) or ["1"]
    rare = [w for w in a["text"].split() if len(w) > 7] or own
    text = re.sub(NAME_OR_NUMBER, lambda m: rng.choice(own) if rng.random() < .8 else m.group(), b["text"])
    text = re.sub(r"\w{8,}", lambda m: rng.choice(rare) if rng.random() < .3 else m.group(), text)
    words, theirs, in_order = text.split(), a["text"].split(), rng.random() < .5
    for _ in range(chunks):
        n = rng.choice([3, 4, 5, 6, 8, 11])
        if len(theirs) <= n: break
        at = rng.randrange(len(theirs) - n)
        to = at * len(words) // len(theirs) if in_order else rng.randrange(len(words) + 1)
        words[to:to + n] = theirs[at:at + n]
    return " ".join(words)


def numbered(a, vocabulary):
    """A table-like frame of few words and many numbers, as prices, results and weather have it."""
    frame = units(a["text"], spaced(a))[:rng.randrange(30, 90)]
    out = []
    for w in frame:
        out.append(w)
        if rng.random() < .35: out.append(rng.choice(["{}", "{}.{}", "{},{}", "{} {}"]))
    return joined(out, True)


def filled(frame):
    return re.sub(r"\{\}", lambda _: str(rng.randrange(10, 2000)), frame)


# ---- the texts of tools/training/

def blocks(name):
    """The blocks of a file, without its comments."""
    with open(os.path.join(ROOT, "tools", "training", name), encoding="utf-8") as lines:
        text = "".join(l for l in lines if not l.startswith("#"))
    return [b for b in text.strip().split("\n\n") if b.strip()]


def events():
    """Dispatches that are told several times, as (language, versions, independent reports)."""
    all_events = []
    for block in blocks("retold.txt"):
        mark, told, reports = None, [], []
        for line in block.split("\n"):
            if line[:2] in ("= ", "~ ", "! "): mark, lang = line[0], line[2:]
            elif mark == "!": reports.append(line)
            else: told.append(line)
        all_events.append((lang, told, reports))
    return all_events


NAMES = json.load(open(os.path.join(ROOT, "tools", "training", "names.json"), encoding="utf-8"))
MONTHS = "January February March April May June July August September October November December".split()


def respelled(text, level):
    """Names and numbers as another writer has them: spelled otherwise, wrong, or paraphrased."""
    def other(m):
        w = m.group()
        if rng.random() > level: return w
        if w[0].isdigit(): return w if rng.random() < .8 else rng.choice([f"{w}0", str(rng.randint(2, 99))])
        if rng.random() < .4: return rng.choice(["the", "its", "that", "said", "man", "there"])
        at = rng.randrange(1, len(w) - 1)
        return w[:at] + rng.choice(["a", "e", "i", "y", "h", "k", "ou", "sh", "tz", ""]) + w[at + rng.choice([1, 1, 2]):]
    return re.sub(NAME_OR_NUMBER, other, text)


def loosened(text, strangers, vocabulary):
    """Some of the sentences left out, some of others put in, as no two reports of a kind have quite the same."""
    def stranger(): return " ".join(w if w[0].isupper() and rng.random() < .2 else vocabulary.like("en", w) for w in rng.choice(strangers).split())
    parts = [p for p in sentences(text) if rng.random() < .8] or [text]
    for _ in range(rng.choice([0, 1, 2, 4, 8, 12])): parts.insert(rng.randrange(len(parts) + 1), stranger())
    return " ".join(parts)


def fill(frame, day):
    """An instalment of a frame: every slot filled, those of the day alike for the whole day, and on some days
    most of the others, too."""
    of_day = random.Random(day)
    alike, here = of_day.choice([0, 0, .2, .5]), random.Random(rng.random())
    values = {"DATE": f"{of_day.choice(MONTHS)} {of_day.randint(1, 28)}", "MONTH": of_day.choice(MONTHS)}
    def number(r, kind):
        return {"n": lambda: str(r.randint(12, 980)), "m": lambda: str(r.randint(12, 980)), "k": lambda: str(r.randint(1, 19)),
                "p": lambda: f"{r.randint(1, 320)}.{r.randint(1, 99)}", "x": lambda: f"{r.randint(1, 14)}-{r.choice([1, 3, 5, 7])}/8",
                "big": lambda: f"{r.randint(1, 990)},{r.randint(0, 999):03d}", "year": lambda: str(r.randint(1978, 2029))}[kind]()

    def value(m):
        slot = m.group(1)
        # The sequence of the day's choices goes on whether or not they are taken.
        fixed = random.Random(of_day.random())
        r = fixed if fixed.random() < alike else here
        if "/" in slot: return r.choice(slot.split("/"))
        key = slot.lower()
        kind = key.rstrip("0123456789")
        if slot in values: return values[slot]
        if key not in values or kind == key:
            values[key] = r.choice(NAMES[kind]) if kind in NAMES else number(r, kind)
        return values[key].upper() if slot != key else values[key]

    return re.sub(r"\{([^{}]+)\}", value, frame)


# ---- documents and queries

def generate():
    articles = corpus()
    vocabulary = Vocabulary(articles)
    for n, a in enumerate(articles):
        a["n"], a["day"] = len(units(a["text"], spaced(a))), n % 50
    documents, family, queries = [], defaultdict(list), []

    def document(a, kind, text, day=None):
        name = f"{kind}/{len(documents)}/{a['id']}"
        documents.append({"id": name, "text": text, "day": a["day"] if day is None else day})
        family[a["story"]].append(name)
        return name

    def query(kind, text, truth, stories, own=None, but=()):
        queries.append({"set": kind, "text": text, "truth": truth, "stories": stories, "self": own, "but": but})

    long = [a for a in articles if a["n"] >= 80 and not a["series"]]
    same = defaultdict(list)
    for a in long: same[a["lang"]].append(a)
    own = {a["id"]: document(a, "original", a["text"]) for a in articles}
    # Series and copies are made of different articles, or the copies' own phrases would be those of series.
    rng.shuffle(long)
    serial, copied = long[:len(long) * 2 // 5], long[len(long) * 2 // 5:]
    for a in copied:
        others = [b for b in same[a["lang"]] if b["story"] != a["story"]] or [b for b in long if b["story"] != a["story"]]
        for level in (.05, .1, .2, .3): query("edited", edited(a, vocabulary, level), [own[a["id"]]], [a["story"]])
        for level in (.1, .3, .5): query("cut", cut(a, level), [own[a["id"]]], [a["story"]])
        query("moved", moved(a), [own[a["id"]]], [a["story"]])
        all_units = units(a["text"], spaced(a))
        query("third", joined(all_units[:len(all_units) // 3], spaced(a)), [own[a["id"]]], [a["story"]])
        for low, high in ((25, 39), (40, 59), (60, 90)):
            scale = 1 if spaced(a) else 1.7
            for _ in range(6):
                size = int(rng.randint(low, high) * scale)
                if size >= len(all_units): continue
                at = rng.randrange(len(all_units) - size)
                host = rng.choice(others)
                parts = paragraphs(host["text"])
                parts.insert(rng.randrange(len(parts) + 1), joined(all_units[at:at + size], spaced(a)))
                query(f"excerpt {low}", "\n".join(parts), [own[a["id"]]], [a["story"], host["story"]])
        b = rng.choice(others)
        pa, pb = paragraphs(a["text"]), paragraphs(b["text"])
        query("composite", "\n".join(pa[:max(1, len(pa) // 2)] + pb[:max(1, len(pb) // 2)]), [own[a["id"]], own[b["id"]]], [a["story"], b["story"]])
        more = [rng.choice(others) for _ in range(2)]
        pb = [p for b in more for p in paragraphs(b["text"])]
        at = rng.randrange(len(pb) + 1)
        query("expanded", "\n".join(pb[:at] + pa + pb[at:]), [own[a["id"]]], [a["story"]] + [b["story"] for b in more])
        for level in (.01, .03, .05, .1):
            copy = document(a, "misprinted", misprinted(a["text"], level, spaced(a)))
            query(f"misprinted {level}", misprinted(a["text"], level, spaced(a)), [copy], [a["story"]])
        if spaced(a):
            for b in rng.sample(others, min(3, len(others))):
                if spaced(b):
                    # Of the same event, but no copy: neither of the original nor of what was made of it.
                    for size in (1000, 300, 150, 80):
                        part = {**b, "text": " ".join(b["text"].split()[:size])}
                        for share in (0, 20, 50):
                            report = reported(a, part, share and max(1, len(part["text"].split()) // (share * 2)))
                            query("report", report, [], [b["story"]])
            versions = [respelled(retold(a, vocabulary, k), .2) for k in (.55, .65, .75)]
            for size in (1000, 300, 150, 80):
                if size < 1000 and a["n"] < size * 1.2: continue
                kind = "retold" if size == 1000 else f"retold {size}"
                texts = [" ".join(v.split()[:size]) for v in versions]
                names = [document(a, kind, t) for t in texts]
                for name, t in zip(names, texts): query(kind, t, [n for n in names if n != name], [a["story"]], name)
    for a in articles:
        if a["series"]: query("series", a["text"], [], [], own[a["id"]])
    for a in serial:
        # A series is copies of nothing. Some of its instalments appear on one day, for several places.
        share, told, table = rng.choice([1, .8, .6]), frame(a), numbered(a, vocabulary)
        for kind, make in (("instalment", lambda: instalment(a, told, vocabulary, share)), ("table", lambda: filled(table))):
            made = [document(a, kind, make(), day=a["day"] if k % 4 == 0 else rng.randrange(50)) for k in range(12)]
            for name in made[:6]: query(kind, documents[-12 + made.index(name)]["text"], [], [a["story"]], name, made)
    for a in serial:
        # What every article of a kind carries, day after day, is no passage that was copied.
        stock = rng.sample(sentences(a["text"]), min(len(sentences(a["text"])), rng.choice([1, 1, 2, 3])))
        others = [b for b in serial if b["lang"] == a["lang"] and b["story"] != a["story"]]
        made = []
        for b in rng.choices(others, k=12) if others else []:
            parts = rng.sample(own_words := sentences(b["text"]), min(len(own_words), rng.randrange(2, 6)))
            for s in stock: parts.insert(rng.randrange(len(parts) + 1), s)
            made.append((document(b, "stock", joined(parts, spaced(b)), day=rng.randrange(50)), documents[-1]["text"], b))
        family[a["story"]] += [name for name, _, _ in made]
        for name, text, b in made[:4]:
            query("stock", text, [], [a["story"], b["story"]], name, [n for n, _, other in made if other["story"] != b["story"]])
    strangers = [s for a in serial if a["lang"] == "en" for s in sentences(a["text"])]
    for n, frame_text in enumerate(blocks("series.txt")):
        # Several instalments a day, and days on end; short ones also as the list of a day.
        a = {"id": f"frame {n}", "story": f"frame {n}", "day": 0}
        for k in range(60):
            day = k // 3
            text = fill(frame_text, (n << 16) + day)
            if k % 4: text = loosened(text, strangers, vocabulary)
            name = document(a, "frame", text, day)
            if k % 5 == 0: query("frame", text, [], [], name)
    told = events()
    for n, (lang, versions, reports) in enumerate(told):
        a, day = {"id": f"event {n}", "story": f"event {n}"}, 60 + n
        other = next(e for e in told[n + 1:] + told if e[0] == lang)
        longer = [f"{x} {y}" for x, y in zip(versions, other[1])] if other[1] is not versions else []
        for kind, texts_told in (("retold 300", longer), ("retold 150", versions), ("retold 80", [" ".join(v.split()[:80]) for v in versions]),
                                 ("retold 80", [" ".join(v.split()[30:110]) for v in versions])):
            if n % 2: texts_told = [re.sub(r"\d[\d.,:]*", "some", t) for t in texts_told]
            texts_told = [respelled(t, rng.choice([0, .2, .4])) for t in texts_told]
            names = [document(a, kind, t, day) for t in texts_told]
            if kind == "retold 300": family[f"event {told.index(other)}"] += names
            for name, t in zip(names, texts_told):
                query(kind, t, [x for x in names if x != name], [a["story"], f"event {told.index(other)}"], name)
        for text in reports: query("report", text, [], [])
    with open(os.path.join(WORK, "documents.jsonl"), "w") as out:
        for d in documents: out.write(json.dumps(d) + "\n")
    with open(os.path.join(WORK, "queries.jsonl"), "w") as out:
        for q in queries:
            truth = {*q["truth"], *q.pop("but")}
            ignore = [n for s in q.pop("stories") for n in family[s] if n not in truth]
            out.write(json.dumps({**q, "ignore": ignore}) + "\n")
    print(len(articles), "articles,", len(documents), "documents,", len(queries), "queries")


# ---- the fit

SERIES = ["instalment", "table", "series", "stock", "report", "frame"]

# The sign that a weight may have: more of this speaks for a copy (1), against one (-1), may do either (0).
# What is not named is left out.
# For each model: the signs; what the copies of a kind weigh beside others (1 if not named); what the others of a kind
# weigh, where all copies together weigh 1; what the others that were met among copies weigh together; the ridge, that
# is how far weights are drawn to zero.
MODELS = {
    "passage": {
        "signs": {"passage": 1, "passages": 1, "letters": 1, "words": -1, "rare triples": 1, "numbers differ": -1,
                  "gaps agree": 1, "numbers agree": 1, "figures differ": -1, "differs in figures": -1,
                  "misprinted letters": 1, "letters alike": 1},
        "copies": {"third": 3, "excerpt 40": 2, "excerpt 25": 2},
        "others": {"instalment": .2, "table": .05, "series": .6, "stock": .6, "report": .3, "frame": .6},
        "easy": .25, "ridge": 1e-3},
    "retelling": {
        "signs": {"passage": 1, "conflicts in a frame": -1, "numbers differ": -1, "coverage, poorer side": 1, "words": 0,
                  "differs in figures": -1, "names and numbers": 1},
        "copies": {"retold 80": 27},
        "others": {"instalment": .18, "table": .3, "series": 1.35, "stock": .36, "report": .8, "frame": .09},
        "easy": .125, "ridge": 3e-4},
    "misprinted": {
        "signs": {"passage": 1, "letters": 1, "words": -1, "order": 1, "conflicts in a frame": -1, "frame": -1,
                  "gaps agree": 1, "letter coverage": 1, "figures differ": -1, "differs in figures": -1,
                  "misprinted letters": 1, "letters alike": 1, "names and numbers": 1, "words, poorer side": 1},
        "copies": {},
        "others": {"instalment": .2, "table": .05, "series": .3, "stock": .2, "report": .1, "frame": .6},
        "easy": 1, "ridge": 1e-3},
}


def load():
    with open(os.path.join(WORK, "measures.tsv")) as rows:
        names = rows.readline().rstrip("\n").split("\t")[8:]
        kinds, labels, measures, documents = [], [], [], []
        for row in rows:
            parts = row.rstrip("\n").split("\t")
            kinds.append(parts[0]); labels.append(int(parts[3])); documents.append(parts[2])
            measures.append([float(x) for x in parts[8:]])
    return names, np.array(kinds), np.array(labels), np.array(measures), np.array(documents)


def fit(x, y, w, signs, ridge):
    mean, spread = x.mean(0), x.std(0) + 1e-6
    z, side, w = (x - mean) / spread, 2 * y - 1, w / w.sum()

    def loss(p):
        margin = side * (z @ p[:-1] + p[-1])
        slope = -w * side / (1 + np.exp(np.clip(margin, -50, 50)))
        value = (w * np.logaddexp(0, -margin)).sum() + ridge * (p[:-1] ** 2).sum() / 2
        return value, np.append(z.T @ slope + ridge * p[:-1], slope.sum())

    bounds = [{1: (0, None), -1: (None, 0), 0: (None, None)}[s] for s in signs] + [(None, None)]
    p = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 5000}).x
    weights = p[:-1] / spread
    return weights, p[-1] - (weights * mean).sum(), p[:-1]


def train():
    names, kinds, labels, measures, documents = load()
    series = np.isin(kinds, SERIES)
    told = np.char.startswith(kinds, "retold")
    # Retellings are no passages: they neither speak for one nor against.
    models = {}
    misprinted = np.char.startswith(kinds, "misprinted")
    for model, positive in (("passage", ~told & ~series), ("retelling", told), ("misprinted", misprinted)):
        how = MODELS[model]
        use = [n for n in names if n in how["signs"]]
        columns = [names.index(n) for n in use]
        rows = (positive & (labels == 1)) | (labels == 0)
        x, y, k = measures[rows][:, columns], (labels[rows] == 1).astype(float), kinds[rows]
        w = np.zeros(len(y))
        met = [kind for kind in set(k) - set(SERIES) if ((k == kind) & (y == 0)).any()]
        for kind in set(k):
            copies, others = (k == kind) & (y == 1), (k == kind) & (y == 0)
            if copies.any(): w[copies] = how["copies"].get(kind, 1) / copies.sum()
            if others.any(): w[others] = (how["others"][kind] if kind in SERIES else how["easy"] / len(met)) / others.sum()
        w[y == 1] /= w[y == 1].sum()
        weights, bias, plain = fit(x, y, w, [how["signs"][n] for n in use], how["ridge"])
        print(model, {n: round(float(v), 2) for n, v in zip(use, plain)})
        odds = x @ weights + bias
        for kind in sorted(set(k)):
            m = k == kind
            print(f"  {kind:18} copies {int(y[m].sum()):6} found {(odds[m & (y == 1)] > 0).mean() if (m & (y == 1)).any() else 0:.3f}   others {int((y[m] == 0).sum()):6} taken {int((odds[m & (y == 0)] > 0).sum())}")
        models[model] = {"bias": round(float(bias), 4), "weights": {n: round(float(v), 4) for n, v in zip(use, weights) if v},
                         "means": {n: round(float(v), 4) for n, v in zip(use, x[y == 0].mean(0))}}
    with open(os.path.join(ROOT, "assets", "copy_models.json"), "w") as out:
        json.dump(models, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    if not os.environ.get("FIT_ONLY"):
        generate()
        subprocess.run([os.path.join(TARGET, "release", "examples", "partial_copies"), os.path.join(WORK, "documents.jsonl"),
                        os.path.join(WORK, "queries.jsonl"), "--measures", os.path.join(WORK, "measures.tsv")], check=True,
                       stdout=open(os.path.join(WORK, "report.txt"), "w"))
    train()
