"""A node's folder and its one TOML file.

node.toml            this file: party, how the node is called, map profile, peers (no secret)
keys/*.key           log, witness, node and TLS key, mode 0600: whoever reads one can speak as this machine;
                     not there where they come through a file descriptor (key_source.py)
officers/*.json      officers' keys, each sealed under its passphrase
root.json            the party's root key, sealed under a passphrase of its own
own.roster           our roster, signed by the root key: hand it to the other party
peers/CODE.roster    the roster that a peer handed to us
store/               statements, log and heads (room `store`)
maps/                depictions and base map
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import tomli_w

from commonground.errors import InputError
from commonground.node.disk import read_small, write_secret
from commonground.node.key_source import check_source
from commonground.node.reach import Way, contact_table, read_contacts, read_ways, way_table
from commonground.position.local import check_offset
from commonground.position.profile import MapProfile, profile_from
from commonground.position.transform import crs_info
from commonground.position.write import check_notation
from commonground.statements.admin import Contact

CODE: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")
FILE: Final = "node.toml"
LEAST_S: Final = 0.05  # the shortest and the longest beat of fetching
MOST_S: Final = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerConfig:
    """Another party: where its node answers ("" when only by hand-carried file)."""

    code: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeConfig:
    """All that `node.toml` holds.

    idle_lock_s: a desk locks after so many seconds without anything done by a person.
    late_s, absent_s: after so long without a word a peer is shown as late, then as absent.
    depictions: party code to the depiction ("afg_pak/osm") that this party's map draws.
    peer_host, peer_port: where other nodes reach us by TLS; port 0: nowhere but on the desk's address.
    utc_offset: how far our clocks are from UTC, like "+04:30"; said to the others with the profile.
    contacts: how roles of our peers are reached without a link. ways: by what else an alarm goes out.
    documents_mib: how much all files that one peer hands to us may come to, in MiB.
    names: further addresses ("desk.local:8443") by which this node may be called.
    keys: "" where the machine's keys lie in files of the folder, "fd:3" where they come by descriptor.
    """

    code: str
    name: str
    profile: MapProfile
    peers: tuple[PeerConfig, ...] = ()
    idle_lock_s: int = 1800
    pull_every_s: float = 5.0
    late_s: int = 60
    absent_s: int = 600
    documents_mib: int = 2048
    names: tuple[str, ...] = ()
    peer_host: str = ""
    peer_port: int = 0
    drill: bool = False
    keys: str = ""
    depictions: Mapping[str, str] = field(default_factory=dict)
    utc_offset: str = ""
    contacts: tuple[Contact, ...] = ()
    ways: tuple[Way, ...] = ()
    folder: Path = field(default=Path())

    def peer(self, code: str) -> PeerConfig:
        """The peer of that code. Raises InputError."""
        for peer in self.peers:
            if peer.code == code:
                return peer
        raise InputError("no peer of that code", given=code, hint="cg party link DIR FILE")


def read_config(folder: Path) -> NodeConfig:
    """Read a node's configuration. Raises InputError with the key that is wrong."""
    path = folder / FILE
    if not path.is_file():
        raise InputError(
            f"this is no folder of a node: it has no {FILE}",
            where=str(path),
            hint="cg party init makes one",
        )
    try:
        shown = tomllib.loads(read_small(path).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not TOML: {error}", where=str(path)) from None
    try:
        return _from_table(shown, folder)
    except KeyError as error:
        raise InputError(f"the key {error} is missing", where=str(path)) from None
    except (TypeError, ValueError) as error:
        raise InputError(str(error), where=str(path)) from None
    except InputError as error:
        where = ", ".join(filter(None, (str(path), error.where)))
        raise InputError(error.what, where=where, given=error.given, hint=error.hint) from None


def write_config(config: NodeConfig) -> None:
    """Write `node.toml` whole."""
    write_secret(config.folder / FILE, (tomli_w.dumps(_as_table(config)) + _reach_text(config)).encode())


def check_code(code: str) -> str:
    """A party's code: small letters, digits and hyphens, a letter first, at most 32."""
    if not CODE.fullmatch(code):
        raise InputError(
            "a party's code is small letters, digits and hyphens, a letter first, at most 32",
            where="--code",
            given=code,
        )
    return code


_NODE_KEYS: Final = {
    "idle_lock_s",
    "pull_every_s",
    "late_s",
    "absent_s",
    "documents_mib",
    "names",
    "peer_host",
    "peer_port",
    "drill",
    "keys",
}
_PROFILE_KEYS: Final = {
    "name",
    "crs",
    "notation",
    "digits",
    "order",
    "utm_letter",
    "fraction",
    "report_ce95_m",
    "registration_ce95_m",
    "old_map",
    "sheet",
    "theatre",
}


def _from_table(shown: dict[str, Any], folder: Path) -> NodeConfig:
    _closed(shown, {"party", "node", "profile", "peer", "depictions", "contact", "way"}, "")
    node = _closed(shown.get("node", {}), _NODE_KEYS, "node")
    party = _closed(shown["party"], {"code", "name", "utc_offset"}, "party")
    peers = tuple(
        PeerConfig(code=check_code(str(peer["code"])), url=str(peer.get("url", "")))
        for peer in (_closed(peer, {"code", "url"}, "peer") for peer in shown.get("peer", []))
    )
    return NodeConfig(
        code=check_code(str(party["code"])),
        name=str(party["name"]),
        profile=_profile(shown["profile"]),
        peers=peers,
        folder=folder,
        idle_lock_s=_between(node, "idle_lock_s", 1800, 60, 86_400),
        pull_every_s=_seconds(node, "pull_every_s", 5.0),
        late_s=_between(node, "late_s", 60, 5, 86_400),
        absent_s=_between(node, "absent_s", 600, 10, 864_000),
        documents_mib=_between(node, "documents_mib", 2048, 0, 1 << 20),
        peer_host=str(node.get("peer_host", "")),
        peer_port=_between(node, "peer_port", 0, 0, 65_535),
        names=tuple(str(name).lower() for name in node.get("names", [])),
        drill=_yes_or_no(node, "drill"),
        keys=check_source(str(node.get("keys", ""))),
        depictions={check_code(str(code)): str(name) for code, name in shown.get("depictions", {}).items()},
        utc_offset=check_offset(str(party.get("utc_offset", "")), where="party.utc_offset"),
        contacts=read_contacts(shown.get("contact", [])),
        ways=read_ways(shown.get("way", []), folder),
    )


def _profile(shown: dict[str, Any]) -> MapProfile:
    shown = _closed(shown, _PROFILE_KEYS, "profile")
    for key in ("name", "crs", "notation"):
        if key not in shown:
            raise KeyError(f"profile.{key}")
    profile = profile_from(shown)
    crs_info(profile.crs)
    check_notation(profile.notation)
    return profile


def profile_table(profile: MapProfile) -> dict[str, Any]:
    """A profile as a TOML table or JSON object; unset keys are left out."""
    shown: dict[str, Any] = {
        "name": profile.name,
        "crs": profile.crs,
        "notation": profile.notation,
        "order": str(profile.order),
        "utm_letter": str(profile.utm_letter),
        "fraction": str(profile.fraction),
        "report_ce95_m": profile.report_ce95_m,
        "registration_ce95_m": profile.registration_ce95_m,
        "old_map": profile.old_map,
        "sheet": profile.sheet,
    }
    if profile.digits is not None:
        shown["digits"] = profile.digits
    if profile.theatre is not None:
        shown["theatre"] = list(profile.theatre)
    return shown


def _as_table(config: NodeConfig) -> dict[str, Any]:
    return {
        "party": {"code": config.code, "name": config.name}
        | ({"utc_offset": config.utc_offset} if config.utc_offset else {}),
        "node": {
            "idle_lock_s": config.idle_lock_s,
            "pull_every_s": config.pull_every_s,
            "late_s": config.late_s,
            "absent_s": config.absent_s,
            "documents_mib": config.documents_mib,
            "names": list(config.names),
            "peer_host": config.peer_host,
            "peer_port": config.peer_port,
            "drill": config.drill,
        }
        | ({"keys": config.keys} if config.keys else {}),
        "profile": profile_table(config.profile),
        "depictions": dict(config.depictions),
        "peer": [{"code": peer.code, "url": peer.url} for peer in config.peers],
    }


def _reach_text(config: NodeConfig) -> str:
    """Contacts and ways, each as a table of its own at the end: a person adds more behind them."""
    tables = [("contact", contact_table(one)) for one in config.contacts]
    tables += [("way", way_table(one)) for one in config.ways]
    return "".join(f"\n[[{name}]]\n{tomli_w.dumps(table)}" for name, table in tables)


def _closed(table: Any, known: set[str], name: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise TypeError(f"{name or 'the file'} is a table")
    unknown = sorted(set(table) - known)
    if unknown:
        raise ValueError(f"no such key: {'.'.join(filter(None, (name, unknown[0])))}")
    return table


def _between(table: dict[str, Any], key: str, default: int, least: int, most: int) -> int:
    value = table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"node.{key} is a whole number from {least} to {most}, not {value!r}")
    return value


def _seconds(table: dict[str, Any], key: str, default: float) -> float:
    value = table.get(key, default)
    if not isinstance(value, int | float) or isinstance(value, bool) or not LEAST_S <= value <= MOST_S:
        raise ValueError(f"node.{key} is a number of seconds from {LEAST_S} to {MOST_S}, not {value!r}")
    return float(value)


def _yes_or_no(table: dict[str, Any], key: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise ValueError(f"node.{key} is true or false, not {value!r}")
    return value
