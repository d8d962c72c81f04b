"""Other spellings of one place: what a text of coordinates may be changed into without changing its meaning.

Each maker takes a text and gives its variants by name. They know nothing of the reader: they cut the
text by its numbers, and give nothing where they cannot tell what a change would mean.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.position.spellings import (
    AROUND,
    DEGREE,
    DIGITS,
    LABELS,
    LETTERS,
    MINUTE,
    REFERENCE_LABELS,
    SECOND,
    SEPARATORS,
    TRIPLES,
    UTM_FORMS,
)

Variant = tuple[str, str]  # name of the change, text

NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_LETTER = re.compile(r"(?<![A-Za-z])[NSEWnsew](?![A-Za-z])")
_SEPARATOR = re.compile(r"[\s,;/\x96|]+")


@dataclass(frozen=True, slots=True)
class Halves:
    """A text of two angles: what stands before the separator, the separator, what stands behind."""

    left: str
    between: str
    right: str

    @property
    def text(self) -> str:
        return self.left + self.between + self.right


def halves(text: str) -> Halves | None:
    """Cut a text of two angles at its only separator between the middle numbers; None without one."""
    numbers = list(NUMBER.finditer(text))
    if len(numbers) not in (2, 4, 6):
        return None
    start, end = numbers[len(numbers) // 2 - 1].end(), numbers[len(numbers) // 2].start()
    blanks = list(_SEPARATOR.finditer(text, start, end))
    if not blanks:
        return None
    strong = [one for one in blanks if one.group().strip()]
    chosen = strong[0] if strong else _outside(text, blanks)
    if chosen is None or chosen.end() == 0:
        return None
    return Halves(text[: chosen.start()], chosen.group(), text[chosen.end() :])


def _outside(text: str, blanks: list[re.Match[str]]) -> re.Match[str] | None:
    """The blank that parts the halves: letters stand in front of both or behind both."""
    if len(blanks) == 1:
        return blanks[0]
    prefixed = bool(re.match(r"\s*[NSEWnsew]\b|\s*[NSEWnsew][0-9]", text))
    fits = [one for one in blanks if bool(re.match("[NSEWnsew+-]", text[one.end() :])) is prefixed]
    return (fits[0] if prefixed else fits[-1]) if fits else None


def separators(cut: Halves, fields_by_blank: bool) -> Iterator[Variant]:
    for name, mark in SEPARATORS.items():
        if "," in cut.left + cut.right and "comma" in name:
            continue
        if "dash" in name and re.match("[-+]", cut.right):
            continue
        if fields_by_blank and mark.strip(" ") == "" and not re.search("[A-Za-z]", cut.text):
            continue
        yield f"separator {name}", cut.left + mark + cut.right


def marks(text: str) -> Iterator[Variant]:
    """Other marks for degrees, minutes and seconds, where all that the text has are the usual ones."""
    plain = re.sub("[º˚]", "°", text)
    plain = re.sub("''|´´|’’|[”″“]", '"', plain)
    plain = re.sub("[’′‘´]", "'", plain)
    if "°" not in plain or ('"' in plain and "'" not in plain):
        return
    for mark in DEGREE:
        yield f"degree {mark!r}", plain.replace("°", mark)
    if "'" in plain:
        for mark in MINUTE:
            yield f"minute {mark!r}", plain.replace("'", mark)
    if '"' in plain:
        for mark in SECOND:
            yield f"second {mark!r}", plain.replace('"', mark)
    for degree, minute, second in TRIPLES:
        if (second and minute) or not ('"' in plain and "'" not in plain):
            made = plain.replace("°", degree).replace("'", minute or " ").replace('"', second)
            yield f"marks {degree!r} {minute!r} {second!r}", made


def letters(text: str) -> Iterator[Variant]:
    """The hemisphere in other words and other places."""
    found = [one.group().upper() for one in _LETTER.finditer(re.sub("(?<=[0-9])[NSEW]", r" \g<0>", text))]
    if len(found) != 2:
        return
    for words in LETTERS:
        for blank in ("", " "):
            made = _worded(text, words, blank)
            if made:
                yield f"letters {words['N']!r}{' apart' if blank else ''}", made


def _worded(text: str, words: dict[str, str], blank: str) -> str:
    def put(match: re.Match[str]) -> str:
        word = words[match.group().upper()]
        before, after = text[: match.start()], text[match.end() :]
        gap_before = blank if before and not before[-1].isspace() and before[-1] not in ",;/" else ""
        gap_after = blank if re.match("[0-9]", after) else ""
        glued = len(word) > 1 and (before[-1:].isalpha() or after[:1].isalpha())
        return f"{' ' if glued else gap_before}{word}{gap_after}"

    return re.sub(r"(?<![A-Za-z])[NSEWnsew](?![A-Za-z])", put, text)


def letter_moved(cut: Halves) -> Iterator[Variant]:
    """The letter in front instead of behind, and the halves exchanged."""
    moved = []
    for half in (cut.left, cut.right):
        behind = re.fullmatch(r"\s*([0-9].*?)\s*([NSEWnsew])\s*", half, re.DOTALL)
        before = re.fullmatch(r"\s*([NSEWnsew])\s*([0-9].*?)\s*", half, re.DOTALL)
        if not behind and not before:
            return
        moved.append((behind.group(2), behind.group(1)) if behind else (before.group(1), before.group(2)))  # type: ignore[union-attr]
    (a, left), (b, right) = moved
    for blank in ("", " "):
        for name, sep in (("blank", " "), ("comma", ", ")):
            yield f"letter first {blank!r} {name}", f"{a}{blank}{left}{sep}{b}{blank}{right}"
            yield f"letter last {blank!r} {name}", f"{left}{blank}{a}{sep}{right}{blank}{b}"
            yield f"exchanged, letter first {blank!r} {name}", f"{b}{blank}{right}{sep}{a}{blank}{left}"
            yield f"exchanged, letter last {blank!r} {name}", f"{right}{blank}{b}{sep}{left}{blank}{a}"
    yield "letter first, none between", f"{a}{left}{b}{right}"
    yield "letter last, none between", f"{left}{a}{right}{b}"


def scripts(text: str) -> Iterator[Variant]:
    for name, digits in DIGITS.items():
        made = text.translate(str.maketrans("0123456789", digits))
        yield f"digits {name}", made
        if name in ("persian", "arabic"):
            yield f"digits and point {name}", re.sub(r"(?<=\d)\.(?=\d)", "٫", made)
    yield "all fullwidth", "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def minuses(text: str) -> Iterator[Variant]:
    if re.search(r"(?<![0-9A-Za-z])-[0-9]", text) and not re.search("[0-9]-[0-9]", text):
        for mark in "−–‐‑‒—﹣－":
            yield f"minus {mark!r}", text.replace("-", mark)
        yield "minus and a blank", text.replace("-", "- ")


def decimal_commas(cut: Halves) -> Iterator[Variant]:
    if "," in cut.left + cut.right or not re.search(r"[0-9]\.[0-9]", cut.left + cut.right):
        return
    if re.search(r"[0-9]\.[0-9]+\.", cut.text):
        return
    left, right = (re.sub(r"(?<=[0-9])\.(?=[0-9])", ",", half) for half in (cut.left, cut.right))
    for name, sep in (
        ("semicolon", "; "),
        ("blank", " "),
        ("line", "\n"),
        ("slash", " / "),
        ("comma blank", ", "),
    ):
        yield f"decimal comma, {name}", left + sep + right


def labels(cut: Halves) -> Iterator[Variant]:
    if re.search("[A-Za-z]{3}|[NSEWnsew].*[NSEWnsew]", cut.text, re.DOTALL) and re.search(
        "^[^0-9]*[EWew]|[0-9\"'°][ ]?[EWew]", cut.left
    ):
        return
    if re.search("lat|lon|UT", cut.text, re.IGNORECASE):
        return
    for form in LABELS:
        yield f"label {form!r}", form.format(cut.left.strip(), cut.right.strip())


def around(text: str) -> Iterator[Variant]:
    for form in AROUND:
        yield f"around {form!r}", form.format(text)
    yield "blanks doubled", text.replace(" ", "  ")
    yield "blanks no-break", text.replace(" ", "\u00a0")
    yield "blanks thin", text.replace(" ", "\u2009")
    yield "bidi marks among the words", text.replace(" ", " \u200e")
    yield "a mark behind each letter", re.sub("[NSEW]", "\\g<0>\u200f", text)


def pair_variants(text: str) -> Iterator[Variant]:
    """Every variant of a text of two angles."""
    yield "as it is", text
    yield from marks(text)
    yield from letters(text)
    yield from scripts(text)
    yield from minuses(text)
    yield from around(text)
    cut = halves(text)
    if cut is not None:
        yield from separators(cut, bool(re.search(r"[0-9]\s+[0-9]", cut.left)))
        yield from letter_moved(cut)
        yield from decimal_commas(cut)
        yield from labels(cut)


def angle_variants(text: str) -> Iterator[Variant]:
    """Every variant of a text of one angle."""
    yield "as it is", text
    yield from marks(text)
    yield from scripts(text)
    yield from minuses(text)
    yield from around(text)
    if len(_LETTER.findall(text)) == 1 and not re.search("[a-z]{2}|[0-9][dms]", text):
        for words in LETTERS:
            yield f"letters {words['N']!r}", _worded(text, words, " ")
            yield f"letters {words['N']!r} tight", _worded(text, words, "")
        moved = re.fullmatch(r"\s*([0-9].*?)\s*([NSEWnsew])\s*", text)
        if moved:
            yield "letter first", moved.group(2) + moved.group(1)
            yield "letter first apart", f"{moved.group(2)} {moved.group(1)}"
    if "," not in text and len(re.findall(r"[0-9]\.[0-9]", text)) == 1:
        yield "decimal comma", re.sub(r"(?<=[0-9])\.(?=[0-9])", ",", text)


LOOK = str.maketrans("ABEKMHOPCTXaeopcx", "АВЕКМНОРСТХаеорсх")


def reference_variants(text: str, notation: str, *, as_cut: bool = False) -> Iterator[Variant]:
    """Every variant of a grid reference, grid numbers or a code; `as_cut` leaves its groups alone."""
    yield "as it is", text
    kind = "utm" if notation.startswith("utm") else notation
    for form in REFERENCE_LABELS.get(kind, ()):
        yield f"label {form!r}", form.format(text)
    if not text.isdigit():  # 52 is a geohash by itself, and no more beside words
        yield from ((how, made) for how, made in around(text) if "±" not in how or kind in ("mgrs", "utm"))
    if kind != "geohash" and not as_cut:
        yield "small letters", text.lower()
    if kind in ("mgrs", "gars", "georef", "utm", "ups"):
        yield from scripts(text)
        yield "look-alike letters", text.translate(LOOK)
    if kind == "mgrs" and not as_cut:
        yield from _mgrs(text)
    if kind == "georef":
        yield from _georef(text)
    if kind == "utm":
        yield from _utm(text)
    if kind == "gars":
        yield "blanks", re.sub("(?<=[0-9])(?=[A-Z])|(?<=[A-Z])(?=[0-9])", " ", text)


def _mgrs(text: str) -> Iterator[Variant]:
    match = re.fullmatch(r"([0-9]{0,2})\s?([A-Z])\s?([A-Z]{2})\s?([0-9]*)\s?([0-9]*)", text)
    if not match:
        return
    zone, band, square, a, b = match.groups()
    digits = a + b
    half = len(digits) // 2
    east, north = digits[:half], digits[half:]
    for name, gap in (("blank", " "), ("no-break", "\u00a0"), ("tab", "\t"), ("hyphen", "-"), ("line", "\n"),
                      ("two blanks", "  "), ("comma", ", "), ("slash", "/"), ("underscore", "_")):  # fmt: skip
        if zone:
            yield f"groups by {name}", gap.join(part for part in (zone + band, square, east, north) if part)
        if zone and name in ("blank", "no-break"):
            yield (
                f"all groups by {name}",
                gap.join(part for part in (zone, band, square, east, north) if part),
            )
        if east:
            yield f"digits by {name}", f"{zone}{band}{square}{gap}{east}{gap}{north}"
    if zone.startswith("0"):
        yield "zone without zero", f"{zone[1:]}{band}{square}{digits}"
        yield "zone without zero, groups", f"{zone[1:]}{band} {square} {east} {north}".strip()
    elif len(zone) == 1:
        yield "zone with zero", f"0{zone}{band}{square}{digits}"
    if len(east) == 5 and zone:
        yield "metres told", f"{zone}{band} {square} {east}m {north}m"
        yield "E and N behind", f"{zone}{band} {square} {east}E {north}N"
        yield "mE and mN behind", f"{zone}{band} {square} {east}mE {north}mN"


def _georef(text: str) -> Iterator[Variant]:
    match = re.fullmatch(r"([A-Z]{2})([A-Z]{2})([0-9]*)", text)
    if not match:
        return
    big, small, digits = match.groups()
    half = len(digits) // 2
    for name, gap in (("blank", " "), ("no-break", "\u00a0")):
        yield (
            f"groups by {name}",
            gap.join(part for part in (big, small, digits[:half], digits[half:]) if part),
        )
        yield (
            f"digits by {name}",
            gap.join(part for part in (big + small, digits[:half], digits[half:]) if part),
        )


def _utm(text: str) -> Iterator[Variant]:
    match = re.fullmatch(r"([0-9]{1,2})\s?([A-Z])\s([0-9]{6})(\.[0-9]+)?\s([0-9]{6,7})(\.[0-9]+)?", text)
    if not match:
        return
    zone, letter, east, east_rest, north, north_rest = match.groups()
    east_rest, north_rest = east_rest or "", north_rest or ""
    grouped = {
        "es": f"{int(east):,}".replace(",", " ") + east_rest, "ns": f"{int(north):,}".replace(",", " ") + north_rest,
        "ec": f"{int(east):,}" + east_rest, "nc": f"{int(north):,}" + north_rest,
    }  # fmt: skip
    for form in UTM_FORMS:
        made = form.format(z=zone, l=letter, e=east + east_rest, n=north + north_rest, **grouped)
        if form != "{z}{l}{e}{n}":
            yield f"form {form!r}", made
    if zone.startswith("0"):
        yield "zone without zero", f"{zone[1:]}{letter} {east}{east_rest} {north}{north_rest}"


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A text of the same shape with other digits, and the degrees that they make."""

    text: str
    degrees: tuple[float, ...]


