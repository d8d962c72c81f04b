"""`cg find`: positions inside running text, with what stood around them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from commonground.cli.read import decoded, profile_of
from commonground.cli.read_shown import shown
from commonground.errors import InputError
from commonground.position import Found, Status, find
from commonground.position.limits import MOST_CHARACTERS


def find_(
    text: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    /,
    *,
    file: Path | None = None,
    crs: str = "",
    profile: Path | None = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Find the positions inside a message: a warning, a notice, an e-mail, a line of a radio log.

    Exit code 0 when every position is read and nothing is to be asked, 3 when one has to be looked at, 1
    when there is none.

    Parameters
    ----------
    text
        The message; `-` takes all of standard input as one message.
    file
        A text file in place of the message.
    crs
        Code of the system in which plain numbers and grid references are meant, such as EPSG:4255.
    profile
        A TOML file that says how the sender writes places.
    as_json
        One JSON object a position: start, end, text, before, after, and the answer of `cg read --json`.
    """
    settled = profile_of(profile, crs)
    worst, count = 0, 0
    for start, piece in pieces(_message(text, file)):
        for found in find(piece, settled):
            count += 1
            worst = worst if found.result.status is Status.OK else 3
            _show(found, start, as_json)
    if not count:
        print("no position found", file=sys.stderr)
        return 1
    return worst


def _message(text: str | None, file: Path | None) -> str:
    if (text is None) == (file is None):
        raise InputError(
            "nothing to search, or two things", hint="cg find TEXT, cg find -, or cg find --file FILE"
        )
    if file is not None:
        try:
            return decoded(file.read_bytes())[0]
        except OSError as error:
            raise InputError(f"cannot be opened: {error.strerror}", where=str(file)) from error
    return decoded(sys.stdin.buffer.read())[0] if text == "-" else text or ""


def pieces(message: str) -> Iterator[tuple[int, str]]:
    """The message in pieces that can be searched, each with where it begins, cut at blank lines or lines.

    >>> [(start, len(piece)) for start, piece in pieces("a" * 9_999 + "\\n" + "b" * 5)]
    [(0, 10000), (10000, 5)]
    """
    start = 0
    while start < len(message):
        end = start + MOST_CHARACTERS
        if end < len(message):
            for mark in ("\n\n", "\n", " "):
                cut = message.rfind(mark, start, end)
                if cut > start:
                    end = cut + len(mark)
                    break
        yield start, message[start:end]
        start = end


def _show(found: Found, start: int, as_json: bool) -> None:
    if as_json:
        place = {"start": found.start + start, "end": found.end + start, "text": found.text}
        around = {"before": found.before, "after": found.after}
        print(json.dumps(place | around | found.result.as_json(), ensure_ascii=False))
        return
    before, after = (" ".join(part.split()) for part in (found.before[-30:], found.after[:30]))
    print(f"… {before} [{' '.join(found.text.split())}] {after} …")
    print("   " + shown(found.result).replace("\n", "\n   "))
