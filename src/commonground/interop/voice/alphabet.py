"""Spoken alphabets: letters and digits as words, and back from what was heard.

ICAO's spelling words with "alfa" and "juliett" as ICAO writes them; digits by name, "fife" and "niner"
so that five and nine cannot be mistaken for each other. `hear` also takes the other usual spellings, and
letters typed as they are. It never guesses: a word it does not know is an error that names it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from stdnum import damm

from commonground.errors import InputError
from commonground.interop.voice.checkletter import ALPHABET, letters_of, number_of
from commonground.interop.voice.pgp import from_words, is_words

LONGEST_HEARD: Final = 400  # characters
_LETTERS: Final = (
    "alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa "
    "quebec romeo sierra tango uniform victor whiskey x-ray yankee zulu"
)
_DIGITS: Final = "zero one two three four fife six seven eight niner"

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {word[0].upper(): word for word in _LETTERS.split()}
    | {str(digit): word for digit, word in enumerate(_DIGITS.split())}
)
_HEARD: Final[Mapping[str, str]] = MappingProxyType(
    {word: char for char, word in WORDS.items()}
    | {"alpha": "A", "juliet": "J", "whisky": "W", "xray": "X"}
    | {"wun": "1", "too": "2", "tree": "3", "fower": "4", "five": "5", "ait": "8", "nine": "9"}
)
_SPLIT: Final = re.compile(r"[\s,;/]+|(?<=[A-Za-z0-9])-(?=[A-Za-z0-9])")
LONGEST_RUN: Final = 12  # letters typed without a blank
DECIMAL_LETTERS: Final = 7  # letters of a code that go into decimal digits
DECIMALS: Final = 11  # 32^7 < 10^11


def say(code: str, group: int = 4) -> str:
    """A code in words, a comma behind every `group` letters.

    >>> say("K7QX2")
    'kilo seven quebec x-ray, two'
    """
    words = [WORDS[letter] for letter in code]
    return ", ".join(" ".join(words[at : at + group]) for at in range(0, len(words), group))


def grouped(code: str, group: int = 4) -> str:
    """A code in groups, for the eye."""
    return " ".join(code[at : at + group] for at in range(0, len(code), group))


def hear(text: str) -> str:
    """The letters and digits of what was heard or typed. InputError for a word that is none.

    >>> hear("kilo Seven quebec X-ray 2")
    'K7QX2'
    """
    if len(text) > LONGEST_HEARD:
        raise InputError(f"more than {LONGEST_HEARD} characters", given=text)
    parts = [part for part in _SPLIT.split(text.lower().replace("x-ray", "xray")) if part]
    longest = 1 if any(part in _HEARD for part in parts) else LONGEST_RUN
    return "".join(_heard(part, longest) for part in parts)


def _heard(part: str, longest: int) -> str:
    """One word or run of letters; beside spelled words a run would be a word that we do not know."""
    if part in _HEARD:
        return _HEARD[part]
    if part.isascii() and part.isalnum() and len(part) <= longest:
        return part.upper()
    raise InputError("misheard: no word of the spelling alphabet", given=part, hint="say it again")


def hear_code(text: str) -> str:
    """What was heard, as letters of the 32. I, L, O and U are never used, so they were misheard.

    >>> hear_code("absurd concurrent talon pacific oakland")
    'K7QX2'
    """
    if is_words(text):
        return from_words(text)
    heard = hear(text)
    for letter in heard:
        if letter not in ALPHABET:
            raise InputError("misheard: I, L, O and U are in no code", given=letter, hint="say it again")
    return heard


def as_decimals(code: str) -> str:
    """The first 7 letters of a code as 11 digits and Damm's check digit, for who has no shared letters.

    >>> as_decimals("K7QX2MF")
    '206610459033'
    """
    number = f"{number_of(code[:DECIMAL_LETTERS]):0{DECIMALS}d}"
    return number + damm.calc_check_digit(number)


def from_decimals(heard: str) -> str:
    """The 7 letters behind 12 digits. InputError, worded "misheard", where Damm's digit does not fit."""
    digits = hear(heard)
    if len(digits) != DECIMALS + 1 or not digits.isdecimal():
        raise InputError(f"misheard: {DECIMALS + 1} digits are wanted", given=digits, hint="say it again")
    if not damm.is_valid(digits) or int(digits[:-1]) >= 32**DECIMAL_LETTERS:
        raise InputError("misheard: the check digit does not fit", given=digits, hint="say it again")
    return letters_of(int(digits[:-1]), DECIMAL_LETTERS)
