"""The list doctor: read a list, hold its rows against everything at hand, and say what it found.

The file is judged before any row. A row with something to look at is *ask*, never *ok*; nothing is
repaired. `yes` says that a person has confirmed what was said of the file as a whole; until then its
urgent faults put every row they touch in question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from commonground.finding import Finding, Level
from commonground.interop.lists.comparing.against import compare_lists
from commonground.interop.lists.comparing.agree import compare_sources
from commonground.interop.lists.comparing.bands import check_bands
from commonground.interop.lists.comparing.country import check_countries
from commonground.interop.lists.comparing.outliers import check_outliers
from commonground.interop.lists.comparing.twins import (
    check_coarse,
    check_one_name,
    check_shared_places,
    check_theatre,
)
from commonground.interop.lists.judging.judged import judge_table
from commonground.interop.lists.rows.reading import read_sources, rows_of
from commonground.interop.lists.rows.row import ListReport, ListRow
from commonground.interop.tables.table import Table
from commonground.maps.countries import Countries
from commonground.maps.depiction import Depiction
from commonground.position import MapProfile, Status

Step = Callable[[str], None]


def check_list(
    table: Table,
    profile: MapProfile | None = None,
    *,
    countries: Countries | None = None,
    against: ListReport | None = None,
    depictions: Sequence[Depiction] = (),
    yes: bool = False,
    step: Step = lambda _: None,
) -> ListReport:
    """Check a list.

    countries: for rows that name one. against: another list of the same sites. depictions: of one
    border; rows where they differ say so. yes: the faults of the file are confirmed. step: told what
    is being done, for a progress bar.
    """
    step("judging the file")
    judged = judge_table(table, profile)
    step("reading the rows")
    sources = read_sources(judged)
    rows = rows_of(judged, sources)
    found: list[list[Finding]] = [list(row.findings) for row in rows]
    of_file = list(judged.findings)
    tested: dict[int, str] = {}  # rows against their country
    step("comparing the rows")
    of_file += compare_sources(sources, judged.header.names, found)
    of_file += check_shared_places(rows, found)
    check_one_name(rows, found)
    check_coarse(rows, found)
    check_theatre(rows, judged.profile.theatre, found)
    if countries is not None:
        step("countries")
        of_file += check_countries(rows, countries, found, tested)
    if depictions:
        step("borders")
        check_bands(rows, depictions, found)
    check_outliers(rows, found)
    if against is not None:
        step("the other list")
        of_file += compare_lists(rows, against.rows, found)
    doubted = not yes and any(finding.level is Level.URGENT for finding in of_file)
    done = [
        asked(row, tuple(said), tested.get(place, ""), doubted=doubted)
        for place, (row, said) in enumerate(zip(rows, found, strict=True))
    ]
    return ListReport(name=table.name, findings=tuple(of_file), rows=tuple(done))


def asked(row: ListRow, findings: tuple[Finding, ...], tested: str, *, doubted: bool) -> ListRow:
    """The row with its findings; *ask* where a person has to look."""
    look = doubted or any(finding.level >= Level.CAUTION for finding in findings)
    status = Status.ASK if row.status is Status.OK and look else row.status
    return replace(row, findings=findings, status=status, country_test=tested)
