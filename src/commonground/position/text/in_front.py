"""What stands in front of a position: a bullet, a number in a list, a label, a word that announces it.

A dash can be a bullet or a minus. It is taken for a bullet only where letters name both hemispheres, and
the reader asks about it.
"""

from __future__ import annotations

import re

from commonground.finding import Finding, Kind
from commonground.position.reader.named import ask, note
from commonground.position.text.vocabulary import ANNOUNCING, HEMISPHERE, LAT_LABELS, LON_LABELS

Span = tuple[int, int]

EAST_WEST = re.compile(r"(?<![^\W\d_])(?:[ewEWОВЗ]|east|west)(?![^\W\d_])", re.IGNORECASE)
NORTH_SOUTH = re.compile(r"(?<![^\W\d_])(?:[nsNSСЮ]|north|south)(?![^\W\d_])", re.IGNORECASE)
_MARK = re.compile(r"^[\s\x00]{0,9}([*•◦▪‣@~≈])(?=\s{0,9}[^\s])")
_DASH = re.compile(r"^[\s\x00]{0,9}(-)(?=\s{1,9}[^\s])")
_NUMBERED = re.compile(
    r"^[\s\x00]{0,9}(\(?[0-9]{1,3}\)|\(?[a-dA-Df-mF-Mp-rP-R]\)|(?:[0-9]{1,2}|[a-dA-Df-mF-M])\.(?=\s))"
    r"(?=\s{0,9}[^\s])"
)
_DECIMALS = re.compile(r"[0-9][.,][0-9]{3}")
_WORDS = r"[^\W\d_](?:[^\W\d_]| |\.){0,24}?"
_LABEL = re.compile(
    rf"^\s{{0,40}}({_WORDS})\s{{0,2}}:(?=\s|[NSEWnsew+-]?\s?[0-9])"
    rf"|^\s{{0,40}}({_WORDS}[ #-]{{0,2}}[0-9]{{1,4}})\s{{0,2}}:(?=\s|[NSEWnsew])"
)
_DASHED = re.compile(rf"^\s{{0,40}}({_WORDS}(?:[ #]{{0,2}}[0-9]{{1,4}})?)\s{{1,2}}-(?=\s)")
_WORD_AT = re.compile(r"[\s.:=-]{0,9}([^\W\d_]+(?:-ordinates)?)\b(?:[.:=]{0,2}(?=\s)|[:=])")


def bullet(plain: str) -> tuple[Span, Finding | None] | None:
    """The bullet or the number in a list with which the text begins, and what is to be said of it."""
    mark = _MARK.match(plain)
    if mark:
        return mark.span(1), None
    dash = _DASH.match(plain)
    if dash and _letters(plain[dash.end() :]):
        return dash.span(1), ask(Kind.UNUSUAL_FORM, "the dash in front was taken for a bullet, not a minus")
    numbered = _NUMBERED.match(plain)
    if numbered:
        rest = plain[numbered.end() :]
        unpaired = numbered.group(1).endswith(")") and not numbered.group(1).startswith("(")
        if unpaired or _letters(rest) or len(_DECIMALS.findall(rest)) > 1:
            told = f'"{numbered.group(1)}" was taken for a number in a list'
            return numbered.span(1), note(Kind.SET_ASIDE, told)
    return None


def _letters(text: str) -> bool:
    return bool(EAST_WEST.search(text) and NORTH_SOUTH.search(text))


def label(plain: str) -> tuple[Span, Finding | None] | None:
    """`UT:` or `Tower 7:` in front of everything; `lat:` and `N:` stay, they belong to the position."""
    match = _LABEL.match(plain)
    if match is None:
        match = _DASHED.match(plain)
        if match is None or not _letters(plain[match.end() :]):
            return None
    said = next(group for group in match.groups() if group)
    words = [word for word in re.split(r"[\s.#-]", said.lower()) if word and not word.isdigit()]
    if any(word in HEMISPHERE or word in LAT_LABELS or word in LON_LABELS for word in words):
        return None
    announced = set(words) <= ANNOUNCING and not said[-1].isdigit()
    return match.span(), None if announced else note(Kind.SET_ASIDE, f'the label "{said}" was set aside')


def announcing(plain: str) -> Span | None:
    """Words such as `position` and `MGRS` in front, without a colon."""
    first, at = -1, 0
    while True:
        match = _WORD_AT.match(plain, at)
        if not match or match.group(1).lower() not in ANNOUNCING:
            return (first, at) if first >= 0 else None
        first = match.start(1) if first < 0 else first
        at = match.end()
