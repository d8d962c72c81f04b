"""Terms of the exchange by commands: drafted in full, edited by people, read, signed by all, compared."""

import json

import pytest
from tests.node.parties import ROOT_PASSPHRASE, make_two

from commonground.cli.main import main
from commonground.node.config import read_config
from commonground.node.disk import write_secret
from commonground.node.folder import machine_keys, read_roster
from commonground.store.store import Store

EVERYTHING = [
    *(
        "--title",
        "Ours at sea",
        "--grid",
        "bay-100m",
        "--retention-days",
        "365",
        "--words",
        "Said in good faith.",
    ),
    *("--deadline", "urgent=90", "--deadline", "movement=3600"),
    *("--role", "watch officer", "--role", "duty director"),
    *(
        "--contact",
        "south:watch officer:telephone:+00 1234:0600-1800Z",
        "--contact",
        "north:duty director:HF:5 MHz",
    ),
    *("--signal", "red over red:two red flares within 5 s:stop, you may be hitting ours"),
    *("--budget", "coarse=1024/86400"),
]


@pytest.fixture
def folders(tmp_path):
    return make_two(tmp_path)


@pytest.fixture
def secret(tmp_path):
    write_secret(tmp_path / "root.pass", f"root={ROOT_PASSPHRASE}\n".encode())
    return str(tmp_path / "root.pass")


def draft(folders, file, *words, code="north"):
    return main(["terms", "draft", str(folders[code]), str(file), *(words or EVERYTHING)])


def test_everything_that_terms_can_settle_is_drafted_read_signed_and_shown(folders, secret, tmp_path, capsys):
    file = tmp_path / "terms.json"
    assert draft(folders, file) == 0
    digest = capsys.readouterr().out.strip()
    assert main(["terms", "read", str(file)]) == 0
    read = capsys.readouterr().out
    assert read.splitlines()[0] == digest
    for line in (
        "title: Ours at sea",
        "grid: bay-100m",
        "deadline urgent: 90 s",
        "role 2: duty director",
        "contact south, watch officer: telephone +00 1234 (0600-1800Z)",
        "signal red over red: two red flares within 5 s: stop, you may be hitting ours",
        "budget coarse: 1024 in 86400 s",
        "kept for 365 days",
        "words: Said in good faith.",
    ):
        assert line in read.splitlines()
    assert "pin north: " in read
    for code in ("north", "south"):
        assert main(["terms", "sign", str(folders[code]), str(file), "--passphrases", secret]) == 0
        assert capsys.readouterr().out.strip() == digest
    assert main(["terms", "show", str(folders["north"]), "--full", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["terms"] == {"north": digest}
    assert shown["since"] == {"north": 2}  # the card, how we write places, the terms
    assert shown["own"]["title"] == "Ours at sea"


def test_a_draft_may_be_laid_out_by_hand_and_stays_the_same_terms(folders, tmp_path, capsys):
    file, other = tmp_path / "terms.json", tmp_path / "other.json"
    assert draft(folders, file) == 0
    digest = capsys.readouterr().out
    value = json.loads(file.read_text())
    other.write_text(json.dumps(dict(reversed(value.items())), indent=7, ensure_ascii=True) + "\n\n")
    assert main(["terms", "read", str(other), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["digest"] == digest.strip()
    other.write_text(json.dumps(value | {"title": "Other"}))
    assert main(["terms", "read", str(other), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["digest"] != digest.strip()


def test_the_two_sides_draft_the_same_pins_and_keys(folders, tmp_path, capsys):
    found = []
    for code in ("north", "south"):
        file = tmp_path / f"{code}.json"
        assert draft(folders, file, "--title", "Ours", code=code) == 0
        value = json.loads(file.read_text())
        for pin in value["pins"]:
            pin.pop("address", None)  # each knows the other's alone
        found.append(value)
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--title", "x", "--quorum", "2"], "at most 1"),
        (["--title", "x", "--relay", "nobody"], "relay is none"),
        (["--title", "x", "--deadline", "urgent"], "urgent=120"),
        (["--title", "x", "--deadline", "tea=60"], "one of these names"),
        (["--title", "x", "--contact", "south:watch"], "not a contact"),
        (["--title", "x", "--signal", "red"], "not a warning signal"),
        (["--title", "x", "--budget", "coarse=1"], "coarse=1024/86400"),
    ],
)
def test_what_cannot_be_meant_is_said_and_writes_nothing(folders, tmp_path, capsys, words, told):
    file = tmp_path / "terms.json"
    assert draft(folders, file, *words) == 1
    assert told in capsys.readouterr().err
    assert not file.exists()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"title": "a", "title": "b"}', '{"title": 1.5}', "[" * 40_000, '{"title": null}']
)
def test_a_file_that_is_no_terms_is_refused(tmp_path, capsys, text):
    file = tmp_path / "terms.json"
    file.write_text(text)
    assert main(["terms", "read", str(file)]) == 1
    assert "not terms" in capsys.readouterr().err


def test_the_terms_hold_from_their_entry_on_and_a_node_goes_by_them(folders, secret, tmp_path, capsys):
    file = tmp_path / "terms.json"
    assert draft(folders, file) == 0
    assert main(["terms", "sign", str(folders["north"]), str(file), "--passphrases", secret]) == 0
    config = read_config(folders["north"])
    store = Store.open(config.folder / "store", party="north", roster=read_roster(config))
    try:
        assert store.terms_since() == {"north": 2}
        quorum = store.policy(store.origin)
        assert quorum.met_by([read_roster(config).party("south").witness])
        assert not quorum.met_by([])
        assert machine_keys(config).log.verifier in quorum.logs
    finally:
        store.close()
