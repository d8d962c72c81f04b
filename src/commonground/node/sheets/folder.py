"""The folder `sheets/`: NAME.png, .jpg or .tif beside NAME.points, opened once and kept while unchanged.

A GeoTIFF without NAME.points is laid where it says that it lies, and says nothing of how sure that is.

A sheet that cannot be used is listed with the reason; it is not left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from commonground.errors import CommongroundError, InputError
from commonground.maps.registration.fit import fit_points
from commonground.maps.registration.geotiff import read_geotiff
from commonground.maps.registration.points import MAX_BYTES as MAX_POINTS_BYTES
from commonground.maps.registration.points import read_points
from commonground.maps.registration.sheet import Sheet, lay
from commonground.node.config import NodeConfig
from commonground.node.files import read_plain_file
from commonground.node.sheets.picture import MAX_BYTES, MEDIA, PictureSize, drawable, read_size

FOLDER: Final = "sheets"
SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
MOST: Final = 100  # sheets of one folder that are listed
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One sheet of the folder. size and sheet are None where `unsaid` gives the reason."""

    name: str
    path: Path
    size: PictureSize | None
    sheet: Sheet | None
    unsaid: str


def names(config: NodeConfig) -> dict[str, Path]:
    """The pictures of the folder by name, at most 100; other names than plain ones are not listed."""
    folder = config.folder / FOLDER
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    pictures = {
        one.stem: one for one in found if one.suffix.lower() in SUFFIXES and _NAME.fullmatch(one.stem)
    }
    return dict(list(pictures.items())[:MOST])


def kept(config: NodeConfig, name: str) -> Kept:
    """One sheet with its registration. Raises InputError for a name that is not there."""
    path = names(config).get(name)
    if path is None:
        raise InputError("no sheet of that name here", where="name", given=name[:60], hint="/api/map/sheets")
    points = path.with_suffix(".points")
    return _opened(name, path, _stamp(path), points, _stamp(points))


def listed(config: NodeConfig) -> list[Kept]:
    """Every sheet of the folder."""
    return [kept(config, name) for name in names(config)]


def picture(config: NodeConfig, name: str) -> tuple[bytes, str]:
    """A sheet's picture as browsers draw it, and its media type. Raises InputError."""
    path = names(config).get(name)
    if path is None:
        raise InputError("no sheet of that name here", where="name", given=name[:60], hint="/api/map/sheets")
    return _drawn(path, _stamp(path))


@lru_cache(maxsize=2)
def _drawn(path: Path, _at: tuple[int, int]) -> tuple[bytes, str]:
    return drawable(read_plain_file(path, most=MAX_BYTES), name=path.name)


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file is written anew; (0, 0) where there is none."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=MOST)
def _opened(name: str, path: Path, _at: tuple[int, int], points: Path, given: tuple[int, int]) -> Kept:
    size = None
    try:
        data = read_plain_file(path, most=MAX_BYTES)
        size = read_size(data, name=path.name)
        if given != (0, 0):
            control = read_points(read_plain_file(points, most=MAX_POINTS_BYTES), name=points.name)
        elif size.media_type == MEDIA["TIFF"]:
            control = read_geotiff(data, name=path.name)
        else:
            raise InputError(f"it has no control points: {points.name} is not there")
        fitted = fit_points(control)
        sheet = lay(fitted, size.width, size.height)
    except CommongroundError as error:
        return Kept(name=name, path=path, size=size, sheet=None, unsaid=str(error))
    return Kept(name=name, path=path, size=size, sheet=sheet, unsaid="")
