"""Writing: what is written covers the place when it is read back, always."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.cli.main import main
from commonground.errors import InputError
from commonground.position.place import Position
from commonground.position.profile import Basis, MapProfile, Order
from commonground.position.reader.read import read_all
from commonground.position.write import NOTATIONS, write, write_degrees

DIGITS = {
    "dd": range(10), "ddm": range(8), "dms": range(6), "mgrs": range(9), "usng": range(9), "utm": range(4), "ups": range(4),
    "gars": range(3), "georef": (0, 2, 3, 4, 5, 6, 7, 8), "geohash": range(5, 13),
    "pluscode": (2, 4, 6, 8, *range(10, 16)),
}  # fmt: skip
CASES = [(notation, digits) for notation, all_digits in DIGITS.items() for digits in all_digits]
LATS = st.one_of(
    st.floats(-90, 90), st.integers(-90, 90).map(float), st.floats(-90, 90).map(lambda x: round(x, 2))
)
LONS = st.one_of(
    st.floats(-180, 180), st.integers(-180, 180).map(float), st.floats(-180, 180).map(lambda x: round(x, 2))
)


@settings(max_examples=600, deadline=None)
@given(lat=LATS, lon=LONS, case=st.sampled_from(CASES))
def test_what_we_write_still_covers_the_place(lat: float, lon: float, case: tuple[str, int]) -> None:
    notation, digits = case
    try:
        text = write_degrees(lat, lon, notation, digits)
    except InputError:
        assert (
            (notation == "utm" and not -80 <= lat < 84)
            or (notation == "ups" and -80 <= lat < 84)
            or notation == "geohash"
        )
        return
    place = Position(lat_deg=lat, lon_deg=lon, ce95_m=1.0)
    readings = read_all(text).readings
    assert any(reading.covers(place) for reading in readings), text
    if notation != "geohash":  # a geohash may also be a pair of degrees
        assert readings[0].covers(place), text


@pytest.mark.parametrize("crs", ["EPSG:32631", "EPSG:28402", "EPSG:4284", "EPSG:27700"])
@pytest.mark.parametrize(("lat", "lon"), [(52.123456, 1.234567), (51.5, 0.5), (54.987654, -1.5)])
def test_numbers_of_a_crs_come_back_through_its_profile(crs: str, lat: float, lon: float) -> None:
    if crs.startswith("EPSG:28") or crs == "EPSG:4284":
        lat, lon = lat, lon + 27.0  # a Soviet datum has no operation in the west
        crs = "EPSG:28405" if crs != "EPSG:4284" else crs
    place = Position(lat_deg=lat, lon_deg=lon, ce95_m=1.0)
    profile = MapProfile(name="theirs", crs=crs, crs_basis=Basis.KNOWN, order=Order.LON_LAT)
    text = write(place, crs)
    assert read_all(text, profile).readings[0].covers(place), text


def test_national_squares_come_back() -> None:
    place = Position(lat_deg=51.5, lon_deg=-1.2, ce95_m=1.0)
    assert write(place, "osgb", 3) == "SU 556 781"
    assert read_all(write(place, "osgb", 5)).readings[0].covers(place)
    place = Position(lat_deg=53.5, lon_deg=-7.2, ce95_m=1.0)
    profile = MapProfile(name="irish", crs="EPSG:29903", crs_basis=Basis.KNOWN)
    assert read_all(write(place, "irish"), profile).readings[0].covers(place)
    assert len(write(place, "irish", 0)) == 1


def test_rounding_carries_into_minutes_and_degrees() -> None:
    assert write_degrees(0.99999999, -0.99999999, "dms", 1) == "1°00'00.0\"N 1°00'00.0\"W"
    assert write_degrees(-0.99999999, 179.99999999, "ddm", 2) == "1°00.00'S 180°00.00'E"


def test_nothing_is_written_as_minus_zero() -> None:
    assert write_degrees(-1e-9, -1e-9, "dd", 3) == "0.000°N 0.000°E"


def test_a_southern_northing_that_could_be_band_s_is_written_with_its_band() -> None:
    assert write_degrees(-55.0, 3.0, "utm").startswith("31F ")
    assert write_degrees(-35.0, 3.0, "utm").startswith("31S ")
    assert write_degrees(35.0, 3.0, "utm").startswith("31N ")


@pytest.mark.parametrize("notation", sorted(NOTATIONS))
def test_every_notation_has_digits_of_its_own(notation: str) -> None:
    place = {"ups": (86.0, 3.0), "osgb": (51.5, -1.2), "irish": (53.5, -7.2)}.get(notation, (0.5, 0.5))
    assert write_degrees(*place, notation) == write_degrees(*place, notation, NOTATIONS[notation].digits)


@pytest.mark.parametrize(
    ("lat", "lon", "notation", "digits"),
    [
        (91.0, 0.0, "mgrs", None), (float("nan"), 0.0, "dd", None), (0.0, float("inf"), "dd", None),
        (0.0, 0.0, "words", None), (0.0, 0.0, "dd", 10), (0.0, 0.0, "dd", -1), (0.0, 0.0, "geohash", 4),
        (0.0, 0.0, "ups", None), (88.0, 0.0, "utm", None), (51.5, -1.2, "osgb", 6), (0.0, 0.0, "EPSG:1", None),
        (0.5, 0.5, "osgb", None),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_an_input_error(
    lat: float, lon: float, notation: str, digits: int | None
) -> None:
    with pytest.raises(InputError):
        write_degrees(lat, lon, notation, digits)


def test_the_page_shows_what_is_written() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/spec/writing.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w:]+)`(?:, `irish`)? \| `([^`]+)`", page, re.MULTILINE)
    assert {name for name, _ in rows} >= set(NOTATIONS) - {"irish"}
    for name, text in rows:
        place = {"ups": (84.0, 0.0), "osgb": (51.5, -1.2)}.get(name, (0.00452, 0.0043))
        assert write_degrees(*place, name) == text


def test_negative_numbers_need_no_dashes_before_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["write", "--to", "mgrs", "--digits", "2", "-0.00452", "-0.0043"]) == 0
    assert capsys.readouterr().out == "30MZE3399\n"
    assert main(["write", "-.5", "-1e-3", "--to=dms"]) == 0
    assert capsys.readouterr().out == "0°30'00.0\"S 0°00'03.6\"W\n"


def test_json_names_the_notation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["write", "--to", "gars", "--json", "0.5", "0.5"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown == {"lat_deg": 0.5, "lon_deg": 0.5, "notation": "gars", "text": "362HP37"}


def test_a_latitude_cut_off_at_the_pole_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["write", "--to", "pluscode", "99.5", "-71"]) == 3
    told = capsys.readouterr()
    assert told.out.startswith("CVXW") or told.out.startswith("C")
    assert "cut off at the pole" in told.err
    assert main(["write", "--to", "mgrs", "99.5", "-71"]) == 1


@pytest.mark.parametrize("arguments", [["0.5"], [], ["0.5", "0.5", "--csv", "nowhere.csv"]])
def test_a_place_is_two_numbers_or_a_table(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["write", "--to", "mgrs", *arguments]) == 1
    assert "commonground: hint" in capsys.readouterr().err


def test_a_table_comes_back_row_for_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "places.csv"
    table.write_text('name,Latitude,Longitude\n"a\nb",0.5,0.5\nbad,x,0.5\nfar,95,0.5\n,,\n', encoding="utf-8")
    assert main(["write", "--to", "mgrs", "--digits", "1", "--csv", str(table)]) == 3
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == "name,Latitude,Longitude,written,error"
    assert '"a\nb",0.5,0.5,31NBA25,' in told.out
    assert told.out.count("row ") == 3
    assert "3 rows could not be written" in told.err


def test_a_table_that_is_not_there_is_an_error_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["write", "--to", "dd", "--csv", "no-such-table.csv"]) == 1
    assert "cannot be opened" in capsys.readouterr().err


def test_a_table_whose_columns_do_not_tell_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "places.csv"
    table.write_text("a,b\n0.5,0.25\n", encoding="utf-8")
    assert main(["write", "--to", "dd", "--csv", str(table)]) == 1
    assert (
        main(["write", "--to", "dd", "--csv", str(table), "--lat-column", "a", "--lon-column", "b", "--json"])
        == 0
    )
    assert '"text": "0.500000°N 0.250000°E"' in capsys.readouterr().out
    assert main(["write", "--to", "dd", "--csv", str(table), "--lat-column", "c", "--lon-column", "b"]) == 1
