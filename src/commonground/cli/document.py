"""`cg document`: files handed over unchanged, with a receipt that neither side can deny."""

from __future__ import annotations

import json
import mimetypes
import os
import sys
from pathlib import Path
from typing import Literal

from commonground.cli.door import Door, at_desk, told
from commonground.cli.options import Json
from commonground.cli.plain import one_line
from commonground.errors import InputError
from commonground.statements.admin import MAX_DOCUMENT

SHOWN_ID = 12


def add(
    file: Path,
    /,
    *,
    to: list[str] | None = None,
    title: str = "",
    edition: str = "",
    words: str = "",
    until: str = "",
    door: Door,
    as_json: Json = False,
) -> int:
    """Hand a file over, unchanged: a map, a scan, a list, a recording, at most 64 MiB.

    A signed statement names it by SHA-256, title and edition, for the parties named; its bytes follow by
    link, or by `cg bundle make --document`.

    Parameters
    ----------
    file
        The file.
    to
        Code of a party that is given it; once for each. Nobody when left out.
    title
        What it is; the file's name when left out.
    edition
        Its edition or date, as people will ask for it.
    words
        A word beside it.
    until
        Until when the parties may fetch and use it, UTC, like 2030-01-01T06:00:00Z.
    as_json
        Print one JSON object.
    """
    if not file.is_file():
        raise InputError("no such file", where=str(file))
    if file.stat().st_size > MAX_DOCUMENT:
        raise InputError(f"a document has at most {MAX_DOCUMENT} bytes", where=str(file))
    kind = (mimetypes.guess_type(file.name)[0] or "application/octet-stream").lower()
    with at_desk(door) as desk:
        kept = desk.send_bytes("/api/documents/bytes", file.read_bytes())
        given = {
            "sha256": kept["sha256"],
            "title": title or file.name,
            "edition": edition,
            "media_type": kind,
            "words": words,
            "to": to or [],
            "until": until or None,
        }
        said = desk.post("/api/documents", given)
    shown = {"id": said["id"], "sha256": kept["sha256"], "length": kept["length"]}
    told(shown, as_json, f"{said['id']}  sha256 {kept['sha256']}  {kept['length']} bytes")
    return 0


def list_(*, door: Door, as_json: Json = False) -> int:
    """List every document that was handed over: by whom, to whom, how much is here, which receipts.

    Parameters
    ----------
    as_json
        Print one JSON object a line.
    """
    with at_desk(door) as desk:
        rows = desk.get("/api/documents")
    for one in rows:
        if as_json:
            print(json.dumps(one, ensure_ascii=False))
            continue
        to = "everybody" if one["public"] else ", ".join(one["to"]) or "nobody"
        state = one["state"] if one["state"] == "whole" else f"{one['state']}, missing parts {one['missing']}"
        print(f"{one['id'][:SHOWN_ID]}  {one_line(one['title'])}  {one_line(one['edition'])}")
        print(
            f"  from {one['party']}/{one['officer']} at {one['at']}, for {to}; {one['length']} bytes; {state}"
        )
        print(f"  sha256 {one['sha256']}")
        if one["withdrawn"]:
            print(f"  withdrawn at {one['withdrawn']}")
        for receipt in one["receipts"]:
            who = f"{receipt['party']}/{receipt['officer']}"
            print(f"  receipt: {receipt['stage']} by {who} at {receipt['at']}")
    return 0


def get(identity: str, out: Path, /, *, door: Door) -> int:
    """Save a document as it came. It is not opened; the sender sees that an officer took it.

    Parameters
    ----------
    identity
        The id of the statement that names it, or its first digits, as `cg document list` shows them.
    out
        The file to write; it must not exist.
    """
    with at_desk(door) as desk:
        row = _row(desk.get("/api/documents"), identity)
        data = desk.fetch_bytes(f"/api/documents/{row['id']}/file")
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise InputError("this file exists", where=str(out)) from None
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    print(f"{out}  {len(data)} bytes  sha256 {row['sha256']}")
    if not row["public"]:
        print(
            "Given for protection only, unless its statement says more: pass it to nobody.", file=sys.stderr
        )
    return 0


def receipt(
    identity: list[str],
    /,
    *,
    stage: Literal["loaded", "understood"],
    terminal: str = "",
    version: str = "",
    words: str = "",
    door: Door,
    as_json: Json = False,
) -> int:
    """Say that a document, or any statement, is loaded where it is used, or understood.

    Parameters
    ----------
    identity
        The id of the statement, whole; one or several.
    stage
        Loaded or understood.
    terminal
        Into what it was loaded.
    version
        In which version.
    words
        A word beside it.
    as_json
        Print one JSON object.
    """
    given = {"of": identity, "stage": stage, "terminal": terminal, "version": version, "words": words}
    with at_desk(door) as desk:
        said = desk.post("/api/receipts", given)
    told(said, as_json, "\n".join(said["ids"]))
    return 0


def _row(rows: list[dict[str, str]], identity: str) -> dict[str, str]:
    found = [one for one in rows if identity and one["id"].startswith(identity)]
    if len(found) != 1:
        what = "no document of that id here" if not found else f"{len(found)} documents begin with this id"
        raise InputError(what, where="ID", given=identity, hint="cg document list")
    return found[0]
