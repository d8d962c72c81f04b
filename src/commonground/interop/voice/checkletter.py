"""The check letter of spoken codes: one more letter that tells "misheard" from "we differ".

Letters are the 32 of `ALPHABET` (Crockford's base 32: no I, L, O, U), taken as elements of GF(32) with
the polynomial x^5 + x^2 + 1. The letters of a code, each multiplied with a power of alpha that belongs to its
place, add up to nothing. Powers of alpha repeat after 31, so in a code of at most 31 letters every single
wrong letter and every swap of two letters, neighbours or not, is found. Always, not mostly.
"""

from __future__ import annotations

from typing import Final

from commonground.errors import InputError

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LONGEST: Final = 31  # letters, the check letter included
_POLYNOMIAL: Final = 0b100101


def _powers() -> tuple[int, ...]:
    powers = [1]
    while len(powers) < LONGEST:
        doubled = powers[-1] << 1
        powers.append(doubled ^ _POLYNOMIAL if doubled & 32 else doubled)
    return tuple(powers)


_EXP: Final = _powers()
_LOG: Final = {value: power for power, value in enumerate(_EXP)}


def _times(a: int, b: int) -> int:
    return _EXP[(_LOG[a] + _LOG[b]) % 31] if a and b else 0


def _sum(letters: str) -> int:
    total = 0
    for place, letter in enumerate(letters):
        total ^= _times(ALPHABET.index(letter), _EXP[place])
    return total


def check_letter(letters: str) -> str:
    """The letter that goes behind these.

    >>> check_letter("K7QX2MF")
    '4'
    """
    if not 1 <= len(letters) < LONGEST:
        raise ValueError(f"1 to {LONGEST - 1} letters, not {len(letters)}")
    undo = _EXP[-len(letters) % 31]
    return ALPHABET[_times(_sum(letters), undo)]


def holds(code: str) -> bool:
    """Whether the last letter of the code is the check letter of the others."""
    return 2 <= len(code) <= LONGEST and all(one in ALPHABET for one in code) and _sum(code) == 0


def opened(code: str, letters: int) -> str:
    """The code without its check letter. InputError, worded "misheard", unless it is whole.

    `letters`: how many there are, the check letter included.
    """
    if len(code) != letters:
        raise InputError(
            f"misheard: {letters} letters are wanted, {len(code)} were heard", given=code, hint="say it again"
        )
    if not holds(code):
        raise InputError("misheard: the check letter does not fit", given=code, hint="say it again")
    return code[:-1]


def letters_of(number: int, letters: int) -> str:
    """A number as so many letters, the highest first."""
    if not 0 <= number < 32**letters:
        raise ValueError(f"{number} does not fit into {letters} letters")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(letters)))


def number_of(letters: str) -> int:
    """The number that `letters_of` wrote."""
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    return number
