"""Truth by national grids that are not installed here: the doubt has to cover what we are wrong by."""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import median

from commonground.position.geodesic import distance_m
from commonground.position.transform import move

VECTORS = Path(__file__).resolve().parents[3].parent / "shared" / "vectors" / "position"


def _errors_and_doubts() -> list[tuple[float, float]]:
    found = []
    with (VECTORS / "national_truth.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            moved = move(row["crs"], row["expected_crs"], float(row["x"]), float(row["y"]))
            truth = float(row["expected_lat"]), float(row["expected_lon"])
            found.append((distance_m((moved.lat_deg, moved.lon_deg), truth), moved.doubt.ce95_m))
    return found


def test_the_stated_doubt_covers_the_error_in_19_rows_of_20():
    found = _errors_and_doubts()
    assert sum(error <= doubt for error, doubt in found) >= 0.95 * len(found)


def test_the_stated_doubt_is_not_bought_with_caution():
    found = _errors_and_doubts()
    assert median(doubt for _, doubt in found) <= 3 * median(error for error, _ in found)
