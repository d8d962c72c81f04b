"""Places, times and distances as they are read aloud: figure by figure, none without its name.

The text as given is read, never another form of it: whoever listens is to find it on his own map.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from commonground.interop.voice.alphabet import WORDS
from commonground.statements.notice import PlaceSaid

_PIECES: Final = re.compile(r"[A-Za-z]+|[0-9]+|[^\sA-Za-z0-9]")
_MARKS: Final = {
    ".": "decimal",
    ",": "comma",
    "-": "minus",
    "−": "minus",
    "+": "plus",
    "°": "degrees",
    "'": "minutes",
    "′": "minutes",
    '"': "seconds",
    "″": "seconds",
    "/": "stroke",
    ":": "colon",
}
LONGEST_SPELLED: Final = 4  # letters; longer runs are words and are said as words


def figures(text: str) -> str:
    """A text read aloud: digits one by one, short runs of letters spelled, words as words.

    >>> figures("31N AA 66021 55280")
    'three one november, alfa alfa, six six zero two one, fife fife two eight zero'
    >>> figures("0.5S")
    'zero decimal fife sierra'
    """
    return ", ".join(" ".join(_said(piece) for piece in _PIECES.findall(group)) for group in text.split())


def _said(piece: str) -> str:
    if piece.isascii() and piece.isdecimal():
        return " ".join(WORDS[digit] for digit in piece)
    if piece.isascii() and piece.isalpha() and len(piece) <= LONGEST_SPELLED and piece.isupper():
        return " ".join(WORDS[letter] for letter in piece)
    return _MARKS.get(piece, piece)


def moment(at: datetime) -> str:
    """A moment: day of the month, then hours and minutes, in UTC.

    >>> moment(datetime(2031, 5, 1, 6, 40, tzinfo=UTC))
    'day zero one, zero six four zero zulu'
    """
    utc = at.astimezone(UTC)
    return f"day {figures(utc.strftime('%d'))}, {figures(utc.strftime('%H%M'))} zulu"


def metres(value: float) -> str:
    """A distance in whole metres, figure by figure.

    >>> metres(2000.0)
    'two zero zero zero metres'
    """
    return f"{figures(f'{value:.0f}')} metres"


def datum(place: PlaceSaid) -> str:
    """The datum, and on what it rests."""
    if place.datum_basis == "unknown":
        return "Datum: not known to us"
    name = "W G S eight four" if place.crs == "EPSG:4326" else f"code {figures(place.crs.replace(':', ' '))}"
    return f"Datum: {name}" + (", assumed" if place.datum_basis == "assumed" else "")


def place(said: PlaceSaid) -> tuple[str, ...]:
    """A place in sentences: the text, its datum, its doubt, and what stands there."""
    lines = [
        f"Position: {figures(said.as_given)}.",
        f"{datum(said)}.",
        f"Within {metres(said.position.ce95_m)}, nineteen times in twenty.",
    ]
    if said.anchor:
        lines.append(f"What stands there: {said.anchor}.")
    return tuple(lines)
