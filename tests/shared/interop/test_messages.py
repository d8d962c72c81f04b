"""Real warnings, NOTAM and alerts against what others read in them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from commonground.finding import Level
from commonground.interop.texts.found import Area, MessageRead, WindowKind
from commonground.interop.texts.mailbox import read_mailbox

MESSAGES = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "messages"


def read(name: str) -> tuple[dict[str, MessageRead], dict[str, Any]]:
    found = {m.ident: m for m in read_mailbox((MESSAGES / f"{name}.jsonl").read_bytes(), name)}
    return found, json.loads((MESSAGES / f"{name}.expected.json").read_text(encoding="utf-8"))


def close(place: Any) -> tuple[float, float]:
    return round(place[0], 4), round(place[1], 4)


def expected_area(area: dict[str, Any]) -> tuple[object, ...]:
    kind = area["kind"]
    if kind == "point":
        return kind, close(area["position"])
    if kind == "circle":
        return kind, close(area["centre"]), round(area["radius_nm"] * 1852, 0)
    if kind == "box":
        return kind, close((area["south"], area["west"])), close((area["north"], area["east"]))
    return kind, *map(close, area["vertices"])


def found_area(area: Area) -> tuple[object, ...]:
    kind = str(area.kind)
    if kind == "circle":
        return kind, close(area.vertices[0]), round(area.radius_m, 0)
    if kind == "box":
        return kind, close(area.vertices[0]), close(area.vertices[2])
    return kind, *map(close, area.vertices)


def cautious(message: MessageRead) -> bool:
    return any(finding.level >= Level.CAUTION for finding in message.findings)


def test_navigational_warnings_give_the_areas_that_were_meant() -> None:
    found, expected = read("nga_broadcast_warnings")
    known = {ident: case for ident, case in expected.items() if case["areas"] is not None}
    right = [
        sorted(map(found_area, found[ident].areas), key=str)
        == sorted(map(expected_area, case["areas"]), key=str)
        for ident, case in known.items()
    ]
    assert sum(right) >= 0.97 * len(right)


def test_what_breaks_the_notation_is_flagged() -> None:
    found, expected = read("nga_broadcast_warnings")
    must = [ident for ident, case in expected.items() if case["areas"] is None or case["must_flag"]]
    assert sum(cautious(found[ident]) for ident in must) >= 0.97 * len(must)


def explicit(case: dict[str, Any]) -> set[tuple[str, str]]:
    """Every interval of an expectation that is written out."""
    made = set()
    for window in case["windows"] or []:
        if window["kind"] == "interval":
            made.add((window["start_utc"], window["end_utc"]))
        elif window["kind"] == "by_hand":
            made |= {(i["start_utc"], i["end_utc"]) for i in window["intervals"]}
        elif window["kind"] == "daily":
            made |= {tuple(pair) for pair in window["intervals"] or []}
    return made


def test_windows_are_the_explicit_intervals_that_were_meant() -> None:
    found, expected = read("nga_broadcast_warnings")
    active = {WindowKind.INTERVAL, WindowKind.DAILY}
    cases = [(found[ident], explicit(case)) for ident, case in expected.items() if explicit(case)]
    right = 0
    for message, wanted in cases:
        text = [(w.start, w.end) for w in message.windows if w.kind in active]
        got = {(f"{a:%Y-%m-%dT%H:%MZ}", f"{b:%Y-%m-%dT%H:%MZ}") for a, b in text if a and b}
        right += got >= wanted
    assert right >= 0.97 * len(cases)


@pytest.mark.parametrize("name", ["coastal_warnings_en", "coastal_warnings_ru"])
def test_coastal_warnings_give_every_position_and_flag_coastlines(name: str) -> None:
    found, expected = read(name)
    for ident, case in expected.items():
        assert [close(spot.vertex) for spot in found[ident].positions] == [
            close(p) for p in case["positions"]
        ], ident
        assert cautious(found[ident]) or not case.get("must_flag"), ident


def test_notam_give_positions_window_and_area_and_their_contradictions_are_flagged() -> None:
    found, expected = read("notam")
    wrong = []
    for ident, case in expected.items():
        message = found[ident]
        assert cautious(message) or not case["must_flag"], ident
        same = [close(spot.vertex) for spot in message.positions] == [
            close(p) for p in case["positions_in_e"]
        ]
        begins = f"{message.windows[0].start:%Y-%m-%dT%H:%MZ}" == case["valid_from_utc"]
        if not (same and begins):
            wrong.append(ident)
    assert len(wrong) <= 0.01 * len(expected), wrong


def test_alerts_give_their_areas_and_times() -> None:
    expected = json.loads((MESSAGES / "cap" / "expected.json").read_text(encoding="utf-8"))
    for name, case in expected.items():
        (message,) = read_mailbox((MESSAGES / "cap" / name).read_bytes(), name)
        wanted = [len(a.get("vertices", [0])) for a in case["areas"]]
        assert [len(area.vertices) for area in message.areas] == wanted, name
        assert cautious(message) or not case["must_flag"], name
        ends = [f"{w.end:%Y-%m-%dT%H:%M:%SZ}" for w in message.windows if w.end]
        assert ends == [t["expires_utc"] for t in case["times"] if "expires_utc" in t], name
        assert all(
            w.end is None or w.start is None or w.end - w.start > timedelta(0) for w in message.windows
        )
