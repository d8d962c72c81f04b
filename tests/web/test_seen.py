"""What eyes of every kind see: colour-blind, with the reader's own two colours, enlarged two and four times."""

from __future__ import annotations

import contextlib
import io
from datetime import timedelta

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from tests.web.desks import OFFICER, PASSPHRASE
from tests.web.officer import Seat, settled, until
from tests.web.sheets import PLACE, north_of, on_sheet

from commonground.node import clock
from commonground.node.client import DeskClient
from commonground.position.window import utc_text

pytestmark = pytest.mark.xdist_group("desk seen")
BLIND = ("protanopia", "deuteranopia", "tritanopia", "achromatopsia")
CUT = """() => [...document.querySelectorAll('button, h1, h2, h3, label, td, th, dd, p')].filter((one) =>
  one.checkVisibility() && getComputedStyle(one).overflow === 'hidden' && one.scrollWidth > one.clientWidth + 1
).map((one) => one.textContent)"""


@pytest.fixture(scope="module")
def listed(nodes) -> None:
    """Each party has given the other one site, 30 km apart."""
    now = clock.now()
    for code, place in (("north", north_of(PLACE, 30_000.0)), ("south", PLACE)):
        with contextlib.closing(DeskClient.at(nodes[code].url)) as desk:
            desk.login(OFFICER[code], PASSPHRASE[code])
            window = {"from": utc_text(now), "to": utc_text(now + timedelta(hours=9))}
            to = ["south" if code == "north" else "north"]
            given = {"kind": "site", "item": f"Clinic of {code}", "window": window, "to": to}
            desk.post("/api/notices", given | {"text": on_sheet(code, place)})


@pytest.fixture
def south(seats, listed) -> Seat:
    """South's desk once both sites are on it."""
    page = seats["south"].page
    page.keyboard.press("g")
    for code in ("north", "south"):
        expect(page.get_by_role("dialog")).to_contain_text(f"Clinic of {code}")
    page.keyboard.press("Escape")
    settled(page)
    return seats["south"]


def seen(what: Locator | Page) -> np.ndarray:
    """Its picture: height, width, red green blue."""
    return np.asarray(Image.open(io.BytesIO(what.screenshot())).convert("RGB")).astype(int)


def shape(picture: np.ndarray) -> np.ndarray:
    """Where the picture differs from its corner: the outline of what stands on it."""
    return np.abs(picture - picture[0, 0]).sum(axis=2) > 60


@pytest.mark.parametrize("deficiency", BLIND)
def test_the_parties_are_told_apart_by_shape_whatever_colours_are_seen(south, deficiency) -> None:
    page = south.page
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": deficiency})
    own, other = (shape(seen(page.locator(f"[data-pane={pane}] h2 .sign"))) for pane in ("own", "other"))
    size = min(own.shape[0], other.shape[0]), min(own.shape[1], other.shape[1])
    own, other = own[: size[0], : size[1]], other[: size[0], : size[1]]
    assert own.sum() > 20
    assert other.sum() > 20
    assert (own & other).sum() / (own | other).sum() < 0.9, "a circle and a diamond"
    # Lines and signs stand out from the water even where no colour is seen at all.
    grey = seen(page.locator("[data-pane=own] .map")) @ np.array([0.2126, 0.7152, 0.0722])
    water = np.median(grey)
    assert (np.abs(grey - water) > 60).sum() > 500
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": "none"})


def test_with_the_readers_own_colours_the_maps_are_drawn_in_them(south) -> None:
    page = south.page
    pane = page.locator("[data-pane=own] .map")
    before = seen(pane)
    page.emulate_media(forced_colors="active")
    settled(page)
    until(lambda: not np.array_equal(seen(pane), before))
    ink, ground = page.evaluate(
        """() => ['CanvasText', 'Canvas'].map((name) => {
          const probe = document.body.appendChild(document.createElement('i'));
          probe.style.cssText = `color: ${name}; forced-color-adjust: none`;
          const found = getComputedStyle(probe).color.match(/\\d+/g).slice(0, 3).map(Number);
          probe.remove();
          return found;
        })"""
    )
    drawn = seen(pane).reshape(-1, 3)
    assert (np.abs(drawn - ground).sum(axis=1) < 10).mean() > 0.7, "the ground is the reader's"
    assert (np.abs(drawn - ink).sum(axis=1) < 10).sum() > 300, "lines, signs and labels are in his ink"
    key = seen(page.locator(".legend .key.solid"))
    assert np.abs(key - ground).sum(axis=2).max() > 200, "the legend is seen too"
    page.emulate_media(forced_colors="none")


@pytest.mark.parametrize(("times", "width", "height"), [(2, 683, 384), (4, 342, 192)])
@pytest.mark.parametrize("language", ["en", "fr", "prs"])
def test_enlarged_two_and_four_times_nothing_is_cut_off(south, times, width, height, language) -> None:
    page = south.page
    page.locator(".language select").select_option(language)
    expect(page.locator(f"html[lang={language}]")).to_have_count(1)
    page.set_viewport_size({"width": width, "height": height})
    settled(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), times
    assert page.evaluate(CUT) == []
    for pane in ("own", "other"):
        box = page.locator(f"[data-pane={pane}] .map").bounding_box()
        assert box["width"] > 0.8 * width
        assert box["height"] >= 100
    until(lambda: shape(seen(page.locator("[data-pane=own] .map"))).sum() > 200)
    assert south.swapped() == []
    page.set_viewport_size({"width": 1366, "height": 768})
    page.locator(".language select").select_option("en")
