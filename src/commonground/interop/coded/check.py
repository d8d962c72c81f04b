"""Check characters of a coded line: three times ISO 7064 mod 37,36, over three orders of one text.

The text is the year and month of sending, which the line does not carry, then the line without blanks
(a decimal point counts as P), then the length of each word, so that a blank cannot wander. One check runs
forward, one backward, one over every second character first. The first finds every single wrong
character; all three together let one mistake in 46,656 pass. A line of an earlier month does not fit
this month: an old message does not look new.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stdnum.iso7064 import mod_37_36

CHARACTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COUNT: Final = 3


def check_characters(tokens: tuple[str, ...], month: str) -> str:
    """The three characters. `tokens` are the line's words without the last; `month` as 203105.

    >>> check_characters(("CG1", "X", "B0142", "Z010640"), "203105")
    'FBK'
    """
    return _of(month + "".join(tokens).replace(".", "P") + _lengths(tokens))


def _lengths(tokens: tuple[str, ...]) -> str:
    return "".join(CHARACTERS[min(len(token), len(CHARACTERS) - 1)] for token in tokens)


def _of(text: str) -> str:
    orders = (text, text[::-1], text[::2] + text[1::2])
    return "".join(mod_37_36.calc_check_digit(one) for one in orders)


def explained_by(tokens: tuple[str, ...], month: str, check: str) -> tuple[int, ...]:
    """Which words could hold the mistake: those in which one wrong character or one swap explains it.

    Gives indexes of `tokens`; the last index + 1 stands for the check characters themselves. Nothing is
    put right by this: it says which word to ask for again.
    """
    places = [number for number, token in enumerate(tokens) for _ in token]
    text = "".join(tokens).replace(".", "P")
    lengths = _lengths(tokens)
    found = {
        places[at]
        for at, changed in _changes(text)
        if _fits_first(month + changed + lengths, check) and _of(month + changed + lengths) == check
    }
    right = _of(month + text + lengths)
    if sum(a != b for a, b in zip(right, check, strict=True)) == 1:
        found.add(len(tokens))
    return tuple(sorted(found))


def _fits_first(text: str, check: str) -> bool:
    return mod_37_36.calc_check_digit(text) == check[0]


def _changes(text: str) -> Iterator[tuple[int, str]]:
    for at, char in enumerate(text):
        for other in CHARACTERS:
            if other != char:
                yield at, text[:at] + other + text[at + 1 :]
        if at and text[at - 1] != char:
            yield at, text[: at - 1] + char + text[at - 1] + text[at + 1 :]
