"""`cg log`: show, check and export the logs that a node holds."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from commonground.cli.options import Json
from commonground.cli.record import log_of, record
from commonground.errors import InputError
from commonground.finding import Finding
from commonground.node.desk.known import misled
from commonground.position.window import utc_text
from commonground.statements.text import describe
from commonground.store.files.export import export_log
from commonground.store.files.fsck import fsck
from commonground.store.peers.witnessing import seen
from commonground.store.values import Head, Recorded

SEALED = "A commitment; the record is locked (--officer CODE opens what is for us)."


def show(
    folder: Path,
    /,
    *,
    party: str = "",
    officer: str = "",
    passphrases: Path | None = None,
    as_json: Json = False,
) -> int:
    """List what the logs hold, one line an entry, and the head of each log.

    Never shows a place. What was not public shows only when an officer unlocks the record. Under our own log
    stands how many of its entries each outside witness of our terms has seen. A log that has signed two
    histories is shown as of the last head that its quorum saw; entries behind that are "frozen".

    Parameters
    ----------
    folder:
        The node's folder.
    party:
        Only the log of this party.
    officer:
        Unlock with this officer's passphrase.
    passphrases:
        A file of mode 0600 with lines code=passphrase; asked for when left out.
    as_json:
        Print one JSON object.
    """
    with record(folder, officer=officer, passphrases=passphrases) as store:
        wanted = {log_of(store, party)} if party else {log.origin for log in store.logs()}
        heads = [head for head in store.heads().values() if head.origin in wanted]
        frozen = {head.origin for head in heads if head.frozen}
        entries = [
            _shown(one, locked=store.locked, frozen=one.origin in frozen)
            for one in store.recorded()
            if one.origin in wanted
        ]
        kept = {log.origin: log.size for log in store.logs()}
        policy = store.policy(store.origin)
        outside = {name: seen(store, policy.witnesses[name])[0] for name in policy.urls}
        own = store.origin
    if as_json:
        shown = [_head(head) | ({"outside": outside} if head.origin == own else {}) for head in heads]
        print(json.dumps({"entries": entries, "heads": shown}))
        return 0
    for entry in entries:
        print("  ".join(str(entry[key]) for key in ("origin", "index", "at", "state", "by", "text", "id")))
    for head in heads:
        print(
            f"{head.origin}: {head.size} entries, seen by",
            *head.cosigned_by or ("nobody yet",),
            *(f"(witness {name}: {size})" for name, size in outside.items() if head.origin == own),
            file=sys.stderr,
        )
        if head.frozen:
            text = f"{head.origin} is FROZEN: it has signed two histories. Its last head that the quorum saw"
            beyond = kept[head.origin] - head.size
            print(
                f"{text} has {head.size} entries; {beyond} behind them count for nothing.",
                f"The evidence: cg log evidence {folder} {head.party} FILE",
                file=sys.stderr,
            )
    return 0


def _head(head: Head) -> dict[str, object]:
    return {
        "origin": head.origin,
        "size": head.size,
        "root": head.root.hex(),
        "cosigned_by": list(head.cosigned_by),
        "pending": head.pending,
        "frozen": head.frozen,
    }


def _shown(one: Recorded, *, locked: bool, frozen: bool) -> dict[str, object]:
    statement = one.statement
    return {
        "origin": one.origin,
        "index": one.index,
        "at": utc_text(statement.header.at) if statement else "-",
        "state": "given" if one.given else "frozen" if frozen else "pending",
        "by": f"{statement.header.party}/{statement.header.officer}" if statement else "-",
        "kind": statement.header.kind if statement else "",
        "text": SEALED if locked and one.withheld else one.refused or describe(statement),
        "id": statement.id if statement else "-",
    }


def verify(folder: Path, /, *, mend: bool = False, as_json: Json = False) -> int:
    """Check a node's whole record: entries, hashes, heads, signatures, and what is kept for a fast start.

    Exit 3 when something is wrong.

    Parameters
    ----------
    folder:
        The node's folder.
    mend:
        Rebuild the hashes of the trees from the entries, where those are sound.
    as_json:
        Print one JSON object.
    """
    with record(folder) as store:
        findings = [*fsck(store, mend=mend), *misled(store)]
        sizes = {log.origin: log.size for log in store.logs()}
    return _report(findings, sizes, as_json)


def _report(findings: Sequence[Finding], sizes: dict[str, int], as_json: bool) -> int:
    if as_json:
        shown = [finding.as_json() for finding in findings]
        print(json.dumps({"logs": sizes, "findings": shown}))
    else:
        for origin, size in sizes.items():
            print(f"{origin}: {size} entries checked")
        for finding in findings:
            print(f"{finding.level.word}: {finding.text}")
    return 3 if findings else 0


def export(folder: Path, out: Path, /, *, party: str = "", as_json: Json = False) -> int:
    """Write a log as plain files that any tlog-tiles verifier reads, with its public key beside it.

    A log that has signed two histories is written as far as the last head that its quorum saw.

    Parameters
    ----------
    folder:
        The node's folder.
    out:
        A new folder for the files.
    party:
        Whose log; our own when left out.
    as_json:
        Print one JSON object.
    """
    with record(folder) as store:
        origin = log_of(store, party)
        size = export_log(store, out, origin=origin)
        frozen = store.evidence(origin) is not None
    if as_json:
        print(json.dumps({"origin": origin, "size": size, "folder": str(out), "frozen": frozen}))
    else:
        print(out)
        if frozen:
            text = f"{origin} is FROZEN: it has signed two histories. Exported up to the last head that the"
            print(f"{text} quorum saw; the evidence is another file: cg log evidence", file=sys.stderr)
        print(f"{size} entries of {origin}; check them with: cg verify {out}", file=sys.stderr)
    return 0


def evidence(folder: Path, party: str, out: Path, /, *, as_json: Json = False) -> int:
    """Write the evidence that a party's log has signed two histories, for anybody to check.

    Exit 1 when there is none: then nothing is known against that log.

    Parameters
    ----------
    folder:
        The node's folder.
    party:
        Whose log.
    out:
        The file to write; check it with `cg verify`.
    as_json:
        Print one JSON object.
    """
    with record(folder) as store:
        origin = log_of(store, party)
        data = store.evidence(origin)
    if data is None:
        raise InputError("no evidence of two histories is held against this log", given=origin)
    if out.exists():
        raise InputError("this file exists", where=str(out))
    out.write_bytes(data)
    if as_json:
        print(json.dumps({"origin": origin, "file": str(out), "bytes": len(data)}))
    else:
        print(out)
    return 0
