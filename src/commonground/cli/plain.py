"""What may reach a terminal: words, never what a terminal obeys.

Labels and words come from parties that do not trust each other. An escape sequence in one could wipe the
reader's screen or paint a line that nobody said. On a terminal such characters are shown as \\u001b;
into a file or a pipe everything goes as it is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TextIO, cast

LONGEST_SAID: Final = 2000  # characters of one error or hint
# C0 and C1 controls but tab and line end, overriding of direction, halves of surrogate pairs.
OBEYED: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]|\r(?!\n)")


def plain(text: str) -> str:
    """The text with what a terminal would obey written as escapes, which JSON reads back too.

    >>> print(plain("a" + chr(27) + "[2Jb"))
    a\\u001b[2Jb
    """
    return OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def harmless(text: str) -> str:
    """The same, cut to 2,000 characters: for what an error repeats."""
    return plain(text if len(text) <= LONGEST_SAID else text[:LONGEST_SAID] + "…")


def one_line(text: str) -> str:
    """The same on one line: a name can never make a row of its own."""
    return plain(" ".join(text.split()))


class _Guarded:
    """A stream that writes plain text."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(plain(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def plain_terminal() -> Iterator[None]:
    """While a command runs, what it prints on a terminal is plain."""
    real = sys.stdout
    if real.isatty():
        sys.stdout = cast(TextIO, _Guarded(real))
    try:
        yield
    finally:
        sys.stdout = real
