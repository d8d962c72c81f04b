"""A busy watch replayed: every cause cries once, and all of them together stay within what a person can hear.

The budget is that of alarm practice: at most one in ten minutes on average, at most ten in any ten. It is
measured, never enforced: nothing is left out to keep it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.node.parties import T0, enquiry, two, utc

DAY = timedelta(hours=12)  # a long watch
STEP = timedelta(minutes=15)
EVERY = timedelta(minutes=30)  # an enquiry, from either side in turn
WRONG, SILENT, ALARMS = (3, 9, 17), (5, 13), (7, 16)  # by the number of the enquiry
PLACE = {"north": "31N AA 66021 55280", "south": "0.4999 N 0.0006 E"}


class Day:
    """North and South through a long watch; what North's desk cried, with the moment it was first seen."""

    def __init__(self, sides) -> None:
        self.sides = sides
        self.cried: dict[tuple[str, str], datetime] = {}
        self.longest = 0

    def look(self) -> None:
        desk = self.sides.north.desk.desk()
        self.longest = max(self.longest, len(desk["alarms"]))
        for one in desk["alarms"]:
            alarm = one.get("take") or one.get("confirm")  # two alarms may lie on one exchange
            key = one["kind"], (alarm or one["exchange"] or ",".join(one["about"]) or one["text"][:20])
            self.cried.setdefault(key, self.sides.clock())

    def go_on(self, by: timedelta) -> None:
        """Time passes; hands are on both desks, and words travel."""
        self.sides.clock.move(seconds=by.total_seconds())
        for side in (self.sides.north, self.sides.south):
            side.login() if side.raw.get("/api/session").status_code == 401 else None
            side.desk.post("/api/session/alive")
        self.sides.exchange_words(1)
        self.look()

    def enquiry(self, number: int) -> None:
        """One enquiry from beginning to end, with whatever goes wrong with it."""
        asker, other = (
            (self.sides.north, self.sides.south) if number % 2 else (self.sides.south, self.sides.north)
        )
        now = self.sides.clock()
        given = enquiry(now, to=[other.code], text=PLACE[asker.code], anchor=f"buoy {number}")
        given["window"] = {"from": utc(now), "to": utc(now + timedelta(hours=30))}
        if asker.code == "south":
            given["reading"] = 0
        identity = asker.desk.post("/api/enquiries", given)["id"]
        self.sides.exchange_words(2)
        if number in ALARMS:
            alarm = other.desk.post("/api/alarm", {"words": "stop"})["id"]
            self.sides.exchange_words(2)
            self.look()
            asker.desk.post(f"/api/alarms/{alarm}/take", {"words": ""})
        if number in SILENT:
            for _ in range(2):
                self.go_on(STEP)
        if number in WRONG:
            far = "31N AA 66021 69280" if other.code == "north" else "0.6266 N 0.0006 E"
            other.desk.post(
                f"/api/exchanges/{identity}/readback", {"text": far, "anchor": "a buoy", "reading": 0}
            )
            self.sides.exchange_words(2)
            self.look()
        near = {"text": PLACE[other.code], "anchor": f"buoy {number}", "reading": 0}
        other.desk.post(f"/api/exchanges/{identity}/readback", near)
        self.sides.exchange_words(2)
        answer = {"outcome": "cannot_say", "words": ""}
        other.desk.post(f"/api/exchanges/{identity}/answer", answer)
        self.sides.exchange_words(2)
        asker.desk.post(f"/api/exchanges/{identity}/acknowledge", {"words": ""})
        self.sides.exchange_words(2)
        self.look()


@pytest.fixture(scope="module")
def day(tmp_path_factory) -> Day:
    with two(tmp_path_factory.mktemp("day")) as sides:
        for side in (sides.north, sides.south):
            side.login()
        busy, number = Day(sides), 0
        while sides.clock() < T0 + DAY:
            number += 1
            busy.enquiry(number)
            until = sides.clock() + EVERY
            while sides.clock() < until:
                busy.go_on(STEP)
        yield busy


def test_every_cause_of_the_day_was_cried(day) -> None:
    kinds = [kind for kind, _ in day.cried]
    assert kinds.count("readback_differs") == len(WRONG)
    assert kinds.count("alarm_stands") == len(ALARMS)
    assert kinds.count("no_answer") == len(SILENT)


def test_the_day_stays_within_what_a_person_can_hear(day) -> None:
    """At most one alarm in ten minutes on average, at most ten in any ten minutes, no flood at any moment."""
    moments = sorted(day.cried.values())
    ten = timedelta(minutes=10)
    assert len(moments) / (DAY / ten) <= 1
    assert max(sum(start <= one < start + ten for one in moments) for start in moments) <= 10
    assert day.longest <= 10
    print(f"{len(moments)} alarms in 12 h, {len(moments) / (DAY / ten):.2f} in ten minutes")
