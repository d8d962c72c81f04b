"""Distances as messages write them: `5 NM`, `TEN MILES`, `FIVE HUNDRED METERS`, `ONE AND ONE HALF MILES`."""

from __future__ import annotations

import re

UNITS_M = {
    "NM": 1852.0, "N.M": 1852.0, "NMI": 1852.0, "MILE": 1852.0, "MI": 1852.0, "NAUTICAL": 1852.0,
    "МИЛ": 1852.0, "KM": 1000.0, "KILOMET": 1000.0, "КМ": 1000.0, "CABLE": 185.2, "КАБ": 185.2,
    "METER": 1.0, "METRE": 1.0, "M": 1.0, "МЕТР": 1.0, "М": 1.0, "YARD": 0.9144, "YD": 0.9144,
    "FEET": 0.3048, "FT": 0.3048,
}  # fmt: skip
LONGEST_FIRST = sorted(UNITS_M.items(), key=lambda unit: -len(unit[0]))
ONES = {
    word: float(number)
    for number, word in enumerate(
        "ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN FIFTEEN"
        " SIXTEEN SEVENTEEN EIGHTEEN NINETEEN TWENTY".split()
    )
} | {"A": 1.0, "THIRTY": 30.0, "FORTY": 40.0, "FIFTY": 50.0, "SIXTY": 60.0, "SEVENTY": 70.0, "EIGHTY": 80.0,
     "NINETY": 90.0}  # fmt: skip
TIMES = {"HUNDRED": 100.0, "THOUSAND": 1000.0}
PARTS = {"HALF": 0.5, "QUARTER": 0.25, "THIRD": 1 / 3, "TENTH": 0.1}

_WORD = "|".join(sorted((*ONES, *TIMES, *PARTS, "AND", "QUARTERS"), key=len, reverse=True))
# Figures, fractions, or number words in a row; of each other kind at most a few, so nothing backtracks far.
FIGURE = (
    rf"(?:\d{{1,3}}\s\d{{1,2}}/\d{{1,2}}|\d{{1,2}}/\d{{1,2}}|\d{{0,4}}[.,]?\d{{1,4}}"
    rf"|(?:{_WORD})(?:[ -](?:{_WORD})){{0,5}})"
)
UNIT = (
    r"(?:NAUTICAL\s?MILES?|NM|N\.M\.?|NMI|MILES?|MI|KM|KILOMET(?:ER|RE)S?|CABLES?|MET(?:ER|RE)S?|M"
    r"|YARDS?|YD|FEET|FT|МИЛ[ЬИЯ]*|КАБ\w*|КМ|М(?:ЕТР\w*)?)"
)
DISTANCE = re.compile(
    rf"(?<![\w./])(?P<figure>{FIGURE})[\s-]?(?:OF\s+A\s+)?(?P<unit>{UNIT})(?!\w)", re.IGNORECASE
)


def metres_of(text: str) -> float:
    """The last distance named in a stretch of text, in metres; 0 where there is none.

    >>> metres_of("WITHIN ONE AND ONE HALF MILES OF"), metres_of("FIVE HUNDRED METERS")
    (2778.0, 500.0)
    """
    found = 0.0
    for match in DISTANCE.finditer(text):
        unit = match.group("unit").upper()
        scale = next((metres for name, metres in LONGEST_FIRST if unit.startswith(name)), 0.0)
        found = number_of(match.group("figure")) * scale
    return found


def number_of(figure: str) -> float:
    """A number in figures, as a fraction, or in words; 0 where the words make none.

    >>> number_of("2 1/2"), number_of("TWENTY-FIVE"), number_of("ONE HUNDRED AND TWENTY")
    (2.5, 25.0, 120.0)
    """
    if not figure[:1].isalpha():
        parts = figure.replace(",", ".").split()
        return sum(_fraction(part) for part in parts)
    words = [word for word in re.split(r"[\s-]+", figure.upper()) if word]
    part = PARTS.get(words[-1].removesuffix("S"))
    if part is None:
        return _counted(words)
    at = next((at for at in range(len(words) - 1, -1, -1) if words[at] == "AND"), -1)
    count = _counted(words[at + 1 : -1]) or 1.0
    return _counted(words[: max(at, 0)]) + count * part


def _counted(words: list[str]) -> float:
    total = step = 0.0
    for word in words:
        if word in TIMES:
            step = (step or 1.0) * TIMES[word]
            total, step = (total + step, 0.0) if word == "THOUSAND" else (total, step)
        else:
            step += ONES.get(word, 0.0)
    return total + step


def _fraction(text: str) -> float:
    above, _, below = text.partition("/")
    if not below:
        return float(text)
    return float(above) / float(below) if float(below) else 0.0
