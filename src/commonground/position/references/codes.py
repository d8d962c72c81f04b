"""Grid references and codes that are recognised by their shape: MGRS, GARS, Georef, geohash, Plus
codes, and the lettered squares of the British and Irish grids.

Each recogniser looks at the compact text (capitals, no blanks between groups) and gives places,
a refusal with its reason, or nothing when the text is not of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from commonground.errors import InputError
from commonground.finding import Finding, Kind
from commonground.position.grids import gars, geohash, georef, mgrs, pluscode, squares
from commonground.position.grids.cell import Cell
from commonground.position.profile import Basis, MapProfile
from commonground.position.reader.covering import GridSquare
from commonground.position.reader.landing import WGS84_CODES
from commonground.position.reader.named import Named, ask, note
from commonground.position.references.grid_numbers import GridAnswer
from commonground.position.text.folding import LOOK_ALIKE
from commonground.position.text.vocabulary import HEMISPHERE

MONTHS = frozenset("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split())
QUANTITIES = frozenset(
    """EST EDT CST CDT MST MDT PST PDT CET GMT UTC BST
    EET MSK AFT PKT UHR HRS PCT USD EUR GBP TON KGS LBS MPH KTS""".split()
)
DIRECTIONS = frozenset(["NE", "SE", "NW", "SW", "NS", "SN"])
IRISH_CRS = frozenset(["EPSG:29901", "EPSG:29902", "EPSG:29903", "EPSG:2157"])

_MGRS = re.compile(r"([0-9]{1,2}) ?([A-Z]) ?([A-Z])? ?([A-Z])?((?: ?[0-9]+)*)")
_MGRS_LETTERS = re.compile(r"([0-9]{1,2}) ?([A-Z]) ?([A-Z]+)((?: ?[0-9]+)*)")
_METRES = re.compile(
    r"([0-9]{1,2} ?[A-Z] ?[A-Z] ?[A-Z]) ?([0-9]{1,5}) ?(?:M ?E|EM|E|M) ?([0-9]{1,5}) ?(?:M ?N|NM|N|M)"
)
_POLAR = re.compile(r"([ABYZ]) ?([A-Z])([A-Z])((?: ?[0-9]+)*)")
_MISTYPED = re.compile(r"[0-9]{1,2} ?[C-HJ-NP-X] ?[A-HJ-NP-Z]{2} ?(?=[0-9]*[OIL])[0-9OIL]{2,10}")
_GARS = re.compile(r"([0-9]{1,3})([A-Z])([A-Z])([0-9]{0,2})")
_GEOREF = re.compile(r"([A-Z]{2} ?[A-Z]{2})((?: ?[0-9]+)*)")
_OSGB = re.compile(r"([A-HJ-Z][A-HJ-Z])((?: ?[0-9]+){1,2})")
_IRISH = re.compile(r"([A-HJ-Z])((?: ?[0-9]+){1,2})")
_PLUS = re.compile(r"[0-9A-Za-z]*\+[0-9A-Za-z]*")
_GEOHASH = re.compile(r"[0-9b-hj-km-np-zB-HJ-KM-NP-Z]{1,12}")
_NO_SQUARE = re.compile(r"[0-9]{1,2}[a-z]{3}(?:[0-9]{2}){2,5}")
LONG_BY_CHANCE = 4  # so many digits behind three letters are seldom a geohash by chance
GARS_WHOLE = 7  # characters of a cell of five minutes: likewise
_WORDS = re.compile(r"(?:///)?[^\W\d_]{3,}[.・。][^\W\d_]{3,}[.・。][^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What one recogniser makes of a text: places, or reasons against it."""

    places: tuple[Named, ...] = ()
    refused: tuple[Finding, ...] = ()
    sure: bool = True  # of this kind and of no other, so nothing else needs to be asked


def compact(plain: str) -> str:
    """The text in one line: dashes and commas between groups count as blanks."""
    return " ".join(
        re.sub(r"[,;/_\n-]|(?<=[0-9A-Za-z])\.(?=\s|$)|(?<=\+)\.$", " ", plain.replace("\x00", "")).split()
    )


def read_code(plain: str, profile: MapProfile) -> Recognised | None:
    """The first recogniser that knows the text; None where none does."""
    given = compact(plain)
    if not given or len(given) > 60:
        return None
    if _WORDS.fullmatch(plain.replace("\x00", "").strip()) and "." in plain:
        text = "three words of a closed system: like words lie far apart, ask for degrees or a grid reference"
        return Recognised(refused=(ask(Kind.WORDS_CODE, text),))
    latin = given.translate(LOOK_ALIKE)
    findings: tuple[Finding, ...] = ()
    if latin != given and latin.isascii():
        findings = (note(Kind.MARKS_MENDED, "letters of another script were taken for the Latin ones"),)
        given = latin
    if not given.isascii():
        return None
    whole = compact(plain) == plain.replace("\x00", "").strip()
    for recogniser in (_plus_code, _mgrs, _gars, _georef, _national, _geohash):
        if recogniser is _geohash and not whole:
            break  # a geohash has no marks beside it
        found = recogniser(given, profile)
        if found is not None:
            return _with(found, findings)
    return None


