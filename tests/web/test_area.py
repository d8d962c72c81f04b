"""An own area is drawn or typed, checked, and the result read in words; and who was given what."""

from __future__ import annotations

import contextlib
import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.web.desks import OFFICER, PASSPHRASE
from tests.web.officer import settled
from tests.web.sheets import PLACE, north_of, on_sheet

from commonground.node import clock
from commonground.node.client import DeskClient
from commonground.position.geodesic import offset
from commonground.position.window import utc_text

pytestmark = pytest.mark.xdist_group("desk area")
CORNERS = [offset(*PLACE, bearing, 1500.0) for bearing in (45.0, 135.0, 225.0, 315.0)]


@pytest.fixture(scope="module")
def clinic(nodes) -> str:
    """North has a clinic at the place and has given it to South."""
    now = clock.now()
    with contextlib.closing(DeskClient.at(nodes["north"].url)) as north:
        north.login(OFFICER["north"], PASSPHRASE["north"])
        north.post(
            "/api/notices",
            {
                "kind": "site",
                "item": "Clinic 4",
                "text": on_sheet("north"),
                "window": {"from": utc_text(now), "to": utc_text(now + timedelta(hours=9))},
                "to": ["south"],
            },
        )
    return "Clinic 4"


def test_corners_typed_in_the_own_grid_give_the_result_in_words_limits_first(seats, clinic) -> None:
    south = seats["south"]
    page = south.page
    page.mouse.move(0, 0)
    page.keyboard.press("g")
    expect(page.get_by_role("dialog")).to_contain_text(clinic, timeout=20_000)
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    form = page.get_by_role("form", name="Check an area")
    for number, corner in enumerate(CORNERS[:3], 1):
        page.keyboard.type(on_sheet("south", corner))
        page.keyboard.press("Enter")
        expect(form.locator(".corners li")).to_have_count(number)
        expect(page.get_by_label("Next corner, in your grid")).to_be_focused()
    page.keyboard.type(on_sheet("south", CORNERS[3]))
    page.keyboard.press("Enter")
    result = form.get_by_role("status")
    expect(result).to_contain_text("Area of 4 corners")
    expect(result).to_contain_text("Something is or may be within 500 m")
    expect(result).to_contain_text(clinic)
    words = result.inner_text()
    assert words.index("Limits") < words.index("Something is")
    assert south.axe() == []
    assert south.swapped() == []

    # A field that changes takes the result with it: nothing old stands beside new numbers.
    page.get_by_label("Margin (m)").fill("100")
    expect(result).to_have_count(0)
    page.get_by_role("button", name="Throw the draft away").click()


def test_an_area_drawn_by_mouse_is_kept_over_a_reload_and_loses_corners_one_by_one(seats) -> None:
    north = seats["north"]
    page = north.page
    page.keyboard.press("c")
    form = page.get_by_role("form", name="Check an area")
    page.get_by_role("button", name="Add corners on your map").click()
    own = page.locator("[data-pane=own] .map")
    corners = form.locator(".corners li")
    for number, (x, y) in enumerate(((120, 120), (280, 150), (200, 300)), 1):
        own.click(position={"x": x, "y": y})
        expect(corners).to_have_count(number)
    expect(form.get_by_role("status")).to_contain_text("Area of 3 corners")
    expect(corners.first).to_contain_text(re.compile(r"31N [A-Z]{2} \d{5} \d{5}"))
    kept = corners.first.inner_text()
    page.reload()
    page.get_by_role("heading", name="Desk of North").wait_for()
    page.keyboard.press("c")
    assert corners.first.inner_text() == kept
    page.get_by_role("button", name="Remove corner 1").click()
    expect(corners).to_have_count(2)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(form.get_by_role("status")).to_contain_text("Line of 2 corners")
    page.get_by_role("button", name="Throw the draft away").click()
    expect(corners).to_have_count(0)


def test_a_corner_that_cannot_be_read_is_refused_in_its_field(seats) -> None:
    page = seats["north"].page
    page.keyboard.press("c")
    page.get_by_label("Next corner, in your grid").fill("somewhere north")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("corner 1")
    expect(page.get_by_label("Next corner, in your grid")).to_have_value("somewhere north")


def test_the_place_of_an_open_enquiry_is_no_corner_before_the_own_readback(seats) -> None:
    north, south = seats["north"], seats["south"]
    given = on_sheet("north", north_of(PLACE, 9000.0))
    north.raise_enquiry(given, "a floating drum", "survey")
    expect(south.enquiry("a floating drum")).to_be_visible()
    south.page.keyboard.press("c")
    south.page.get_by_label("Next corner, in your grid").fill(given)
    south.page.keyboard.press("Enter")
    expect(south.page.get_by_role("alert")).to_contain_text("readback")
    expect(south.page.locator(".corners li")).to_have_count(0)


def test_one_book_leads_to_another_and_stays_open(seats) -> None:
    page = seats["north"].page
    page.keyboard.press("r")
    page.get_by_role("dialog", name="Record").get_by_role("button", name="Given to whom").click()
    expect(page.get_by_role("dialog", name="Given to whom")).to_be_visible()
    settled(page)
    expect(page.get_by_role("dialog", name="Given to whom")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.get_by_role("dialog", name="Record").get_by_role("button", name="Documents").click()
    settled(page)
    expect(page.get_by_role("dialog", name="Documents")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.get_by_role("dialog", name="Register").get_by_role("button", name="Import a list").click()
    settled(page)
    expect(page.get_by_role("dialog", name="Import a list")).to_be_visible()


def test_both_desks_see_who_was_given_what(seats, clinic) -> None:
    for seat in seats.values():
        seat.page.keyboard.press("w")
        book = seat.page.get_by_role("dialog", name="Given to whom")
        row = book.get_by_role("row", name=clinic)
        expect(row).to_contain_text("protection only, not to be passed on")
        expect(row.get_by_role("cell").nth(1)).to_have_text("North")
        expect(row.get_by_role("cell").nth(2)).to_have_text("South")
        book.get_by_role("combobox", name="Given to").select_option("north")
        expect(row).to_have_count(0)
        assert seat.axe() == []
        seat.page.keyboard.press("Escape")
