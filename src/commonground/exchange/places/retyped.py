"""Were the given digits typed again instead of measuring?

A readback whose digits are those of the enquiry, or begin as they do, proves nothing but good eyesight.
It is marked *not independent*, whatever the officer's desk says of it. Two honest measurements of
a coarse reference can give the same digits; then the anchor beside it, or an officer, has to do.
"""

from __future__ import annotations

import re
import unicodedata

from commonground.statements.notice import PlaceSaid

_WORDS = re.compile(r"[^\W\d_]+|\d+")


def is_retyped(given: PlaceSaid, readback: PlaceSaid) -> bool:
    """Whether the readback repeats the digits of the given text, whole or cut short."""
    return repeats(given.as_given, readback.as_given)


def repeats(given: str, readback: str) -> bool:
    """Whether one text repeats the other's digits: group by group the same, or each cut short.

    >>> repeats("42S XD 12345 67890", "42s xd 1234567890")
    True
    >>> repeats("34.5012 N 71.0034 E", "34.50 71.00")
    True
    >>> repeats("42S XD 12345 67890", "42S XD 12390 67841")
    False
    """
    first, second = _groups(given), _groups(readback)
    if not first or not second:
        return False
    if "".join(first) == "".join(second):
        return True
    return _halves(first, second) or _cut_short(first, second)


def _cut_short(first: list[str], second: list[str]) -> bool:
    """Group by group, one begins as the other does; nothing of fewer than four digits in all counts."""
    if len(first) != len(second):
        return False
    pairs = list(zip(first, second, strict=True))
    alike = all(a.startswith(b) for a, b in pairs) or all(b.startswith(a) for a, b in pairs)
    return alike and min(sum(map(len, first)), sum(map(len, second))) >= 4


def _halves(first: list[str], second: list[str]) -> bool:
    """The last group of a grid reference is two halves written together: compare half by half."""
    return _cut_short(_split_last(first), _split_last(second))


def _split_last(groups: list[str]) -> list[str]:
    last = groups[-1]
    if len(last) < 4 or len(last) % 2:
        return groups
    return [*groups[:-1], last[: len(last) // 2], last[len(last) // 2 :]]


def _groups(text: str) -> list[str]:
    """The runs of digits, as ASCII, in the order written; letters part them and are not compared."""
    plain = unicodedata.normalize("NFKC", text)
    found = (match.group() for match in _WORDS.finditer(plain))
    return ["".join(str(unicodedata.decimal(char)) for char in run) for run in found if run.isdecimal()]
