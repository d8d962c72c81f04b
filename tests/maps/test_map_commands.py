"""The commands of maps as a user calls them: keys of the JSON, exit codes, files written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.maps.drawing import drawn, moved, wave

from commonground.cli.main import main
from commonground.maps.depiction_file import write_depiction


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, str]:
    paths = []
    for name, depiction in (
        ("a.geojson", drawn(wave())),
        ("b.geojson", drawn(moved(wave(), 900, 1500), name="b")),
        ("c.geojson", drawn(moved(wave(), 0, 20), name="c", areas=False)),
    ):
        (tmp_path / name).write_bytes(write_depiction(depiction))
        paths.append(str(tmp_path / name))
    return paths[0], paths[1], paths[2]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(list(arguments))
    return code, capsys.readouterr().out


def test_compare_prints_the_keys_that_are_promised(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = run(capsys, "map", "compare", files[0], files[1], "--json")
    shown = json.loads(out)
    assert code == 3
    assert {"median", "p95", "max", "samples"} <= set(shown["offset_m"])
    assert {"count", "area_km2", "largest"} <= set(shown["slivers"])
    assert {"east_m", "north_m", "se_m", "explained", "misplaced"} <= set(shown["shift"])
    for key in ("hausdorff_m", "frechet_m", "copied_share", "trimmed_m", "hints"):
        assert key in shown
    assert shown["a"] == files[0]
    assert shown["shift"]["east_m"] == pytest.approx(-900, abs=60)


def test_side_says_what_each_map_says(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    lat = float(wave()[300, 1]) + 0.003
    code, out = run(
        capsys, "map", "side", "--json", "--ce95", "20", "--", str(lat), "0.0", files[0], files[1]
    )
    shown = json.loads(out)
    assert code == 3
    assert shown["verdict"] == "maps_differ"
    assert shown["depictions"][files[0]]["in"] == ["NOR"]
    assert shown["depictions"][files[1]]["in"] == ["SOU"]
    assert set(shown["depictions"][files[0]]["p"]) == {"NOR", "SOU"}
    code, out = run(capsys, "map", "side", "--json", "--", "-1", "-0.5", files[0], files[2])
    assert json.loads(out)["verdict"] == "cannot_say"
    code, out = run(capsys, "map", "side", "--json", "--", "-1", "-0.5", files[0], files[1])
    assert (code, json.loads(out)["verdict"]) == (0, "all_agree")


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "kml", "gpx"])
def test_band_writes_a_file_of_every_format(
    files: tuple[str, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    out = tmp_path / "sub" / f"band.{ending}"
    code, text = run(capsys, "map", "band", files[0], files[1], "--out", str(out), "--json")
    assert code == 0
    assert out.stat().st_size > 1000
    assert json.loads(text)["maps"] == [files[0], files[1]]


def test_fit_names_outliers_and_gives_radii(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.maps.test_registration import scan

    text, bad = scan(3)
    path = tmp_path / "sheet.points"
    path.write_text(text)
    code, out = run(capsys, "map", "fit", str(path), "--at", "0,0", "--at", "-0.05,0.05", "--json")
    shown = json.loads(out)
    assert code == 3
    assert set(shown["outliers"]) == bad
    assert len(shown["ce95_m"]) == 2
    assert {"model", "east_m", "north_m", "rotation_deg", "scale", "datum", "misplaced", "usable"} <= set(
        shown
    )
    assert shown["usable"] is False


def test_show_tells_what_is_known_of_a_depiction(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = run(capsys, "depiction", "show", files[0], "--json")
    shown = json.loads(out)
    assert code == 0
    assert shown["parties"] == ["NOR", "SOU"]
    assert shown["never_shown_to"] == ["NOR", "SOU"]


def test_mistakes_of_the_user_are_told_without_a_trace(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["map", "compare", files[0], "nowhere.geojson"]) == 1
    assert main(["map", "compare", files[0], files[1], "--window", "1,2,3"]) == 1
    assert main(["map", "side", "--", "95", "0", files[0]]) == 1
    assert main(["map", "band", files[0], files[1], "--out", str(tmp_path / "x.doc")]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "no such file or depiction" in said