def _with(found: Recognised, findings: tuple[Finding, ...]) -> Recognised:
    if not findings:
        return found
    places = tuple(_add(place, *findings) for place in found.places)
    return Recognised(places, found.refused, found.sure)


def _add(place: Named, *findings: Finding) -> Named:
    return replace(place, findings=(*place.findings, *findings))


def _refuse(error: InputError) -> Recognised:
    kind = Kind.OUT_OF_RANGE if "60" in error.what or "run from" in error.what else Kind.NOT_UNDERSTOOD
    told = f"{error.what}; {error.hint}" if error.hint else error.what
    return Recognised(refused=(ask(kind, told),))


def _plain_cell(notation: str, decode: Callable[[str], Cell], text: str, *findings: Finding) -> Recognised:
    try:
        cell = decode(text)
    except InputError as error:
        return _refuse(error)
    return Recognised((Named(notation=notation, cell=cell, findings=findings),))


def _halves(groups: str) -> str | None:
    """The digits of a reference in one run; None where they do not fall into two equal halves."""
    parts = groups.split()
    if len(parts) > 2 or (len(parts) == 2 and len(parts[0]) != len(parts[1])):
        return None
    digits = "".join(parts)
    return digits if len(digits) % 2 == 0 else None


def _uneven(text: str) -> Recognised:
    return Recognised(
        refused=(ask(Kind.CONTRADICTION, f"the digits of {text} do not fall into two equal halves"),)
    )


def _mgrs(given: str, profile: MapProfile) -> Recognised | None:
    text = _without_metres(given.upper())
    match = _MGRS.fullmatch(text) or _MGRS_LETTERS.fullmatch(text) or _POLAR.fullmatch(text)
    if match is None:
        return _letters_among_digits(text)
    polar = match.re is _POLAR
    letters = (
        "".join(part or "" for part in match.groups()[:-1])
        if polar
        else "".join(part or "" for part in match.groups()[1:-1])
    )
    groups = match.groups()[-1]
    lower_geohash = _GEOHASH.fullmatch(given) and given == given.lower() and " " not in given
    if not polar and len(letters) == 1 and (groups or lower_geohash):
        return None  # a zone and a band with numbers is UTM; 9q is a geohash
    if not polar and len(letters) < 3 and (lower_geohash or len(groups.split()) > 1):
        return None
    if polar and not groups and given != text:
        return None  # three small letters: a geohash or a word
    if letters == "AND" or (len(letters) > 3 and letters.lower() in HEMISPHERE):
        return None  # 10 and 20: no band is called A; 31 north 500000 3800000
    digits = _halves(groups)
    if digits is None:
        if lower_geohash or (polar and not groups.startswith(" ") and len(groups) < 4):
            return None
        return _uneven(given)
    head = text[: len(text) - len(groups)].replace(" ", "")
    try:
        square = mgrs.decode(head + digits)
    except InputError as error:
        return None if lower_geohash else _refuse(error)
    old_map = profile.crs_basis is Basis.KNOWN and profile.crs not in WGS84_CODES
    place = _square_place(square, letters, digits, text, old_map=old_map)
    if lower_geohash:
        other = _plain_cell("geohash", geohash.decode, given, _either("a geohash", "an MGRS reference"))
        place = _add(place, _either("an MGRS reference", "a geohash"))
        if len(digits) >= LONG_BY_CHANCE:
            return Recognised((place, *(replace(one, order=1) for one in other.places)))
        return Recognised((*other.places, place))
    return Recognised((place,))


def _without_metres(text: str) -> str:
    """31N AA 66000mE 00500mN: the same digits with their unit and axis behind them."""
    match = _METRES.fullmatch(text)
    if match is None or len(match.group(2)) != len(match.group(3)):
        return text
    return " ".join(match.groups())


def _letters_among_digits(text: str) -> Recognised | None:
    """31NAA66O0: a letter O or I typed for a digit is a reason to ask again, never mended."""
    if not _MISTYPED.fullmatch(text) or not re.search("[0-9]", text[3:]):
        return None
    told = "a letter O or I stands among the digits: ask for the digits again"
    return Recognised(refused=(ask(Kind.CONTRADICTION, told),))


