"""What the commands about the record share: opening a node's record from its folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commonground.cli.secret import passphrase
from commonground.errors import InputError
from commonground.node.auth.sealed import unseal
from commonground.node.boxes import party_box
from commonground.node.config import read_config
from commonground.node.folder import machine_keys, read_officers, read_roster
from commonground.node.opening import kept_record
from commonground.store.store import Store
from commonground.store.values import NodeKeys
from commonground.tlog.note import Signer


@contextmanager
def record(
    folder: Path, *, officer: str = "", passphrases: Path | None = None, with_keys: bool = False
) -> Iterator[Store]:
    """The record in a node's folder, unlocked when an officer is named."""
    config = read_config(folder)
    box: Signer | None = None
    if officer:
        sealed = read_officers(folder).get(officer)
        if sealed is None:
            raise InputError("no such officer in this folder", given=officer)
        opened = unseal(sealed, passphrase(f"Passphrase of {officer}", passphrases, officer))
        box = party_box(config, officer, opened, read_roster(config).party(config.code).box)
    keys = machine_keys(config) if with_keys or box else None
    store = Store.open(
        kept_record(folder),
        party=config.code,
        roster=read_roster(config),
        keys=NodeKeys(log=keys.log, witness=keys.witness, node=keys.node, box=box) if keys else None,
    )
    try:
        yield store
    finally:
        store.close()


def log_of(store: Store, party: str) -> str:
    """The origin of a party's log; our own when no party is named."""
    return store.roster.party(party).origin if party else store.origin
