"""`cg read`: what it prints and how it ends, as scripts depend on it."""

import csv
import io
import json
import subprocess
import sys

import pytest

from commonground.cli.main import main


def run(capfd, *arguments):
    code = main(["read", *arguments])
    printed = capfd.readouterr()
    return code, printed.out, printed.err


def read_json(capfd, *arguments):
    code, out, _ = run(capfd, *arguments, "--json")
    [line] = out.splitlines()
    return code, json.loads(line)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "morning.csv"
    path.write_text(
        'name,place,lon_lat\r\nwell,1.5N 2.5E,2.5 1.5\r\nbridge,"1.5N\n2.5E",2.5 1.5\r\ncamp,nowhere,x\r\nshort\r\n',
        encoding="utf-8",
    )
    return path


def test_one_text_gives_one_object_with_every_key(capfd):
    code, answer = read_json(capfd, "31N AA 66 00")
    assert code == 0
    assert list(answer) == ["as_given", "status", "readings", "findings"]
    [reading] = answer["readings"]
    assert list(reading) == [
        "lat_deg", "lon_deg", "ce95_m", "notation", "crs", "operation", "doubt", "findings",
    ]  # fmt: skip
    assert reading["ce95_m"] == pytest.approx(599.1, abs=0.1)
    assert {tuple(part) for part in reading["doubt"]} == {("part", "ce95_m", "basis")}


@pytest.mark.parametrize(
    ("text", "code", "status"),
    [
        ("1.5N 2.5E", 0, "ok"),
        ("1.5 2.5", 3, "ask"),
        ("1.5N 2.5N", 1, "refused"),
        ("500000 3800000", 5, "refused"),
        ("", 1, "refused"),
    ],
)
def test_the_exit_code_says_what_is_to_be_done(capfd, text, code, status):
    ended, answer = read_json(capfd, text)
    assert (ended, answer["status"]) == (code, status)


def test_negative_numbers_need_no_dashes_before_them(capfd):
    code, answer = read_json(capfd, "-1.5 -120.5")
    assert (code, answer["readings"][0]["lat_deg"]) == (0, -1.5)
    code, answer = read_json(capfd, "-1.5", "-120.5")
    assert (code, answer["as_given"]) == (0, "-1.5 -120.5")


def test_options_may_stand_behind_the_text(capfd):
    code, out, _ = run(capfd, "-1.5 -120.5", "--json", "--axis", "pair")
    assert code == 0
    assert json.loads(out)["status"] == "ok"


@pytest.mark.parametrize("word", ["--foo", "--", "--1.5"])
def test_an_argument_with_two_dashes_is_never_text(capfd, word):
    code, out, _ = run(capfd, "1.5N 2.5E", word) if word != "--" else run(capfd, "--", "--foo")
    assert code == 2
    assert out == ""


def test_the_swapped_reading_stays_behind_latitude_first(capfd):
    _, answer = read_json(capfd, "1.5 2.5")
    places = [(one["lat_deg"], one["lon_deg"]) for one in answer["readings"]]
    assert places == [(1.5, 2.5), (2.5, 1.5)]


def test_one_angle_gives_degrees(capfd):
    code, answer = read_json(capfd, "--axis", "lat", "45 12S")
    assert (code, answer["status"], answer["deg"], answer["readings"]) == (0, "ok", -45.2, [{"deg": -45.2}])
    code, answer = read_json(capfd, "--axis", "lon", "45 12S")
    assert (code, answer["status"]) == (1, "refused")
    assert "deg" not in answer


def test_a_crs_shifts_the_position_and_names_the_operation(capfd):
    _, answer = read_json(capfd, "34.5N 71.2E", "--crs", "EPSG:4255")
    [reading] = answer["readings"]
    assert (reading["crs"], reading["operation"]) == ("EPSG:4255", "EPSG:1246")


def test_a_datum_without_operation_is_refused_with_five(capfd):
    code, answer = read_json(capfd, "34.5N 71.2E", "--crs", "EPSG:4144")
    assert (code, answer["status"]) == (5, "refused")


def test_an_unknown_crs_is_an_error_and_no_answer(capfd):
    code, out, err = run(capfd, "1.5N 2.5E", "--crs", "EPSG:999999")
    assert (code, out) == (1, "")
    assert "EPSG:999999" in err


def test_a_profile_settles_the_order(capfd, tmp_path):
    profile = tmp_path / "south.toml"
    profile.write_text('name = "south"\norder = "lon_lat"\n', encoding="utf-8")
    code, answer = read_json(capfd, "1.5 2.5", "--profile", str(profile))
    assert (code, answer["readings"][0]["lat_deg"]) == (0, 2.5)


