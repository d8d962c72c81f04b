"""`cg list check`: a list of sites or movements as it comes, row by row and as a whole."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.progress import Progress

from commonground.cli.read import profile_of
from commonground.errors import InputError
from commonground.finding import Level
from commonground.interop.lists.doctor import check_list
from commonground.interop.lists.rows.row import ListReport
from commonground.interop.tables import open_table
from commonground.interop.tables.table import MAX_BYTES, Table
from commonground.maps.depiction import Depiction
from commonground.node.clock import now
from commonground.node.data import data_folder
from commonground.node.list_geopackage import is_geopackage, open_geopackage
from commonground.node.world import land_rings, load_world
from commonground.position import Status

FOUND = 3
STEPS = 6  # of the doctor, for the bar
SHOWN = 40  # rows that the screen shows; the report holds all


def check(
    file: Path,
    /,
    *,
    profile: Path | None = None,
    against: Path | None = None,
    depiction: Annotated[list[Path], Parameter(negative="")] | None = None,
    out: Path | None = None,
    overwrite: Annotated[bool, Parameter(negative="")] = False,
    yes: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Check a list (CSV, XLSX, ODS, GeoJSON, KML, GPX, GeoPackage) before any row of it is used.

    The file is judged as a whole first: columns, notation, swapped columns, degrees.minutes, lost zeros or
    seconds, decimal commas, encoding. Then every row comes back: read, to ask, or not read with the reason.
    Nothing is repaired. Exit code 3: something has to be looked at.

    Parameters
    ----------
    file
        The list.
    profile
        A TOML file that says how the sender writes places.
    against
        Another list of the same sites; matched by number or name.
    depiction
        Depictions of one border; rows where they differ say so. May be given several times.
    out
        Where the report goes: .html (opens without a network), .xlsx (to be answered line by line), .json.
    overwrite
        Replace an existing report.
    yes
        A person has confirmed what was said of the file as a whole.
    data
        The data folder with the countries that setup makes.
    as_json
        The report as one JSON object on standard output.
    """
    countries = load_world(data_folder(data))
    if countries is None:
        print("commonground: countries are not tested: no data folder (make setup)", file=sys.stderr)
    other = None if against is None else check_list(table_of(against), profile_of(profile), yes=True)
    with progress() as step:
        report = check_list(
            table_of(file),
            profile_of(profile),
            countries=countries,
            against=other,
            depictions=depictions_of(depiction or []),
            yes=yes,
            step=step,
        )
    if out is not None:
        write(report, out, overwrite=overwrite, data=data)
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        show(report)
    faults = any(finding.level > Level.NOTE for finding in report.findings)
    return FOUND if faults or any(row.status is not Status.OK for row in report.rows) else 0


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A bar on the terminal, a step a move; nothing in a pipe."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("opening", total=STEPS)

        def step(what: str) -> None:
            bar.update(task, advance=1, description=what)

        yield step


def table_of(path: Path) -> Table:
    """Open a list; its size is looked at before it is read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"over {MAX_BYTES // 2**20} MiB", where=str(path), hint="split the list")
        if is_geopackage(path):
            return open_geopackage(path)
        return open_table(path.read_bytes(), path.name)
    except OSError as error:
        raise InputError(str(error.strerror), where=str(path)) from None


def depictions_of(paths: list[Path]) -> list[Depiction]:
    """The depictions that `--depiction` names."""
    if not paths:
        return []
    from commonground.node.files import open_depiction

    return [open_depiction(path) for path in paths]


def write(report: ListReport, out: Path, *, overwrite: bool, data: Path | None) -> None:
    """Write the report in the form that the ending names."""
    if out.exists() and not overwrite:
        raise InputError("the file exists", where=str(out), hint="name another, or add --overwrite")
    ending = out.suffix.lower()
    if ending == ".html":
        from commonground.interop.lists.report.page import page

        text = page(report, when=f"{now():%Y-%m-%d %H:%MZ}", land=land_rings(data_folder(data)))
        out.write_text(text, encoding="utf-8")
    elif ending == ".xlsx":
        from commonground.interop.lists.report.answer_sheet import answer_sheet

        out.write_bytes(answer_sheet(report))
    elif ending == ".json":
        out.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    else:
        raise InputError("no report is written in this form", where=str(out), hint=".html, .xlsx or .json")


def show(report: ListReport) -> None:
    """The report as a person reads it on a terminal."""
    counts = {status: sum(row.status is status for row in report.rows) for status in Status}
    print(f"{report.name}: {len(report.rows):,} rows, {counts[Status.OK]:,} read, ", end="")
    print(f"{counts[Status.ASK]:,} to ask, {counts[Status.REFUSED]:,} not read")
    for finding in report.findings:
        print(f"  {finding.level.word:8} {finding.text}")
    odd = sorted((row for row in report.rows if row.asks), key=lambda row: row.status is Status.REFUSED)
    for row in odd[:SHOWN]:
        print(f"  row {row.number}: {row.label or row.item}: {row.as_given}")
        for finding in row.findings:
            print(f"      {finding.text}")
    if len(odd) > SHOWN:
        print(f"  … and {len(odd) - SHOWN:,} more rows to look at; --out report.html shows all")
    print("Not listed does not mean unprotected.")
