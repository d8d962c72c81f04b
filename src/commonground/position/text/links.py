"""Links to a map: the place that the address itself names, never fetched.

A marker or a query is the place meant; the middle of a view is only what the sender looked at, and is
asked about. Services whose numbers are shifted on purpose are refused with the reason.
"""

from __future__ import annotations

import re

from commonground.finding import Finding, Kind
from commonground.position.profile import Order
from commonground.position.reader.named import ask, note
from commonground.position.text.whole_forms import WholeForm, keep

_NUMBER = r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?"
_BETWEEN = r"(?:,|%2C|%2c|;|\+|%20){1,3}"
_PAIR = rf"(?P<a>{_NUMBER}){_BETWEEN}(?P<b>{_NUMBER})(?![0-9.])"
_MARKER = re.compile(rf"!3d(?P<a>{_NUMBER})!4d(?P<b>{_NUMBER})(?![0-9.])")
_QUERY = re.compile(
    rf"[?&#](?:q|query|ll|sll|pt|daddr|saddr|destination|coordinate|marker|markers)=(?:loc:)?{_PAIR}"
)
_PLACE = re.compile(rf"/(?:place|search)/{_PAIR}")
_LAT = re.compile(rf"[?&#](?:mlat|lat|latitude)=(?P<a>{_NUMBER})(?![0-9.])", re.IGNORECASE)
_LON = re.compile(rf"[?&#](?:mlon|lon|lng|long|longitude)=(?P<b>{_NUMBER})(?![0-9.])", re.IGNORECASE)
_VIEW = re.compile(
    rf"/@{_PAIR}|[?&#](?:center|cp)=(?P<e>{_NUMBER}){_BETWEEN}(?P<f>{_NUMBER})(?![0-9.])"
    rf"|#(?:map=)?[0-9]{{1,2}}(?:\.[0-9]{{1,6}})?/(?P<c>{_NUMBER})/(?P<d>{_NUMBER})(?![0-9.])"
)
_GEO = re.compile(rf"^\s{{0,9}}geo:{_PAIR}(?=[?(\s])", re.IGNORECASE)
_LON_FIRST = re.compile(r"//[^/\s]{0,40}(?:yandex|2gis)\.", re.IGNORECASE)
_SHIFTED = re.compile(r"//[^/\s]{0,40}(?:baidu|amap|gaode|autonavi|map\.qq)\.", re.IGNORECASE)

Spans = tuple[tuple[int, int], tuple[int, int]]


def link_form(plain: str) -> WholeForm | None:
    """The place that a link names; None where the text is no link, or names none."""
    geo = _GEO.match(plain)
    if geo is None and "://" not in plain:
        return None
    if _SHIFTED.search(plain):
        told = ask(Kind.CRS_UNSAID, "this service shifts its positions on purpose; ask for degrees on WGS 84")
        return WholeForm("", (told,), refused=True)
    marked, looked = _marked(plain), _viewed(plain)
    if marked is None and geo is not None:
        marked = geo.span("a"), geo.span("b")
    spans = marked or looked
    if spans is None:
        return None
    findings: tuple[Finding, ...] = (note(Kind.SET_ASIDE, "read from a link to a map"),)
    if marked is None:
        findings += (ask(Kind.UNUSUAL_FORM, "the middle of a map view: ask whether it is the place meant"),)
    lon_first = bool(_LON_FIRST.search(plain) and marked) or spans[1] < spans[0]
    return WholeForm(keep(plain, list(spans)), findings, Order.LON_LAT if lon_first else Order.LAT_LON)


def _marked(plain: str) -> Spans | None:
    for pattern in (_MARKER, _QUERY, _PLACE):
        found = list(pattern.finditer(plain))
        if len({(match.group("a"), match.group("b")) for match in found}) == 1:
            return found[0].span("a"), found[0].span("b")
        if found:
            return None  # a route, or several markers
    lat, lon = _LAT.search(plain), _LON.search(plain)
    return (lat.span("a"), lon.span("b")) if lat and lon else None


def _viewed(plain: str) -> Spans | None:
    match = _VIEW.search(plain)
    if match is None:
        return None
    names = next(pair for pair in (("a", "b"), ("c", "d"), ("e", "f")) if match.group(pair[0]))
    return match.span(names[0]), match.span(names[1])
