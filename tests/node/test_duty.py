"""The desk is handed over as a statement, taken matter by matter, and never left empty without a word."""

from __future__ import annotations

import json

import pytest
from tests.node.parties import OFFICER, PASSPHRASE, T0, Side, enquiry, two

from commonground.cli.main import main
from commonground.errors import InputError
from commonground.node.config import read_config
from commonground.node.folder import NewOfficer
from commonground.node.officers import add_officer
from commonground.statements.text import describe

LUO = "warm stone early boat"


@pytest.fixture
def both(tmp_path):
    """North has two officers, keita and luo; keita sits at the desk."""
    with two(tmp_path) as sides:
        folder = sides.folders["north"]
        sides.north.raw.close()
        sides.north.node.close()
        luo = NewOfficer(code="luo", name="Luo", roles=("watch",), passphrase=LUO)
        add_officer(read_config(folder), luo, "deep root under stone", now=T0)
        sides.north = Side(folder, "north", sides.clock)
        sides.north.connect(sides.south)
        sides.south.connect(sides.north)
        sides.north.login()
        yield sides


def kinds(side):
    """What the desk is told of its duty; that no peer has seen the log for long is another matter."""
    kinds = [one["kind"] for one in side.desk.desk()["findings"]]
    return [kind for kind in kinds if kind != "unwitnessed"]


def alarm_kinds(side):
    return [one["kind"] for one in side.desk.desk()["alarms"]]


def hand_over(both):
    both.north.desk.post("/api/enquiries", enquiry(both.clock()))
    said = both.north.desk.post("/api/handover", {"to_officer": "luo", "words": "south is slow today"})
    both.north.desk.post("/api/logout")
    return said["id"]


def test_what_is_open_is_listed_with_the_state_of_every_link_and_no_place(both) -> None:
    both.north.desk.post("/api/enquiries", enquiry())
    shown = both.north.desk.get("/api/duty")
    assert [one["what"] for one in shown["matters"]] == ["open", "link"]
    assert {one["code"] for one in shown["officers"]} == {"keita", "luo"}
    assert shown["handover"] is None
    assert "66021" not in json.dumps(shown)


def test_the_incoming_officer_reads_every_matter_and_until_then_it_is_said(both) -> None:
    handed = hand_over(both)
    both.north.desk.login("luo", LUO)
    assert alarm_kinds(both.north) == ["handover_waits"]
    passed = both.north.desk.get("/api/duty")["handover"]
    assert (passed["officer"], passed["words"], passed["unread"]) == ("keita", "south is slow today", [1, 2])
    both.north.desk.post("/api/takeover", {"handover": handed, "read": [2]})
    assert alarm_kinds(both.north) == []
    assert kinds(both.north) == ["handover_unread"]
    both.north.desk.post("/api/takeover", {"handover": handed, "read": [1]})
    assert kinds(both.north) == []
    board = both.north.raw.get("/board").text
    assert "taken by <bdi>luo</bdi>" in board
    assert "matters not read: <bdi dir=ltr><code>none</code></bdi>" in board


def test_what_cannot_be_meant_is_refused_and_says_where(both) -> None:
    north = both.north.desk
    for to, what in (("keita", "somebody else"), ("nobody", "no officer of ours")):
        with pytest.raises(InputError, match=what):
            north.post("/api/handover", {"to_officer": to})
    with pytest.raises(InputError, match="last handover"):
        north.post("/api/takeover", {"handover": "f" * 64})
    handed = north.post("/api/handover", {"to_officer": "luo"})["id"]
    with pytest.raises(InputError, match="does not take it"):
        north.post("/api/takeover", {"handover": handed, "read": [1]})
    north.post("/api/logout")
    north.login("luo", LUO)
    with pytest.raises(InputError, match="no matter of that number"):
        north.post("/api/takeover", {"handover": handed, "read": [9]})


def test_a_handover_nobody_takes_rises(both) -> None:
    hand_over(both)
    both.clock.move(minutes=10)
    both.north.desk.login("luo", LUO)
    first = both.north.desk.desk()["alarms"][0]
    assert (first["kind"], first["level"]) == ("handover_waits", "urgent")
    assert "Call the duty director now" in first["text"]


