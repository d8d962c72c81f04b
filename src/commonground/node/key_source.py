"""Where the machine's keys come from: a 0600 file each, or all of them through one file descriptor.

Through a descriptor (`node.keys = "fd:3"`) comes what the files hold, in one text: `log=`, `witness=` and
`node=` with 64 hexadecimal digits, a line each, and the PEM of the TLS key as it is. It is read once
and closed. Nothing of what came is ever repeated in an error.
"""

from __future__ import annotations

import os
import re
import select
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from commonground.errors import InputError, OwnError
from commonground.node.disk import read_secret
from commonground.node.peers.tls import KEY_FILE
from commonground.statements.roster import NODE, WITNESS

LOG: Final = "log"
SEEDS: Final = (LOG, WITNESS, NODE)
LARGEST: Final = 16 * 1024  # bytes through a descriptor
PATIENCE_S: Final = 60.0  # for whoever decrypts the keys at the other end
FORM: Final = "log=, witness= and node= with 64 hexadecimal digits, and the PEM of tls.key"
_PEM: Final = re.compile(
    rb"-----BEGIN PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{1,4096}-----END PRIVATE KEY-----\n?"
)
_DIGITS: Final = re.compile(rb"[0-9a-f]{64}")
_FROM_FD: Final = re.compile(r"fd:([0-9]{1,4})")
FIRST_FD: Final = 3  # 0 to 2 are the terminal's


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTexts:
    """Seeds of 32 bytes by purpose, and the TLS key as PEM."""

    seeds: dict[str, bytes] = field(repr=False)
    tls: bytes = field(repr=False)


def check_source(text: str) -> str:
    """`node.keys`: "" for the files, or fd:N. Raises ValueError."""
    found = _FROM_FD.fullmatch(text)
    if text and (found is None or int(found[1]) < FIRST_FD):
        raise ValueError(f'node.keys is "" or "fd:{FIRST_FD}" and up, not {text!r}')
    return text


def key_texts(folder: Path, source: str) -> KeyTexts:
    """The machine's keys, from the files in `folder` or from where `source` says.

    InputError where there is none or something else; OwnError where others could read a file.
    """
    if source:
        return parsed(read_descriptor(int(source.removeprefix("fd:"))), where=source)
    seeds = {}
    for name in SEEDS:
        path = folder / f"{name}.key"
        found = _DIGITS.fullmatch(read_secret(path).strip())
        if found is None:
            raise InputError(
                "not a key file of ours: a key is 32 bytes in hexadecimal digits", where=str(path)
            )
        seeds[name] = bytes.fromhex(found[0].decode())
    return KeyTexts(seeds=seeds, tls=read_secret(folder / KEY_FILE))


def parsed(content: bytes, *, where: str) -> KeyTexts:
    """The keys in the text of a descriptor. InputError for anything else, without a word of it."""
    wrong = InputError("what came are not the keys of a node", where=where, hint=FORM)
    blocks = _PEM.findall(content)
    seeds = {}
    for line in _PEM.sub(b"", content).split(b"\n"):
        name, _, digits = line.partition(b"=")
        purpose = name.decode("ascii", "replace")
        if not line.strip():
            continue
        if purpose not in SEEDS or purpose in seeds or not _DIGITS.fullmatch(digits.strip()):
            raise wrong
        seeds[purpose] = bytes.fromhex(digits.strip().decode())
    missing = [name for name in SEEDS if name not in seeds] + ([] if blocks else ["tls"])
    if missing and len(missing) <= len(SEEDS):
        raise InputError(f"among the keys that came there is none for {missing[0]}", where=where, hint=FORM)
    if missing or len(blocks) != 1:
        raise wrong
    return KeyTexts(seeds=seeds, tls=blocks[0])


def read_descriptor(number: int) -> bytes:
    """What somebody handed to this process through an open descriptor; it is closed then.

    A descriptor that the process has opened itself in the meantime is left alone: those are not inherited.
    """
    where, hint = f"fd:{number}", f"begin it with {number}<FILE; node.keys in node.toml asks for it"
    try:
        handed = os.get_inheritable(number)
    except OSError:
        handed = False
    if not handed:
        raise InputError(
            "the keys are to come through this file descriptor, and it is not open", where=where, hint=hint
        )
    try:
        shown = os.fstat(number)
        if stat.S_ISREG(shown.st_mode) and shown.st_mode & 0o007:
            raise OwnError(
                "everybody can read the file behind this descriptor, so it is not used",
                where=where,
                hint="chmod 600; if somebody may have read it, change what it holds",
            )
        content = _read(number)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=where, hint=hint) from None
    finally:
        os.close(number)
    if not content:
        raise InputError("nothing came through this file descriptor", where=where, hint=hint)
    if len(content) > LARGEST:
        raise InputError(f"more than {LARGEST // 1024} KiB came: these are no keys", where=where, hint=FORM)
    return content


def _read(number: int) -> bytes:
    content, until = b"", time.monotonic() + PATIENCE_S
    waiting = select.poll()
    waiting.register(number, select.POLLIN)
    while len(content) <= LARGEST:
        left_s = until - time.monotonic()
        if left_s <= 0 or not waiting.poll(left_s * 1000):
            raise OSError(0, f"no end came in {PATIENCE_S:.0f} s")
        part = os.read(number, LARGEST + 1 - len(content))
        if not part:
            break
        content += part
    return content
