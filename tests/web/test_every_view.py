"""Every view in every language and colour: rules of access, the order of digits, no scrolling, nothing from elsewhere."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.web.desks import OFFICER, PASSPHRASE
from tests.web.sheets import PLACE, north_of, on_sheet

from commonground.node import clock
from commonground.node.client import DeskClient
from commonground.position.window import utc_text

pytestmark = pytest.mark.xdist_group("desk every_view")  # one pair of nodes for the whole file

LANGUAGES = ("en", "fr", "ar", "prs")
COLOURS = ("night", "day", "contrast")
BOOKS = "rgdifwhpm?"
OVERFLOW = "() => [document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]"


@pytest.fixture(scope="module")
def asked(nodes) -> str:
    """North has asked South about one place and handed a file over; both names have Persian letters and figures."""
    anchor = "کشتی at 06:40-07:15"
    now = clock.now()
    window = {"from": utc_text(now), "to": utc_text(now + timedelta(hours=2))}
    with contextlib.closing(DeskClient.at(nodes["north"].url)) as north:
        north.login(OFFICER["north"], PASSPHRASE["north"])
        north.post(
            "/api/enquiries",
            {
                "to": ["south"],
                "text": on_sheet("north"),
                "anchor": anchor,
                "margin_m": 2000,
                "window": window,
                "occasion": "boats",
                "report": {
                    "words": "31N EC 57844 70944, از 06:40 تا 07:15",
                    "source": "boat 3",
                    "channel": "radio",
                    "at": utc_text(now),
                },
            },
        )
        kept = north.send_bytes("/api/documents/bytes", b"a sheet")
        named = {"title": "نقشه 34881 17662 چاپ 06:40-07:15", "edition": "12", "to": ["south"]}
        north.post("/api/documents", named | {"sha256": kept["sha256"]})
    return anchor


@pytest.fixture
def busy(seats, asked):
    """South's desk with that enquiry open and its readback form under way."""
    south = seats["south"]
    strip = south.enquiry(asked)
    strip.get_by_role("button", name="Open").click()
    strip.get_by_role("button", name="Read back").click()
    south.page.get_by_label("Place in your grid").fill(on_sheet("south", north_of(PLACE, 40.0)))
    expect(south.page.get_by_role("group", name="Read as")).to_contain_text("±")
    return south


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reference_is_reordered_and_no_rule_of_access_broken(busy, language) -> None:
    page = busy.page
    page.locator(".language select").select_option(language)
    expect(page.locator(f"html[lang={language}]")).to_have_count(1)
    for colours in COLOURS:
        page.evaluate("name => { document.documentElement.dataset.theme = name }", colours)
        assert busy.axe() == [], (language, colours)
    assert busy.swapped() == []
    assert page.evaluate(OVERFLOW) == [0, 0]
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("l")
    expect(page.locator(".pane-list")).to_have_count(2)
    assert busy.axe() == []
    assert busy.swapped() == []
    page.keyboard.press("l")
    for key in BOOKS:
        page.keyboard.press(key)
        expect(page.locator("dialog[open]")).to_have_count(1)
        assert busy.axe() == [], (language, key)
        assert busy.swapped() == []
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)


def test_the_digits_of_a_sentence_without_its_boxes_are_seen_to_swap(busy) -> None:
    """The measure of the test before can fail: the same reference, bare, in a sentence that runs the other way."""
    busy.page.evaluate("() => { document.body.innerHTML = '<p dir=rtl>موقعیت 34881 17662 است</p>' }")
    assert busy.swapped() == ["موقعیت 34881 17662 است"]


@pytest.mark.parametrize(("width", "height"), [(800, 900), (683, 384), (342, 640)])
def test_a_narrow_or_enlarged_page_stacks_and_never_scrolls_sideways(busy, width, height) -> None:
    page = busy.page
    page.set_viewport_size({"width": width, "height": height})
    panes = page.locator(".pane")
    first, second = panes.nth(0).bounding_box(), panes.nth(1).bounding_box()
    assert second["y"] >= first["y"] + first["height"] - 1
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert busy.axe() == []


def test_both_maps_draw_the_same_place_each_in_its_own_plane_without_webgl(busy) -> None:
    page = busy.page
    assert page.evaluate("() => document.createElement('canvas').getContext('webgl2')") is None
    page.locator("[data-pane=own] .map").hover()
    expect(page.locator("[data-pane=own] .pos")).not_to_contain_text("Point at a map")
    own = page.locator("[data-pane=own] .pos").inner_text()
    other = page.locator("[data-pane=other] .pos").inner_text()
    assert own != other
    assert other.startswith("31N")
    page.locator("[data-pane=own] .map").click()
    sides = page.get_by_role("status", name="Sides at this place")
    expect(sides).to_contain_text("first-sheet")
    expect(sides).to_contain_text("second-sheet")
