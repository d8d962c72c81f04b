"""Reading: every way to understand a text as a place, most likely first.

The one grammar of the room. A text is folded, what stands beside the position is set aside, and the
notations are asked in turn. A text that can mean two places gives two readings, with how far apart
they lie; one that contradicts itself gives none, and says why. Nothing is put right in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.position.angles.angle import LAT, LON, axis_of, parse
from commonground.position.angles.degrees import lexings, read_degrees
from commonground.position.angles.glued import split_words
from commonground.position.angles.pairing import Pair, trimmed
from commonground.position.geodesic import distance_m
from commonground.position.profile import Basis, Fraction, MapProfile, Order
from commonground.position.reader.answer import ReadResult, Status
from commonground.position.reader.landing import WGS84_CODES, land
from commonground.position.reader.named import Named, ask
from commonground.position.reading import Reading
from commonground.position.references.codes import Recognised, read_code, read_irish
from commonground.position.references.grid_numbers import GridAnswer, read_numbers
from commonground.position.text.extras import Extras, set_aside
from commonground.position.text.folding import Folded, fold, squeezed
from commonground.position.text.lexing import Item, Sort
from commonground.position.text.limits import MOST_CHARACTERS, MOST_READ
from commonground.position.text.links import link_form
from commonground.position.text.vocabulary import HEMISPHERE
from commonground.position.text.whole_forms import WholeForm, whole_form
from commonground.position.text.words_beside import without_words

# True of every place of a party on such a datum: said with each reading, asked about never.
ALWAYS_SO: Final = frozenset({Kind.OPERATION_ACCURACY_UNKNOWN, Kind.OPERATION_GRID_MISSING})
NOBODY: Final = MapProfile(name="nobody")


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
            f"a text of {len(text)} characters",
            where="text",
            given=text,
            hint=f"at most {MOST_CHARACTERS} are read",
        )
    profile = profile or NOBODY
    folded = fold(text)
    if len(folded.plain) > MOST_READ:
        folded = squeezed(folded)
        if len(folded.plain) > MOST_READ:
            return _refused(
                text,
                [ask(Kind.TOO_LONG, "more text than one position; look for positions in it with cg find")],
            )
    if not folded.plain.strip(" \n\x00"):
        return _refused(text, [ask(Kind.NOT_UNDERSTOOD, "nothing is written")])
    understood = _understand(folded, profile)
    answer, extras = understood.answer, understood.extras
    crs, basis, findings = _datum(extras, profile)
    if not answer.places:
        return _refused(text, [*answer.refused, *findings], answer.lacks_crs)
    return _landed(text, answer.places, extras, profile, crs, basis, findings)


def pairs_behind(text: str, profile: MapProfile | None = None) -> tuple[Pair, ...]:
    """The pairs of angles behind the readings of a text of degrees, empty for any other text.

    For the bulk engine, which asks here once for each shape; offsets count in the text as given.
    """
    if len(text) > MOST_READ:
        return ()
    return _understand(fold(text), profile or NOBODY).pairs


@dataclass(slots=True)
class _Understood:
    """What the notations make of a text, and what stood beside it."""

    answer: GridAnswer
    extras: Extras
    pairs: tuple[Pair, ...] = ()


def _understand(folded: Folded, profile: MapProfile) -> _Understood:
    """Try the text as it stands; only if it names no place, set aside what may stand beside one.

    In this order, because S 42 is a datum beside some positions and a latitude in others.
    """
    form = whole_form(folded.plain) or link_form(folded.plain)
    if form is not None and form.refused:
        return _Understood(GridAnswer(refused=form.findings), Extras(""))
    found = (
        _named(folded, Extras(folded.plain), profile)
        if form is None
        else _Understood(GridAnswer(), Extras(""))
    )
    if found.answer.places:
        return found
    extras = _extras(folded.plain, form)
    unknown = _unknown_crs(extras)
    if unknown is not None:
        return _Understood(GridAnswer(refused=(unknown,), lacks_crs=True), extras)
    if extras.plain != folded.plain or extras.degrees_only:
        if extras.order is not Order.UNSAID:
            profile = replace(profile, order=extras.order, fraction=Fraction.DEGREES)
        if "geohash" in folded.plain.lower():
            profile = replace(profile, notation="geohash")  # named, so no word and no number
        found = _named(folded, extras, profile)
    return found if found.answer.places else _beside(folded, found, profile)


def _unknown_crs(extras: Extras) -> Finding | None:
    """Why the CRS that the text names cannot be used; None where it can, or where none is named."""
    if extras.crs in ("", *WGS84_CODES):
        return None
    from commonground.position.transform import crs_info

    try:
        crs_info(extras.crs)
    except InputError as error:
        return ask(Kind.CRS_UNSAID, f"the text names {extras.crs}: {error.what}")
    return None


def _extras(plain: str, form: WholeForm | None) -> Extras:
    """The text without what stands beside the position, or the position of a standard's own form."""
    extras = set_aside(plain)
    if form is not None:
        extras.plain, extras.order, extras.degrees_only = form.plain, form.order, True
        extras.findings += form.findings
    return extras


