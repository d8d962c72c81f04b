"""A register of thousands: some by name, the rest as dots on both maps, every one in the list page by page."""

from __future__ import annotations

import re
import struct

import numpy as np
import pytest
from playwright.sync_api import Route, expect
from tests.web.officer import settled, until
from tests.web.test_seen import seen

pytestmark = pytest.mark.xdist_group("desk many places")
PLACES = 5_000


def dots() -> bytes:
    """Places as the node sends them, all within a few kilometres of the middle, half of either sign."""
    random = np.random.default_rng(4)
    degrees = np.array([2.7, 3.5]) + random.normal(0, 0.1, (PLACES, 2))
    sorts = (np.arange(PLACES) % 2).astype(np.uint8).tobytes()
    return struct.pack("<II", PLACES, 0) + degrees.astype("<f8").tobytes() + sorts


def test_the_rest_of_a_large_register_is_drawn_as_dots_of_both_signs_and_said(seats) -> None:
    page = seats["north"].page
    pane = page.locator("[data-pane=own] .map")
    before = seen(pane)

    def larger(route: Route) -> None:
        answer = route.fetch()
        if answer.status == 200:
            route.fulfill(
                response=answer, json=answer.json() | {"register_left_off": PLACES, "register_version": 1}
            )
        else:
            route.fulfill(response=answer)

    page.route("**/api/desk", larger)
    page.route("**/api/register/dots", lambda route: route.fulfill(body=dots()))
    page.reload()
    page.get_by_role("heading", name="Desk of North").wait_for()
    expect(page.locator(".legend")).to_contain_text("dots: more listed places")
    until(lambda: (np.abs(seen(pane) - before).sum(axis=2) > 60).sum() > 300)
    settled(page)
    for pane_name in ("own", "other"):
        drawn = seen(page.locator(f"[data-pane={pane_name}] .map")).reshape(-1, 3)
        for colour in ((0x56, 0xB4, 0xE9), (0xE6, 0x9F, 0x00)):
            assert (np.abs(drawn - colour).sum(axis=1) < 12).sum() > 100, (pane_name, colour)
    page.mouse.move(0, 0)
    page.keyboard.press("g")
    book = page.get_by_role("dialog", name="Register")
    expect(book).to_contain_text(re.compile(r"5000 more entries"))
    with page.expect_response(lambda one: "api/register?find=" in one.url) as asked:
        book.get_by_label("Find in the whole register").fill("well")
    assert asked.value.status == 200
    assert seats["north"].axe() == []
    page.unroute_all(behavior="ignoreErrors")
