"""`cg read` and `cg write` started as a script starts them: arguments, exit codes, rows in and rows out."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from commonground.cli.main import main
from commonground.position import read_all

READING = ["lat_deg", "lon_deg", "ce95_m", "notation", "crs", "operation", "doubt", "findings"]
TEXTS = ["1.5N 2.5E", "1.5 2.5", "1.5N\r\n2.5E", "nowhere", "", "31N AA 66 00", 'a "quoted", text', "500000 3800000", "-1.5 -120.5"]  # fmt: skip


def cg(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    start = "import sys; from commonground.cli.main import main; sys.exit(main())"
    return subprocess.run([sys.executable, "-c", start, *arguments], input=given, capture_output=True, timeout=60)  # fmt: skip


def table(tmp_path: Path, encoding: str = "utf-8", newline: str = "\n") -> Path:
    path = tmp_path / "texts.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        rows = csv.writer(file, lineterminator=newline)
        rows.writerows([["id", "text"], *([number, text] for number, text in enumerate(TEXTS))])
    return path


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["-1.5 -120.5"], 0), (["-1.5", "-120.5"], 0), (["--json", "-1.5", "-120.5"], 0), (["-34.5, -1.2"], 3),
        (["1.5N 2.5N"], 1), (["500000 3800000"], 5), (["--axis", "lat", "-45 30"], 0),
        (["--axis", "lat", "-45", "30"], 0), (["--axis", "lon", "45 N"], 1), (["--text"], 2), (["1N 2E", "--x"], 2),
        (["--axis", "up", "3"], 2), (["-"], 0), (["−1.5 −120.5"], 0), (["-1°30' -120°30'"], 0),
    ],
)  # fmt: skip
def test_a_text_may_begin_with_a_minus_and_the_exit_code_tells(arguments: list[str], code: int) -> None:
    done = cg("read", *arguments)
    assert done.returncode == code, done.stderr.decode()
    assert bool(done.stdout) is (code in (0, 3) and arguments != ["-"])


def test_standard_input_gives_one_object_a_line() -> None:
    given = b"1.5N 2.5E\n--1.5\n-\n-1.5 -120.5\n\n"
    done = cg("read", "-", "--json", given=given)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["as_given"] for one in answers] == ["1.5N 2.5E", "--1.5", "-", "-1.5 -120.5", ""]
    assert [one["status"] for one in answers] == ["ok", "refused", "refused", "ok", "refused"]
    assert done.returncode == 3


@pytest.mark.parametrize(("encoding", "newline"), [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("cp1252", "\r")])
def test_every_row_of_a_table_has_its_object(tmp_path: Path, encoding: str, newline: str) -> None:
    path = table(tmp_path, encoding, newline)
    done = cg("read", "--csv", str(path), "--column", "text", "--json")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["as_given"] for one in answers] == TEXTS
    assert done.returncode == 3
    for text, answer in zip(TEXTS, answers, strict=True):
        assert answer == json.loads(json.dumps(read_all(text).as_json()))
        assert list(answer) == ["as_given", "status", "readings", "findings"]
        assert all(list(reading) == READING for reading in answer["readings"])
        assert bool(answer["readings"]) is (answer["status"] != "refused")


def test_a_table_and_its_objects_tell_the_same(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path)
    assert main(["read", "--csv", str(path), "--column", "text"]) == 3
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out, newline="")))
    assert [row["text"] for row in rows] == TEXTS
    for row in rows:
        answer = read_all(row["text"])
        assert row["status"] == answer.status
        first = answer.readings[0].position if answer.readings else None
        told = [float(row[name]) for name in ("lat_deg", "lon_deg") if row[name]]
        assert told == pytest.approx([first.lat_deg, first.lon_deg] if first else [], abs=1e-9)


@pytest.mark.parametrize("axis", ["lat", "lon", "any"])
def test_a_table_of_angles_keeps_its_rows(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], axis: str
) -> None:
    path = tmp_path / "angles.csv"
    path.write_text('angle\n45 30\n"45,5"\n\n95 N\n"45°30\'\n"\n', encoding="utf-8")
    assert main(["read", "--csv", str(path), "--column", "angle", "--axis", axis, "--json"]) == 3
    answers = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [one.get("deg") for one in answers] == [45.5, 45.5, None, None, 45.5]
    assert main(["read", "--csv", str(path), "--column", "angle", "--axis", axis]) == 3
    assert len(list(csv.reader(io.StringIO(capfd.readouterr().out, newline="")))) == 6


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        (["--to", "dd", "-1.5", "-2.25"], 0, "1.500000°S 2.250000°W"),
        (["-1.5", "-2.25", "--to", "dms"], 0, "1°30'00.0\"S 2°15'00.0\"W"),
        (["--to=dms", "--digits", "0", "-.5", "-1e-3"], 0, "0°30'00\"S 0°00'04\"W"),
        (["--to", "mgrs", "--digits", "2", "0.00452", "0.0043"], 0, "31NAA6600"),
        (["--to", "mgrs", "0.00452", "0.0043"], 0, "31NAA6650000500"),
        (["--to", "mgrs", "91", "0"], 1, ""), (["--to", "mgrs", "a", "b"], 2, ""), (["1", "2"], 2, ""),
        (["--to", "mgrs", "nan", "0"], 1, ""), (["--to", "words", "1", "2"], 1, ""), (["--to", "dd", "1"], 1, ""),
    ],
)  # fmt: skip
def test_a_place_is_written_as_it_was_asked_for(arguments: list[str], code: int, text: str) -> None:
    done = cg("write", *arguments)
    assert (done.returncode, done.stdout.decode().rstrip("\n")) == (code, text), done.stderr.decode()


def test_rows_that_cannot_be_written_come_back_with_their_reason(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text('name,lat,lon\n"two\nlines",-0.5,-0.5\nbad,x,0\nshort\n,95,0\n', encoding="utf-8")
    done = cg("write", "--to", "gars", "--csv", str(path))
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))
    assert [row["name"] for row in rows] == ["two\nlines", "bad", "short", ""]
    assert [bool(row["written"]) for row in rows] == [True, False, False, False]
    assert [bool(row["error"]) for row in rows] == [False, True, True, True]
    assert done.returncode == 3
    told = cg("write", "--to", "gars", "--csv", str(path), "--json").stdout.splitlines()
    assert [json.loads(line)["row"] for line in told] == [2, 3, 4, 5]
