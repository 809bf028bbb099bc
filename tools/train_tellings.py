#!/usr/bin/env python3
"""Trains assets/telling_model.json, the weights by which two texts tell the same, on the sample corpus and real news.

usage: train_tellings.py TRANSLATIONS [--split dev] [--errors]

Needs tools/train_copies.txt (pip install -r) and the example `tellings`, built in any profile. The example measures all
pairs that may tell the same and have no text in common; this fits a logistic model for those in different languages
(`translation`), one for those of which one text has fewer than five sentences (`brief`), and one for those in one language
(`retelling`). Right are pairs of one story of which one is retold or translated, or was made from one that is. The sample's
texts were written to be told apart, and none is brief; how alike two real reports of one event can be, or a real article
and a quarter of its translation, or two unlike briefs, is learned from TRANSLATIONS, which `cargo run --release --example
translations -- STORIES OTHERS --measures TRANSLATIONS` writes. Weights may have no other sign than the one that makes
sense, and are drawn toward zero; how strongly is chosen by leaving out one fifth of the stories after the other, and the
numbers that are printed are told of those left out. Only rows of the split are learned from. Run it before
train_sources.py, which sees its results.
"""
import json, os, sys

import numpy as np
from scipy.optimize import minimize

from sample import ROOT, SPLIT, measured, plain, truth

FOLDS = 5

# The sign that each weight may have: 1 speaks for it, -1 against it, 0 either.
SIGNS = {
    "constant": 0, "order": 1, "mutual": 1, "pairs": 1, "covered": 1, "covered-more": 1, "numbers": 1, "numbers-shared": 1,
    "no-numbers": 0, "numbers-lacking": -1, "names": 1, "names-shared": 1, "names-lacking": -1, "places": 1,
    "places-shared": 1, "length": 0, "longer": 0, "names-outlet": 1, "names-agency": 1,
}
NAMES = list(SIGNS)
RETOLD = ("retelling", "translation", "partial-translation")
# Of these it cannot be said which part tells the same.
UNCLEAR = ("excerpt", "composite", "unrelated")
# Sentences below which a text is brief.
BRIEF = 5
# What a pair of each set counts: those of the sample fully, of real news less, as there are more and all of few stories,
# told in eight languages. "brief" are the first sentences of articles alone. That every second sentence is left out
# ("halves") is nobody's way.
COUNTS = {
    "sample": 1.0, "whole": 0.5, "half": 0.5, "quarter": 0.5, "turned": 0.5, "any": 0.5, "brief": 0.2, "one language": 0.2,
}
# What a pair counts if one is brief: of many briefs few are translated.
BRIEF_COUNTS = {True: 0.1, False: 1.0}


def version(rows, name):
    """The first article with the same words: the source of the source, up to one that is retold or translated."""
    for _ in range(20):
        row = rows.get(name)
        if not row or not row["source"] or row["relation"] in RETOLD:
            return name
        name = plain(row["source"])
    return name


def model_of(in_one_language, sentences):
    return "retelling" if in_one_language else "brief" if sentences < BRIEF else "translation"


def pairs():
    """All pairs of the sample that may be the same: the model they are for, the story, the measures, whether they are, the
    set and what they are."""
    rows = truth()
    for pair in measured("tellings"):
        a, b = rows[plain(pair["a"])], rows[plain(pair["b"])]
        if (a["split"], b["split"]) != (SPLIT, SPLIT):
            continue
        relations = (a["relation"], b["relation"])
        same = a["story"] is not None and a["story"] == b["story"] and "series" not in relations
        if same and (version(rows, a["id"]) == version(rows, b["id"]) or any(r in UNCLEAR for r in relations)):
            continue
        x = np.array([pair["measures"][name] for name in NAMES])
        model = model_of(pair["in_one_language"], round(np.expm1(pair["measures"]["length"])))
        yield model, a["story"] or a["id"], x, same, "sample", f"{a['id']} {a['relation']}, {b['id']} {b['relation']}"


# How many pairs of real news are the same and are not, measured or too unlike for that, by their model and set.
ASKED = {}


