"""Reading: every way to understand a text as a place, most likely first.

The one grammar of the room. A text is folded, what stands beside the position is set aside, and the
notations are asked in turn. A text that can mean two places gives two readings, with how far apart
they lie; one that contradicts itself gives none, and says why. Nothing is put right in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.position.angle import LAT, LIMIT, LON, meanings, parse
from commonground.position.codes import Recognised, read_code
from commonground.position.degrees import Degrees, lexings, read_degrees
from commonground.position.extras import Extras, set_aside
from commonground.position.folding import Folded, fold
from commonground.position.geodesic import distance_m
from commonground.position.grid_numbers import GridAnswer, read_numbers
from commonground.position.landing import WGS84_CODES, land
from commonground.position.lexing import Item, Sort
from commonground.position.named import Named, ask
from commonground.position.pairing import Refusal, Weight, axis_of
from commonground.position.plan import Plan, plan_of
from commonground.position.profile import Basis, MapProfile, Order
from commonground.position.reading import Reading
from commonground.position.words_beside import without_words

WGS84: Final = "EPSG:4326"
MOST_CHARACTERS: Final = 10_000
MOST_READ: Final = 400  # blanks collapsed; more than this is running text, for `find`
# True of every place of a party on such a datum: said with each reading, asked about never.
ALWAYS_SO: Final = frozenset({Kind.OPERATION_ACCURACY_UNKNOWN, Kind.OPERATION_GRID_MISSING})
NOBODY: Final = MapProfile(name="nobody")


class Status(StrEnum):
    """What an officer has to do with the answer."""

    OK = "ok"  # one reading, nothing to ask
    ASK = "ask"  # an officer must look
    REFUSED = "refused"  # no reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """All that reading a text gave. `lacks_datum`: refused because a datum or CRS is missing."""

    as_given: str
    status: Status
    readings: tuple[Reading, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    lacks_datum: bool = False

    def as_json(self) -> dict[str, object]:
        """The object that `cg read --json` prints on one line."""
        return {
            "as_given": self.as_given,
            "status": str(self.status),
            "readings": [reading.as_json() for reading in self.readings],
            "findings": [finding.as_json() for finding in self.findings],
        }


def read(text: str, profile: MapProfile | None = None) -> tuple[Reading, ...]:
    """Every way to understand a text as a place, most likely first; empty where there is none.

    Raises InputError for a text over 10,000 characters and for a profile whose CRS does not exist.

    >>> [reading] = read("34°30'N 171°12'E")
    >>> reading.position.lat_deg, reading.position.lon_deg, reading.notation
    (34.5, 171.2, 'ddm')
    """
    return read_all(text, profile).readings


def read_all(text: str, profile: MapProfile | None = None) -> ReadResult:
    """The readings of a text, and the findings that say what is to be asked or why there is none.

    Raises as `read`.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"a text of {len(text)} characters", where="text", given=text, hint=f"at most {MOST_CHARACTERS} are read"
        )
    profile = profile or NOBODY
    folded = fold(text)
    if len(folded.plain) > MOST_READ:
        folded = _squeezed(folded)
        if len(folded.plain) > MOST_READ:
            return _refused(text, [ask(Kind.TOO_LONG, "more text than one position; look for places in it with find")])
    if not folded.plain.strip(" \n\x00"):
        return _refused(text, [ask(Kind.NOT_UNDERSTOOD, "nothing is written")])
    extras = set_aside(folded.plain)
    crs, basis, findings = _datum(extras, profile)
    if extras.order is not Order.UNSAID:
        profile = replace(profile, order=extras.order)
    answer = _named(folded, extras, profile, crs)
    if not answer.places:
        return _refused(text, [*answer.refused, *findings], answer.lacks_crs)
    return _landed(text, answer.places, extras, profile, crs, basis, findings)


def plan(text: str, profile: MapProfile | None = None) -> Plan | None:
    """How the first reading of a text of degrees comes from its digits; None for any other text.

    Asks the same grammar as `read_all`; the bulk engine applies the answer to texts of one shape.
    """
    profile = profile or NOBODY
    if len(text) > MOST_READ:
        return None
    folded = fold(text)
    extras = set_aside(folded.plain)
    if extras.order is not Order.UNSAID:
        profile = replace(profile, order=extras.order)
    code = read_code(extras.plain, profile)
    readable = lexings(Folded(folded.given, extras.plain))
    if (code is not None and (code.refused or code.places[0].notation != "geohash")) or not readable:
        return None
    grid = _grid(readable, profile, WGS84)
    if grid is not None and (grid.places or grid.lacks_crs):
        return None
    found = read_degrees(readable, profile)
    return plan_of(found.pairs[0]) if found.pairs else None


def _squeezed(folded: Folded) -> Folded:
    """The same text with runs of blanks made one; offsets into such a text are not promised."""
    plain = " ".join(folded.plain.replace("\x00", "").split(" "))
    plain = " ".join(part for part in plain.split(" ") if part)
    return Folded(plain, plain)


