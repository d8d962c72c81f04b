"""`cg voice` and `cg code`: two officers at two folders, with nothing between them but a voice."""

from __future__ import annotations

import json

import pytest
from tests.node.parties import OFFICER, PASSPHRASE, enquiry, two

from commonground.cli.main import main
from commonground.exchange.fold import fold
from commonground.interop.voice.alphabet import say
from commonground.node.config import read_config
from commonground.node.voice import opened, pen_of
from commonground.position import read_all
from commonground.position.write import write
from commonground.statements.admin import ReceiptStage


@pytest.fixture
def sides(tmp_path):
    """North has asked, South holds the question; both nodes are shut."""
    with two(tmp_path / "nodes") as both:
        both.north.login()
        both.south.login()
        asked = both.north.desk.post("/api/enquiries", enquiry(both.clock()))["id"]
        both.exchange_words()
        folders = dict(both.folders)
    secrets = tmp_path / "secrets"
    secrets.write_text("".join(f"{OFFICER[code]}={PASSPHRASE[code]}\n" for code in OFFICER))
    secrets.chmod(0o600)
    return folders, asked, str(secrets)


def told(capsys, *arguments):
    code = main([*map(str, arguments), "--json"])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def who(code, other, secrets):
    return ("--peer", other, "--officer", OFFICER[code], "--passphrases", secrets)


def test_the_same_record_and_place_are_shown_by_voice_both_ways(sides, capsys):
    folders, asked, secrets = sides
    south, north = who("south", "north", secrets), who("north", "south", secrets)
    _, asking = told(capsys, "voice", "challenge", folders["south"], asked[:12], *south)
    _, answered = told(capsys, "voice", "answer", folders["north"], asked[:12], asking["words"], *north)
    checks = ("voice", "check", folders["south"], asking["challenge"], answered["words"])
    far, differs = told(capsys, *checks, "--place", "0.75N 0.25E", *south)
    assert (far, differs["verdict"]) == (3, "differs")
    code, checked = told(capsys, *checks, "--place", place_of("31N AA 66021 55280"), *south)
    assert (code, checked["verdict"]) == (0, "match")
    with opened(
        read_config(folders["south"]), pen_of(folders["south"], OFFICER["south"], PASSPHRASE["south"])
    ) as store:
        kept = {one.id: one for one in store.statements()}
        state = fold(kept.values()).exchanges[0]
    assert kept[checked["said"]].body.stage is ReceiptStage.UNDERSTOOD
    assert [one.words for one in state.doubts] == [f"By voice code with north: {differs['text']}"]
    code, checked = told(capsys, *checks, "--place", place_of("31N AA 66021 55280"), *south)
    assert (code, checked["verdict"]) == (1, "refused")


def place_of(text):
    """The same place as South writes it."""
    return write(read_all(text).readings[0].position, "dms", 1)


def test_a_side_without_a_place_of_its_own_gets_no_code_for_the_other_sides(sides, capsys):
    folders, asked, secrets = sides
    main(["voice", "answer", str(folders["south"]), asked, say("00000"), *who("south", "north", secrets)])
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "no place of its own" in shown.err


def test_three_failed_tries_wait_for_a_supervisor(sides, capsys):
    folders, asked, secrets = sides
    south, north = who("south", "north", secrets), who("north", "south", secrets)
    _, asking = told(capsys, "voice", "challenge", folders["south"], asked, *south)
    _, answered = told(capsys, "voice", "answer", folders["north"], asked, asking["challenge"], *north)
    for _ in range(3):
        check = ("voice", "check", folders["south"], asking["challenge"], answered["answer"])
        code, _shown = told(capsys, *check, "--place", "0.75N 0.25E", *south)
        assert code == 3
    assert main(["voice", "challenge", str(folders["south"]), asked, *south]) == 1
    assert "supervisor" in capsys.readouterr().err
    unlock = (
        "voice",
        "unlock",
        folders["south"],
        asked,
        "--supervisor",
        "Sow",
        "--words",
        "map sheet was old",
    )
    assert told(capsys, *unlock, *south)[0] == 0
    assert told(capsys, "voice", "challenge", folders["south"], asked, *south)[0] == 0


def test_a_record_that_is_in_no_log_gets_no_code(sides, capsys):
    folders, _asked, secrets = sides
    main(["voice", "challenge", str(folders["south"]), "00" * 32, *who("south", "north", secrets)])
    assert "both sides have to hold it" in capsys.readouterr().err


def test_a_message_of_the_record_is_said_in_words_and_as_a_coded_line(sides, capsys):
    folders, asked, secrets = sides
    _, words = told(capsys, "voice", "words", folders["north"], asked, *who("north", "south", secrets))
    assert words["marker"] == "QUESTION"
    assert any("six six zero two one" in line for line in words["lines"])
    _, coded = told(
        capsys,
        "code",
        "say",
        folders["north"],
        asked,
        "--officer",
        OFFICER["north"],
        "--passphrases",
        secrets,
    )
    assert "31NAA E66021 N55280 WGS84" in coded["line"]
    code, read = told(capsys, "code", "read", f"Sir, {coded['line']} end", "--at", coded["sent"])
    assert (code, read["line"], read["kind"]) == (0, coded["line"], "enquiry")
    assert "lat_deg" not in json.dumps(read)


def test_a_coded_line_that_does_not_fit_is_refused_with_exit_one(capsys):
    code, read = told(capsys, "code", "read", "CG1 X B0143 Z010640 CKFBK", "--at", "2031-05-01T06:41:00Z")
    assert code == 1
    assert "B0143" in read["hint"]


def test_a_drill_line_says_so(capsys):
    _, shown = told(
        capsys, "code", "write", "alarm", "--ref", "X0001", "--drill", "--sent", "2031-05-01T06:40:00Z"
    )
    assert shown["line"].startswith("CG1 DRILL X")
    assert shown["sentence"].startswith("DRILL")
