"""The vectors of maps through the command line: sheets, files, made lines."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from tests.maps.drawing import drawn, moved, wave

from commonground.cli.main import main
from commonground.maps.depiction_file import write_depiction

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "maps"


def cases(name: str) -> list[Any]:
    listed = tomllib.loads((VECTORS / name).read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=case["name"]) for case in listed]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any], str]:
    code = main([*words, "--json"])
    out, err = capsys.readouterr()
    assert "fault of commonground" not in err
    return code, json.loads(out) if out else {}, err


@pytest.mark.parametrize("case", cases("sheets.toml"))
def test_sheet(case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sheet.txt"
    path.write_text(case["text"], encoding="utf-8")
    crs = ["--crs", case["crs"]] if "crs" in case else []
    code, shown, err = run(capsys, "map", "fit", str(path), "--at", "0,0", *crs)
    if "error" in case:
        assert (code, shown) == (1, {})
        assert case["error"] in err
        return
    assert code == case.get("exit", code)
    for key in ("model", "outliers", "usable"):
        assert shown[key] == case.get(key, shown[key])
    if "scale" in case:
        assert shown["scale"] == pytest.approx(case["scale"], rel=0.01)
    if "rotation_deg" in case:
        assert shown["rotation_deg"] == pytest.approx(case["rotation_deg"], abs=0.1)
    assert (shown["ce95_m"] == [None]) == case.get("ce95_null", shown["ce95_m"] == [None])
    assert case.get("says", "") in " ".join(finding["text"] for finding in shown["findings"])


@pytest.mark.parametrize("case", cases("files.toml"))
def test_file(case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "line.geojson"
    path.write_text(case["text"], encoding="utf-8")
    code, shown, err = run(capsys, "depiction", "show", str(path))
    if "error" in case:
        assert (code, shown) == (1, {})
        assert case["error"] in err
        return
    assert code == 0
    assert shown["vertices"] == case.get("vertices", shown["vertices"])
    assert shown["extent"] == pytest.approx(case.get("extent", shown["extent"]), abs=1e-6)
    assert case.get("notes", "") in " ".join(shown["notes"])


def line_of(case: dict[str, Any]) -> np.ndarray:
    """Line B of a case."""
    line = wave()
    if case["b"] == "straight":
        line = np.column_stack([line[:, 0], np.zeros(len(line))])
    if case["b"] == "A backwards":
        line = line[::-1]
    line = moved(line, *case.get("moved_m", (0.0, 0.0)))
    bulge = np.exp(-(((line[:, 0] - 0.3) / 0.05) ** 2)) * case.get("bulge_m", 0.0) / 110_574.3
    line = line + np.column_stack([np.zeros(len(line)), bulge])
    line = line[: int(len(line) * case.get("share", 1.0))] + np.array([case.get("east_deg", 0.0), 0.0])
    if "rounded_deg" in case:
        line = np.round(line / case["rounded_deg"]) * case["rounded_deg"]
    return line[:, ::-1] if case.get("exchanged") else line


@pytest.mark.parametrize("case", cases("lines.toml"))
def test_line(case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = line_of(case)
    first = wave() + np.array([case.get("east_deg", 0.0), 0.0])
    if case["b"] == "straight":
        first = np.column_stack([first[:, 0], np.zeros(len(first))])
    paths = []
    for name, line in (("a", first), ("b", other)):
        (tmp_path / name).write_bytes(write_depiction(drawn(line, areas=False), digits=9))
        paths.append(str(tmp_path / name))
    code, shown, _ = run(capsys, "map", "compare", *paths)
    assert code in (0, 3)
    assert shapely.LineString(other).is_valid

    def near(got: float, want: float, share: float, least: float) -> bool:
        return abs(got - want) <= max(share * abs(want), least)

    if "median_m" in case:
        assert near(shown["offset_m"]["median"], case["median_m"], 0.01, 2)
    for key in ("hausdorff_m", "frechet_m", "trimmed_m"):
        assert near(shown[key], case.get(key, shown[key]), 0.01, 2)
    assert near(
        shown["slivers"]["area_km2"], case.get("area_km2", shown["slivers"]["area_km2"]), 0.005, 0.001
    )
    for got, want in zip(("east_m", "north_m"), case.get("shift", ()), strict=False):
        assert near(shown["shift"][got], want, 0.10, 20)
    assert shown["shift"]["misplaced"] == case.get("misplaced", shown["shift"]["misplaced"])
    assert near(shown["copied_share"], case.get("copied_share", shown["copied_share"]), 0.0, 0.002)
    assert len(shown["events"]) == case.get("events", len(shown["events"]))
    assert case.get("hint", "") in " ".join(shown["hints"])
