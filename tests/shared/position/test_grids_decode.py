"""Grid references and codes of other people's tests: the cell's middle, and that its doubt covers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from commonground.errors import InputError
from commonground.position.columns import mgrs as mgrs_columns
from commonground.position.geodesic import distance_m
from commonground.position.grids import gars, geohash, georef, mgrs, pluscode
from commonground.position.grids.cell import Cell

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
DECODERS: dict[str, Callable[[str], Cell]] = {
    "mgrs": lambda text: mgrs.decode(text).cell,
    "gars": gars.decode,
    "georef": georef.decode,
    "geohash": geohash.decode,
    "pluscode": pluscode.decode,
}
ROWS = [
    row
    for name in ("grids", "codes")
    for row in csv.DictReader(
        io.StringIO((SHARED / f"vectors/position/{name}.csv").read_text(encoding="utf-8"), newline="")
    )
    if row["format"] in DECODERS
]


@pytest.mark.parametrize("notation", sorted(DECODERS))
def test_every_reference_that_can_be_read_is_read_rightly(notation: str) -> None:
    wrong, count = [], 0
    for row in ROWS:
        if row["format"] != notation or row["expect"] != "ok":
            continue
        count += 1
        cell = DECODERS[notation](row["input"].upper().replace(" ", ""))
        away = distance_m(
            (cell.lat_deg, cell.lon_deg), (float(row["expected_lat"]), float(row["expected_lon"]))
        )
        if away > float(row["tolerance_m"]) or cell.ce95_m < 0.44 * float(row["cell_m"]):
            wrong.append((row["id"], away, cell.ce95_m))
    assert count >= 50
    assert not wrong


def test_what_must_be_refused_is_refused() -> None:
    refused = [row for row in ROWS if row["expect"] == "refuse"]
    assert len(refused) >= 15
    for row in refused:
        with pytest.raises(InputError):
            DECODERS[row["format"]](row["input"].upper().replace(" ", ""))


def test_the_columns_read_the_same_references() -> None:
    texts = [row["input"] for row in ROWS if row["format"] == "mgrs" and len(row["input"].split()[0]) == 15]
    lat, lon = mgrs_columns.decode_texts(np.array(texts, dtype="S15"))
    plain = 0
    for row, text in enumerate(texts):
        square = mgrs.decode(text)
        if np.isnan(lat[row]):
            assert square.notes
            continue
        plain += 1
        assert (square.cell.lat_deg, square.cell.lon_deg) == pytest.approx((lat[row], lon[row]), abs=1e-11)
    assert plain > 400
