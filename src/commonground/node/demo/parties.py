"""Two parties for the demonstration: folders, keys, profiles, maps, and each other's cards."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from commonground.node.config import NodeConfig
from commonground.node.folder import OWN_CARD, NewOfficer, create_party, link_peer
from commonground.node.opening import open_record
from commonground.position.profile import Basis, MapProfile, Order

THEATRE: Final = (70.3, 34.0, 71.7, 35.0)  # west, south, east, north: the country of the story
# Words easy to type and to read aloud; four of them are 2^24 ways, enough for a folder that lives an hour.
WORDS: Final = (
    "amber anchor apple arrow autumn basket beacon birch blanket bottle branch bridge bucket butter "
    "candle canyon carpet cedar chapel cherry circle clover cobalt copper coral cotton cradle "
    "crystal desert dragon eagle ember falcon feather fender fiddle forest garden garlic ginger "
    "glacier granite harbor hazel helmet hollow honey island ivory jacket jasmine kettle ladder "
    "lagoon lantern lemon linen lizard magnet maple marble meadow melon mirror "
).split()

PROFILES: Final[Mapping[str, MapProfile]] = {
    "north": MapProfile(
        name="North's sheets: WGS 84, UTM zone 42N, MGRS",
        crs="EPSG:32642",
        crs_basis=Basis.KNOWN,
        notation="mgrs",
        digits=5,
        report_ce95_m=50.0,
        theatre=THEATRE,
    ),
    "south": MapProfile(
        name="South's sheets: Kalianpur 1962, UTM zone 42N",
        crs="EPSG:24312",
        crs_basis=Basis.KNOWN,
        notation="EPSG:24312",
        digits=0,
        order=Order.LON_LAT,
        report_ce95_m=50.0,
        theatre=THEATRE,
    ),
}
NAMES: Final = {"north": "North", "south": "South"}
OFFICERS: Final = {"north": ("miller", "Miller"), "south": ("rana", "Rana")}
BORDER: Final = "afg_pak"
DEPICTIONS: Final = {"north": f"{BORDER}/osm", "south": f"{BORDER}/natural-earth"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoParty:
    """One party of the demonstration, and how to log in at its desk."""

    code: str
    folder: Path
    port: int
    officer: str
    passphrase: str

    @property
    def url(self) -> str:
        """The address of its desk."""
        return f"http://127.0.0.1:{self.port}"


def make_parties(folder: Path, ports: Mapping[str, int], data: Path, *, now: datetime) -> list[DemoParty]:
    """Both parties, with maps where the data folder has any, linked to each other by their cards."""
    made = [_make(folder / code, code, port, data, now) for code, port in ports.items()]
    for one in made:
        for other in made:
            if other is not one:
                card = (other.folder / OWN_CARD).read_bytes()
                link_peer(one.folder, card, url=other.url, where=other.code)
    return made


def _make(folder: Path, code: str, port: int, data: Path, now: datetime) -> DemoParty:
    officer, name = OFFICERS[code]
    passphrase = " ".join(secrets.choice(WORDS) for _ in range(4))
    known = {party: drawn for party, drawn in DEPICTIONS.items() if _exists(data, drawn)}
    config = NodeConfig(
        code=code, name=NAMES[code], profile=PROFILES[code], folder=folder, pull_every_s=2.0, depictions=known
    )
    new = NewOfficer(code=officer, name=name, roles=("watch",), passphrase=passphrase)
    create_party(config, [new], secrets.token_urlsafe(18), now=now)
    open_record(config, new, now=now).close()
    for part in (f"depictions/{BORDER}", "land"):
        if (data / part).is_dir():
            shutil.copytree(data / part, folder / "maps" / part)
    return DemoParty(code=code, folder=folder, port=port, officer=officer, passphrase=passphrase)


def _exists(data: Path, depiction: str) -> bool:
    return (data / "depictions" / f"{depiction}.geojson").is_file()
