"""What `cg` says when something is wrong: a sentence with a hint, never a page of frames."""

import io
import json
import sys

import pytest
from tests.node.parties import OFFICER, PASSPHRASE, enquiry

from commonground.cli import main as command_line
from commonground.cli.door import said
from commonground.cli.plain import one_line
from commonground.errors import InputError
from commonground.node.client import DeskClient

TWO_WAYS = "0.41 N 1.09 E"  # decimal degrees, or degrees and minutes


def broken() -> int:
    """A command with a fault in it."""
    raise RuntimeError("no such thing")


def full() -> int:
    """A command on a full disk."""
    raise OSError(28, "No space left on device", "north/card")


def asked_for_two_ways():
    given = enquiry(text=TWO_WAYS, crs="EPSG:4326")
    given.pop("reading", None)
    return given


def test_the_reading_that_is_chosen_is_the_one_that_cg_read_numbers_so(both):
    shown = both.north.desk.post("/api/read", {"text": TWO_WAYS, "crs": "EPSG:4326"})["readings"]
    assert len(shown) == 2
    for number, reading in enumerate(shown, start=1):
        identity = said(both.north.desk, "/api/enquiries", asked_for_two_ways(), number)["id"]
        place = both.north.desk.exchange(identity)["place"]
        assert (place["lat_deg"], place["lon_deg"]) == pytest.approx((reading["lat_deg"], reading["lon_deg"]))


@pytest.mark.parametrize("number", [0, -1])
def test_no_reading_is_counted_from_the_end_or_from_nought(both, number):
    with pytest.raises(InputError, match="counted from 1"):
        said(both.north.desk, "/api/enquiries", asked_for_two_ways(), number)


def test_a_text_with_two_readings_is_refused_with_both_of_them(both):
    with pytest.raises(InputError, match="2 ways") as refused:
        said(both.north.desk, "/api/enquiries", asked_for_two_ways(), None)
    assert "--reading 1: 0.4100 1.0900" in refused.value.hint
    assert "--reading 2: 0.6833 1.1500" in refused.value.hint


def test_a_number_that_is_none_is_refused_before_it_is_sent(both):
    with pytest.raises(InputError, match="finite"):
        both.north.desk.post("/api/enquiries", enquiry(margin_m=float("nan")))


def test_a_moment_that_is_none_is_refused_with_the_form_wanted(both):
    with pytest.raises(InputError, match="not a moment") as refused:
        both.north.desk.post("/api/enquiries", enquiry(window={"from": "tomorrow", "to": "later"}))
    assert refused.value.where == "window.from"
    assert "2011-11-25T18:36:00Z" in refused.value.hint


def test_an_address_that_is_none_is_said_to_be_none():
    with pytest.raises(InputError, match="no address"):
        DeskClient.at("nonsense").login("keita", "x")


@pytest.mark.parametrize("function", ["broken", "full"])
def test_a_fault_of_ours_is_one_line_and_no_page_of_frames(function, monkeypatch, capsys):
    monkeypatch.setitem(command_line.COMMANDS, "read", f"{__name__}:{function}")
    assert command_line.main(["read"]) == 1
    shown = capsys.readouterr().err
    assert "Traceback" not in shown
    assert shown.startswith("commonground: error: ")
    assert ("test_said_plainly.py" in shown) == (function == "broken")
    assert ("north/card: No space left" in shown) == (function == "full")


