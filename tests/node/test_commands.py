"""`cg party` and `cg officer`: folders, cards and keys, without a terminal and without a secret shown."""

import json
from pathlib import Path

import pytest

from commonground.cli.main import main
from commonground.errors import InputError
from commonground.node import clock
from commonground.node.auth import sealed
from commonground.node.auth.sealed import Cost, WrongPassphraseError, read_sealed, unseal
from commonground.node.config import read_config
from commonground.node.folder import link_peer, read_card, read_roster
from commonground.node.service import Node

SECRETS = {"keita": "salt wind paper lamp", "sow": "stone river bell glass", "root": "deep root under stone"}


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """The passphrase stretch at its cheapest: these tests are about folders."""
    monkeypatch.setattr(sealed.Cost.__init__, "__kwdefaults__", {"passes": 1, "memory_kib": 8})


def secrets_file(folder, **changes):
    path = folder / "secrets"
    path.write_text("".join(f"{name}={given}\n" for name, given in (SECRETS | changes).items()))
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def north(tmp_path, capsys):
    folder = tmp_path / "north"
    arguments = [
        "party",
        "init",
        str(folder),
        "--code",
        "north",
        "--name",
        "North",
        "--officer",
        "keita:Keita:watch",
        "--crs",
        "EPSG:32631",
        "--notation",
        "mgrs",
        "--passphrases",
        secrets_file(tmp_path),
        "--json",
    ]
    assert main(arguments) == 0
    shown = json.loads(capsys.readouterr().out)
    return folder, shown


def test_a_new_folder_opens_as_a_node_and_shows_no_secret(north):
    folder, shown = north
    assert shown["code"] == "north"
    assert [one["code"] for one in shown["officers"]] == ["keita"]
    node = Node.open(folder, origin="http://127.0.0.1:1")
    kinds = [one.statement.header.kind for one in node.store.recorded() if one.statement]
    node.close()
    assert kinds == ["roster", "profile"]
    for path in (folder / "keys").iterdir():
        assert path.read_text().strip() not in json.dumps(shown)


def test_every_secret_file_is_for_its_owner_alone(north):
    folder, _ = north
    for path in [
        *folder.glob("keys/*.key"),
        *folder.glob("officers/*"),
        folder / "root.json",
        folder / "node.toml",
    ]:
        assert path.stat().st_mode & 0o077 == 0, path
    assert folder.stat().st_mode & 0o077 == 0


def test_a_folder_that_is_not_empty_is_left_as_it_is(north, tmp_path, capsys):
    folder, _ = north
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    arguments = [
        "party",
        "init",
        str(folder),
        "--code",
        "north",
        "--name",
        "North",
        "--officer",
        "keita:Keita:watch",
        "--crs",
        "EPSG:32631",
        "--passphrases",
        secrets_file(tmp_path),
    ]
    assert main(arguments) == 1
    assert "not empty" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_passphrase_file_that_others_can_read_is_not_used(tmp_path, capsys):
    path = secrets_file(tmp_path)
    Path(path).chmod(0o644)
    arguments = [
        "party",
        "init",
        str(tmp_path / "x"),
        "--code",
        "north",
        "--name",
        "N",
        "--officer",
        "keita:K:watch",
        "--crs",
        "EPSG:32631",
        "--passphrases",
        path,
    ]
    assert main(arguments) == 1
    told = capsys.readouterr().err
    assert "chmod 600" in told
    assert SECRETS["keita"] not in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"--code": "North"}, "small letters"),
        ({"--crs": "EPSG:0"}, "EPSG:0"),
        ({"--officer": "keita"}, "code:name:role"),
        ({"--notation": "runes"}, "runes"),
        ({"--officer": "sow:Sow:w"}, "no passphrase"),
    ],
)
def test_bad_arguments_of_init_are_said_and_leave_no_folder(tmp_path, capsys, change, told):
    given = {
        "--code": "north",
        "--name": "North",
        "--officer": "keita:Keita:watch",
        "--crs": "EPSG:32631",
    } | change
    path = tmp_path / "secrets"
    path.write_text(f"keita={SECRETS['keita']}\nroot={SECRETS['root']}\n")
    path.chmod(0o600)
    flat = [word for pair in given.items() for word in pair]
    assert main(["party", "init", str(tmp_path / "north"), *flat, "--passphrases", str(path)]) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "north").exists()


