"""The desk changes hands: everything open is read one by one; a test call is put on record; an empty desk cries."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.web import desks
from tests.web.desks import PASSPHRASE, RELIEF
from tests.web.sheets import on_sheet

pytestmark = pytest.mark.xdist_group("desk duty")


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, desks.Node]]:
    """Two nodes that call the other late after ten seconds without a word."""
    with desks.two_nodes(tmp_path_factory.mktemp("desks"), late_s=10) as running:
        yield running


def log_in(page: Page, officer: str, passphrase: str) -> None:
    page.get_by_label("Officer").fill(officer)
    page.get_by_label("Passphrase").fill(passphrase)
    page.get_by_role("button", name="Take the desk").click()
    page.get_by_role("heading", name="Desk of").wait_for()


def test_a_shift_is_handed_over_and_every_matter_read_by_the_officer_who_comes(seats) -> None:
    north = seats["north"]
    page = north.page
    north.raise_enquiry(on_sheet("north"), "red buoy", "patrol")
    page.keyboard.press("h")
    book = page.get_by_role("dialog", name="Duty")
    matters = book.get_by_role("region", name="Open now").get_by_role("listitem")
    expect(matters.first).to_contain_text("Enquiry of north to south")
    expect(matters.last).to_contain_text("Link")
    book.get_by_label("What the list does not say").fill("South is slow tonight")
    book.get_by_role("button", name="Hand over").click()
    expect(book.get_by_role("alert")).to_contain_text("Choose the officer")
    book.get_by_label("Hand the desk to").select_option(RELIEF["north"])
    book.get_by_role("button", name="Hand over").click()
    expect(book).to_contain_text("Nobody has taken it")
    assert book.get_by_role("button", name="Take the desk").count() == 0, "not by the one who leaves it"
    assert north.axe() == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="End duty").click()

    log_in(page, RELIEF["north"], PASSPHRASE["north"])
    alarms = page.get_by_role("region", name="Alarms")
    expect(alarms).to_contain_text("keita handed the desk to luo")
    alarms.get_by_role("button", name="Duty").click()
    expect(book).to_contain_text("South is slow tonight")
    book.get_by_label("I have read number 1").check()
    page.reload()  # what was ticked is kept like every draft
    page.get_by_role("heading", name="Desk of North").wait_for()
    page.keyboard.press("h")
    expect(book.get_by_label("I have read number 1")).to_be_checked()
    book.get_by_role("button", name="Take the desk").click()
    expect(book).to_contain_text("Taken by luo")
    expect(book.get_by_role("list").first).to_contain_text("has read number 2")
    book.get_by_label("I have read number 2").check()
    book.get_by_role("button", name="Take the desk").click()
    expect(book.get_by_text("read by nobody")).to_have_count(0)
    expect(book.get_by_text("has read number")).to_have_count(0)
    assert north.swapped() == []


def test_a_test_call_is_put_on_record_answered_or_not(seats) -> None:
    page = seats["south"].page
    page.keyboard.press("h")
    call = page.get_by_role("region", name="Test call to North")
    expect(call).to_contain_text("None on record")
    call.get_by_label("By which way").fill("radio 6.310 MHz")
    call.get_by_role("button", name="Put it on record").click()
    expect(call).to_contain_text("NOT ANSWERED")
    expect(page.get_by_role("dialog").get_by_role("list").first).to_contain_text("Try another way")
    call.get_by_label("By which way").fill("telephone")
    call.get_by_label("Who answered").fill("keita")
    call.get_by_role("button", name="Put it on record").click()
    expect(call).to_contain_text("answered by keita")
    expect(call).to_contain_text("Next due")
    assert seats["south"].swapped() == []


def test_with_no_link_the_desk_says_so_and_shows_whom_to_call_with_which_words(seats, nodes) -> None:
    south, north = seats["south"], nodes["north"]
    page = south.page
    page.keyboard.press("p")
    book = page.get_by_role("dialog", name="Peers, links and call cards")
    expect(book).to_contain_text("Nobody has to call now")
    expect(book).to_contain_text("Entries of their record here")
    expect(book).to_contain_text("co-held by North")
    assert south.axe() == []
    page.keyboard.press("Escape")
    desks.end(north)
    try:
        page.keyboard.press("b")
        page.get_by_role("button", name="Send the alarm").click()
        card = page.locator("details.call-card")
        expect(card).to_contain_text("Call North by voice now")
        card.locator("summary").click()
        expect(card).to_contain_text("No link: North has not been heard since")
        expect(card).to_contain_text("this is South")
        assert south.axe() == []
        alarms = page.get_by_role("region", name="Alarms")
        alarms.get_by_role("button", name="Confirmed by voice").click()
        alarms.get_by_label("Who confirmed it").fill("keita, watch officer")
        alarms.get_by_label("By which way").fill("telephone")
        alarms.get_by_role("button", name="Enter it").click()
        expect(alarms.get_by_text("may be hitting")).to_have_count(0)
    finally:
        nodes["north"] = desks.start("north", north.folder, north.port)
        desks.wait_for(nodes["north"])


def test_a_desk_nobody_sits_at_says_so_on_its_locked_page(seats) -> None:
    north, south = seats["north"].page, seats["south"].page
    south.get_by_role("button", name="End duty").click()
    north.keyboard.press("b")
    north.get_by_role("button", name="Send the alarm").click()
    said = south.get_by_role("alert")
    expect(said).to_contain_text("Nobody has sat at this desk")
    expect(said).to_contain_text("Call the")
    assert seats["south"].axe() == []