def test_a_hostile_column_name_does_not_reach_the_terminal_as_it_is(tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_bytes(b"a\x1b[2J" + b"x" * 100_000 + b",b\n1,2\n")
    assert command_line.main(["read", "--csv", str(path)]) == 1
    shown = capsys.readouterr().err
    assert "\x1b" not in shown
    assert len(shown) < 5000


def test_a_folder_that_is_no_nodes_is_said_to_be_none(tmp_path, capsys):
    assert command_line.main(["log", "show", str(tmp_path / "nosuch")]) == 1
    assert "cg party init" in capsys.readouterr().err


def test_a_locked_record_does_not_look_like_an_empty_one(both, tmp_path, capsys):
    identity = both.north.desk.post("/api/enquiries", enquiry())["id"]
    both.exchange_words()
    folder = str(both.north.node.config.folder)
    assert command_line.main(["register", "list", folder]) == 0
    assert "sealed" in capsys.readouterr().err
    assert command_line.main(["log", "show", folder, "--json"]) == 0
    texts = [one["text"] for one in json.loads(capsys.readouterr().out)["entries"]]
    assert any("--officer" in text for text in texts)
    assert not any("not disclosed" in text for text in texts)
    assert command_line.main(["prove", identity, folder, "--out", str(tmp_path / "x")]) == 1
    assert "--officer" in capsys.readouterr().err


def test_the_cards_alone_prove_who_said_it_and_who_has_seen_it(both, tmp_path, capsys):
    identity = both.north.desk.post("/api/enquiries", enquiry())["id"]
    both.exchange_words()
    folder, out = both.north.node.config.folder, tmp_path / "said.tlog-proof"
    secret = tmp_path / "secret"
    secret.write_text(f"{OFFICER['north']}={PASSPHRASE['north']}\n")
    secret.chmod(0o600)
    who = ["--officer", OFFICER["north"], "--passphrases", str(secret)]
    assert command_line.main(["prove", identity, str(folder), "--out", str(out), *who]) == 0
    cards = [str(side.node.config.folder / "own.roster") for side in (both.north, both.south)]
    capsys.readouterr()
    assert command_line.main(["verify", str(out), "--card", cards[0], "--card", cards[1], "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["id"], shown["officer"], shown["witnesses"]) == (identity, "keita", ["south/witness"])
    assert command_line.main(["verify", str(out), "--card", cards[1]]) == 1  # not the card of that log
    data = bytearray(out.read_bytes())
    data[len(data) // 2] ^= 1
    out.write_bytes(data)
    assert command_line.main(["verify", str(out), "--card", cards[0]]) == 3


def begun(tmp_path, **changes):
    """Run `cg party init` in a folder beside which only the passphrases lie."""
    secret = tmp_path / "secret"
    secret.write_text("keita=salt wind paper lamp\nroot=deep root under stone\n")
    secret.chmod(0o600)
    given = {"--code": "x", "--name": "X", "--officer": "keita:Keita:watch", "--crs": "EPSG:32631"} | changes
    words = [word for option, value in given.items() for word in (option, *value.split(";"))]
    return command_line.main(["party", "init", str(tmp_path / "x"), *words, "--passphrases", str(secret)])


WRONG = [
    ({"--name": ""}, "a name is"),
    ({"--name": "a\x1b[2J"}, "a name is"),
    ({"--officer": "root:Keita:watch"}, "this code is taken"),
    ({"--officer": "keita:Keita:watch;--officer;keita:Other:watch"}, "this code is taken"),
    ({"--officer": "../k:Keita:watch"}, "small letters"),
    ({"--report-ce95-m": "nan"}, "metres"),
    ({"--theatre": "10;20;5;6"}, "west, south, east, north"),
    ({"--notation": "bogus"}, "no such notation"),
]


@pytest.mark.parametrize(("changes", "words"), WRONG)
def test_a_party_that_cannot_be_made_leaves_nothing_behind(tmp_path, capsys, changes, words):
    assert begun(tmp_path, **changes) == 1
    assert words in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
    assert begun(tmp_path) == 0


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("pull_every_s = 5.0", "pull_every_s = -1"),
        ("pull_every_s = 5.0", "pull_every_s = nan"),
        ("drill = false", 'drill = "no"'),
        ('crs = "EPSG:32631"', 'crs = "EPSG:999999"'),
        ('notation = "EPSG:32631"', 'notation = "xx"'),
        ("old_map = false", 'old_map = "false"'),
    ],
)
def test_a_configuration_changed_by_hand_is_read_strictly(tmp_path, capsys, line, instead):
    assert begun(tmp_path) == 0
    path = tmp_path / "x" / "node.toml"
    assert line in path.read_text()
    path.write_text(path.read_text().replace(line, instead))
    assert command_line.main(["log", "show", str(tmp_path / "x")]) == 1
    assert "node.toml" in capsys.readouterr().err


def test_a_record_that_is_gone_is_not_begun_anew(tmp_path, capsys):
    assert begun(tmp_path) == 0
    (tmp_path / "x" / "store" / "record.db").unlink()
    assert command_line.main(["node", "run", str(tmp_path / "x"), "--port", "0"]) == 1
    assert "cg restore" in capsys.readouterr().err
    assert not (tmp_path / "x" / "store" / "record.db").exists()


@pytest.mark.parametrize(
    ("words", "said_of_it"),
    [
        (["register", "at", "{x}", "tomorrow"], "not a moment"),
        (["register", "list", "{x}", "--party", "nobody"], "nobody"),
        (["demo", "--ports", "1", "99999"], "a port is"),
    ],
)
def test_what_cannot_be_looked_for_is_not_answered_with_an_empty_list(tmp_path, capsys, words, said_of_it):
    assert begun(tmp_path) == 0
    capsys.readouterr()
    assert command_line.main([word.format(x=tmp_path / "x") for word in words]) == 1
    shown = capsys.readouterr()
    assert said_of_it in shown.err
    assert "a fault of" not in shown.err
    assert not shown.out


def test_a_kind_that_nothing_has_is_a_wrong_command(tmp_path):
    assert begun(tmp_path) == 0
    assert command_line.main(["register", "list", str(tmp_path / "x"), "--kind", "bogus"]) == 2


@pytest.mark.parametrize("text", ["a\x00b", "a\x1b[2Jb", "\ud800", "a\x9bb"])
@pytest.mark.parametrize("field", ["item", "label", "text", "anchor"])
def test_a_text_that_does_not_show_is_refused_and_nothing_is_signed(both, field, text):
    window = {"from": "2030-01-01T00:00:00Z", "to": "2031-01-01T00:00:00Z"}
    given = {"kind": "site", "item": "i", "text": "31N AA 66021 55280", "to": [], "window": window}
    size = both.north.node.store.heads()["commonground/north"].size
    answer = both.north.raw.post(
        "/api/notices",
        content=json.dumps(given | {field: text}),
        headers={"origin": "http://north", "content-type": "application/json"},
    )
    assert answer.status_code == 422, answer.text
    assert answer.json()["error"]["where"] == field
    assert both.north.node.store.heads()["commonground/north"].size == size


class Terminal(io.StringIO):
    """A terminal: what is written here is obeyed."""

    def isatty(self) -> bool:
        return True


def speaks() -> int:
    """A command that repeats what a stranger wrote."""
    print("a\x1b[2Jb\u202ec\ud800\rd")
    return 0


def test_a_terminal_is_never_told_what_to_do_by_a_peers_words(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setitem(command_line.COMMANDS, "read", f"{__name__}:speaks")
    assert command_line.main(["read"]) == 0
    assert terminal.getvalue() == "a\\u001b[2Jb\\u202ec\\ud800\\u000dd\n"
    assert sys.stdout is terminal


def test_the_name_of_a_thing_makes_no_row_of_its_own_in_a_list():
    assert one_line("post 3\n0123  north  site\x1b[1A") == "post 3 0123 north site\\u001b[1A"
