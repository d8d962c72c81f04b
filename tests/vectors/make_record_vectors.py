"""Make the vectors of statements and logs: `python -m tests.vectors.make_record_vectors`.

They are kept, not made anew by the tests: what other programs have once read must stay readable. Run this
only to add kinds, and look at what changed: a changed line is a changed wire.
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from tests.simulator import START, card_of, keys_of, signer
from tests.statements.samples import BODIES

from commonground.statements.form.commitment import Opening
from commonground.statements.header import Header, Seen
from commonground.statements.kinds import KINDS, Signers
from commonground.statements.statement import FIRST_LINE, statement_id, write_statement
from commonground.tlog.checkpoint import Checkpoint, sign_checkpoint
from commonground.tlog.cosignature import add_lines, cosign
from commonground.tlog.merkle import consistency_proof, inclusion_proof, leaf_hash, root_of
from commonground.tlog.note import sign_note
from commonground.tlog.proofs.proof import Proof
from commonground.tlog.proofs.splitview import Evidence

HERE = Path(__file__).resolve().parent
TIME_S = int(START.timestamp())


def header(kind: str, who: str) -> Header:
    """The head of a vector."""
    role = who if who in ("root", "node") else "duty"
    return Header(
        kind=kind,
        party="north",
        officer=who,
        role=role,
        seq=7,
        at=START,
        seen=(Seen(origin="commonground/south", size=3, root="cd" * 32),),
        re=("ab" * 32,),
        to=("south",) if KINDS[kind].place else (),
        nonce="0f" * 16 if KINDS[kind].place else "",
    )


def refused() -> list[dict[str, str]]:
    """Notes that are validly signed and still no statements, each for one reason."""
    plain = write_statement(header("alarm", "duty"), BODIES["alarm"], signer("north/duty"))
    line = plain.split(b"\n")[1]
    changes = {
        "keys are not sorted": line.replace(b'{"at":', b'{"v":1,"at":', 1).replace(b',"v":1}', b"}"),
        "a blank in the JSON": line.replace(b",", b", ", 1),
        "a fraction": line.replace(b'"seq":7', b'"seq":7.0'),
        "a key twice": line.replace(b'"seq":7', b'"seq":7,"seq":7'),
        "true": line.replace(b'"seq":7', b'"seq":true'),
        "a number beyond 2**53": line.replace(b'"seq":7', b'"seq":9007199254740992'),
        "an escape that is not needed": line.replace(b"stop", b"\\u0073top"),
        "a moment in a second spelling": line.replace(
            b'"at":"2031-05-01T06:00:00Z"', b'"at":"2031-05-01T06:00:00.0Z"'
        ),
        "a later version": line.replace(b'"v":1', b'"v":2'),
        "another party": line.replace(b'"party":"north"', b'"party":"south"'),
        "another officer": line.replace(b'"officer":"duty"', b'"officer":"luo"'),
        "a role that the officer does not have": line.replace(b'"role":"duty"', b'"role":"root"'),
        "a kind that an officer may not say": line.replace(b'"kind":"alarm"', b'"kind":"terms"'),
        "numbers from 0": line.replace(b'"seq":7', b'"seq":0'),
        "a body without words": line.replace(b'"words":"stop"', b'"wards":"stop"'),
    }
    assert all(changed != line for changed in changes.values())
    key = (signer("north/duty"),)
    cases = [
        {"why": why, "note": sign_note(FIRST_LINE + changed + b"\n", key).decode()}
        for why, changed in changes.items()
    ]
    cases.append(
        {"why": "another first line", "note": sign_note(b"statement v1\n" + line + b"\n", key).decode()}
    )
    cases.append({"why": "two signature lines", "note": (plain + plain.split(b"\n\n")[1]).decode()})
    return cases


def statements() -> dict[str, Any]:
    """Every kind as it is signed, and its commitment under a fixed salt."""
    cases = []
    for kind, row in KINDS.items():
        who = "root" if row.signers is Signers.ROOT else "duty"
        note = write_statement(header(kind, who), BODIES[kind], signer(f"north/{who}"))
        opening = Opening(salt=hashlib.sha256(kind.encode()).digest(), note=note)
        cases.append(
            {
                "kind": kind,
                "id": statement_id(note),
                "note": note.decode(),
                "salt": opening.salt.hex(),
                "commitment": opening.entry().decode(),
            }
        )
    keys = {name: signer(f"north/{name}").verifier.text for name in ("duty", "root", "node")}
    return {"keys": keys, "accept": cases, "refuse": refused()}


def logs() -> dict[str, Any]:
    """A log of 300 entries: heads, proofs, a cosignature, and evidence of a second history."""
    log, witness = keys_of("north").log, keys_of("south").witness
    entries = [b"entry %d\n" % number for number in range(300)]
    hashes = [leaf_hash(entry) for entry in entries]
    other = [*hashes[:200], leaf_hash(b"rewritten"), *hashes[201:]]

    def read(leaves: list[bytes]) -> Any:
        return lambda level, index: root_of(leaves[index << level : (index + 1) << level])

    def head(leaves: list[bytes], size: int) -> bytes:
        made = Checkpoint(origin=log.verifier.name, size=size, root=root_of(leaves[:size]))
        return sign_checkpoint(made, log)

    newest = head(hashes, 300)
    text = newest.split(b"\n\n")[0] + b"\n"
    cosigned = add_lines(newest, [cosign(text, witness, TIME_S)])
    proofs = [
        Proof(
            index=index,
            hashes=tuple(inclusion_proof(read(hashes), index, 300)),
            checkpoint=cosigned,
            extra=entries[index],
        )
        for index in (0, 255, 256, 299)
    ]
    evidence = Evidence(
        log=log.verifier,
        older=head(hashes, 250),
        newer=head(other, 300),
        other_root=root_of(other[:250]),
        proof=tuple(consistency_proof(read(other), 250, 300)),
    )
    policy = f"log {log.verifier.text}\nwitness south {witness.verifier.text}\nquorum south\n"
    return {
        "vkey": log.verifier.text,
        "policy": policy,
        "heads": {str(size): head(hashes, size).decode() for size in (0, 1, 2, 255, 256, 257, 300)},
        "cosigned": cosigned.decode(),
        "entry_is": "entry N and a newline, for N from 0",
        "proofs": [base64.b64encode(proof.write()).decode() for proof in proofs],
        "evidence": base64.b64encode(evidence.write()).decode(),
    }


def main() -> None:
    """Write the files."""
    assert card_of("north").origin == "commonground/north"
    for name, made in (("statements", statements()), ("log", logs())):
        text = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
        (HERE / name / "cases.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