def _datum(extras: Extras, profile: MapProfile) -> tuple[str, Basis, list[Finding]]:
    """Which datum counts, on what basis: the one the text names before the one of the profile."""
    findings = list(extras.findings)
    if not extras.crs:
        return profile.crs, profile.crs_basis, findings
    if profile.crs_basis is Basis.KNOWN and profile.crs != extras.crs:
        told = (
            f"the text names {extras.crs}, the profile of {profile.name} {profile.crs}; the text was followed"
        )
        findings.append(ask(Kind.DATUM_DIFFERS, told))
    return extras.crs, Basis.KNOWN, findings


def _named(folded: Folded, extras: Extras, profile: MapProfile) -> _Understood:
    """The places that the text names, by the first notation that fits."""
    crs = extras.crs or profile.crs
    code = None if extras.degrees_only else read_code(extras.plain, profile)
    if code is not None and (code.refused or code.places[0].notation != "geohash"):
        return _Understood(GridAnswer(code.places, code.refused), extras)
    readable = lexings(Folded(folded.given, extras.plain))
    grid = None if extras.degrees_only else _grid(readable, profile, crs)
    if grid is not None and (grid.places or grid.settled):
        return _Understood(grid, extras)
    degrees = read_degrees(readable, profile)
    if degrees.places and (grid is None or not grid.lacks_crs or degrees.pairs[0].order_told):
        return _Understood(GridAnswer(degrees.places + _second(code)), extras, degrees.pairs)
    if code is not None:
        return _Understood(GridAnswer(code.places, code.refused), extras)
    grid = grid or _grid(readable, profile, crs, letters_first=True) or read_irish(extras.plain)
    if grid is not None:
        return _Understood(grid, extras)
    return _Understood(GridAnswer((), degrees.refused), extras)


def _beside(folded: Folded, found: _Understood, profile: MapProfile) -> _Understood:
    """Try once more without words at the two ends, or say why there is no position."""
    if found.answer.refused:
        return found
    readable = lexings(Folded(folded.given, found.extras.plain))
    beside = without_words([split_words(items) for items in readable])
    if beside is not None:
        items, words, strong = beside
        again = read_degrees([items], profile)
        if again.places and strong(again.pairs):
            finding = ask(Kind.UNREAD_WORDS, f'words beside the position were not read: "{words}"')
            places = tuple(_with(place, finding) for place in again.places)
            return _Understood(GridAnswer(places), found.extras, again.pairs)
        if again.refused:
            return _Understood(GridAnswer((), again.refused), found.extras)
    return _Understood(GridAnswer((), (_why_not(readable),)), found.extras)


def _second(code: Recognised | None) -> tuple[Named, ...]:
    """A geohash that is also a pair of degrees: the pair first, the code as the second reading."""
    if code is None or any(finding.kind is Kind.LOOKS_LIKE_WORD for finding in code.places[0].findings):
        return ()
    return tuple(replace(place, order=2) for place in code.places)


def _with(place: Named, finding: Finding) -> Named:
    return replace(place, findings=(*place.findings, finding))


def _grid(
    readable: Sequence[list[Item]], profile: MapProfile, crs: str, *, letters_first: bool = False
) -> GridAnswer | None:
    from commonground.position.references.crs_numbers import read_crs_numbers

    for items in readable:
        if crs not in WGS84_CODES:
            found = read_crs_numbers(items, crs, profile.order)
            if found is not None:
                return found
        answer = read_numbers(items, profile, letters_first=letters_first)
        if answer is not None:
            return answer
    return None


def _why_not(readable: Sequence[list[Item]]) -> Finding:
    for items in readable:
        angle = parse(trimmed(split_words(items)))
        if angle is not None:
            axis = axis_of(angle)
            name = {LAT: "a latitude", LON: "a longitude", "": "one angle"}[axis]
            return ask(Kind.ONE_ANGLE, f"{name} alone; a position needs two angles")
    letters = sum(item.text.lower() in HEMISPHERE for item in readable[0]) if readable else 0
    if letters > 3:
        return ask(Kind.NOT_UNDERSTOOD, "more than one position: look for positions in it with cg find")
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
