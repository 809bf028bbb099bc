#!/usr/bin/env python3
"""Runs a command and says how much memory of its own it took at the peak (Linux only).

    benches/own_memory.py COMMAND [ARGUMENT...]

What is mapped from files does not count: the system can drop that at any time. The system keeps no peak of
the rest, so it is read every two milliseconds.
"""

import subprocess
import sys
import time


def own(status: bytes) -> int:
    """Kilobytes of anonymous memory."""
    at = status.find(b"RssAnon:")
    return int(status[at + 8 : status.find(b"kB", at)]) if at >= 0 else 0


def main() -> int:
    begun = time.monotonic()
    process = subprocess.Popen(sys.argv[1:])
    peak = 0
    with open(f"/proc/{process.pid}/status", "rb", buffering=0) as status:
        while process.poll() is None:
            try:
                status.seek(0)
                peak = max(peak, own(status.read()))
            except OSError:
                break
            time.sleep(0.002)
    code = process.wait()
    print(f"{peak * 1024 / 1e6:.1f} MB at the peak, {time.monotonic() - begun:.2f} s", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main() if len(sys.argv) > 1 else __doc__)
