"""Split views: two signed heads of one log that cannot both be true.

The evidence is one small file that a stranger can check with nothing but the log's public key: the
older head, the newer head, and the root that the *newer* tree has at the older size, with the
consistency proof of that. If this root is not the older head's, the log has signed two histories. For
two heads of one size the proof is empty.

A forged second head accuses nobody: both heads must bear the log's own signature, and a consistency
proof cannot be made for a root that the tree does not have.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from commonground.errors import InputError, PeerError
from commonground.tlog.checkpoint import Checkpoint, open_checkpoint, read_number
from commonground.tlog.merkle import HASH_SIZE, check_consistency
from commonground.tlog.note import VerifierKey, decode64

FIRST_LINE = "commonground split view v1"
MAX_EVIDENCE = 8_000  # bytes
MAX_HASHES = 63


class View(StrEnum):
    """What two heads say together."""

    EQUIVOCATION = "equivocation"
    CONSISTENT = "consistent"
    NEEDS_PROOF = "needs-proof"
    NO_EVIDENCE = "no-evidence"


def compare_views(a: bytes, b: bytes, log: VerifierKey) -> View:
    """Compare two signed checkpoints said to be of one log."""
    try:
        first, _ = open_checkpoint(a, log)
        second, _ = open_checkpoint(b, log)
    except PeerError:
        return View.NO_EVIDENCE
    if first.size != second.size:
        return View.NEEDS_PROOF
    return View.CONSISTENT if first.root == second.root else View.EQUIVOCATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Two signed heads, and the root that the newer tree has at the size of the older."""

    log: VerifierKey
    older: bytes
    newer: bytes
    other_root: bytes
    proof: tuple[bytes, ...] = ()

    def write(self) -> bytes:
        """The evidence as a file: key, root, proof, then both notes with their lengths."""
        lines = [FIRST_LINE, self.log.text, f"{len(self.older)} {len(self.newer)}"]
        lines += [base64.b64encode(one).decode() for one in (self.other_root, *self.proof)]
        return ("\n".join(lines) + "\n\n").encode() + self.older + self.newer


def read_evidence(data: bytes) -> Evidence:
    """Read an evidence file; nothing in it is believed yet. PeerError for another spelling."""
    try:
        head, found, notes = data.partition(b"\n\n")
        first_line, vkey, lengths, *rest = head.decode().split("\n")
        older, newer = (read_number(part) for part in lengths.split(" "))
        hashes = [decode64(line) for line in rest]
        if first_line != FIRST_LINE or not found or len(data) > MAX_EVIDENCE or older + newer != len(notes):
            raise ValueError("its first line or its lengths")
        if not 1 <= len(hashes) <= MAX_HASHES or any(len(one) != HASH_SIZE for one in hashes):
            raise ValueError("its hashes")
        log = VerifierKey.read(vkey)
    except (ValueError, InputError) as error:
        raise PeerError(f"not an evidence file: {error}", evidence=data[:MAX_EVIDENCE]) from None
    return Evidence(
        log=log,
        older=notes[:older],
        newer=notes[older:],
        other_root=hashes[0],
        proof=tuple(hashes[1:]),
    )


def check_evidence(evidence: Evidence) -> tuple[Checkpoint, Checkpoint]:
    """The two heads, if they cannot both be true. PeerError when they accuse nobody."""
    older, _ = open_checkpoint(evidence.older, evidence.log)
    newer, _ = open_checkpoint(evidence.newer, evidence.log)
    check_consistency(older.size, newer.size, evidence.other_root, newer.root, evidence.proof)
    if evidence.other_root == older.root:
        raise PeerError("these two heads go together: no evidence of a split view")
    return older, newer


def make_evidence(
    log: VerifierKey, older: bytes, newer: bytes, other_root: bytes, proof: Sequence[bytes]
) -> Evidence | None:
    """The evidence without the witnesses' lines, or None when it would accuse nobody."""
    found = Evidence(
        log=log,
        older=_bare(older, log),
        newer=_bare(newer, log),
        other_root=other_root,
        proof=tuple(proof),
    )
    try:
        check_evidence(found)
    except PeerError:
        return None
    return found


def _bare(note: bytes, log: VerifierKey) -> bytes:
    """A checkpoint note with the log's own line alone."""
    _, opened = open_checkpoint(note, log)
    line = next(line for key, line in opened.signed if key == log)
    return opened.text + b"\n" + line.line.encode()
