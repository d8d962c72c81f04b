"""`cg verify`, `cg log`, `cg prove`, `cg bundle`, `cg terms`, as a person would use them."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.simulator import World, keys_of
from tests.store.test_split import two_faced

from commonground.cli.main import main
from commonground.errors import InputError, PeerError
from commonground.node.auth.sealed import Cost
from commonground.node.config import NodeConfig, read_config
from commonground.node.folder import OWN_CARD, NewOfficer, create_party, link_peer, machine_keys, read_roster
from commonground.node.opening import open_record
from commonground.position.profile import MapProfile
from commonground.statements.message import Alarm
from commonground.statements.roster import origin_of
from commonground.store.files.export import export_log
from commonground.store.peers.pull import pull
from commonground.store.peers.serve import Served
from commonground.store.store import Store
from commonground.tlog.checkpoint import Checkpoint, sign_checkpoint
from commonground.tlog.policy import read_policy

LIGHT = Cost(passes=1, memory_kib=8)
T0 = datetime(2024, 5, 1, tzinfo=UTC)
WORDS = "a long passphrase"


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """Two parties' folders, linked by their cards, with nothing running."""
    made = {}
    for code in ("north", "south"):
        folder = tmp_path / code
        profile = MapProfile(name=code, notation="dd")
        config = NodeConfig(code=code, name=code.capitalize(), profile=profile, folder=folder)
        officer = NewOfficer(code="keita", name="Keita", roles=("duty",), passphrase=WORDS)
        create_party(config, [officer], WORDS, now=T0, cost=LIGHT)
        open_record(config, officer, now=T0).close()
        made[code] = folder
    for code, other in (("north", "south"), ("south", "north")):
        link_peer(made[code], (made[other] / OWN_CARD).read_bytes(), url="", where="card")
    secrets = tmp_path / "passphrases"
    secrets.write_text(f"keita={WORDS}\nroot={WORDS}\n")
    secrets.chmod(0o600)
    made["secrets"] = secrets
    return made


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, dict[str, object]]:
    code = main([str(word) for word in words] + ["--json"])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else {}


