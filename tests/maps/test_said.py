"""Depictions that parties said: what the statement says counts, not what the file says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.maps.drawing import drawn, wave

from commonground.maps.depiction import SigmaOrigin
from commonground.maps.said import Said, as_said, newest
from commonground.maps.side import side
from commonground.position.place import Position

T0 = datetime(2030, 1, 1, 6, 0, tzinfo=UTC)
SAID = Said(
    statement="ab" * 32,
    party="north",
    officer="keita",
    at=T0,
    name="our line",
    title="The line of our sheet",
    basis="claimed",
    source="Sheet 12, second edition",
    scale=50_000,
    ce95_m=244.77,
    licence="CC0-1.0",
    document="cd" * 32,
    shown_to=("north",),
    parties=("north", "south"),
)


def test_who_was_shown_a_line_is_what_the_statements_say_and_not_what_the_file_says() -> None:
    boast = replace(drawn(wave()), shown_to=("north", "south", "NOR", "SOU"))
    line = as_said(boast, SAID, SAID.called)
    assert line.shown_to == ("north",)
    assert line.never_shown_to == ("south",)


def test_the_stated_radius_becomes_the_error_along_one_axis() -> None:
    line = as_said(drawn(wave(), sigma_m=7.0), SAID, SAID.called)
    assert line.sigma_m == pytest.approx(100.0, abs=0.01)
    assert line.sigma_origin is SigmaOrigin.STATED
    unstated = as_said(drawn(wave(), sigma_m=7.0), replace(SAID, ce95_m=0.0), "x")
    assert (unstated.sigma_m, unstated.sigma_origin) == (7.0, SigmaOrigin.GUESS)


def test_the_answer_of_a_side_says_who_was_never_shown_the_line_and_when_it_was_said() -> None:
    line = as_said(drawn(wave()), SAID, SAID.called)
    place = Position(lat_deg=0.8, lon_deg=0.0, ce95_m=20.0)
    text = side(place, [line]).text
    assert "Never shown to south: said/north/our line." in text
    shown = as_said(drawn(wave()), replace(SAID, shown_to=("north", "south")), SAID.called)
    assert "Never shown" not in side(place, [shown]).text
    assert line.source.date == "2030-01-01T06:00:00Z"
    assert line.source.obtained_from == "said by north/keita"


def test_a_newer_depiction_takes_the_name_and_the_older_one_is_still_listed() -> None:
    newer = replace(SAID, statement="ef" * 32, at=T0 + timedelta(hours=1))
    by_name = newest([SAID, newer])
    assert by_name == {"said/north/our line@abababababab": SAID, "said/north/our line": newer}


def test_a_name_made_to_look_like_an_older_one_hides_nothing() -> None:
    newer = replace(SAID, statement="ef" * 32)
    sly = replace(SAID, statement="01" * 32, name="our line@abababababab")
    assert set(newest([SAID, newer, sly]).values()) == {SAID, newer, sly}