def test_an_empty_desk_rises_on_health_without_a_login_and_ends_when_somebody_sits_down(both) -> None:
    both.north.machine.turn()
    both.north.desk.post("/api/logout")
    health = lambda: both.north.raw.get("/health").json()["unmanned"]  # noqa: E731
    assert health() == ""
    both.clock.move(minutes=5)
    assert "Nobody has sat at this desk for 5 min. Call the duty director now." in health()
    both.clock.move(minutes=1)
    assert "Call the commander now." in health()
    assert "keita" not in health()
    both.north.login()
    assert health() == ""


def test_with_an_alarm_unheard_an_empty_desk_does_not_wait(both) -> None:
    both.south.login()
    both.north.machine.turn()
    both.north.desk.post("/api/logout")
    both.south.desk.post("/api/alarm", {"words": "stop"})
    both.exchange_words()
    assert "1 alarm unheard" in both.north.raw.get("/health").json()["unmanned"]


def test_a_desk_left_locked_by_time_counts_from_the_last_hand_on_it(both) -> None:
    both.north.machine.turn()
    for _ in range(4):
        both.clock.move(seconds=both.north.node.config.idle_lock_s / 3)
        both.north.machine.turn()
    both.clock.move(minutes=6)
    assert "Nobody has sat at this desk" in both.north.raw.get("/health").json()["unmanned"]


def test_a_test_call_stands_in_the_record_and_its_absence_is_a_finding(both) -> None:
    both.clock.move(minutes=20)
    north = both.north.desk
    north.post("/api/alarm", {"words": "first word of this desk"})
    both.clock.move(minutes=5)
    for given, what in (
        ({"party": "south", "way": " ", "reached": False}, "names its way"),
        ({"party": "south", "way": "radio", "reached": True}, "names who answered"),
        ({"party": "east", "way": "radio", "reached": False}, "no peer of that code"),
    ):
        with pytest.raises(InputError, match=what):
            north.post("/api/test-calls", given)
    called = north.post("/api/test-calls", {"party": "south", "way": "radio 6.310 MHz", "reached": False})
    assert kinds(both.north) == ["test_call_unanswered"]
    north.post("/api/test-calls", {"party": "south", "way": "telephone", "reached": True, "by": "diallo"})
    assert kinds(both.north) == []
    assert "NOT answered" in describe(both.north.node.picture().by_id[called["id"]])
    shown = north.get("/api/duty")["calls"][0]
    assert (shown["last"]["way"], shown["last"]["by"]) == ("telephone", "diallo")


def test_a_shift_without_a_test_call_is_said_after_an_hour(both) -> None:
    hand_over(both)
    both.north.desk.login("luo", LUO)
    passed = both.north.desk.get("/api/duty")["handover"]
    both.north.desk.post("/api/takeover", {"handover": passed["id"], "read": passed["unread"]})
    for _ in range(4):  # a hand on the desk every 15 minutes keeps it open
        both.clock.move(minutes=15)
        both.north.desk.post("/api/session/alive")
    assert kinds(both.north) == ["test_call_missing"]


def test_a_handover_stays_with_its_own_party(both) -> None:
    handed = hand_over(both)
    both.exchange_words()
    both.south.login()
    assert handed not in both.south.node.picture().by_id


def test_the_same_by_commands(both, tmp_path, monkeypatch, capsys) -> None:
    def run(officer, passphrase, *words):
        secrets = tmp_path / f"{officer}.passphrases"
        secrets.touch(mode=0o600)
        secrets.write_text(f"{officer}={passphrase}\n")
        code = main([*words, "--officer", officer, "--passphrases", str(secrets), "--json"])
        return code, json.loads(capsys.readouterr().out)

    monkeypatch.setattr("commonground.cli.door.DeskClient.at", lambda url: both.north.desk)
    monkeypatch.setattr(both.north.desk, "close", lambda: None)
    keita = OFFICER["north"], PASSPHRASE["north"]
    assert run(*keita, "handover", "give", "luo", "all quiet")[0] == 0
    code, shown = run("luo", LUO, "handover", "show")
    assert code == 3
    assert shown["handover"]["to_officer"] == "luo"
    assert run("luo", LUO, "handover", "take")[0] == 3
    assert run("luo", LUO, "handover", "take", "--read", "1")[1]["unread"] == []
    assert run("luo", LUO, "testcall", "south", "radio")[0] == 4
    assert run("luo", LUO, "testcall", "south", "radio", "--by", "diallo")[0] == 0
    assert run("luo", LUO, "handover", "show")[0] == 0
