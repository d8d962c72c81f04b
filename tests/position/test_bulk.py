"""The bulk engine says what the slow reader says, row for row, whatever stands in the rows."""

from __future__ import annotations

import csv
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tests.position.bulk_texts import differences, generated

from commonground.finding import Kind
from commonground.position.bulk import read_many
from commonground.position.bulk.characters import SPARE, WIDTH, Characters
from commonground.position.bulk.engine import forget
from commonground.position.bulk.shapes import UNKNOWN, ShapeBook
from commonground.position.profile import Basis, Fraction, Letter, MapProfile, Order
from commonground.position.reader.answer import Status
from commonground.position.write import write_degrees

ROW = "34°30'{:04.1f}\"N 71°12'{:04.1f}\"E"


def test_both_engines_say_the_same_of_generated_texts() -> None:
    found, readings = differences(generated(6000, seed=20))
    assert not found, found[:3]
    assert 0 < readings.slow.mean() < 0.5


@pytest.mark.parametrize(
    "profile",
    [
        MapProfile(name="a", order=Order.LON_LAT),
        MapProfile(name="b", fraction=Fraction.MINUTES, utm_letter=Letter.BAND, old_map=True),
        MapProfile(name="c", report_ce95_m=40.0, registration_ce95_m=25.0, theatre=(0.0, 0.0, 90.0, 60.0)),
        MapProfile(name="d", notation="geohash", utm_letter=Letter.HEMISPHERE, crs_basis=Basis.KNOWN),
    ],
    ids=lambda profile: profile.name,
)
def test_both_engines_say_the_same_under_a_profile(profile: MapProfile) -> None:
    found, _ = differences(generated(2500, seed=21), profile)
    assert not found, found[:3]


@pytest.mark.parametrize("crs", ["EPSG:4284", "EPSG:4255", "EPSG:4807", "EPSG:28405"])
def test_both_engines_say_the_same_on_another_datum(crs: str) -> None:
    profile = MapProfile(name="theirs", crs=crs, crs_basis=Basis.KNOWN, order=Order.LAT_LON)
    rng = random.Random(4)
    places = [(rng.uniform(34.0, 39.0), rng.uniform(64.0, 73.0)) for _ in range(350)]
    texts = [f"{lat:.5f}° N {lon:.5f}° E" for lat, lon in places]
    texts += [
        write_degrees(lat, lon, rng.choice(("dms", "ddm", "geohash", "mgrs", "utm"))) for lat, lon in places
    ]
    texts += [f"{lat:.4f}, {lon:.4f}" for lat, lon in places[:150]] + generated(100, seed=5)
    found, readings = differences(texts, profile, doubt_within=0.05)
    assert not found, found[:3]
    assert bool(readings.slow.mean() < 0.9) is (crs != "EPSG:4807")  # grads are for the slow reader


@pytest.mark.parametrize("order", [Order.LAT_LON, Order.LON_LAT])
@pytest.mark.parametrize(("crs", "lat", "lon"), [("EPSG:28412", 39.0, 69.0), ("EPSG:27700", 52.0, -1.5)])
def test_both_engines_say_the_same_of_grid_numbers(crs: str, lat: float, lon: float, order: Order) -> None:
    profile = MapProfile(name="theirs", crs=crs, crs_basis=Basis.KNOWN, order=order)
    rng = random.Random(6)
    texts = []
    for _ in range(250):
        place = (lat + rng.uniform(-3, 3), lon + rng.uniform(-2, 2))
        numbers = write_degrees(*place, crs, rng.choice((0, 0, 1, 2))).split(" ")
        numbers = numbers[::-1] if order is Order.LAT_LON else numbers
        texts.append(rng.choice((" ", ", ", ";")).join(numbers))
    texts += [text.replace("1", "0", 1) for text in texts[:40]] + [
        text.replace("5", "9") for text in texts[:40]
    ]
    found, readings = differences(texts, profile, doubt_within=0.6)  # the largest of its half degree
    assert not found, found[:3]
    assert readings.slow.mean() < 0.5


def test_both_engines_say_the_same_on_both_sides_of_every_limit() -> None:
    edges = ("00", "01", "09", "29", "30", "59", "60", "61", "89", "90", "91", "99")
    texts = [
        f"{a}.{b}, {c}.{b}"
        for a in edges
        for b in ("00", "5000", "60", "59")
        for c in ("000", "090", "180", "30")
    ]
    texts += [
        f"{a}°{b}'{c}\"S {d}°{b}'00\"E"
        for a in edges
        for b in edges
        for c in ("00", "60")
        for d in ("7", "180")
    ]
    texts += [
        f"{a}{b}{c}N{d}{b}{c}W" for a in edges for b in edges for c in ("00", "60") for d in ("000", "180")
    ]
    texts += [
        f"{zone}{letter} {east} {north}"
        for zone in ("00", "01", "31", "32", "60", "61")
        for letter in "NSCXTM"
        for east in ("099999", "166000", "500000", "900001")
        for north in ("0000000", "0900000", "3800000", "9999999")
    ]
    found, readings = differences(texts)
    assert not found, found[:3]
    assert {int(status) for status in np.unique(readings.status)} == {0, 1, 2}


def test_rows_in_are_rows_out() -> None:
    texts = [
        "",
        "\n",
        "34.5N 71.2E",
        "x" * 20_000,
        "\0",
        "34.5N 71.2E\0",
        "\x01\x02",
        "34.5N\n71.2E",
        "😀" * 3,
    ]
    readings = read_many(texts)
    assert len(readings) == len(texts) == len(readings.lat_deg)
    assert readings.status_of(2) is Status.OK
    assert readings.kinds_of(3) == {Kind.TOO_LONG}
    assert all(np.isnan(readings.lat_deg[row]) for row in (0, 1, 3, 4, 6, 8))
    assert len(read_many([])) == 0


