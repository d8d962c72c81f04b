"""What a desk puts into its register, what that makes sayable, and what a locked desk still says."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.web.sheets import PLACE, north_of, on_sheet

pytestmark = pytest.mark.xdist_group("desk register")

LIST = """name,latitude,longitude
Clinic 4,2.521500,3.401200
Well,2.95000,
"""


def test_with_coverage_none_by_our_register_can_be_said(seats) -> None:
    north, south = seats["north"], seats["south"]
    south.page.keyboard.press("g")
    south.page.get_by_role("button", name="Say what the register is complete for").click()
    south.page.get_by_role("button", name="Say it").click()
    expect(south.page.get_by_role("form", name="Say what the register is complete for")).to_have_count(0)

    north.raise_enquiry(on_sheet("north"), "the long reef", "survey")
    south.read_back("the long reef", on_sheet("south", north_of(PLACE, 5.0)), "a reef")
    south.enquiry("the long reef").get_by_role("button", name="Answer").click()
    expect(south.page.get_by_role("radio", name="None by our register")).to_be_checked()
    south.page.get_by_role("button", name="Send the answer").click()
    answer = north.enquiry("the long reef")
    expect(answer).to_contain_text("None by our register as of")
    expect(answer).to_contain_text("Not listed does not mean unprotected")


def test_a_list_is_shown_row_by_row_signed_and_one_entry_taken_back(seats) -> None:
    north, south = seats["north"].page, seats["south"].page
    north.keyboard.press("i")
    north.set_input_files(
        "input[type=file]", {"name": "sites.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    rows = north.get_by_role("dialog").locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(1).get_by_role("checkbox")).to_be_disabled()
    north.get_by_role("button", name="Sign 1 rows").click()
    expect(north.get_by_text("1 rows signed into the register")).to_be_visible()
    north.keyboard.press("Escape")

    south.keyboard.press("g")
    expect(south.get_by_role("dialog")).to_contain_text("Clinic 4", timeout=20_000)
    assert seats["south"].axe() == []
    north.keyboard.press("g")
    north.get_by_role("button", name="Take back Clinic 4").click()
    north.get_by_label("Why it no longer stands").fill("moved away")
    north.get_by_label("Why it no longer stands").press("Enter")
    for page in (north, south):
        expect(page.get_by_role("dialog").get_by_role("row", name="Clinic 4")).to_have_count(
            0, timeout=20_000
        )


def test_a_row_with_two_meanings_is_signed_only_with_the_one_that_was_chosen(seats) -> None:
    page = seats["north"].page
    page.keyboard.press("i")
    listed = "name,coordinates\nShelter 9,2.9 3.1\nShed,34-3-15N 071-12-30E\n"
    page.set_input_files(
        "input[type=file]", {"name": "two.csv", "mimeType": "text/csv", "buffer": listed.encode()}
    )
    rows = page.get_by_role("dialog").locator("tbody tr")
    expect(rows).to_have_count(2)
    # A question with one reading waits for a tick; one with several waits for a choice.
    expect(rows.nth(1).get_by_role("checkbox")).to_be_enabled()
    expect(rows.nth(1).get_by_role("checkbox")).not_to_be_checked()
    row = rows.first
    expect(row.get_by_role("checkbox")).to_be_disabled()
    choices = row.get_by_role("radio")
    expect(choices).to_have_count(2)
    assert seats["north"].axe() == []
    choices.nth(1).check()
    chosen = row.locator(".reading").nth(1).locator(".ref").inner_text().split(" ±")[0]
    page.get_by_role("button", name="Sign 1 rows").click()
    expect(page.get_by_text("1 rows signed into the register")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    entry = page.get_by_role("dialog").get_by_role("row", name="Shelter 9")
    expect(entry).to_contain_text(chosen)


def test_a_desk_nobody_sits_at_still_says_that_an_alarm_stands(seats) -> None:
    north, south = seats["north"].page, seats["south"].page
    south.get_by_role("button", name="End duty").click()
    north.keyboard.press("b")
    north.get_by_role("button", name="Send the alarm").click()
    expect(south.get_by_role("alert")).to_contain_text("ALARMS at this desk: 1", timeout=30_000)
    assert seats["south"].axe() == []
