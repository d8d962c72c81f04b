"""An altitude is typed with its unit and what it is counted from, and said back in words wherever it stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect
from tests.web.sheets import on_sheet

pytestmark = pytest.mark.xdist_group("desk altitude")


def fill_band(form: Locator, low: str, high: str, unit: str, above: str) -> None:
    form.get_by_label("Lowest").fill(low)
    form.get_by_label("Highest").fill(high)
    form.get_by_label("Unit").select_option(unit)
    form.get_by_label("Above").select_option(above)


def test_a_notice_with_an_altitude_is_refused_in_part_and_said_back_in_words_on_both_desks(seats) -> None:
    north, south = seats["north"], seats["south"]
    page = north.page
    page.keyboard.press("g")
    page.get_by_role("button", name="New entry in the register").click()
    form = page.get_by_role("form", name="New entry in the register")
    form.get_by_label("Place as heard").fill(on_sheet("north"))
    expect(form.get_by_role("group", name="Read as")).to_contain_text("±")
    form.get_by_label("Your name for it").fill("survey flight")
    form.get_by_label("Kind").select_option("area")
    group = form.get_by_role("group", name="Altitude")
    expect(group).to_contain_text("rules nothing out")
    send = form.get_by_role("button", name="Put it in the register")
    fill_band(form, "100", "1000", "", "sea")  # no unit is chosen beforehand
    send.click()
    expect(form.get_by_role("alert")).to_contain_text("a unit, and what it is counted from")
    fill_band(form, "1000", "100", "ft", "sea")  # upside down
    send.click()
    expect(form.get_by_role("alert")).to_be_visible()
    assert north.axe() == []
    fill_band(form, "۱۰۰", "1000", "ft", "sea")
    expect(group).to_contain_text("30.5 – 304.8 m above sea level")
    page.reload()  # what was typed is kept
    page.get_by_role("heading", name="Desk of North").wait_for()
    page.keyboard.press("g")
    page.get_by_role("button", name="New entry in the register").click()
    expect(group).to_contain_text("30.5 – 304.8 m above sea level")
    expect(form.get_by_role("group", name="Read as")).to_contain_text("±")
    send.click()
    expect(form).to_have_count(0)

    for seat in (north, south):
        seat.page.keyboard.press("g")
        row = seat.page.get_by_role("dialog", name="Register").get_by_role("row", name="survey flight")
        expect(row).to_contain_text("30.5 – 304.8 m above sea level")
        assert seat.axe() == []
        assert seat.swapped() == []
        seat.page.keyboard.press("Escape")
        expect(seat.page.locator("dialog")).to_have_count(0)
        seat.page.keyboard.press("r")
        book = seat.page.get_by_role("dialog", name="Record")
        expect(book).to_contain_text("Notice of an area: survey flight, 30 to 305 m above sea level.")
        seat.page.keyboard.press("Escape")
        expect(seat.page.locator("dialog")).to_have_count(0)


def test_an_area_is_checked_at_an_altitude_and_what_is_apart_by_it_alone_is_said(seats) -> None:
    south = seats["south"]
    page = south.page
    page.keyboard.press("c")
    form = page.get_by_role("form", name="Check an area")
    form.get_by_label("Next corner, in your grid").fill(on_sheet("south"))
    form.get_by_label("Radius or rim (m)").fill("500")
    check = form.get_by_role("button", name="Check", exact=True)
    check.click()
    result = form.get_by_role("status")
    expect(result).to_contain_text("Something is or may be within 500 m")
    fill_band(form, "3000", "3500", "m", "sea")
    expect(result).to_have_count(0)  # nothing old stands beside a new altitude
    check.click()
    expect(result).to_contain_text("survey flight of north is near on the map; by their altitudes")
    expect(result).to_contain_text("3000 to 3500 m above sea level")
    fill_band(form, "3000", "", "m", "sea")
    check.click()
    expect(form.get_by_role("alert")).to_contain_text("Leave both figures empty")
    assert south.axe() == []
    form.get_by_role("button", name="Throw the draft away").click()
    expect(form.get_by_label("Lowest")).to_have_value("")
