"""GeoPackage (OGC 12-128r19): vector features in one SQLite file, read and written as bytes.

A GeoPackage is a database that a stranger made: it is opened in memory, nothing but reading plain
tables is authorised, and work on it is bounded. Views, triggers and loaded functions are never run.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError

MAGIC = b"SQLite format 3\x00"
MAX_ROWS = 10_000
MAX_VALUE = 64 * 2**20  # bytes of one geometry or text
MAX_STEPS = 5_000  # of 10,000 virtual machine instructions
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
_WGS84_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)

Features = list[tuple[BaseGeometry, dict[str, Any]]]


def read_geopackage(data: bytes, name: str) -> tuple[Features, str]:
    """The features of all feature tables with their properties, and the CRS code ("" when undefined)."""
    connection = sqlite3.connect(":memory:")
    steps = [0]

    def bounded() -> int:
        steps[0] += 1
        return int(steps[0] > MAX_STEPS)

    def allowed(action: int, *_: object) -> int:
        return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY

    try:
        connection.deserialize(data)
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
        connection.set_progress_handler(bounded, 10_000)
        connection.set_authorizer(allowed)
        return _features(connection, name)
    except (sqlite3.Error, UnicodeDecodeError, struct.error, shapely.errors.GEOSException) as error:
        raise InputError(f"not a GeoPackage that can be read: {error}", where=name) from error
    finally:
        connection.close()


def _features(connection: sqlite3.Connection, name: str) -> tuple[Features, str]:
    plain = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    found: Features = []
    codes = set()
    columns = connection.execute(
        "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"
    ).fetchmany(1000)
    for table, column, srs_id in columns:
        if table not in plain:
            raise InputError("a layer that is no plain table", where=name, given=str(table))
        codes.add(_crs(connection, srs_id))
        quoted = str(table).replace('"', '""')
        cursor = connection.execute(f'SELECT * FROM "{quoted}" LIMIT {MAX_ROWS + 1}')  # noqa: S608
        names = [part[0] for part in cursor.description]
        for row in cursor:
            if len(found) >= MAX_ROWS:
                raise InputError(f"over {MAX_ROWS} features", where=name)
            values = dict(zip(names, row, strict=True))
            blob = values.pop(column, None)
            if isinstance(blob, bytes):
                found.append((_geometry(blob, name), values))
    if len(codes) > 1:
        raise InputError("layers in several CRS", where=name, given=", ".join(sorted(codes)))
    return found, codes.pop() if codes else ""


def _crs(connection: sqlite3.Connection, srs_id: int) -> str:
    row = connection.execute(
        "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = ?", (srs_id,)
    ).fetchone()
    if row is None or srs_id in (-1, 0) or str(row[0]).upper() == "NONE":
        return ""
    return f"{str(row[0]).upper()}:{row[1]}"


def _geometry(blob: bytes, name: str) -> BaseGeometry:
    """GeoPackage binary: a header with flags and an envelope, then well-known binary."""
    if len(blob) < 8 or blob[:2] != b"GP":
        raise InputError("a geometry that is no GeoPackage binary", where=name)
    skip = 8 + _ENVELOPES.get((blob[3] >> 1) & 0b111, 0)
    try:
        return shapely.force_2d(shapely.from_wkb(blob[skip:]))
    except NotImplementedError as error:
        raise InputError("a geometry of curves", where=name, hint="save it with straight edges") from error


def write_geopackage(
    layer: str, rows: Sequence[tuple[BaseGeometry, Mapping[str, Any]]], notice: str
) -> bytes:
    """A GeoPackage with one layer of features in WGS 84, the notice in its description."""
    names = sorted({name for _, properties in rows for name in properties})
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("PRAGMA application_id = 1196444487")
        connection.execute("PRAGMA user_version = 10300")
        connection.executescript(_TABLES)
        for srs_id, title, organization, definition in (
            (-1, "Undefined cartesian", "NONE", "undefined"),
            (0, "Undefined geographic", "NONE", "undefined"),
            (4326, "WGS 84 geodetic", "EPSG", _WGS84_WKT),
        ):
            connection.execute(
                "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
                (title, srs_id, organization, srs_id, definition),
            )
        extra = "".join(f', "{name}" TEXT' for name in names)
        connection.execute(f'CREATE TABLE "{layer}" (fid INTEGER PRIMARY KEY, geom GEOMETRY{extra})')
        bounds = [float(edge) for edge in shapely.total_bounds([geometry for geometry, _ in rows])]
        connection.execute(
            "INSERT INTO gpkg_contents VALUES"
            " (?, 'features', ?, ?, '1970-01-01T00:00:00.000Z', ?, ?, ?, ?, 4326)",
            (layer, layer, notice, *bounds),
        )
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'GEOMETRY', 4326, 0, 0)", (layer,)
        )
        marks = ", ".join("?" * (len(names) + 1))
        quoted = ", ".join(["geom", *(f'"{name}"' for name in names)])
        connection.executemany(
            f'INSERT INTO "{layer}" ({quoted}) VALUES ({marks})',  # noqa: S608
            [
                (
                    b"GP\x00\x01" + struct.pack("<i", 4326) + shapely.to_wkb(geometry, byte_order=1),
                    *(str(properties.get(name, "")) for name in names),
                )
                for geometry, properties in rows
            ],
        )
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE,
  max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL REFERENCES gpkg_contents(table_name),
  column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL
  REFERENCES gpkg_spatial_ref_sys(srs_id), z TINYINT NOT NULL, m TINYINT NOT NULL,
  PRIMARY KEY (table_name, column_name));
"""
