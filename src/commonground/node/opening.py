"""The first words of a new party's record: its card, and how it writes places."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from commonground.errors import OwnError
from commonground.node.auth.sealed import unseal
from commonground.node.config import NodeConfig
from commonground.node.desk.picture import as_said
from commonground.node.disk import read_small
from commonground.node.folder import (
    OWN_CARD,
    NewOfficer,
    key_of,
    machine_keys,
    read_officers,
    read_roster,
)
from commonground.statements.roster import BOX
from commonground.store.store import RECORD, Store
from commonground.store.values import NodeKeys

STORE: Final = "store"


def kept_record(folder: Path) -> Path:
    """Where the record of a node lies. Raises OwnError where it is gone: an empty one in its place would
    speak a second history under the same key."""
    if not (folder / STORE / RECORD).is_file():
        raise OwnError(
            "the record of this node is missing, and none is begun in its place",
            where=str(folder / STORE / RECORD),
            hint="put it back from a backup: cg restore COPY FOLDER",
        )
    return folder / STORE


def open_record(config: NodeConfig, officer: NewOfficer, *, now: datetime) -> Store:
    """Begin the record of a party that was just made; both statements are public."""
    keys = machine_keys(config)
    opened = unseal(read_officers(config.folder)[officer.code], officer.passphrase)
    store = Store.open(
        config.folder / STORE,
        party=config.code,
        roster=read_roster(config),
        keys=NodeKeys(
            log=keys.log, witness=keys.witness, node=keys.node, box=key_of(config.code, BOX, opened.box)
        ),
    )
    store.append(read_small(config.folder / OWN_CARD), public=True)
    signer = key_of(config.code, officer.code, opened.seed)
    store.say(
        as_said(config.profile, config.utc_offset),
        officer=signer,
        role=officer.roles[0],
        now=now,
        public=True,
    )
    store.seal(now)
    return store
