"""Real lists with their real defects against what is known of them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from commonground.finding import Kind
from commonground.interop.lists.doctor import check_list
from commonground.interop.lists.rows.row import ListReport
from commonground.interop.tables import open_table
from commonground.node.data import data_folder
from commonground.node.world import load_world
from commonground.position import Status
from commonground.position.geodesic import distance_m

LISTS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "lists"
ALL = sorted(
    path.name for path in LISTS.iterdir() if path.suffix in {".csv", ".xlsx"} and "truth" not in path.name
)


@cache
def report(name: str) -> ListReport:
    path = LISTS / name
    return check_list(open_table(path.read_bytes(), name), countries=load_world(data_folder()), yes=True)


@pytest.mark.parametrize("name", ALL)
def test_rows_in_are_rows_out(name: str) -> None:
    table = open_table((LISTS / name).read_bytes(), name)
    headers = 2 if name.startswith("brazil") else 1
    assert len(report(name).rows) == sum(not row.empty for row in table.rows) - headers


TRUTH = [
    ("airports_2009_swapped_columns.csv", "airports_2009_swapped_columns.truth.csv", "icao"),
    ("belgium_lambert72.csv", "belgium_lambert72.truth.csv", "site"),
    ("belgium_rivers_lambert72.xlsx", "belgium_rivers_lambert72.truth.csv", "locationID"),
    ("brazil_aerodromes_2013.xlsx", "brazil_aerodromes_2013.truth.csv", "ICAO"),
    ("portugal_dms_and_decimal.csv", "portugal_dms_and_decimal.truth.csv", "site"),
    ("dwd_stations_degrees_dot_minutes.csv", "dwd_stations_degrees_dot_minutes.truth.csv", "ID"),
]


@pytest.mark.parametrize(("name", "truth", "key"), TRUTH, ids=[name for name, _, _ in TRUTH])
def test_no_row_is_silently_wrong(name: str, truth: str, key: str) -> None:
    known = list(csv.DictReader((LISTS / truth).read_text(encoding="utf-8").splitlines()))
    rows = report(name).rows
    assert len(rows) == len(known), key
    right = 0
    for row, expected in zip(rows, known, strict=True):
        assert row.placed
        off = distance_m(
            (row.lat_deg, row.lon_deg), (float(expected["latitude"]), float(expected["longitude"]))
        )
        right += off <= row.ce95_m + 50
        assert off <= row.ce95_m + 50 or row.status is not Status.OK, (row.number, off)
    assert right >= 0.99 * len(rows)


FAULTS = {
    "airports_2009_swapped_columns.csv": Kind.COLUMNS_SWAPPED,
    "dwd_stations_degrees_dot_minutes.csv": Kind.DEGREES_DOT_MINUTES,
    "country_points_three_notations.csv": Kind.LEADING_ZEROS_LOST,
    "portugal_dms_and_decimal.csv": Kind.SECONDS_LOST,
    "belgium_lambert72.csv": Kind.DECIMAL_COMMAS,
    "unlocode_2024-2_extract.csv": Kind.ENCODING_GUESSED,
}


@pytest.mark.parametrize(("name", "kind"), FAULTS.items())
def test_the_fault_of_the_file_is_named(name: str, kind: Kind) -> None:
    assert kind in {finding.kind for finding in report(name).findings}


@pytest.mark.parametrize("name", sorted(set(ALL) - set(FAULTS)))
def test_no_fault_is_named_where_there_is_none(name: str) -> None:
    assert not {finding.kind for finding in report(name).findings} & set(FAULTS.values())


@pytest.mark.parametrize("name", ["who_health_facilities.csv", "navaids.csv"])
def test_clean_rows_are_not_needlessly_put_in_question(name: str) -> None:
    rows = [row for row in report(name).rows if row.placed]
    assert sum(row.status is not Status.OK for row in rows) < 0.005 * len(rows)


def test_what_is_written_on_labels_is_asked_or_refused_where_it_must_be() -> None:
    truth = {
        row["id"]: row
        for row in csv.DictReader(
            (LISTS / "museum_strings.truth.csv").read_text(encoding="utf-8").splitlines()
        )
    }
    for row in report("museum_strings.csv").rows:
        expected = truth[row.item]
        if "ambiguous" in expected["must_flag"] or "not a position" in expected["must_flag"]:
            assert row.status is not Status.OK, row.as_given
        if row.status is Status.OK and expected["likely_latitude"]:
            place = float(expected["likely_latitude"]), float(expected["likely_longitude"])
            assert distance_m((row.lat_deg, row.lon_deg), place) <= row.ce95_m + 50
