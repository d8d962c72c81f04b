"""The reader meets hostile and broken text: no exception but InputError, no text that takes long."""

import random
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commonground.errors import InputError
from commonground.position import (
    Basis,
    MapProfile,
    Order,
    Position,
    Status,
    find,
    profile_from,
    read_all,
    read_angle,
)

FOLDER = Path(__file__).parents[1] / "vectors" / "position"
NEEDS_PROJ = ("osgb", "irish", "gauss_krueger")  # a hundred times slower; tried under profiles below
TABLE = tomllib.loads((FOLDER / "reading.toml").read_text(encoding="utf-8"))
TEXTS = [case["text"] for case in TABLE["case"] if case.get("notation") not in NEEDS_PROJ]
LETTERS = "0123456789.,-+ °'\"NSEWOsewnxm:;/\nСش٫\u200f²"
PIECES = st.sampled_from(
    [
        *"""1 12 34 012 60 90 180 343000 500000 3800000 50 2 . , - + ° ' \" ; / : ( ) * ± N S E W O С ش x e m s d 31N\n    AA lat lon ED WGS84 EPSG:4326 zone $GPGGA ٣ क ² ½ ٬""".split(),
        " ",
        "\n",
        "\ufeff",
        "\u200f",
    ]
)


def check(text):
    """Everything an answer must be, whatever the text."""
    answer = read_all(text)
    assert (answer.status is Status.REFUSED) == (not answer.readings)
    assert answer.as_given == text
    assert answer.readings or answer.findings
    if len(answer.readings) > 1:
        assert answer.status is Status.ASK
    for reading in answer.readings:
        assert reading.position.ce95_m > 0
        assert reading.covers(reading.position)
    for axis in ("lat", "lon", "any"):
        assert all(abs(deg) <= 180 for deg in read_angle(text, axis).deg)
    for found in find(text):
        assert text[found.start : found.end] == found.text
    return answer


@given(st.lists(PIECES, max_size=14).map("".join))
@settings(max_examples=2500, deadline=None)
@example("1e-5")
@example("²N 3E")
@example("1.5N ½E")
def test_pieces_of_positions_in_any_order_are_answered(text):
    check(text)


@given(
    st.lists(PIECES, max_size=10).map("".join),
    st.sampled_from(["EPSG:32631", "EPSG:28412", "EPSG:27700", "EPSG:4255", "EPSG:4807", "EPSG:29903"]),
    st.sampled_from(list(Order)),
)
@settings(max_examples=400, deadline=None)
@example("E 683.619; N 3,819,412", "EPSG:32631", Order.UNSAID)
@example("500 000 -100 000", "EPSG:32631", Order.UNSAID)
def test_pieces_under_any_profile_are_answered(text, crs, order):
    answer = read_all(text, MapProfile(name="n", crs=crs, crs_basis=Basis.KNOWN, order=order))
    assert (answer.status is Status.REFUSED) == (not answer.readings)
    for reading in answer.readings:
        assert reading.covers(reading.position)


@given(st.text(max_size=60))
@settings(max_examples=1000, deadline=None)
def test_any_text_is_answered(text):
    check(text)


def changed(text, dice):
    """The text with one to four of its bytes changed, lost, doubled or moved."""
    raw = bytearray(text.encode())
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(raw) + 1)
        action = dice.randrange(5)
        if action == 0:
            raw[place:place] = dice.choice(LETTERS).encode()
        elif action == 1:
            del raw[place : place + 1]
        elif action == 2:
            raw[place:place] = raw[place : place + dice.randint(1, 6)]
        elif action == 3:
            raw[place : place + 1] = dice.choice(LETTERS).encode()
        else:
            raw[place : place + 1] = bytes([dice.randrange(256)])
    return raw.decode(errors="replace")


