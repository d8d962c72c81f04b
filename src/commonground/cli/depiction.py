"""`cg depiction`: the depictions of this machine, the packages they are made from, and lines that we say."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Literal

from commonground.cli.door import Door, at_desk, told
from commonground.cli.options import Json
from commonground.errors import InputError
from commonground.maps.depiction import Depiction
from commonground.maps.depiction_file import about_json, write_depiction
from commonground.maps.lines import length_m
from commonground.node.depiction_packages import DCW_FILE, depiction_from_package
from commonground.node.files import (
    find_depiction,
    list_depictions,
    open_depiction,
    read_plain_file,
    save_depiction,
)
from commonground.node.map_formats import read_map_file

DATA = Path("data")
NPM = Path("scripts/mapdata/node_modules")


def get(
    publisher: str,
    border: str,
    /,
    *,
    data: Path = DATA,
    npm: Path = NPM,
    dcw: Path = DCW_FILE,
    as_json: Json = False,
) -> int:
    """Cut one border out of an installed package and keep it in the data folder with its licence.

    Nothing is fetched: the packages must be installed (timezonefinder for osm, the npm packages
    world-atlas for natural-earth and world-countries for tm, Debian's gmt-dcw for dcw).

    Parameters
    ----------
    publisher
        Osm, natural-earth, dcw or tm.
    border
        Afg_pak, kashmir_loc, lbn_isr, nic_cri or sdn_ssd.
    data
        The data folder that keeps depictions.
    npm
        The folder node_modules with the npm packages.
    dcw
        The file dcw-gmt.nc of Debian's gmt-dcw.
    as_json
        Print one JSON object.
    """
    depiction = depiction_from_package(publisher, border, npm=npm, dcw=dcw)
    path = save_depiction(depiction, data)
    if as_json:
        print(json.dumps({"path": str(path), **_shown(depiction)}, ensure_ascii=False))
    else:
        print(path)
        source = depiction.source
        print(f"{source.title}. Licence: {source.licence}. Lineage: {source.lineage}.", file=sys.stderr)
    return 0


def list_(*, data: Path = DATA, as_json: Json = False) -> int:
    """List the depictions of the data folder: border, name, date, licence, lineage.

    Parameters
    ----------
    data
        The data folder that keeps depictions.
    as_json
        Print one JSON array.
    """
    depictions = [open_depiction(one.path, name=one.name) for one in list_depictions(data)]
    if as_json:
        print(json.dumps([about_json(one) for one in depictions], ensure_ascii=False))
        return 0
    for one in depictions:
        source = one.source
        print(f"{one.border}/{one.name}\t{source.date}\t{source.licence}\t{source.lineage}")
    if not depictions:
        print("No depictions here. `cg depiction get` makes one.", file=sys.stderr)
    return 0


def show(
    depiction: str,
    /,
    *,
    data: Path = DATA,
    crs: str = "",
    as_json: Json = False,
) -> int:
    """Show what is known of one depiction: who drew it, when, from what, how sure, shown to whom.

    Parameters
    ----------
    depiction
        A file, or border/name of the data folder.
    data
        The data folder that keeps depictions.
    crs
        Authority code of the coordinates where the file does not say.
    as_json
        Print one JSON object.
    """
    shown = _shown(find_depiction(depiction, data, crs=crs))
    if as_json:
        print(json.dumps(shown, ensure_ascii=False))
        return 0
    for key, value in shown.items():
        text = ", ".join(str(part) for part in value) if isinstance(value, list) else value
        print(f"{key}\t{text}")
    return 0


def say(
    file: Path,
    /,
    *,
    name: str,
    title: str,
    basis: Literal["delimited", "demarcated", "claimed", "for_this_operation", "unstated"] = "unstated",
    source: str = "",
    scale: int = 0,
    ce95: float = 0.0,
    licence: str = "",
    to: list[str] | None = None,
    until: str = "",
    crs: str = "",
    door: Door,
    as_json: Json = False,
) -> int:
    """Say how our source draws a line: a signed statement, its file named by SHA-256.

    It is shown to the parties named and to nobody else; every answer that uses it says who was never
    shown it. `cg disclosure add` shows it to more parties later.

    Parameters
    ----------
    file
        A map file with the line. It goes as it is; one that needs other files or `--crs` goes as GeoJSON.
    name
        How the line is called among ours; a newer one of the same name takes its place.
    title
        What it is, in a few words.
    basis
        On what the line rests, as its source says.
    source
        The sheet or publisher it is drawn from.
    scale
        The number after 1: in the source's scale.
    ce95
        Radius in metres that the source states for 19 places in 20; 0 when it states none.
    licence
        Under which licence the line may be passed on.
    to
        Code of a party that is shown it; once for each. Kept to ourselves when left out.
    until
        When it stops standing by itself, UTC, like 2030-01-01T06:00:00Z.
    crs
        Authority code of the coordinates where the file does not say.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        kept = desk.send_bytes("/api/documents/bytes", _whole(file, crs))
        given = {
            "sha256": kept["sha256"],
            "name": name,
            "title": title,
            "basis": basis,
            "source": source,
            "scale": scale,
            "ce95_m": ce95,
            "licence": licence,
            "to": to or [],
            "until": until or None,
        }
        said = desk.post("/api/map/depictions", given)
    told(said, as_json, f"{said['id']}  shown to {', '.join(said['shown_to'])}")
    return 0


def _whole(file: Path, crs: str) -> bytes:
    """The bytes of a map file that can be read by themselves: its own, or the same line as GeoJSON."""
    data = read_plain_file(file)
    try:
        read_map_file(data, name=str(file), crs="")
        return data
    except InputError:
        return write_depiction(open_depiction(file, crs=crs))


def _shown(depiction: Depiction) -> dict[str, object]:
    """What `show` prints."""
    vertices = sum(len(part.coords) for part in getattr(depiction.line, "geoms", [depiction.line]))
    return {
        **about_json(depiction),
        "parties": list(depiction.parties),
        "areas": list(depiction.areas),
        "vertices": vertices,
        "length_km": round(length_m(depiction.line) / 1000, 2),
        "extent": [round(edge, 6) for edge in depiction.extent()],
        "never_shown_to": list(depiction.never_shown_to),
        "notes": list(depiction.notes),
    }
