#!/usr/bin/env python3
"""Makes a corpus of news-like articles with planted, labelled near-duplicates. Standard library only.

Writes NAME.jsonl ({"id", "text"}, about 2.6 KB an article) and NAME.labels.tsv (line of the original, line of the copy,
kind of edit, share of words touched; lines count from 0). One article in five is an edited copy. The same arguments
give the same bytes. Sentences are put together from a small grammar and a vocabulary that follows Zipf's law, or, with
--from, taken from real articles, which gives more natural repetition.

Every article is made by a random generator seeded with its own number. A copy makes its original again and edits it, so
that memory does not grow with the number of articles.
"""

import argparse
import gzip
import html
import itertools
import json
import random
import re
import shutil
import subprocess
import sys
import uuid
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

LEVELS = (0.05, 0.1, 0.2, 0.3)
COPIES = 0.2
# Mean of 2,600 bytes: exp(7.78 + 0.4² / 2).
LENGTH = (7.78, 0.4)
BLOCK_WORDS, OWN_WORDS, BLOCK_COPIES = 300, 150, 0.05


class Grammar:
    """Sentences nobody wrote: pseudo-words with Zipf frequencies in a few news-like patterns."""

    ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl st t th tr v w".split()
    VOWELS = "a e i o u a e i o ai ea ee io ou".split()
    ENDS = ["", "", "", "n", "r", "s", "l", "t", "nd", "st", "ck", "m"]
    PATTERNS = (
        "The {a} {n} of {P} {v} the {n} {d}, {N} said.",
        "{N}, the {n} of the {a} {n}, {v} that {n} and {n} {v} {q} {n} in {P}.",
        "“We {v} every {n} before the {n} {v},” said {N}, “and the {a} {n} {v} with it.”",
        "In {P} the {n} {v} {q} percent after {n} from {P} {v} a {a} {n} and its {n} {d}.",
        "Analysts said the {n} — the {a} one since {y} — {v} what the {n} of {P} had {v}.",
        "But {N} {v} no {n} on the {a} {n}, nor on the {q} {n} that {P} {v} {d}.",
        "{P}'s {n} {v} from {q} to {q} {n} a year, and its {a} {n} {v} under the {n} of {y}.",
        "It was not clear how the {n} {v} the {a} {n}, or whether {N} {v} {n} for {n} in {P}.",
    )
    DAYS = [f"on {day}" for day in "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()]

    def __init__(self, rng):
        self.rng = rng
        made = set()
        while len(made) < 40_000:
            syllables = rng.choices((1, 2, 3), (2, 5, 3))[0]
            word = "".join(rng.choice(self.ONSETS) + rng.choice(self.VOWELS) for _ in range(syllables))
            word += rng.choice(self.ENDS)
            made.add(word.replace("e", "é", 1) if rng.random() < 0.005 else word)
        # Frequent words are short, as in any language; a vague rule, so by length and chance.
        words = sorted(sorted(made), key=lambda word: len(word) + 6 * rng.random())
        kinds = {kind: words[at::5] for at, kind in enumerate("nvaP")}
        kinds["P"] = [word.title() for word in kinds["P"]]
        self.people = [word.title() for word in words[4::5]]
        self.kinds = {
            kind: (members, list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(members)))))
            for kind, members in kinds.items()
        }

    def word(self, match):
        kind, rng = match.group(1), self.rng
        if kind == "N":
            return f"{rng.choice(self.people)} {rng.choice(self.people)}"
        if kind == "d":
            return rng.choice(self.DAYS)
        if kind == "q":
            return f"{rng.randint(2, 999)}" if rng.random() < 0.7 else f"{rng.randint(1, 99)}.{rng.randint(1, 9)}"
        if kind == "y":
            return str(rng.randint(1950, 2025))
        members, weights = self.kinds[kind]
        return rng.choices(members, cum_weights=weights)[0]

    def sentence(self):
        return re.sub(r"\{(\w)\}", self.word, self.rng.choice(self.PATTERNS))


def sentences_of(path):
    """Distinct sentences of 8 to 60 words from JSON Lines with a text, plain or gzipped."""
    opened = gzip.open if path.suffix == ".gz" else open
    found = set()
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            for sentence in re.split(r"(?<=[.!?])\s+(?=\S*[A-Z])", " ".join(json.loads(line)["text"].split())):
                if 8 <= sentence.count(" ") + 1 <= 60:
                    found.add(sentence)
    return sorted(found)


