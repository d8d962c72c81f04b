"""`cg diagnose`: what mistake explains two reports of supposedly one place. Nothing is corrected."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from commonground.cli.options import Json
from commonground.cli.rows_in import rows_in, tell_findings
from commonground.errors import InputError
from commonground.position.diagnose import Cause, Hypothesis, Report, is_decided
from commonground.position.diagnose import diagnose as explain
from commonground.position.diagnose.cause import NO_MISTAKE
from commonground.position.profile import Basis, MapProfile
from commonground.position.reader.read import read_all

COLUMNS = ("report_a", "declared_crs_a", "report_b", "declared_crs_b")
SHOWN = 6


def diagnose(
    a: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    b: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    /,
    *,
    crs_a: str = "",
    crs_b: str = "",
    theatre: Annotated[str, Parameter(allow_leading_hyphen=True)] = "",
    csv_file: Annotated[Path | None, Parameter("--csv")] = None,
    as_json: Json = False,
) -> int:
    """Say what may explain that two reports of supposedly one place differ, with odds.

    Each cause shows what the corrected place would be and how far it lands from the other report.
    Below 10 to 1 the answer is: undecided. Nothing is corrected. Exit 0 when the reports agree, 3 when
    they do not or nobody can say, 1 when a report names no place at all.

    Parameters
    ----------
    a:
        The first party's report, as it was sent.
    b:
        The second party's report, as it was sent.
    crs_a:
        The system the first report was declared in; WGS 84 is assumed.
    crs_b:
        The system the second report was declared in; WGS 84 is assumed.
    theatre:
        West, south, east, north in degrees: where the place is expected.
    csv_file:
        A table with columns report_a, declared_crs_a, report_b, declared_crs_b.
    as_json:
        One JSON object a line.
    """
    box = _theatre(theatre)
    if csv_file is not None:
        return _table(csv_file, box, as_json)
    if a is None or b is None:
        raise InputError("two reports are needed", hint='cg diagnose "0.1, 6.2" "6.2, 0.1"')
    hypotheses = explain(_report(a, crs_a), _report(b, crs_b), box)
    if as_json:
        print(json.dumps(shown(hypotheses)))
    else:
        _print(hypotheses)
    return _exit(hypotheses)


def shown(hypotheses: tuple[Hypothesis, ...]) -> dict[str, Any]:
    """The JSON of one diagnosis."""
    return {"hypotheses": [one.as_json() for one in hypotheses], "decided": is_decided(hypotheses)}


def _report(text: str, crs: str) -> Report:
    """A report as it was read; one that cannot be read keeps its digits."""
    code = crs or "EPSG:4326"
    basis = Basis.KNOWN if crs else Basis.ASSUMED
    result = read_all(text, MapProfile(name="", crs=code, crs_basis=basis))
    return Report(as_given=text, crs=code, reading=result.readings[0] if result.readings else None)


def _exit(hypotheses: tuple[Hypothesis, ...]) -> int:
    if not hypotheses:
        return 1
    return 0 if is_decided(hypotheses) and hypotheses[0].cause in NO_MISTAKE else 3


def _theatre(text: str) -> tuple[float, float, float, float] | None:
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError("not a box", where="--theatre", given=text, hint="west,south,east,north") from None
    return west, south, east, north


def _print(hypotheses: tuple[Hypothesis, ...]) -> None:
    if not hypotheses:
        print("cannot say: neither report names a place")
        return
    first = hypotheses[0]
    if is_decided(hypotheses):
        print(f"most likely: {_words(first.cause)} ({_odds(first.odds)})")
    else:
        print("undecided: no cause stands at 10 to 1")
    for one in hypotheses[:SHOWN]:
        whose = f", in report {one.party}".replace("either", "a or b") if one.party else ""
        detail = f": {one.detail}" if one.detail else ""
        print(f"  {_odds(one.odds):>18}  {_words(one.cause)}{whose}{detail}")
        if one.party and one.lat_deg is not None and one.lon_deg is not None and one.lands_m is not None:
            place = f"{one.lat_deg:.6f} {one.lon_deg:.6f}"
            print(f"{'':20}  it would be {place}, {one.lands_m:.0f} m from the other report")
    print("nothing was corrected: ask the sender to read it back", file=sys.stderr)


def _words(cause: Cause) -> str:
    return str(cause).replace("_", " ")


def _odds(odds: float) -> str:
    if odds >= 1e6:
        return "over 1000000 to 1"
    return f"{odds:.0f} to 1" if odds >= 1 else f"1 to {1 / odds:.0f}" if odds > 1e-6 else "1 to over 1000000"


def _table(path: Path, theatre: tuple[float, float, float, float] | None, as_json: bool) -> int:
    """Rows in = rows out."""
    worst = 0
    rows = rows_in(path)
    tell_findings(rows, str(path))
    missing = [name for name in ("report_a", "report_b") if name not in rows.names]
    if missing:
        raise InputError(
            f"no column {' or '.join(missing)}", where=str(path), hint="columns: " + ", ".join(COLUMNS)
        )
    added = ["cause", "odds", "detail", "lat_deg", "lon_deg", "lands_m", "decided", "second", "third"]
    kept = {name: f"given_{name}" if name in added else name for name in rows.names}
    writer = csv.DictWriter(sys.stdout, [*kept.values(), *added], extrasaction="ignore", lineterminator="\n")
    if not as_json:
        writer.writeheader()
    for row in rows.dicts():
        hypotheses = _row(row, theatre)
        worst = max(worst, _exit(hypotheses))
        if as_json:
            print(json.dumps(shown(hypotheses)))
        else:
            given = {kept[name]: text for name, text in row.items() if name in kept}
            writer.writerow({**given, **_added(hypotheses)})
    return 3 if worst else 0


def _row(row: dict[str, str], theatre: tuple[float, float, float, float] | None) -> tuple[Hypothesis, ...]:
    try:
        sides = [_report(row[f"report_{x}"] or "", row.get(f"declared_crs_{x}") or "") for x in "ab"]
    except InputError:
        return ()
    return explain(sides[0], sides[1], theatre)


def _added(hypotheses: tuple[Hypothesis, ...]) -> dict[str, object]:
    if not hypotheses:
        return {"decided": "no"}
    first = hypotheses[0].as_json()
    others = [str(one.cause) for one in hypotheses[1:3]] + ["", ""]
    decided = "yes" if is_decided(hypotheses) else "no"
    return {**first, "decided": decided, "second": others[0], "third": others[1]}
