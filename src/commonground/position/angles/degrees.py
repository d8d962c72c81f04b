"""Texts of degrees: from items to named places, with every question that they leave open.

Both uses of the comma are tried and the better cut wins. What the digits alone cannot settle (which
comes first, which hemisphere, degrees or minutes behind the point) comes back as several places.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from commonground.finding import Finding, Kind
from commonground.position.angles.angle import LAT, LON, Angle
from commonground.position.angles.glued import split_words
from commonground.position.angles.meaning import Meaning
from commonground.position.angles.pairing import Cut, Half, Pair, Refusal, Weight, cuts, pairs, trimmed
from commonground.position.grids.cell import degree_cell
from commonground.position.profile import Fraction, MapProfile, Order
from commonground.position.reader.named import Named, ask, note
from commonground.position.text.folding import Folded
from commonground.position.text.lexing import Item, lex
from commonground.position.text.vocabulary import LATIN_FOR_RUSSIAN

REFUSAL_KIND = {
    Weight.SHAPE: Kind.NOT_UNDERSTOOD,
    Weight.RANGE: Kind.OUT_OF_RANGE,
    Weight.CONTRADICTION: Kind.CONTRADICTION,
}


@dataclass(frozen=True, slots=True)
class Degrees:
    """What a text of degrees names: places and the pairs behind them, or why there is none."""

    places: tuple[Named, ...]
    pairs: tuple[Pair, ...]
    refused: tuple[Finding, ...]


def lexings(folded: Folded) -> list[list[Item]]:
    """The text as items: with commas as separators, and where it can be with decimal commas."""
    found = []
    for comma_decimal in (False, True) if "," in folded.plain else (False,):
        items = lex(folded.plain, comma_decimal=comma_decimal)
        if items is not None:
            found.append(items)
    if len(found) == 2 and not any(item.comma for item in found[1]):
        found.pop()
    return found


def read_degrees(readable: list[list[Item]], profile: MapProfile) -> Degrees:
    """The places that the items of a text name as latitude and longitude."""
    best: list[Cut] = []
    for items in readable:
        found = cuts(trimmed(split_words(items)))
        if found and (not best or found[0].score > best[0].score):
            best = found
    places: list[Pair] = []
    refused: list[Refusal] = []
    for cut in best:
        made, why = pairs(cut)
        places += made
        refused += why
    places = _in_order(places, profile)
    if not places:
        worst = max(refused, key=lambda refusal: refusal.weight, default=None)
        told = (ask(REFUSAL_KIND[worst.weight], worst.text),) if worst else ()
        return Degrees((), (), told)
    named, kept = [], []
    for pair in places:
        for each, findings in _fractions(pair, profile):
            named.append(_named(each, findings))
            kept.append(each)
    return Degrees(tuple(named), tuple(kept), ())


def _in_order(found: list[Pair], profile: MapProfile) -> list[Pair]:
    """Leave out the order that the party does not use, and put latitude first before swapped."""
    if profile.order is not Order.UNSAID:
        lat_first = profile.order is Order.LAT_LON
        habit = [pair for pair in found if pair.order_told or pair.lat_first is lat_first]
        found = [replace(pair, order_told=True) for pair in habit] or found
    return sorted(found, key=lambda pair: (not pair.lat_first and not pair.order_told, _rarity(pair)))


def _rarity(pair: Pair) -> int:
    """Digits run together are seconds before they are fractions of a minute, and whole before short."""
    meaning = pair.lat.meaning
    return 2 * meaning.zero_lost + (meaning.form == "packed_ddm")


def _fractions(pair: Pair, profile: MapProfile) -> list[tuple[Pair, tuple[Finding, ...]]]:
    """The pair as decimal degrees and, where 34.30 can be minutes, as degrees and minutes."""
    as_minutes = _as_minutes(pair)
    if as_minutes is None or profile.fraction is Fraction.DEGREES:
        return [(pair, ())]
    what = "degrees and minutes" if as_minutes.lat.meaning.form == "ddm" else "degrees, minutes and seconds"
    if profile.fraction is Fraction.MINUTES:
        return [(as_minutes, (note(Kind.MINUTES_OR_DECIMALS, f"read as {what}, as this party writes"),))]
    finding = ask(
        Kind.MINUTES_OR_DECIMALS,
        f"{pair.lat.angle.fields[0].text} and {pair.lon.angle.fields[0].text} can be decimals or {what}",
    )
    return [(pair, (finding,)), (as_minutes, (finding,))]


def _as_minutes(pair: Pair) -> Pair | None:
    """DD.MM or DD.MMSS: two or four decimals on both sides, all below 60, and no degree sign."""
    halves = []
    for half in (pair.lat, pair.lon):
        number = half.angle.fields[0]
        size = len(number.fraction)
        if half.meaning.form != "dd" or size not in (2, 4) or "d" in half.angle.marks:
            return None
        parts = [number.fraction[:2], number.fraction[2:]]
        if any(int(part or 0) >= 60 for part in parts):
            return None
        units, scale = int(number.whole) * 60 + int(parts[0]), 60
        spans = [(number.start, number.start + len(number.whole), 1)]
        spans.append((number.frac_start, number.frac_start + 2, 60))
        if size == 4:
            units, scale = units * 60 + int(parts[1]), 3600
            spans.append((number.frac_start + 2, number.frac_start + 4, 3600))
        if units > (90 if half is pair.lat else 180) * scale:
            return None
        halves.append(
            replace(half, meaning=Meaning("ddm" if size == 2 else "dms", units, scale, tuple(spans)))
        )
    lat, lon = halves
    sizes = {len(half.angle.fields[0].fraction) for half in halves}
    same = lat.deg == pair.lat.deg and lon.deg == pair.lon.deg
    return None if same or len(sizes) > 1 else replace(pair, lat=lat, lon=lon)


def _named(pair: Pair, findings: tuple[Finding, ...]) -> Named:
    lat, lon = pair.lat.deg, pair.lon.deg
    form = pair.lat.meaning.form
    found = [*findings, *_questions(pair)]
    if lat == 0 and lon == 0:
        found.append(ask(Kind.NULL_ISLAND, "0, 0 lies in the sea off Africa, where lost positions end up"))
    cell = degree_cell(lat, lon, pair.lat.meaning.step_deg, pair.lon.meaning.step_deg)
    return Named(
        notation=form, cell=cell, findings=tuple(found), order=0 if pair.lat_first or pair.order_told else 1
    )


def _questions(pair: Pair) -> list[Finding]:
    """What had to be taken for granted to get this pair."""
    found: list[Finding] = []
    if pair.by_width and not pair.lat_first:
        text = "by the zero in front of its degrees the first number is the longitude"
        found.append(ask(Kind.ORDER_BY_RANGE, text))
    if not pair.order_told:
        kind, text = Kind.ORDER_UNSAID, "nothing says which number is the latitude"
        if pair.only_range:
            kind, text = Kind.ORDER_BY_RANGE, "only with the longitude first do these numbers fit"
            found.append(ask(kind, text))
        elif not (pair.lat_first and _only_lat_first(pair)):
            found.append(ask(kind, text))
    for half, axis in ((pair.lat, LAT), (pair.lon, LON)):
        found += _half_questions(half, axis, pair)
    if pair.letter_choice:
        found.append(
            ask(Kind.SEVERAL_READINGS, "a letter here means east in one language and west in another")
        )
    if len(pair.lat.angle.fields) != len(pair.lon.angle.fields):
        found.append(ask(Kind.UNUSUAL_FORM, "one half has more fields than the other"))
    if _digit_lacking(pair):
        found.append(ask(Kind.UNUSUAL_FORM, "a field of one digit beside degrees filled up with zeros"))
    if _whole_minutes(pair.lat) and _whole_minutes(pair.lon):
        found.append(note(Kind.COARSER, "both are whole minutes: they may be sure to a minute (1.9 km) only"))
    if _dated(pair):
        found.append(ask(Kind.LOOKS_LIKE_DATE, "this can be a date and a time of day"))
    if pair.lat.angle.fields[0].comma or any(n.comma for n in pair.lat.angle.fields + pair.lon.angle.fields):
        found.append(note(Kind.DECIMAL_COMMA, "commas were read as decimal marks"))
    return found


def _only_lat_first(pair: Pair) -> bool:
    return pair.lon.meaning.units > 90 * pair.lon.meaning.per_degree


def _half_questions(half: Half, axis: str, pair: Pair) -> list[Finding]:
    found: list[Finding] = []
    angle, meaning = half.angle, half.meaning
    name = "latitude" if axis == LAT else "longitude"
    if pair.sign_taken and angle.letters is None:
        found.append(ask(Kind.HEMISPHERE_UNSAID, f"the {name} has no letter, the other half has one"))
    elif meaning.form.startswith("packed") and angle.letters is None and not angle.sign:
        found.append(ask(Kind.HEMISPHERE_UNSAID, f"the {name} has neither letter nor sign"))
    return found + angle_questions(angle, meaning, axis)


def angle_questions(angle: Angle, meaning: Meaning, axis: str) -> list[Finding]:
    """What had to be taken for granted about one angle, whatever the other is."""
    found: list[Finding] = []
    name = "latitude" if axis == LAT else "longitude"
    if angle.letter_text in LATIN_FOR_RUSSIAN:
        as_what = "С, north" if axis == LAT else "В, east"
        found.append(
            ask(Kind.MARKS_MENDED, f"Latin {angle.letter_text.upper()} was taken for Russian {as_what}")
        )
    behind = angle.letter_at > angle.fields[-1].start
    if angle.capital_units and behind and angle.letter_text == "s" and angle.marks == "dm.":
        found.append(ask(Kind.UNUSUAL_FORM, "the S behind the seconds can be south or their unit"))
    if meaning.sixty:
        found.append(ask(Kind.SIXTY, f"the {name} has minutes or seconds of 60"))
    if meaning.form.startswith("packed") and len(angle.fields[0].whole) > _standard(meaning, axis):
        text = f"{angle.fields[0].text} has no point: tenths of a second or thousandths of a minute"
        found.append(ask(Kind.RUN_TOGETHER, text))
    elif meaning.zero_lost and angle.fields[0].whole.startswith("0"):
        found.append(ask(Kind.RUN_TOGETHER, f"the {name} lacks a digit: {angle.fields[0].text}"))
    elif meaning.zero_lost:
        told = note if axis == LON else ask
        found.append(told(Kind.RUN_TOGETHER, f"the {name} has no leading zero: {angle.fields[0].text}"))
    degrees = angle.fields[0].whole
    if axis == LAT and len(degrees) == 3 and degrees.startswith("0") and angle.letters is not None:
        found.append(note(Kind.UNUSUAL_FORM, f"the latitude has three digits of degrees: {degrees}"))
    if angle.marked_point:
        text = f"{angle.marked_point} behind its mark can be a fraction or the next field"
        found.append(ask(Kind.UNUSUAL_FORM, text))
    if angle.thousandths:
        found.append(
            ask(Kind.UNUSUAL_FORM, f"the third field of the {name} was read as a fraction of a minute")
        )
    return found


def _digit_lacking(pair: Pair) -> bool:
    """052-5W, or 34-3-15N 071-12-30E: who fills up the degrees fills up the minutes, so a digit is lost."""
    fields = [half.angle.fields for half in (pair.lat, pair.lon)]
    padded = any(len(one[0].whole) > 1 and one[0].whole.startswith("0") for one in fields)
    several = max(len(one) for one in fields) > 1
    return padded and several and any(len(number.whole) == 1 for one in fields for number in one)


def _whole_minutes(half: Half) -> bool:
    """Four decimals of a degree or more that stand for a whole minute: 34.583333 is 34 degrees 35."""
    meaning = half.meaning
    if meaning.form != "dd" or meaning.per_degree < 10_000:
        return False
    off = meaning.units * 60 % meaning.per_degree
    return min(off, meaning.per_degree - off) * 2 <= 60


def _standard(meaning: Meaning, axis: str) -> int:
    return (2 if axis == LAT else 3) + (4 if meaning.form == "packed_dms" else 2)


def _dated(pair: Pair) -> bool:
    """Two bare triples whose fields are joined like a date and like a time of day."""
    bare = all(half.angle.letters is None and half.angle.marks == "..." for half in (pair.lat, pair.lon))
    joints = {half.angle.joints for half in (pair.lat, pair.lon)}
    return bare and len(joints) == 2 and joints <= {"--", "::", "..", "-.", ".-"}
