"""A watch of eight hours at one desk, by a fake clock: the heap stays flat, the clock is right again after sleep."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.web.conftest import browser, nodes  # noqa: F401  (fixtures)
from tests.web.officer import Seat, settled, until
from tests.web.sheets import on_sheet

from commonground.node import clock

HOURS = 8
KEYS = "rhpgdfw"  # a book is opened and closed every few minutes


def heap_mb(page: Page) -> float:
    """What the page holds after everything it no longer needs was thrown away."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")
    session.detach()
    return float(used["usedSize"] + used["embedderHeapUsedSize"] + used["backingStorageSize"]) / 1e6


def apart_s(page: Page) -> float:
    """How far the desk's clock is from this machine's, which is the node's; a second of the page goes by."""
    page.clock.run_for(1_000)
    shown = page.locator("header .clock .strong").inner_text()
    hour, minute, second = map(int, re.findall(r"\d\d", shown))
    now = clock.now()
    apart = (hour * 3600 + minute * 60 + second) - (now.hour * 3600 + now.minute * 60 + now.second)
    return min(apart % 86_400, -apart % 86_400)


@pytest.mark.timeout(3600)
def test_eight_hours_leave_the_heap_flat_and_the_clock_right(browser, nodes) -> None:  # noqa: F811
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(60_000)
    context.clock.install()
    seat = Seat.take(context, nodes["north"])
    page = seat.page
    seat.raise_enquiry(on_sheet("north"), "red buoy", "patrol")
    heaps: list[float] = []
    for minute in range(HOURS * 60 + 1):
        page.clock.run_for(60_000)
        if minute % 5 == 0:
            page.mouse.move(300 + minute % 90, 400)
            page.keyboard.press(KEYS[minute // 5 % len(KEYS)])
            page.locator("dialog[open]").wait_for()
            page.keyboard.press("Escape")
        if minute % 60 == 0:
            settled(page)
            heaps.append(heap_mb(page))
    print(" ".join(f"{one:.1f}" for one in heaps), "MB by the hour")
    assert heaps[-1] - heaps[1] < 2.0, heaps  # the first hour fills what is kept once
    assert max(heaps) < 80

    page.clock.fast_forward("03:00:00")  # the laptop slept
    until(lambda: apart_s(page) <= 2)  # the node's next word puts it right
    expect(seat.enquiry("red buoy")).to_be_visible()
    seat.nothing_went_elsewhere()
    context.close()
