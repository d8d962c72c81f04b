"""Coded lines: one SMS part, every number tied to a letter, and nothing wrong is ever used."""

from __future__ import annotations

import contextlib
import itertools
import random
import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.errors import InputError
from commonground.interop.coded.check import check_characters
from commonground.interop.coded.line import ITEM_KINDS, ROWS, Line, reference_of
from commonground.interop.coded.place import CodedPlace, coded_place
from commonground.interop.coded.reading import lines_in, read_line
from commonground.interop.coded.sentence import sentence
from commonground.interop.coded.writing import MOST_CHARACTERS, line_of, write_line
from commonground.position import read_all
from commonground.position.geodesic import distance_m
from commonground.position.profile import Basis, MapProfile, Order
from commonground.position.window import Window
from commonground.statements.message import Alarm, Answer, Enquiry, MessageKind, Outcome, Readback
from commonground.statements.notice import PlaceSaid

VECTORS = Path(__file__).parents[1] / "vectors" / "coded"
GSM7 = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789. ")
NOW = datetime(2031, 5, 1, 6, 42, tzinfo=UTC)
SENT = NOW - timedelta(minutes=2)
BARE_NUMBER = re.compile(r"(?<!\S)[0-9.]+(?!\S)")

refs = st.tuples(st.sampled_from("ABCDEFGHJKMNPQRSTVWXYZ"), st.integers(0, 9999)).map(
    lambda t: f"{t[0]}{t[1]:04d}"
)
digits = st.integers(1, 5)
minutes = st.integers(-60 * 24 * 40, 60 * 24 * 40).map(lambda m: SENT + timedelta(minutes=m))


@st.composite
def places(draw: st.DrawFn) -> CodedPlace:
    pm = draw(st.integers(1, 99_999))
    datum = draw(st.sampled_from(["WGS84", "NODATUM", "DATUM4255"]))
    form = draw(st.integers(0, 3))
    e, n = draw(st.integers(0, 99_999)), draw(st.integers(0, 99_999))
    if form == 0:
        size = draw(digits)
        lead = draw(st.sampled_from(["31NAA", "42SXD", "4CFG", "ZAH"]))
        return CodedPlace(
            words=(lead, f"E{e:05d}"[: size + 1], f"N{n:05d}"[: size + 1]), datum=datum, pm_m=pm
        )
    if form == 1:
        return CodedPlace(words=("GRID24312", f"E{e}", f"N38{n:05d}"), datum="", pm_m=pm)
    if form == 2:
        return CodedPlace(words=("UTM31S", f"E6{e:05d}", f"N99{n:05d}"), datum=datum, pm_m=pm)
    lat, lon = f"LAT{e % 90}.{n:05d}S", f"LON{n % 180:03d}.{e:05d}W"
    return CodedPlace(words=(lat, lon), datum=datum, pm_m=pm)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    kind = draw(st.sampled_from(MessageKind))
    row = ROWS[kind]
    start = draw(minutes)
    values = {
        "item": (
            draw(st.sampled_from(ITEM_KINDS)),
            draw(st.from_regex(r"[A-Z][A-Z0-9]{0,7}", fullmatch=True)),
        ),
        "place": draw(places()),
        "margin_m": draw(st.integers(0, 99_999)),
        "window": Window(start=start, end=start + timedelta(minutes=draw(st.integers(1, 60 * 24 * 20)))),
        "deadline": draw(minutes),
        "until": draw(minutes),
        "independent": draw(st.booleans()),
        "outcome": draw(st.sampled_from(Outcome)),
        "as_of": draw(minutes),
        "coverage": tuple(draw(st.lists(refs, min_size=1, max_size=4))),
        "of": draw(refs),
        "distance_m": draw(st.integers(0, 999_999)),
        "joint_ce95_m": draw(st.integers(0, 99_999)),
    }
    wanted = row.needs | {name for name in row.may if name == "coverage" or draw(st.booleans())}
    chosen = {name: value for name, value in values.items() if name in wanted}
    return Line(kind=kind, ref=draw(refs), sent=SENT, drill=draw(st.booleans()), **chosen)


