"""Sealing to a party: only the holder of its box key can read it (libsodium sealed box).

Everything that is not for everybody lies on disk and travels in this form, own statements included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from weakref import WeakKeyDictionary

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

from commonground.errors import PeerError
from commonground.tlog.note import Signer, VerifierKey


def seal_to(box: VerifierKey, data: bytes) -> bytes:
    """Bytes that only the holder of this box key can read."""
    return bytes(_sealed_box(box.public).encrypt(data))


@lru_cache(maxsize=256)
def _sealed_box(public: bytes) -> SealedBox[PublicKey]:
    return SealedBox(VerifyKey(public).to_curve25519_public_key())


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Signer):
    """A party's box key, with those that it had before: what was sealed to them stays sealed to them."""

    old: tuple[Signer, ...] = field(default=(), repr=False)


def unseal(box: Signer, sealed: bytes) -> bytes:
    """What was sealed to us, by this box key or one before it. PeerError when it was not, or was altered."""
    for key in (box, *(box.old if isinstance(box, Box) else ())):
        try:
            return bytes(_opened_box(key.secret).decrypt(sealed))
        except (CryptoError, ValueError):
            continue
    raise PeerError("not sealed to our box key, or altered", evidence=sealed)


_OPENED: WeakKeyDictionary[SigningKey, SealedBox[PrivateKey]] = WeakKeyDictionary()  # no longer than the key


def _opened_box(secret: SigningKey) -> SealedBox[PrivateKey]:
    """What opens, made once a key and forgotten with it: making it costs half as much as opening."""
    found = _OPENED.get(secret)
    if found is None:
        found = _OPENED[secret] = SealedBox(secret.to_curve25519_private_key())
    return found
