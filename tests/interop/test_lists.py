"""Lists: the file is judged before any row, rows in are rows out, and nothing is repaired."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.cli.main import main
from commonground.errors import InputError
from commonground.finding import Kind
from commonground.interop.lists.doctor import check_list
from commonground.interop.lists.report.answer_sheet import answer_sheet
from commonground.interop.lists.report.page import page
from commonground.interop.lists.rows.notices import notice_of
from commonground.interop.lists.rows.row import ListReport
from commonground.interop.tables import open_table
from commonground.interop.tables.table import Row, Table
from commonground.maps.countries import Countries, CountryLayer
from commonground.position import MapProfile, Status
from commonground.position.window import Window

WINDOW = Window(start=datetime(2026, 1, 1, tzinfo=UTC), end=datetime(2026, 2, 1, tzinfo=UTC))
INLAND = Countries(
    [
        CountryLayer(
            name=name, areas={"AA": shapely.box(1, 1, 3, 3), "BB": shapely.box(-3 + shift, -3, -1, -1)}
        )
        for name, shift in (("first", 0), ("second", 0.05))
    ],
    {"Aland": "AA", "AA": "AA", "Bland": "BB"},
)


def check(header: list[str], rows: list[list[str]], **more: object) -> ListReport:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return check_list(open_table(out.getvalue().encode(), "list.csv"), **more)  # type: ignore[arg-type]


def kinds(report: ListReport) -> set[Kind]:
    return {finding.kind for finding in report.findings}


def places(report: ListReport) -> list[tuple[float, float]]:
    return [(round(row.lat_deg, 6), round(row.lon_deg, 6)) for row in report.rows]


def scattered(count: int, seed: int = 1) -> list[tuple[float, float]]:
    draw = random.Random(seed)
    return [(draw.uniform(-60, 60), draw.uniform(-170, 170)) for _ in range(count)]


@pytest.mark.parametrize(
    "header",
    [["name", "lat", "lon"], ["name", "Latitude (deg)", "Longitude (deg)"], ["name", "Y_Coord", "X_Coord"],
     ["name", "Широта", "Долгота"], ["name", "Facility / latitude", "Facility / longitude"], ["name", "gpsY", "gpsX"],
     ["name", "breitengrad", "laengengrad"], ["name", "decimalLatitude", "decimalLongitude"]],
)  # fmt: skip
def test_columns_are_found_by_their_names_in_any_order(header: list[str]) -> None:
    assert places(check(header, [["a", "1.234567", "2.345678"]])) == [(1.234567, 2.345678)]
    turned = [header[2], header[0], header[1]]
    assert places(check(turned, [["2.345678", "a", "1.234567"]])) == [(1.234567, 2.345678)]


def test_a_column_with_no_telling_name_is_found_by_what_stands_in_it() -> None:
    report = check(["what", "where"], [["a", "1 10.5 N 2 20.5 E"], ["b", "31N AA 66 00"], ["c", "2 N 3 E"]])
    assert [row.placed for row in report.rows] == [True] * 3


def test_a_list_without_a_place_says_so_and_keeps_its_rows() -> None:
    report = check(["name", "colour"], [["a", "red"], ["b", "blue"]])
    assert kinds(report) == {Kind.NO_COORDINATE_COLUMN}
    assert [row.status for row in report.rows] == [Status.REFUSED] * 2


def test_swapped_columns_are_named_once_and_read_exchanged() -> None:
    rows = [[f"p{n}", f"{lon:.4f}", f"{lat:.4f}"] for n, (lat, lon) in enumerate(scattered(40))]
    report = check(["name", "lat", "lon"], rows)
    assert Kind.COLUMNS_SWAPPED in kinds(report)
    assert places(report) == [(round(float(lat), 6), round(float(lon), 6)) for _, lon, lat in rows]
    assert {row.status for row in report.rows} == {Status.ASK}
    assert {row.status for row in check(["name", "lat", "lon"], rows, yes=True).rows} == {Status.OK}


def test_degrees_dot_minutes_are_seen_by_the_fractions_that_are_missing() -> None:
    rows = [[f"p{n}", f"{n % 60}.{n % 60:02d}", f"-{n % 90}.{(n * 7) % 60:02d}"] for n in range(60)]
    report = check(["name", "lat", "lon"], rows, yes=True)
    assert Kind.DEGREES_DOT_MINUTES in kinds(report)
    assert places(report)[31] == (round(31 + 31 / 60, 6), round(-(31 + 37 / 60), 6))


def test_true_decimals_are_not_taken_for_degrees_dot_minutes() -> None:
    rows = [[f"p{n}", f"{lat:.2f}", f"{lon:.2f}"] for n, (lat, lon) in enumerate(scattered(60))]
    assert Kind.DEGREES_DOT_MINUTES not in kinds(check(["name", "lat", "lon"], rows))


def test_leading_zeros_that_a_spreadsheet_ate_are_named() -> None:
    rows = [[f"p{n}", str(n * 10_000 + 3005), str(-(n * 10_000 + 4510))] for n in range(30)]
    report = check(["name", "DMS_LAT", "DMS_LONG"], rows, yes=True)
    assert Kind.LEADING_ZEROS_LOST in kinds(report)
    assert places(report)[0] == (round(30 / 60 + 5 / 3600, 6), round(-(45 / 60 + 10 / 3600), 6))


def test_decimal_commas_are_named_and_read() -> None:
    text = "name;lat;lon\n" + "\n".join(f"p{n};1,2{n:02d}5;2,3{n:02d}5" for n in range(10))
    report = check_list(open_table(text.encode(), "x.csv"))
    assert Kind.DECIMAL_COMMAS in kinds(report)
    assert places(report)[7] == (1.2075, 2.3075)


def test_seconds_lost_in_a_conversion_are_named_for_the_file() -> None:
    rows = []
    for n in range(12):
        lat, lon = 10 + n % 5 / 60 + (10 + n * 4) / 3600, 20 + (20 + n) / 3600
        short = 10 + n % 5 / 60 + (10 + n * 4) % 10 / 3600, 20 + (20 + n) % 10 / 3600
        rows.append([dms(lat, "N"), dms(lon, "E"), f"{short[0]:.6f}", f"{short[1]:.6f}"])
    report = check(["verbatimLatitude", "verbatimLongitude", "decimalLatitude", "decimalLongitude"], rows)
    assert Kind.SECONDS_LOST in kinds(report)
    assert all(any(f.kind is Kind.SECOND_PLACE_DIFFERS for f in row.findings) for row in report.rows)


def dms(degrees: float, letter: str) -> str:
    seconds = round(degrees * 3600)
    return f"{seconds // 3600}°{seconds // 60 % 60:02d}'{seconds % 60:02d}\"{letter}"


def test_plane_numbers_without_a_system_are_refused_and_with_one_are_read() -> None:
    rows = [[f"p{n}", str(500_000 + n), str(10_000 + n)] for n in range(5)]
    report = check(["name", "easting", "northing"], rows)
    assert Kind.SYSTEM_MISSING in kinds(report)
    assert not any(row.placed for row in report.rows)
    named = check(["name", "easting", "northing", "crs"], [[*row, "EPSG:32631"] for row in rows])
    assert named.rows[0].lat_deg == pytest.approx(0.0904, abs=0.001)
    assert named.rows[0].lon_deg == pytest.approx(3.0, abs=0.001)


def test_merged_two_row_headers_and_split_columns_with_letters() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["SITE", None, "PLACE", *[None] * 7])
    sheet.append(
        ["ID", "NAME", "HEMIS_LAT", "LATGG", "LATMM", "LATSS", "HEMIS_LONG", "LONGGG", "LONGMM", "LONGSS"]
    )
    for n in range(25):
        sheet.append([f"i{n}", f"p{n}", "S", -8, n, 30, "W", -49, n, 15])
    sheet.append(["i25", "odd", "S", 8, 1, 1, "W", -49, 1, 1])
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:J1")
    out = io.BytesIO()
    book.save(out)
    report = check_list(open_table(out.getvalue(), "x.xlsx"))
    assert kinds(report) == {Kind.SIGN_AND_LETTER}
    assert places(report)[3] == (round(-(8 + 3 / 60 + 30 / 3600), 6), round(-(49 + 3 / 60 + 15 / 3600), 6))
    assert [row.item for row in report.rows if row.status is Status.ASK] == ["i25"]


def test_an_hxl_row_is_header_and_not_list() -> None:
    report = check(["name", "lat", "lon"], [["#loc+name", "#geo+lat", "#geo+lon"], ["a", "1.5", "2.5"]])
    assert [row.number for row in report.rows] == [3]


def test_a_place_outside_its_country_on_every_map_is_asked_with_the_likely_slip() -> None:
    report = check(
        ["name", "country", "lat", "lon"],
        [["a", "Aland", "2.1", "2.2"], ["b", "Bland", "2.11", "2.21"]],
        countries=INLAND,
    )
    good, bad = report.rows
    assert good.status is Status.OK
    assert bad.status is Status.ASK
    assert "both letters or signs would put it inside" in bad.findings[-1].text


def test_a_place_where_the_sources_of_a_country_differ_is_not_put_in_question() -> None:
    report = check(
        ["name", "country", "lat", "lon"], [["a", "Bland", "-2.00001", "-2.98001"]], countries=INLAND
    )
    assert report.rows[0].status is Status.OK


def test_many_names_on_one_point_and_one_name_twice_are_noted() -> None:
    rows = [
        ["a", "1.11111", "2.22222"],
        ["b", "1.11111", "2.22222"],
        ["c", "1.11111", "2.22222"],
        ["a", "5.5", "6.6"],
    ]
    report = check(["name", "lat", "lon"], rows)
    said = [{f.kind for f in row.findings} for row in report.rows]
    assert Kind.PLACE_SHARED in said[0]
    assert Kind.NAME_REPEATED in said[3]


def test_rows_of_one_submitter_shifted_alike_are_one_finding() -> None:
    sites = [(1 + lat / 100, 2 + lon / 100) for lat, lon in scattered(12, seed=3)]
    old = [[f"s{n}", f"{lat:.6f}", f"{lon:.6f}"] for n, (lat, lon) in enumerate(sites)]
    new = [[f"s{n}", f"{lat + 0.002:.6f}", f"{lon:.6f}"] for n, (lat, lon) in enumerate(sites)]
    report = check(["id", "lat", "lon"], new, against=check(["id", "lat", "lon"], old))
    shifted = [f for f in report.findings if f.kind is Kind.ROWS_SHIFTED_ALIKE]
    assert len(shifted) == 1
    assert "to the north" in shifted[0].text


def test_outside_the_theatre_is_asked() -> None:
    profile = MapProfile(name="north", theatre=(0.0, 0.0, 5.0, 5.0))
    report = check(["name", "lat", "lon"], [["a", "1.5", "2.5"], ["b", "1.5", "12.5"]], profile=profile)
    assert [row.status for row in report.rows] == [Status.OK, Status.ASK]


def test_a_notice_keeps_the_text_as_given_and_needs_a_reading() -> None:
    report = check(["name", "place"], [["a", "1 10.5 N 2 20.5 E"], ["b", "nowhere"]])
    notice = notice_of(report.rows[0], window=WINDOW, confirmed_at=WINDOW.start)
    assert notice.place is not None
    assert notice.place.as_given == "1 10.5 N 2 20.5 E"
    with pytest.raises(InputError, match="row"):
        notice_of(report.rows[1], window=WINDOW, confirmed_at=WINDOW.start)


def test_the_page_loads_nothing_and_shows_every_row_escaped() -> None:
    report = check(["name", "lat", "lon"], [["<script>alert(1)</script>", "1.5", "2.5"], ["b", "", ""]])
    text = page(report, when="today")
    assert "<script" not in text
    assert not any(word in text for word in ("src=", 'href="http', "url(", "@import"))
    assert all(f'id="row{row.number}"' in text for row in report.rows)
    assert "Not listed does not mean unprotected" in text


def test_the_answer_sheet_holds_no_formula() -> None:
    report = check(["name", "lat", "lon"], [["=1+1", "1.5", "2.5"], ["+cmd", "", ""], ["@x", "=A1", "2"]])
    sheet = openpyxl.load_workbook(io.BytesIO(answer_sheet(report))).active
    assert sheet is not None
    values = [cell for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in values]
    assert {cell.data_type for cell in values} <= {"s", "n", "inlineStr"}


def test_the_command_reports_in_json_and_never_overwrites(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list.csv"
    file.write_text("name,lat,lon\na,1.5,2.5\nb,,\n")
    assert main(["list", "check", str(file), "--json", "--data", str(tmp_path)]) == 3
    shown = json.loads(capsys.readouterr().out)
    assert [(row["row"], row["status"], row["lat_deg"]) for row in shown["rows"]] == [
        (2, "ok", 1.5),
        (3, "refused", None),
    ]
    report = tmp_path / "report.html"
    assert main(["list", "check", str(file), "--out", str(report), "--data", str(tmp_path)]) == 3
    assert main(["list", "check", str(file), "--out", str(report), "--data", str(tmp_path)]) == 1
    assert "exists" in capsys.readouterr().err


CELLS = st.one_of(
    st.sampled_from(
        ["", "1.5", "-2.25", "91", "1,5", "34 30 00 N", "31N AA 66 00", "=1", "n/a", "0", "1e9", "12.60"]
    ),
    st.text(max_size=12),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=30))
def test_rows_in_are_rows_out_whatever_stands_in_them(rows: list[list[str]]) -> None:
    report = check(["name", "lat", "lon"], rows)
    table = [[cell.strip() for cell in row] for row in rows]
    assert len(report.rows) == sum(any(cell for cell in row) for row in table)


def test_a_row_far_from_the_rest_that_a_swap_explains_is_asked() -> None:
    rows = [[f"p{n}", f"{30 + n * 0.0237:.4f}", f"{60 + n * 0.0391:.4f}"] for n in range(20)]
    rows[7] = ["p7", "60.1750", "30.1400"]
    report = check(["name", "lat", "lon"], rows)
    assert [row.number for row in report.rows if row.status is Status.ASK] == [9]
    assert "exchanged" in report.rows[7].findings[-1].text


def test_a_remote_site_that_no_slip_explains_is_left_alone() -> None:
    rows = [[f"p{n}", f"{30 + n * 0.0237:.4f}", f"{60 + n * 0.0391:.4f}"] for n in range(20)]
    rows[7] = ["p7", "12.3456", "44.5678"]
    assert {row.status for row in check(["name", "lat", "lon"], rows).rows} == {Status.OK}


def test_the_two_ends_of_a_movement_are_both_read_and_not_compared() -> None:
    header = ["convoy", "from_lat", "from_lon", "to_lat", "to_lon"]
    report = check(header, [["c1", "1.11111", "2.22222", "5.55555", "6.66666"]])
    assert report.rows[0].status is Status.OK
    assert [round(other.lat_deg, 5) for other in report.rows[0].others] == [5.55555]


@pytest.mark.parametrize(
    ("header", "cell"),
    [("_geopoint", "1.234567 2.345678 120.5 4.3"), ("geometry", "POINT (2.345678 1.234567)"),
     ("lat/long", "1.234567, 2.345678"), ("long lat", "2.345678, 1.234567")],
)  # fmt: skip
def test_a_column_that_fixes_its_own_order_asks_nothing(header: str, cell: str) -> None:
    report = check(["name", header], [["a", cell]])
    assert places(report) == [(1.234567, 2.345678)]
    assert report.rows[0].status is Status.OK


def test_rows_that_show_the_order_settle_it_for_the_column() -> None:
    rows = [[f"p{n}", f"{n}.12345, {100 + n}.23456"] for n in range(4)]
    report = check(["name", "coordinates"], [*rows, ["q", "1.5, 2.5"]])
    assert Kind.ORDER_SHOWN in kinds(report)
    assert places(report)[4] == (1.5, 2.5)


def test_the_zone_of_a_grid_in_a_column_of_its_own() -> None:
    report = check(["name", "zone", "easting", "northing"], [["a", "31N", "500000", "110682"]])
    assert report.rows[0].lat_deg == pytest.approx(1.0013, abs=0.001)


def test_figures_grouped_by_thousands_are_not_decimal_commas() -> None:
    report = check(["name", "easting", "northing", "crs"], [["a", "500,000", "1,106,820", "EPSG:32631"]])
    assert Kind.FIGURES_GROUPED in kinds(report)
    assert report.rows[0].lat_deg == pytest.approx(10.01, abs=0.01)


def test_figures_of_other_scripts_are_numbers() -> None:
    report = check(["نام", "عرض جغرافیایی", "طول جغرافیایی"], [["الف", "۱٫۲۳۴۵۶۷", "۲٫۳۴۵۶۷۸"]])
    assert places(report) == [(1.234567, 2.345678)]


def test_a_hemisphere_that_only_the_header_tells() -> None:
    report = check(["name", "lat_S", "lon_W"], [["a", "1.23456", "2.34567"]], yes=True)
    assert places(report) == [(-1.23456, -2.34567)]


def test_a_stated_doubt_widens_the_row_and_0_is_never_perfect() -> None:
    rows = [
        ["a", "1.23456", "2.34567", "500"],
        ["b", "1.34567", "2.34567", "0"],
        ["c", "1.45678", "2.34567", "9999999"],
    ]
    report = check(["name", "lat", "lon", "coordinateUncertaintyInMeters"], rows)
    assert report.rows[0].ce95_m == pytest.approx(500, abs=1)
    assert all(0 < row.ce95_m < 10 for row in report.rows[1:])
    telephone = check(["name", "lat", "lon", "accuracy"], rows)
    assert telephone.rows[0].ce95_m == pytest.approx(500 * 1.62, abs=1)


def test_heights_are_kept_in_metres_and_a_name_with_alt_is_none() -> None:
    report = check(["name", "lat", "lon", "alt (ft)"], [["a", "1.23456", "2.34567", "1000"]])
    assert report.rows[0].altitude_m == pytest.approx(304.8)
    assert report.as_json()["rows"][0]["altitude_m"] == 304.8  # type: ignore[index]
    named = check(["name", "alt name", "lat", "lon"], [["a", "12", "1.23456", "2.34567"]])
    assert named.as_json()["rows"][0]["altitude_m"] is None  # type: ignore[index]


def test_a_geopoint_of_a_form_gives_its_height_and_its_accuracy_as_doubt() -> None:
    points = ["1.234567 2.345678 120.5 8.0", "1.334567 2.445678 130 100", "1.434567 2.545678 0 0"]
    rows = check(["name", "_geolocation"], [[str(n), point] for n, point in enumerate(points)]).rows
    assert [row.altitude_m for row in rows] == [120.5, 130.0, 0.0]
    assert [round(row.ce95_m) for row in rows] == [13, 162, 2]


def test_every_row_says_how_it_stands_to_the_country_that_it_names() -> None:
    places = [["a", "Aland", "2.1234", "2.1234"], ["b", "Aland", "-2.1234", "-2.1234"],
              ["c", "Aland", "2.1234", "0.9501"], ["d", "Nowhere", "2.1234", "2.1234"]]  # fmt: skip
    rows = check(["name", "country", "lat", "lon"], places, countries=INLAND).rows
    assert [row.country_test for row in rows] == ["inside", "outside", "differs_or_sea", ""]


@pytest.mark.parametrize("name", ["\x1b[2JMill", "Mill\u202edleif", "Mi\x00ll", "Mill\u2066"])
def test_a_name_that_no_screen_shows_is_shown_so_and_never_signed(name: str) -> None:
    table = Table(
        name="x", rows=(Row(1, ("id", "name", "lat", "lon")), Row(2, ("7", name, "1.2345", "2.3456")))
    )
    (row,) = check_list(table).rows
    assert row.status is Status.ASK
    assert Kind.NAME_NOT_SHOWN in {finding.kind for finding in row.findings}
    assert "\ufffd" in row.label
    with pytest.raises(InputError, match="no screen shows"):
        notice_of(row, window=WINDOW, confirmed_at=WINDOW.start)


def test_joiners_and_line_ends_in_a_name_are_no_fault() -> None:
    table = Table(
        name="x",
        rows=(Row(1, ("id", "name", "lat", "lon")), Row(2, ("7", "می\u200cدان\nشهر", "1.2345", "2.3456"))),
    )
    (row,) = check_list(table).rows
    assert (row.status, row.label) == (Status.OK, "می\u200cدان شهر")
