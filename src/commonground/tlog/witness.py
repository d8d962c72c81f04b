"""The witness's side: when to cosign a head (C2SP tlog-witness, add-checkpoint).

A request is `old N`, the consistency proof, an empty line, the signed checkpoint. The witness answers
with its cosignature only when the head extends the last one it remembers. What it remembers is the
caller's to keep, and to have on disk before the cosignature leaves.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonground.errors import PeerError
from commonground.tlog.checkpoint import Checkpoint, read_checkpoint, read_number
from commonground.tlog.merkle import EMPTY_ROOT, HASH_SIZE, check_consistency
from commonground.tlog.note import MAX_NOTE, VerifierKey, decode64, open_note

OK, BAD_REQUEST, FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE = 200, 400, 403, 404, 409, 422
MAX_HASHES = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """The last head that a witness cosigned for a log; size 0 when none."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The HTTP status, why, and the head; it is to be remembered and cosigned when the status is 200 alone.

    `why` is the body of every other answer; of a conflict it is the size that is remembered. `split` says
    that the log has signed two heads of one size that cannot both be true.
    """

    status: int
    why: str
    checkpoint: Checkpoint | None = None
    note: bytes = b""
    split: bool = False


def write_request(old: int, proof: Sequence[bytes], note: bytes) -> bytes:
    """The body of an add-checkpoint request."""
    lines = [f"old {old}", *(base64.b64encode(one).decode() for one in proof)]
    return ("\n".join(lines) + "\n\n").encode() + note


def add_checkpoint(
    request: bytes, logs: Mapping[str, VerifierKey], remembered: Mapping[str, Remembered]
) -> Verdict:
    """Decide on one request, given the keys of the known logs and what is remembered, by origin."""
    try:
        old, proof, note = _read_request(request)
        origin = note.partition(b"\n")[0].decode()
    except ValueError as error:
        return Verdict(status=BAD_REQUEST, why=f"not an add-checkpoint request: {error}")
    log = logs.get(origin)
    if log is None:
        return Verdict(status=NOT_FOUND, why="unknown log")
    try:
        text = open_note(note, (log,)).text
    except PeerError as error:
        return Verdict(status=FORBIDDEN, why=f"invalid signature: {error}")
    try:
        checkpoint = read_checkpoint(text)
    except PeerError as error:
        return Verdict(status=BAD_REQUEST, why=str(error))
    if old > checkpoint.size:
        return Verdict(status=BAD_REQUEST, why="the old size is beyond the new one")
    last = remembered.get(origin, Remembered(size=0, root=EMPTY_ROOT))
    if old != last.size:
        return Verdict(status=CONFLICT, why=str(last.size), checkpoint=checkpoint, note=note)
    if last.size == checkpoint.size and last.root != checkpoint.root:
        return Verdict(status=CONFLICT, why=str(last.size), checkpoint=checkpoint, note=note, split=True)
    try:
        check_consistency(last.size, checkpoint.size, last.root, checkpoint.root, proof)
    except PeerError as error:
        why = f"consistency proof: {error}"
        return Verdict(status=UNPROCESSABLE, why=why, checkpoint=checkpoint, note=note)
    return Verdict(status=OK, why="", checkpoint=checkpoint, note=note)


def _read_request(request: bytes) -> tuple[int, list[bytes], bytes]:
    head, found, note = request.partition(b"\n\n")
    if not found or len(request) > MAX_NOTE:
        raise ValueError("no empty line")
    first, *rest = head.decode("ascii").split("\n")
    if not first.startswith("old ") or len(rest) > MAX_HASHES:
        raise ValueError("the first line is `old` and a size")
    hashes = [decode64(line) for line in rest]
    if any(len(one) != HASH_SIZE for one in hashes):
        raise ValueError("a hash has another length")
    return read_number(first.removeprefix("old ")), hashes, note
