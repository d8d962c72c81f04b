"""The main job by keyboard alone, its actions and keys counted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.web.sheets import PLACE, north_of, on_sheet

pytestmark = pytest.mark.xdist_group("desk keyboard")  # one pair of nodes for the whole file

FOCUS = "() => document.activeElement.matches(':focus-visible')"


class Keys:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0
        page.mouse.move(0, 0)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1
            assert self.page.evaluate(FOCUS) or self.page.evaluate(
                "() => document.activeElement === document.body"
            )

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def tab_to(self, name: str, most: int = 12) -> None:
        """Tab until the field of that name has the focus."""
        field = self.page.get_by_label(name, exact=True)
        for _ in range(most):
            if field.evaluate("one => one === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{name} is not reached by Tab")


def test_the_whole_job_is_done_without_a_mouse_in_few_keys(seats) -> None:
    north, south = Keys(seats["north"].page), Keys(seats["south"].page)

    # Raised in three actions: N, the place and its words, Enter.
    north.press("n")
    place = on_sheet("north")
    north.type(place)
    expect(north.page.get_by_role("group", name="Read as")).to_contain_text("±")
    north.tab_to("Anchor")
    north.type("red buoy")
    north.tab_to("Occasion")
    north.type("supply")
    before = north.pressed - len(place) - len("red buoy") - len("supply")
    north.press("Enter")
    assert before + 1 <= 12, "keys besides what is typed"
    strip = seats["north"].enquiry("red buoy")
    expect(strip).to_contain_text(place)

    # Read back from the own sheet: A, the digits, the anchor, Enter.
    expect(seats["south"].enquiry("red buoy")).to_be_visible()
    south.press("a")
    south.type(on_sheet("south", north_of(PLACE, 4.0)))
    expect(south.page.get_by_role("group", name="Read as")).to_contain_text("±")
    south.tab_to("What is there on your map")
    south.type("a buoy")
    south.press("Enter")
    for seat in seats.values():
        expect(seat.enquiry("red buoy")).to_contain_text("Place understood")

    # The answer that the register gives: two keys.
    expect(seats["south"].enquiry("red buoy").get_by_role("button", name="Answer")).to_be_visible()
    answered_from = south.pressed
    south.press("a")
    expect(south.page.get_by_role("radio", name="Cannot say")).to_be_checked()
    south.press("Enter")
    assert south.pressed - answered_from <= 6
    expect(strip.get_by_role("button", name="Acknowledge")).to_be_visible()

    north.press("a", "Enter")
    for seat in seats.values():
        expect(seat.page.get_by_role("heading", name="Open enquiries (0)")).to_be_visible()


def test_a_readback_in_the_own_grid_is_ten_digits_and_an_anchor(seats) -> None:
    north, south = Keys(seats["north"].page), Keys(seats["south"].page)
    seats["south"].raise_enquiry(on_sheet("south"), "a green lamp", "supply")
    expect(seats["north"].enquiry("a green lamp")).to_be_visible()
    place = on_sheet("north", north_of(PLACE, 3.0))
    assert len(place.removeprefix("31NEC")) == 10
    before = north.pressed
    north.press("a")
    north.type(place)
    expect(north.page.get_by_role("group", name="Read as")).to_contain_text("±")
    north.tab_to("What is there on your map")
    north.type("lamp")
    north.press("Enter")
    expect(seats["north"].enquiry("a green lamp")).to_contain_text("Place understood")
    besides = north.pressed - before - len(place) - len("lamp")
    assert besides <= 5, "A, Tab to the anchor, Enter"
    # The answer that the register gives: no key is spent on finding anything.
    strip = seats["north"].enquiry("a green lamp")
    expect(strip.get_by_role("button", name="Answer")).to_be_visible()
    answered_from = north.pressed
    north.press("a")
    expect(north.page.get_by_role("radio", name="Cannot say")).to_be_checked()
    north.press("Enter")
    assert north.pressed - answered_from == 2
    asked = seats["south"].enquiry("a green lamp")
    expect(asked.get_by_role("button", name="Acknowledge")).to_be_visible()
    south.press("a", "Enter")
    expect(seats["south"].page.get_by_role("heading", name="Open enquiries (0)")).to_be_visible()


def test_every_key_of_the_list_opens_what_it_says_and_escape_leaves_it(seats) -> None:
    keys = Keys(seats["north"].page)
    page = keys.page
    for key, title in (
        ("r", "Record"),
        ("g", "Register"),
        ("d", "Where the maps differ"),
        ("i", "Import a list"),
        ("f", "Findings"),
        ("w", "Given to whom"),
        ("m", "Documents"),
        ("h", "Duty"),
        ("p", "Peers, links and call cards"),
        ("?", "Keys"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name=title)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    for key, form in (("n", "New enquiry"), ("b", "Bare alarm"), ("c", "Check an area")):
        keys.press(key)
        expect(page.get_by_role("form", name=form)).to_be_visible()
        keys.press("Escape")
        expect(page.get_by_role("form", name=form)).to_have_count(0)
    for key, pane in (("1", "North"), ("2", "South")):
        keys.press(key)
        expect(page.get_by_role("application", name=f"Map of {pane}")).to_be_focused()
    keys.press("l")
    expect(page.get_by_role("region", name="What the map of South shows")).to_be_visible()


def test_a_map_is_moved_and_asked_by_keys(seats) -> None:
    keys = Keys(seats["north"].page)
    page = keys.page
    keys.press("1")
    position = page.locator("[data-pane=other] .pos")
    expect(position).not_to_contain_text("Point at a map")
    before = position.inner_text()
    keys.press("ArrowUp", "ArrowUp")
    expect(position).not_to_have_text(before)
    keys.press("Enter")
    expect(page.get_by_role("status", name="Sides at this place")).to_contain_text("sheet")


def test_tab_goes_through_the_whole_desk_and_is_never_caught(seats) -> None:
    page = seats["north"].page
    page.evaluate("document.activeElement.blur()")
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => { const one = document.activeElement; return one === document.body ? '' :"
            " (one.getAttribute('aria-label') || one.innerText || one.id || one.className) }"
        )
        if here in ("", seen[0] if seen else None):
            break
        seen.append(here)
        assert page.evaluate(FOCUS), here
    assert any("enquiries" in one for one in seen[:1]), "the first stop skips to the enquiries"
    for wanted in ("New enquiry", "Map of North", "Map of South", "Record", "Keys"):
        assert any(wanted in one for one in seen), (wanted, seen)
    assert len(seen) < 60
