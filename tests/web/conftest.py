"""A real browser and two running nodes for the tests of the desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from tests.web import desks
from tests.web.officer import Seat

REPOSITORY = Path(__file__).resolve().parents[2]
STATIC = REPOSITORY / "src" / "commonground" / "node" / "static" / "index.html"
expect.set_options(timeout=30_000)  # a busy machine is no reason to fail
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox in containers; no GPU, as on the laptops we expect; nothing that talks to anybody.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without WebGL. Ended with its file: its event loop would stand in the way of other tests' own."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    assert found, "the browser tests need Chromium: apt-get install chromium"
    assert STATIC.is_file(), "the desk is not built: npm ci && npm run build in web/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, desks.Node]]:
    """Two running nodes, shared by the tests of one file."""
    with desks.two_nodes(tmp_path_factory.mktemp("desks")) as running:
        yield running


@pytest.fixture
def seats(browser: Browser, nodes: dict[str, desks.Node]) -> Iterator[dict[str, Seat]]:
    """Both officers at their desks, in ONE browser, so that a shared cookie would show."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    context.set_default_timeout(60_000)
    taken = {code: Seat.take(context, node) for code, node in nodes.items()}
    yield taken
    for seat in taken.values():
        seat.leave()
        seat.nothing_went_elsewhere()
    context.close()
