"""The maps a desk draws: depictions and land from the folder, opened once and kept.

Depictions do not change while a node runs; what is worked out from two of them is kept as well.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from commonground.errors import InputError
from commonground.maps.depiction import Depiction
from commonground.maps.depiction_file import write_depiction
from commonground.maps.difference import differences
from commonground.node.config import NodeConfig
from commonground.node.files import Listed, list_depictions, open_depiction, read_plain_file
from commonground.position.place import Position

LAND: Final = ("land-10m.geojson", "land-50m.geojson")
MARGIN_DEG: Final = 2.0  # a depiction whose extent is farther than this from a place is not asked


def folder_of(config: NodeConfig) -> Path:
    """Where a node's maps lie."""
    return config.folder / "maps"


def listed(config: NodeConfig) -> tuple[Listed, ...]:
    """Every depiction in the folder."""
    return list_depictions(folder_of(config))


def name_of(one: Listed) -> str:
    """The name of a depiction in the API: border and name."""
    return f"{one.border}/{one.name}"


def find(config: NodeConfig, name: str) -> Depiction:
    """One depiction by its name in the API. Raises InputError."""
    for one in listed(config):
        if name_of(one) == name:
            return _opened(one.path, name)
    raise InputError("no depiction of that name here", where="name", given=name, hint="/api/map/depictions")


def drawn_by(config: NodeConfig, name: str) -> str | None:
    """The party whose map draws this depiction, None for none."""
    return next((code for code, drawn in config.depictions.items() if drawn == name), None)


def about(config: NodeConfig) -> Iterator[dict[str, Any]]:
    """What GET /api/map/depictions says of each."""
    for one in listed(config):
        name = name_of(one)
        source = _opened(one.path, name).source
        party = drawn_by(config, name)
        yield {
            "name": name,
            "title": source.title,
            "party": party,
            "lineage": source.lineage,
            "licence": source.licence,
            "date": source.date,
            "shown": party is not None,
        }


def geojson(config: NodeConfig, name: str) -> bytes:
    """One depiction as GeoJSON, WGS 84."""
    return write_depiction(find(config, name))


def depictions_of(config: NodeConfig, position: Position) -> list[Depiction]:
    """The depictions that draw anything near a place."""
    found = []
    for one in listed(config):
        depiction = _opened(one.path, name_of(one))
        if is_near(depiction, position):
            found.append(depiction)
    return found


def is_near(depiction: Depiction, position: Position) -> bool:
    """Whether a depiction draws anything near a place."""
    west, south, east, north = depiction.extent()
    lat, lon = position.lat_deg, position.lon_deg
    return west - MARGIN_DEG <= lon <= east + MARGIN_DEG and south - MARGIN_DEG <= lat <= north + MARGIN_DEG


def difference(config: NodeConfig, a: str, b: str) -> bytes:
    """Where two depictions differ, as GeoJSON; by default the two that the desk draws."""
    pair = [name for name in (a, b) if name] or list(config.depictions.values())[:2]
    if len(pair) != 2:
        return b'{"type":"FeatureCollection","features":[]}'
    for name in pair:
        find(config, name)
    return _difference(config, pair[0], pair[1])


def warm(config: NodeConfig) -> None:
    """Open what the desk draws first; a bad file is said when it is asked for."""
    with contextlib.suppress(InputError):
        list(about(config))
        difference(config, "", "")


def land(config: NodeConfig) -> bytes:
    """The base map: land alone, no borders. Raises InputError where none is installed."""
    for name in LAND[::-1]:
        path = folder_of(config) / "land" / name
        if path.is_file():
            return _land(path)
    raise InputError(
        "no land map is installed",
        where=str(folder_of(config) / "land"),
        hint="python -m scripts.map_data DIR",
    )


@lru_cache(maxsize=64)
def _opened(path: Path, name: str) -> Depiction:
    return open_depiction(path, name=name)


@lru_cache(maxsize=4)
def _land(path: Path) -> bytes:
    return read_plain_file(path)


_DIFFERENCES: dict[tuple[Path, str, str], bytes] = {}


def _difference(config: NodeConfig, a: str, b: str) -> bytes:
    key = (config.folder, a, b)
    if key not in _DIFFERENCES:
        found = differences(find(config, a), find(config, b))
        _DIFFERENCES[key] = json.dumps(found, separators=(",", ":")).encode()
    return _DIFFERENCES[key]
