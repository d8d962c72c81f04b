"""The public GIGS test series and one datum at a time, within the tolerances of their sources."""

from __future__ import annotations

import csv
import math
from pathlib import Path

from commonground.position.geodesic import distance_m
from commonground.position.profile import Basis
from commonground.position.transform import crs_info, move, to_wgs84

VECTORS = Path(__file__).resolve().parents[3].parent / "shared" / "vectors" / "position"


def _rows(name: str):
    with (VECTORS / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _apart(crs: str, a: tuple[float, float], b: tuple[float, float]) -> float:
    info = crs_info(crs)
    (ax, ay), (bx, by) = ((v * info.unit_factor for v in pair) for pair in (a, b))
    return distance_m((ay, ax), (by, bx)) if info.geographic else math.dist((ax, ay), (bx, by))


def test_every_gigs_point_lands_within_its_tolerance():
    missed = []
    for row in _rows("transform_gigs.csv"):
        moved = move(
            row["crs_from"], row["crs_to"], float(row["x"]), float(row["y"]), operation=row["operation"]
        )
        expected = float(row["expected_x"]), float(row["expected_y"])
        if _apart(row["crs_to"], expected, (moved.x, moved.y)) > float(row["tolerance_m"]):
            missed.append(row["id"])
    assert missed == []


def test_every_datum_point_lands_and_says_what_is_not_known():
    for row in _rows("datum_points.csv"):
        moved = to_wgs84(row["crs"], float(row["lon"]), float(row["lat"]), operation=row["operation"])
        expected = float(row["expected_lat"]), float(row["expected_lon"])
        assert distance_m((moved.lat_deg, moved.lon_deg), expected) <= float(row["tolerance_m"])
        assert (moved.doubt.basis is Basis.KNOWN) == (row["accuracy_known"] == "True")
        assert moved.inside_area == (row["point_inside_operation_bbox"] == "True")
