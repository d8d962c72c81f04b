"""Folding: bring every mark, digit and blank that people send to one plain spelling.

Each character of the text becomes exactly one character, so an offset into the folded text is an
offset into the text as given. Nothing is interpreted here: a comma stays a comma, a letter stays a
letter; only characters that mean the same thing are made equal. Marks that show nothing (bidi
marks, joiners, byte order marks) become DROPPED, which the lexer steps over.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

DROPPED = "\x00"
ARABIC_COMMA = "\x1f"  # separates always, is never a decimal mark

_SAME = {
    "°": "º˚∘⁰◦ᵒ°",
    "'": "’‘′´ʹ`ʼ‛ˊˈ׳′＇",
    '"': "”“″„‟ʺ˝״〃＂",
    "-": "−‐‑‒–—―﹣－⁻﹘",
    "+": "＋﬩",
    ".": "٫·．｡",
    ",": "，、٬﹐",
    ARABIC_COMMA: "،",
    ";": "；؛",
    ":": "：∶ː",
    "/": "／⁄∕",
    "x": "×✕",
    "*": "＊∗",
}
_ONE: dict[str, str] = {given: plain for plain, many in _SAME.items() for given in many}
_KEPT = "\n"


@dataclass(frozen=True, slots=True)
class Folded:
    """A text and its plain spelling, character for character."""

    given: str
    plain: str


def fold(text: str) -> Folded:
    """Give the plain spelling of a text, of the same length.

    >>> fold("۳۴٫۵° شمال").plain
    '34.5° شمال'
    """
    if text.isascii() and text.isprintable():
        return Folded(text, text.replace("`", "'"))
    known: dict[str, str] = {}
    out = []
    for char in text:
        plain = known.get(char)
        if plain is None:
            plain = known[char] = _fold_one(char)
        out.append(plain)
    plain_text = "".join(out)
    if "Â" in plain_text:  # UTF-8 read as Latin-1 leaves this letter before the degree sign
        plain_text = plain_text.replace("Â°", DROPPED + "°").replace("Â'", DROPPED + "'")
    if "·" in text:  # between blanks it separates; elsewhere it is a decimal point
        for at in range(1, len(text) - 1):
            if text[at] == "·" and plain_text[at - 1] == plain_text[at + 1] == " ":
                plain_text = f"{plain_text[:at]};{plain_text[at + 1 :]}"
    return Folded(text, plain_text)


def squeezed(folded: Folded) -> Folded:
    """The same text with runs of blanks made one; offsets into such a text are not promised."""
    plain = " ".join(folded.plain.replace("\x00", "").split(" "))
    plain = " ".join(part for part in plain.split(" ") if part)
    return Folded(plain, plain)


def _fold_one(char: str) -> str:
    code = ord(char)
    if 32 <= code < 127 or char == _KEPT:
        return "'" if char == "`" else char
    if code < 32:
        return " "
    if 0x7F <= code < 0xA0:  # a Windows code page passed off as Latin-1
        told = bytes([code]).decode("cp1252", errors="replace")
        return " " if told in (char, "\ufffd", "\x7f") else _fold_one(told)
    plain = _ONE.get(char)
    if plain is not None:
        return plain
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0)
    category = unicodedata.category(char)
    if category in ("Zs", "Zl", "Zp"):
        return " " if category == "Zs" else "\n"
    if category in ("Cf", "Cc") or (category == "Mn" and code < 0x0900):
        return DROPPED  # Indic vowel marks stay: they are part of the word
    return char


# Cyrillic and Greek letters that cannot be told from a Latin one by eye.
LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеосрхуіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABESIJKMHOPCTXYaeocpxyisjABEZHIKMNOPTYX"
)