def test_sixteen_thousand_vectors_with_bytes_changed_lost_doubled_and_moved_are_answered():
    dice = random.Random(20111126)
    for count in range(16_000):
        text = changed(dice.choice(TEXTS), dice)
        if count % 20 == 0:
            check(text)
        else:
            answer = read_all(text)
            assert (answer.status is Status.REFUSED) == (not answer.readings), text
            assert len(answer.readings) < 2 or answer.status is Status.ASK, text


@given(
    st.integers(-89, 89), st.integers(0, 59), st.integers(0, 599), st.integers(-179, 179), st.integers(0, 59),
    st.integers(0, 599),
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_degrees_minutes_and_seconds_mean_what_their_digits_say(lat, lat_m, lat_s, lon, lon_m, lon_s):
    north, east = "S" if lat < 0 else "N", "W" if lon < 0 else "E"
    text = f"{abs(lat)}°{lat_m}'{lat_s / 10}\"{north} {abs(lon)}°{lon_m}'{lon_s / 10}\"{east}"
    [reading] = read_all(text).readings
    want_lat = (abs(lat) * 36000 + lat_m * 600 + lat_s) / 36000 * (-1 if lat < 0 else 1)
    want_lon = (abs(lon) * 36000 + lon_m * 600 + lon_s) / 36000 * (-1 if lon < 0 else 1)
    assert (reading.position.lat_deg, reading.position.lon_deg) == (want_lat, want_lon)
    assert reading.covers(Position(lat_deg=want_lat, lon_deg=want_lon, ce95_m=1.0))


@given(st.floats(-90, 90), st.floats(-180, 179.999), st.integers(0, 8))
@settings(max_examples=300, deadline=None)
def test_rounded_decimals_cover_the_place_they_were_rounded_from(lat, lon, digits):
    place = Position(lat_deg=lat, lon_deg=lon, ce95_m=1.0)
    text = f"{lat:.{digits}f}° {lon:.{digits}f}°"
    answer = read_all(text, profile_from({"name": "n", "order": "lat_lon"}))
    assert any(reading.covers(place) for reading in answer.readings)


HOSTILE = [
    "word ", "1 ", "1,", "N", "12N", "1.2 ", "-", "34 N ", "12 34 ", "A1", "5 NE ", "°'\"", "1e-", "+1", "\u0663",
    "ش", "((((", "1:2:", "a.b.", "$GPGGA,", "31NAA", "±5m", " \n", "\ufeff", "lat", "42S 5", "0", "9" * 50,
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_ten_thousand_characters_are_answered_within_five_milliseconds(piece):
    text = (piece * (10_000 // len(piece) + 1))[:10_000]
    read_all(text)
    times = []
    for _ in range(7):
        start = time.process_time()
        answer = read_all(text)
        times.append(time.process_time() - start)
    assert min(times) < 0.005
    assert answer.status is Status.REFUSED


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_the_longest_text_that_is_parsed_is_answered_within_five_milliseconds(piece):
    text = (piece * 400)[:400]
    times = []
    for _ in range(7):
        start = time.process_time()
        read_all(text)
        times.append(time.process_time() - start)
    assert min(times) < 0.005


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_finding_takes_time_in_proportion_to_the_text(piece):
    def seconds(length):
        text = (piece * (length // len(piece) + 1))[:length]
        times = []
        for _ in range(3):
            start = time.process_time()
            find(text)
            times.append(time.process_time() - start)
        return min(times)

    assert seconds(8_000) < 8 * seconds(2_000) + 0.02


def test_a_text_over_ten_thousand_characters_is_refused():
    for act in (read_all, read_angle, find):
        with pytest.raises(InputError, match="10001 characters"):
            act("1" * 10_001)


def test_blanks_around_and_inside_do_not_count_as_length():
    answer = read_all(" " * 4000 + "1.5N" + " " * 4000 + "2.5E")
    assert answer.status is Status.OK


def test_a_profile_of_a_grid_that_does_not_exist_is_an_input_error():
    with pytest.raises(InputError, match="coordinate reference system"):
        read_all("1.5N 2.5E", MapProfile(name="n", crs="EPSG:999999"))
