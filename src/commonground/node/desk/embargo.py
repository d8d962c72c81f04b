"""The embargo: a place that a peer asks about is not drawn or converted before our own readback.

The receiver has to find the place on his own map. Until he has, every door of the node gives the
words and the grid in which it was given, and nothing worked out from them: no degrees, no own grid,
no distance, no nearest entry. *Show now* lifts it, and says so on both desks.

One rule, asked by every door; `tests/node/test_embargo.py` reads the raw bytes of them all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from commonground.errors import InputError
from commonground.exchange.exchange import Exchange
from commonground.exchange.view import withheld


class TooEarlyError(InputError):
    """Refused while a place is withheld; the reading has to come from the officer's own map."""


LONG_RUN: Final = 4  # digits
SHORTEST: Final = 6  # letters and digits; a shorter text is compared whole


def all_withheld(exchanges: Iterable[Exchange], party: str) -> tuple[Exchange, ...]:
    """The exchanges whose place is withheld from this party's desk now."""
    return tuple(exchange for exchange in exchanges if withheld(exchange, party))


def bare(text: str) -> str:
    """A text without what does not count: letters and ASCII digits alone, in one case.

    >>> bare("42s WD ٣٤٨٨١-17662") == bare("42SWD3488117662")
    True
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = (str(unicodedata.decimal(one)) if one.isdecimal() else one for one in folded if one.isalnum())
    return "".join(kept)


def figures(text: str) -> list[str]:
    """The long runs of digits of a text: what is left of a place when its halves change their order.

    >>> figures("northing: 3819150; easting: 683 639.5")
    ['3819150']
    """
    folded = unicodedata.normalize("NFKC", text)
    ascii_digits = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in folded)
    return [run for run in re.findall(r"[0-9]+", ascii_digits) if len(run) >= LONG_RUN]


def names(text: str, place: str) -> bool:
    """Whether a typed text is the withheld place's own: alone, with words around it, or in another order."""
    typed, given = bare(text), bare(place)
    if min(len(typed), len(given)) < SHORTEST:
        return typed == given and bool(typed)
    runs = figures(place)
    return given in typed or typed in given or (len(runs) >= 2 and set(runs) <= set(figures(text)))


def names_any(text: str, exchanges: Iterable[Exchange]) -> Exchange | None:
    """The first of these exchanges whose place as given a typed text repeats, None for none."""
    return next((one for one in exchanges if names(text, one.place.as_given)), None)
