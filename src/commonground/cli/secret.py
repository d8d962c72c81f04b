"""Passphrases for commands: asked, or from a 0600 file. Never an argument, never the environment."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from commonground.errors import InputError
from commonground.node.disk import read_secret


def passphrase(what: str, file: Path | None, name: str, *, twice: bool = False) -> str:
    """The passphrase of one name: from the file (lines `name=passphrase`), or asked without echo."""
    if file is not None:
        try:
            lines = read_secret(file).decode().splitlines()
        except UnicodeDecodeError:
            raise InputError(
                "this file is not UTF-8 text", where=str(file), hint="lines name=passphrase"
            ) from None
        for line in lines:
            known, equals, given = line.partition("=")
            if equals and known.strip() == name:
                return given.strip()
        raise InputError(
            "no passphrase for this name in the file", where=str(file), given=name, hint=f"a line {name}=…"
        )
    if not sys.stdin.isatty():
        raise InputError(
            "there is no terminal to ask for a passphrase at",
            where=what,
            hint="--passphrases FILE (mode 0600)",
        )
    given = getpass.getpass(f"{what}: ")
    if twice and getpass.getpass(f"{what}, again: ") != given:
        raise InputError("the two passphrases differ", where=what)
    return given
