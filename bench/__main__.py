"""`python -m bench [NAME …]`: every question, or those named, each in a process of its own.

A process a question, so that one's memory and imports do not weigh on the next.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def questions(asked: list[str]) -> list[str]:
    """The names of the benchmark files, all of them or those that hold a word asked for."""
    names = sorted(path.stem for path in HERE.glob("bench_*.py"))
    return [name for name in names if not asked or any(word in name for word in asked)]


def main() -> int:
    """Run them one after the other; the exit code counts those that failed."""
    failed = 0
    for name in questions(sys.argv[1:]):
        print(f"\n== {name.removeprefix('bench_').replace('_', ' ')}", flush=True)
        ended = subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, check=False)
        failed += ended.returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
