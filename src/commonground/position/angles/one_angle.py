"""One angle by itself, for columns that hold latitudes or longitudes."""

from __future__ import annotations

from dataclasses import replace

from commonground.errors import InputError
from commonground.finding import Kind, Level
from commonground.position.angles.angle import LON, axis_of, parse
from commonground.position.angles.degrees import angle_questions, lexings
from commonground.position.angles.glued import split_words
from commonground.position.angles.meaning import LIMIT, meanings
from commonground.position.angles.pairing import Refusal, Weight, sign_against_letter, signs, trimmed
from commonground.position.reader.answer import AngleResult, Status
from commonground.position.reader.named import ask
from commonground.position.text.extras import Extras, set_aside
from commonground.position.text.folding import Folded, fold, squeezed
from commonground.position.text.lexing import Item, Sort
from commonground.position.text.limits import MOST_CHARACTERS, MOST_READ


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
        folded = squeezed(folded)
    refused: list[Refusal] = []
    if len(folded.plain) <= MOST_READ:
        # as it stands before anything is set aside: S42 is a datum beside some angles and here a latitude
        for extras in (Extras(folded.plain), set_aside(folded.plain, one_angle=True)):
            # 45,5 is 45.5 before it is 45 degrees 5 minutes
            for items in reversed(lexings(Folded(folded.given, extras.plain))):
                found = _angle(text, trimmed(split_words(items)), axis, refused, extras)
                if found is not None:
                    return found
    worst = max(refused, key=lambda refusal: refusal.weight, default=None)
    kinds = {Weight.RANGE: Kind.OUT_OF_RANGE, Weight.CONTRADICTION: Kind.CONTRADICTION}
    kind = kinds.get(worst.weight, Kind.NOT_UNDERSTOOD) if worst else Kind.NOT_UNDERSTOOD
    told = ask(kind, worst.text if worst else "not one angle")
    return AngleResult(as_given=text, status=Status.REFUSED, findings=(told,))


def _rearranged(items: list[Item]) -> list[Item]:
    """What only an angle by itself can be: 45W54.5 with the letter for the degree sign, 45 - 12 - 36."""
    plain = [
        item
        for index, item in enumerate(items)
        if not (item.text == "-" and 0 < index < len(items) - 1 and item.gap and items[index + 1].gap)
    ]
    power = len(plain) > 2 and plain[1].text == "e" and not plain[2].fraction  # 12e1
    inner = not power and len(plain) > 2 and plain[1].sort is Sort.WORD and plain[2].sort is Sort.NUMBER
    if inner and plain[0].sort is Sort.NUMBER and not plain[1].gap and not plain[2].gap:
        plain = [plain[0], replace(plain[2], gap=True), *plain[3:], plain[1]]
    return plain


def _angle(
    text: str, items: list[Item], axis: str, refused: list[Refusal], extras: Extras
) -> AngleResult | None:
    angle = parse(items) or parse(_rearranged(items))
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
            findings += [told for told in angle_questions(angle, meaning, one) if told not in findings]
            if meaning.form.startswith("packed") and angle.letters is None:
                findings.append(ask(Kind.HEMISPHERE_UNSAID, "digits run together without a letter"))
    if not found:
        return None
    if len(found) > 1:
        findings.append(ask(Kind.SEVERAL_READINGS, f"{len(found)} angles fit"))
    asked = len(found) > 1 or any(finding.level > Level.NOTE for finding in findings)
    status = Status.ASK if asked else Status.OK
    return AngleResult(as_given=text, status=status, deg=tuple(found), findings=tuple(findings))
