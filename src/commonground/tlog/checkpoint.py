"""Checkpoints: what a log promises at one size (C2SP tlog-checkpoint v1.0.0).

A checkpoint is three lines: origin, tree size, root hash; then, rarely, lines of extension, which
are kept and mean nothing here. This module reads and writes them and opens a signed one. How a root
is computed stands in merkle.py.

Reading is strict: a checkpoint has one spelling, so parties who compare bytes compare meaning.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from commonground.errors import PeerError
from commonground.tlog.merkle import EMPTY_ROOT, HASH_SIZE
from commonground.tlog.note import ED25519, Note, Signer, VerifierKey, decode64, open_note, sign_note

MAX_SIZE = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """One head of a log: its origin, how many entries, and their root hash."""

    origin: str
    size: int
    root: bytes
    extension: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.origin or "\n" in self.origin or not 0 <= self.size <= MAX_SIZE:
            raise ValueError("a checkpoint has an origin of one line and a size of zero or more")
        if len(self.root) != HASH_SIZE or (self.size == 0 and self.root != EMPTY_ROOT):
            raise ValueError("a checkpoint has a root of 32 bytes, and the empty tree has its own")

    def write(self) -> bytes:
        """The text of the checkpoint, without signatures."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extension)
        return ("\n".join(lines) + "\n").encode()


def read_checkpoint(text: bytes) -> Checkpoint:
    """Read the text of a checkpoint. Call it on verified text only. PeerError for another spelling."""
    try:
        lines = text.decode().split("\n")
        origin, size, root, *rest = lines
        if rest.pop() != "" or any(not line for line in rest):
            raise ValueError("lines of a checkpoint are not empty")
        checkpoint = Checkpoint(
            origin=origin, size=read_number(size), root=decode64(root), extension=tuple(rest)
        )
    except (ValueError, IndexError) as error:
        raise PeerError(f"not a checkpoint: {error}", evidence=text) from None
    return checkpoint


def read_number(text: str) -> int:
    """Read a decimal number in its one spelling: ASCII digits, no leading zero. ValueError otherwise."""
    if not 0 < len(text) <= 19 or not text.isascii() or not text.isdigit() or str(int(text)) != text:
        raise ValueError(f"not a plain number: {text[:20]!r}")
    return int(text)


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> bytes:
    """The signed note of a checkpoint, by the log's own key, whose name is the origin."""
    if signer.verifier.name != checkpoint.origin or signer.verifier.algorithm != ED25519:
        raise ValueError("a checkpoint is signed by the key of its origin")
    return sign_note(checkpoint.write(), (signer,))


def open_checkpoint(
    note: bytes, log: VerifierKey, others: tuple[VerifierKey, ...] = ()
) -> tuple[Checkpoint, Note]:
    """Check a signed checkpoint of one log and read it.

    `others` are the known witnesses: their lines are checked too, and named in the note. Raises
    PeerError when the log's own key has not signed it, or the origin is not the key's name.
    """
    opened = open_note(note, (log, *others))
    if not opened.signed_by(log):
        raise PeerError("not signed by the log's own key", where=f"log {log.name}", evidence=note)
    checkpoint = read_checkpoint(opened.text)
    if checkpoint.origin != log.name:
        raise PeerError("the origin is not the name of the log's key", given=checkpoint.origin, evidence=note)
    return checkpoint, opened
