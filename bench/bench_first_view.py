"""How soon does an officer see his desk? First usable view under 1.5 s on loopback, the board under 0.5 s.

Two real nodes, Chromium without a GPU, the median of seven loads by an officer who has taken the desk: first paint,
until the heading, the enquiries and both maps stand, and the plain board. No peer shows two parties' maps, so the
figures stand against the budget. Also the size of the page as it is sent, compressed.
"""

from __future__ import annotations

import gzip
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from tests.web import desks
from tests.web.conftest import FLAGS, NAMES, STATIC
from tests.web.officer import Seat

LOADS = 7


def usable_s(page: Page, url: str) -> tuple[float, float]:
    """Seconds from asking until first paint, and until heading and both maps are drawn."""
    started = time.monotonic()
    page.goto(url)
    page.get_by_role("heading", name="Desk of North").wait_for()
    page.wait_for_function("() => document.querySelectorAll('canvas').length >= 2")
    usable = time.monotonic() - started
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN")
    return float(paint) / 1000, usable


def shipped_kb() -> float:
    """Everything that is shipped, compressed: page, code, style, every language and font, in kilobytes."""
    files = [path for path in STATIC.parent.rglob("*") if path.is_file() and path.suffix != ".map"]
    packed = (
        len(path.read_bytes() if path.suffix == ".woff2" else gzip.compress(path.read_bytes()))
        for path in files
    )
    return sum(packed) / 1000


def main() -> None:
    """Print one row a figure."""
    chromium = next(path for name in NAMES if (path := shutil.which(name)))
    with (
        tempfile.TemporaryDirectory() as folder,
        desks.two_nodes(Path(folder)) as nodes,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        seat = Seat.take(context, nodes["north"])
        loads = [usable_s(seat.page, f"{seat.node.url}/") for _ in range(LOADS)]
        boards = []
        for _ in range(LOADS):
            started = time.monotonic()
            seat.page.goto(f"{seat.node.url}/board")
            boards.append(time.monotonic() - started)
        browser.close()
    print(f"| first paint of the desk | {statistics.median(paint for paint, _ in loads):.2f} s | |")
    print(
        f"| desk usable, both maps drawn | {statistics.median(usable for _, usable in loads):.2f} s | 1.5 s |"
    )
    print(f"| the board | {statistics.median(boards):.2f} s | 0.5 s |")
    print(
        f"| everything that is shipped, all languages and fonts, compressed | {shipped_kb():.0f} kB | 250 kB |"
    )


if __name__ == "__main__":
    main()
