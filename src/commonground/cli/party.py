"""`cg party`: make a party's folder, show its card, and take in the cards of others."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from commonground.cli.options import Json
from commonground.cli.plain import one_line
from commonground.cli.secret import passphrase
from commonground.errors import InputError
from commonground.node.clock import now
from commonground.node.config import NodeConfig, check_code, read_config
from commonground.node.disk import read_small
from commonground.node.folder import OWN_CARD, NewOfficer, create_party, fingerprint, link_peer, read_card
from commonground.node.opening import open_record
from commonground.position.local import check_offset
from commonground.position.profile import Order, profile_from
from commonground.position.transform import crs_info
from commonground.position.write import check_notation
from commonground.statements.roster import RESERVED, Party

LONGEST_NAME = 80


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
    utc_offset: str = "",
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
    report_ce95_m
        Radius in metres that holds 95 % of the places reported without an accuracy.
    theatre
        West south east north in degrees, where this party's places are expected.
    sheet
        Name and edition of its map.
    utc_offset
        How far its clocks are from UTC, like +04:30; both local times are then shown beside UTC.
    passphrases
        A file of mode 0600 with lines code=passphrase, root among them; asked for when left out.
    as_json
        Print one JSON object.
    """
    crs_info(crs)
    check_notation(notation or crs)
    _check_new(folder)
    said: dict[str, object] = {
        "name": f"{_name(name, '--name')}: {sheet or crs}",
        "crs": crs,
        "notation": notation or crs,
        "order": str(order),
        "report_ce95_m": report_ce95_m,
        "sheet": sheet,
    }
    said |= {"digits": digits} if digits is not None else {}
    said |= {"theatre": theatre} if theatre is not None else {}
    profile = profile_from(said, where="--profile")
    offset = check_offset(utc_offset, where="--utc-offset")
    config = NodeConfig(code=check_code(code), name=name, profile=profile, folder=folder, utc_offset=offset)
    _check_officers(officer)
    officers = [_officer(text, passphrases) for text in officer]
    root = passphrase("Passphrase of the root key", passphrases, "root", twice=True)
    # Made beside and moved when whole: a folder that was begun is never taken for a party.
    beside = tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.absolute().parent)
    making = replace(config, folder=Path(beside))
    try:
        card = create_party(making, officers, root, now=now())
        open_record(making, officers[0], now=now()).close()
        making.folder.replace(folder)
    except BaseException:
        shutil.rmtree(making.folder, ignore_errors=True)
        raise
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


def _check_new(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError("this is a file", where=str(folder), hint="give a new folder")
    if folder.exists() and any(folder.iterdir()):
        raise InputError("this folder is not empty", where=str(folder), hint="give a new folder")
    if not folder.absolute().parent.is_dir():
        raise InputError("there is no folder to make it in", where=str(folder.absolute().parent))


def _check_officers(given: list[str]) -> None:
    codes = [text.split(":")[0] for text in given]
    for code in codes:
        if code in RESERVED or codes.count(code) > 1:
            raise InputError(
                "this code is taken",
                where="--officer",
                given=code,
                hint=f"each officer has his own, and none of {', '.join(sorted(RESERVED))}",
            )


def _name(given: str, where: str) -> str:
    if not given.strip() or not given.isprintable() or len(given) > LONGEST_NAME:
        raise InputError(f"a name is 1 to {LONGEST_NAME} characters that show", where=where, given=given)
    return given


def _officer(text: str, passphrases: Path | None) -> NewOfficer:
    parts = text.split(":")
    if len(parts) != 3 or not all(parts):
        raise InputError(
            "an officer is given as code:name:role", where="--officer", given=text, hint="keita:Keita:watch"
        )
    code, name, roles = parts
    check_code(code)
    _name(name, "--officer")
    secret = passphrase(f"Passphrase of {name}", passphrases, code, twice=True)
    return NewOfficer(code=code, name=name, roles=tuple(roles.split(",")), passphrase=secret)


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
    print(f"{card.code}  {one_line(card.name)}")
    for one in card.officers:
        print(f"officer  {one.code}  {one_line(one.name)}  {', '.join(one.roles)}")
    print(f"fingerprint  {fingerprint(card)}")
    print(f"card  {path}")
    if hint:
        print(hint, file=sys.stderr)
    return 0
