"""Answers of a check: what each of the three needs, and what takes the better one away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.said import NOON, WINDOW, box, coverage, extent, minutes, said, site

from commonground.check.check import check
from commonground.check.heads import Head, PeerState
from commonground.finding import Kind
from commonground.position.extent import Extent, Leg, Shape, ShapeKind
from commonground.position.place import Position
from commonground.position.window import Window
from commonground.register.fold import Register
from commonground.statements.message import DoubtRaised, Outcome
from commonground.statements.notice import NoticeKind, Withdrawal


def head(party: str = "south", **changes: object) -> Head:
    plain = Head(
        party=party,
        origin=f"commonground/{party}",
        size=9,
        root="ab" * 32,
        heard_at=NOON,
        state=PeerState.OWN,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


COVERED = said("south", coverage())


def ask(*statements, heads=None, where=None, at=NOON, **more):
    register = Register.of(statements)
    return check(where or extent(), 2000.0, register, at, [head()] if heads is None else heads, **more)


def test_none_is_said_with_its_limits_first() -> None:
    result = ask(COVERED, said("south", site(north_m=9000)))
    assert result.answer is Outcome.NONE_BY_REGISTER
    assert result.coverage[0].id == COVERED.id
    assert result.text == (
        "Cannot rule out. List of south, complete for site, unit as of 11:30Z: no entry within 2 km. "
        "Not listed does not mean unprotected."
    )


def test_something_within_names_the_nearest_with_its_distance_and_probability() -> None:
    result = ask(COVERED, said("south", site(north_m=300)), said("south", site("post 18", north_m=1900)))
    assert result.answer is Outcome.SOMETHING_WITHIN
    assert [one.item.notice.item for one in result.within] == ["post 17", "post 18"]
    assert result.within[0].distance_m == pytest.approx(300, abs=0.01)
    assert result.within[0].probability == 1.0
    assert 0.99 < result.within[1].probability < 1.0
    assert result.within[0].age_s == 3600


def test_an_entry_beyond_the_margin_but_within_the_joint_doubt_is_listed_with_its_probability() -> None:
    result = ask(COVERED, said("south", site(north_m=2100, ce95_m=200)))
    assert result.answer is Outcome.SOMETHING_WITHIN
    assert 0.05 < result.within[0].probability < 0.2


REASONS = [
    ("no coverage at all", [], [head()], Kind.NO_COVERAGE),
    ("no head of the party", [COVERED], [], Kind.HEAD_UNKNOWN),
    ("a party that is absent", [COVERED], [head(state=PeerState.ABSENT)], Kind.PEER_ABSENT),
    ("statements in no cosigned head", [COVERED], [head(pending=2)], Kind.HEAD_PENDING),
    ("a log that is known to be longer", [COVERED], [head(newest=10)], Kind.HEAD_OLD),
    ("entries that are not open to us", [COVERED], [head(withheld=1)], Kind.HEAD_WITHHELD),
    (
        "coverage that ends before the window",
        [said("south", coverage(valid_until=NOON + minutes(60)))],
        [head()],
        Kind.COVERAGE_ENDS,
    ),
    (
        "coverage whose ring crosses itself",
        [said("south", coverage(Shape(kind=ShapeKind.AREA, vertices=((0, 0), (1, 1), (1, 0), (0, 1)), ce95_m=9.0)))],
        [head()],
        Kind.COVERAGE_PART,
    ),
    ("coverage of part of the margin", [said("south", coverage(box(1900)))], [head()], Kind.COVERAGE_PART),
    (
        "coverage of another kind",
        [said("south", coverage(kinds=(NoticeKind.SITE,)))],
        [head()],
        Kind.NO_COVERAGE,
    ),
    ("coverage of a later moment", [said("south", coverage(as_of=NOON + minutes(1)))], [head()], Kind.NO_COVERAGE),
    ("another party's coverage", [said("north", coverage())], [head()], Kind.NO_COVERAGE),
    (
        "coverage that was withdrawn",
        [COVERED, said("south", Withdrawal(withdraws=COVERED.id, reason="list lost"))],
        [head()],
        Kind.NO_COVERAGE,
    ),
    (
        "coverage that somebody doubts",
        [COVERED, said("north", DoubtRaised(doubts=COVERED.id, words="posts are missing"))],
        [head()],
        Kind.COVERAGE_DOUBTED,
    ),
    (
        "an entry nearby that has run out",
        [COVERED, said("south", site(window=Window(start=NOON - minutes(600), end=NOON - minutes(120))))],
        [head()],
        Kind.ENTRY_EXPIRED,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("why", "statements", "heads", "kind"), REASONS, ids=[row[0] for row in REASONS])
def test_row_6_it_cannot_say_with(why, statements, heads, kind) -> None:
    result = ask(*statements, heads=heads, parties=("south",))
    assert result.answer is Outcome.CANNOT_SAY
    assert kind in {one.kind for one in result.reasons}
    assert result.text.startswith("Cannot say: ")
    assert result.as_json()["reasons"]


@settings(max_examples=60, deadline=None)
@given(
    taken=st.sets(st.integers(0, len(REASONS) - 1), min_size=1, max_size=4),
    near=st.booleans(),
)
def test_row_6_no_mixture_of_lacks_is_ever_better_than_cannot_say(taken, near) -> None:
    heads = {0: None}
    statements = []
    for number in taken:
        _, given_, given_heads, _ = REASONS[number]
        statements += given_
        if not given_heads:
            heads[0] = []
        elif given_heads != [head()] and heads[0] is None:
            heads[0] = given_heads
    lacks_coverage = not any(one.id == COVERED.id for one in statements)
    result = ask(
        *statements, *([said("south", site(north_m=100))] if near else []), heads=heads[0], parties=("south",)
    )
    if near:
        assert result.answer is Outcome.SOMETHING_WITHIN
    elif lacks_coverage or heads[0] is not None or result.reasons:
        assert result.answer is Outcome.CANNOT_SAY


def test_two_coverages_together_can_hold_what_neither_holds_alone() -> None:
    west = said("south", coverage(box(15_000, centre=(0.5, 0.42))))
    east = said("south", coverage(box(15_000, centre=(0.5, 0.58))))
    wide = Extent(legs=(Leg(shape=box(10_000), window=WINDOW),))
    assert ask(west, where=wide).answer is Outcome.CANNOT_SAY
    both = ask(west, east, where=wide)
    assert both.answer is Outcome.NONE_BY_REGISTER
    assert {one.id for one in both.coverage} == {west.id, east.id}


def test_row_15_silence_never_deletes_a_mover_and_its_area_reaches_the_place_with_time() -> None:
    seen = Window(start=NOON - minutes(60), end=NOON)
    unit = said("south", site("patrol 3", north_m=20_000, window=seen, kind=NoticeKind.UNIT, hourly_m=5000.0))
    early = extent(window=Window(start=NOON + minutes(1), end=NOON + minutes(60)))
    late = extent(window=Window(start=NOON + minutes(1), end=NOON + minutes(60 * 4)))
    assert ask(COVERED, unit, where=early).answer is Outcome.NONE_BY_REGISTER
    found = ask(COVERED, unit, where=late)
    assert found.answer is Outcome.SOMETHING_WITHIN
    assert found.within[0].state == "last_seen"
    assert Kind.ENTRY_LAST_SEEN in {one.kind for one in found.findings}


def test_windows_that_only_touch_share_no_moment() -> None:
    until_noon = said("south", site(window=Window(start=NOON - minutes(60), end=NOON)))
    gone = said(
        "south",
        Withdrawal(withdraws=until_noon.id, reason="left at noon"),
        at=NOON,
    )
    after = extent(window=Window(start=NOON, end=NOON + minutes(60)))
    assert ask(COVERED, until_noon, gone, where=after, at=NOON).answer is Outcome.NONE_BY_REGISTER
    before = extent(window=Window(start=NOON - minutes(1), end=NOON + minutes(60)))
    assert ask(COVERED, until_noon, where=before).answer is Outcome.SOMETHING_WITHIN


def test_row_19_a_doubt_stands_beside_the_entry_in_every_later_answer() -> None:
    post = said("south", site(north_m=100))
    doubt = said("south", DoubtRaised(doubts="post 17", words="not sure that is the right building"))
    result = ask(COVERED, post, doubt)
    assert "not sure that is the right building" in result.as_json()["within"][0]["doubts"]
    assert Kind.ENTRY_DOUBTED in {one.kind for one in result.findings}


def test_row_18_the_askers_own_position_sent_as_the_place_is_challenged() -> None:
    own = said("north", site("patrol 1", kind=NoticeKind.UNIT))
    result = ask(COVERED, own, where=extent(north_m=20), asker="north", parties=("south",))
    assert Kind.OWN_POSITION in {one.kind for one in result.findings}
    assert Kind.OWN_POSITION not in {
        one.kind for one in ask(COVERED, own, where=extent(north_m=900), asker="north").findings
    }


def test_row_18_zero_zero_is_challenged() -> None:
    nowhere = Shape.place(Position(lat_deg=0.0, lon_deg=0.0, ce95_m=10.0))
    result = ask(COVERED, where=Extent(legs=(Leg(shape=nowhere, window=WINDOW),)))
    assert Kind.NULL_ISLAND in {one.kind for one in result.findings}


def test_every_party_asked_must_have_covered_the_place() -> None:
    third = replace(head("east"), state=PeerState.HEARD)
    result = ask(COVERED, heads=[head(), third])
    assert result.answer is Outcome.CANNOT_SAY
    assert any("east" in one.text for one in result.reasons)


def test_a_late_party_is_said_but_does_not_take_the_answer_away() -> None:
    result = ask(COVERED, heads=[head(state=PeerState.LATE, heard_at=NOON - timedelta(minutes=3))])
    assert result.answer is Outcome.NONE_BY_REGISTER
    assert Kind.PEER_LATE in {one.kind for one in result.findings}


def test_a_notice_of_absurd_length_is_not_measured_but_taken_to_be_everywhere() -> None:
    zigzag = tuple((60.0 * (-1) ** n, 0.05 * n) for n in range(2000))
    way = Shape(kind=ShapeKind.LINE, vertices=zigzag, ce95_m=10.0)
    notice = replace(site("absurd"), extent=Extent(legs=(Leg(shape=way, window=WINDOW),)))
    result = ask(COVERED, said("south", notice), where=extent(north_m=5000))
    assert result.answer is Outcome.SOMETHING_WITHIN
    assert result.within[0].probability == 1.0
    asked = Extent(legs=(Leg(shape=way, window=WINDOW),))
    assert ask(COVERED, said("south", site(north_m=9000)), where=asked).answer is Outcome.SOMETHING_WITHIN
    everywhere = Shape(kind=ShapeKind.AREA, vertices=zigzag, ce95_m=10.0)
    assert ask(said("south", coverage(everywhere))).answer is Outcome.CANNOT_SAY
