"""Cosignatures: "I saw this head, at this time, and it extends every head I saw before".

C2SP tlog-cosignature; made with Ed25519 (0x04), checked with ML-DSA-44 (0x06) as well. A cosignature
says "saw", never "accepts": it says nothing about what the entries say. Time is the witness's own claim.
"""

from __future__ import annotations

from commonground.errors import PeerError
from commonground.tlog.checkpoint import Checkpoint, read_checkpoint
from commonground.tlog.note import (
    COSIGNATURE,
    ED25519,
    MAX_TIME_S,
    NoteSignature,
    Signer,
    VerifierKey,
    cosigned_message,
    holds,
    split_note,
)


def cosign(text: bytes, witness: Signer, time_s: int) -> NoteSignature:
    """The witness's line under the text of a checkpoint, at a time in seconds since 1970 UTC."""
    key = witness.verifier
    if key.algorithm != COSIGNATURE:
        raise ValueError("a cosignature is made with a witness key")
    if not 0 < time_s <= MAX_TIME_S:
        raise ValueError("a cosignature carries a time after 1970")
    signature = time_s.to_bytes(8, "big") + witness.sign(cosigned_message(time_s, text))
    return NoteSignature(name=key.name, key_id=key.key_id, signature=signature)


def cosigned_at_s(line: NoteSignature) -> int:
    """The time that a cosignature line claims, in seconds since 1970 UTC."""
    return int.from_bytes(line.signature[:8], "big")


def read_cosignatures(lines: bytes, text: bytes, witnesses: tuple[VerifierKey, ...]) -> list[NoteSignature]:
    """The lines that hold over this checkpoint text; unknown keys are left out. PeerError if one fails."""
    _, found = split_note(text + b"\n" + lines)
    known = {(key.name, key.key_id): key for key in witnesses if key.algorithm != ED25519}
    good = []
    for line in found:
        key = known.get((line.name, line.key_id))
        if key is None:
            continue
        if not holds(key, text, line.signature):
            raise PeerError("a cosignature does not hold", where=f"key {line.name}", evidence=lines)
        good.append(line)
    return good


def add_lines(note: bytes, lines: list[NoteSignature]) -> bytes:
    """The note with more lines under it; a line of a key that stands there already is left out."""
    text, there = split_note(note)
    seen = {(line.name, line.key_id) for line in there}
    out = [line.line for line in there]
    for line in lines:
        if (line.name, line.key_id) not in seen:
            seen.add((line.name, line.key_id))
            out.append(line.line)
    return text + b"\n" + "".join(out).encode()


def unverified_checkpoint(note: bytes) -> Checkpoint:
    """The checkpoint that a note claims, before any key was asked. For finding the right key only."""
    text, _ = split_note(note)
    return read_checkpoint(text)
