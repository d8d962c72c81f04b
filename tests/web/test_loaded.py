"""What a terminal lacks stands in the alarm line of both desks; what was loaded stands with its enquiry."""

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

pytestmark = pytest.mark.xdist_group("desk loaded")


def test_a_message_in_a_terminal_says_so_and_what_the_terminal_lacks_is_cried_until_it_is_loaded(
    seats, nodes
) -> None:
    north, south = seats["north"], seats["south"]
    now = clock.now()
    window = {"from": utc_text(now), "to": utc_text(now + timedelta(hours=9))}
    north.raise_enquiry(on_sheet("north"), "a green lamp", "survey")
    expect(south.enquiry("a green lamp")).to_be_visible()
    with contextlib.ExitStack() as stack:
        desk = {
            code: stack.enter_context(contextlib.closing(DeskClient.at(nodes[code].url))) for code in nodes
        }
        for code, one in desk.items():
            one.login(OFFICER[code], PASSPHRASE[code])
        asked = desk["south"].desk()["exchanges"][0]["id"]
        loaded = {"stage": "loaded", "terminal": "cockpit \u202e12", "version": "7"}
        desk["south"].post("/api/receipts", loaded | {"of": [asked]})
        for seat in (north, south):
            strip = seat.enquiry("a green lamp")
            if seat is south:  # whoever asked has it open already
                strip.get_by_role("button", name="Open").click()
            expect(strip).to_contain_text("loaded (cockpit \\u202e12, 7, South)")
            assert seat.axe() == []
            assert seat.swapped() == []

        given = {
            "kind": "site",
            "item": "Clinic 4",
            "text": on_sheet("north", north_of(PLACE, 30_000.0)),
            "window": window,
            "to": ["south"],
        }
        clinic = desk["north"].post("/api/notices", given)["id"]
        for seat, action in ((north, "Call them: it lacks what we gave them"), (south, "Load them into it")):
            line = seat.page.get_by_role("region", name="Alarms")
            expect(line).to_contain_text("cockpit \\u202e12 of south has not loaded 1 of 1 entries")
            expect(line).to_contain_text(action)
            seat.page.evaluate("document.activeElement.blur()")
            seat.page.keyboard.press("f")
            book = seat.page.get_by_role("dialog", name="Findings")
            expect(book).to_contain_text("of south has not loaded 1 of 1 entries")
            assert seat.axe() == []
        desk["south"].post("/api/receipts", loaded | {"of": [clinic]})
        for seat in (north, south):
            line = seat.page.get_by_role("region", name="Alarms")
            expect(line).not_to_contain_text("has not loaded")
            book = seat.page.get_by_role("dialog", name="Findings")
            expect(book).not_to_contain_text("has not loaded")
