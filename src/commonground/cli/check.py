"""`cg check`: does anything in the registers come near an area, as far as this node knows?"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from commonground.check.check import KINDS, check_standing
from commonground.check.index import Index
from commonground.check.result import CheckResult
from commonground.cli.areas import Asked, read_areas
from commonground.cli.options import Json
from commonground.cli.record import record
from commonground.errors import InputError
from commonground.node.clock import now
from commonground.node.config import read_config
from commonground.node.logs_seen import heard_before, logs_seen, newest_seen
from commonground.position.extent import Extent, Leg
from commonground.position.window import Window, read_utc
from commonground.register.fold import Register
from commonground.statements.message import Outcome
from commonground.statements.notice import NoticeKind


def check(
    file: Path,
    /,
    *,
    node: Path = Path(),
    margin: float,
    from_: Annotated[str, Parameter("--from")] = "",
    to: str,
    party: tuple[str, ...] = (),
    kind: tuple[str, ...] = (),
    ce95: float = 50.0,
    officer: str = "",
    passphrases: Path | None = None,
    as_json: Json = False,
) -> int:
    """Check areas against the registers that a node holds.

    One of three answers for each: something within; none by the register, with its limits; cannot say,
    with the reasons. Not listed does not mean unprotected.
    Exit code 3 when something is or may be within, 4 when it cannot be said, 0 for none by the register.

    Parameters
    ----------
    file:
        GeoJSON (WGS 84, longitude first), or a CSV with name and lat, lon, or name and wkt.
    node:
        The node's folder; the one we are in when left out.
    margin:
        Metres around each area.
    from_:
        Start of the window, UTC, as 2031-05-01T06:00:00Z; now when left out.
    to:
        End of the window, UTC.
    party:
        Whose registers are asked; every party's when left out.
    kind:
        Kinds that "none" has to be covered for; site and unit when left out.
    ce95:
        Doubt in metres of a place that states none.
    officer:
        Unlock the record with this officer's passphrase; what is not public is not open without.
    passphrases:
        A file of mode 0600 with lines code=passphrase; asked for when left out.
    as_json:
        One JSON object an area.
    """
    at = now()
    window = _window(from_, to, at)
    if not 0 <= margin <= 200_000:
        raise InputError("a margin of 0 to 200,000 m", where="--margin", given=str(margin))
    kinds = tuple(_kind(one) for one in kind) or KINDS
    asked = read_areas(file, ce95)
    config = read_config(node)
    with record(node, officer=officer, passphrases=passphrases) as store:
        statements = store.statements()
        late, absent = timedelta(seconds=config.late_s), timedelta(seconds=config.absent_s)
        heads = logs_seen(store, newest_seen(statements), at, heard=heard_before, late=late, absent=absent)
        everybody = tuple(sorted(store.roster.parties))
    for one in party:
        if one not in everybody:
            raise InputError("no such party here", where="--party", given=one, hint=", ".join(everybody))
    standing = Register.of(statements).at(at)
    extents = [Extent(legs=tuple(Leg(shape=shape, window=window) for shape in area.shapes)) for area in asked]
    found = Index.of(standing).near_each(extents, margin, workers=os.cpu_count() or 1)
    worst = 0
    for area, extent, near in zip(asked, extents, found, strict=True):
        result = check_standing(
            extent, margin, standing, heads, parties=party or everybody, kinds=kinds, near=near
        )
        _show(area, result, as_json)
        worst = max(worst, {Outcome.NONE_BY_REGISTER: 0, Outcome.CANNOT_SAY: 1}.get(result.answer, 2))
    return (0, 4, 3)[worst]


def _show(area: Asked, result: CheckResult, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"name": area.name} | result.as_json(), ensure_ascii=False))
        return
    print(f"{area.name}: {result.text}")
    for one in result.within:
        name = one.item.notice.label or one.item.notice.item
        print(
            f"    {name} of {one.item.party}: {one.distance_m:.0f} m, {100 * one.probability:.1f} % within, "
            f"confirmed {one.age_s / 3600:.1f} h ago, {one.state.replace('_', ' ')}, "
            f"{one.verification.replace('_', ' ')}"
        )
    for finding in result.findings:
        print(f"    {finding.level.word}: {finding.text}", file=sys.stderr)


def _window(start: str, end: str, at: datetime) -> Window:
    try:
        return Window(start=read_utc(start) if start else at, end=read_utc(end))
    except ValueError as error:
        hint = "moments in UTC, as 2031-05-01T06:00:00Z; --to after --from"
        raise InputError(
            str(error), where="--from, --to", given=f"{start} {end}".strip(), hint=hint
        ) from None


def _kind(given: str) -> NoticeKind:
    try:
        return NoticeKind(given)
    except ValueError:
        raise InputError("no such kind of notice", where="--kind", given=given) from None
