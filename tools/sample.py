"""The sample corpus as the training scripts see it: its truth, and what the examples measure of it."""
import json, os, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
SPLIT = sys.argv[sys.argv.index("--split") + 1] if "--split" in sys.argv else "dev"


def measured(example):
    """What an example, built in any profile, says of the corpus: a value for each of its lines."""
    for profile in ("release", "debug"):
        path = os.path.join(TARGET, profile, "examples", example)
        if os.path.exists(path):
            break
    corpus = os.path.join(ROOT, "corpus")
    out = subprocess.run([path, corpus, os.path.join(corpus, "urls.jsonl")], check=True, capture_output=True, cwd=ROOT)
    return [json.loads(line) for line in out.stdout.splitlines()]


def truth():
    """The rows of the truth by their ids."""
    with open(os.path.join(ROOT, "corpus", "truth.jsonl"), encoding="utf-8") as lines:
        return {row["id"]: row for row in map(json.loads, lines)}


def agencies():
    """The name by which each agency goes, by all of its names."""
    names = {}
    for line in open(os.path.join(ROOT, "src", "provenance", "agencies.tsv"), encoding="utf-8"):
        if not line.startswith("#"):
            columns = [column.split("|") for column in line.rstrip("\n").split("\t")]
            for name in sum(columns[:3], []):
                names.setdefault(name.strip(), columns[0][0])
    return names


AGENCIES = agencies()


def plain(name):
    """An id as the truth writes it; an agency by its usual name."""
    if name and name.startswith("unobserved:"):
        agency = name.partition(":")[2]
        return "unobserved:" + AGENCIES.get(agency, agency)
    return name[name.index("pages/"):] if name and "pages/" in name else name
