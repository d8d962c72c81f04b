"""Texts that show: nothing is signed that hides or forges what is read.

A control character can wipe a screen, repaint a line or stand unseen in a name; half a surrogate pair is no
text at all. Whatever is signed, typed or pasted or read from a file, holds none but tab and line end.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from commonground.errors import InputError
from commonground.statements.form.canonical import Json

_MAY: Final = frozenset("\t\r\n")
SHOWN: Final = 60  # characters of the text that an error repeats


def hidden_in(text: str) -> str:
    """The first character that does not show, as U+0000; "" where all do.

    >>> hidden_in("a" + chr(27) + "b"), hidden_in("two lines" + chr(10))
    ('U+001B', '')
    """
    if text.isprintable():
        return ""
    found = (one for one in text if unicodedata.category(one) in ("Cc", "Cs") and one not in _MAY)
    return next((f"U+{ord(one):04X}" for one in found), "")


def check_shows(value: Json, where: str) -> None:
    """Refuse a body with a text that does not show. InputError that names the field and the character."""
    if isinstance(value, str):
        code = hidden_in(value)
        if code:
            raise InputError(
                f"a text holds a character that does not show ({code})",
                where=where,
                given=value[:SHOWN],
                hint="take it out, or type the text again",
            )
    elif isinstance(value, dict):
        for key, inner in value.items():
            check_shows(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for at, inner in enumerate(value, start=1):
            check_shows(inner, f"{where} {at}")