def test_two_folders_talk_by_stick_and_a_stranger_checks_it(
    folders: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    north, south, secrets = folders["north"], folders["south"], folders["secrets"]
    code, made = run(capsys, "bundle", "make", north, tmp_path / "one.cgb", "--to", "south")
    assert code == 0
    assert made["to"] == "south"
    code, taken = run(capsys, "bundle", "take", south, tmp_path / "one.cgb")
    assert (code, taken["entries"], taken["findings"]) == (0, 2, [])
    assert run(capsys, "bundle", "make", south, tmp_path / "two.cgb", "--to", "north")[0] == 0
    assert run(capsys, "bundle", "take", north, tmp_path / "two.cgb")[0] == 0

    code, shown = run(capsys, "log", "show", north, "--officer", "keita", "--passphrases", secrets)
    assert code == 0
    entries = shown["entries"]
    assert isinstance(entries, list)
    own = [one for one in entries if one["origin"] == "commonground/north"]
    assert [one["kind"] for one in own] == ["roster", "profile"]
    assert {one["state"] for one in own} == {"given"}

    proof = tmp_path / "one.tlog-proof"
    assert run(capsys, "prove", own[1]["id"], north, "--out", proof)[0] == 0
    card, other = north / OWN_CARD, south / OWN_CARD
    key = tmp_path / "key"
    assert run(capsys, "log", "export", north, tmp_path / "out")[0] == 0
    key.write_text((tmp_path / "out" / "VKEY").read_text())
    code, said = run(capsys, "verify", proof, "--vkey", key, "--card", card)
    assert (code, said["true"], said["kind"], said["quorum"]) == (0, True, "profile", None)
    code, said = run(capsys, "verify", tmp_path / "out", "--card", card)
    assert (code, said["statements"], said["signatures"]) == (0, 2, 2)
    code, said = run(capsys, "verify", tmp_path / "one.cgb", "--card", card, "--card", other)
    assert (code, said["from"], said["size"]) == (0, "north", 2)

    for path in (proof, tmp_path / "one.cgb"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        code, said = run(capsys, "verify", path, "--vkey", key, "--card", card)
        assert (code, said["true"]) == (3, False), path
        assert said["reason"]
    assert run(capsys, "log", "verify", north) == (
        0,
        {"logs": {"commonground/north": 2, "commonground/south": 2}, "findings": []},
    )


def test_terms_are_drafted_said_and_compared(
    folders: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    north, south, secrets = folders["north"], folders["south"], folders["secrets"]
    file = tmp_path / "terms"
    code, drafted = run(capsys, "terms", "draft", north, file, "--title", "Test terms")
    assert (code, drafted["parties"]) == (0, ["north", "south"])
    for folder in (north, south):
        code, said = run(capsys, "terms", "sign", folder, file, "--passphrases", secrets)
        assert (code, said["digest"]) == (0, drafted["digest"])
    assert run(capsys, "bundle", "make", north, tmp_path / "one.cgb", "--to", "south")[0] == 0
    assert run(capsys, "bundle", "take", south, tmp_path / "one.cgb")[0] == 0
    code, shown = run(capsys, "terms", "show", south)
    assert (code, shown["terms"]) == (0, {"north": drafted["digest"], "south": drafted["digest"]})
    file.write_bytes(file.read_bytes().replace(b"Test terms", b"Other term"))
    assert run(capsys, "terms", "sign", north, file, "--passphrases", secrets)[0] == 0
    assert run(capsys, "bundle", "make", north, tmp_path / "two.cgb", "--to", "south")[0] == 0
    assert run(capsys, "bundle", "take", south, tmp_path / "two.cgb")[0] == 0
    assert run(capsys, "terms", "show", south)[0] == 3


def test_verify_says_what_it_cannot_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world = World(tmp_path, "north", "south")
    said = world.say("north", Alarm(words="stop"), public=True)
    world.meet("north", "south")
    proof, policy = tmp_path / "one.tlog-proof", tmp_path / "policy"
    north = world.stores["north"]
    proof.write_bytes(north.prove(said.id))
    policy.write_text(north.policy(north.origin).write())
    assert main(["verify", str(proof)]) == 1
    assert "--vkey" in capsys.readouterr().err
    assert main(["verify", str(proof), "--policy", str(policy), "--explain"]) == 0
    shown = capsys.readouterr()
    assert "seen by the quorum: south/witness" in shown.out
    assert "does not prove that what a statement says is so" in shown.out
    assert "A key may have been revoked later" in shown.out
    assert "Who signed the statement was not checked" in shown.err
    assert main(["verify", str(tmp_path / "nothing")]) == 1
    (tmp_path / "text").write_text("hello\n")
    assert main(["verify", str(tmp_path / "text"), "--policy", str(policy)]) == 3
    strict = policy.read_text().replace("group others 1 south", "group others 1 south\nwitness x")
    policy.write_text(strict)
    assert main(["verify", str(proof), "--policy", str(policy)]) == 1
    assert "policy line" in capsys.readouterr().err


def test_verify_tells_growth_from_going_back_and_from_two_histories(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Between two exports, or two heads, that a stranger was handed at different times."""
    world = World(tmp_path / "world", "north", "south")
    one, other = two_faced(world, 3, 4, 4)
    small = Store.open(
        tmp_path / "world" / "small", party="north", roster=world.roster, keys=keys_of("north")
    )
    for number in range(3):
        small.append(one.statements()[number].note, public=True)
    small.seal(world.now)
    for name, store in (("one", one), ("other", other), ("small", small)):
        export_log(store, tmp_path / name)
        store.close()
    key = keys_of("north").log.verifier.text

    def verify(what: str, extends: str) -> int:
        words = ["verify", str(tmp_path / what), "--vkey", key, "--extends", str(tmp_path / extends)]
        return main(words)

    assert verify("one", "small") == verify("one", "small/checkpoint") == verify("one", "one") == 0
    assert "goes on from the head of 3 entries" in capsys.readouterr().out
    assert verify("small", "one") == verify("small/checkpoint", "one") == 3
    assert "went back" in capsys.readouterr().out
    assert verify("one", "other") == verify("one/checkpoint", "other/checkpoint") == 3
    assert "two histories" in capsys.readouterr().out
    assert verify("one/checkpoint", "one") == 0
    assert verify("one/checkpoint", "small") == 1  # no entries: it cannot be told
    (tmp_path / "forged").write_bytes((tmp_path / "other" / "checkpoint").read_bytes().replace(b"7", b"8", 1))
    assert verify("one", "forged") == 3
    proof = tmp_path / "one.tlog-proof"
    proof.write_bytes(b"c2sp.org/tlog-proof@v1\n")
    assert verify("one.tlog-proof", "one") == 1
    world.close()


def test_the_policy_of_the_terms_is_written_anew_after_keys_have_changed(
    folders: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The terms keep the keys of their day; `cg terms policy` writes those of the cards held, old and new."""
    north, south, secrets = folders["north"], folders["south"], folders["secrets"]
    terms, old, new = tmp_path / "terms", tmp_path / "policy", tmp_path / "policy.new"
    assert run(capsys, "terms", "policy", north, tmp_path / "usual")[0] == 0
    usual = (tmp_path / "usual").read_text()
    assert usual.startswith("# No terms were said: the usual policy")
    assert read_policy(usual).quorum == "others"
    assert run(capsys, "terms", "draft", north, terms, "--title", "Test terms")[0] == 0
    assert run(capsys, "terms", "sign", north, terms, "--passphrases", secrets)[0] == 0
    assert run(capsys, "terms", "policy", north, old) == (
        0,
        {"file": str(old), "log_keys": {"north": 1, "south": 1}},
    )
    assert old.read_text().startswith("# The policy of the terms ")

    def exchange(number: int) -> Path:
        """North's log goes to South by stick and comes back cosigned; the export of it."""
        for sender, receiver, to in ((north, south, "south"), (south, north, "north")):
            stick = tmp_path / f"{number}-{to}.cgb"
            assert run(capsys, "bundle", "make", sender, stick, "--to", to)[0] == 0
            assert run(capsys, "bundle", "take", receiver, stick)[0] == 0
        out = tmp_path / f"export-{number}"
        assert run(capsys, "log", "export", north, out)[0] == 0
        return out

    before = exchange(1)
    code, said = run(capsys, "verify", before, "--policy", old)
    assert (code, said["witnesses"]) == (0, ["south/witness"])
    for folder, purpose in ((north, "log"), (south, "witness")):
        assert run(capsys, "key", "rotate", folder, purpose, "--passphrases", secrets)[0] == 0
    assert run(capsys, "terms", "sign", north, terms, "--passphrases", secrets)[0] == 0  # by the new log key
    after = exchange(2)
    code, said = run(capsys, "verify", after, "--policy", old)
    assert code == 3
    assert "cg terms policy" in str(said["reason"])
    code, made = run(capsys, "terms", "policy", north, new)
    assert (code, made["log_keys"]) == (0, {"north": 2, "south": 1})
    assert run(capsys, "terms", "policy", north, new)[0] == 1  # it is there
    for export in (before, after):
        code, said = run(capsys, "verify", export, "--policy", new)
        assert (code, said["witnesses"]) == (0, ["south/witness"])
        assert said["log_key"] == (export / "VKEY").read_text().strip()
    cards = ["--card", north / OWN_CARD, "--card", south / OWN_CARD]
    assert run(capsys, "verify", after, "--policy", old, *cards)[0] == 0  # the cards have the new keys
    assert "at most" in new.read_text()
    policy = read_policy(new.read_text())
    assert set(policy.groups) == {"south", "others"}
    assert policy.groups["south"].need == 1


def test_a_frozen_log_is_shown_checked_and_exported_as_one(
    folders: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    north, south, secrets = folders["north"], folders["south"], folders["secrets"]
    assert run(capsys, "bundle", "make", north, tmp_path / "one.cgb", "--to", "south")[0] == 0
    taking = ("bundle", "take", south, tmp_path / "one.cgb", "--officer", "keita", "--passphrases", secrets)
    assert run(capsys, *taking)[0] == 0
    assert run(capsys, "log", "verify", south)[0] == 0
    config = read_config(south)
    store = Store.open(south / "store", party="south", roster=read_roster(config), keys=None)
    origin = origin_of("north")
    log = machine_keys(read_config(north)).log
    for size, root in ((2, b"x"), (5, b"y")):
        note = sign_checkpoint(Checkpoint(origin=origin, size=size, root=root * 32), log)
        with suppress(PeerError):
            store.take_head(origin, note, T0)
    assert store.evidence(origin) is not None
    store.close()
    code, shown = run(capsys, "log", "show", south, "--party", "north")
    (head,) = shown["heads"]  # type: ignore[attr-defined]
    assert (code, head["frozen"], head["size"]) == (0, True, 2)
    assert main(["log", "show", str(south), "--party", "north"]) == 0
    said = capsys.readouterr().err
    assert f"{origin} is FROZEN: it has signed two histories." in said
    assert "cg log evidence" in said
    code, checked = run(capsys, "log", "verify", south)
    kinds = [one["kind"] for one in checked["findings"]]  # type: ignore[attr-defined]
    assert (code, kinds) == (3, ["split_view"])
    code, written = run(capsys, "log", "export", south, tmp_path / "out", "--party", "north")
    assert (code, written["size"], written["frozen"]) == (0, 2, True)
    assert run(capsys, "verify", tmp_path / "out")[0] == 0
    assert main(["log", "export", str(south), str(tmp_path / "again"), "--party", "north"]) == 0
    assert "FROZEN" in capsys.readouterr().err


def test_of_a_frozen_log_what_no_quorum_saw_is_not_exported(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    one, other = two_faced(world, 2, 3, 4)
    south = world.stores["south"]
    pull(Served(one, to="south"), south, world.now)
    pull(Served(other, to="south"), south, world.now)
    assert export_log(south, tmp_path / "seen", origin=origin_of("north")) == 5
    with south.database.write() as connection:
        connection.execute("DELETE FROM cosignature")
    with pytest.raises(InputError, match="no quorum"):
        export_log(south, tmp_path / "unseen", origin=origin_of("north"))
    assert not (tmp_path / "unseen").exists()
