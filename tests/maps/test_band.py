"""Bands of doubt: the ground they hold, the two kinds kept apart, and the licences that go with them."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
from tests.maps.drawing import drawn, moved, wave

from commonground.errors import InputError
from commonground.maps.band import band
from commonground.maps.band_file import write_band
from commonground.position.geodesic import offset

A = drawn(wave(), sigma_m=200.0, licence="ODbL 1.0", date="2026")
B = drawn(moved(wave(), 0, 900), name="b", sigma_m=50.0, licence="public domain", date="2018")


def test_a_maps_own_band_reaches_as_far_as_it_says_on_the_ground() -> None:
    made = band([A, B], k=2.0)
    own = next(part for part in made.parts if part.kind == "map_unsure" and part.maps == ("a",))
    lat, lon = float(wave()[300, 1]), float(wave()[300, 0])
    near = [offset(lat, lon, bearing, 150.0) for bearing in (0, 180)]
    assert all(shapely.intersects_xy(own.area, x, y) for y, x in near)
    edge = shapely.get_coordinates(shapely.boundary(own.area))
    plane = np.hypot((edge[:, 0] - lon) * 111_319, (edge[:, 1] - lat) * 110_574)
    assert plane.min() == pytest.approx(400.0, rel=0.02)


def test_the_ground_between_the_maps_is_a_band_of_its_own() -> None:
    made = band([A, B])
    kinds = [(part.kind, part.maps) for part in made.parts]
    assert kinds == [("maps_differ", ("a", "b")), ("map_unsure", ("a",)), ("map_unsure", ("b",))]
    assert made.parts[0].area_km2 == pytest.approx(0.9 * 222.6, rel=0.02)


def test_the_order_of_the_maps_changes_no_ground() -> None:
    one, other = band([A, B]), band([B, A])
    assert one.parts[0].area.symmetric_difference(other.parts[0].area).area < 1e-9
    assert one.parts[1].area.equals_exact(other.parts[2].area, 1e-12)


@pytest.mark.parametrize("ending", [".geojson", ".kml", ".gpx"])
def test_every_format_carries_maps_width_dates_and_licences(ending: str) -> None:
    text = write_band(band([A, B]), ending).decode()
    for part in ("ODbL", "public domain", "maps_differ", "map_unsure", "2026", "2018", "not demarcation"):
        assert part in text
    if ending == ".geojson":
        assert len(json.loads(text)["features"]) == 3
    else:
        ElementTree.fromstring(text)


def test_what_cannot_be_banded_is_said() -> None:
    with pytest.raises(InputError, match="two depictions"):
        band([A])
    with pytest.raises(InputError, match="same name"):
        band([A, A])
    with pytest.raises(InputError, match="standard deviations"):
        band([A, B], k=-1)
    with pytest.raises(InputError, match="no such format"):
        write_band(band([A, B]), ".doc")
