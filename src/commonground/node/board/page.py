"""The page itself: strings of HTML from the desk's JSON. Everything that anybody wrote is escaped.

Coordinates and times stand in their own left-to-right isolate: in a right-to-left sentence easting and
northing would change places without a trace. Every list says what its absence means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from commonground.exchange.duty.matters import STANDS
from commonground.exchange.table import State

Json = dict[str, Any]
STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 sans-serif }
main { max-width: 60rem; margin-inline: auto; padding: 1rem }
h2 { border-block-end: 2px solid; margin-block-start: 2rem }
article { border: 1px solid; padding: 0 1rem; margin-block: 1rem; break-inside: avoid }
dt { font-weight: bold } dd { margin-inline-start: 1rem }
code { font-family: monospace; white-space: nowrap }
[role=alert] { border: 3px double; padding: .5rem }
.limit { font-weight: bold }
@media print { form, a { display: none } }
"""


def board(desk: Json, session: Json, duty: Json) -> str:
    """The whole page."""
    parts = [
        _header(desk, session),
        _section("Alarms", desk["alarms"], _alarm, "No alarm stands. Silence says nothing about the ground."),
        _section(
            "Enquiries",
            desk["exchanges"],
            lambda one: _exchange(one, desk["party"]["code"]),
            "No enquiry is open or on record.",
        ),
        _section("Register", desk["register"], _item, "Nothing is listed."),
        _left_off(desk["register_left_off"]),
        f"<p class=limit>{escape(desk['limits'])}</p>",
        _section(
            "Coverage",
            desk["coverage"],
            _coverage,
            "Nobody has said that a register is complete: absence means nothing here.",
        ),
        _section("Findings", desk["findings"], _finding, "No further findings."),
        _duty(duty),
        _section("Call cards", desk["calls"], _card, "No peer is linked."),
        _record(desk["head"]),
        '<form method=post action="/board/logout"><button>Lock this desk</button></form>',
    ]
    return page(f"{desk['party']['name']}: board", "\n".join(parts))


def login(party: str, message: str = "") -> str:
    """The login form, without any script."""
    told = f"<p role=alert><strong>{escape(message)}</strong></p>" if message else ""
    return page(
        f"{party}: log in",
        f"<h1>{escape(party)}: board</h1>{told}"
        '<form method=post action="/board/login">'
        "<p><label>Officer <input name=officer autocomplete=username required></label></p>"
        "<p><label>Passphrase <input name=passphrase type=password autocomplete=current-password required>"
        "</label></p><p><button>Log in</button></p></form>",
    )


def page(title: str, body: str) -> str:
    """One document. No script; the one style sheet is ours."""
    return (
        f"<!doctype html>\n<html lang=en dir=ltr><head><meta charset=utf-8><title>{escape(title)}</title>"
        '<meta name=viewport content="width=device-width, initial-scale=1">'
        f'<link rel=stylesheet href="/board.css"></head><body><main>\n{body}\n</main></body></html>\n'
    )


def ltr(text: object) -> str:
    """A coordinate, time or number that must never be turned round."""
    return f"<bdi dir=ltr><code>{escape(str(text))}</code></bdi>"


def metres(length_m: float) -> str:
    """A length in whole metres."""
    return ltr(f"{length_m:.0f} m")


def own(text: object) -> str:
    """Words of somebody, in whatever direction they run."""
    return f"<bdi>{escape(str(text))}</bdi>"


def _header(desk: Json, session: Json) -> str:
    peers = "".join(
        f"<li>{own(peer['name'])}: {escape(peer['state'])}, last word "
        f"{ltr(peer['last_heard'] or 'never')}. {own(peer['trouble'])}</li>"
        for peer in desk["peers"]
    )
    return (
        f"<h1>{own(desk['party']['name'])}: board</h1>"
        f"<p>{escape(desk['mode'])}, as of {ltr(desk['now'])}. Officer {own(session['officer'])}, "
        f"{own(session['role'])}, since {ltr(session['since'])}. "
        '<a href="/board">Look again</a></p>'
        f"<h2>Peers</h2><ul>{peers or '<li>No peer is linked.</li>'}</ul>"
    )


def _section(title: str, rows: Iterable[Json], row: Callable[[Json], str], none: str) -> str:
    shown = "".join(row(one) for one in rows)
    return f"<h2>{escape(title)}</h2>{shown or f'<p>{escape(none)}</p>'}"


def _alarm(one: Json) -> str:
    return f"<p role=alert><strong>{escape(one['action'])}.</strong> {own(one['text'])}</p>"


def _finding(one: Json) -> str:
    return f"<p>{escape(one['level'])}: {own(one['text'])}</p>"


