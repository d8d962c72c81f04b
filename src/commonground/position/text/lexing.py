"""Lexing: cut a folded text into numbers, words and marks, in one pass without backtracking.

A comma between two digits can be a decimal mark or a separator. The lexer is told which to assume;
the reader asks for both and lets the grammar judge. Chains of dots (27.15.45) become fields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from commonground.position.text.folding import ARABIC_COMMA, DROPPED


class Sort(Enum):
    """What an item is."""

    NUMBER = "number"
    WORD = "word"
    MARK = "mark"  # one character of punctuation, in `text`
    FIELD_DOT = "dot"  # a dot between the fields of a chain like 27.15.45


@dataclass(slots=True)  # not frozen: half the time of a long text went into freezing
class Item:
    """One number, word or mark. `start` and `end` are offsets into the text as given.

    gap: a blank or a line break stands before it. whole, fraction: digits before and after the
    decimal mark; `fraction` is "" where there is none. comma: the decimal mark was a comma.
    """

    sort: Sort
    text: str
    start: int
    end: int
    gap: bool = False
    whole: str = ""
    fraction: str = ""
    comma: bool = False
    frac_start: int = -1


# Every branch is one character class: linear by construction.
_PIECE = re.compile(
    r"(?P<digits>[0-9]+)|(?P<word>[^\s0-9!-@\[-`{-~°±\x00\x1f]+)|(?P<gap>[^\S\n]+)|(?P<mark>.|\n)"
)

LONGEST_CHAIN = 5  # numbers joined by decimal commas and points; more are no position

Piece = tuple[str, str, int, int]  # kind, text, start, end


def lex(plain: str, *, comma_decimal: bool, most: int = 80, each_comma: bool = False) -> list[Item] | None:
    """Cut a folded text into items; None when there are over `most` or the commas do not fit.

    `each_comma`: in running text every comma is judged by itself, a decimal mark where it can be one.

    >>> [item.text for item in lex("34,5; 71,2", comma_decimal=True)]
    ['34,5', ';', '71,2']
    """
    pieces = _pieces(plain, most * 3)
    if pieces is None:
        return None
    items: list[Item] = []
    at, gap = 0, False
    while at < len(pieces):
        kind, text, start, end = pieces[at]
        if kind == "gap":
            gap, at = True, at + 1
            continue
        if kind == "digits" or _leading_point(pieces, at):
            after = _chain(pieces, at, comma_decimal, gap, items)
            if after is None and each_comma:
                after = _chain(pieces, at, False, gap, items)
            if after is None:
                return None
            at = after
        else:
            items.append(Item(Sort.WORD if kind == "word" else Sort.MARK, text, start, end, gap))
            at += 1
        gap = items[-1].text == "\n"
        if len(items) > most:
            return None
    return items


def _pieces(plain: str, most: int) -> list[Piece] | None:
    where: list[int] | None = None
    if DROPPED in plain:
        where = [index for index, char in enumerate(plain) if char != DROPPED]
        where.append(len(plain))
        plain = plain.replace(DROPPED, "")
    pieces: list[Piece] = []
    for match in _PIECE.finditer(plain):
        start, end = match.span()
        if where is not None:
            start, end = where[start], where[end - 1] + 1
        pieces.append((match.lastgroup or "", match.group(), start, end))
        if len(pieces) > most:
            return None
    return pieces


def _leading_point(pieces: list[Piece], at: int) -> bool:
    """Whether a number begins with its point here: `.5`, but not the full stop of `N.01`."""
    if pieces[at][1] != "." or at + 1 >= len(pieces) or pieces[at + 1][0] != "digits":
        return False
    if at == 0:
        return True
    kind, mark = pieces[at - 1][:2]
    if mark in ("+", "-"):
        return at == 1 or pieces[at - 2][0] != "digits"
    return kind not in ("word", "digits") and mark not in (".", "°", "'", '"', ":", "_")


def _chain(pieces: list[Piece], at: int, comma_decimal: bool, gap: bool, items: list[Item]) -> int | None:
    """Add the number or the chain of fields that begins at `at`; give the index behind it."""
    digits: list[Piece] = []
    joints: list[str] = []
    if pieces[at][1] == ".":
        digits.append(("digits", "0", pieces[at][2], pieces[at][2]))
        joints.append(".")
        at += 1
    digits.append(pieces[at])
    at += 1
    joining = ".," if comma_decimal else "."
    while at + 1 < len(pieces) and pieces[at][1] in joining and pieces[at + 1][0] == "digits":
        joints.append(pieces[at][1])
        digits.append(pieces[at + 1])
        at += 2
        if comma_decimal and len(digits) > LONGEST_CHAIN:
            return None
    commas = joints.count(",")
    if commas == 0 or (commas == 1 and len(joints) == 1):
        return _dotted(pieces, at, digits, "," in joints, gap, items)
    if joints == [",", ",", ","]:  # 34,5,71,2
        items.append(_number(digits[0], digits[1], gap, True))
        items.append(Item(Sort.MARK, ",", digits[1][3], digits[2][2]))
        items.append(_number(digits[2], digits[3], False, True))
        return at
    return None


def _dotted(
    pieces: list[Piece], at: int, digits: list[Piece], comma: bool, gap: bool, items: list[Item]
) -> int:
    if len(digits) <= 2:
        number = _number(digits[0], digits[1] if len(digits) == 2 else None, gap, comma)
        scaled = _scientific(pieces, at, number)
        items.append(scaled[0] if scaled else number)
        return scaled[1] if scaled else at
    # 27.15.45 and 27.15.45.5; a third field of three digits or more is a fraction of the second
    last_is_fraction = len(digits) == 4 or (len(digits) == 3 and len(digits[2][1]) > 2)
    fields = [_number(piece, None, False, False) for piece in digits]
    if last_is_fraction:
        fields[-2:] = [_number(digits[-2], digits[-1], False, False)]
    for index, field in enumerate(fields):
        if index:
            items.append(Item(Sort.FIELD_DOT, ".", field.start - 1, field.start))
            items.append(field)
        else:
            items.append(_number(digits[0], None, gap, False))
    return at


def _number(whole: Piece, fraction: Piece | None, gap: bool, comma: bool) -> Item:
    end = fraction[3] if fraction else whole[3]
    digits = fraction[1] if fraction else ""
    text = whole[1] + ("," if comma else ".") + digits if fraction else whole[1]
    frac_start = fraction[2] if fraction else -1
    return Item(Sort.NUMBER, text, whole[2], end, gap, whole[1], digits, comma, frac_start)


def _scientific(pieces: list[Piece], at: int, number: Item) -> tuple[Item, int] | None:
    """Read 1.5e-05 as a number: the sign behind the e tells it from the letter of the east."""
    if at + 2 >= len(pieces) or pieces[at][1] not in ("e", "E") or pieces[at + 1][1] not in ("-", "+"):
        return None
    power = pieces[at + 2]
    behind = pieces[at + 3] if at + 3 < len(pieces) else ("gap", " ", 0, 0)
    if power[0] != "digits" or len(power[1]) > 2 or behind[0] == "word" or behind[1] in ".°":
        return None
    exponent = int(power[1]) * (-1 if pieces[at + 1][1] == "-" else 1)
    digits = number.whole + number.fraction
    point = len(number.whole) + exponent
    if point < 1:
        digits, point = "0" * (1 - point) + digits, 1
    if point > len(digits):
        digits += "0" * (point - len(digits))
    text = f"{number.text}e{exponent}"
    made = Item(
        Sort.NUMBER, text, number.start, power[3], number.gap, digits[:point], digits[point:], False, -1
    )
    return made, at + 3


def is_separator(item: Item) -> bool:
    """Whether the item can stand between two halves of a pair without meaning anything else."""
    return item.sort is Sort.MARK and item.text in (",", ";", "/", "\n", "|", "&", "?", "\\", ARABIC_COMMA)
