"""Officer keys at rest: one JSON file an officer, sealed under a passphrase.

Argon2id (libsodium) stretches the passphrase, XSalsa20-Poly1305 seals two secrets of 32 bytes: the
officer's Ed25519 seed, and the seed of the party's box, to which everything meant for the party alone
is sealed. So a node that starts by itself holds what comes in and opens none of it until an officer
has logged in. The head of the file (officer, role, public key, cost) is bound into the seal, so a
changed head does not open. Whoever can change such a file can lock its officer out, not speak in his name.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import threading
from dataclasses import dataclass, field
from typing import Final

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.signing import SigningKey

from commonground.errors import InputError

SEED: Final = 32  # bytes
LEAST_PASSPHRASE: Final = 10  # characters
LONGEST_PASSPHRASE: Final = 1024
_ONE_AT_A_TIME = threading.Lock()  # one stretch holds 64 MiB; many at once would fill a small machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one try costs: passes over the memory, and the memory in KiB."""

    passes: int = 3
    memory_kib: int = 65_536

    def __post_init__(self) -> None:
        if not (1 <= self.passes <= 16 and 8 <= self.memory_kib <= 1_048_576):
            raise ValueError(f"no such cost of a passphrase: {self.passes} passes, {self.memory_kib} KiB")


class WrongPassphraseError(InputError):
    """The passphrase does not open this key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedKey:
    """An officer's key as it lies on disk."""

    officer: str
    role: str
    public: bytes  # 32 bytes, Ed25519
    cost: Cost
    salt: bytes
    box: bytes

    def as_bytes(self) -> bytes:
        """The file's content."""
        shown = {
            "v": 1,
            "officer": self.officer,
            "role": self.role,
            "public": self.public.hex(),
            "passes": self.cost.passes,
            "memory_kib": self.cost.memory_kib,
            "salt": self.salt.hex(),
            "box": base64.b64encode(self.box).decode(),
        }
        return json.dumps(shown, indent=1, ensure_ascii=False).encode() + b"\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a passphrase opens: the seed of the officer's key, and that of the party's box."""

    seed: bytes = field(repr=False)
    box: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED or len(self.box) != SEED:
            raise ValueError("a seed is 32 bytes")


def seal(
    officer: str,
    role: str,
    opened: Opened,
    passphrase: str,
    *,
    salt: bytes,
    nonce: bytes,
    cost: Cost | None = None,
) -> SealedKey:
    """Seal an officer's secrets. `salt` is 16 random bytes, `nonce` 24. Refuses a short passphrase."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise InputError(
            f"this passphrase is shorter than {LEAST_PASSPHRASE} characters",
            where=f"passphrase of {officer}",
            hint="four or five words that have nothing to do with each other",
        )
    cost = cost or Cost()
    public = bytes(SigningKey(opened.seed).verify_key)
    key = _stretch(passphrase, salt, cost)
    inside = _head(officer, role, public, cost) + opened.seed + opened.box
    box = bytes(SecretBox(key).encrypt(inside, nonce))
    return SealedKey(officer=officer, role=role, public=public, cost=cost, salt=salt, box=box)


def unseal(sealed: SealedKey, passphrase: str) -> Opened:
    """Open an officer's secrets. Raises WrongPassphraseError; says no more than that."""
    if len(passphrase) > LONGEST_PASSPHRASE:
        raise WrongPassphraseError("officer and passphrase do not fit")
    try:
        inside = SecretBox(_stretch(passphrase, sealed.salt, sealed.cost)).decrypt(sealed.box)
    except CryptoError:
        raise WrongPassphraseError("officer and passphrase do not fit") from None
    head, seeds = inside[:32], inside[32:]
    if head != _head(sealed.officer, sealed.role, sealed.public, sealed.cost) or len(seeds) != 2 * SEED:
        raise WrongPassphraseError(
            "the head of this key file was changed after it was sealed", where=f"key of {sealed.officer}"
        )
    return Opened(seed=seeds[:SEED], box=seeds[SEED:])


def read_sealed(content: bytes, *, where: str) -> SealedKey:
    """Read what `as_bytes` writes. Raises InputError for anything else."""
    try:
        shown = json.loads(content)
        if shown["v"] != 1:
            raise ValueError(f"version {shown['v']!r}")
        return SealedKey(
            officer=str(shown["officer"]),
            role=str(shown["role"]),
            public=bytes.fromhex(shown["public"]),
            cost=Cost(passes=int(shown["passes"]), memory_kib=int(shown["memory_kib"])),
            salt=bytes.fromhex(shown["salt"]),
            box=base64.b64decode(shown["box"], validate=True),
        )
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise InputError(f"not an officer's key file: {error}", where=where) from None


def _head(officer: str, role: str, public: bytes, cost: Cost) -> bytes:
    """What is bound into the seal: a hash over the readable part of the file."""
    said = json.dumps([officer, role, public.hex(), cost.passes, cost.memory_kib], ensure_ascii=False)
    return hashlib.sha256(b"commonground officer key v1\n" + said.encode()).digest()


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    with _ONE_AT_A_TIME:
        return argon2id.kdf(
            SecretBox.KEY_SIZE,
            passphrase.encode(),
            salt,
            opslimit=cost.passes,
            memlimit=cost.memory_kib * 1024,
        )
