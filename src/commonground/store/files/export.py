"""Exporting a log as plain files, for verifiers that know nothing of us (C2SP tlog-tiles).

The folder holds `checkpoint`, `tile/…`, `tile/entries/…` and `VKEY`, the key that signed the head.
Commitments are exported as they stand; what they commit to is not in the files.
"""

from __future__ import annotations

from pathlib import Path

from commonground.errors import InputError, PeerError
from commonground.store.disk.logs import is_frozen, leaves
from commonground.store.disk.trees import node_reader
from commonground.store.heads import best_note, kept_note, open_head, quorum_size
from commonground.store.store import Store
from commonground.tlog.tile import MAX_BUNDLE, WIDTH, bundles_of, tiles_of, write_bundle, write_tile

VKEY = "VKEY"


def export_log(store: Store, folder: Path, *, origin: str = "") -> int:
    """Write a log's files below a new or empty folder; gives its size. InputError when it cannot be.

    Of a log that has signed two histories: as far as the last head that its quorum saw, and no further.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError("the folder is not empty", where=str(folder), hint="give a new one")
    name = origin or store.origin
    with store.reading() as connection:
        log = next((one for one in store.logs() if one.origin == name), None)
        note = best_note(connection, log) if log else None
        if log is None or note is None:
            raise InputError("this log has no head yet", given=name)
        size = log.sealed
        if is_frozen(connection, log.log):
            size = quorum_size(connection, log, store.policy(name), store.roster)
            note = kept_note(connection, log, size) if size else None
            if note is None:
                raise InputError(
                    "this log has signed two histories, and no quorum saw a head of it",
                    given=name,
                    hint="the evidence can be had: cg log evidence",
                )
        read = node_reader(connection, log.log)
        for path in bundles_of(size):
            start = path.index * WIDTH
            _write(folder / path.text, write_bundle(leaves(connection, log.log, start, start + path.width)))
        for path in tiles_of(size):
            _write(folder / path.text, write_tile(read, path))
    _write(folder / "checkpoint", note)
    _, _, signed_by = open_head(note, store.roster, store.party_of(name))  # not always the newest card's key
    _write(folder / VKEY, signed_by.text.encode() + b"\n")
    return size


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


class Folder:
    """Reads a log's files below a folder, and nothing outside it; files beyond 16 MiB are refused."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None when it is not there."""
        file = self._folder / path
        if not file.is_file():
            return None
        if file.stat().st_size > MAX_BUNDLE:
            raise PeerError("a file of a log is too long", where=path)
        return file.read_bytes()
