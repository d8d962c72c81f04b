"""Every parser of ours, on mutated good input and on noise: a value, or a refusal; never a crash."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.simulator import START, keys_of, roster_of, signer
from tests.statements.samples import BODIES, enquiry
from tests.store.fuzzing import tried

from commonground.errors import InputError, PeerError
from commonground.statements.form.canonical import write_canonical
from commonground.statements.form.codec import encode
from commonground.statements.form.commitment import Opening, check_opening
from commonground.statements.header import Header
from commonground.statements.statement import open_statement, write_statement
from commonground.store.files.bundle import FIRST_WORDS, MANIFEST_LINE, Part, read_bundle
from commonground.store.peers.source import Bodies, read_frames, write_frames
from commonground.store.sealing import seal_to, unseal
from commonground.tlog.checkpoint import Checkpoint, read_checkpoint, sign_checkpoint
from commonground.tlog.note import VerifierKey, open_note, sign_note
from commonground.tlog.policy import read_policy
from commonground.tlog.proofs.proof import Proof, read_proof
from commonground.tlog.proofs.splitview import Evidence, check_evidence, read_evidence
from commonground.tlog.tile import TilePath
from commonground.tlog.tile import read_bundle as read_entries
from commonground.tlog.witness import add_checkpoint, write_request

NOTE = write_statement(
    Header(kind="enquiry", party="north", officer="duty", role="duty", seq=1, at=START),
    enquiry(),
    signer("north/duty"),
)
LOG = keys_of("north").log
HEAD = Checkpoint(origin=LOG.verifier.name, size=3, root=bytes(32))
SIGNED = sign_checkpoint(HEAD, LOG)
ROSTER = roster_of("north", "south")
OPENING = Opening(salt=bytes(32), note=NOTE)
BOX = keys_of("north").box
assert BOX is not None
SEALED = seal_to(BOX.verifier, b"x" * 40)
PART = Part(kind="entries", origin=LOG.verifier.name, start=0, end=1, data=b"\0\3abc")
MANIFEST = sign_note(
    "\n".join([MANIFEST_LINE, "from north", "to south", "number 1", "previous -", PART.line, ""]).encode(),
    (keys_of("north").node,),
)
BUNDLE = FIRST_WORDS + str(len(MANIFEST)).encode() + b"\n" + MANIFEST + PART.data
OTHER = Checkpoint(origin=HEAD.origin, size=3, root=bytes(31) + b"\1")
EVIDENCE = Evidence(
    log=LOG.verifier, older=SIGNED, newer=sign_checkpoint(OTHER, LOG), other_root=OTHER.root
).write()
POLICY = f"log {LOG.verifier.text}\nwitness W {keys_of('south').witness.verifier.text}\nquorum W\n"


def text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    """A reader of text, given bytes as they come."""
    return lambda data: read(data.decode("utf-8", "replace"))


READERS: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "statement": (NOTE, lambda data: open_statement(data, ROSTER)),
    "note": (SIGNED, lambda data: open_note(data, (LOG.verifier,))),
    "checkpoint": (HEAD.write(), read_checkpoint),
    "proof": (Proof(index=0, hashes=(bytes(32),), checkpoint=SIGNED, extra=NOTE).write(), read_proof),
    "evidence": (EVIDENCE, lambda data: check_evidence(read_evidence(data))),
    "bundle": (BUNDLE, read_bundle),
    "bodies": (Bodies(next=9, sealed=((1, b"abc"), (2, b""))).write(), Bodies.read),
    "frames": (write_frames([SIGNED, NOTE]), lambda data: list(read_frames(data))),
    "opening": (OPENING.write(), lambda data: check_opening(OPENING.entry(), Opening.read(data))),
    "sealed": (SEALED, lambda data: unseal(BOX, data) if BOX else None),
    "entries": (b"\0\3abc\0\0", lambda data: read_entries(data, 2)),
    "policy": (POLICY.encode(), text(read_policy)),
    "vkey": (LOG.verifier.text.encode(), text(VerifierKey.read)),
    "tile path": (b"tile/entries/x001/234.p/5", text(TilePath.read)),
}


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=150)
@given(data=st.data())
def test_a_reader_reads_or_refuses(name: str, data: st.DataObject) -> None:
    good, read = READERS[name]
    mutated = bytearray(good)
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(mutated)))
        way = data.draw(st.sampled_from(["cut", "insert", "change", "repeat"]))
        piece = data.draw(st.binary(min_size=1, max_size=6))
        if way == "cut":
            del mutated[at : at + len(piece)]
        elif way == "insert":
            mutated[at:at] = piece
        elif way == "change":
            mutated[at : at + len(piece)] = piece
        else:
            mutated[at:at] = mutated[: len(piece) * 8]
    with contextlib.suppress(PeerError, InputError):  # refusals that say why
        read(bytes(mutated))


@pytest.mark.parametrize("name", READERS)
def test_a_reader_reads_or_refuses_what_is_spoiled_by_hand(name: str) -> None:
    good, read = READERS[name]
    read(good)
    assert tried(good, read, times=1_500, seed=1) < 1_500


@given(st.binary(max_size=300))
def test_noise_is_refused(data: bytes) -> None:
    for name, (_, read) in READERS.items():
        if name in ("frames", "entries", "bodies", "opening") and data in (b"", b"\0\0\0\0"):
            continue
        try:
            read(data)
        except (PeerError, InputError):
            continue
        assert name in ("frames", "entries", "bodies", "opening")


@given(st.binary(max_size=200), st.integers(0, 400))
def test_a_witness_answers_noise_with_a_status(noise: bytes, at: int) -> None:
    request = write_request(0, [], SIGNED)
    for data in (noise, request[:at] + noise + request[at:]):
        verdict = add_checkpoint(data, {LOG.verifier.name: LOG.verifier}, {})
        assert verdict.status in (200, 400, 403, 404, 409, 422)


def test_every_sample_is_small_enough_to_be_said() -> None:
    for body in BODIES.values():
        assert len(write_canonical(encode(body))) < 40_000
