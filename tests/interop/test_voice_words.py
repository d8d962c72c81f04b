"""Words to say: every step of an exchange goes by voice, and no figure is said without its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.errors import InputError
from commonground.interop.voice.aloud import figures
from commonground.interop.voice.alphabet import hear
from commonground.interop.voice.late import LateEntry, read_late, with_late
from commonground.interop.voice.words import DRILL, NOT_LISTED, fields_of, spoken
from commonground.position.reader.read import read_all
from commonground.position.window import Window
from commonground.statements.message import (
    Acknowledgement,
    Alarm,
    Answer,
    Confirmation,
    Correction,
    DoubtRaised,
    Enquiry,
    MessageKind,
    Outcome,
    Readback,
    Report,
    Standby,
)
from commonground.statements.notice import PlaceSaid

NOW = datetime(2031, 5, 1, 6, 40, tzinfo=UTC)
ID = "ab" * 32
PLACE = PlaceSaid(
    as_given="31N AA 66021 55280",
    position=read_all("31N AA 66021 55280").readings[0].position,
    notation="mgrs",
    crs="EPSG:4326",
    datum_basis="known",
    anchor="300 m east of the buoy",
)
BODIES = [
    Enquiry(
        place=PLACE, margin_m=2000, window=Window(start=NOW, end=NOW + timedelta(hours=6)), question="Any of yours?",
        occasion="survey", deadline=NOW + timedelta(minutes=10),
        report=Report(words="boat by the buoy", source="a fisherman", channel="telephone", at=NOW),
    ),
    Standby(until=NOW + timedelta(minutes=5)),
    Readback(place=PLACE, independent=True),
    Readback(place=PLACE, independent=False),
    Confirmation(readback=ID, distance_m=31, joint_ce95_m=71),
    Correction(place=PLACE, words="northing was misread"),
    Answer(outcome=Outcome.SOMETHING_WITHIN, as_of=NOW),
    Answer(outcome=Outcome.NONE_BY_REGISTER, as_of=NOW, coverage=(ID,)),
    Answer(outcome=Outcome.CANNOT_SAY, as_of=NOW, reasons=("The coverage has ended.",)),
    Acknowledgement(answer=ID),
    DoubtRaised(doubts=ID, words="the buoy was moved in March"),
    Alarm(words="shells fall beside our boat"),
    Alarm(words="shells fall beside our boat", place=PLACE),
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=lambda body: type(body).__name__)
@pytest.mark.parametrize("drill", [False, True])
def test_every_message_can_be_said_and_written_down(body: object, drill: bool) -> None:
    said = spoken(body, caller="North", called="South", ref="B0142", drill=drill)
    assert f"{said.marker}. Reference bravo zero one four two." in said.text
    assert not any(char.isdigit() for char in said.text.replace("300 m east of the buoy", ""))
    assert (said.text.count(DRILL) == 2) is drill
    assert {"caller", "said_at", "channel", "reference"} <= {one.name for one in said.listen}
    assert all(one.ask.startswith("Say again") for one in said.listen)
    if getattr(body, "place", None) is not None:
        assert "six six zero two one, fife fife two eight zero" in said.text
        assert "the buoy" in said.text


def test_every_kind_has_its_fields() -> None:
    for kind in MessageKind:
        assert len({one.name for one in fields_of(kind)}) == len(fields_of(kind)) >= 4


def test_no_short_answer_is_ever_said() -> None:
    (none,) = [one for one in BODIES if getattr(one, "outcome", None) is Outcome.NONE_BY_REGISTER]
    said = spoken(none, caller="South", called="North", ref="B0142").text
    assert "cannot rule it out" in said
    assert NOT_LISTED in said
    assert "no short" not in said


def test_an_enquiry_is_never_to_be_repeated_in_its_own_figures() -> None:
    assert "own map" in spoken(BODIES[0], caller="N", called="S", ref="B0142").lines[-1]


def test_an_unknown_datum_is_said_to_be_unknown() -> None:
    body = Readback(place=replace(PLACE, datum_basis="unknown"), independent=True)
    assert "not known to us" in spoken(body, caller="N", called="S", ref="B0142").text


@given(st.text("0123456789", min_size=1, max_size=20))
def test_figures_are_heard_as_they_were_said(digits: str) -> None:
    assert hear(figures(digits)) == digits


def entry(**changes: object) -> LateEntry:
    given_ = {
        "said_at": NOW, "entered_at": NOW + timedelta(minutes=15), "speaker": "Maj Rana (South)",
        "channel": "HF 5.230 MHz", "page": "14",
    }  # fmt: skip
    return LateEntry(**(given_ | changes))


@given(st.text(max_size=200))
def test_a_late_entry_is_found_behind_any_words(words: str) -> None:
    assert read_late(with_late(words, entry())) == entry()


@given(st.text(max_size=300))
def test_no_words_break_the_reader_of_late_entries(words: str) -> None:
    assert read_late(words) is None
    read_late(f"[BY VOICE: said {words}]")


@pytest.mark.parametrize(
    "changes",
    [{"speaker": ""}, {"channel": "a;b"}, {"page": "]"}, {"speaker": "x" * 81}, {"page": " 1"},
     {"entered_at": NOW - timedelta(seconds=1)}],
)  # fmt: skip
def test_a_late_entry_lacking_anything_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        entry(**changes)
