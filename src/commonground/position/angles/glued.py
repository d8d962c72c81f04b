"""Words that are glued together: a unit and the hemisphere behind it, `sS` and `degN`."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from commonground.position.text.lexing import Item, Sort
from commonground.position.text.vocabulary import DEGREE_WORDS, HEMISPHERE, MINUTE_WORDS, SECOND_WORDS

UNIT_WORDS: Final = DEGREE_WORDS | MINUTE_WORDS | SECOND_WORDS


def split_words(items: list[Item]) -> list[Item]:
    """Cut words like `sS` and `degN` into the unit and the hemisphere that are glued together."""
    out: list[Item] = []
    for item in items:
        cut = _glued(item.text) if item.sort is Sort.WORD else 0
        if cut:
            middle = item.start + cut
            out.append(replace(item, text=item.text[:cut], end=middle))
            out.append(replace(item, text=item.text[cut:], start=middle, gap=False))
        else:
            out.append(item)
    return out


@lru_cache(maxsize=512)
def _glued(text: str) -> int:
    """Where a unit word ends and a hemisphere word begins inside `text`; 0 where it is one word."""
    word = text.lower()
    if text[-1] in "NSEW" and text[:-1].islower() and text[:-1] in UNIT_WORDS:
        return len(text) - 1  # secS, mN: the capital begins a word
    if len(word) > 24 or word in HEMISPHERE or word in UNIT_WORDS:
        return 0
    for cut in range(len(word) - 1, 0, -1):
        if word[:cut] in UNIT_WORDS and word[cut:] in HEMISPHERE:
            return cut
    return 0
