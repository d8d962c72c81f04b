"""The countries of the world as two packages draw them, in a data folder, for judging lists.

`write_world` makes the files once from installed packages; `load_world` opens them. They are data of
others, each with its licence beside it, and never part of the wheel. Whoever can change the folder
can make a list check miss a wrong country, or find one where there is none.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import shapely

from commonground.errors import InputError
from commonground.maps.catalogue import PUBLISHERS
from commonground.maps.countries import Countries, CountryLayer
from commonground.maps.topojson import read_areas

FOLDER = "world"
LAYERS = ("natural-earth", "tm")


def write_world(npm: Path, data: Path) -> Path:
    """Make `data/world` from world-atlas and world-countries in `node_modules`.

    Raises InputError for a package that is not installed.
    """
    try:
        rows: list[dict[str, Any]] = json.loads((npm / "world-countries" / "countries.json").read_bytes())
        atlas = (npm / "world-atlas" / "countries-10m.json").read_bytes()
    except OSError:
        raise InputError("world-atlas and world-countries are not installed", hint="make setup") from None
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    by_number = {row["ccn3"]: row["cca2"] for row in rows if row.get("ccn3")}
    drawn = {
        by_number[number]: area for number, _, area in read_areas(atlas, "countries") if number in by_number
    }
    write_layer(folder, "natural-earth", drawn)
    drawn = {}
    for row in rows:
        path = npm / "world-countries" / "data" / f"{row['cca3'].lower()}.geo.json"
        if path.is_file():
            shapes = [f["geometry"] for f in json.loads(path.read_bytes())["features"] if f.get("geometry")]
            if shapes:  # some small islands have none
                drawn[row["cca2"]] = shapely.union_all([shapely.geometry.shape(shape) for shape in shapes])
    write_layer(folder, "tm", drawn)
    names = {name: row["cca2"] for row in reversed(rows) for name in names_of(row)}
    (folder / "names.json").write_text(json.dumps(names, ensure_ascii=False, indent=0), encoding="utf-8")
    return folder


def write_layer(folder: Path, name: str, areas: dict[str, Any]) -> None:
    """One source as code and well-known binary a line, its licence beside it."""
    valid = {
        code: area if shapely.is_valid(area) else shapely.make_valid(area) for code, area in areas.items()
    }
    lines = [f"{code} {shapely.to_wkb(area, hex=True)}" for code, area in sorted(valid.items())]
    (folder / f"{name}.wkb.txt").write_text("\n".join(lines), encoding="ascii")
    (folder / f"{name}.LICENCE.txt").write_text(PUBLISHERS[name].notice + "\n", encoding="utf-8")


def names_of(row: dict[str, Any]) -> list[str]:
    """Every name and code under which a list may call a country."""
    found = [row["name"]["common"], row["name"]["official"], row["cca2"], row["cca3"], row.get("cioc", "")]
    found += row.get("altSpellings", [])
    for said in (*row["name"].get("native", {}).values(), *row.get("translations", {}).values()):
        found += [said["common"], said["official"]]
    return [name for name in found if name]


def load_world(data: Path) -> Countries | None:
    """The countries of a data folder; None where it holds none."""
    folder = data / FOLDER
    if not (folder / "names.json").is_file():
        return None
    layers = []
    for name in LAYERS:
        lines = (folder / f"{name}.wkb.txt").read_text(encoding="ascii").splitlines()
        pairs = [line.split(" ", 1) for line in lines]
        areas = shapely.from_wkb([wkb for _, wkb in pairs])
        layers.append(
            CountryLayer(name=name, areas=dict(zip([code for code, _ in pairs], areas, strict=True)))
        )
    names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
    return Countries(layers, names)


def land_rings(data: Path) -> list[list[tuple[float, float]]]:
    """The coarse land outlines of a data folder as rings of (lat_deg, lon_deg); none where it has none."""
    path = data / "land" / "land-50m.geojson"
    if not path.is_file():
        return []
    rings = []
    for feature in json.loads(path.read_bytes())["features"]:
        shape = feature["geometry"]
        areas = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        rings += [[(lat, lon) for lon, lat, *_ in area[0]] for area in areas]
    return rings


if __name__ == "__main__":  # setup makes the folder: node_modules, data
    write_world(Path(sys.argv[1]), Path(sys.argv[2]))
