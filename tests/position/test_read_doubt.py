"""What the reader says of its doubt: the exact cell, the datum, the report, and how they join."""

import math

import pytest

from commonground.position import Basis, MapProfile, Part, Position, profile_from, read_all


def only(text, **said):
    [reading] = read_all(text, profile_from({"name": "north", **said})).readings
    return reading


def part(reading, name):
    [found] = [one for one in reading.doubt if one.part is name]
    return found


def at(lat_deg, lon_deg):
    return Position(lat_deg=lat_deg, lon_deg=lon_deg, ce95_m=1.0)


def test_a_lone_square_states_599_thousandths_of_its_side():
    reading = only("31N AA 66 00")
    assert reading.position.ce95_m == pytest.approx(599.1, abs=0.1)
    assert part(reading, Part.NOTATION).basis is Basis.KNOWN


def test_an_undeclared_datum_is_assumed_and_says_so():
    datum = part(only("1.5N 2.5E"), Part.DATUM)
    assert (datum.ce95_m, datum.basis) == (2.0, Basis.ASSUMED)


def test_a_datum_in_the_text_is_known():
    assert part(only("1.5N 2.5E WGS84"), Part.DATUM).basis is Basis.KNOWN


def test_an_old_map_without_a_datum_weighs_614_metres():
    reading = only("1.50000°N 2.50000°E", old_map=True)
    assert (part(reading, Part.DATUM).ce95_m, part(reading, Part.DATUM).basis) == (614.0, Basis.UNKNOWN)
    assert reading.position.ce95_m == pytest.approx(614, abs=1)


def test_the_old_row_letters_are_evidence_of_an_old_datum_in_the_doubt_too():
    assert part(only("18SUU836014"), Part.DATUM).basis is Basis.UNKNOWN
    assert part(only("18SUJ836014"), Part.DATUM).basis is Basis.ASSUMED


def test_an_accuracy_beside_the_position_joins_as_a_radius_of_68_percent():
    reading = only("1.500000°N 2.500000°E ±100m")
    assert part(reading, Part.REPORT).ce95_m == pytest.approx(162)
    assert reading.position.ce95_m == pytest.approx(math.hypot(162, 2), abs=0.2)


def test_a_circular_error_probable_is_half_of_the_places():
    assert part(only("1.5N 2.5E CEP 10 m"), Part.REPORT).ce95_m == pytest.approx(20.8)


def test_the_profile_adds_the_doubt_of_reports_and_of_the_sheet():
    reading = only("1.500000°N 2.500000°E", report_ce95_m=30, registration_ce95_m=40)
    assert part(reading, Part.REPORT).basis is Basis.ASSUMED
    assert reading.position.ce95_m == pytest.approx(math.sqrt(30**2 + 40**2 + 2**2), abs=0.1)


def test_decimals_of_degrees_have_a_cell_that_is_narrower_in_the_north():
    south, north = only("1.5°N 2.5°E"), only("71.5°N 2.5°E")
    assert part(north, Part.NOTATION).ce95_m < part(south, Part.NOTATION).ce95_m


def test_a_known_datum_moves_the_position_and_names_its_operation():
    reading = only("34.500000°N 71.200000°E", crs="EPSG:4255")
    assert reading.operation == "EPSG:1246"
    assert part(reading, Part.DATUM).basis is Basis.UNKNOWN
    assert reading.position.lat_deg != 34.5
    assert reading.covers(reading.position)


def test_a_grid_reference_of_an_old_datum_is_read_on_that_ellipsoid():
    plain, old = only("42SXD1234567890"), only("42SXD1234567890", crs="EPSG:4255")
    assert abs(plain.position.lat_deg - old.position.lat_deg) > 0.001
    assert old.covers(old.position)


def test_a_datum_in_the_text_beats_the_profile_and_the_difference_is_told():
    answer = read_all("34.5N 71.2E WGS84", profile_from({"name": "north", "crs": "EPSG:4255"}))
    assert answer.status == "ask"
    assert "datum_differs" in {finding.kind for finding in answer.findings}


def test_covers_is_the_exact_square_and_not_the_circle():
    reading = only("31N AA 66 00")
    corners = reading.cell
    for lat, lon in corners:
        assert reading.covers(at(lat, lon))
    assert not reading.covers(at(corners[0][0] - 1e-5, corners[0][1]))
    assert not reading.covers(at(corners[2][0], corners[2][1] + 1e-5))


def test_covers_follows_the_curved_sides_of_a_wide_square():
    reading = only("33XVG")  # 100 km, where the grid lines bend by hundreds of metres in degrees
    from commonground.position.grids import utm

    south_west, north_east = (433_000.0, 8_600_000.0), (400_000.0, 8_700_000.0)
    assert reading.covers(at(*utm.inverse(33, 450_000.0, 8_600_000.001, south=False)))
    assert not reading.covers(at(*utm.inverse(33, 450_000.0, 8_599_999.0, south=False)))
    assert reading.covers(at(*utm.inverse(33, *south_west, south=False)))
    assert reading.covers(at(*utm.inverse(33, *north_east, south=False)))


def test_covers_works_across_the_date_line_and_at_the_pole():
    assert only("1.5°N 180°E").covers(at(1.5, -179.9))
    assert only("90°N 10°E").covers(at(90.0, -170.0))


def test_the_middle_of_every_polar_square_lies_in_it():
    reading = only("ZAH 00 00")
    assert reading.covers(reading.position)
    assert not reading.covers(at(88.0, 10.0))


def test_rows_of_a_party_with_unknown_accuracy_are_not_all_questions():
    answer = read_all("34.5N 71.2E", profile_from({"name": "north", "crs": "EPSG:4255"}))
    assert answer.status == "ok"
    assert "operation_accuracy_unknown" in {finding.kind for finding in answer.readings[0].findings}


def test_a_datum_without_any_operation_is_refused_for_lack_of_datum():
    answer = read_all("34.5N 71.2E", profile_from({"name": "north", "crs": "EPSG:4144"}))
    assert (answer.status, answer.lacks_datum) == ("refused", True)


def test_readings_inside_the_theatre_come_first():
    plain = read_all("1.5 2.25")
    here = read_all("1.5 2.25", MapProfile(name="n", theatre=(1.0, 2.0, 2.0, 3.0)))
    assert plain.readings[0].position.lat_deg == 1.5
    assert here.readings[0].position.lat_deg == 2.25
    assert here.status == "ask"
