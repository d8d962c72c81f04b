"""Backup and restore of a node's folder.

A backup holds everything that cannot be made again: configuration, keys (sealed ones sealed), cards and
the record, taken live. Maps are left out. The file that tells a restart from a restore is left out on
purpose: a node that comes back from a backup waits for its peers to tell it the highest head of its own
log before it signs again, or it would have two histories. Whoever has a backup has the machine's keys.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from commonground.errors import InputError
from commonground.node.boxes import ROOT_BOXES
from commonground.node.config import FILE, NodeConfig, read_config
from commonground.node.folder import OWN_CARD, ROOT_FILE, read_officers, read_roster
from commonground.node.opening import kept_record
from commonground.store.files.backup import back_up_record
from commonground.store.store import RECORD, Store

FILES: Final = (FILE, OWN_CARD, ROOT_FILE)
FOLDERS: Final = ("keys", "officers", "peers")


def back_up(config: NodeConfig, to: Path) -> int:
    """Copy a node's folder, running or not, into a new folder. Gives how many entries of logs it holds."""
    _new_folder(to)
    store = Store.open(kept_record(config.folder), party=config.code, roster=read_roster(config))
    try:
        back_up_record(store, to / "store")
        held = sum(log.size for log in store.logs())
    finally:
        store.close()
    _copy(config.folder, to)
    return held


def restore(backup: Path, to: Path) -> NodeConfig:
    """Make a node's folder from a backup. Raises InputError where the backup is not whole."""
    for name in (*FILES, *FOLDERS, f"store/{RECORD}"):
        if not (backup / name).exists():
            raise InputError("this backup is not whole", where=str(backup), given=name)
    config = read_config(backup)
    read_roster(config)
    read_officers(backup)
    _new_folder(to)
    (to / "store").mkdir(mode=0o700)
    shutil.copy2(backup / "store" / RECORD, to / "store" / RECORD)
    _copy(backup, to)
    (to / "maps").mkdir(mode=0o700)
    return read_config(to)


def _copy(source: Path, to: Path) -> None:
    for name in FILES:
        shutil.copy2(source / name, to / name)
    if (source / ROOT_BOXES).exists():
        shutil.copy2(source / ROOT_BOXES, to / ROOT_BOXES)
    for name in FOLDERS:
        shutil.copytree(source / name, to / name, copy_function=shutil.copy2)


def _new_folder(to: Path) -> None:
    if to.exists() and any(to.iterdir()):
        raise InputError("this folder is not empty", where=str(to), hint="give a new folder")
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
