"""Convert installed map packages into a data folder outside the wheel.

    python -m scripts.map_data FOLDER

Every border in every package that is installed (a missing one is said and left out), and the land of
the base map as GeoJSON, each with its licence in a file beside it. Nothing is fetched.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from commonground.errors import InputError
from commonground.maps.catalogue import BORDERS, PUBLISHERS
from commonground.maps.depiction_file import geometry_json
from commonground.maps.topojson import read_areas
from commonground.node.depiction_packages import depiction_from_package
from commonground.node.files import save_depiction

NPM = Path(__file__).parent / "mapdata" / "node_modules"
LAND = ("land-50m", "land-10m")
LAND_NOTICE = (
    "Land of the base map: Natural Earth, public domain; packed as TopoJSON by the package world-atlas "
    "(ISC licence, Michael Bostock). It carries no borders.\n"
)


def depictions(folder: Path) -> int:
    """Convert every border of every installed package; how many were made."""
    made = 0
    for publisher in PUBLISHERS:
        for border in BORDERS:
            try:
                depiction = depiction_from_package(publisher, border, npm=NPM)
            except InputError as error:
                print(f"map data: without {publisher} ({error}; {error.hint})", file=sys.stderr)
                break
            save_depiction(depiction, folder)
            made += 1
    return made


def land(folder: Path) -> None:
    """The land of the base map, coarse and fine, as GeoJSON."""
    place = folder / "land"
    place.mkdir(parents=True, exist_ok=True)
    for name in LAND:
        rows = read_areas((NPM / "world-atlas" / f"{name}.json").read_bytes(), "land")
        features = [
            {"type": "Feature", "properties": {"kind": "land"}, "geometry": geometry_json(area, 4)}
            for _, _, area in rows
        ]
        document = {"type": "FeatureCollection", "features": features}
        (place / f"{name}.geojson").write_text(json.dumps(document, separators=(",", ":")), encoding="utf-8")
        (place / f"{name}.LICENCE.txt").write_text(LAND_NOTICE, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Convert everything into the folder named."""
    if len(arguments) != 1:
        print("usage: python -m scripts.map_data FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    made = depictions(folder)
    land(folder)
    print(f"map data: {made} depictions in {folder}", file=sys.stderr)
    return 0 if made else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