def _datum(extras: Extras, profile: MapProfile) -> tuple[str, Basis, list[Finding]]:
    """Which datum counts, on what basis: the one the text names before the one of the profile."""
    findings = list(extras.findings)
    if not extras.crs:
        return profile.crs, profile.crs_basis, findings
    if profile.crs_basis is Basis.KNOWN and profile.crs != extras.crs:
        told = f"the text names {extras.crs}, the profile of {profile.name} {profile.crs}; the text was followed"
        findings.append(ask(Kind.DATUM_DIFFERS, told))
    return extras.crs, Basis.KNOWN, findings


def _named(folded: Folded, extras: Extras, profile: MapProfile, crs: str) -> GridAnswer:
    """The places that the text names, by the first notation that fits."""
    code = read_code(extras.plain, profile)
    if code is not None and (code.refused or code.places[0].notation != "geohash"):
        return GridAnswer(code.places, code.refused)
    readable = lexings(Folded(folded.given, extras.plain))
    grid = _grid(readable, profile, crs)
    if grid is not None and (grid.places or grid.lacks_crs):
        return grid
    degrees = read_degrees(readable, profile) if readable else Degrees((), (), ())
    if degrees.places:
        return GridAnswer(degrees.places + _second(code))
    if code is not None:
        return GridAnswer(code.places, code.refused)
    grid = grid or _grid(readable, profile, crs, letters_first=True)
    if grid is not None:
        return grid
    beside = without_words(readable)
    if beside is not None:
        items, words, strong = beside
        again = read_degrees([items], profile)
        if again.places and strong(again.pairs):
            finding = ask(Kind.UNREAD_WORDS, f'words beside the position were not read: "{words}"')
            return GridAnswer(tuple(_with(place, finding) for place in again.places))
        degrees = again if again.refused else degrees
    return GridAnswer((), degrees.refused or (_why_not(readable),))


def _second(code: Recognised | None) -> tuple[Named, ...]:
    """A geohash that is also a pair of degrees: the pair first, the code as the second reading."""
    return tuple(replace(place, order=2) for place in code.places) if code else ()


def _with(place: Named, finding: Finding) -> Named:
    return replace(place, findings=(*place.findings, finding))


def _grid(
    readable: Sequence[list[Item]], profile: MapProfile, crs: str, *, letters_first: bool = False
) -> GridAnswer | None:
    from commonground.position.crs_numbers import read_crs_numbers

    for items in readable:
        if crs not in WGS84_CODES:
            found = read_crs_numbers(items, crs)
            if found is not None:
                return found
        answer = read_numbers(items, profile, letters_first=letters_first)
        if answer is not None:
            return answer
    return None


def _why_not(readable: Sequence[list[Item]]) -> Finding:
    for items in readable:
        angle = parse(items)
        if angle is not None:
            axis = axis_of(angle)
            name = {LAT: "a latitude", LON: "a longitude", "": "one angle"}[axis]
            return ask(Kind.ONE_ANGLE, f"{name} alone; a position needs two angles")
    numbers = sum(item.sort is Sort.NUMBER for item in readable[0]) if readable else 0
    what = "no numbers" if not numbers else "no notation fits"
    return ask(Kind.NOT_UNDERSTOOD, f"{what}: ask for degrees or a grid reference")


def _refused(text: str, findings: Iterable[Finding], lacks_datum: bool = False) -> ReadResult:
    return ReadResult(as_given=text, status=Status.REFUSED, findings=tuple(findings), lacks_datum=lacks_datum)


def _landed(
    text: str,
    places: Sequence[Named],
    extras: Extras,
    profile: MapProfile,
    crs: str,
    basis: Basis,
    findings: list[Finding],
) -> ReadResult:
    """Put the named places on the ground and say what is to be asked about them."""
    readings: list[Reading] = []
    lacks_datum = False
    report = (extras.report,) if extras.report else ()
    for place in sorted(places, key=lambda named: named.order):
        try:
            reading = land(place, profile, text, crs, basis, report)
        except InputError as error:
            lacks_datum = lacks_datum or type(error).__name__ == "NoOperationError"
            told = f"{error.what}; {error.hint}" if error.hint else error.what
            findings.append(ask(Kind.OUT_OF_RANGE if not lacks_datum else Kind.CRS_UNSAID, told))
            continue
        if not any(_same(reading, other) for other in readings):
            readings.append(reading)
    if not readings:
        return _refused(text, findings, lacks_datum)
    readings = _nearest_first(readings, profile)
    if len(readings) > 1:
        findings.append(_apart(readings))
    questions = [finding for finding in findings if finding.level > Level.NOTE]
    questions += [f for f in readings[0].findings if f.level > Level.NOTE and f.kind not in ALWAYS_SO]
    asked = len(readings) > 1 or bool(questions)
    return ReadResult(
        as_given=text,
        status=Status.ASK if asked else Status.OK,
        readings=tuple(readings),
        findings=tuple(findings),
    )


