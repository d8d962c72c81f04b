"""Tables as people send them: nothing dropped, nothing executed, hostile files refused with a reason."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import zipfile
from collections.abc import Iterable

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import InputError
from commonground.finding import Kind
from commonground.interop.tables import open_table
from commonground.interop.tables.records import records_of
from commonground.interop.tables.table import MAX_BYTES


def workbook(rows: Iterable[Iterable[object]], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(body: str) -> bytes:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = f"<office:document-content {spaces}><table:table>{body}</table:table></office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
    return out.getvalue()


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in open_table(data, "list").rows]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    text = "\n".join(
        separator.join(row)
        for row in [["name", "lat", "lon"], ["a", "1,5" if separator != "," else "1.5", "2"]]
    )
    assert len(open_table(text.encode(), "x.csv").rows[1].cells) == 3


def test_line_breaks_inside_a_cell_stay_and_rows_are_counted_as_in_the_sheet() -> None:
    table = open_table(b'name,place\n"two\nlines","1 N 2 E"\nlast,3 N 4 E\n', "x.csv")
    assert [row.number for row in table.rows] == [1, 2, 3]
    assert table.rows[1].cells[0] == "two\nlines"


def test_an_empty_line_keeps_its_number() -> None:
    table = open_table(b"name,lat\n\na,1\n", "x.csv")
    assert [(row.number, row.empty) for row in table.rows] == [(1, False), (2, True), (3, False)]


def test_a_file_that_is_not_utf8_is_read_and_said() -> None:
    table = open_table("name,lat,lon\nCafé,1,2\n".encode("latin-1"), "x.csv")
    assert table.rows[1].cells[0] == "Café"
    assert [finding.kind for finding in table.findings] == [Kind.ENCODING_GUESSED]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_first_header(encoding: str) -> None:
    assert open_table("lat,lon\n1,2\n".encode(encoding), "x.csv").rows[0].cells == ("lat", "lon")


def test_a_workbook_keeps_every_digit_and_tells_merged_cells() -> None:
    table = open_table(workbook([["where", None], ["lat", "lon"], [34.123456789012, -71]], "A1:B1"), "x.xlsx")
    assert table.rows[2].cells == ("34.123456789012", "-71")
    assert (1, 0, 1) in table.spans


def test_a_formula_is_never_worked_out() -> None:
    assert cells(workbook([["lat"], ['=WEBSERVICE("file")']]))[1] == ("",)


def test_sheets_that_were_not_read_are_named() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("list").append(["lat", "lon"])
    out = io.BytesIO()
    book.save(out)
    findings = open_table(out.getvalue(), "x.xlsx").findings
    assert [f.kind for f in findings] == [Kind.SHEET_CHOSEN]


def test_ods_values_repeats_and_merged_cells() -> None:
    row = (
        '<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2">'
        "<text:p>where</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
        '<table:table-row table:number-rows-repeated="2"/>'
        '<table:table-row><table:table-cell office:value-type="float" office:value="34.5" '
        'table:number-columns-repeated="2"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048576"/>'
    )
    table = open_table(ods(row), "x.ods")
    assert [(r.number, r.cells) for r in table.rows if not r.empty] == [
        (1, ("where",)),
        (4, ("34.5", "34.5")),
    ]
    assert (1, 0, 1) in table.spans


def test_a_small_ods_cannot_make_a_large_table() -> None:
    full = (
        '<table:table-row table:number-rows-repeated="999999999"><table:table-cell '
        'office:value-type="float" office:value="1" table:number-columns-repeated="1999"/></table:table-row>'
    )
    with pytest.raises(InputError, match="more than"):
        open_table(ods(full), "x.ods")


def test_geojson_gives_latitude_and_longitude_by_name_and_says_what_the_datum_rests_on() -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [71.2, 34.5]},
        "properties": {"name": "a", "n": 3},
    }
    table = open_table(json.dumps({"type": "FeatureCollection", "features": [feature]}).encode(), "x")
    assert table.rows[0].cells == ("latitude", "longitude", "name", "n")
    assert table.rows[1].cells == ("34.5", "71.2", "a", "3")
    assert [f.kind for f in table.findings] == [Kind.WGS84_BY_FILE_TYPE]


def test_kml_and_gpx_are_read() -> None:
    kml = b"<kml><Placemark><name>a</name><Point><coordinates>71.2,34.5,0</coordinates></Point></Placemark></kml>"
    gpx = b'<gpx><wpt lat="34.5" lon="71.2"><name>a</name></wpt></gpx>'
    assert cells(kml)[1] == cells(gpx)[1] == ("34.5", "71.2", "a")


BOMB = b'<!DOCTYPE k [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml>&b;</kml>'
OUTSIDE = b'<!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>'


@pytest.mark.parametrize("data", [BOMB, OUTSIDE], ids=["entities", "outside entity"])
def test_entities_are_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="entities"):
        open_table(data, "x.kml")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in range(5):
            packed.writestr(f"xl/{part}.xml", bytes(64 * 1024 * 1024))
    assert len(out.getvalue()) < 1_000_000
    with pytest.raises(InputError, match="unpack"):
        open_table(out.getvalue(), "x.xlsx")


def test_a_file_of_300_mebibytes_is_refused_with_a_hint() -> None:
    with pytest.raises(InputError, match="MiB") as raised:
        open_table(bytes(MAX_BYTES + 1), "x.csv")
    assert raised.value.hint


@pytest.mark.parametrize(
    "data",
    [b"", b"   \n", b"\xd0\xcf\x11\xe0rest", b"SQLite format 3\0", b"PK\x03\x04junk", b"\x00\x01\x02\xff", b"<html/>",
     b'{"type":"Topology"}', b'a,"b\nnever closed' + b"x" * 300_000],
    ids=["empty", "blank", "xls", "gpkg", "broken zip", "binary", "html", "json", "open quote"],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_the_name_of_the_file(data: bytes) -> None:
    with pytest.raises(InputError) as raised:
        open_table(data, "morning.csv")
    assert "morning.csv" in str(raised.value)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=9),
            min_size=2,
            max_size=4,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_cell_of_a_csv_comes_back(rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    square = [["head"] * width, *([*row, *["x"] * (width - len(row))] for row in rows)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(square)
    read = open_table(out.getvalue().encode(), "x.csv")
    assert [list(row.cells) for row in read.rows if not row.empty] == [
        row for row in square if any(c.strip() for c in row)
    ]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_an_input_error(data: bytes) -> None:
    with contextlib.suppress(InputError):
        open_table(data, "x")


LINES = [f"{n},site {n},1.{n:03d}1,2.{n:03d}3\n" for n in range(10, 24)]
HEAD = "id,name,lat,lon\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_with_and_without_its_mark_and_said(encoding: str) -> None:
    table = open_table((HEAD + "".join(LINES)).encode(encoding), "x.csv")
    assert [row.cells[1] for row in table.rows] == ["name", *(f"site {n}" for n in range(10, 24))]
    assert Kind.ENCODING_GUESSED in {finding.kind for finding in table.findings}


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1251", "Водонапорная башня"), ("cp1256", "برج المياه"), ("cp1252", "Château d'eau à l'évêché")],
)
def test_a_code_page_is_told_by_its_bytes_and_said(encoding: str, name: str) -> None:
    text = f"id,name,lat,lon\n1,{name},1.2345,2.3456\n2,{name},1.3456,2.3456\n"
    table = open_table(text.encode(encoding), "x.csv")
    assert [row.cells[1] for row in table.rows[1:]] == [name, name]
    assert Kind.ENCODING_GUESSED in {finding.kind for finding in table.findings}


@pytest.mark.parametrize(
    ("broken", "rows"),
    [
        ({3: '13,"site 13,1.0131,2.0133\n'}, {5}),
        ({3: '13,"site 13,1.0131,2.0133\n', 7: '17,"site 17,1.0171,2.0173\n'}, {5, 9}),
        ({3: '13,site 13,1.0131,"2.0133\n'}, {5}),
        ({3: '13,site 13,1.0131,"2.0133\n', 7: '17,site 17,1.0171,"2.0173\n'}, {5, 9}),
        ({13: '23,"site 23,1.0231,2.0233\n'}, {15}),
        ({0: '10,"site ""10"",1.0101,2.0103\n', 1: '11,"si\nte",1.0111,2.0113\n'}, {2}),
    ],
    ids=["middle", "two of them", "last cell", "two last cells", "last row", "beside a cell of two lines"],
)
def test_a_quotation_mark_that_is_never_closed_swallows_no_row(
    broken: dict[int, str], rows: set[int]
) -> None:
    lines = [broken.get(number, line) for number, line in enumerate(LINES)]
    table = open_table((HEAD + "".join(lines)).encode(), "x.csv")
    assert [row.cells[0] for row in table.rows] == ["id", *(str(n) for n in range(10, 24))]
    assert {len(row.cells) for row in table.rows} == {4}
    assert table.open_quotes == rows
    assert Kind.QUOTE_OPEN in {finding.kind for finding in table.findings}


@given(st.lists(st.text('ab",\n', max_size=12), max_size=30))
def test_however_quotes_stand_no_line_of_its_own_is_lost(cells: list[str]) -> None:
    text = "".join(f"row{number},{cell}\n" for number, cell in enumerate(cells))
    held = "\n".join(",".join(record.cells) for record in records_of(text, ","))
    assert all(f"row{number}" in held for number in range(len(cells)))


def test_many_open_quotes_are_no_work_without_end() -> None:
    text = "id,name\n" + "".join(f'{number},"open\n' for number in range(20_001))
    assert sum(1 for _ in records_of(text, ",")) == 20_002
