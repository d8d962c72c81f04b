"""Depictions cut out of the installed packages: what each package gives at a place of public record.

The place is one of the public record of 2011 on the Afghan-Pakistan border; the figures are each
package's own, none is right or wrong here.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from commonground.errors import InputError
from commonground.maps.catalogue import BORDERS, PUBLISHERS
from commonground.maps.depiction import Depiction
from commonground.maps.depiction_file import read_depiction, write_depiction
from commonground.maps.difference import differences
from commonground.maps.layer import border_between
from commonground.maps.side import Verdict, side
from commonground.node.depiction_packages import depiction_from_package
from commonground.position.place import Position

NPM = Path(__file__).resolve().parents[2] / "scripts" / "mapdata" / "node_modules"
PLACE = Position(lat_deg=34.41, lon_deg=71.09, ce95_m=50.0)


@pytest.fixture(scope="module")
def packed() -> dict[str, Depiction]:
    return {name: depiction_from_package(name, "afg_pak", npm=NPM) for name in ("osm", "natural-earth", "tm")}


@pytest.mark.parametrize(
    ("publisher", "party", "kilometres"),
    [("osm", "AFG", 2.56), ("natural-earth", "PAK", 3.68), ("tm", "PAK", 2.33)],
)
def test_each_package_puts_the_place_where_it_draws_it(
    packed: dict[str, Depiction], publisher: str, party: str, kilometres: float
) -> None:
    found = side(PLACE, [packed[publisher]]).maps[0]
    assert found.inside == (party,)
    assert found.distance_m is not None
    assert found.signed_m is not None
    assert found.distance_m == pytest.approx(kilometres * 1000, abs=60)
    assert (found.signed_m > 0) == (party == "AFG")


def test_the_packages_together_say_that_the_maps_differ(packed: dict[str, Depiction]) -> None:
    found = side(PLACE, list(packed.values()))
    assert found.verdict is Verdict.MAPS_DIFFER
    assert "osm: in AFG by 2.56 km" in found.text
    assert "tm: in PAK by 2.33 km" in found.text


def test_the_ground_between_two_packages_is_drawn_with_both_owners(packed: dict[str, Depiction]) -> None:
    found = differences(packed["osm"], packed["natural-earth"], (70.9, 34.2, 71.6, 34.8))
    features = found["features"]
    assert isinstance(features, list)
    assert 150 < sum(f["properties"]["area_km2"] for f in features) < 300
    assert {f["properties"]["in_a"][0] for f in features if f["properties"]["in_a"]} <= {"AFG", "PAK"}
    assert "ODbL 1.0" in str(found["commonground"])


def test_a_depiction_out_of_a_package_is_the_same_after_writing(packed: dict[str, Depiction]) -> None:
    again = read_depiction(write_depiction(packed["tm"]), name="tm")
    assert side(PLACE, [again]).maps[0].distance_m == pytest.approx(
        side(PLACE, [packed["tm"]]).maps[0].distance_m, abs=0.1
    )
    assert again.source == packed["tm"].source


@pytest.mark.parametrize("border", sorted(BORDERS))
def test_every_border_can_be_cut_out_of_the_small_packages(border: str) -> None:
    for publisher in ("natural-earth", "tm"):
        found = depiction_from_package(publisher, border, npm=NPM)
        (lat_1, lon_1), (lat_2, lon_2) = BORDERS[border].ends
        vertices = shapely.get_coordinates(found.line)
        ends = sorted([(lon_1, lat_1), (lon_2, lat_2)])
        assert abs(vertices[0] - ends[0]).max() < 0.1
        assert abs(vertices[-1] - ends[1]).max() < 0.1
        assert set(found.areas) == set(found.parties)


def test_every_publisher_carries_licence_lineage_and_notice() -> None:
    for publisher in PUBLISHERS.values():
        assert publisher.source.licence
        assert publisher.source.lineage
        assert len(publisher.notice) > 40


def test_what_is_not_installed_or_not_known_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gmt-dcw is not installed|h5py is not installed"):
        depiction_from_package("dcw", "afg_pak", npm=NPM, dcw=tmp_path / "none.nc")
    with pytest.raises(InputError, match="not installed"):
        depiction_from_package("tm", "afg_pak", npm=tmp_path)
    with pytest.raises(InputError, match="no such publisher"):
        depiction_from_package("atlantis", "afg_pak", npm=NPM)
    with pytest.raises(InputError, match="no such border"):
        depiction_from_package("tm", "abc_def", npm=NPM)


def test_the_line_between_two_areas_is_their_shared_outline() -> None:
    west, east = shapely.box(0, 0, 1, 1), shapely.box(1.001, -1, 2, 2)
    line = border_between(west, east)
    assert sorted(shapely.get_coordinates(line).tolist()) == [[1.0, 0.0], [1.0, 1.0]]
    with pytest.raises(InputError, match="do not meet"):
        border_between(west, shapely.box(5, 5, 6, 6))
