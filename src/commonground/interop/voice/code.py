"""The code: 30 bits that only the two parties can work out, bound to challenge, record and cell.

The answer has eight letters: the grid of the place, six of the code, and the check letter. The code is
taken from HKDF-SHA256 (RFC 5869) over the key the two parties share, with everything it is bound to as
context, so who listens learns nothing, and an answer to one challenge is worth nothing to another, nor in
the other direction. An altered record or place passes once in 2^30 tries, and there are three.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from commonground.errors import InputError
from commonground.interop.voice.checkletter import ALPHABET, check_letter, letters_of, opened
from commonground.interop.voice.place_code import GRIDS, Cell, cell_for, cell_in, check_tolerance
from commonground.position.place import Position

VERSION: Final = "cg-voice/1"
CHALLENGE: Final = 5  # letters: 20 bits and the check letter
ANSWER: Final = 8  # letters: grid, 30 bits, and the check letter
_RECORD: Final = re.compile(r"[0-9a-f]{64}")
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a challenge is about: the record, who asks, who answers, and within which tolerance."""

    record: str  # statement id
    challenger: str  # party codes
    answerer: str
    tolerance_m: float

    def __post_init__(self) -> None:
        if not _RECORD.fullmatch(self.record):
            raise InputError("a record is named by its id, 64 hexadecimal digits", given=self.record)
        for party in (self.challenger, self.answerer):
            if not _CODE.fullmatch(party):
                raise InputError("not a party's code", given=party)
        if self.challenger == self.answerer:
            raise InputError("nobody challenges himself", given=self.challenger)
        check_tolerance(self.tolerance_m)


def pair_key(shared: bytes, one: str, other: str) -> bytes:
    """The key of two parties for spoken codes, from a secret that both hold (32 bytes)."""
    if len(shared) != 32:
        raise ValueError("a shared secret has 32 bytes")
    first, second = sorted((one, other))
    return _derive(shared, f"{VERSION} pair\0{first}\0{second}", 32)


def answer_to(challenge: str, about: About, position: Position, key: bytes) -> str:
    """The answer to a challenge that was heard, for the place as the answering side holds it.

    InputError, worded "misheard", where the challenge is not whole.
    """
    letters = opened(challenge, CHALLENGE)
    cell = cell_for(position, about.tolerance_m)
    said = ALPHABET[cell.grid] + code_of(letters, about, cell, key)
    return said + check_letter(said)


def matches(answer: str, letters: str, about: About, position: Position, key: bytes) -> bool | None:
    """Whether an answer, without its check letter, is that of our place; None where it is a neighbour's."""
    grid = ALPHABET.index(answer[0])
    if grid >= GRIDS:
        return False
    own = cell_in(position, about.tolerance_m, grid)
    if hmac.compare_digest(answer[1:], code_of(letters, about, own, key)):
        return True
    near = [hmac.compare_digest(answer[1:], code_of(letters, about, cell, key)) for cell in own.around()]
    return None if any(near) else False


def code_of(letters: str, about: About, cell: Cell, key: bytes) -> str:
    """Six letters: 30 bits of HKDF over everything that both have to hold alike."""
    bound = (
        VERSION,
        about.challenger,
        about.answerer,
        letters,
        about.record,
        str(check_tolerance(about.tolerance_m)),
        *(str(part) for part in (cell.grid, cell.anchor_row, cell.anchor_column, cell.row, cell.column)),
    )
    return letters_of(int.from_bytes(_derive(key, "\0".join(bound), 4)) >> 2, 6)


def _derive(key: bytes, context: str, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=context.encode()).derive(key)