def _exchange(one: Json, party: str) -> str:
    late = " <strong>LATE</strong>" if one["late"] else ""
    delayed = " <strong>DELAYED</strong>" if one["delayed"] else ""
    facts = [
        ("Question", own(one["question"])),
        ("Occasion", own(one["occasion"])),
        ("Place as given", _place(one["place"])),
        ("Margin", metres(one["margin_m"])),
        ("Window", ltr(f"{one['window']['from']} to {one['window']['to']}")),
        ("Sent, answer due", ltr(f"{one['sent_at']}, {one['deadline']}")),
    ]
    if one["withheld"]:
        facts.append(("Place on our map", "Withheld until our own readback."))
    if one["report"]:
        report = one["report"]
        facts.append(
            (
                "Report",
                f"{own(report['words'])} ({own(report['source'])}, {own(report['channel'])}, "
                f"{ltr(report['at'])})",
            )
        )
    if one["readback"]:
        found = one["readback"]
        how = "independent" if found["independent"] else "not independent"
        facts.append(("Readback", f"{_place(found['place'])} ({how}). {own(found['text'])}"))
    if one["answer"]:
        facts.append(("Answer", f"{own(one['answer']['text'])} {own(one['answer']['words'])}"))
    if one["blocked"]:
        facts.append(("Blocked", own(one["blocked"])))
    facts += [("Finding", f"{escape(f['level'])}: {own(f['text'])}") for f in one["findings"]]
    facts.append(("Next", escape(", ".join(one["next"]).replace("_", " ") or "nothing is due")))
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in facts)
    way = f"to {own(one['to'])}" if one["from"] == party else f"from {own(one['from'])}"
    log = "".join(
        f"<li>{ltr(step['at'])} {own(step['party'])}/{own(step['officer'])}: {own(step['text'])}</li>"
        for step in one["log"]
    )
    return (
        f"<article><h3>Enquiry {way}: {escape(_stands(one['state']))}{late}{delayed}</h3>"
        f"<dl>{rows}</dl><ol>{log}</ol></article>"
    )


def _stands(state: str) -> str:
    """Where an enquiry stands, as it is said when a desk is handed over."""
    return STANDS.get(State(state), state)


def _place(place: Json) -> str:
    shown = f"{ltr(place['as_given'])} ({own(place['grid'])})"
    if place["anchor"]:
        shown += f", {own(place['anchor'])}"
    if place.get("own_grid"):
        shown += f"; in our grid {ltr(place['own_grid'])}, within {metres(place['ce95_m'])} (95 %)"
    return shown


def _item(one: Json) -> str:
    stale = " PAST STALE." if one["stale"] else ""
    return (
        f"<p>{own(one['party'])} {escape(one['kind'])} {own(one['label'] or one['item'])} "
        f"{own(one['category'])}: {ltr(one['own_grid'] or 'outside our grid')}, "
        f"within {metres(one['ce95_m'])} (95 %), confirmed {ltr(one['confirmed_at'])}.{stale}</p>"
    )


def _left_off(count: int) -> str:
    return (
        f"<p>{ltr(count)} more entries stand in the register; the desk lists them page by page.</p>"
        if count
        else ""
    )


def _coverage(one: Json) -> str:
    return f"<p>{own(one['party'])}: {own(one['text'])}</p>"


def _duty(duty: Json) -> str:
    """What is open, the last handover, the test calls. Read only: all of it is signed at the desk."""
    passed = duty["handover"]
    last = "<p>This desk was never handed over.</p>"
    if passed:
        taken = (
            ", ".join(f"{own(one['officer'])} {ltr(one['at'])}" for one in passed["taken"]) or "nobody yet"
        )
        unread = ", ".join(map(str, passed["unread"])) or "none"
        last = (
            f"<p>Handed over by {own(passed['officer'])} to {own(passed['to_officer'])} {ltr(passed['at'])}, "
            f"taken by {taken}; matters not read: {ltr(unread)}.</p>"
        )
    rows = "".join(f"<li>{escape(one['what'])}: {own(one['words'])}</li>" for one in duty["matters"])
    return f"<h2>Duty</h2>{last}<ol>{rows}</ol>{''.join(map(_test_call, duty['calls']))}"


def _test_call(one: Json) -> str:
    last, due = one["last"], ltr(one["due"] or "never")
    if last is None:
        return f"<p>Test call to {own(one['name'])}: none on record, due {due}.</p>"
    heard = f"answered by {own(last['by'])}" if last["reached"] else "<strong>NOT ANSWERED</strong>"
    when = f"{ltr(last['at'])} by {own(last['way'])}, {heard}"
    return f"<p>Test call to {own(one['name'])}: {when}; next due {due}.</p>"


def _card(card: Json) -> str:
    """Whom to call by voice, why, how, and in which words: the page that is printed before the link goes."""
    why = "".join(f"<p role=alert>{own(one)}</p>" for one in card["due"]) or "<p>Nobody has to call now.</p>"
    ways = "".join(
        f"<li>{own(one['role'])}: {own(one['way'])} {ltr(one['number'])} {own(one['hours'])}</li>"
        for one in card["contacts"]
    )
    said = "".join(f"<li>{own(one)}</li>" for one in card["say"])
    ways = ways or "<li>No number or frequency is set.</li>"
    return f"<h3>{own(card['name'])}</h3>{why}<ul>{ways}</ul><ul>{said}</ul>"


def _record(head: Json) -> str:
    by = ", ".join(head["cosigned_by"]) or "nobody yet"
    return (
        f"<h2>Record</h2><p>{ltr(head['size'])} statements, seen and cosigned by {own(by)}; "
        f"{ltr(head['pending'])} pending. Head {ltr(head['root'][:16])}.</p>"
    )