def _either(this: str, that: str) -> Finding:
    return ask(Kind.SEVERAL_READINGS, f"read as {this}; it can be {that}")


def _square_place(square: mgrs.Square, letters: str, digits: str, text: str, *, old_map: bool) -> Named:
    findings: list[Finding] = []
    if _dated(letters, square.zone, digits):
        findings.append(ask(Kind.LOOKS_LIKE_DATE, f"{text} looks like a date, a time or a quantity"))
    if square.zone == 0 and not digits:
        findings.append(ask(Kind.LOOKS_LIKE_WORD, f"{text} can be a word"))
    old = "old_lettering" in square.notes
    if old:
        told = note if old_map else ask
        findings.append(
            told(Kind.OLD_LETTERING, "only the row letters of old datums (Clarke, Bessel) have it")
        )
    if "outside_zone" in square.notes:
        findings.append(ask(Kind.OUTSIDE_ZONE, "the 100 km square does not touch the zone that is named"))
    held = GridSquare(
        zone=square.zone,
        south=square.band < "N" if square.zone else square.band in "AB",
        easting=square.easting,
        northing=square.northing,
        side_m=square.side_m,
    )
    return Named(
        notation="mgrs",
        cell=square.cell,
        square=held,
        findings=tuple(findings),
        old_datum=old and not old_map,
    )


def _dated(letters: str, zone: int, digits: str) -> bool:
    """10 JAN 1994, 14 EST 2008, 10JAN2014 0530: a day, a month and a year, or a number and its unit."""
    short = len(digits) <= 6
    year = len(digits) == 8 and digits[:2] in ("19", "20")
    return (letters in MONTHS and zone <= 31 and (short or year)) or (letters in QUANTITIES and short)


def _gars(given: str, _profile: MapProfile) -> Recognised | None:
    text = given.upper().replace(" ", "")
    match = _GARS.fullmatch(text)
    if match is None or (len(match.group(1)) < 3 and (" " in given or len(match.group(4)) > 0)):
        return None
    lower_geohash = given == given.lower() and _GEOHASH.fullmatch(given)
    found = _plain_cell("gars", gars.decode, text)
    if lower_geohash:
        if not found.places:
            return None
        other = _plain_cell("geohash", geohash.decode, given, _either("a geohash", "a GARS cell"))
        place = _add(found.places[0], _either("a GARS cell", "a geohash"))
        if len(text) == GARS_WHOLE:
            return Recognised((place, *(replace(one, order=1) for one in other.places)))
        return Recognised((*other.places, place))
    return found


def _georef(given: str, _profile: MapProfile) -> Recognised | None:
    text = given.upper()
    match = _GEOREF.fullmatch(text)
    if match is None:
        return None
    if given == given.lower() and " " not in given and _GEOHASH.fullmatch(given):
        return None
    digits = _halves(match.group(2))
    if digits is None:
        return _uneven(given)
    findings = () if digits else (ask(Kind.LOOKS_LIKE_WORD, f"{given} can be a word"),)
    found = _plain_cell("georef", georef.decode, match.group(1).replace(" ", "") + digits, *findings)
    return None if found.refused and not digits else found


def _national(given: str, profile: MapProfile) -> Recognised | None:
    """SU387148 and SU 387 148; an Irish letter only where the party uses that grid or no letter of ours."""
    text = given.upper()
    match = _OSGB.fullmatch(text)
    irish = None if match or profile.crs not in IRISH_CRS else _IRISH.fullmatch(text)
    match = match or irish
    found = _lettered_square(match, profile, irish=bool(irish)) if match else None
    if found is None or given == text:
        return found
    if given == given.lower() and _GEOHASH.fullmatch(given):
        other = _plain_cell("geohash", geohash.decode, given, _either("a geohash", "a national square"))
        return Recognised((*other.places, _add(found.places[0], _either("a national square", "a geohash"))))
    finding = ask(Kind.LOOKS_LIKE_WORD, f"{given} was read as a national square, which has capital letters")
    return Recognised((_add(found.places[0], finding),))


def read_irish(plain: str) -> GridAnswer | None:
    """One letter and equal digits, when nothing else fits: the Irish grid, to be confirmed."""
    match = _IRISH.fullmatch(compact(plain).upper())
    found = _lettered_square(match, _NO_GRID, irish=True) if match and len(match.group(2)) >= 4 else None
    return GridAnswer(found.places, found.refused) if found else None


_NO_GRID = MapProfile(name="")


