"""What was once signed stays readable: the kept vectors of statements and logs."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from tests.simulator import card_of, roster_of, signer

from commonground.errors import InputError, PeerError
from commonground.statements.form.commitment import Opening, check_opening
from commonground.statements.kinds import KINDS
from commonground.statements.statement import open_statement
from commonground.tlog.checkpoint import open_checkpoint
from commonground.tlog.merkle import leaf_hash, root_of
from commonground.tlog.note import VerifierKey
from commonground.tlog.policy import check_policy, read_policy
from commonground.tlog.proofs.proof import check_proof, read_proof
from commonground.tlog.proofs.splitview import check_evidence, read_evidence

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
SAID: dict[str, Any] = json.loads((VECTORS / "statements" / "cases.json").read_bytes())
LOG: dict[str, Any] = json.loads((VECTORS / "log" / "cases.json").read_bytes())
ROSTER = roster_of("north", "south")


def test_the_keys_are_those_of_the_vectors() -> None:
    assert SAID["keys"]["duty"] == signer("north/duty").verifier.text
    assert card_of("north").officers[0].roles == ("duty",)


@pytest.mark.parametrize("case", SAID["accept"], ids=lambda case: case["kind"])
def test_a_kept_statement_is_read_as_ever(case: dict[str, str]) -> None:
    opened = open_statement(case["note"].encode(), ROSTER)
    assert (opened.header.kind, opened.id, opened.unknown) == (case["kind"], case["id"], ())
    opening = Opening(salt=bytes.fromhex(case["salt"]), note=case["note"].encode())
    check_opening(case["commitment"].encode(), opening)


def test_every_kind_has_a_vector() -> None:
    assert {case["kind"] for case in SAID["accept"]} == set(KINDS)


@pytest.mark.parametrize("case", SAID["refuse"], ids=lambda case: case["why"])
def test_a_kept_refusal_is_refused_as_ever(case: dict[str, str]) -> None:
    with pytest.raises(PeerError):
        open_statement(case["note"].encode(), ROSTER)


def test_the_kept_log_holds_as_ever() -> None:
    key = VerifierKey.read(LOG["vkey"])
    hashes = [leaf_hash(b"entry %d\n" % number) for number in range(300)]
    for size, note in LOG["heads"].items():
        head, _ = open_checkpoint(note.encode(), key)
        assert (head.size, head.root) == (int(size), root_of(hashes[: int(size)]))
    policy = read_policy(LOG["policy"])
    assert check_policy(LOG["cosigned"].encode(), policy).size == 300
    for text in LOG["proofs"]:
        proof = read_proof(base64.b64decode(text))
        assert proof.extra == b"entry %d\n" % proof.index
        check_proof(proof, proof.extra, check_policy(proof.checkpoint, policy))


def test_no_byte_of_the_kept_evidence_can_be_changed_and_still_accuse_the_same_key() -> None:
    data = base64.b64decode(LOG["evidence"])
    key = VerifierKey.read(LOG["vkey"])
    older, newer = check_evidence(read_evidence(data))
    assert (older.size, newer.size) == (250, 300)
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises((PeerError, InputError)):
            check_evidence(read_evidence(changed))
    assert read_evidence(data).log == key
