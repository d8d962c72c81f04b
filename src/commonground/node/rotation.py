"""New keys for the machine: log, witness, node, the certificate of the link; and a new box for the party.

The new key is on disk beside the old one before the card that names it is said, and takes the old one's
place afterwards; a node that was cut off in between finishes when it starts. What the old log key signed
stays good up to the head that covers the card; whoever finds the old key later can sign nothing that counts.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from commonground.errors import InputError, OwnError
from commonground.node.boxes import hand_box
from commonground.node.config import NodeConfig
from commonground.node.disk import read_secret, write_secret
from commonground.node.folder import (
    OWN_CARD,
    MachineKeys,
    key_of,
    machine_keys,
    open_root,
    read_officers,
)
from commonground.node.key_source import LOG
from commonground.node.officers import opened_record
from commonground.node.peers import tls
from commonground.statements.roster import BOX, NODE, ROOT, WITNESS, Party
from commonground.store.disk.whole import write_whole
from commonground.store.store import Store
from commonground.tlog.note import VerifierKey

TLS: Final = "tls"
PURPOSES: Final = (LOG, WITNESS, NODE, TLS, BOX)


def rotate_key(config: NodeConfig, purpose: str, root_passphrase: str, *, now: datetime) -> str:
    """Make a new key of one purpose and say so by a new card. Gives the card's id.

    The node of the folder must not be running. Raises InputError for a purpose that there is not.
    """
    if purpose not in PURPOSES:
        raise InputError("there is no machine key of that name", given=purpose, hint=", ".join(PURPOSES))
    root = open_root(config.folder, root_passphrase)
    with opened_record(config, root) as store:
        card = store.roster.party(config.code)
        if purpose == TLS:
            new = _new_tls(config, card, now)
        elif purpose == BOX:
            new = _new_box(config, card)
        else:
            new = _new_key(config, card, purpose)
        store.seal(now)
        signer = key_of(config.code, ROOT, root.seed)
        identity = store.say(new, officer=signer, role=ROOT, now=now, public=True).id
        store.seal(now)  # the last head of the old log key, which covers the card
        found = store.find(identity)
        if found is None or found.statement is None:
            raise OwnError("the new card is not in the record", where=str(config.folder))
        write_whole(config.folder / OWN_CARD, found.statement.note)
    finish(config, new)
    return identity


def finish(config: NodeConfig, card: Party) -> None:
    """Put every waiting key that the card names in its place. Nothing happens where none waits."""
    keys = config.folder / "keys"
    for purpose, named in _named(card).items():
        waiting = _waiting(keys, purpose)
        if waiting.exists():
            key = key_of(config.code, purpose, bytes.fromhex(read_secret(waiting).decode().strip()))
            if key.verifier == named:
                waiting.replace(keys / f"{purpose}.key")
    secret, certificate = keys / f"{tls.KEY_FILE}.next", keys / f"{tls.CERTIFICATE_FILE}.next"
    if certificate.exists() and tls.on_card(certificate.read_bytes()) == card.certificate:
        if secret.exists():
            secret.replace(keys / tls.KEY_FILE)
        certificate.replace(keys / tls.CERTIFICATE_FILE)


def checked_keys(config: NodeConfig, store: Store) -> MachineKeys:
    """The machine's keys, once they are those of our newest card. Raises OwnError where they are not."""
    card = store.roster.party(config.code)
    finish(config, card)
    keys = machine_keys(config)
    held = {LOG: keys.log, WITNESS: keys.witness, NODE: keys.node}
    for purpose, named in _named(card).items():
        if held[purpose].verifier != named:
            raise OwnError(
                "the key at hand is not the one that our card names",
                where=f"{config.keys} {purpose}=" if config.keys else f"keys/{purpose}.key",
                hint=f"hand over keys/{purpose}.key, which was made since"
                if config.keys
                else "was it rotated on another copy of this folder?",
            )
    return keys


def _named(card: Party) -> dict[str, VerifierKey]:
    return {LOG: card.log, WITNESS: card.witness, NODE: card.node}


def _waiting(keys: Path, purpose: str) -> Path:
    return keys / f"{purpose}.key.next"


def _new_key(config: NodeConfig, card: Party, purpose: str) -> Party:
    seed = secrets.token_bytes(32)
    write_secret(_waiting(config.folder / "keys", purpose), seed.hex().encode() + b"\n")
    new = key_of(config.code, purpose, seed).verifier
    if purpose == LOG:
        return replace(card, log=new)
    return replace(card, witness=new) if purpose == WITNESS else replace(card, node=new)


def _new_box(config: NodeConfig, card: Party) -> Party:
    """Hand a new box key to the root key and to every officer whose file lies here; see boxes.py."""
    seed = secrets.token_bytes(32)
    hand_box(config.folder, ROOT, card.root, seed)
    here = read_officers(config.folder)
    for officer in card.officers:
        if officer.code in here:
            hand_box(config.folder, officer.code, officer.key, seed)
    return replace(card, box=key_of(config.code, BOX, seed).verifier)


def _new_tls(config: NodeConfig, card: Party, now: datetime) -> Party:
    secret, certificate = tls.make_certificate(config.code, secrets.token_bytes(32), now)
    keys = config.folder / "keys"
    write_secret(keys / f"{tls.KEY_FILE}.next", secret)
    write_whole(keys / f"{tls.CERTIFICATE_FILE}.next", certificate)
    return replace(card, certificate=tls.on_card(certificate))
