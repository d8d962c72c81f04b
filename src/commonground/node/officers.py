"""Officers come and go: new keys, revocations, new passphrases.

The root key signs what changes who may speak for a party; its passphrase is asked each time. A lost
passphrase is a lost key: the officer is revoked and gets a new one under a new code.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from commonground.errors import InputError
from commonground.node.auth.sealed import Opened, read_sealed, seal, unseal
from commonground.node.boxes import boxes_path, hand_box, party_box, seeds_of
from commonground.node.config import NodeConfig
from commonground.node.disk import read_secret, write_secret
from commonground.node.folder import (
    OWN_CARD,
    NewOfficer,
    key_of,
    machine_keys,
    new_key,
    on_card,
    open_root,
    read_roster,
)
from commonground.node.opening import kept_record
from commonground.statements.roster import ROOT, Revocation
from commonground.store.disk.whole import write_whole
from commonground.store.store import Store
from commonground.store.values import NodeKeys


def add_officer(config: NodeConfig, officer: NewOfficer, root_passphrase: str, *, now: datetime) -> str:
    """A new officer: his key on disk, then the new card in our log. Gives the card's id."""
    root = open_root(config.folder, root_passphrase)
    with opened_record(config, root) as store:
        card = store.roster.party(config.code)
        if any(one.code == officer.code for one in card.officers):
            raise InputError(
                "this code stands on the card already", given=officer.code, hint="choose another code"
            )
        seeds = seeds_of(config.folder, ROOT, root)
        sealed = new_key(officer, seeds[-1])
        write_secret(config.folder / "officers" / f"{officer.code}.json", sealed.as_bytes())
        boxes_path(config.folder, officer.code).unlink(missing_ok=True)
        owner = on_card(config.code, officer, sealed).key
        for seed in reversed(seeds[:-1]):
            hand_box(config.folder, officer.code, owner, seed)
        new = replace(card, officers=(*card.officers, on_card(config.code, officer, sealed)))
        signer = key_of(config.code, ROOT, root.seed)
        entry = store.say(new, officer=signer, role=ROOT, now=now, public=True)
        found = store.find(entry.id)
        if found is not None and found.statement is not None:
            write_whole(config.folder / OWN_CARD, found.statement.note)
        store.seal(now)
        return entry.id


def revoke_officer(
    config: NodeConfig,
    code: str,
    reason: str,
    root_passphrase: str,
    *,
    now: datetime,
    from_entry: int | None = None,
) -> str:
    """Stop trusting a key from an entry of our log on, and put its file away. Gives the id.

    from_entry: None for the present size of the log; InputError for one beyond it.
    """
    root = open_root(config.folder, root_passphrase)
    with opened_record(config, root) as store:
        card = store.roster.party(config.code)
        officer = next((one for one in card.officers if one.code == code), None)
        if officer is None:
            raise InputError("no officer of that code on our card", given=code)
        size = next(log.size for log in store.logs() if log.origin == store.origin)
        since = size if from_entry is None else from_entry
        if not 0 <= since <= size:
            raise InputError(
                "our log has no such entry", where="from_entry", given=str(since), hint=f"0 to {size}"
            )
        body = Revocation(officer=code, key=officer.key.key_id.hex(), from_size=since, reason=reason)
        signer = key_of(config.code, ROOT, root.seed)
        identity = store.say(body, officer=signer, role=ROOT, now=now, public=True).id
        store.seal(now)
    (config.folder / "officers" / f"{code}.json").unlink(missing_ok=True)
    boxes_path(config.folder, code).unlink(missing_ok=True)
    return identity


def change_passphrase(folder: Path, code: str, old: str, new: str) -> None:
    """Seal an officer's key again."""
    path = folder / "officers" / f"{code}.json"
    sealed = read_sealed(read_secret(path), where=str(path))
    opened = unseal(sealed, old)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(24)
    again = seal(code, sealed.role, opened, new, salt=salt, nonce=nonce, cost=sealed.cost)
    write_secret(path, again.as_bytes())


@contextmanager
def opened_record(config: NodeConfig, root: Opened) -> Iterator[Store]:
    """The record of a folder with every key of it, for as long as the root key is at work."""
    keys = machine_keys(config)
    roster = read_roster(config)
    box = party_box(config, ROOT, root, roster.party(config.code).box)
    store = Store.open(
        kept_record(config.folder),
        party=config.code,
        roster=roster,
        keys=NodeKeys(log=keys.log, witness=keys.witness, node=keys.node, box=box),
    )
    try:
        yield store
    finally:
        store.close()
