"""`cg party`: make a party's folder, show its card, and take in the cards of others."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from commonground.cli.secret import passphrase
from commonground.errors import InputError
from commonground.node.clock import now
from commonground.node.config import NodeConfig, check_code, read_config
from commonground.node.disk import read_small
from commonground.node.folder import OWN_CARD, NewOfficer, create_party, fingerprint, link_peer, read_card
from commonground.node.opening import open_record
from commonground.position.profile import Basis, MapProfile, Order
from commonground.position.transform import crs_info
from commonground.position.write import check_notation
from commonground.statements.roster import Party

Json = Annotated[bool, Parameter("--json", negative="")]


def init(
    folder: Path,
    /,
    *,
    code: str,
    name: str,
    officer: list[str],
    crs: str,
    notation: str = "",
    digits: int | None = None,
    order: Order = Order.UNSAID,
    report_ce95_m: float = 50.0,
    theatre: tuple[float, float, float, float] | None = None,
    sheet: str = "",
    passphrases: Path | None = None,
    as_json: Json = False,
) -> int:
    """Make the folder of a new party: keys, officers, map profile, and the card to hand to others.

    Asks for a passphrase for each officer and one for the root key, which signs the card and is not
    needed again until officers or keys change. Hand `own.roster` to the other party yourself, and read
    the fingerprint to each other.

    Parameters
    ----------
    folder
        A new folder for the node.
    code
        The party's short name: small letters, digits, hyphens.
    name
        The party's name as it is shown.
    officer
        Code:name:role[,role] of one officer; give it once for each.
    crs
        The CRS in which this party's numbers and grid references are meant, like EPSG:32642.
    notation
        How it writes places: mgrs, utm, dd, dms ... or a CRS code; the CRS itself when left out.
    digits
        Digits of that notation.
    order
        Order of two bare numbers: unsaid, lat_lon or lon_lat.
    report_ce95_m: radius in metres that holds 95 % of places reported without an accuracy.
    theatre
        West south east north in degrees, where this party's places are expected.
    sheet
        Name and edition of its map.
    passphrases
        A file of mode 0600 with lines code=passphrase, root among them; asked for when left out.
    as_json
        Print one JSON object.
    """
    crs_info(crs)
    check_notation(notation or crs)
    profile = MapProfile(
        name=f"{name}: {sheet or crs}",
        crs=crs,
        crs_basis=Basis.KNOWN,
        notation=notation or crs,
        digits=digits,
        order=order,
        report_ce95_m=report_ce95_m,
        theatre=theatre,
        sheet=sheet,
    )
    config = NodeConfig(code=check_code(code), name=name, profile=profile, folder=folder)
    officers = [_officer(text, passphrases) for text in officer]
    root = passphrase("Passphrase of the root key", passphrases, "root", twice=True)
    card = create_party(config, officers, root, now=now())
    open_record(config, officers[0], now=now()).close()
    return _show(
        card, folder / OWN_CARD, as_json, "Hand this file to the other party and read the fingerprint aloud."
    )


def link(folder: Path, card: Path, /, *, url: str = "", as_json: Json = False) -> int:
    """Take another party's card into a node's folder; from then on its statements can be opened here.

    Compare the fingerprint with the other party over a way that you trust: by voice, or face to face.
    A card by itself shows that it is whole, not whose it is.

    Parameters
    ----------
    folder
        Our node's folder.
    card
        The file that the other party handed over.
    url
        Where its node answers; leave out when statements travel by hand.
    as_json
        Print one JSON object.
    """
    party = link_peer(folder, read_small(card), url=url, where=str(card))
    return _show(party, card, as_json, f"Linked to {read_config(folder).code}.")


def show(card: Path, /, *, as_json: Json = False) -> int:
    """Show a party's card: code, name, officers, and the fingerprint to read aloud.

    Parameters
    ----------
    card
        A party's card, such as own.roster.
    as_json
        Print one JSON object.
    """
    return _show(read_card(read_small(card), where=str(card)), card, as_json, "")


def _officer(text: str, passphrases: Path | None) -> NewOfficer:
    parts = text.split(":")
    if len(parts) != 3 or not all(parts):
        raise InputError("an officer is given as code:name:role", where="--officer", given=text)
    code, name, roles = parts
    secret = passphrase(f"Passphrase of {name}", passphrases, code, twice=True)
    return NewOfficer(code=check_code(code), name=name, roles=tuple(roles.split(",")), passphrase=secret)


def _show(card: Party, path: Path, as_json: bool, hint: str) -> int:
    if as_json:
        shown = {
            "code": card.code,
            "name": card.name,
            "origin": card.origin,
            "card": str(path),
            "fingerprint": fingerprint(card),
            "officers": [
                {"code": one.code, "name": one.name, "roles": list(one.roles)} for one in card.officers
            ],
        }
        print(json.dumps(shown, ensure_ascii=False))
        return 0
    print(f"{card.code}  {card.name}")
    for one in card.officers:
        print(f"officer  {one.code}  {one.name}  {', '.join(one.roles)}")
    print(f"fingerprint  {fingerprint(card)}")
    print(f"card  {path}")
    if hint:
        print(hint, file=sys.stderr)
    return 0
