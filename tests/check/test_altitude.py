"""Altitudes: what is unknown rules nothing out, and what is known only what is surely apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.check.test_answers import ask
from tests.exchange.said import NOON, WINDOW, box, coverage, extent, minutes, said, site

from commonground.finding import Kind
from commonground.position.extent import AltitudeBand, AltitudeReference, Extent, Leg
from commonground.position.window import Window
from commonground.register.fold import Register
from commonground.register.item import grown
from commonground.statements.form.codec import decode, encode
from commonground.statements.message import Outcome
from commonground.statements.notice import Notice, NoticeKind

SEA, GROUND, ELLIPSOID = AltitudeReference.SEA, AltitudeReference.GROUND, AltitudeReference.ELLIPSOID
COVERED = said("south", coverage())


def band(low_m: float, high_m: float, above: AltitudeReference = SEA) -> AltitudeBand:
    return AltitudeBand(low_m=low_m, high_m=high_m, above=above)


def high(notice: Notice, altitude: AltitudeBand | None) -> Notice:
    legs = tuple(replace(leg, shape=replace(leg.shape, altitude=altitude)) for leg in notice.extent.legs)
    return replace(notice, extent=Extent(legs=legs))


def place(altitude: AltitudeBand | None, **more) -> Extent:
    return high(replace(site(), extent=extent(**more)), altitude).extent


bands = st.none() | st.builds(
    lambda low, more, above: band(low, low + more, above),
    st.floats(-500, 9000),
    st.floats(0, 2000),
    st.sampled_from(AltitudeReference),
)


@settings(max_examples=150, deadline=None)
@given(first=bands, second=bands)
def test_only_two_known_bands_that_are_surely_apart_rule_an_entry_out(first, second) -> None:
    result = ask(COVERED, said("south", high(site(north_m=100), second)), where=place(first))
    listed = result.answer is Outcome.SOMETHING_WITHIN
    if first is None or second is None or GROUND in (first.above, second.above):
        assert listed
        return
    between_m = max(first.low_m - second.high_m, second.low_m - first.high_m)
    levels_m = {2: 115.0, 1: 5.0 if first.above is SEA else 0.0}[len({first.above, second.above})]
    assert listed is (between_m - levels_m <= 2000.0)  # the margin
    assert (Kind.ALTITUDE_APART in {one.kind for one in result.findings}) is not listed


def test_a_mover_that_fell_silent_may_be_at_any_altitude() -> None:
    seen = Window(start=NOON - minutes(60), end=NOON)
    flight = high(
        site("flight 3", window=seen, kind=NoticeKind.MOVEMENT, hourly_m=90_000.0), band(9000, 9500)
    )
    low = place(band(0, 100), window=Window(start=NOON - minutes(30), end=NOON))
    assert ask(COVERED, said("south", flight), where=low).answer is Outcome.NONE_BY_REGISTER
    later = place(band(0, 100), window=Window(start=NOON + minutes(1), end=NOON + minutes(30)))
    assert ask(COVERED, said("south", flight), where=later).answer is Outcome.SOMETHING_WITHIN
    assert grown(flight.extent.legs[0].shape, 10.0).altitude is None


def test_an_expired_entry_far_above_is_no_reason_and_one_at_an_unknown_altitude_is() -> None:
    past = Window(start=NOON - minutes(600), end=NOON - minutes(120))
    old = site(window=past)
    for altitude, answer in ((band(9000, 9500), Outcome.NONE_BY_REGISTER), (None, Outcome.CANNOT_SAY)):
        result = ask(COVERED, said("south", high(old, altitude)), where=place(band(0, 100)))
        assert result.answer is answer


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (None, Outcome.CANNOT_SAY),
        (band(0, 500), Outcome.NONE_BY_REGISTER),
        (band(0, 1500), Outcome.CANNOT_SAY),  # with the margin above what the list is complete for
        (band(0, 500, ELLIPSOID), Outcome.CANNOT_SAY),
    ],
)
def test_a_list_complete_for_a_band_bears_no_answer_beyond_it(asked, answer) -> None:
    area = replace(box(40_000), altitude=band(-2500, 3000))
    result = ask(said("south", coverage(area)), where=place(asked))
    assert result.answer is answer


def test_a_band_goes_from_low_to_high() -> None:
    for low, up in ((10.0, 9.0), (float("nan"), 1.0), (0.0, float("inf"))):
        with pytest.raises(ValueError, match="lower altitude"):
            band(low, up)


def test_an_altitude_travels_and_an_unknown_one_leaves_no_mark() -> None:
    notice = high(site(), band(-12.5, 300, ELLIPSOID))
    wire = encode(notice)
    assert wire["extent"]["legs"][0]["shape"]["altitude"] == {
        "above": "ellipsoid",
        "high_mm": 300_000,
        "low_mm": -12_500,
    }
    assert decode(Notice, wire, where="body") == (notice, ())
    assert "altitude" not in encode(site())["extent"]["legs"][0]["shape"]


def test_an_altitude_stands_in_the_register_as_it_was_said() -> None:
    statement = said("south", high(site(window=WINDOW), band(0, 50)))
    (item,) = Register.of([statement]).at(NOON).items
    assert item.notice.extent.legs == (Leg(shape=item.notice.extent.legs[0].shape, window=WINDOW),)
    assert item.notice.extent.legs[0].shape.altitude == band(0, 50)
