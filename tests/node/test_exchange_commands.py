"""The main job by command alone: every step has a verb, finds its exchange, and says how far it has come."""

import json

import pytest
from tests.node.parties import OFFICER, PASSPHRASE, client, utc
from tests.node.test_main_job import FAR, OWN_MAP

from commonground.cli import door
from commonground.cli.main import main
from commonground.node.client import DeskClient
from commonground.position.window import read_utc

PLACE = "31N AA 66021 55280"
CORNERS = ("0.9 N 0.9 W", "0.9 N 0.9 E", "0.0 N 0.9 E", "0.0 N 0.9 W")


@pytest.fixture
def cg(both, tmp_path, monkeypatch, capsys):
    """`cg` at one side's desk: gives the exit code, what was printed, and what was said on stderr."""
    apps = {side.node.origin: side.app for side in (both.north, both.south)}
    monkeypatch.setattr(
        door.DeskClient, "at", classmethod(lambda _cls, url: DeskClient(client(apps[url], url)))
    )
    secrets = tmp_path / "secrets"
    secrets.write_text("".join(f"{OFFICER[code]}={PASSPHRASE[code]}\n" for code in OFFICER))
    secrets.chmod(0o600)

    def run(side, *words):
        who = ("--url", f"http://{side}", "--officer", OFFICER[side], "--passphrases", str(secrets))
        capsys.readouterr()
        code = main([*map(str, words), *who])
        out = capsys.readouterr()
        return code, out.out.strip(), out.err

    return run


def asked(cg, both, *more):
    window = ("--start", utc(both.clock.at), "--end", utc(both.clock.at.replace(hour=18)))
    code, identity, told = cg(
        "north", "ask", "south", PLACE, "--margin", "2000", "--occasion", "survey", *window, *more
    )
    assert code == 0, told
    both.exchange_words()
    return identity


def covered(cg, both):
    kinds = [word for kind in ("site", "unit", "movement", "area", "crossing") for word in ("--kind", kind)]
    until = ("--until", utc(both.clock.at.replace(year=2031)))
    code, identity, told = cg("south", "coverage", *CORNERS, *kinds, *until, "--words", "posts only")
    assert code == 0, told
    return identity


def one(cg, side, identity, key=None):
    code, out, told = cg(side, "exchange", "show", identity, "--json")
    assert code in (0, 3), told
    return json.loads(out)[key] if key else json.loads(out)


def test_the_whole_main_job_by_command(cg, both):
    covered(cg, both)
    identity = asked(cg, both)
    code, listed, _ = cg("south", "exchange", "list")
    assert code == 3
    assert listed.startswith(identity[:16])
    assert "next at this desk: readback" in listed
    assert "lat_deg" not in one(cg, "south", identity[:8], "place")  # withheld from the command line too
    assert cg("south", "readback", identity[:10], OWN_MAP, "--anchor", "the red buoy")[0] == 0
    both.exchange_words()
    code, shown, _ = cg("south", "answer", identity[:10], "--outcome", "none_by_register")
    assert code == 0
    assert "Not listed does not mean unprotected." in shown
    both.exchange_words()
    code, shown, _ = cg("north", "exchange", "acknowledge", identity[:10], "--words", "received")
    assert (code, shown.splitlines()[1]) == (0, "closed")
    both.exchange_words()
    for side in ("north", "south"):
        assert one(cg, side, identity, "state") == "closed"
    assert cg("north", "exchange", "list") == (
        0,
        "No enquiry is open. Silence says nothing about the ground.",
        "",
    )
    assert len(cg("north", "exchange", "list", "--all", "--json")[1].splitlines()) == 1


def test_an_answer_while_the_asker_is_down_does_not_look_final(cg, both):
    covered(cg, both)
    identity = asked(cg, both)
    cg("south", "readback", identity, OWN_MAP, "--anchor", "the red buoy")
    both.exchange_words()
    code, shown, _ = cg(
        "south", "answer", identity, "--outcome", "none_by_register", "--wait", "0.1", "--json"
    )
    said = json.loads(shown)
    assert code == 4
    assert not said["given"]
    assert said["standing"] == "Not yet confirmed by north: their node has not taken it over."
    both.exchange_words()
    assert (
        one(cg, "south", identity, "answer")["standing"]
        == "With north's node; not yet confirmed by an officer of north."
    )
    cg("north", "exchange", "acknowledge", identity)
    both.exchange_words()
    assert one(cg, "south", identity, "answer")["standing"].startswith("Acknowledged by north at ")


def test_a_wrong_place_is_corrected_and_a_near_one_confirmed_by_an_officer(cg, both):
    identity = asked(cg, both)
    assert cg("south", "readback", identity, FAR, "--anchor", "a red buoy")[0] == 3
    both.exchange_words()
    code, _, told = cg("north", "exchange", "confirm", identity)
    assert code == 1
    assert "not possible while the exchange stands at differs" in told
    assert cg("north", "exchange", "correct", identity, PLACE, "--words", "read from the other sheet")[0] == 0
    both.exchange_words()
    retyped = cg("south", "readback", identity, PLACE, "--crs", "EPSG:32631", "--anchor", "a red buoy")
    assert retyped[0] == 3  # it matches, and proves only typing
    both.exchange_words()
    assert one(cg, "north", identity, "state") == "read_back"
    code, shown, _ = cg("north", "exchange", "confirm", identity, "--words", "they named the buoy")
    assert (code, shown.splitlines()[1]) == (0, "understood")


