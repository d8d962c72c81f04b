"""The maps that the map benchmarks ask about, out of the installed packages. Nothing is fetched."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely

from commonground.errors import InputError
from commonground.maps.depiction import Depiction
from commonground.maps.topojson import read_areas
from commonground.node.depiction_packages import depiction_from_package

NPM = Path(__file__).resolve().parents[1] / "scripts" / "mapdata" / "node_modules"


@lru_cache(maxsize=4)
def two_maps(border: str = "afg_pak") -> tuple[Depiction, Depiction]:
    """The finest line that is installed, and a chart line (Natural Earth where DCW is not installed)."""
    fine = depiction_from_package("osm", border, npm=NPM)
    try:
        return fine, depiction_from_package("dcw", border, npm=NPM)
    except InputError:
        return fine, depiction_from_package("natural-earth", border, npm=NPM)


def all_maps(border: str = "afg_pak") -> list[Depiction]:
    """Every depiction of a border that is installed."""
    found = []
    for publisher in ("osm", "natural-earth", "dcw", "tm"):
        try:
            found.append(depiction_from_package(publisher, border, npm=NPM))
        except InputError:
            continue
    return found


def world() -> tuple[dict[str, Any], dict[str, Any]]:
    """Natural Earth 4.1 and Thematic Mapping 0.3, every country, made valid."""
    listed = json.loads((NPM / "world-countries" / "countries.json").read_text())
    codes = {row["ccn3"]: row["cca3"] for row in listed}
    first: dict[str, Any] = {}
    for number, name, area in read_areas(
        (NPM / "world-atlas" / "countries-10m.json").read_bytes(), "countries"
    ):
        code = codes.get(number, name)
        first[code] = shapely.union_all([*([first[code]] if code in first else []), *_polygons(area)])
    second: dict[str, Any] = {}
    for path in sorted((NPM / "world-countries" / "data").glob("*.geo.json")):
        features = json.loads(path.read_text())["features"]
        drawn = [shapely.geometry.shape(f["geometry"]) for f in features if f.get("geometry")]
        second[path.name[:3].upper()] = shapely.union_all([p for area in drawn for p in _polygons(area)])
    return first, {code: area for code, area in second.items() if not area.is_empty}


def _polygons(area: Any) -> list[Any]:
    whole = area if shapely.is_valid(area) else shapely.make_valid(area)
    return [p for p in shapely.get_parts(shapely.get_parts(whole)) if p.geom_type == "Polygon"]


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Median processor seconds."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def row(question: str, size: str, ours: str, peer: str, ratio: str, budget: str) -> None:
    """One row of the table."""
    print(f"| {question} | {size} | {ours} | {peer} | {ratio} | {budget} |", flush=True)


def head() -> None:
    """The table's head."""
    row("question", "size", "ours", "peer", "ratio", "budget")
    row("---", "---", "---", "---", "---", "---")