def _same(one: Reading, other: Reading) -> bool:
    here, there = one.position, other.position
    return (here.lat_deg, here.lon_deg, one.crs) == (there.lat_deg, there.lon_deg, other.crs)


def _apart(readings: Sequence[Reading]) -> Finding:
    away = max(distance_m(readings[0].position, other.position) for other in readings[1:])
    size = f"{away / 1000:,.0f} km" if away >= 10_000 else f"{away:,.0f} m"
    count = {2: "two", 3: "three", 4: "four"}.get(len(readings), str(len(readings)))
    return ask(Kind.SEVERAL_READINGS, f"{count} readings, up to {size} from the first")


def _nearest_first(readings: list[Reading], profile: MapProfile) -> list[Reading]:
    """Readings inside the party's theatre before those outside; otherwise as they come."""
    if profile.theatre is None:
        return readings
    west, south, east, north = profile.theatre

    def outside(reading: Reading) -> bool:
        lat, lon = reading.position.lat_deg, reading.position.lon_deg
        across = (lon - west) % 360 <= (east - west) % 360
        return not (south <= lat <= north and across)

    return sorted(readings, key=outside)


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleResult:
    """What reading one angle gave."""

    as_given: str
    status: Status
    deg: tuple[float, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    def as_json(self) -> dict[str, object]:
        """The object that `cg read --axis --json` prints on one line; `deg` stands only with a reading."""
        shown: dict[str, object] = {"as_given": self.as_given, "status": str(self.status)}
        if self.deg:
            shown["deg"] = self.deg[0]
        shown["readings"] = [{"deg": deg} for deg in self.deg]
        shown["findings"] = [finding.as_json() for finding in self.findings]
        return shown


def read_angle(text: str, axis: str = "any") -> AngleResult:
    """One angle by itself, for columns that hold latitudes or longitudes: `axis` lat, lon or any.

    Raises InputError for a text over 10,000 characters.

    >>> read_angle("45°12'36\\" S", "lat").deg
    (-45.21,)
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"a text of {len(text)} characters", where="text", given=text)
    folded = fold(text)
    if len(folded.plain) > MOST_READ:
        folded = _squeezed(folded)
    refused: list[Refusal] = []
    if len(folded.plain) <= MOST_READ:
        extras = set_aside(folded.plain)
        for items in lexings(Folded(folded.given, extras.plain)):
            found = _angle(text, _trimmed(items), axis, refused, extras)
            if found is not None:
                return found
    worst = max(refused, key=lambda refusal: refusal.weight, default=None)
    kinds = {Weight.RANGE: Kind.OUT_OF_RANGE, Weight.CONTRADICTION: Kind.CONTRADICTION}
    kind = kinds.get(worst.weight, Kind.NOT_UNDERSTOOD) if worst else Kind.NOT_UNDERSTOOD
    told = ask(kind, worst.text if worst else "not one angle")
    return AngleResult(as_given=text, status=Status.REFUSED, findings=(told,))


def _trimmed(items: list[Item]) -> list[Item]:
    while items and items[-1].text in (",", ";", ".", "\n", "/"):
        items = items[:-1]
    while items and items[0].text in (",", ";", "\n", "/"):
        items = items[1:]
    return items


def _angle(
    text: str, items: list[Item], axis: str, refused: list[Refusal], extras: Extras
) -> AngleResult | None:
    from commonground.position.pairing import sign_against_letter, signs

    angle = parse(items)
    if angle is None:
        return None
    against = sign_against_letter(angle)
    own = axis_of(angle)
    if against is None and own and axis != "any" and own != axis:
        against = Refusal(Weight.CONTRADICTION, f"a {own} letter in a column of {axis}")
    if against is not None:
        refused.append(against)
        return None
    axes = [own or axis] if (own or axis != "any") else [LON]
    if not own and axis != "any" and angle.letters:
        axes = [axis]
    found: list[float] = []
    findings = list(extras.findings)
    for one in axes:
        made, why = meanings(angle, one)
        if why:
            refused.append(Refusal(Weight.RANGE, why))
        for meaning in made:
            for negative in signs(angle, one, False):
                deg = -meaning.deg if negative else meaning.deg
                if abs(deg) <= LIMIT[one] and deg not in found:
                    found.append(deg)
            if meaning.sixty:
                findings.append(ask(Kind.SIXTY, "minutes or seconds of 60"))
            if meaning.form.startswith("packed") and angle.letters is None:
                findings.append(ask(Kind.HEMISPHERE_UNSAID, "digits run together without a letter"))
    if not found:
        return None
    if len(found) > 1:
        findings.append(ask(Kind.SEVERAL_READINGS, f"{len(found)} angles fit"))
    asked = len(found) > 1 or any(finding.level > Level.NOTE for finding in findings)
    status = Status.ASK if asked else Status.OK
    return AngleResult(as_given=text, status=status, deg=tuple(found), findings=tuple(findings))
