"""A list report as one HTML file that opens from a USB stick: no network, no script, map included.

The page carries its own style and a drawing of the places as SVG; every place on the map is a link to
its row. It works by keyboard, prints, and says at its head what no list can say.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from commonground.finding import Finding, Level
from commonground.interop.lists.report.picture import Land, picture
from commonground.interop.lists.rows.row import ListReport, ListRow
from commonground.position import Status

WORDS = {Status.OK: "read", Status.ASK: "ask", Status.REFUSED: "not read"}

STYLE = """
:root { color-scheme: light dark; --ink: #14181d; --paper: #fff; --line: #6b7680;
  --ask: #8a4b00; --no: #a01818; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf0; --paper: #14181d; --line: #8d99a5; --ask: #ffc27a; --no: #ff9d9d; }
}
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  margin: 1.5rem; max-width: 80rem; }
a { color: inherit; }
a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--ask); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; font-weight: 600; padding: .5rem 0; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: start; vertical-align: top; }
td.number { text-align: end; font-variant-numeric: tabular-nums; }
.ask { color: var(--ask); font-weight: 600; }
.refused { color: var(--no); font-weight: 600; }
.scroll { overflow-x: auto; }
svg { width: 100%; height: auto; max-height: 34rem; border: 1px solid var(--line); }
.limits { border: 2px solid var(--line); padding: .5rem 1rem; }
.land { fill: var(--line); fill-opacity: .18; }
.grid { stroke: var(--line); stroke-opacity: .5; fill: none; }
.place { fill: none; stroke: var(--ink); }
.place.ask { stroke: var(--ask); }
.gridtext { fill: var(--ink); font-size: 11px; }
ul.said { margin: 0; padding-inline-start: 1.1rem; }
@media print { body { margin: 0; font-size: 9pt; } tr { break-inside: avoid; } }
"""


def esc(text: str) -> str:
    """A stranger's text, made harmless for HTML."""
    return html.escape(text, quote=True)


def bdi(text: str) -> str:
    """A reference that keeps its order in any direction of writing."""
    return f'<bdi dir="ltr">{esc(text)}</bdi>'


def said(findings: Sequence[Finding]) -> str:
    """The findings of a row as a list."""
    if not findings:
        return ""
    items = "".join(f"<li>{esc(finding.level.word)}: {esc(finding.text)}</li>" for finding in findings)
    return f'<ul class="said">{items}</ul>'


def place_text(row: ListRow) -> str:
    """What was read, in degrees and metres."""
    if not row.placed:
        return "none"
    return f"{row.lat_deg:.5f} {row.lon_deg:.5f} ± {row.ce95_m:,.0f} m"


def table_row(row: ListRow) -> str:
    """One row, with an anchor to be linked to."""
    css = str(row.status)
    return (
        f'<tr id="row{row.number}"><td class="number">{row.number}</td><td>{esc(row.label or row.item)}</td>'
        f'<td>{bdi(row.as_given)}</td><td class="{css}">{WORDS[row.status]}</td>'
        f"<td>{bdi(place_text(row))}</td><td>{said(row.findings)}</td></tr>"
    )


def table(title: str, rows: Sequence[ListRow]) -> str:
    """A table that scrolls by itself; nothing where there are no rows."""
    if not rows:
        return ""
    heads = ("Row", "Name", "As given", "Status", "Read as (WGS 84, 95 %)", "What to look at")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(map(table_row, rows))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{esc(title)}"><table>'
        f"<caption>{esc(title)}: {len(rows):,}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def page(report: ListReport, *, when: str, land: Land = ()) -> str:
    """The report as a page. `when` is the day it was made, `land` the outlines to draw beneath."""
    asked = [row for row in report.rows if row.status is Status.ASK]
    refused = [row for row in report.rows if row.status is Status.REFUSED]
    fine = [row for row in report.rows if row.status is Status.OK]
    faults = [finding for finding in report.findings if finding.level > Level.NOTE]
    notes = [finding for finding in report.findings if finding.level is Level.NOTE]
    title = f"List check: {report.name}"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{esc(title)}</title><style>{STYLE}</style></head><body><main><h1>{esc(title)}</h1>"
        f"<p>{len(report.rows):,} rows: {len(fine):,} read, {len(asked):,} to ask, "
        f"{len(refused):,} not read. Made {esc(when)}.</p>"
        '<p class="limits">This page compares a list with itself and with maps. It says nothing about '
        "the ground. Not listed does not mean unprotected.</p>"
        f"<h2>The file as a whole</h2>{said(faults) or '<p>No fault runs through the file.</p>'}{said(notes)}"
        f"<h2>Map</h2>{picture(report.rows, land)}"
        f"<h2>Rows</h2>{table('To ask', asked)}{table('Not read', refused)}{table('Read', fine)}"
        "</main></body></html>"
    )
