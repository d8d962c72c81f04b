"""`cg register`: what stands where, by whom, since when, as a node's record has it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from commonground.check.arising import arising
from commonground.cli.options import Json
from commonground.cli.plain import one_line
from commonground.cli.record import record
from commonground.errors import InputError
from commonground.node.clock import now
from commonground.position.window import read_utc, utc_text
from commonground.register.fold import Register
from commonground.register.upkeep.loaded import LEAD, loaded, not_loaded, points_of_use
from commonground.register.upkeep.movements import lives
from commonground.register.view import coverage_json, item_json
from commonground.statements.notice import NoticeKind
from commonground.statements.statement import Statement


def list_(
    folder: Path,
    /,
    *,
    party: str = "",
    kind: NoticeKind | None = None,
    officer: str = "",
    passphrases: Path | None = None,
    as_json: Json = False,
) -> int:
    """List what stands now, and what each party's register covers.

    Not listed does not mean unprotected. Exit code 3 when there are findings.

    Parameters
    ----------
    folder:
        The node's folder.
    party:
        Only what this party says.
    kind:
        Only this kind of notice.
    officer:
        Unlock the record with this officer's passphrase.
    passphrases:
        A file of mode 0600 with lines code=passphrase; asked for when left out.
    as_json:
        One JSON object.
    """
    register = _register(folder, officer, passphrases, party)
    return _show(register, now(), party, kind, as_json)


def at(
    folder: Path,
    moment: str,
    /,
    *,
    known: bool = False,
    party: str = "",
    kind: NoticeKind | None = None,
    officer: str = "",
    passphrases: Path | None = None,
    as_json: Json = False,
) -> int:
    """List what stood at a moment.

    Parameters
    ----------
    folder:
        The node's folder.
    moment:
        UTC, as 2031-05-01T06:00:00Z.
    known:
        Only by what had been said by then.
    party:
        Only what this party says.
    kind:
        Only this kind of notice.
    officer:
        Unlock the record with this officer's passphrase.
    passphrases:
        A file of mode 0600 with lines code=passphrase; asked for when left out.
    as_json:
        One JSON object.
    """
    try:
        then = read_utc(moment)
    except ValueError:
        raise InputError(
            "not a moment in UTC", where="MOMENT", given=moment, hint="like 2031-05-01T06:00:00Z"
        ) from None
    register = _register(folder, officer, passphrases, party)
    return _show(register.known_at(then) if known else register, then, party, kind, as_json)


def show(
    folder: Path,
    item: str,
    /,
    *,
    officer: str = "",
    passphrases: Path | None = None,
    as_json: Json = False,
) -> int:
    """Show one thing of the register: every notice of that name, or the one of that id.

    Parameters
    ----------
    folder:
        The node's folder.
    item:
        The party's name of the thing, or a statement id (or its first letters, 8 or more).
    officer:
        Unlock the record with this officer's passphrase.
    passphrases:
        A file of mode 0600 with lines code=passphrase; asked for when left out.
    as_json:
        One JSON object a notice.
    """
    moment = now()
    register = _register(folder, officer, passphrases)
    life = {one.item.id: one for one in lives(register, moment)}
    found = [
        one
        for one in register.at(moment).items
        if one.notice.item == item or (len(item) >= 8 and one.id.startswith(item))
    ]
    if not found:
        raise InputError("nothing of that name or id stands", given=item, hint="cg register list")
    for one in found:
        shown = item_json(one, moment) | {"said_at": utc_text(one.said_at), "source": one.notice.source}
        if one.id in life:
            stages = life[one.id].stages
            shown["stages"] = [{"stage": str(each.stage), "at": utc_text(each.at)} for each in stages]
        if as_json:
            print(json.dumps(shown, ensure_ascii=False))
        else:
            print(
                "\n".join(
                    f"{key}: {one_line(str(value))}" for key, value in shown.items() if value not in ("", [])
                )
            )
    return 0


def loaded_(
    folder: Path,
    /,
    *,
    lead: float = LEAD.total_seconds() / 60,
    officer: str = "",
    passphrases: Path | None = None,
    as_json: Json = False,
) -> int:
    """Show which terminal says that it has loaded what, and what is missing where it will be needed.

    What one party told another by name is needed at every terminal that the other has ever named, from the
    start of its window on. Exit code 3 when something is missing.

    Parameters
    ----------
    folder:
        The node's folder.
    lead:
        Minutes before a window opens from which what is missing is urgent.
    officer:
        Unlock the record with this officer's passphrase.
    passphrases:
        A file of mode 0600 with lines code=passphrase; asked for when left out.
    as_json:
        One JSON object.
    """
    moment = now()
    statements = _statements(folder, officer, passphrases)
    points = points_of_use(statements, Register.of(statements).at(moment).items, moment)
    findings = not_loaded(statements, points, moment, lead=timedelta(minutes=lead))
    held = [
        {"party": one.party, "terminal": one.terminal, "version": one.version, "at": utc_text(one.at)}
        for one in loaded(statements).values()
    ]
    if as_json:
        print(json.dumps({"loaded": held, "findings": [one.as_json() for one in findings]}))
    else:
        for row in held:
            terminal, version = one_line(row["terminal"]), one_line(row["version"])
            print(f"{terminal} of {row['party']}: version {version} at {row['at']}")
        for one in findings:
            print(f"{one.level.word}: {one.text}")
    return 3 if findings else 0


def _register(folder: Path, officer: str, passphrases: Path | None, party: str = "") -> Register:
    return Register.of(_statements(folder, officer, passphrases, party))


def _statements(
    folder: Path, officer: str, passphrases: Path | None, party: str = ""
) -> tuple[Statement, ...]:
    with record(folder, officer=officer, passphrases=passphrases) as store:
        if party:
            store.roster.party(party)  # InputError where there is no such party: nothing is not an answer
        sealed = sum(one.withheld for one in store.recorded()) if store.locked else 0
        if sealed:
            print(
                f"caution: {sealed} entries are sealed and not in what follows; --officer CODE opens"
                " those that are for us",
                file=sys.stderr,
            )
        return tuple(store.statements())


def _show(register: Register, moment: datetime, party: str, kind: NoticeKind | None, as_json: bool) -> int:
    standing = register.at(moment)
    findings = arising(register, standing)
    items = [
        item_json(one, moment)
        for one in standing.items
        if (not party or one.party == party) and (kind is None or one.notice.kind is kind)
    ]
    covered = [coverage_json(one, moment) for one in standing.coverage if not party or one.party == party]
    if as_json:
        shown = [one.as_json() for one in findings]
        print(json.dumps({"at": utc_text(moment), "items": items, "coverage": covered, "findings": shown}))
    else:
        for row in _lines(items, covered):
            print(row)
        for one in findings:
            print(f"{one.level.word}: {one.text}")
        print("Not listed does not mean unprotected.")
    return 3 if findings else 0


def _lines(items: list[dict[str, Any]], covered: list[dict[str, Any]]) -> Iterable[str]:
    for one in items:
        yield (
            f"{one['id'][:12]}  {one['party']}  {one['kind']}  {one_line(one['item'])}  {one['lat_deg']:.5f} "
            f"{one['lon_deg']:.5f}  within {one['ce95_m']:.0f} m  {one['state'].replace('_', ' ')}  "
            f"confirmed {one['confirmed_at']}{'  stale' if one['stale'] else ''}"
        )
    for one in covered:
        yield f"{one['id'][:12]}  {one_line(one['text'])}  {one['state']}"