@given(lines())
def test_every_line_reads_back_to_itself_and_fits_one_sms_part(line: Line) -> None:
    text = write_line(line)
    assert read_line(text, NOW).line == line
    assert read_line(f"  {text.lower()} ", NOW).text == text
    assert len(text) <= MOST_CHARACTERS
    assert set(text) <= GSM7
    assert not BARE_NUMBER.search(text)
    assert lines_in(f"Sir, please see:\n{text}\nregards") == (text,)
    assert ("DRILL" in text) is line.drill
    assert sentence(line).startswith("DRILL. ") is line.drill


def sample() -> Line:
    place = CodedPlace(words=("31NAA", "E34881", "N17662"), datum="WGS84", pm_m=45)
    window = Window(start=SENT, end=SENT + timedelta(hours=6))
    return Line(
        kind=MessageKind.ENQUIRY, ref="B0142", sent=SENT, item=("SITE", "A17"), place=place,
        margin_m=2000, window=window, deadline=SENT + timedelta(minutes=30),
    )  # fmt: skip


def bent_lines(text: str) -> list[tuple[str, str]]:
    """Every line with one wrong character, and the word in which it is."""
    found = []
    for at, char in itertools.product(range(len(text)), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        if text[at] not in (" ", char):
            bent = text[:at] + char + text[at + 1 :]
            found.append((bent, bent.split()[text[:at].count(" ")]))
    return found


def test_every_single_wrong_character_breaks_the_check() -> None:
    *tokens, check = write_line(sample()).split()
    for bent, _ in bent_lines(" ".join(tokens)):
        assert "CK" + check_characters(tuple(bent.split()), "203105") != check


def test_a_wrong_character_is_refused_and_its_word_is_named() -> None:
    named = 0
    sampled = random.Random(3).sample(bent_lines(write_line(sample())), 150)
    for bent, word in sampled:
        with pytest.raises(InputError) as refused:
            read_line(bent, NOW)
        hint = refused.value.hint
        named += word in hint or (word.startswith("CK") and "check characters" in hint)
    assert named > 0.9 * len(sampled)  # the rest breaks CG1, Z or CK itself


def test_every_swap_of_neighbours_in_a_line_is_refused() -> None:
    text = write_line(sample())
    for at in range(len(text) - 1):
        if text[at] != text[at + 1]:
            bent = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
            with pytest.raises(InputError):
                read_line(bent, NOW)


def test_a_word_lost_said_twice_or_moved_is_refused() -> None:
    words = write_line(sample()).split()
    for at in range(len(words)):
        for bent in (
            words[:at] + words[at + 1 :],
            words[: at + 1] + words[at:],
            [*words[:at], *words[at + 1 :], words[at]],
        ):
            if bent != words:
                with pytest.raises(InputError):
                    read_line(" ".join(bent), NOW)


@pytest.mark.parametrize("days", [28, 31, 92, 365])
def test_a_line_of_an_earlier_month_is_not_taken_for_a_new_one(days: int) -> None:
    with pytest.raises(InputError) as refused:
        read_line(write_line(sample()), NOW + timedelta(days=days))
    assert "2031-05" in refused.value.hint


def test_what_is_read_late_is_marked_and_what_is_read_at_once_is_not() -> None:
    text = write_line(sample())
    assert read_line(text, NOW).findings == ()
    assert read_line(text, NOW + timedelta(minutes=10)).findings
    assert "clock" in read_line(text, NOW - timedelta(minutes=20)).findings[0].text


@pytest.mark.parametrize(
    "text",
    ["", "CG1", "CG2 X B0142 Z010640 CKNOT", "CG1 X B0142", "CG1 X B0142 Z010640 CKNO", "А" * 300, "CG1 " * 90,
     "CG1 X B0142 Z999999 CKAAA", "CG1 X B0142 CKAAA", "\x00CG1 X B0142 Z010640 CKNOT"],
)  # fmt: skip
def test_what_is_no_line_is_refused_in_words(text: str) -> None:
    with pytest.raises(InputError):
        read_line(text, NOW)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    for given_text in (text, f"CG1 {text} CK7K3"):
        with contextlib.suppress(InputError):
            read_line(given_text, NOW)
        lines_in(given_text)


def test_a_long_text_is_searched_in_time() -> None:
    assert lines_in("CG1 A " * 16_000) == ()


def test_none_by_register_is_never_written_without_its_coverage() -> None:
    with pytest.raises(InputError, match="cannot say"):
        Line(kind=MessageKind.ANSWER, ref="B0142", sent=SENT, outcome=Outcome.NONE_BY_REGISTER, as_of=SENT)


@pytest.mark.parametrize(
    ("text", "crs"),
    [
        ("31N AA 66021 55280", "EPSG:32631"),
        ("0.5123 N 0.2512 W", "EPSG:4326"),
        ("0 30 44 S 0 15 4 E", "EPSG:4326"),
        ("557923 270837", "EPSG:26331"),
        ("31N 166021 555280", "EPSG:4326"),
        ("34.5281 N 69.1723 E", "EPSG:4255"),
        ("6FG22222+22", "EPSG:4326"),
    ],
)
def test_a_place_in_a_line_is_the_place_that_was_said(text: str, crs: str) -> None:
    profile = MapProfile(name="x", crs=crs, crs_basis=Basis.KNOWN, order=Order.LON_LAT)
    reading = read_all(text, profile).readings[0]
    said = PlaceSaid(
        as_given=reading.as_given, position=reading.position, notation=reading.notation,
        crs=reading.crs, datum_basis="known",
    )  # fmt: skip
    coded = coded_place(said)
    again = MapProfile(name="y", crs=coded.crs, crs_basis=Basis.KNOWN, order=Order.LON_LAT)
    found = read_all(coded.text, again)
    assert len(found.readings) == 1
    assert distance_m(found.readings[0].position, reading.position) < 1.6
    assert coded.pm_m >= reading.position.ce95_m


def test_every_kind_of_message_becomes_a_line() -> None:
    place = PlaceSaid(
        as_given="31N AA 66021 55280", position=read_all("31N AA 66021 55280").readings[0].position,
        notation="mgrs", crs="EPSG:4326", datum_basis="known",
    )  # fmt: skip
    late = SENT + timedelta(seconds=31)
    ask = Enquiry(
        place=place, margin_m=1999.2, window=Window(start=late, end=late + timedelta(hours=1)),
        question="?", occasion="survey", deadline=late + timedelta(minutes=10),
    )  # fmt: skip
    line = line_of(ask, ref="B0142", sent=late, drill=True)
    assert (line.margin_m, line.window.start, line.window.end) == (2000, SENT, SENT + timedelta(minutes=61))
    assert "E66021 N55280" in write_line(line)
    assert write_line(line_of(Alarm(words="stop"), ref="B0142", sent=SENT)).split()[1:3] == ["X", "B0142"]
    none = Answer(outcome=Outcome.NONE_BY_REGISTER, as_of=late, coverage=("ab" * 32,))
    assert "COVC0001" in write_line(line_of(none, ref="B0142", sent=late, coverage=("C0001",)))
    assert "SHOWN" in write_line(line_of(Readback(place=place, independent=False), ref="B0142", sent=late))


def test_references_are_short_and_spread() -> None:
    names = {reference_of(f"{n:016x}" + "0" * 48) for n in range(220_000)}
    assert len(names) == 220_000


@pytest.mark.parametrize(
    "case", tomllib.loads((VECTORS / "lines.toml").read_text())["case"], ids=lambda c: c["name"]
)
def test_vectors_of_lines(case: dict[str, str]) -> None:
    now = datetime.fromisoformat(case["now"])
    if case["expect"] == "refused":
        with pytest.raises(InputError) as refused:
            read_line(case["line"], now)
        assert case["says"] in f"{refused.value} {refused.value.hint}"
        return
    read = read_line(case["line"], now)
    assert (read.line.kind, sentence(read.line)) == (case["kind"], case["sentence"])
    assert [one.kind for one in read.findings] == ([case["finding"]] if "finding" in case else [])
