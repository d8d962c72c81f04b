"""What was handed over as proof and was damaged, cut or altered is not true: exit 3 with the reason, never 1.

Exit 1 is for what was not tried: no such file, options that do not fit.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.simulator import World, card_of, keys_of
from tests.store.test_split import two_faced

from commonground.cli.main import main
from commonground.cli.verify import verify
from commonground.errors import InputError
from commonground.statements.message import Alarm
from commonground.statements.roster import origin_of
from commonground.store.files.bundle import make_bundle
from commonground.store.files.export import VKEY, export_log
from commonground.store.peers.pull import pull
from commonground.store.peers.serve import Served
from commonground.tlog.checkpoint import Checkpoint, sign_checkpoint
from commonground.tlog.merkle import leaf_hash, node_hash
from commonground.tlog.note import Signer
from commonground.tlog.proofs.proof import Proof

ORIGIN = origin_of("north")


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A head, a proof, a bundle, evidence, an export, with a card and a policy to check them by."""
    folder = tmp_path_factory.mktemp("handed")
    world = World(folder / "world", "north", "south")
    north = world.stores["north"]
    world.say("north", card_of("north"), officer="root", role="root")
    said = world.say("north", Alarm(words="stop"), public=True)
    world.say("north", Alarm(words="go"), to=("south",))
    world.meet("north", "south")
    entry = north.entry(ORIGIN, 0)
    assert entry is not None
    (folder / "card").write_bytes(entry.leaf)
    (folder / "policy").write_text(north.policy(ORIGIN).write())
    (folder / "proof").write_bytes(north.prove(said.id))
    (folder / "bundle").write_bytes(make_bundle(north, "south", world.now, since=0))
    export_log(north, folder / "export")
    (folder / "head").write_bytes((folder / "export" / "checkpoint").read_bytes())
    split = World(folder / "split", "north", "south")
    one, other = two_faced(split, 2, 1, 2)
    for face in (one, other):
        pull(Served(face, to="south"), split.stores["south"], split.now)
    evidence = split.stores["south"].evidence(ORIGIN)
    assert evidence is not None
    (folder / "evidence").write_bytes(evidence)
    for store in (one, other):
        store.close()
    split.close()
    world.close()
    return folder


def exit_of(*words: str | Path) -> int:
    return main(["verify", *map(str, words)])


def told(handed: Path, name: str) -> list[dict[str, Any]]:
    """The keys that each may be checked by; who made a bundle is shown by the card alone."""
    key = {"vkey": keys_of("north").log.verifier.text}
    policy, card = {"policy": handed / "policy"}, {"card": (handed / "card",)}
    if name == "bundle":
        return [policy | card]
    return [key] if name == "evidence" else [policy, policy | card, policy | key]


def verdict(file: Path, given: dict[str, Any]) -> int:
    try:
        return verify(file, **given)
    except InputError:
        return 1


NAMES = ["head", "proof", "bundle", "evidence"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_whole_holds(handed: Path, name: str) -> None:
    for given in told(handed, name):
        assert verdict(handed / name, given) == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_flip_or_a_cut_anywhere_is_false_and_never_a_mere_failure(
    handed: Path, tmp_path: Path, name: str
) -> None:
    """Every one of the first 400 bytes, and others; every length up to there."""
    data = (handed / name).read_bytes()
    chance = random.Random(19)
    spots = sorted({*range(min(400, len(data))), *chance.sample(range(len(data)), 60)})
    file = tmp_path / "altered"
    ways = told(handed, name)
    for at in spots:
        given = ways[at % len(ways)]
        file.write_bytes(data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :])
        assert verdict(file, given) == 3, (at, given)
        file.write_bytes(data[:at])
        assert verdict(file, given) == 3, (at, given)


def test_the_sender_of_a_bundle_altered_is_false(handed: Path, tmp_path: Path) -> None:
    data = (handed / "bundle").read_bytes()
    file = tmp_path / "altered"
    for wrong in (b"from nortg\n", b"from south\n"):
        file.write_bytes(data.replace(b"from north\n", wrong, 1))
        assert exit_of(file, "--card", handed / "card") == 3


def test_an_export_without_its_head_or_with_another_key_is_false(
    handed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(handed / "export", copy)
    key = (copy / VKEY).read_bytes()
    for at in range(0, len(key) - 1, 7):  # the line end is not part of it
        (copy / VKEY).write_bytes(key[:at] + bytes([key[at] ^ 0x80]) + key[at + 1 :])
        assert exit_of(copy) == 3
        (copy / VKEY).write_bytes(key[:at])
        assert exit_of(copy) == 3
    assert "VKEY holds no key" in capsys.readouterr().out
    (copy / VKEY).write_bytes(key)
    assert exit_of(copy) == 0
    (copy / "checkpoint").unlink()
    assert exit_of(copy) == exit_of(copy, "--card", handed / "card") == 3


def test_what_was_not_tried_is_no_verdict(handed: Path, tmp_path: Path) -> None:
    assert exit_of(tmp_path / "nothing") == 1
    assert exit_of(handed / "proof") == 1  # no key given
    assert exit_of(handed / "proof", "--policy", handed / "card") == 1
    assert exit_of(handed / "proof", "--card", handed / "policy") == 1
    assert exit_of(handed / "proof", "--policy", handed / "policy", "--entry", tmp_path / "nothing") == 1


def test_a_proof_of_a_log_not_ours_may_carry_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """C2SP: `extra` means what the log says it means. Without the entry, it is asked for, whatever else is there."""
    log = Signer.from_seed("example.org/log", bytes(31) + b"\5")
    leaves = [leaf_hash(b"an entry"), leaf_hash(b"another")]
    note = sign_checkpoint(Checkpoint(origin="example.org/log", size=2, root=node_hash(*leaves)), log)
    file, entry = tmp_path / "proof", tmp_path / "entry"
    entry.write_bytes(b"an entry")
    words = [file, "--vkey", log.verifier.text]
    for extra in (None, b"", b"short", b"longer than a salt, and still not the entry"):
        file.write_bytes(Proof(index=0, hashes=(leaves[1],), checkpoint=note, extra=extra).write())
        assert exit_of(*words) == 1, extra
        assert "does not carry its entry" in capsys.readouterr().err
        assert exit_of(*words, "--entry", entry) == 0
        entry.write_bytes(b"another")
        assert exit_of(*words, "--entry", entry) == 3
        entry.write_bytes(b"an entry")
    file.write_bytes(Proof(index=0, hashes=(leaves[1],), checkpoint=note, extra=b"an entry").write())
    assert exit_of(*words) == 0
    file.write_bytes(Proof(index=0, hashes=(leaves[1],), checkpoint=note[:-8] + b"AAAAAA=\n").write())
    assert exit_of(*words) == 3