def test_a_card_is_taken_whole_and_another_root_key_for_the_same_party_is_refused(north, tmp_path):
    folder, _ = north
    for place in ("south", "impostor"):
        arguments = [
            "party",
            "init",
            str(tmp_path / place),
            "--code",
            "south",
            "--name",
            "South",
            "--officer",
            "sow:Sow:watch",
            "--crs",
            "EPSG:4326",
            "--passphrases",
            secrets_file(tmp_path),
        ]
        assert main(arguments) == 0
    card = tmp_path / "south" / "own.roster"
    assert main(["party", "link", str(folder), str(card), "--url", "http://127.0.0.1:2"]) == 0
    assert read_config(folder).peer("south").url == "http://127.0.0.1:2"
    assert set(read_roster(read_config(folder)).parties) == {"north", "south"}
    with pytest.raises(InputError, match="another root key"):
        link_peer(folder, (tmp_path / "impostor" / "own.roster").read_bytes(), url="", where="card")
    with pytest.raises(InputError, match="our own card"):
        link_peer(folder, (folder / "own.roster").read_bytes(), url="", where="card")


def test_no_changed_byte_of_a_card_is_taken(north):
    folder, _ = north
    card = (folder / "own.roster").read_bytes()
    assert read_card(card, where="card").code == "north"
    refused = 0
    for place in range(0, len(card), 7):
        changed = card[:place] + bytes([card[place] ^ 1]) + card[place + 1 :]
        with pytest.raises(Exception) as caught:
            read_card(changed, where="card")
        assert type(caught.value).__name__ in ("InputError", "PeerError"), (place, caught.value)
        refused += 1
    assert refused > 100


def test_an_officer_comes_goes_and_changes_his_passphrase(north, tmp_path, capsys):
    folder, _ = north
    secret = secrets_file(tmp_path)
    assert (
        main(
            [
                "officer",
                "add",
                str(folder),
                "sow",
                "--name",
                "Sow",
                "--role",
                "watch",
                "--passphrases",
                secret,
            ]
        )
        == 0
    )
    capsys.readouterr()
    assert main(["officer", "list", str(folder), "--json"]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["code"], one["key_here"]) for one in listed] == [("keita", True), ("sow", True)]

    new = tmp_path / "new"
    new.write_text("sow=a wholly other phrase\n")
    new.chmod(0o600)
    assert (
        main(["officer", "passphrase", str(folder), "sow", "--passphrases", secret, "--new", str(new)]) == 0
    )
    key = read_sealed((folder / "officers" / "sow.json").read_bytes(), where="sow")
    assert unseal(key, "a wholly other phrase").seed
    with pytest.raises(WrongPassphraseError):
        unseal(key, SECRETS["sow"])

    revoke = ["officer", "revoke", str(folder), "sow", "--reason", "stolen", "--passphrases", secret]
    assert main([*revoke, "--from-entry", "99"]) == 1
    assert "no such entry" in capsys.readouterr().err
    assert main([*revoke, "--from-entry", "1"]) == 0  # the key was stolen earlier
    node = Node.open(folder, origin="http://127.0.0.1:1", clock=clock.now)
    try:
        assert "sow" not in node.officers
        kinds = [one.statement.header.kind for one in node.store.recorded() if one.statement]
        assert kinds == ["roster", "profile", "roster", "revocation"]
        key = read_roster(read_config(folder)).party("north").officers[1].key
        assert node.roster.is_revoked("north", "sow", key, 1)
        assert not node.roster.is_revoked("north", "sow", key, 0)
    finally:
        node.close()


def test_the_wrong_root_passphrase_changes_nothing(north, tmp_path, capsys):
    folder, _ = north
    secret = secrets_file(tmp_path, root="not the root passphrase")
    assert (
        main(
            [
                "officer",
                "add",
                str(folder),
                "sow",
                "--name",
                "Sow",
                "--role",
                "watch",
                "--passphrases",
                secret,
            ]
        )
        == 1
    )
    assert "do not fit" in capsys.readouterr().err
    assert not (folder / "officers" / "sow.json").exists()


def test_the_default_cost_is_not_the_tests(monkeypatch):
    monkeypatch.undo()
    assert Cost().memory_kib >= 65_536
