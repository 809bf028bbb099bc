#!/usr/bin/env python3
"""Runs tools on one JSON Lines file and prints one table: time, memory, recall and precision. Standard library only.

Each run is a whole process, from the file to the written pairs: interpreter start, reading, sketching, output. It is
pinned to as many processors as it is given threads, so that a tool without a switch for threads is held to them too.
Tools take turns (a, b, c, a, b, c), so that a slow minute of the machine meets all of them; the table has the median
run. Memory is the largest resident set that the kernel saw. Pairs are checked against an exact truth, see README.md.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PHYSICAL_MEMORY = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def commands(built, binary):
    """Tool name -> (how it is called, whether it has threads); {} stand for the input, pairs, kept file and threads."""
    python = built / "venv" / "bin" / "python"

    def runner(name):
        return [python, HERE / f"run_{name}.py", "{input}", "{pairs}", "--threads", "{threads}"]

    def gaoya(name):
        return [built / name, "{input}", "{pairs}", "--threads", "{threads}"]

    wiretrace = [
        binary,
        *("dedup", "{input}", "--pairs", "{pairs}", "-o", "{kept}", "--threads", "{threads}", "--quiet"),
    ]
    return {
        "wiretrace": (wiretrace, True),
        "gaoya-rust-mimalloc": (gaoya("gaoya-rust-mimalloc"), True),
        "gaoya-rust": (gaoya("gaoya-rust"), True),
        "daft": (runner("daft"), True),
        "gaoya": (runner("gaoya"), True),
        "rensa": (runner("rensa"), True),
        "datasketch": (runner("datasketch"), False),
    }


def line_numbers(path):
    """The id of every line -> its number; an id that occurs twice cannot be judged."""
    numbers = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            name = str(record.get("id", record.get("url", f"{path}:{number + 1}")))
            if name in numbers:
                sys.exit(f"compare.py: {path}: line {number + 1} repeats the id {name!r}")
            numbers[name] = number
    return numbers


def read_truth(path, threshold):
    truth = set()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            a, b, similarity = line.split("\t")
            if float(similarity) >= threshold:
                truth.add((int(a), int(b)))
    return truth


def read_pairs(path, numbers):
    pairs = set()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            pair = json.loads(line)
            a, b = numbers[str(pair["a"])], numbers[str(pair["b"])]
            pairs.add((min(a, b), max(a, b)))
    return pairs


def judge(found, truth):
    right = len(found & truth)
    return {
        "pairs": len(found),
        "recall": right / len(truth) if truth else 1.0,
        "precision": right / len(found) if found else 1.0,
    }


def run(command, threads, timeout, memory):
    """One whole process: its wall, user and system seconds, its largest resident set, its exit code."""
    processors = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []

    def confine():
        # The last processors: the first often serves the interrupts.
        if len(processors) > threads:
            os.sched_setaffinity(0, processors[-threads:])
        # A tool that expands a bucket of everything must fail by itself, not take the machine along.
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))

    with tempfile.TemporaryFile() as messages:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            stdout=messages,
            stderr=subprocess.STDOUT,
            # Runners hash words with Python's own hash: the same pairs in every run.
            env={**os.environ, "PYTHONHASHSEED": "0"},
            preexec_fn=confine,
        )
        late = threading.Timer(timeout, process.kill)
        late.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        timed_out = not late.is_alive()
        late.cancel()
        messages.seek(0)
        said = messages.read().decode(errors="replace").strip()
    failure = None
    if timed_out:
        failure = f"stopped after {timeout:.0f} s"
    elif process.returncode:
        failure = f"exit code {process.returncode}; {said[-2000:]}"
    # Linux counts in KiB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "wall": wall,
        "user": usage.ru_utime,
        "system": usage.ru_stime,
        "peak_bytes": usage.ru_maxrss * unit,
        "exit_code": process.returncode,
        "failure": failure,
    }


def machine():
    """What the numbers were measured on."""
    processor = platform.processor()
    if Path("/proc/cpuinfo").exists():
        names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
        processor = names[0].split(":", 1)[1].strip() if names else processor
    return {
        "system": platform.platform(),
        "processor": processor,
        "processors": os.cpu_count(),
        "memory_bytes": PHYSICAL_MEMORY,
        "load_before": os.getloadavg()[0],
        "python": platform.python_version(),
    }


def versions(binary):
    asked = dict(line.split("==") for line in (HERE / "requirements.txt").read_text().split())
    if binary.exists():
        answer = subprocess.run([binary, "--version"], capture_output=True, text=True)
        asked["wiretrace"] = answer.stdout.strip().removeprefix("wiretrace ")
    head = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True)
    asked["commit"] = head.stdout.strip() or None
    return asked


def table(results, size, threads):
    """Markdown, fastest first by the time with the most threads."""
    times = " | ".join(f"{n} thread{'s' * (n > 1)}, s" for n in threads)
    rows = [
        f"| tool | {times} | MB/s | processor s | peak MB | pairs | recall | precision |",
        "| --- |" + " ---: |" * (len(threads) + 6),
    ]

    def middle(name, count):
        good = [r for r in results if r["tool"] == name and r["threads"] == count and not r["failure"]]
        return statistics.median_low([r["wall"] for r in good]) if good else None, good

    def order(name):
        seconds = [middle(name, count)[0] for count in reversed(threads)]
        return next((s for s in seconds if s is not None), float("inf"))

    for name in sorted(dict.fromkeys(r["tool"] for r in results), key=order):
        cells, chosen = [], None
        for count in threads:
            seconds, good = middle(name, count)
            cells.append("-" if seconds is None else f"{seconds:.2f}")
            if seconds is not None:
                chosen = next(r for r in good if r["wall"] == seconds)
        if chosen is None:
            failure = next((r["failure"] for r in results if r["tool"] == name and r["failure"]), "")
            rows.append(f"| {name} | " + "failed: " + failure.splitlines()[-1][:80] + " |" * (len(threads) + 6))
            continue
        judged = [f"{chosen[key]:.4f}" if key in chosen else "-" for key in ("recall", "precision")]
        cells += [
            f"{size / 1e6 / chosen['wall']:.0f}",
            f"{chosen['user'] + chosen['system']:.2f}",
            f"{chosen['peak_bytes'] / 1e6:.0f}",
            str(chosen.get("pairs", "-")),
            *judged,
        ]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", type=Path, help="JSON Lines with id and text")
    parser.add_argument("--truth", type=Path, help="line_a TAB line_b TAB jaccard; without it pairs are not judged")
    parser.add_argument("--tools", help="comma-separated; by default all that are installed")
    parser.add_argument("--threads", default="1,2", help="comma-separated counts (default 1,2)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each tool at each count (default 3)")
    parser.add_argument("--threshold", type=float, default=0.7, help="pairs of the truth that count (default 0.7)")
    parser.add_argument("--timeout", type=float, default=1800, help="seconds after which a run is stopped")
    parser.add_argument("--memory", type=float, help="GB a run may allocate (default: three quarters of the memory)")
    parser.add_argument("--built", type=Path, default=ROOT / "target" / "peers", help="where setup.sh has put things")
    parser.add_argument("--wiretrace", type=Path, default=ROOT / "target" / "release" / "wiretrace", help="the binary")
    parser.add_argument("--json", type=Path, help="where to write every run")
    return parser.parse_args()


def main():
    given = arguments()
    known = commands(given.built, given.wiretrace)
    tools = given.tools.split(",") if given.tools else list(known)
    if unknown := [name for name in tools if name not in known]:
        sys.exit(f"compare.py: no such tool: {', '.join(unknown)}; there are {', '.join(known)}")
    if missing := [name for name in tools if not Path(known[name][0][0]).exists()]:
        print(f"not built, left out: {', '.join(missing)}", file=sys.stderr)
        tools = [name for name in tools if name not in missing]
    if not tools:
        sys.exit("compare.py: nothing to run")
    memory = int(given.memory * 1e9) if given.memory else PHYSICAL_MEMORY * 3 // 4
    threads = [int(n) for n in given.threads.split(",")]
    if max(threads) > os.cpu_count():
        sys.exit(f"compare.py: {max(threads)} threads asked, {os.cpu_count()} processors there")

    numbers = line_numbers(given.input) if given.truth else None
    truth = read_truth(given.truth, given.threshold) if given.truth else None
    about = {
        "machine": machine(),
        "versions": versions(given.wiretrace),
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    results = []
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        # Reads the file once, so that the first tool does not pay for the disk.
        with open(given.input, "rb") as whole:
            while whole.read(1 << 24):
                pass
        for turn in range(given.runs):
            for count in threads:
                for name in tools:
                    command, threaded = known[name]
                    if not threaded and count != threads[0]:
                        continue
                    pairs = Path(folder) / "pairs.jsonl"
                    pairs.unlink(missing_ok=True)
                    places = {
                        "input": given.input,
                        "pairs": pairs,
                        "kept": Path(folder) / "kept.jsonl",
                        "threads": count,
                    }
                    result = run([str(part).format(**places) for part in command], count, given.timeout, memory)
                    if result["exit_code"] == 0 and truth is not None:
                        result.update(judge(read_pairs(pairs, numbers), truth))
                    results.append({"tool": name, "threads": count, "turn": turn, **result})
                    outcome = "failed" if result["failure"] else f"{result['wall']:.2f} s"
                    print(f"{name}, threads {count}, run {turn + 1}: {outcome}", file=sys.stderr)

    size = given.input.stat().st_size
    print(table(results, size, threads))
    if given.json:
        about["input"] = {"name": given.input.name, "bytes": size, "truth_pairs": truth and len(truth)}
        given.json.write_text(json.dumps({**about, "results": results}, indent=1) + "\n", encoding="utf-8")
    sys.exit(any(r["failure"] for r in results))


if __name__ == "__main__":
    main()
