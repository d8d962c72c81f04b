"""Opening map files that strangers made, and keeping the depictions of this machine.

The first bytes of a file choose its reader; its name never does, and no library is asked to guess.
(A virtual-format file named .geojson makes GDAL read other files, and /vsicurl/ opens the network.)
Only plain files are opened: no URL, no /vsi path, no pipe; every reader caps what it unpacks.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from commonground.errors import InputError
from commonground.maps.catalogue import PUBLISHERS
from commonground.maps.depiction import Depiction
from commonground.maps.depiction_file import write_depiction
from commonground.node.map_formats import read_map_file
from commonground.node.shapefile import MAGIC as SHAPEFILE

MAX_FILE_BYTES = 256 * 2**20
SUFFIX = ".geojson"
SIDECARS = (".dbf", ".prj")  # of a shapefile that lies there unzipped
FOLDER = "depictions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One depiction of a data folder, opened only when asked for."""

    border: str
    name: str
    path: Path


def read_plain_file(path: str | Path, *, most: int = MAX_FILE_BYTES) -> bytes:
    """The bytes of a plain file on this machine. Raises InputError for anything else."""
    text = str(path)
    if "://" in text or text.startswith("/vsi") or "\0" in text:
        raise InputError("not a file on this machine", given=text, hint="save it as a file first")
    plain = Path(path)
    try:
        if not plain.is_file():
            raise InputError("no such file", given=text)
        if plain.stat().st_size > most:
            raise InputError(f"larger than {most // 2**20} MiB", where=text)
        return plain.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror}", given=text) from error


def open_depiction(path: str | Path, *, name: str | None = None, crs: str = "") -> Depiction:
    """Open one depiction from a file; it is called by its path as given unless `name` says otherwise.

    crs: authority code of the coordinates where the file does not say; never guessed.
    """
    called = str(path) if name is None else name
    data = read_plain_file(path)
    beside = (
        {ending: _beside(Path(path), ending) for ending in SIDECARS} if data.startswith(SHAPEFILE) else {}
    )
    return read_map_file(data, name=called, crs=crs, beside={e: d for e, d in beside.items() if d})


def _beside(path: Path, ending: str) -> bytes:
    """The file of the same name with this ending; nothing where there is none."""
    found = [path.with_suffix(one) for one in (ending, ending.upper())]
    return next((read_plain_file(one) for one in found if one.is_file()), b"")


def list_depictions(folder: str | Path) -> tuple[Listed, ...]:
    """The depictions of a data folder, by border and name; nothing when there is no such folder."""
    root = Path(folder) / FOLDER
    found = sorted(root.glob(f"*/*{SUFFIX}")) if root.is_dir() else []
    return tuple(Listed(border=path.parent.name, name=path.stem, path=path) for path in found)


def find_depiction(asked: str, folder: str | Path, *, crs: str = "") -> Depiction:
    """A depiction by path, or as `border/name` or `name` of a data folder. Called as it was asked for."""
    if Path(asked).is_file() or "://" in asked or asked.startswith("/vsi"):
        return open_depiction(asked, crs=crs)
    matching = [one for one in list_depictions(folder) if asked in (one.name, f"{one.border}/{one.name}")]
    if len(matching) == 1:
        return open_depiction(matching[0].path, name=asked)
    if matching:
        names = ", ".join(f"{one.border}/{one.name}" for one in matching)
        raise InputError("several depictions are called so", given=asked, hint=f"one of {names}")
    raise InputError("no such file or depiction", given=asked, hint="cg depiction list")


def save_depiction(depiction: Depiction, folder: str | Path) -> Path:
    """Write a depiction into a data folder, its licence in a file beside it."""
    place = Path(folder) / FOLDER / depiction.border
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{depiction.name}{SUFFIX}"
    publisher = PUBLISHERS.get(depiction.name)
    notice = publisher.notice if publisher else "No notice known."
    source = depiction.source
    text = f"{source.title}\n{source.depicted_by}\nLicence: {source.licence}\n\n{notice}\n"
    path.with_suffix(".LICENCE.txt").write_text(text, encoding="utf-8")
    path.write_bytes(write_depiction(depiction))
    return path


def write_new_file(path: Path, data: bytes) -> None:
    """Write a file in one step: nothing half-written ever stands under its name."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", given=str(path)) from error
