"""The main job in a real browser on two desks, by mouse: from a radio message to an answer that is acknowledged."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.web.sheets import PLACE, north_of, on_sheet

pytestmark = pytest.mark.xdist_group("desk main_job")  # one pair of nodes for the whole file


def test_a_place_is_asked_about_read_back_answered_and_acknowledged(seats) -> None:
    north, south = seats["north"], seats["south"]
    given, anchor = on_sheet("north"), "300 m east of the red buoy"
    north.raise_enquiry(given, anchor, "supply boat")

    # South has North's words, grid and anchor, and nothing of where that is.
    expect(south.enquiry(anchor)).to_contain_text("North asks South")
    expect(south.enquiry(anchor)).to_contain_text(given)
    place = south.page.evaluate("async () => (await (await fetch('api/desk')).json()).exchanges[0].place")
    assert not {"lat_deg", "lon_deg", "own_grid"} & {key for key, value in place.items() if value is not None}

    south.read_back(anchor, on_sheet("south", north_of(PLACE, 6.0)), "a red buoy")
    for seat in (south, north):
        expect(seat.enquiry(anchor)).to_contain_text("Place understood")
        expect(seat.enquiry(anchor)).to_contain_text("independent readback")

    south.enquiry(anchor).get_by_role("button", name="Answer").click()
    expect(south.page.get_by_role("region", name="Your register")).to_contain_text(
        "Not listed does not mean unprotected"
    )
    # Nobody has said what the register is complete for, so it cannot say more than this.
    assert south.page.get_by_role("radio", name="None by our register").is_disabled()
    assert south.page.get_by_role("radio", name="Cannot say").is_checked()
    south.page.get_by_role("button", name="Send the answer").click()

    acknowledge = north.enquiry(anchor).get_by_role("button", name="Acknowledge")
    expect(acknowledge).to_be_visible()
    expect(north.enquiry(anchor)).to_contain_text("Answer of South")
    expect(north.enquiry(anchor)).to_contain_text("Cannot say")
    acknowledge.click()
    north.page.get_by_role("button", name="Send the acknowledgement").click()
    for seat in (north, south):
        expect(seat.page.get_by_role("heading", name="Open enquiries (0)")).to_be_visible()
        expect(seat.page.get_by_text("Closed (1)")).to_be_visible()


def test_the_record_holds_the_conversation_and_hands_out_proofs(seats) -> None:
    page = seats["north"].page
    page.get_by_role("button", name="Record").click()
    book = page.get_by_role("dialog")
    for word in ("enquir", "readback", "answer", "received"):
        expect(book.locator("tbody")).to_contain_text(re.compile(word, re.IGNORECASE))
    with page.expect_download() as download:
        book.get_by_role("link", name=re.compile("^Proof")).first.click()
    proof = download.value.path().read_text()
    assert proof.startswith("c2sp.org/tlog-proof@v1")
    assert seats["north"].axe() == []


def test_fourteen_kilometres_block_both_desks_until_somebody_measures_again(seats) -> None:
    north, south = seats["north"], seats["south"]
    place, anchor = north_of(PLACE, 3000.0), "wreck with one mast"
    north.raise_enquiry(on_sheet("north", place), anchor, "patrol of boats")
    south.read_back(anchor, on_sheet("south", north_of(place, 14_100.0)), "a wreck")
    for seat in (south, north):
        expect(seat.enquiry(anchor)).to_contain_text("BLOCKED")
        expect(seat.enquiry(anchor)).to_contain_text(
            re.compile(r"Readback DIFFERS by 14\.\d km to the north")
        )
        expect(seat.enquiry(anchor)).not_to_contain_text("Place understood")
        expect(seat.page.get_by_role("region", name="Alarms")).to_contain_text("URGENT")
        assert seat.enquiry(anchor).get_by_role("button", name="Answer").count() == 0
        assert seat.axe() == []

    south.read_back(anchor, on_sheet("south", place), "a wreck, one mast standing")
    for seat in (south, north):
        expect(seat.enquiry(anchor)).to_contain_text("Place understood")
        expect(seat.enquiry(anchor)).not_to_contain_text("BLOCKED")


def test_digits_typed_off_the_enquiry_are_refused_in_place_and_nothing_is_lost(seats) -> None:
    north, south = seats["north"], seats["south"]
    place = north_of(PLACE, -7000.0)
    given = on_sheet("north", place)
    north.raise_enquiry(given, "a fishing net", "boats at night")
    south.enquiry("a fishing net").get_by_role("button", name="Read back").click()
    south.page.get_by_label("Place in your grid").fill(given)
    expect(south.page.get_by_role("alert")).to_contain_text("readback")
    expect(south.page.get_by_label("Place in your grid")).to_have_value(given)

    # Show now is one key, and both desks say what it means.
    south.page.keyboard.press("F8")
    expect(south.page.get_by_role("button", name="Show now")).to_have_count(0)
    south.page.get_by_label("Place in your grid").fill(on_sheet("south", place))
    south.page.get_by_label("What is there on your map").fill("a net")
    south.page.get_by_role("button", name="Send the readback").click()
    for seat in (south, north):
        expect(seat.enquiry("a fishing net")).to_contain_text("NOT INDEPENDENT")


def test_a_bare_alarm_needs_no_place_and_is_first_on_the_other_desk(seats) -> None:
    north, south = seats["north"], seats["south"]
    south.page.get_by_role("button", name="Bare alarm").click()
    south.page.get_by_role("button", name="Send the alarm").click()
    alarms = north.page.get_by_role("region", name="Alarms")
    expect(alarms).to_contain_text("may be hitting")
    expect(alarms).to_contain_text("URGENT")
    # The desk that raised it cannot take it; the other takes it, and both are told.
    for seat in (north, south):
        seat.page.get_by_role("region", name="Alarms").get_by_role("status").wait_for()
    assert south.page.get_by_role("button", name="Take it").count() == 0
    alarms.get_by_role("button", name="Take it").click()
    for seat in (north, south):
        expect(seat.page.get_by_text("may be hitting")).to_have_count(0, timeout=20_000)
