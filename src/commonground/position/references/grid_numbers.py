"""Grid numbers: UTM and UPS, Soviet Gauss-Krueger, and plain numbers of a CRS that the party named.

Works on items. A zone, perhaps a letter, and two numbers in metres; letters E and N or words beside
the numbers say which is which. Soviet sheets give x, which is north, first, and carry the zone in
front of y. Numbers of a grid that nobody named are refused: metres without a grid are no place.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from commonground.errors import InputError
from commonground.finding import Finding, Kind
from commonground.position.grids import ups, utm
from commonground.position.profile import Letter, MapProfile
from commonground.position.reader.covering import GridSquare
from commonground.position.reader.named import Named, ask, note
from commonground.position.text.folding import LOOK_ALIKE
from commonground.position.text.lexing import Item, Sort
from commonground.position.text.vocabulary import HEMISPHERE

EAST_WORDS = frozenset("e me em mE easting eastings east o ost х y у ordinate".split())
NORTH_WORDS = frozenset("n mn nm northing northings north nord".split())
X_WORDS, Y_WORDS = frozenset(["x", "х"]), frozenset(["y", "у"])
METRES = frozenset("m metres meters metre meter м".split())
ZONE_WORDS = frozenset("zone zones zona fuseau huso fuso zn z зона".split())
SYSTEM_WORDS = frozenset("utm ups grid mgrs gk gauss krueger kruger krüger sk ск".split())
BANDS = "CDEFGHJKLMNPQRSTUVWX"
LEAST_METRES = 10_000  # below this a number is no easting


@dataclass(slots=True)
class Numbers:
    """What a text of grid numbers says: zone, letter or hemisphere, and the numbers with their axis."""

    zone: int | None = None
    letter: str = ""
    hemisphere: bool = False  # the letter was written as a word: north, southern
    numbers: list[Item] = field(default_factory=list)
    axes: list[str] = field(default_factory=list)  # "e", "n", "x", "y" or "" for each number
    sign: list[bool] = field(default_factory=list)
    utm_said: bool = False
    band_too: str = ""  # a band letter that looks like the hemisphere letter that was read


@dataclass(frozen=True, slots=True)
class GridAnswer:
    """Places, or reasons. lacks_crs: the numbers are those of a grid that nobody named. settled: they
    belong to the grid that was named and to nothing else, so no other notation is tried."""

    places: tuple[Named, ...] = ()
    refused: tuple[Finding, ...] = ()
    lacks_crs: bool = False
    settled: bool = False


def gather(items: list[Item], *, zone_expected: bool = True) -> Numbers | None:
    """Sort the items into zone, letter and numbers; None where something else stands among them."""
    found = Numbers()
    if _polar_letter(items):
        found.letter, items = items[0].text.upper(), items[1:]
    waiting = ""  # an axis word in front of its number
    for index, item in enumerate(items):
        if item.sort is Sort.NUMBER:
            if zone_expected and _is_zone(item, found, index, items):
                found.zone = int(item.whole)
                continue
            minus = index > 0 and items[index - 1].text == "-" and not item.gap
            negative = minus and (index == 1 or items[index - 1].gap)  # 31N-500000-3800000 has none
            found.numbers.append(item)
            found.axes.append(waiting)
            found.sign.append(negative)
            waiting = ""
        elif item.sort is Sort.WORD:
            taken = _word(item, found, index, items)
            if taken is None:
                return None
            waiting = taken or waiting
        elif item.sort is Sort.FIELD_DOT or item.text not in ",;/\n:=-.+":
            return None
    return found


def _polar_letter(items: list[Item]) -> bool:
    """A B Y or Z in front of two numbers and no further words: a polar grid, not an axis or a zone."""
    words = [item for item in items if item.sort is Sort.WORD]
    return len(words) == 1 and items[0] is words[0] and items[0].text.upper() in ("A", "B", "Y", "Z")


def _is_zone(item: Item, found: Numbers, index: int, items: list[Item]) -> bool:
    if found.zone is not None or item.fraction or len(item.whole) > 2 or not 1 <= int(item.whole) <= 60:
        return False
    before = items[index - 1].text.lower() if index else ""
    return not found.numbers or before in ZONE_WORDS or len(found.numbers) == 2


def _word(item: Item, found: Numbers, index: int, items: list[Item]) -> str | None:
    """Take one word; an axis that waits for its number, "" when done, None when it does not belong."""
    word = item.text.lower()
    if word in ZONE_WORDS or word in SYSTEM_WORDS or word == "hemisphere":
        found.utm_said = found.utm_said or word in ("utm", "ups")
        return ""
    before = _behind_what(index, items, found)
    after_number = before is not None and bool(found.numbers)
    after_zone = before is not None and not after_number
    if after_number and before is not found.numbers[-1]:
        return _zone_letter(word, found)  # the zone stands last: 500000 3800000 42S
    if word in X_WORDS | Y_WORDS and not after_zone:
        return "x" if word in X_WORDS else "y"
    if after_zone or (found.zone is not None and not found.letter and not after_number and not found.numbers):
        return _zone_letter(word, found)
    if word in METRES and after_number:
        return ""
    axis = "e" if word in EAST_WORDS else "n" if word in NORTH_WORDS else ""
    if axis and after_number and not found.axes[-1]:
        found.axes[-1] = axis  # 500000 E 3800000 N: nothing stood in front of the number
        return ""
    follows = index + 1 < len(items) and items[index + 1].sort is Sort.NUMBER
    if axis and (follows or (index + 1 < len(items) and items[index + 1].text in ":=")):
        if not found.numbers and not found.letter and found.zone is None and len(word) == 1 and axis == "n":
            found.letter = "N"  # n 2000000 2000000: the polar grid of the north
            return ""
        return axis
    if len(word) == 1 and word in "sabyz" and not found.letter and not found.numbers:
        found.letter = word.upper()
        return ""
    return _zone_letter(word, found) if len(word) > 1 and not found.letter else None


def _behind_what(index: int, items: list[Item], found: Numbers) -> Item | None:
    """The number that a word stands behind, with its unit or the hyphen of 31-N between them."""
    at = index - 1
    if at > 0 and items[at].sort is Sort.WORD and items[at].text.lower() in METRES:
        at -= 1
        if items[at] not in found.numbers:
            return None  # the M of 31M is a band
    elif at > 0 and items[at].text == "-" and not items[at].gap and not items[index].gap:
        at -= 1
        if items[at] in found.numbers:
            return None
    return items[at] if at >= 0 and items[at].sort is Sort.NUMBER else None


def _zone_letter(word: str, found: Numbers) -> str | None:
    if found.letter:
        return None
    if len(word) == 1 and word.isascii():
        found.letter = word.upper()
        return ""
    letters = HEMISPHERE.get(word)
    latin = word.upper().translate(LOOK_ALIKE)
    band = latin if len(latin) == 1 and latin.isascii() and latin in BANDS else ""
    if band and letters not in (frozenset("N"), frozenset("S")):
        found.letter = band
        return ""
    found.band_too = band
    if letters in (frozenset("N"), frozenset("S")):
        found.letter, found.hemisphere = next(iter(letters)), True
        return ""
    return None


def read_numbers(items: list[Item], profile: MapProfile, *, letters_first: bool = False) -> GridAnswer | None:
    """The places that grid numbers name; None where the items are no grid numbers.

    Numbers without a zone but with letters (343000N 0711200E) are degrees before they are metres:
    they are looked at only when `letters_first` says that degrees have been tried.
    """
    found = gather(items)
    if found is None or len(found.numbers) < 2 or any(found.sign):
        return None
    merged = merge(found)
    if merged is None:
        return None
    found = merged
    (first, second), (axis_a, axis_b) = found.numbers, found.axes
    if found.zone is None and not found.letter:
        lettered = "n" in (axis_a, axis_b) or "e" in (axis_a, axis_b)
        if lettered is not letters_first:
            return None
        return _without_zone(first, second, axis_a, axis_b)
    if axis_a in ("n",) or axis_b == "e":
        first, second = second, first
    easting, northing = value(first), value(second)
    if easting < LEAST_METRES:
        return None
    step = 10.0 ** -min(len(first.fraction), len(second.fraction))
    try:
        if found.zone is None:
            return _ups(found.letter, easting, northing, step)
        return _utm(found, easting, northing, step, profile)
    except InputError as error:
        told = f"{error.what}; {error.hint}" if error.hint else error.what
        return GridAnswer(refused=(ask(Kind.OUT_OF_RANGE, told),))


def value(item: Item) -> float:
    """The number that an item stands for."""
    return float(f"{item.whole}.{item.fraction or 0}")


def merge(found: Numbers) -> Numbers | None:
    """Join 500 000 3 800 000 and 500,000 3,800,000 into two numbers; None where it cannot be told."""
    numbers = found.numbers
    if len(numbers) == 2:
        return found
    cut = [
        index
        for index in range(1, len(numbers))
        if all(len(item.whole) == 3 for item in numbers[1:index] + numbers[index + 1 :])
        and not any(item.fraction for item in numbers[: index - 1] + numbers[index:-1])
        and len(_digits(numbers[:index])) in (6, 7)
        and len(_digits(numbers[index:])) in (6, 7)
    ]
    if len(cut) != 1:
        return None
    starts = (0, cut[0])
    parts = numbers[: cut[0]], numbers[cut[0] :]
    axes, signs = found.axes, found.sign
    found.axes = [axes[0] or axes[cut[0] - 1], axes[cut[0]] or axes[-1]]  # before or behind each number
    found.sign = [signs[start] for start in starts]
    found.numbers = [_joined(part) for part in parts]
    return found


def _digits(part: list[Item]) -> str:
    return "".join(item.whole for item in part).lstrip("0")


def _joined(part: list[Item]) -> Item:
    whole = "".join(item.whole for item in part)
    return Item(Sort.NUMBER, whole, part[0].start, part[-1].end, part[0].gap, whole, part[-1].fraction)


def _ups(letter: str, easting: float, northing: float, step: float) -> GridAnswer | None:
    if letter not in "NSABYZ" or easting < 500_000:
        return None
    cell = ups.decode(letter, easting, northing, step)
    if "outside_ups" in cell.notes:
        return None  # S880000E1720000 are degrees
    findings = []
    if "half_differs" in cell.notes:
        findings.append(ask(Kind.BAND_DIFFERS, f"letter {letter} is the other side of Greenwich"))
    square = GridSquare(
        zone=0, south=letter in "SAB", easting=easting - step / 2, northing=northing - step / 2, side_m=step
    )
    return GridAnswer((Named(notation="ups", cell=cell, square=square, findings=tuple(findings)),))


def _utm(found: Numbers, easting: float, northing: float, step: float, profile: MapProfile) -> GridAnswer:
    assert found.zone is not None
    letter = found.letter or None
    readings = utm.decode(found.zone, letter, easting, northing, step)
    if found.hemisphere or profile.utm_letter is Letter.HEMISPHERE:
        readings = tuple(one for one in readings if one.meaning == "hemisphere") or readings
    elif profile.utm_letter is Letter.BAND:
        readings = tuple(one for one in readings if one.meaning == "band") or readings
    if found.band_too:
        as_band = utm.decode(found.zone, found.band_too, easting, northing, step)
        readings += tuple(one for one in as_band if one.meaning == "band" and not one.notes)
    if len(readings) > 1:
        readings = tuple(one for one in readings if "band_edge" not in one.notes)
    readings = tuple(sorted(readings, key=lambda one: one.meaning == "band"))
    places = []
    for one in readings:
        findings = _utm_findings(found, one, len(readings)) + _odd_numbers(found, easting)
        square = GridSquare(
            zone=found.zone,
            south=one.south,
            easting=easting - step / 2,
            northing=northing - step / 2,
            side_m=step,
        )
        places.append(Named(notation="utm", cell=one.cell, square=square, findings=tuple(findings)))
    return GridAnswer(tuple(places))


def _odd_numbers(found: Numbers, easting: float) -> list[Finding]:
    """Numbers that UTM can hold and nobody writes: a digit is lost or a point misplaced."""
    findings = []
    if not 100_000 <= easting <= 900_000:
        findings.append(ask(Kind.OUTSIDE_ZONE, f"an easting of {easting:,.0f} m lies outside every zone"))
    if len(found.numbers[0].whole) < 5:
        findings.append(ask(Kind.UNUSUAL_FORM, "a northing of less than five digits, and in front"))
    sizes = {len(item.fraction) for item in found.numbers}
    if len(sizes) > 1 and max(sizes) > 3:
        findings.append(ask(Kind.UNUSUAL_FORM, "one number has many decimals and the other has not"))
    return findings


def _utm_findings(found: Numbers, one: utm.UtmCell, count: int) -> list[Finding]:
    findings = []
    side = "southern" if one.south else "northern"
    if one.meaning == "unsaid":
        findings.append(ask(Kind.LETTER_UNSURE, f"no band or hemisphere is given; read in the {side} one"))
    elif count > 1:
        as_what = "the hemisphere" if one.meaning == "hemisphere" else f"the band, which is {side}"
        findings.append(ask(Kind.LETTER_UNSURE, f"letter {found.letter} was read as {as_what}"))
    if "band_differs" in one.notes:
        findings.append(ask(Kind.BAND_DIFFERS, f"the northing does not lie in band {found.letter}"))
    if "band_edge" in one.notes:
        findings.append(note(Kind.BAND_DIFFERS, f"the northing lies just outside band {found.letter}"))
    if "outside_zone" in one.notes:
        findings.append(ask(Kind.OUTSIDE_ZONE, f"the numbers lie well outside zone {found.zone}"))
    elif not one.band:
        findings.append(ask(Kind.OUTSIDE_ZONE, "the place is polar, where UTM is not used"))
    return findings


def _without_zone(first: Item, second: Item, axis_a: str, axis_b: str) -> GridAnswer | None:
    """Two numbers in metres: Soviet ones carry their zone, others need a CRS."""
    a, b = value(first), value(second)
    if a < LEAST_METRES or b < LEAST_METRES or max(a, b) < 180_000:
        return None
    if axis_a in ("y", "e") or axis_b in ("x", "n"):
        first, second, a, b = second, first, b, a
    for north, east, swapped in ((first, second, False), (second, first, True)):
        if swapped and (axis_a or axis_b):
            break
        places = _soviet(north, east)
        if places:
            return GridAnswer(places)
    return GridAnswer(
        refused=(ask(Kind.CRS_UNSAID, "numbers of a grid, and nobody said of which: name its CRS or zone"),),
        lacks_crs=True,
    )


def _soviet(north: Item, east: Item) -> tuple[Named, ...]:
    """x north and y east with the zone in front, in the six-degree zones of 1942 and, as a second
    reading, in the three-degree ones."""
    whole = east.whole.lstrip("0")
    zone, rest = int(whole[:-6] or 0), whole[-6:]
    if len(whole) not in (7, 8) or not 1 <= zone <= 60 or not 100_000 <= int(rest) <= 900_000:
        return ()
    if not 1_000_000 <= value(north) <= 9_400_000:
        return ()
    text = f"read as Soviet Gauss-Krueger of 1942, zone {zone}"
    step = 10.0 ** -min(len(north.fraction), len(east.fraction))
    xy = (value(east), value(north))
    places = []
    if 2 <= zone <= 32:
        findings = [ask(Kind.CRS_UNSAID, f"{text} of six degrees; nobody named the system")]
        places.append((f"EPSG:{28400 + zone}", findings))
    if 7 <= zone <= 60:
        findings = [ask(Kind.CRS_UNSAID, f"{text} of three degrees; nobody named the system")]
        places.append((three_degree(zone), findings))
    return tuple(
        Named(notation="gauss_krueger", crs=crs, grid_xy=xy, grid_step=step, findings=tuple(why), order=rank)
        for rank, (crs, why) in enumerate(places)
    )


def three_degree(zone: int) -> str:
    """EPSG code of a three-degree zone of Pulkovo 1942, zones 7 to 64 (EPSG registry v11.022).

    >>> three_degree(12), three_degree(60)
    ('EPSG:2528', 'EPSG:3389')
    """
    if zone == 60:
        return "EPSG:3389"
    return f"EPSG:{zone + (2516 if zone < 34 else 2517)}"