def test_the_source_is_entered_by_the_asker_and_ends_not_confirmed(cg, both):
    report = ("--report", "we are at the red buoy", "--report-from", "boat 2", "--report-to", "watch")
    how = ("--report-by", "HF 5.230", "--report-at", utc(both.clock.at))
    identity = asked(cg, both, *report, *how)
    shown = one(cg, "south", identity)
    assert shown["report"] == {
        "words": "we are at the red buoy",
        "source": "boat 2",
        "to": "watch",
        "channel": "HF 5.230",
        "at": "2030-01-01T06:00:00Z",
    }
    assert shown["not_confirmed_at_source"]
    code, _, told = cg("south", "exchange", "source", identity, OWN_MAP)
    assert code == 1
    assert "asked by the side that enquires" in told
    code, _, told = cg("north", "readback", identity, PLACE, "--anchor", "x")
    assert code == 1
    assert "cg exchange source" in told
    code, said, _ = cg("north", "exchange", "source", identity, "31N AA 66025 55284", "--words", "boat 2, HF")
    assert code == 0
    assert said.startswith("Match")
    both.exchange_words()
    assert not one(cg, "south", identity, "not_confirmed_at_source")


def test_a_report_without_its_source_is_refused(cg, both):
    window = ("--start", utc(both.clock.at), "--end", utc(both.clock.at.replace(hour=18)))
    code, _, told = cg(
        "north",
        "ask",
        "south",
        PLACE,
        "--margin",
        "2000",
        "--occasion",
        "s",
        *window,
        "--report",
        "at the buoy",
    )
    assert code == 1
    assert "--report-from" in told


def test_standing_by_doubting_being_unable_and_withdrawing(cg, both):
    identity = asked(cg, both)
    before = one(cg, "south", identity, "deadline")
    assert cg("south", "exchange", "standby", identity, "--minutes", "20", "--words", "measuring")[0] == 0
    both.exchange_words()
    after = one(cg, "north", identity, "deadline")
    assert (read_utc(after) - read_utc(before)).total_seconds() == 600
    assert cg("south", "exchange", "standby", identity)[0] == 1
    assert cg("north", "exchange", "doubt", identity, "the patrol may have moved")[0] == 0
    code, shown, _ = cg("south", "exchange", "unable", identity, "our map ends west of there")
    assert (code, shown.splitlines()[1]) == (0, "unable")
    assert "Not yet confirmed by north" in shown
    both.exchange_words()
    assert one(cg, "north", identity, "answer")["outcome"] == "cannot_say"
    assert cg("north", "exchange", "withdraw", identity, "no longer needed")[0] == 0
    both.exchange_words()
    assert one(cg, "south", identity, "state") == "withdrawn"


def test_an_exchange_is_found_by_its_reference_and_a_wrong_name_is_refused_with_a_way_on(cg, both):
    identity = asked(cg, both)
    reference = cg("north", "exchange", "show", identity)[1].partition("(")[2][:5]
    assert one(cg, "north", reference.lower(), "id") == identity
    for named in ("zz", "0" * 12, "A9999" if reference != "A9999" else "A9998", "../desk"):
        code, _, told = cg("north", "exchange", "show", named)
        assert code == 1
        assert "cg exchange list" in told


def test_coverage_with_a_corner_that_reads_two_ways_is_refused_by_its_words(cg, both):
    until = ("--until", utc(both.clock.at.replace(year=2031)))
    corners = ("0.41 N 1.09 E", *CORNERS[1:])
    code, _, told = cg("south", "coverage", *corners, "--kind", "site", *until)
    assert code == 1
    assert "0.41 N 1.09 E" in told
    assert cg("south", "coverage", *CORNERS[:2], "--kind", "site", *until)[0] == 1


def test_an_alarm_is_listed_taken_and_confirmed_by_voice(cg, both):
    asked(cg, both)
    code, identity, told = cg("south", "alarm", "stop, you may be hitting ours")
    assert code == 0
    assert "It stands until a named person confirms" in told
    code, listed, _ = cg("south", "alarms", "list")
    assert code == 3
    assert "CALL North" in listed
    assert "ALARM. Reference" in listed
    entry = ("--party", "north", "--person", "duty director Sow", "--way", "telephone")
    assert cg("south", "alarms", "confirmed", identity[:8], "passed to all units", *entry)[0] == 0
    shown = json.loads(cg("south", "alarms", "list", "--json")[1])
    assert shown["alarms"] == []
    both.exchange_words()
    code, listed, _ = cg("north", "alarms", "list")
    assert (code, identity[:16] in listed) == (3, True)  # what South wrote ends nothing at North's own desk
    assert cg("north", "alarms", "take", identity[:8], "all stopped")[0] == 0
    both.exchange_words()
    assert json.loads(cg("north", "alarms", "list", "--json")[1])["alarms"] == []


def test_a_name_that_would_steer_a_terminal_never_gets_into_an_exchange(cg, both):
    for field in ("anchor", "occasion", "question"):
        code, _, told = cg(
            "north", "ask", "south", PLACE, "--margin", "1", "--start", utc(both.clock.at),
            "--end", utc(both.clock.at.replace(hour=18)), f"--{field}", "a\x1b[2Jb",
        )  # fmt: skip
        assert code == 1
        assert "does not show" in told
    assert both.north.desk.desk()["exchanges"] == []


def test_an_alarm_that_cannot_go_out_says_so_and_to_call(tmp_path, capsys):
    secrets = tmp_path / "secrets"
    secrets.write_text("keita=x\n")
    secrets.chmod(0o600)
    who = ("--url", "http://127.0.0.1:9", "--officer", "keita", "--passphrases", str(secrets))
    assert main(["alarm", *who]) == 1
    told = capsys.readouterr().err
    assert "the alarm is NOT out" in told
    assert "call them by voice now" in told
