#!/usr/bin/env python3
"""Trains assets/source_model.json, the weights by which the source of an article is chosen, on the sample corpus.

usage: train_sources.py [--split dev] [--errors [--measures]]

Needs tools/train_copies.txt (pip install -r) and the example `sources`, built in any profile. The example measures all
possible sources of each article; this fits a conditional logit among them and "none of them" (which is the right
answer for articles that were made from nothing, and where the true source was not found at all). Weights may have no
other sign than the one that makes sense, and are drawn toward zero; how strongly is chosen by leaving out one fifth of
the stories after the other, and the numbers that are printed are told of those left out. Only rows of the split are learned from.
"""
import json, os, sys

import numpy as np
from scipy.optimize import minimize

from sample import ROOT, SPLIT, measured, plain, truth

FOLDS = 5

# The sign that each weight may have: 1 speaks for a source, -1 against it, 0 either.
SIGNS = {
    "article": 0, "similar": 1, "nearly": 1, "held": 1, "given": 1, "translated": 0, "translated-held": 1, "translated-given": 1,
    "retold": 0, "other-numbers": -1, "other-names": -1, "probable": 1, "lacks": -1, "before": 0, "amid": 0, "behind": 0, "closer": 1, "earlier": 1, "later": -1, "undated": -1, "open": -1, "common": -1, "toward": 1, "first": 1, "credit": 1, "left-over": 1,
    "own-name": 1, "edition": 1, "mention": 1, "stranger": 1, "first-hand": 1, "first-hand-named": 1, "other-named": -1,
    "same-named": 0, "same-host": 0, "same-host-days": -1, "unobserved": 0, "claimed": 1, "dateline": 1, "shared": 0, "by-siblings": 0, "siblings": 1,
    "sibling-close": 1, "sibling-later": 0, "author": -1, "names-other": -1, "unnamed": -1,
}
NAMES = list(SIGNS)


def rows():
    of = truth()
    out = []
    for article in measured("sources"):
        row = of[plain(article["id"])]
        if row["split"] != SPLIT:
            continue
        wanted = {plain(source) for source in row.get("sources") or [row["source"]]}
        x = np.array([[p["measures"].get(name, 0.0) for name in NAMES] for p in article["possible"]])
        right = np.array([plain(p["source"]) in wanted for p in article["possible"]])
        out.append((row["story"] or row["id"], x, right, row, article))
    return out


def odds(weights, x):
    return np.append(x @ weights, 0.0)


def loss(weights, rows, strength):
    total, gradient = strength * weights @ weights, 2 * strength * weights
    for _, x, right, _, _ in rows:
        u = odds(weights, x)
        p = np.exp(u - u.max())
        p /= p.sum()
        good = np.append(right, not right.any())
        share = p[good].sum()
        total -= np.log(max(share, 1e-12))
        # Of several right ones any will do.
        toward = np.where(good, p / max(share, 1e-12), 0.0)
        gradient = gradient + (p - toward)[:-1] @ x
    return total, gradient


def fit(rows, strength):
    bounds = [(0 if SIGNS[n] > 0 else None, 0 if SIGNS[n] < 0 else None) for n in NAMES]
    start = np.zeros(len(NAMES))
    return minimize(loss, start, args=(rows, strength), jac=True, bounds=bounds, method="L-BFGS-B").x


def answers(rows, weights):
    for _, x, right, row, article in rows:
        u = odds(weights, x)
        p = np.exp(u - u.max())
        p /= p.sum()
        best = int(np.argmax(p))
        good = bool(right[best]) if best < len(right) else not right.any()
        yield row, article, best, p[best], good, bool(right.any())


def held_out(rows, strength):
    stories = sorted({r[0] for r in rows})
    fold = {story: n % FOLDS for n, story in enumerate(stories)}
    out = []
    for k in range(FOLDS):
        weights = fit([r for r in rows if fold[r[0]] != k], strength)
        out += answers([r for r in rows if fold[r[0]] == k], weights)
    return out


def told(name, found):
    made = [f for f in found if f[5]]
    said = [f for f in found if f[2] < len(f[1]["possible"])]
    nll = -sum(np.log(max(f[3] if f[4] else 1 - f[3], 1e-9)) for f in found) / len(found)
    bins = {}
    for f in said:
        bins.setdefault(min(int(f[3] * 10), 9), []).append((f[3], f[4]))
    error = sum(abs(sum(p - g for p, g in b)) for b in bins.values()) / max(1, len(said))
    print(f"{name}: source right {sum(f[4] for f in made)} of {len(made)}, "
          f"none right {sum(f[4] for f in found if not f[5])} of {sum(1 for f in found if not f[5])}, "
          f"calibration error {error:.3f}, loss {nll:.3f}")


def main():
    all_rows = rows()
    tried = []
    for strength in (0.01, 0.03, 0.1, 0.3, 0.6, 1.0):
        found = held_out(all_rows, strength)
        told(f"held out, strength {strength}", found)
        tried.append((-sum(np.log(max(f[3] if f[4] else 1 - f[3], 1e-9)) for f in found), strength, found))
    # The strongest of those that are hardly worse than the best: what is not seen here is stranger.
    least = min(loss for loss, _, _ in tried)
    _, strength, found = [t for t in tried if t[0] <= 1.1 * least][-1]
    if "--errors" in sys.argv:
        for row, article, at, p, good, _ in found:
            if not good:
                said = article["possible"][at]["source"] if at < len(article["possible"]) else None
                print(f"  {row['id']} {row['relation']}: {said} {p:.2f}, not {row['source']}")
                if "--measures" in sys.argv:
                    for possible in article["possible"]:
                        measures = " ".join(f"{k}={v:.2f}" for k, v in possible["measures"].items())
                        print(f"      {plain(possible['source'])}: {possible['relation']} {measures}")
    weights = fit(all_rows, strength)
    told(f"all, strength {strength}", list(answers(all_rows, weights)))
    path = os.path.join(ROOT, "assets", "source_model.json")
    named = {name: round(float(w), 3) for name, w in zip(NAMES, weights) if abs(w) >= 0.0005}
    with open(path, "w", encoding="utf-8") as out:
        out.write(json.dumps(named, indent=2) + "\n")
    for name, w in sorted(named.items(), key=lambda x: -abs(x[1])):
        print(f"  {w:8.3f}  {name}")


if __name__ == "__main__":
    main()
