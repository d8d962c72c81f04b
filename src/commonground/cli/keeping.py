"""`cg backup`, `cg restore`, `cg key rotate`, `cg lock`: keeping a node."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Literal

from commonground.cli.door import Door, at_desk
from commonground.cli.options import Json
from commonground.cli.secret import passphrase
from commonground.node.backup import back_up
from commonground.node.backup import restore as restored
from commonground.node.clock import now
from commonground.node.config import read_config
from commonground.node.rotation import rotate_key
from commonground.node.run import only_one


def backup(folder: Path, out: Path, /, *, as_json: Json = False) -> int:
    """Copy a node's folder into a new one, while the node runs or not. Try `cg restore` with it now and then.

    The copy holds the machine's keys: keep it as you keep the node. Maps are left out.

    Parameters
    ----------
    folder
        The node's folder.
    out
        A new folder for the copy.
    as_json
        Print one JSON object.
    """
    held = back_up(read_config(folder), out)
    print(json.dumps({"folder": str(out), "entries": held}) if as_json else f"{out}  {held} entries")
    return 0


def restore(copy: Path, folder: Path, /, *, as_json: Json = False) -> int:
    """Make a node's folder from a backup.

    Its node fetches and shows, and signs nothing until its peers have told it the highest head of its own
    log that they know; what officers say meanwhile waits, and is shown as pending.

    Parameters
    ----------
    copy
        The backup.
    folder
        A new folder for the node.
    as_json
        Print one JSON object.
    """
    config = restored(copy, folder)
    print(
        json.dumps({"folder": str(folder), "party": config.code}) if as_json else f"{folder}  {config.code}"
    )
    print(
        "Run only one node of this party; the other copy of this folder must never start again.",
        file=sys.stderr,
    )
    return 0


def rotate(
    folder: Path,
    purpose: Literal["log", "witness", "node", "tls", "box"],
    /,
    *,
    passphrases: Path | None = None,
    as_json: Json = False,
) -> int:
    """Give the machine a new key, and say so in our log by a new card that the root key signs.

    The node must not be running. After a new tls key hand the new `own.roster` to the others: their nodes
    take no other certificate than the one on our card.

    Parameters
    ----------
    folder
        The node's folder.
    purpose
        Which key: log, witness, node, tls for the certificate of the link, or box, to which what is for our
        party is sealed: change it when an officer goes who is not to read on.
    passphrases
        A file of mode 0600 with the line root=passphrase; asked for when left out.
    as_json
        Print one JSON object.
    """
    config = read_config(folder)
    root = passphrase("Passphrase of the root key", passphrases, "root")
    with only_one(folder):
        identity = rotate_key(config, purpose, root, now=now())
    print(json.dumps({"id": identity}) if as_json else identity)
    if purpose == "tls":
        print(f"Hand {folder / 'own.roster'} to every peer: cg party link.", file=sys.stderr)
    return 0


def lock(*, door: Door) -> int:
    """Lock a running node: every desk closes, and what is sealed to our party is opened by nobody.

    The node goes on fetching, checking, cosigning and keeping, as after a power cut.
    """
    with at_desk(door, leave=False) as desk:
        desk.post("/api/lock")
    print("Locked until an officer logs in.", file=sys.stderr)
    return 0
