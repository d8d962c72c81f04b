"""The check: does anything in the registers come within a margin of an extent, as far as is known?

Promise: every entry that stands in the window and whose nominal distance is within the margin, or
whose probability of lying within it is 1 in 1000 or more at the stated doubts, is listed. Movers that
fell silent are listed by what they can have reached. What is apart in height is left out only where
both altitudes are known and surely farther apart than the margin, and that is said. A miss is impossible
within these bounds; a false alarm is not.

The answer is *none by register* only where nothing is listed, nothing expired lies near, every party
asked has covered all of it, and its log is here to its newest known head, cosigned. Otherwise it is
*something within* or *cannot say*, and an emergency is never held up by any of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from commonground.check.agreeing import copies
from commonground.check.challenge import challenges
from commonground.check.covered import rests_on
from commonground.check.heads import Head, head_findings, head_reasons
from commonground.check.index import Index, Near
from commonground.check.measure.probability import probability_within
from commonground.check.result import CheckResult, Within, in_order
from commonground.finding import Finding, Kind, Level
from commonground.position.extent import Extent, said_altitude
from commonground.register.fold import CoverageSaid, Register, Standing
from commonground.register.item import Item, ItemState
from commonground.register.limits import LIMITS, Limits
from commonground.register.words import said_m, said_time
from commonground.statements.message import Outcome
from commonground.statements.notice import NoticeKind

KINDS: Final = (NoticeKind.SITE, NoticeKind.UNIT)  # what *none* must be covered for, unless asked otherwise
COUNTED: Final = frozenset({NoticeKind.SITE, NoticeKind.UNIT, NoticeKind.MOVEMENT, NoticeKind.AREA})


def check(
    extent: Extent,
    margin_m: float,
    register: Register,
    at: datetime,
    heads: Iterable[Head],
    *,
    parties: Sequence[str] = (),
    kinds: Sequence[NoticeKind] = KINDS,
    asker: str = "",
    limits: Limits = LIMITS,
) -> CheckResult:
    """Check one extent against the register as it stands at `at`.

    parties: whose registers are asked; empty for every party with a head. asker: whose place it is,
    so that its own position sent by mistake is challenged. Whatever kind an entry near has, it is
    listed; `kinds` says only what *none* has to be covered for.
    """
    return check_standing(
        extent, margin_m, register.at(at, limits=limits), heads, parties=parties, kinds=kinds, asker=asker,
        limits=limits,
    )  # fmt: skip


def check_standing(
    extent: Extent,
    margin_m: float,
    standing: Standing,
    heads: Iterable[Head],
    *,
    parties: Sequence[str] = (),
    kinds: Sequence[NoticeKind] = KINDS,
    asker: str = "",
    limits: Limits = LIMITS,
    near: Sequence[Near] | None = None,
) -> CheckResult:
    """The same, for callers who ask a register many times: `near` is what its index gives for the extent."""
    by_party = {head.party: head for head in heads}
    asked = tuple(parties) or tuple(sorted(by_party))
    pairs_near = Index.of(standing, limits).near(extent, margin_m) if near is None else near
    reasons: list[Finding] = []
    coverage: list[CoverageSaid] = []
    findings = list(challenges(extent, standing, asker))
    for party in asked:
        head = by_party.get(party)
        reasons += head_reasons(party, head)
        findings += head_findings(head)
        used, lacking = rests_on(standing, party, extent, margin_m, kinds)
        coverage += used
        reasons += lacking
    if not asked:
        text = "no party's register is here"
        reasons.append(Finding(kind=Kind.HEAD_UNKNOWN, level=Level.CAUTION, text=text))
    within: list[Within] = []
    for item, pairs in _by_item(pairs_near):
        if item.party not in asked or item.notice.kind not in COUNTED:
            continue
        if all(_apart_in_height(pair, margin_m) for pair in pairs):
            findings.append(_ruled_out(item, pairs[0]))
            continue
        found = _within(extent, margin_m, item, pairs, standing.moment)
        if found is not None:
            within.append(found)
            findings += _about(found, standing.moment, limits)
        elif _is_expired(extent, item):
            reasons.append(_expired(margin_m, item))
    findings += copies(one.item for one in within)
    answer = (
        Outcome.SOMETHING_WITHIN if within else Outcome.CANNOT_SAY if reasons else Outcome.NONE_BY_REGISTER
    )
    return CheckResult(
        answer=answer,
        parties=asked,
        margin_m=margin_m,
        as_of=standing.moment,
        reasons=tuple(reasons),
        within=in_order(within),
        coverage=tuple(coverage),
        heads=tuple(by_party[party] for party in asked if party in by_party),
        findings=(*findings, *(one for one in standing.findings)),
    )


def _by_item(pairs: Iterable[Near]) -> Iterable[tuple[Item, list[Near]]]:
    grouped: dict[str, list[Near]] = {}
    for pair in pairs:
        grouped.setdefault(pair.item.id, []).append(pair)
    return ((pairs_of[0].item, pairs_of) for pairs_of in grouped.values())


def _within(
    extent: Extent, margin_m: float, item: Item, pairs: Iterable[Near], moment: datetime
) -> Within | None:
    """The item as far as it comes within the margin in the window, None where it does not."""
    near = [pair for pair in pairs if pair.in_window and not _apart_in_height(pair, margin_m)]
    if not near:
        return None
    return Within(
        item=item,
        distance_m=min(pair.distance_m for pair in near),
        probability=max(
            probability_within(pair.asked.shape, pair.leg.shape, margin_m, pair.distance_m) for pair in near
        ),
        age_s=item.age_s(moment),
        state=item.state(max(moment, max(leg.window.start for leg in extent.legs))),
        verification=str(item.notice.verification),
    )


def _apart_in_height(pair: Near, margin_m: float) -> bool:
    """Whether the altitudes alone keep the two farther apart than the margin; never where one is unknown."""
    asked, entry = pair.asked.shape.altitude, pair.leg.shape.altitude
    return asked is not None and entry is not None and asked.surely_apart_m(entry) > margin_m


def _ruled_out(item: Item, pair: Near) -> Finding:
    """An entry that lies near on the map alone: it is not listed, and that is said."""
    name = f"{item.notice.label or item.notice.item} of {item.party}"
    bands = [said_altitude(one) for one in (pair.leg.shape.altitude, pair.asked.shape.altitude) if one]
    text = f"{name} is near on the map; by their altitudes ({' and '.join(bands)}) the two are apart."
    return Finding(kind=Kind.ALTITUDE_APART, level=Level.NOTE, text=text, about=(item.id,))


def _is_expired(extent: Extent, item: Item) -> bool:
    """Whether it ran out before the window, and nobody said that it is gone."""
    starts = min(leg.window.start for leg in extent.legs)
    return not item.moves and item.ends <= starts and item.until is None and not item.has_ended


def _expired(margin_m: float, item: Item) -> Finding:
    """An entry near the place that has run out: neither present nor absent."""
    name = item.notice.label or item.notice.item
    text = (
        f"the entry {name} of {item.party}, within {said_m(margin_m)} or nearly, ran out at "
        f"{item.ends:%Y-%m-%d} {said_time(item.ends)} and nobody has said that it is gone"
    )
    return Finding(kind=Kind.ENTRY_EXPIRED, level=Level.CAUTION, text=text, about=(item.id,))


def _about(found: Within, moment: datetime, limits: Limits) -> Iterable[Finding]:
    """What is to be said of an entry within: fallen silent, old, doubted."""
    item = found.item
    name = f"{item.notice.label or item.notice.item} of {item.party}"
    if found.state is ItemState.LAST_SEEN:
        said = "" if item.notice.hourly_m else " (assumed)"
        speed_km_h = item.speed_m_s(limits) * 3.6
        text = (
            f"{name} was last heard of for {said_time(item.ends)}; it may be anywhere that "
            f"{speed_km_h:.0f} km/h{said} can reach since then."
        )
        yield Finding(kind=Kind.ENTRY_LAST_SEEN, level=Level.CAUTION, text=text, about=(item.id,))
    if item.stale(moment, limits):
        text = f"{name} was last confirmed {found.age_s / 3600:.0f} h ago."
        yield Finding(kind=Kind.ENTRY_STALE, level=Level.CAUTION, text=text, about=(item.id,))
    for doubt in item.doubts:
        text = f'{doubt.officer} of {doubt.party} doubts {name}: "{doubt.words}"'
        yield Finding(kind=Kind.ENTRY_DOUBTED, level=Level.CAUTION, text=text, about=(item.id, doubt.id))