def test_several_threads_may_read_at_once() -> None:
    batches = [generated(400, seed) for seed in range(60, 66)]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(read_many, batches))
    for batch, readings in zip(batches, together, strict=True):
        alone = read_many(batch)
        assert np.allclose(alone.lat_deg, readings.lat_deg, rtol=0, atol=1e-11, equal_nan=True)
        assert [alone.kinds_of(row) for row in range(400)] == [readings.kinds_of(row) for row in range(400)]


def test_a_row_can_be_asked_for_its_full_answer() -> None:
    readings = read_many(["0.5, 0.25"] * 9, MapProfile(name="west", order=Order.LON_LAT))
    [only] = readings.answer(8).readings
    assert (only.position.lat_deg, only.position.lon_deg) == (0.25, 0.5)
    assert (readings.lat_deg[8], readings.lon_deg[8]) == (0.25, 0.5)


def test_one_odd_row_does_not_slow_down_the_others() -> None:
    texts = ["34°30'61.0\"N 71°12'00.0\"E"] + [ROW.format(k % 60, k % 59) for k in range(500)]
    readings = read_many(texts)
    assert readings.status_of(0) is Status.REFUSED
    assert readings.slow.sum() == 1


def test_a_shape_first_met_in_odd_rows_is_learnt_later() -> None:
    forget()
    bad = [f"34°3{k}'61.0\"N 71°12'00.0\"E" for k in range(8)]
    assert read_many(bad).slow.all()
    good = [ROW.format(k % 60, k % 59) for k in range(400)]
    assert not read_many(good).slow.all()
    assert not read_many(good).slow.any()


def test_characters_beyond_latin_are_told_apart() -> None:
    texts = [ROW.format(k % 60, 0).replace("'", mark) for k in range(40) for mark in ("′", "’", "ʹ", "'")]
    found, readings = differences(texts)
    assert not found
    assert readings.slow.mean() < 0.1
    assert np.ptp(readings.lat_deg) < 0.02


def test_texts_in_any_script_fall_back_to_the_slow_reader() -> None:
    many = [f"34.{k:02d}{chr(0x4E00 + k)}71.{k:02d}" for k in range(90)] + ["۳۴٫۵ شمال ۷۱٫۲ شرق"] * 5
    found, readings = differences(many)
    assert not found
    assert readings.status_of(94) is Status.OK


def test_a_text_cannot_pass_for_another_by_a_private_byte() -> None:
    characters = Characters()
    characters.table(["34° 30′ N 71° 12′ E"])  # the prime takes the first private byte
    private = chr(SPARE[0])
    assert characters.table([f"34 30{private} N 71 12{private} E"])[1] == [0]
    table, odd = characters.table([f"34° 30{private} N 71° 12{private} E", "34° 30′ N 71° 12′ E"])
    assert odd == [0]
    assert not table[0].any()
    assert table[1].any()


def test_long_texts_and_zero_bytes_do_not_enter_the_table() -> None:
    table, odd = Characters().table(["a" * WIDTH, "b" * (WIDTH + 1), "c\0", ""])
    assert odd == [1, 2]
    assert table.shape == (4, WIDTH)
    assert table[0].tobytes() == b"a" * WIDTH


def test_a_shape_is_known_only_when_every_byte_agrees() -> None:
    book = ShapeBook()
    words = np.zeros((3, 16), dtype=np.uint8)
    words[0, 0], words[1, 15], words[2, 0] = 65, 66, 65
    ids, new = book.number(words)
    assert ids.tolist() == [0, 1, 0] or ids.tolist() == [1, 0, 1]
    assert len(new) == book.count == 2
    book._words[ids[0], 0] ^= np.uint64(1)  # as if another shape had the same hash
    again, new = book.number(words)
    assert again.tolist() == [UNKNOWN, ids[1], UNKNOWN]
    assert not new


def test_shapes_do_not_depend_on_the_width_of_the_table() -> None:
    book = ShapeBook()
    narrow = np.zeros((1, 8), dtype=np.uint8)
    narrow[0, 0] = 48
    wide = np.zeros((1, 64), dtype=np.uint8)
    wide[0, 0] = 48
    assert book.number(narrow)[0] == book.number(wide)[0]


def test_ten_thousand_shapes_are_still_told_apart() -> None:
    rng = np.random.default_rng(5)
    table = rng.integers(32, 127, (10_000, 24), dtype=np.uint8)
    book = ShapeBook()
    first, _ = book.number(table)
    again, new = book.number(table[::-1].copy())
    assert not new
    assert np.array_equal(first, again[::-1])
    assert len(np.unique(first)) == 10_000


def test_a_book_that_is_full_leaves_new_shapes_unknown() -> None:
    book = ShapeBook()
    table = np.arange(70_000, dtype=np.uint64).reshape(-1, 1).view(np.uint8)
    ids, _ = book.number(table)
    assert book.full
    assert (ids == UNKNOWN).sum() == 70_000 - book.count
    engine_survives = read_many(
        [f"{'abcdefgh'[k % 8]}{k} 34.5 N {chr(97 + k % 26)} 71.2 E" for k in range(300)]
    )
    assert len(engine_survives) == 300


def test_the_readings_of_a_table_column_are_the_same(tmp_path: Path) -> None:
    table = tmp_path / "lines.csv"
    with table.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([[text] for text in generated(300, seed=9)])
    with table.open(encoding="utf-8", newline="") as lines:
        texts = [row[0] if row else "" for row in csv.reader(lines)]
    found, _ = differences(texts)
    assert not found, found[:3]
