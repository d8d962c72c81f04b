"""Proofs in a file: this entry stands at this place in that log (C2SP tlog-proof v1).

    c2sp.org/tlog-proof@v1
    index 41
    <hash>…
    (empty line)
    <signed and cosigned checkpoint>

Whoever holds the file, the entry and the keys can check it with nothing else.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from commonground.errors import PeerError
from commonground.tlog.checkpoint import Checkpoint, read_number
from commonground.tlog.merkle import HASH_SIZE, check_inclusion, leaf_hash
from commonground.tlog.note import MAX_NOTE, decode64

FIRST_LINE = "c2sp.org/tlog-proof@v1"
MAX_HASHES = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An index, the path to the root, the note of the checkpoint, and bytes that travel along."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def write(self) -> bytes:
        """The proof as a file."""
        lines = [FIRST_LINE]
        if self.extra is not None:
            lines.append(f"extra {base64.b64encode(self.extra).decode()}")
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(one).decode() for one in self.hashes]
        return ("\n".join(lines) + "\n\n").encode() + self.checkpoint


def read_proof(data: bytes) -> Proof:
    """Read a proof file. Nothing in it is believed yet. PeerError for another spelling."""
    head, found, checkpoint = data.partition(b"\n\n")
    try:
        if not found or len(data) > MAX_NOTE:
            raise ValueError("a proof is a head, an empty line and a checkpoint")
        lines = head.decode("ascii").split("\n")
        if lines.pop(0) != FIRST_LINE:
            raise ValueError(f"the first line is {FIRST_LINE}")
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = decode64(lines.pop(0).removeprefix("extra "))
        if not lines or not lines[0].startswith("index "):
            raise ValueError("a line `index` is missing")
        index = read_number(lines.pop(0).removeprefix("index "))
        hashes = tuple(decode64(line) for line in lines)
        if len(hashes) > MAX_HASHES or any(len(one) != HASH_SIZE for one in hashes):
            raise ValueError(f"at most {MAX_HASHES} hashes of {HASH_SIZE} bytes")
    except ValueError as error:
        raise PeerError(f"not a proof: {error}", evidence=data[:MAX_NOTE]) from None
    return Proof(index=index, hashes=hashes, checkpoint=checkpoint, extra=extra)


def check_proof(proof: Proof, entry: bytes, checkpoint: Checkpoint) -> None:
    """Check the entry against a checkpoint that was opened from `proof.checkpoint`. PeerError if not."""
    check_inclusion(proof.index, checkpoint.size, leaf_hash(entry), proof.hashes, checkpoint.root)