def _lettered_square(match: re.Match[str], profile: MapProfile, *, irish: bool) -> Recognised | None:
    digits = _halves(match.group(2))
    if digits is None or not 2 <= len(digits) <= 10:
        return None
    try:
        east, north = squares.irish(match.group(1)) if irish else squares.osgb(match.group(1))
    except InputError:
        return None
    half = len(digits) // 2
    side = 10.0 ** (5 - half)
    middle = (east + int(digits[:half]) * side + side / 2, north + int(digits[half:]) * side + side / 2)
    crs = (
        (profile.crs if profile.crs in IRISH_CRS - {"EPSG:2157"} else "EPSG:29903") if irish else "EPSG:27700"
    )
    findings: list[Finding] = []
    if match.group(1) in DIRECTIONS:
        findings.append(ask(Kind.LOOKS_LIKE_WORD, f"{match.group(1)} is a square and a direction"))
    elif len(digits) == 2 and not irish:
        findings.append(ask(Kind.LOOKS_LIKE_WORD, f"{match.string} can be a number of something"))
    if irish and profile.crs not in IRISH_CRS:
        findings.append(ask(Kind.UNUSUAL_FORM, "read in the Irish grid, which nobody named"))
    place = Named(
        notation="irish" if irish else "osgb",
        crs=crs,
        grid_xy=middle,
        grid_step=side,
        findings=tuple(findings),
    )
    return Recognised((place,))


def _plus_code(given: str, profile: MapProfile) -> Recognised | None:
    first = given.split(" ")[0]
    if first[:1] == "+" or not _PLUS.fullmatch(first):
        return None
    text = first.upper()
    head = text.partition("+")[0]
    if not any(letter.isalpha() for letter in text) and len(head) not in (4, 8) and not text.endswith("+"):
        return None
    kind = pluscode.kind(text)
    if kind == "full":
        return _plain_cell("pluscode", pluscode.decode, text, *_rest(given, first))
    if kind == "short":
        return _short(text, profile)
    return Recognised(refused=(ask(Kind.NOT_UNDERSTOOD, f"{first} is not a Plus code"),))


def _rest(given: str, first: str) -> tuple[Finding, ...]:
    rest = given[len(first) :].strip()
    return (note(Kind.SET_ASIDE, f'words behind the code were set aside: "{rest}"'),) if rest else ()


def _short(text: str, profile: MapProfile) -> Recognised:
    """A short code, completed near the middle of the theatre where the party has a small one."""
    if profile.theatre is not None:
        west, south, east, north = profile.theatre
        if east - west <= 1 and north - south <= 1:
            full = pluscode.recover(text, (south + north) / 2, (west + east) / 2)
            finding = ask(Kind.SHORT_CODE, f"completed to {full}, the nearest to the middle of the theatre")
            return _plain_cell("pluscode", pluscode.decode, full, finding)
    text = f"{text} is a short Plus code: it names a place only together with a town or place near by"
    return Recognised(refused=(ask(Kind.SHORT_CODE, text),))


def _geohash(given: str, profile: MapProfile) -> Recognised | None:
    if not _GEOHASH.fullmatch(given):
        return None
    if given != given.lower():
        degrees = re.fullmatch(r"[NSEW]?[0-9]+[NSEW]?[0-9]*[NSEW]?", given)
        if given != given.upper() or len(given) < 5 or _MGRS.match(given) or given.isalpha() or degrees:
            return None
        finding = ask(Kind.LOOKS_LIKE_WORD, "read as a geohash, which is written in small letters")
        return _plain_cell("geohash", geohash.decode, given, finding)
    findings: tuple[Finding, ...] = ()
    if given.isdigit() and len(given) > 3 and profile.notation != "geohash":
        return None  # a number, far more likely
    if (given.isdigit() or word_like(given)) and profile.notation != "geohash":
        findings = (ask(Kind.LOOKS_LIKE_WORD, f'"{given}" can be a geohash, a word or a number'),)
    elif _NO_SQUARE.fullmatch(given) and profile.notation != "geohash":
        findings = (
            ask(Kind.UNUSUAL_FORM, "a geohash with the shape of an MGRS reference that does not exist"),
        )
    return _plain_cell("geohash", geohash.decode, given, *findings)


def word_like(text: str) -> bool:
    """Whether small letters could be a word or an abbreviation: short, or such as can be spoken.

    >>> word_like("tents"), word_like("nm"), word_like("qjbtp")
    (True, True, False)
    """
    if not text.isalpha():
        return False
    if len(text) <= 3:
        return True
    unspoken = re.search(r"q(?!u)|[jvz][^aeiouy](?<!zz)|x[^aeiouycptx]|[^aeiouy]{4}|[jqv]$", text)
    return unspoken is None and re.search("[aeiouy]", text) is not None
