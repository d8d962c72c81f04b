"""Files of a node's folder, secret ones for their owner's eyes only.

Whoever can read a 0600 file here can speak as this machine (log, witness, node); whoever can read
an officer's file has a sealed box and still needs the passphrase.
"""

from __future__ import annotations

import stat
from pathlib import Path

from commonground.errors import InputError, OwnError
from commonground.store.disk.whole import write_whole

SECRET_MODE = 0o600
LARGEST = 1 << 20  # bytes of any file read here


def write_secret(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read."""
    write_whole(path, content, mode=SECRET_MODE)


def read_small(path: Path) -> bytes:
    """Read a file of at most 1 MiB. Raises InputError where it is missing or larger."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"cannot read this file: {error.strerror}", where=str(path)) from None
    if len(content) > LARGEST:
        raise InputError("this file is larger than 1 MiB", where=str(path))
    return content


def read_secret(path: Path) -> bytes:
    """Read a secret file. Raises OwnError where others than its owner could read or change it."""
    content = read_small(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise OwnError(
            "others can read this secret file, so it is not used",
            where=str(path),
            hint=f"chmod 600 {path}; if somebody may have read it, change what it holds",
        )
    return content
