"""The parties of a drill: codes, keys and logs that no real node knows, and a desk that says DRILL."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from commonground.errors import InputError
from commonground.node.auth.sealed import Cost
from commonground.node.config import NodeConfig
from commonground.node.folder import OWN_CARD, NewOfficer, create_party, link_peer
from commonground.node.opening import open_record
from commonground.position.profile import Basis, MapProfile

PREFIX: Final = "drill-"
SEA: Final = (-1.0, 0.0, 1.5, 1.5)  # open sea: west, south, east, north
OFFICER: Final = "duty"
ABSENT_S: Final = 120
PROFILES: Final[Mapping[str, MapProfile]] = {
    "north": MapProfile(
        name="DRILL sheets of North: WGS 84, UTM zone 31N, MGRS",
        crs="EPSG:32631",
        crs_basis=Basis.KNOWN,
        notation="mgrs",
        digits=5,
        report_ce95_m=50.0,
        theatre=SEA,
    ),
    "south": MapProfile(
        name="DRILL sheets of South: WGS 84, degrees",
        crs="EPSG:4326",
        crs_basis=Basis.KNOWN,
        notation="dms",
        digits=1,
        report_ce95_m=50.0,
        theatre=SEA,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillParty:
    """One party of a drill: which side it plays, its folder, and how to log in."""

    side: str
    code: str
    folder: Path
    officer: str
    passphrase: str


def make_parties(
    folder: Path,
    urls: Mapping[str, str],
    *,
    now: datetime,
    names: Mapping[str, tuple[str, ...]] | None = None,
    cost: Cost | None = None,
) -> dict[str, DrillParty]:
    """Both parties, linked by their cards. `urls`: where each side reaches the *other*.

    Raises InputError where the folder holds anything: a drill never stands beside something real.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError("a drill takes a new folder", where=str(folder))
    made = {side: _make(folder / side, side, now, (names or {}).get(side, ()), cost) for side in PROFILES}
    for side, party in made.items():
        (other,) = (one for one in made.values() if one.side != side)
        card = (other.folder / OWN_CARD).read_bytes()
        link_peer(party.folder, card, url=urls[side], where=other.code)
    return made


def _make(folder: Path, side: str, now: datetime, names: tuple[str, ...], cost: Cost | None) -> DrillParty:
    code = PREFIX + side
    config = NodeConfig(
        code=code,
        name=f"DRILL {side.title()}",
        profile=PROFILES[side],
        folder=folder,
        pull_every_s=2.0,
        absent_s=ABSENT_S,
        names=names,
        drill=True,
    )
    passphrase = secrets.token_urlsafe(12)
    officer = NewOfficer(code=OFFICER, name="DRILL duty officer", roles=("watch",), passphrase=passphrase)
    create_party(config, [officer], secrets.token_urlsafe(18), now=now, cost=cost)
    open_record(config, officer, now=now).close()
    return DrillParty(side=side, code=code, folder=folder, officer=OFFICER, passphrase=passphrase)
