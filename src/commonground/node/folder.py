"""Making a party's folder, and opening what lies in it: keys, officers, rosters.

The root key signs the party's card and nothing in daily use; it is sealed under a passphrase of its
own. A card that another party hands over is checked against itself here; that it is really theirs,
people check by reading the fingerprint of its root key to each other.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from commonground.errors import InputError, PeerError
from commonground.node.auth.sealed import Cost, Opened, SealedKey, read_sealed, seal, unseal
from commonground.node.config import NodeConfig, PeerConfig, check_code, read_config, write_config
from commonground.node.disk import read_secret, read_small, write_secret
from commonground.node.key_source import LOG, key_texts
from commonground.node.peers import tls
from commonground.node.peers.tls import make_certificate
from commonground.statements.form.canonical import read_canonical
from commonground.statements.form.codec import decode
from commonground.statements.header import Header
from commonground.statements.roster import BOX, NODE, ROOT, WITNESS, Officer, Party, Roster, origin_of
from commonground.statements.statement import FIRST_LINE, open_statement, write_statement
from commonground.store.disk.whole import write_whole
from commonground.tlog.note import COSIGNATURE, ED25519, Signer, VerifierKey, split_note

OWN_CARD: Final = "own.roster"
ROOT_FILE: Final = "root.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOfficer:
    """An officer to be: `code` signs, `name` is shown, `roles` are what he may sign as."""

    code: str
    name: str
    roles: tuple[str, ...]
    passphrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineKeys:
    """The keys that the machine itself uses. tls: the secret of its certificate, PEM."""

    log: Signer
    witness: Signer
    node: Signer
    tls: bytes = field(repr=False)


def key_of(code: str, purpose: str, seed: bytes) -> Signer:
    """The signer of one purpose; the name of a key follows from its party and purpose."""
    if purpose == LOG:
        return Signer.from_seed(origin_of(code), seed)
    if purpose == WITNESS:
        return Signer.from_seed(f"{code}/{WITNESS}", seed, COSIGNATURE)
    return Signer.from_seed(f"{code}/{purpose}", seed)


def create_party(
    config: NodeConfig,
    officers: Sequence[NewOfficer],
    root_passphrase: str,
    *,
    now: datetime,
    cost: Cost | None = None,
) -> Party:
    """Make the folder of a new party: keys, sealed officers, its card signed by its root key.

    Raises InputError where the folder holds a party already; nothing in it is touched then.
    """
    folder = config.folder
    if not officers:
        raise InputError("a party has at least one officer", where="--officer")
    if folder.exists() and any(folder.iterdir()):
        raise InputError("this folder is not empty", where=str(folder), hint="give a new folder")
    seeds = {name: secrets.token_bytes(32) for name in (LOG, WITNESS, NODE, BOX, ROOT)}
    sealed = [new_key(one, seeds[BOX], cost) for one in officers]
    root_secrets = Opened(seed=seeds[ROOT], box=seeds[BOX])
    root = seal(
        ROOT,
        ROOT,
        root_secrets,
        root_passphrase,
        salt=secrets.token_bytes(16),
        nonce=secrets.token_bytes(24),
        cost=cost,
    )
    signers = {name: key_of(config.code, name, seed) for name, seed in seeds.items()}
    tls_key, certificate = make_certificate(config.code, secrets.token_bytes(32), now)
    card = Party(
        code=config.code,
        name=config.name,
        origin=origin_of(config.code),
        root=signers[ROOT].verifier,
        log=signers[LOG].verifier,
        witness=signers[WITNESS].verifier,
        node=signers[NODE].verifier,
        box=signers[BOX].verifier,
        officers=tuple(on_card(config.code, one, key) for one, key in zip(officers, sealed, strict=True)),
        certificate=tls.on_card(certificate),
    )
    for part in ("keys", "officers", "peers", "maps"):
        (folder / part).mkdir(parents=True, mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    for name in (LOG, WITNESS, NODE):
        write_secret(folder / "keys" / f"{name}.key", seeds[name].hex().encode() + b"\n")
    write_secret(folder / "keys" / tls.KEY_FILE, tls_key)
    write_whole(folder / "keys" / tls.CERTIFICATE_FILE, certificate)
    for key in sealed:
        write_secret(folder / "officers" / f"{key.officer}.json", key.as_bytes())
    write_secret(folder / ROOT_FILE, root.as_bytes())
    write_whole(folder / OWN_CARD, sign_card(card, signers[ROOT], seq=1, now=now))
    write_config(config)
    return card


def sign_card(card: Party, root: Signer, *, seq: int, now: datetime) -> bytes:
    """The party's card as a statement signed by its root key."""
    header = Header(kind="roster", party=card.code, officer=ROOT, role=ROOT, seq=seq, at=now)
    return write_statement(header, card, root)


