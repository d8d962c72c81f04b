"""`cg depiction`: the depictions of this machine and the packages they are made from."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from commonground.maps.depiction import Depiction
from commonground.maps.depiction_file import about_json
from commonground.maps.lines import length_m
from commonground.node.depiction_packages import DCW_FILE, depiction_from_package
from commonground.node.files import find_depiction, list_depictions, open_depiction, save_depiction

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
    as_json: Annotated[bool, Parameter("--json", negative="")] = False,
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


def list_(*, data: Path = DATA, as_json: Annotated[bool, Parameter("--json", negative="")] = False) -> int:
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
    as_json: Annotated[bool, Parameter("--json", negative="")] = False,
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
