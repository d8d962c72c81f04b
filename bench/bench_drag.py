"""Does the map follow the hand with 100,000 places in each pane? At least 50 frames a second, p95 at most 33 ms.

A real browser without WebGL, a real mouse: three seconds of dragging, then eight steps of the wheel. Ours are the two
panes of the desk of a running node, each in its own plane; the peer is two plain OpenLayers vector layers with the same
places in the same browser. That the maps really moved is checked, because a drag that hits nothing is always smooth.
The places reach the page as the node sends them (`/api/register/dots`), made up here instead of said one by one.
"""

from __future__ import annotations

import http.server
import shutil
import statistics
import struct
import subprocess
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, Route, sync_playwright
from tests.web import desks
from tests.web.conftest import FLAGS, NAMES
from tests.web.officer import Seat, settled

PLACES = 100_000
DRAG_S = 3.0
WEB = Path(__file__).resolve().parents[1] / "web"
RECORD = """() => {
  globalThis.frames = []; globalThis.going = true;
  const next = (at) => { globalThis.frames.push(at); if (globalThis.going) requestAnimationFrame(next) };
  requestAnimationFrame(next);
}"""
STOP = "() => { globalThis.going = false; return globalThis.frames }"


def dots() -> bytes:
    """The places as the node sends them: half of each sign, in clusters over the theatre of tests/web."""
    random = np.random.default_rng(1)
    west, south, east, north = desks.SEA
    middles = random.uniform((south, west), (north, east), (200, 2))
    degrees = middles[random.integers(0, 200, PLACES)] + random.normal(0, 0.05, (PLACES, 2))
    sorts = random.integers(0, 2, PLACES).astype(np.uint8).tobytes()
    return struct.pack("<II", PLACES, 0) + degrees.astype("<f8").tobytes() + sorts


def frames(page: Page, box: dict[str, float]) -> tuple[float, float, float]:
    """Frames a second and the p95 between two while dragging; the p95 while the wheel turns. In milliseconds."""
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(RECORD)
    end, step = time.monotonic() + DRAG_S, 0
    while time.monotonic() < end:
        step += 1
        page.mouse.move(x + 220 * np.sin(step / 25), y + 180 * np.sin(step / 37))
    dragged = np.diff(page.evaluate(STOP))
    page.mouse.up()
    settled(page)
    page.evaluate(RECORD)
    for notch in range(8):
        page.mouse.wheel(0, -120 if notch < 4 else 120)
        page.wait_for_timeout(150)
    wheeled = np.diff(page.evaluate(STOP))
    return 1000 / float(dragged.mean()), float(np.percentile(dragged, 95)), float(np.percentile(wheeled, 95))


def medians(page: Page, box: dict[str, float]) -> tuple[float, ...]:
    """The middle one of three tries, figure by figure."""
    return tuple(statistics.median(one) for one in zip(*(frames(page, box) for _ in range(3)), strict=True))


def heap_mb(page: Page) -> float:
    """What the page holds after everything it no longer needs was thrown away."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")
    return float(used["usedSize"] + used["embedderHeapUsedSize"] + used["backingStorageSize"]) / 1e6


def ours(browser: Browser, places: bytes) -> tuple[float, ...]:
    """The desk of North, its register as large as that."""
    with tempfile.TemporaryDirectory() as folder, desks.two_nodes(Path(folder)) as nodes:
        context = browser.new_context(viewport={"width": 1366, "height": 768})

        def more(route: Route) -> None:
            answer = route.fetch()
            if answer.status != 200:
                return route.fulfill(response=answer)
            desk: dict[str, Any] = answer.json() | {"register_left_off": PLACES, "register_version": 1}
            return route.fulfill(response=answer, json=desk)

        context.route("**/api/desk", more)
        context.route("**/api/register/dots", lambda route: route.fulfill(body=places))
        with context.expect_event("response", lambda one: one.url.endswith("/dots"), timeout=60_000):
            seat = Seat.take(context, nodes["north"])
        page = seat.page
        settled(page)
        pane = page.locator("[data-pane=own] .map").bounding_box()
        other = page.locator("[data-pane=other] .map")
        before = other.screenshot()
        found = medians(page, pane)
        assert other.screenshot() != before, "both maps have to move"
        used = heap_mb(page)
        context.unroute_all(behavior="ignoreErrors")
        context.close()
        return *found, used


def peer(browser: Browser, places: bytes) -> tuple[float, ...]:
    """Two plain vector layers."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npx", "vite", "build", "--config", "bench/vite.config.ts", "--outDir", folder, "--logLevel", "error"],
            cwd=WEB, check=True,
        )  # fmt: skip
        (Path(folder) / "dots").write_bytes(places)
        handler = partial(Quiet, directory=folder)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            page.locator("body[data-ready]").wait_for(timeout=120_000)
            before = page.evaluate("() => centre()")
            found = frames(page, page.locator("#own").bounding_box())  # once: it takes its time
            assert page.evaluate("() => centre()") != before
            used = heap_mb(page)
            page.close()
            server.shutdown()
            return *found, used


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves one folder and says nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def main() -> None:
    """One row a figure: ours, the peer, the budget; medians of three, the peer once."""
    chromium = next(path for name in NAMES if (path := shutil.which(name)))
    places = dots()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        mine = [
            statistics.median(one) for one in zip(*(ours(browser, places) for _ in range(3)), strict=True)
        ]
        theirs = peer(browser, places)
        browser.close()
    names = (
        "frames a second, dragging",
        "p95 of a frame, dragging",
        "p95 of a frame, wheel",
        "heap after collection",
    )
    units, budgets = ("", " ms", " ms", " MB"), ("at least 50", "33 ms", "120 ms", "80 MB")
    print(f"{PLACES:,} places in each of two panes, {DRAG_S:.0f} s of dragging, no WebGL")
    print("| | the desk | two plain OpenLayers vector layers | budget |\n|---|---|---|---|")
    for name, unit, a, b, budget in zip(names, units, mine, theirs, budgets, strict=True):
        print(f"| {name} | {a:.0f}{unit} | {b:.0f}{unit} | {budget} |")


if __name__ == "__main__":
    main()
