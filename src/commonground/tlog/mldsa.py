"""Cosignatures that a quantum computer does not forge: ML-DSA-44 (C2SP tlog-cosignature, type 0x06).

They are checked, never made here: our own witnesses sign with Ed25519. What is signed is not the text of
the checkpoint but its origin, size and root, with the witness's name and its time.
"""

from __future__ import annotations

import struct

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

LABEL = b"subtree/v1\n\0"
SIGNATURE_SIZE = 2420  # bytes, without the eight of the time


def subtree_message(witness: str, time_s: int, origin: str, size: int, root: bytes) -> bytes:
    """What a witness signs: that it saw the tree of `size` entries of this log. ValueError for long names."""
    name, log = witness.encode(), origin.encode()
    if not (0 < len(name) < 256 and 0 < len(log) < 256):
        raise ValueError("the names of a witness and a log have 1 to 255 bytes each")
    return b"".join(
        (
            LABEL,
            bytes([len(name)]) + name,
            struct.pack(">Q", time_s),
            bytes([len(log)]) + log,
            struct.pack(">QQ", 0, size),
            root,
        )
    )


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an ML-DSA-44 signature holds (FIPS 204, without context)."""
    if len(signature) != SIGNATURE_SIZE:
        return False
    try:
        MLDSA44PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
