"""`cg bundle`: carry a log by hand, on a memory stick or in a mail."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from commonground.cli.options import Json
from commonground.cli.record import record
from commonground.errors import InputError
from commonground.finding import Level
from commonground.node.clock import now
from commonground.store.files.bundle import MAX_BUNDLE, make_bundle, take_bundle
from commonground.store.files.packing import FileParts


def make(
    folder: Path,
    out: Path,
    /,
    *,
    to: str,
    since: int | None = None,
    document: tuple[str, ...] = (),
    officer: str = "",
    passphrases: Path | None = None,
    as_json: Json = False,
) -> int:
    """Pack what a party has not yet seen of our log into one file.

    What is for that party alone travels sealed to it; nobody who finds the file can read it.

    Parameters
    ----------
    folder:
        The node's folder.
    out:
        The file to write (.cgb).
    to:
        The party that it is for.
    since:
        Begin with this entry of our log, when an earlier bundle was lost.
    document:
        A document that was handed to that party, to carry along: its SHA-256, or SHA-256:FIRST-LAST for some
        of its parts of 256 KiB, counted from 0 (`cg document list` shows which are missing); once for each.
    officer:
        Unlock with this officer's passphrase; needed for documents.
    passphrases:
        A file of mode 0600 with lines code=passphrase; asked for when left out.
    as_json:
        Print one JSON object.
    """
    if out.exists():
        raise InputError("this file exists", where=str(out))
    with record(folder, officer=officer, passphrases=passphrases, with_keys=True) as store:
        store.seal(now())
        files = tuple(FileParts.read(one) for one in document)
        data = make_bundle(store, to, now(), since=since, documents=files)
    out.write_bytes(data)
    if as_json:
        print(json.dumps({"file": str(out), "bytes": len(data), "to": to}))
    else:
        print(out)
        print(f"{len(data)} bytes for {to}; the other side takes it with: cg bundle take", file=sys.stderr)
    return 0


def take(
    folder: Path,
    file: Path,
    /,
    *,
    officer: str = "",
    passphrases: Path | None = None,
    as_json: Json = False,
) -> int:
    """Take a bundle that was carried to us: check it, keep what is new. Twice is as once.

    Exit 3 when there is something to look at: a gap, an entry that does not count, two histories.

    Parameters
    ----------
    folder:
        The node's folder.
    file:
        The bundle.
    officer:
        Unlock with this officer's passphrase, to open what is for us.
    passphrases:
        A file of mode 0600 with lines code=passphrase; asked for when left out.
    as_json:
        Print one JSON object.
    """
    if not file.is_file() or file.stat().st_size > MAX_BUNDLE:
        raise InputError("no such file, or too long", where=str(file))
    with record(folder, officer=officer, passphrases=passphrases, with_keys=True) as store:
        taken = take_bundle(store, file.read_bytes(), now())
    if as_json:
        shown = [finding.as_json() for finding in taken.findings]
        counts = {"entries": taken.entries, "bodies": taken.bodies, "size": taken.size}
        print(json.dumps({"origin": taken.origin, **counts, "findings": shown}))
    else:
        print(f"{taken.origin}: {taken.entries} new entries, {taken.bodies} new statements for us")
        for finding in taken.findings:
            print(f"{finding.level.word}: {finding.text}")
    return 3 if any(finding.level >= Level.CAUTION for finding in taken.findings) else 0