def real_pairs(path):
    for pair in map(json.loads, open(path, encoding="utf-8")):
        name = pair["set"]
        if name not in COUNTS:
            continue
        model = model_of(name == "one language", min(pair["sentences"]))
        ASKED.setdefault((model, name), {True: 0, False: 0})[pair["true"]] += 1
        if pair["measures"]:
            x = np.array([pair["measures"][name] for name in NAMES])
            yield model, f"work {pair['work']}", x, pair["true"], name, f"{name} of work {pair['work']}"


def fit(x, y, counts, strength):
    drawn = np.array([0.0 if name == "constant" else strength for name in NAMES])

    def loss(weights):
        odds = x @ weights
        return (counts @ np.logaddexp(0, np.where(y, -odds, odds)) + 0.5 * drawn @ weights**2,
                x.T @ (counts * (1 / (1 + np.exp(-odds)) - y)) + drawn * weights)

    bounds = [(0 if SIGNS[n] > 0 else None, 0 if SIGNS[n] < 0 else None) for n in NAMES]
    return minimize(loss, np.zeros(len(NAMES)), jac=True, bounds=bounds, method="L-BFGS-B").x


def rates(model, sets, y, odds):
    """For each set: how many of the true pairs are found, and how many of the others are wrong; and the share that is
    found where one in a thousand of those is, most of which are so unlike that they were not measured."""
    for name in dict.fromkeys(sets):
        right, wrong = odds[(sets == name) & y], np.sort(odds[(sets == name) & ~y])[::-1]
        asked = ASKED.get((model, name), {True: right.size, False: wrong.size})
        rare = ""
        if (model, name) in ASKED and asked[True] and asked[False] >= 1000:
            rare = f", {(right > wrong[asked[False] // 1000]).sum() / asked[True]:.3f} at .1 %"
        yield (f"{name} {(right > 0).sum()} of {asked[True]} found, {(wrong > 0).sum()} of {asked[False]} wrong{rare}")


def train(name, found):
    found = [f[1:] for f in found if f[0] == name]
    x, y = np.array([f[1] for f in found]), np.array([f[2] for f in found])
    sets = np.array([f[3] for f in found])
    counts = np.array([BRIEF_COUNTS[bool(f[2])] if name == "brief" else COUNTS[f[3]] for f in found])
    # Stories with a translation or retelling first, so that every fifth has some.
    made = {f[0] for f in found if f[2]}
    stories = sorted({f[0] for f in found}, key=lambda story: (story not in made, story))
    fold = {story: n % FOLDS for n, story in enumerate(stories)}
    of = np.array([fold[f[0]] for f in found])
    tried = []
    for strength in (0.1, 0.3, 1.0, 3.0):
        odds = np.zeros(len(found))
        for k in range(FOLDS):
            rest = of != k
            odds[~rest] = x[~rest] @ fit(x[rest], y[rest], counts[rest], strength)
        loss = counts @ np.logaddexp(0, np.where(y, -odds, odds))
        print(f"{name}, held out, strength {strength}: {'; '.join(rates(name, sets, y, odds))}; loss {loss:.1f}")
        tried.append((loss, strength, odds))
    _, strength, odds = min(tried, key=lambda t: t[0])
    if "--errors" in sys.argv:
        for (_, _, same, _, what), o in sorted(zip(found, odds), key=lambda f: -f[1]):
            if (o > 0) != same:
                print(f"  {'missed' if same else 'wrong'} {o:.1f}: {what}")
    weights = fit(x, y, counts, strength)
    print(f"{name}, all, strength {strength}: {'; '.join(rates(name, sets, y, x @ weights))}")
    return {name: round(float(w), 3) for name, w in zip(NAMES, weights) if abs(w) >= 0.0005}


def main():
    found = [*pairs(), *real_pairs(sys.argv[1])]
    models = {name: train(name, found) for name in ("translation", "brief", "retelling")}
    # No brief here names another's site or agency: that says what it says elsewhere.
    for measure in ("names-outlet", "names-agency"):
        models["brief"][measure] = models["translation"].get(measure, 0.0)
    with open(os.path.join(ROOT, "assets", "telling_model.json"), "w", encoding="utf-8") as out:
        out.write(json.dumps(models, indent=2) + "\n")


if __name__ == "__main__":
    main()