def read_card(note: bytes, *, where: str) -> Party:
    """Read a card that somebody handed over and check that its own root key signed it.

    This shows that the card is whole, not whose it is. Raises PeerError or InputError.
    """
    return _read_card(note, where)[0]


def _read_card(note: bytes, where: str) -> tuple[Party, int]:
    """The card, and the number that it has among what its root key said."""
    body = _claimed_card(note, where)
    statement = open_statement(note, Roster((body,)))
    if statement.header.officer != ROOT or statement.header.party != body.code:
        raise InputError("this card is not signed by its party's root key", where=where)
    return body, statement.header.seq


def link_peer(folder: Path, note: bytes, *, url: str, where: str) -> Party:
    """Take another party's card into our folder; from now on its statements can be opened here."""
    config = read_config(folder)
    check_url(url)
    card = read_card(note, where=where)
    if url.startswith("https://") and not card.certificate:
        raise InputError("this card has no certificate, so its node cannot be reached by https", where=where)
    if card.code == config.code:
        raise InputError("this is our own card", where=where, given=card.code)
    path = folder / "peers" / f"{check_code(card.code)}.roster"
    if path.exists() and read_card(path.read_bytes(), where=str(path)).root != card.root:
        raise InputError(
            "we hold a card of this party with another root key",
            where=where,
            given=card.code,
            hint=f"find out which is theirs; remove {path} by hand only then",
        )
    write_whole(path, note)
    others = tuple(peer for peer in config.peers if peer.code != card.code)
    write_config(replace(config, peers=(*others, PeerConfig(code=card.code, url=url.rstrip("/")))))
    return card


def check_url(url: str) -> None:
    """A peer's address: https, or http on loopback; nothing else leaves this machine unprotected."""
    if not url:
        return
    parts = urlsplit(url)
    loopback = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and loopback)):
        return
    raise InputError(
        "a peer is reached by https, or by http on loopback",
        where="--url",
        given=url,
        hint="https://host:port",
    )


def fingerprint(card: Party) -> str:
    """What people read to each other: the root key's public half, in groups of four.

    64 hexadecimal digits; nobody can make another key with the same.
    """
    digits = card.root.public.hex()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def machine_keys(config: NodeConfig) -> MachineKeys:
    """The machine's keys, from their 0600 files or through the descriptor of the configuration.

    A descriptor gives them once in a process. Raises InputError or OwnError.
    """
    texts = key_texts(config.folder / "keys", config.keys)
    found = {name: key_of(config.code, name, seed) for name, seed in texts.seeds.items()}
    return MachineKeys(log=found[LOG], witness=found[WITNESS], node=found[NODE], tls=texts.tls)


def read_officers(folder: Path) -> dict[str, SealedKey]:
    """The sealed keys of all officers, by code."""
    found = {}
    for path in sorted((folder / "officers").glob("*.json")):
        sealed = read_sealed(read_secret(path), where=str(path))
        found[sealed.officer] = sealed
    return found


def read_roster(config: NodeConfig) -> Roster:
    """Our card and the cards that were handed to us."""
    own = config.folder / OWN_CARD
    cards = [_read_card(read_small(own), str(own))]
    for path in sorted((config.folder / "peers").glob("*.roster")):
        cards.append(_read_card(read_small(path), str(path)))
    return Roster((card for card, _ in cards), later=(card.code for card, seq in cards if seq > 1))


def open_root(folder: Path, passphrase: str) -> Opened:
    """The party's root key and box, for as long as a card or revocation is signed."""
    path = folder / ROOT_FILE
    return unseal(read_sealed(read_secret(path), where=str(path)), passphrase)


def _claimed_card(note: bytes, where: str) -> Party:
    """The card that a file claims to be, unchecked: its own root key checks it next."""
    try:
        text, _ = split_note(note)
        value = read_canonical(text.removeprefix(FIRST_LINE).removesuffix(b"\n"))
        if not isinstance(value, dict) or value.get("kind") != "roster":
            raise PeerError("a statement of another kind")
        body, _ = decode(Party, value["body"], where="body")
    except (PeerError, KeyError) as error:
        raise InputError(
            f"this file is no party's card: {error}", where=where, hint="they make it with `cg party init`"
        ) from None
    if not isinstance(body, Party):
        raise InputError("this file is no party's card", where=where)
    return body


def new_key(one: NewOfficer, box: bytes, cost: Cost | None = None) -> SealedKey:
    """A fresh key for an officer, sealed under his passphrase together with the party's box."""
    opened = Opened(seed=secrets.token_bytes(32), box=box)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(24)
    return seal(one.code, one.roles[0], opened, one.passphrase, salt=salt, nonce=nonce, cost=cost)


def on_card(code: str, one: NewOfficer, key: SealedKey) -> Officer:
    """An officer as the card of his party names him."""
    signer = f"{code}/{one.code}"
    public = VerifierKey(name=signer, algorithm=ED25519, public=key.public)
    return Officer(code=one.code, name=one.name, key=public, roles=one.roles)
