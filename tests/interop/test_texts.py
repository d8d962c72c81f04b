"""Messages: what is found is what was meant, and what is not certain is said."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.cli.main import main
from commonground.errors import InputError
from commonground.finding import Kind, Level
from commonground.interop.texts.cap import read_cap
from commonground.interop.texts.found import WindowKind
from commonground.interop.texts.mailbox import read_mailbox
from commonground.interop.texts.reading import read_message
from commonground.position.window import read_utc, utc_text

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "messages"
CASES = [
    case
    for path in sorted(VECTORS.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
ISSUED = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_vectors(case: dict) -> None:
    issued = read_utc(case["issued"]) if "issued" in case else None
    message = read_message(case["text"], issued=issued)
    if "areas" in case:
        assert [
            [str(a.kind), *[[round(d, 7) for d in v] for v in a.vertices]] for a in message.areas
        ] == case["areas"]
    if "positions" in case:
        assert [[round(d, 7) for d in spot.vertex] for spot in message.positions] == case["positions"]
    if "radius_m" in case:
        radii = case["radius_m"] if isinstance(case["radius_m"], list) else [case["radius_m"]]
        assert [a.radius_m for a in message.areas] == pytest.approx(radii)
    active = [w for w in message.windows if w.kind in {WindowKind.INTERVAL, WindowKind.DAILY}]
    assert [[utc_text(w.start), utc_text(w.end)] for w in active if w.start and w.end] == case.get(
        "windows", []
    )
    reserve = [w for w in message.windows if w.kind is WindowKind.ALTERNATE]
    assert [[utc_text(w.start), utc_text(w.end)] for w in reserve if w.start and w.end] == case.get(
        "alternate", []
    )
    assert sum(w.kind is WindowKind.OPEN for w in message.windows) == case.get("open", 0)
    if "cancel_at" in case:
        assert message.cancel_at == read_utc(case["cancel_at"])
    said = {str(f.kind) for f in message.findings if f.level >= Level.CAUTION}
    assert said == set(case.get("findings", []))


def test_without_a_day_of_issue_no_date_is_completed() -> None:
    message = read_message("GUNNERY 021200Z TO 021300Z MAR IN 00-10N 001-00E.")
    assert message.windows == ()
    assert any("issued" in finding.text for finding in message.findings)


NAMED = "CABLE WORK IN 00-29N 000-01W 010600Z TO 031800Z JAN 2030. CANCEL THIS MESSAGE 031900Z JAN 2030."


@pytest.mark.parametrize("issued", [None, *(datetime(year, 6, 1, tzinfo=UTC) for year in (2026, 2029, 2030))])
def test_a_year_that_is_said_is_the_year_whenever_the_message_was_issued(issued) -> None:
    read = read_message(NAMED, issued=issued)
    (window,) = read.windows
    assert window.start == datetime(2030, 1, 1, 6, tzinfo=UTC)
    assert window.end == datetime(2030, 1, 3, 18, tzinfo=UTC)
    assert read.cancel_at == datetime(2030, 1, 3, 19, tzinfo=UTC)
    assert not any(one.kind is Kind.FIGURES_NOT_UNDERSTOOD for one in read.findings)


def test_without_a_day_of_issue_a_date_without_its_year_beside_one_with_it_gives_no_window() -> None:
    read = read_message("SURVEY IN 00-29N 000-01W 010600Z TO 031800Z JAN 2030 AND 0700Z TO 0900Z 05 FEB.")
    assert [one.end for one in read.windows] == [datetime(2030, 1, 3, 18, tzinfo=UTC)]
    assert any("names no year" in one.text and one.level is Level.CAUTION for one in read.findings)


def test_four_figures_that_follow_no_month_are_no_year() -> None:
    read = read_message(
        "DEPTH 2030 M IN 00-29N 000-01W UNTIL 05 MAR 2027.", issued=datetime(2027, 1, 1, tzinfo=UTC)
    )
    assert [one.end for one in read.windows] == [datetime(2027, 3, 6, tzinfo=UTC)]


def test_figures_that_nothing_accounts_for_are_shown() -> None:
    message = read_message("SEEN 417 CRATES IN 00-10N 001-00E.", issued=ISSUED)
    assert any("417" in finding.text for finding in message.findings)


def test_an_alert_with_entities_is_refused() -> None:
    with pytest.raises(InputError, match="entities"):
        read_cap(
            b'<!DOCTYPE a [<!ENTITY x "y">]><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">&x;</alert>'
        )


def test_a_circle_of_radius_0_is_a_point_of_unknown_accuracy() -> None:
    alert = (
        b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><sent>2026-03-01T00:00:00-00:00</sent><info>'
        b"<area><circle>0.5,0.5 0</circle></area></info></alert>"
    )
    message = read_cap(alert)
    assert message.positions[0].ce95_m >= 5000
    assert "nobody said how sure" in message.findings[0].text


def test_a_bad_line_of_a_file_of_messages_is_kept_with_its_reason() -> None:
    data = b'{"id": "a", "text": "IN 00-10N 001-00E"}\nno json\n{"id": "c"}\n'
    with pytest.raises(InputError):
        list(read_mailbox(b"  ", "empty"))
    messages = list(read_mailbox(data, "log.jsonl"))
    assert [len(m.positions) for m in messages] == [1, 0, 0]
    assert "line 2" in messages[1].findings[0].text


def test_an_e_mail_gives_its_plain_text_and_its_date() -> None:
    mail = b"From: desk\nSubject: warning 7\nDate: Sun, 01 Mar 2026 00:00:00 +0000\n\nUNTIL 021200Z MAR IN 00-10N 001-00E\n"
    (message,) = read_mailbox(mail, "x.eml")
    assert message.ident == "warning 7"
    assert message.windows[0].end == datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_command_gives_one_object_a_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "warning.txt"
    file.write_text("GUNNERY 021200Z TO 021300Z MAR IN AREA BETWEEN 00-10N 00-20N AND 001-00E 001-30E.")
    assert main(["find", str(file), "--issued", "2026-03-01T00:00Z", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["areas"][0]["kind"] == "box"
    assert shown["windows"] == [
        {
            "from": "2026-03-02T12:00:00Z",
            "to": "2026-03-02T13:00:00Z",
            "kind": "interval",
            "text": "021200Z TO 021300Z MAR",
        }
    ]


def test_grid_references_and_decimals_in_a_message_are_found_and_asked_about() -> None:
    message = read_message("Convoy at 31N EA 66021 00000, then 0.51234, 71.20345.", issued=ISSUED)
    assert [" ".join(spot.text.split()) for spot in message.positions] == [
        "31N EA 66021 00000",
        "0.51234, 71.20345",
    ]
    assert any(finding.kind is Kind.POSITION_ASKED for finding in message.findings)


WORDS = ["00-10N", "001-00E", "10-99N", "BETWEEN", "AND", "TO", "021200Z", "0400Z", "DAILY", "MAR", "31", "UNTIL", "A.", ",",
         "FURTHER NOTICE", "WITHIN 3 MILES OF", "Q) XXXX/QRTCA/IV/B/W/000/100/0030N00030E003", "B) 2603010600", "EXCEPT", "7-7-7N"]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_no_order_of_words_breaks_the_reader_and_no_window_ends_before_it_begins(words: list[str]) -> None:
    message = read_message(" ".join(words), issued=ISSUED)
    for window in message.windows:
        if window.start and window.end and window.kind is not WindowKind.OBSERVED:
            assert window.start < window.end


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_without_failing(text: str) -> None:
    read_message(text, issued=ISSUED)
