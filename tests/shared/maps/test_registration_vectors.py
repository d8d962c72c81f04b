"""Control points of the outside vectors: planted shifts, turns, datums and blunders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from commonground.maps.registration.fit import fit_points, forecast
from commonground.maps.registration.points import read_points

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
CASES: list[dict[str, Any]] = json.loads((SHARED / "vectors" / "position" / "registration.json").read_text())


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["kind"] for case in CASES])
def test_what_was_planted_is_found(number: int) -> None:
    case = CASES[number]
    truth, noise, count = case["truth"], case["noise_sigma_m"], len(case["points"])
    found = fit_points(read_points(json.dumps(case).encode(), name=case["kind"]))
    blunder = truth["blunder_index"]
    assert found.outliers == (() if blunder is None else (blunder,))
    if truth["datum_of_b"]:
        assert found.datum is not None
        assert found.datum.name == truth["datum_of_b"]
        return
    assert found.datum is None
    there = forecast(found, *truth["centre"])
    off = float(np.hypot(there.east_m - truth["east_m"], there.north_m - truth["north_m"]))
    # 2.5 sigma / sqrt(n) on each axis, the noise standing on both maps; where the turn was too small to be
    # told, its effect at the centre besides
    turn = 0.0 if found.model == "similarity" else abs(np.radians(truth["rotation_deg"])) * 8000
    assert off <= 2.5 * 2 * noise / np.sqrt(count) + turn
    if found.model == "similarity":
        assert found.rotation_deg == pytest.approx(truth["rotation_deg"], abs=0.1)
