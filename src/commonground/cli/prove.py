"""`cg prove`: a file that proves that a statement stands in its party's log."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from commonground.cli.options import Json
from commonground.cli.record import record
from commonground.errors import InputError
from commonground.node.folder import OWN_CARD
from commonground.statements.folds.ledger import check_copy, ledger


def prove(
    identity: str,
    folder: Path,
    /,
    *,
    out: Path | None = None,
    officer: str = "",
    passphrases: Path | None = None,
    inquiry: Annotated[bool, Parameter(negative="")] = False,
    as_json: Json = False,
) -> int:
    """Write the proof of a statement as ID.tlog-proof, to be checked by anybody with `cg verify`.

    A statement that was not public travels in the file with its salt: hand it to nobody who may not
    see it; such a statement needs an officer's passphrase.

    Parameters
    ----------
    identity:
        The statement's id.
    folder:
        The node's folder.
    out:
        The file to write; ID.tlog-proof here when left out.
    officer:
        Unlock with this officer's passphrase.
    passphrases:
        A file of mode 0600 with lines code=passphrase; asked for when left out.
    inquiry:
        It is for an inquiry that may see it: another party's notice goes out although that party gave it for
        its permitted use alone.
    as_json:
        Print one JSON object.
    """
    with record(folder, officer=officer, passphrases=passphrases) as store:
        found = store.find(identity)
        if found is not None and found.statement is not None and not inquiry:
            check_copy(found.statement, ledger(store.statements()), store.party)
        data = store.prove(identity)
    path = out or Path(f"{identity}.tlog-proof")
    if path.exists():
        raise InputError("this file exists", where=str(path), hint="--out another")
    path.write_bytes(data)
    if as_json:
        print(json.dumps({"id": identity, "file": str(path), "bytes": len(data)}))
    else:
        print(path)
        print(
            f"{len(data)} bytes; check it with: cg verify {path} --card {folder / OWN_CARD}", file=sys.stderr
        )
    return 0