def redrawn(text: str, degrees: tuple[float, ...], lat_place: int, dice: random.Random) -> Redrawn | None:
    """Other digits in the same places; None where plain arithmetic does not give the degrees as told.

    `degrees`: the angles in the order of the text; `lat_place` is where the latitude stands.
    """
    numbers = list(re.finditer(r"[0-9]+(?:[.,][0-9]+)?", text))
    count = len(degrees)
    if len(numbers) % count or len(numbers) // count > 3:
        return None
    size = len(numbers) // count
    made, told, last = "", [], 0
    for index in range(count):
        fields = numbers[index * size : index * size + size]
        values = [float(one.group().replace(",", ".")) for one in fields]
        value = sum(part / 60**power for power, part in enumerate(values))
        if abs(value - abs(degrees[index])) > 2e-5 or not value:
            return None
        drawn = _drawn(fields, 90 if index == lat_place else 180, dice)
        for one, new in zip(fields, drawn, strict=True):
            made += text[last : one.start()] + new
            last = one.end()
        total = sum(float(new.replace(",", ".")) / 60**power for power, new in enumerate(drawn))
        told.append(-total if degrees[index] < 0 else total)
    return Redrawn(made + text[last:], tuple(told))


def _drawn(fields: list[re.Match[str]], limit: int, dice: random.Random) -> list[str]:
    drawn = []
    for place, one in enumerate(fields):
        whole, mark, fraction = re.match(r"([0-9]+)([.,]?)([0-9]*)", one.group()).groups()  # type: ignore[union-attr]
        if place == 0:
            width = len(whole)
            most = min(limit - 1, 10**width - 1)
            least = 0 if whole[0] == "0" or width == 1 else 10 ** (width - 1)
            if whole[0] == "0" and width > 1:
                most = min(most, 10 ** (width - 1) - 1)
            new = f"{dice.randint(min(least, most), most):0{width}d}"
        else:
            least, most = (1, 9) if len(whole) == 1 else (10, 59) if whole[0] != "0" else (1, 9)
            new = f"{dice.randint(least, most):0{len(whole)}d}"
        digits = "".join(dice.choice("0123456789") for _ in fraction)
        if place < len(fields) - 1:
            digits = "0" * len(fraction)
        if place == 0 and len(fraction) in (2, 4):
            digits = dice.choice("6789") + digits[1:]
        drawn.append(new + mark + digits)
    return drawn
