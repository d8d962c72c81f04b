"""Which systems in degrees are or were in use around a place."""

from __future__ import annotations

from functools import lru_cache

from commonground.position.transform.crs import WORLD, Box

# Of the frames that hold for the whole earth, those that stood on maps and receivers and are moved by
# metres. The others (ITRF and the realisations of WGS 84) agree within a metre.
OLD_WORLD_FRAMES = frozenset({"EPSG:4322", "EPSG:4324", "EPSG:4760"})
NEAR_DEG = 2.0


@lru_cache(maxsize=4096)
def systems_at(lat_deg: float, lon_deg: float, beyond_deg: float = 0.0) -> tuple[str, ...]:
    """Codes of all EPSG systems in degrees (2D, not deprecated) whose area of use holds the place.

    `beyond_deg` widens the areas: a sheet of the neighbour country is often at hand.
    """
    return tuple(code for code, box in _degree_systems() if _holds(box, lat_deg, lon_deg, beyond_deg))


def _holds(box: Box, lat: float, lon: float, more: float) -> bool:
    west, south, east, north = box[0] - more, box[1] - more, box[2] + more, box[3] + more
    across = west <= lon <= east if box[0] <= box[2] else lon >= west or lon <= east
    return south <= lat <= north and across


@lru_cache(maxsize=1)
def _degree_systems() -> tuple[tuple[str, Box], ...]:
    from pyproj.database import query_crs_info
    from pyproj.enums import PJType

    found = []
    for info in query_crs_info("EPSG", pj_types=PJType.GEOGRAPHIC_2D_CRS):
        code, area = f"EPSG:{info.code}", info.area_of_use
        if area is not None and (area.bounds != WORLD or code in OLD_WORLD_FRAMES):
            found.append((code, area.bounds))
    return tuple(found)