class Edits:
    """The ways in which a copy differs; each touches about `level` of the original's words."""

    def __init__(self, pool, vocabulary):
        self.pool, self.vocabulary = pool, vocabulary

    def words(self, rng, sentences, level):
        """Single words exchanged, dropped or added, all over the text."""
        edited = []
        for sentence in sentences:
            line = []
            for word in sentence.split(" "):
                if rng.random() >= level:
                    line.append(word)
                    continue
                change = rng.choice("xxxda")
                if change == "a":
                    line.append(word)
                if change != "d":
                    line.append(rng.choice(self.vocabulary))
            edited.append(" ".join(line))
        return edited

    def cut(self, rng, sentences, level):
        """The end cut off, in the middle of a sentence if need be."""
        left = round(sum(s.count(" ") + 1 for s in sentences) * (1 - level))
        kept = []
        for sentence in sentences:
            words = sentence.split(" ")[:left]
            left -= len(words)
            if words:
                kept.append(" ".join(words))
        return kept

    def insert(self, rng, sentences, level):
        """One block of foreign sentences, before, after or amid the text."""
        budget = sum(s.count(" ") + 1 for s in sentences) * level
        block = []
        while budget > 0:
            block.append(rng.choice(self.pool))
            budget -= block[-1].count(" ") + 1
        place = rng.choice((0, len(sentences) // 2, len(sentences)))
        return sentences[:place] + block + sentences[place:]

    def replace(self, rng, sentences, level):
        """Whole sentences exchanged for others, at random places."""
        budget = sum(s.count(" ") + 1 for s in sentences) * level
        edited = list(sentences)
        for place in rng.sample(range(len(edited)), len(edited)):
            if budget <= 0:
                break
            budget -= edited[place].count(" ") + 1
            edited[place] = rng.choice(self.pool)
        return edited


class Corpus:
    """What article stands on which line, and its sentences."""

    def __init__(self, given):
        self.seed, self.count, self.skew = given.seed, given.number, given.skew
        rng = random.Random(f"{given.seed} corpus")
        if given.source:
            pool = sentences_of(given.source)
            if len(pool) < 1_000:
                sys.exit(f"make_corpus.py: {given.source}: {len(pool)} sentences are too few, 1,000 are needed")
        else:
            grammar = Grammar(rng)
            # As many sentences as articles: each then recurs in about twenty of them, whatever the size.
            pool = sorted({grammar.sentence() for _ in range(max(20_000, given.number))})
        rng.shuffle(pool)
        self.pool = pool
        self.edits = Edits(pool, sorted({word for sentence in pool[:50_000] for word in sentence.split(" ")}))
        self.block = self.take(rng, BLOCK_WORDS)

        lines = list(range(given.number))
        rng.shuffle(lines)
        share = {None: COPIES, "block": BLOCK_COPIES, "identical": 0}[given.skew]
        copies = int(given.number * share)
        originals = lines[copies:]
        # Half as many sources as copies: families of several articles occur.
        sources = originals[: max(1, copies // 2)]
        kinds = ("words", "cut", "insert", "replace") if given.skew is None else ("words",)
        levels = LEVELS if given.skew is None else LEVELS[:2]
        self.copies = {}
        for number, line in enumerate(lines[:copies]):
            kind, level = kinds[number % len(kinds)], levels[number // len(kinds) % len(levels)]
            self.copies[line] = (rng.choice(sources), kind, level)

    def take(self, rng, words):
        """Sentences of exactly so many words."""
        taken = []
        while words > 0:
            sentence = rng.choice(self.pool).split(" ")[:words]
            words -= len(sentence)
            taken.append(" ".join(sentence))
        return taken

    def original(self, line):
        rng = random.Random(f"{self.seed} article {line}")
        if self.skew == "block":
            return self.take(rng, OWN_WORDS)
        target, size, sentences = max(400, rng.lognormvariate(*LENGTH)), 0, []
        while size < target:
            sentences.append(rng.choice(self.pool))
            size += len(sentences[-1]) + 1
        return sentences

    def sentences(self, line):
        if self.skew == "identical":
            return self.original(0)
        rng = random.Random(f"{self.seed} copy {line}")
        if line in self.copies:
            source, kind, level = self.copies[line]
            sentences = getattr(self.edits, kind)(rng, self.original(source), level)
        else:
            source, sentences = line, self.original(line)
        if self.skew == "block":
            first = random.Random(f"{self.seed} block {source}").random() < 0.5
            sentences = self.block + sentences if first else sentences + self.block
        return sentences

    def articles(self):
        """Yields (id, sentences), line by line."""
        for line in range(self.count):
            yield f"a{line:07}", self.sentences(line)

    def labels(self):
        for line, (source, kind, level) in sorted(self.copies.items()):
            yield f"{source}\t{line}\t{kind}\t{level}\n"


def paragraphs(sentences):
    return [" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)]


def page(rng, name, sentences):
    """A small page: the article between the furniture of its host."""
    host = f"www.paper{rng.randrange(200)}.example"
    title = html.escape(" ".join(sentences[0].split(" ")[:9]))
    body = "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in paragraphs(sentences))
    menu = "".join(f'<li><a href="/{word}">{word.title()}</a></li>' for word in ("news", "money", "sport", "weather"))
    text = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title} | {host}</title></head>\n<body>'
        f'<header><a href="/">{host}</a><nav><ul>{menu}</ul></nav></header>\n<main><article><h1>{title}</h1>\n{body}'
        f"</article></main>\n<aside>Read also: <a href=\"/top\">The most read this week</a></aside>\n<footer>© {host}. "
        f'<a href="/terms">Terms</a> <a href="/contact">Contact us</a></footer></body></html>\n'
    )
    return f"https://{host}/{name}.html", text


def warc_record(rng, kind, date, content, headers):
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Date: {date:%Y-%m-%dT%H:%M:%SZ}",
        f"WARC-Record-ID: <urn:uuid:{uuid.UUID(int=rng.getrandbits(128), version=4)}>",
        *headers,
        f"Content-Length: {len(content)}",
    ]
    # One gzip member a record, as crawlers write them, so that readers can skip from record to record.
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress("\r\n".join(lines).encode() + b"\r\n\r\n" + content + b"\r\n\r\n") + packer.flush()


def write_pages(path, corpus):
    rng = random.Random(f"{corpus.seed} pages")
    date = datetime(2024, 1, 1, tzinfo=timezone.utc)
    with open(path, "wb") as out:
        about = b"software: make_corpus.py\r\nformat: WARC File Format 1.1\r\n"
        out.write(warc_record(rng, "warcinfo", date, about, ["Content-Type: application/warc-fields"]))
        for name, sentences in corpus.articles():
            url, text = page(rng, name, sentences)
            date += timedelta(seconds=7)
            body = text.encode()
            http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
            headers = [f"WARC-Target-URI: {url}", "Content-Type: application/http; msgtype=response"]
            out.write(warc_record(rng, "response", date, http.encode() + body, headers))


def write_gz(path, plain):
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    with open(plain, "rb") as lines, open(path, "wb") as out:
        while chunk := lines.read(1 << 20):
            out.write(packer.compress(chunk))
        out.write(packer.flush())


def write_zst(path, plain):
    try:
        import zstandard
    except ImportError:
        if not shutil.which("zstd"):
            sys.exit("make_corpus.py: --zst needs the Python package zstandard or the command zstd")
        subprocess.run(["zstd", "--quiet", "--force", plain, "-o", path], check=True)
        return
    with open(plain, "rb") as lines, open(path, "wb") as out:
        zstandard.ZstdCompressor().copy_stream(lines, out)


def write_parquet(path, plain):
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        sys.exit("make_corpus.py: --parquet needs the Python package pyarrow")
    schema = pyarrow.schema([("id", pyarrow.string()), ("text", pyarrow.string())])
    with open(plain, encoding="utf-8") as lines, pyarrow.parquet.ParquetWriter(path, schema) as out:
        while batch := [json.loads(line) for line in itertools.islice(lines, 20_000)]:
            out.write_table(pyarrow.Table.from_pylist(batch, schema))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path, help="where to write; NAME.jsonl, the other files are named after it")
    parser.add_argument("-n", "--number", type=int, default=100_000, help="articles (default 100,000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="source", type=Path, help="JSON Lines with text (.gz too) to take sentences from")
    parser.add_argument(
        "--skew",
        choices=("block", "identical"),
        help=f"block: every article is one and the same {BLOCK_WORDS}-word block and {OWN_WORDS} words of its own, one "
        "in twenty a near-duplicate; identical: one text under many ids, no labels",
    )
    parser.add_argument("--pages", action="store_true", help="also NAME.warc.gz, the articles as small HTML pages")
    parser.add_argument("--gz", action="store_true", help="also NAME.jsonl.gz")
    parser.add_argument("--zst", action="store_true", help="also NAME.jsonl.zst")
    parser.add_argument("--parquet", action="store_true", help="also NAME.parquet (needs pyarrow)")
    given = parser.parse_args()
    if given.output.suffix != ".jsonl":
        parser.error("the output is to be named NAME.jsonl")
    if given.number < 1:
        parser.error("at least one article")
    return given


def main():
    given = arguments()
    corpus = Corpus(given)
    given.output.parent.mkdir(parents=True, exist_ok=True)
    with open(given.output, "w", encoding="utf-8", newline="\n") as out:
        for name, sentences in corpus.articles():
            record = {"id": name, "text": "\n".join(paragraphs(sentences))}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    if given.skew != "identical":
        with open(given.output.with_suffix(".labels.tsv"), "w", encoding="utf-8", newline="\n") as out:
            out.writelines(corpus.labels())
    if given.pages:
        write_pages(given.output.with_suffix(".warc.gz"), corpus)
    for wanted, suffix, write in (
        (given.gz, ".jsonl.gz", write_gz),
        (given.zst, ".jsonl.zst", write_zst),
        (given.parquet, ".parquet", write_parquet),
    ):
        if wanted:
            write(given.output.with_suffix(suffix), given.output)
    size = given.output.stat().st_size
    print(f"{given.number} articles, {size / 1e6:.1f} MB, {len(corpus.copies)} planted copies")


if __name__ == "__main__":
    main()
