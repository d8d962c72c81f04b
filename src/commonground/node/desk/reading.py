"""From a typed text to a place that can be said: read in a profile, chosen by the officer, kept as given."""

from __future__ import annotations

import re
from dataclasses import replace

from commonground.errors import InputError
from commonground.node.desk.embargo import TooEarlyError, names_any
from commonground.node.desk.picture import Picture
from commonground.position.place import Position
from commonground.position.profile import Basis, MapProfile
from commonground.position.reader.answer import ReadResult, Status
from commonground.position.reader.read import read_all
from commonground.position.reading import Reading
from commonground.position.write import write_degrees


def in_crs(profile: MapProfile, crs: str) -> MapProfile:
    """The profile with another CRS, where the sender named one."""
    return replace(profile, crs=crs, crs_basis=Basis.KNOWN) if crs else profile


def read_for_desk(text: str, profile: MapProfile, picture: Picture) -> ReadResult:
    """Every reading of a text. Raises TooEarlyError where it is a withheld place's own text."""
    exchange = names_any(text, picture.withheld)
    if exchange is not None:
        raise TooEarlyError(
            "this is the place of an enquiry that waits for your own readback; it is not converted yet",
            where="text",
            given=text,
            hint="find it on your map by the words and the anchor, enter what your map says; or use show now",
        )
    return read_all(text, profile)


def chosen(answer: ReadResult, index: int | None, *, text: str) -> Reading:
    """The reading that the officer chose. Several readings are a question, never a guess."""
    if answer.status is Status.REFUSED or not answer.readings:
        why = answer.findings[0].text if answer.findings else "this cannot be read as a place"
        raise InputError(why, where="text", given=text)
    if index is None:
        if len(answer.readings) > 1:
            raise InputError(
                f"this text can be read in {len(answer.readings)} ways",
                where="reading",
                given=text,
                hint="choose one of the readings of /api/read",
            )
        index = 0
    if index >= len(answer.readings):
        raise InputError(f"there are {len(answer.readings)} readings", where="reading", given=str(index))
    return answer.readings[index]


def own_grid(lat_deg: float, lon_deg: float, profile: MapProfile) -> str:
    """A place in a party's own grid; "" where its grid does not reach there."""
    try:
        text = write_degrees(lat_deg, lon_deg, profile.notation, profile.digits)
    except InputError:
        return ""
    return spaced(text) if profile.notation == "mgrs" else text


def spaced(mgrs: str) -> str:
    """An MGRS text in groups, for eyes and voice; any other text as it stands.

    >>> spaced("31NEC5784470944"), spaced("AB1234")
    ('31N EC 57844 70944', 'AB1234')
    """
    found = re.fullmatch(r"(\d{1,2}[C-X])([A-Z]{2})(\d{0,10})", mgrs)
    if found is None or len(found[3]) % 2:
        return mgrs
    half = len(found[3]) // 2
    return " ".join(filter(None, (found[1], found[2], found[3][:half], found[3][half:])))


def own_grid_of(position: Position, profile: MapProfile) -> str:
    """The same for a position."""
    return own_grid(position.lat_deg, position.lon_deg, profile)