@pytest.mark.parametrize(
    "content",
    [
        "order = 'sideways'",
        "color = 'red'",
        "name = ",
        "theatre = [1, 2, 3]",
        "report_ce95_m = -1",
        "digits = 'x'",
    ],
)
def test_a_bad_profile_is_an_input_error_that_names_the_file(capfd, tmp_path, content):
    profile = tmp_path / "south.toml"
    profile.write_text(content, encoding="utf-8")
    code, out, err = run(capfd, "1.5 2.5", "--profile", str(profile))
    assert (code, out) == (1, "")
    assert "south.toml" in err


def test_every_line_of_standard_input_gets_its_line(monkeypatch, capfd):
    given = b"1.5N 2.5E\r\n\n\xef\xbb\xbf1.5 2.5\n1.5\xb0N 2.5\xb0E\n" + b"1" * 10_001 + b"\nlast: no newline"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    code, out, _ = run(capfd, "-", "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [one["status"] for one in answers] == ["ok", "refused", "ask", "ok", "refused", "refused"]
    assert code == 3
    assert "encoding_guessed" in [finding["kind"] for finding in answers[3]["findings"]]


def test_standard_input_of_good_lines_ends_with_zero(monkeypatch, capfd):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"1.5N 2.5E\n31N AA 66 00\n")))
    code, out, _ = run(capfd, "-")
    assert (code, len(out.splitlines())) == (0, 2)


def test_every_row_of_a_table_comes_back_and_line_breaks_stay(capfd, table):
    code, out, _ = run(capfd, "--csv", str(table), "--column", "place", "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [one["status"] for one in answers] == ["ok", "ok", "refused", "refused"]
    assert answers[1]["as_given"] == "1.5N\n2.5E"
    assert code == 3


def test_a_table_comes_back_with_the_first_reading_beside_each_row(capfd, table):
    code, out, _ = run(capfd, "--csv", str(table), "--column", "place")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["name"] for row in rows] == ["well", "bridge", "camp", "short"]
    assert [row["status"] for row in rows] == ["ok", "ok", "refused", "refused"]
    assert (rows[1]["place"], rows[1]["lat_deg"]) == ("1.5N\n2.5E", "1.5")
    assert code == 3


def test_the_name_of_a_column_settles_the_order(capfd, table):
    _, out, _ = run(capfd, "--csv", str(table), "--column", "lon_lat", "--json")
    first = json.loads(out.splitlines()[0])
    assert (first["status"], first["readings"][0]["lat_deg"]) == ("ok", 1.5)


def test_two_columns_are_the_two_halves_in_the_order_of_their_names(capfd, tmp_path):
    path = tmp_path / "two.csv"
    path.write_text("lon,lat\n2.5,1.5\n", encoding="utf-8")
    code, out, _ = run(capfd, "--csv", str(path), "--column", "lon", "--column", "lat", "--json")
    assert (code, json.loads(out)["readings"][0]["lat_deg"]) == (0, 1.5)


def test_a_column_that_is_not_there_is_named_with_those_that_are(capfd, table):
    code, out, err = run(capfd, "--csv", str(table), "--column", "grid")
    assert (code, out) == (1, "")
    assert "grid" in err
    assert "place" in err


@pytest.mark.parametrize(
    "arguments", [["--csv", "none.csv", "--column", "x"], [], ["1.5N", "--column", "x"], ["x", "--csv", "y"]]
)
def test_what_cannot_be_done_is_said_on_standard_error(capfd, arguments):
    code, out, err = run(capfd, *arguments)
    assert (code, out) == (1, "")
    assert err.startswith("commonground: error: ")


def test_a_person_sees_place_doubt_and_what_was_assumed(capfd):
    _, out, _ = run(capfd, "31N AA 66 00")
    assert out == "0.005 N 0.004 E  within 599 m (95 %)  MGRS, WGS 84 assumed\n"


def test_a_person_sees_the_other_reading_and_how_far_off_it_is(capfd):
    _, out, _ = run(capfd, "31S 500000 3900000")
    assert out.splitlines()[0].startswith("1  55.046806 S 3.000000 E  within 2.1 m (95 %)  UTM")
    assert "9,993 km from 1" in out or "10,0" in out
    assert "letter S was read as the hemisphere" in out


def test_a_refusal_gives_its_reason_on_standard_error(capfd):
    code, out, err = run(capfd, "1.5N 2.5N")
    assert (code, out) == (1, "")
    assert "two latitudes" in err


def test_importing_the_room_loads_neither_numpy_nor_pyproj():
    told = "import sys, commonground.position; print('numpy' in sys.modules, 'pyproj' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_reading_one_text_loads_neither_numpy_nor_pyproj():
    told = (
        "import sys; from commonground.cli.main import main; main(['read', '1.5N 2.5E']);"
        "print('numpy' in sys.modules, 'pyproj' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-2:] == ["False", "False"]
