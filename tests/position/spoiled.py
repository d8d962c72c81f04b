"""Texts that name no place any more: each a good one with one thing wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.position.variants import NUMBER, Variant


def spoiled_pairs(text: str) -> Iterator[Variant]:
    """Texts that contradict themselves or name no place, made from a good one of two angles."""
    numbers = list(NUMBER.finditer(text))
    if len(numbers) not in (2, 4, 6):
        return
    size = len(numbers) // 2
    whole = [one.group().split(".")[0].split(",")[0] for one in numbers]
    if len(whole[0]) > 3 or len(whole[size]) > 3 or re.search("[0-9][.,][0-9]+[.,][0-9]", text):
        return

    def put(index: int, new: str) -> str:
        one = numbers[index]
        return text[: one.start()] + new + one.group()[len(whole[index]) :] + text[one.end() :]

    lettered = list(re.finditer(r"(?<![A-Za-z])[NSEWnsew](?![A-Za-z])", text))
    for new in ("181", "200", "361", "719"):
        yield f"first angle {new}", put(0, new)
        yield f"second angle {new}", put(size, new)
    if size > 1:
        for new in ("61", "75", "99"):
            for index in range(2 * size):
                if index % size:
                    yield f"field {index} {new}", put(index, new)
    yield "a third number behind", f"{text} 33"
    yield "a number in front", f"33 {text}"
    yield "a word behind", f"{text} aaa"
    yield "a number lost", text[: numbers[-1].start()] + text[numbers[-1].end() :]
    if len(lettered) == 2:
        for letter in "NE":
            made = text
            for one in reversed(lettered):
                made = made[: one.start()] + letter + made[one.end() :]
            yield f"both letters {letter}", made
        lat = next((one for one in lettered if one.group().upper() in "NS"), None)
        if lat is not None:
            place = 0 if lat is lettered[0] else size
            for new in ("91", "100", "179"):
                yield f"latitude {new}", put(place, new)
            sign = numbers[place].start()
            yield "minus and letter", f"{text[:sign]}-{text[sign:]}"
        first = lettered[0]
        yield "a letter doubled", text[: first.start()] + first.group() * 2 + text[first.end() :]
        yield "a letter lost", text[: first.start()] + text[first.end() :]
        yield "another letter", text[: first.start()] + "X" + text[first.end() :]
    elif re.search("[0-9]", text) and not lettered:
        yield "two signs", re.sub(r"^(\s*)[-+]?(?=[0-9])", r"\1+-", text)
        yield "sign behind", text + "-"


def spoiled_references(text: str, notation: str) -> Iterator[Variant]:
    """Texts that are no reference of their kind any more, made from a good one."""
    if notation == "mgrs":
        match = re.fullmatch(r"([0-9]{1,2})\s?([A-Z])\s?([A-Z]{2})\s?([0-9]*)\s?([0-9]*)", text)
        if not match:
            return
        zone, band, square, a, b = match.groups()
        digits = a + b
        for new in ("0", "00", "61", "99"):
            yield f"zone {new}", f"{new}{band}{square}{digits}"
        for new in "ABIOYZ":
            yield f"band {new}", f"{zone}{new}{square}{digits}"
        yield "column I", f"{zone}{band}I{square[1]}{digits}"
        yield "row O", f"{zone}{band}{square[0]}O{digits}"
        yield "row Z", f"{zone}{band}{square[0]}Z{digits}"
        yield "a digit more", f"{zone}{band}{square}{digits}7"
        if digits:
            yield "a digit less", f"{zone}{band}{square}{digits[:-1]}"
            yield (
                "unequal halves",
                f"{zone}{band} {square} {a or digits}7 {b}"
                if b
                else f"{zone}{band} {square} {digits[:1]} {digits[1:]}7",
            )
            yield "letter O for nought", f"{zone}{band}{square}{digits[:-1]}O"
        other = {1: "SZ", 2: "AH", 0: "JR"}[int(zone) % 3]
        yield "column of another zone", f"{zone}{band}{other[0]}{square[1]}{digits}"
        yield "column of another zone, last", f"{zone}{band}{other[1]}{square[1]}{digits}"
    elif notation.startswith("utm"):
        match = re.fullmatch(r"([0-9]{1,2})\s?([A-Z])\s([0-9.]+)\s([0-9.]+)", text)
        if not match:
            return
        zone, letter, east, north = match.groups()
        for new in ("0", "61", "99"):
            yield f"zone {new}", f"{new}{letter} {east} {north}"
        for new in "IO":
            yield f"letter {new}", f"{zone}{new} {east} {north}"
        yield "no letter", f"{zone} {east} {north}"
        yield "no zone", f"{letter} {east} {north}"
        yield "no northing", f"{zone}{letter} {east}"
        yield "northing beyond the pole", f"{zone}{letter} {east} 1{north.split('.')[0].rjust(7, '0')}"
        yield "minus", f"{zone}{letter} -{east} {north}"
    elif notation == "georef":
        yield "minutes of 60", text[:4] + "6" + text[5:] if text[4:].isdigit() else text + "6"
        yield "a letter I", "I" + text[1:]
        yield "a second letter beyond", text[0] + "N" + text[2:]
        yield "a digit more", text + "7"
    elif notation == "gars":
        for new in ("000", "721", "999"):
            yield f"band {new}", new + text[3:]
        yield "a letter I", text[:3] + "I" + text[4:]
        yield "beyond the pole", text[:3] + "RA" + text[5:]
        yield "quadrant 5", text[:5] + "5" + text[6:]
        yield "key 0", (text[:6] + "0")[:7].ljust(7, "0")
        yield "a digit more", text.ljust(7, "1") + "1"
    elif notation == "pluscode":
        for new in "AIOLU1":
            yield f"letter {new}", new + text[1:]
        yield "two plus", text.replace("+", "++")
        yield "plus lost of a whole code", text.replace("+", "")
        yield "plus at another place", text[:6] + "+" + text[6:].replace("+", "")
        if "0" not in text:
            yield "nought inside", text[:3] + "0" + text[4:]
        yield "beyond the pole", "F" + text[1:] if text[0] != "F" else "X" + text[1:]
    elif notation == "geohash":
        for new in "ailo":
            yield f"letter {new}", text[:-1] + new
        yield "too long", (text * 13)[:13]
        yield "a mark inside", text[:1] + "." + text[1:] + "-"
