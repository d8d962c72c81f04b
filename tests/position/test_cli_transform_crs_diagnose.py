"""`cg transform`, `cg crs`, `cg diagnose`: keys that stay, rows in = rows out, exit codes that mean something."""

from __future__ import annotations

import csv
import io
import json

import pytest

from commonground.cli.main import main
from commonground.position.transform import to_wgs84


def _json(capsys, *arguments: str) -> tuple[int, dict]:
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_transform_gives_exactly_the_promised_keys(capsys):
    code, shown = _json(capsys, "transform", "--from", "EPSG:4284", "--to", "EPSG:4326", "62", "37")
    assert list(shown) == [
        "x",
        "y",
        "operation",
        "accuracy_m",
        "accuracy_class",
        "inside_area",
        "candidates",
        "disagreement_m",
    ]
    assert code == 0
    assert shown["inside_area"] is True
    assert shown["accuracy_class"] == "known"


def test_negative_numbers_need_no_dashes_before_them(capsys):
    code, shown = _json(capsys, "transform", "--from", "EPSG:4326", "--to", "EPSG:32630", "-3.5", "-0.25")
    assert code == 0
    assert shown["y"] < 0


def test_transform_tells_unknown_accuracy_apart_and_exits_with_findings(capsys):
    code, shown = _json(capsys, "transform", "--from", "EPSG:4255", "66", "33")
    assert code == 3
    assert shown["accuracy_class"] == "unknown"
    assert shown["candidates"][0]["stated_accuracy_m"] is None


def test_transform_refuses_for_lack_of_datum_with_its_own_code(capsys):
    assert main(["transform", "--from", "EPSG:4144", "66", "33"]) == 5
    assert "no operation holds" in capsys.readouterr().err


def test_transform_named_operation(capsys):
    _, shown = _json(capsys, "transform", "--from", "EPSG:4284", "--operation", "EPSG:1254", "62", "37")
    assert shown["operation"] == "EPSG:1254"


def test_a_table_keeps_every_row_and_says_what_is_wrong_with_one(capsys, tmp_path):
    table = tmp_path / "in.csv"
    table.write_text("id,x,y\na,62,37\nb,sixty,37\nc,62,-80\nd,,\n", encoding="utf-8")
    code = main(["transform", "--from", "EPSG:4284", "--csv", str(table)])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert code == 3
    assert [row["id"] for row in rows] == ["a", "b", "c", "d"]
    assert [bool(row["to_x"]) for row in rows] == [True, False, False, False]
    assert "row 3, column x" in rows[1]["error"]


def test_a_table_without_numbers_is_an_error_that_helps(capsys, tmp_path):
    table = tmp_path / "in.csv"
    table.write_text("name,place\n", encoding="utf-8")
    assert main(["transform", "--from", "EPSG:4284", "--csv", str(table)]) == 1
    assert "columns x and y" in capsys.readouterr().err


def test_crs_shows_the_operations_of_a_place(capsys):
    code = main(["crs", "EPSG:4284", "--at", "37,62"])
    shown = capsys.readouterr().out
    assert code == 0
    assert "EPSG:15865" in shown
    assert "->" in shown
    code, found = _json(capsys, "crs", "EPSG:4283", "--at", "-30,141")
    assert code == 0
    assert found["lat_deg"] < 0


def test_crs_refuses_where_nothing_is_known_and_asks_for_a_place_in_words(capsys):
    assert main(["crs", "EPSG:4144", "--at", "33,66"]) == 5
    assert main(["crs", "EPSG:4144", "--at", "here"]) == 1
    assert main(["crs", "NOSUCH:1"]) == 1
    capsys.readouterr()


def test_diagnose_gives_hypotheses_and_whether_it_is_decided(capsys):
    code, shown = _json(capsys, "diagnose", "1.21500, 7.54321", "7.54321, 1.21500")
    assert code == 3
    assert shown["decided"] is True
    first = shown["hypotheses"][0]
    assert {"cause", "odds", "detail", "lat_deg", "lon_deg", "lands_m"} <= set(first)
    assert first["cause"] == "lat_lon_swapped"


def test_diagnose_takes_a_leading_minus_as_a_report(capsys):
    code, shown = _json(capsys, "diagnose", "-1.21500, 7.54321", "1.21500, 7.54321")
    assert code == 3
    assert shown["hypotheses"][0]["cause"] == "sign_lost_lat"


@pytest.mark.parametrize(("b", "code"), [("1.21503, 7.54322", 0), ("1.81503, 6.04322", 3), ("the gate", 1)])
def test_diagnose_exit_codes(capsys, b, code):
    assert main(["diagnose", "1.21500, 7.54321", b]) == code
    capsys.readouterr()


def test_diagnose_reads_a_report_on_the_datum_it_was_declared_in(capsys):
    """The numbers of an old sheet, declared as such, beside the same place in WGS 84."""
    place = to_wgs84("EPSG:4284", 62.54321, 37.12345)
    wgs84 = f"{place.lat_deg:.5f}, {place.lon_deg:.5f}"
    code, shown = _json(capsys, "diagnose", "37.12345, 62.54321", wgs84, "--crs-a", "EPSG:4284")
    assert code == 0
    assert shown["hypotheses"][0]["cause"] == "same_place"
    code, shown = _json(capsys, "diagnose", "37.12345, 62.54321", wgs84)
    assert code == 3
    assert shown["hypotheses"][0]["cause"] == "wrong_datum"
    assert "Pulkovo" in shown["hypotheses"][0]["detail"]


def test_a_table_of_pairs_keeps_every_row(capsys, tmp_path):
    table = tmp_path / "pairs.csv"
    table.write_text(
        'report_a,declared_crs_a,report_b,declared_crs_b\n"1.2, 7.5",EPSG:4326,"7.5, 1.2",EPSG:4326\ngate,,bridge,\n'
        '"1.21500, 7.54321",NOSUCH:1,"1.21500, 7.54321",\n',
        encoding="utf-8",
    )
    assert main(["diagnose", "--csv", str(table), "--json"]) == 3
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 3
    assert lines[0]["hypotheses"][0]["cause"] == "lat_lon_swapped"
    assert lines[1] == {"hypotheses": [], "decided": False}
    assert main(["diagnose", "--csv", str(table)]) == 3
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == 3
