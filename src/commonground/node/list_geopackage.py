"""GeoPackage lists: the one kind of list that cannot be read from bytes alone.

The driver is named (GPKG) and the file must begin as an SQLite database, so that nothing else is opened
by it; no other file is followed and no network is met.
"""

from __future__ import annotations

import json
from pathlib import Path

from commonground.errors import InputError
from commonground.interop.tables.features import BY_FILE_TYPE
from commonground.interop.tables.table import MAX_CELL, MAX_ROWS, Row, Table

MAGIC = b"SQLite format 3\0"


def is_geopackage(path: Path) -> bool:
    """Whether a file begins as an SQLite database does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def open_geopackage(path: Path) -> Table:
    """The largest layer of a GeoPackage as a table, in WGS 84.

    Raises InputError where it cannot be opened or names no CRS.
    """
    import pyogrio
    import shapely
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        sizes = [pyogrio.read_info(path, layer=name, force_feature_count=True)["features"] for name in layers]
        layer = layers[sizes.index(max(sizes))]
        meta, _, shapes, columns = pyogrio.raw.read(path, layer=layer, max_features=MAX_ROWS, driver="GPKG")
    except (DataSourceError, DataLayerError, ValueError) as error:
        raise InputError(f"the GeoPackage cannot be opened: {error}", where=path.name) from None
    if not meta["crs"]:
        raise InputError(
            "the layer names no CRS", where=f"{path.name}, layer {layer}", hint="ask which it is"
        )
    if meta["crs"] != "EPSG:4326":
        where = f"{path.name}, layer {layer}"
        raise InputError(f"the layer is in {meta['crs']}", where=where, hint="send it in WGS 84, or as CSV")
    points = [shapely.from_wkb(shape) if shape is not None else None for shape in shapes]
    rows = [Row(1, ("latitude", "longitude", *map(str, meta["fields"])))]
    for number, (point, *values) in enumerate(zip(points, *columns, strict=True), start=2):
        place = point.representative_point() if point is not None and not point.is_empty else None
        lat, lon = ("", "") if place is None else (repr(float(place.y)), repr(float(place.x)))
        rows.append(Row(number, (lat, lon, *(text_of(value) for value in values))))
    return Table(name=path.name, rows=tuple(rows), findings=(BY_FILE_TYPE,), wgs84=True)


def text_of(value: object) -> str:
    """A stored value as text, "" where nothing is there."""
    if value is None or value != value:  # NaN is how numbers say that nothing is there
        return ""
    text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    return str(text)[:MAX_CELL]
