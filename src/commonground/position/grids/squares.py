"""The lettered 100 km squares of the British and Irish national grids.

Letters to metres and back, in the grid of the nation itself (EPSG:27700, EPSG:29903): where that grid
lies on the ground is a datum operation, which stands elsewhere.
"""

from __future__ import annotations

from typing import Final

from commonground.errors import InputError

LETTERS: Final = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # five by five, read from the north-west; no I
SIDE_M: Final = 100_000


def osgb(letters: str) -> tuple[float, float]:
    """South-west corner in metres of a British square, inside 700 km by 1,300 km.

    >>> osgb("SU"), osgb("HP")
    ((400000.0, 100000.0), (400000.0, 1200000.0))
    """
    if len(letters) != 2 or any(letter not in LETTERS for letter in letters):
        raise InputError("not a British square", where="square", given=letters, hint="two letters without I")
    large, small = (LETTERS.index(letter) for letter in letters)
    east = (large % 5 - 2) * 5 + small % 5
    north = (3 - large // 5) * 5 + 4 - small // 5
    if not (0 <= east < 7 and 0 <= north < 13):
        raise InputError(f"no British square is called {letters}", where="square", given=letters)
    return float(east * SIDE_M), float(north * SIDE_M)


def osgb_letters(easting: float, northing: float) -> str:
    """The letters of the British square that holds a place.

    >>> osgb_letters(438700.0, 114800.0)
    'SU'
    """
    east, north = int(easting // SIDE_M), int(northing // SIDE_M)
    if not (0 <= east < 7 and 0 <= north < 13):
        raise InputError("outside the British grid", given=f"{easting:.0f} {northing:.0f}")
    large = (3 - north // 5) * 5 + east // 5 + 2
    return LETTERS[large] + LETTERS[(4 - north % 5) * 5 + east % 5]


def irish(letter: str) -> tuple[float, float]:
    """South-west corner in metres of an Irish square, A (north-west) to Z, no I.

    >>> irish("V"), irish("O")
    ((0.0, 0.0), (300000.0, 200000.0))
    """
    if len(letter) != 1 or letter not in LETTERS:
        raise InputError("not an Irish square", where="square", given=letter, hint="one letter, never I")
    at = LETTERS.index(letter)
    return float(at % 5 * SIDE_M), float((4 - at // 5) * SIDE_M)


def irish_letters(easting: float, northing: float) -> str:
    """The letter of the Irish square that holds a place.

    >>> irish_letters(315904.0, 234671.0)
    'O'
    """
    east, north = int(easting // SIDE_M), int(northing // SIDE_M)
    if not (0 <= east < 5 and 0 <= north < 5):
        raise InputError("outside the Irish grid", given=f"{easting:.0f} {northing:.0f}")
    return LETTERS[(4 - north) * 5 + east]
