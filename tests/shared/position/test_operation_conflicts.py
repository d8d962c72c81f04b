"""Published operations that contradict each other: reported, and covered by the doubt."""

from __future__ import annotations

import csv
from pathlib import Path

from pyproj.database import query_crs_info
from pyproj.enums import PJType

from commonground.finding import Kind
from commonground.position.transform import to_wgs84

VECTORS = Path(__file__).resolve().parents[3].parent / "shared" / "vectors" / "position"


def test_every_contradiction_is_reported_with_at_least_half_of_it_as_doubt():
    codes = {
        info.name: f"EPSG:{info.code}" for info in query_crs_info("EPSG", pj_types=PJType.GEOGRAPHIC_2D_CRS)
    }
    with (VECTORS / "operation_conflicts.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            moved = to_wgs84(codes[row["crs_name"]], float(row["lon"]), float(row["lat"]))
            assert Kind.OPERATIONS_DISAGREE in {finding.kind for finding in moved.findings}, row["id"]
            assert moved.doubt.ce95_m >= float(row["disagreement_m"]) / 2, row["id"]
