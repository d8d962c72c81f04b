"""Code that is not ours agrees: Go's checksum database packages, and tlog-scales from PyPI.

The verifier is built from Debian's packages golang-go and golang-golang-x-mod-dev. Where they are missing
the tests fail and say so: an outside check that was left out has checked nothing.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.simulator import START, World, keys_of, signer

from commonground.statements.message import Alarm
from commonground.store.files.export import VKEY, export_log
from commonground.store.store import Store
from commonground.tlog.proofs.proof import read_proof

HERE = Path(__file__).resolve().parent
SIZE = 10_000
WHERE = "apt-get install golang-go golang-golang-x-mod-dev"


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Go program, built without downloads."""
    assert shutil.which("go"), f"the outside verifier needs Go: {WHERE}"
    folder = tmp_path_factory.mktemp("go")
    settings = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(folder / "cache")}
    settings |= {"GOFLAGS": "", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0"}
    built = subprocess.run(
        ["go", "build", "-o", str(folder / "verifier"), str(HERE / "verifier.go")],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert built.returncode == 0, f"{built.stderr}\nIs golang-golang-x-mod-dev there? {WHERE}"
    return folder / "verifier"


def say_many(store: Store, count: int) -> None:
    """Fill a log, half of it with commitments, by many writers at once."""

    def work() -> None:
        for number in range(count // 20):
            body = Alarm(words=f"alarm {number}")
            officer = signer("north/duty")
            store.say(body, officer=officer, role="duty", now=START, public=bool(number % 2))

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """North's log of ten thousand statements, cosigned by South, exported."""
    made = World(tmp_path_factory.mktemp("world"), "north", "south")
    say_many(made.stores["north"], SIZE)
    made.meet("north", "south")
    export_log(made.stores["north"], made.folder / "export")
    return made


def run(verifier: Path, *words: str | Path) -> tuple[int, str]:
    done = subprocess.run([verifier, *words], capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout


def test_go_agrees_with_every_entry_tile_and_the_root(world: World, verifier: Path) -> None:
    vkey = (world.folder / "export" / VKEY).read_text().strip()
    code, said = run(verifier, "log", world.folder / "export", vkey)
    assert (code, said.split()[:2]) == (0, ["OK", str(SIZE)]), said


def test_go_refuses_what_was_altered(world: World, verifier: Path) -> None:
    source = world.folder / "export"
    vkey = (source / VKEY).read_text().strip()
    chance = random.Random(3)
    files = [path for path in source.rglob("*") if path.is_file() and path.name != VKEY]
    for path in chance.sample(files, 12):
        data = bytearray(path.read_bytes())
        limit = len(data) if path.name != "checkpoint" else data.index("—".encode())
        data[chance.randrange(limit)] ^= 1
        before = path.read_bytes()
        path.write_bytes(data)
        assert run(verifier, "log", source, vkey)[0] == 1, path
        path.write_bytes(before)
    assert run(verifier, "log", source, vkey)[0] == 0


def test_go_accepts_our_proofs_and_refuses_them_for_another_entry(world: World, verifier: Path) -> None:
    north = world.stores["north"]
    keys = keys_of("north").log.verifier.text, keys_of("south").witness.verifier.text
    chance = random.Random(4)
    for index in (0, SIZE - 1, *chance.sample(range(SIZE), 8)):
        found = north.entry(north.origin, index)
        assert found is not None
        assert found.statement is not None
        proof, entry = world.folder / "one.tlog-proof", world.folder / "one.entry"
        proof.write_bytes(north.prove(found.statement.id))
        entry.write_bytes(found.leaf)
        code, said = run(verifier, "proof", proof, entry, *keys)
        assert (code, said.split()) == (0, ["OK", str(index), north.origin, "south/witness"])
        entry.write_bytes(found.leaf + b"\n")
        assert run(verifier, "proof", proof, entry, *keys)[0] == 1


def test_tlog_scales_reads_our_export_and_agrees(world: World) -> None:
    from tlog_scales.backend import make_backend
    from tlog_scales.reader import TilesReader
    from tlog_scales.signing import Vkey
    from tlog_scales.tiles import leaf_hash
    from tlog_scales.tlog import Checkpoint, InclusionProof

    reader = TilesReader(make_backend(str(world.folder / "export")))
    head = reader.get_checkpoint()
    head.verify(Vkey.from_string(keys_of("north").log.verifier.text))
    assert head.size == SIZE
    assert reader.calculate_root_hash() == head.root_hash
    north = world.stores["north"]
    for index in (0, 4_711, SIZE - 1):
        found = north.entry(north.origin, index)
        assert found is not None
        assert found.statement is not None
        assert reader.get_entry(index) == found.leaf
        proof = read_proof(north.prove(found.statement.id))
        theirs = Checkpoint.from_text(proof.checkpoint.decode())
        InclusionProof(index, theirs.size, list(proof.hashes)).check(leaf_hash(found.leaf), theirs.root_hash)
        witness = Vkey.from_string(keys_of("south").witness.verifier.text)
        (line,) = [one for one in theirs.signatures if witness.match(one)]
        witness.get_verifier().verify(line.payload, theirs)


def test_cg_verify_agrees(world: World) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("cg")), "verify", str(world.folder / "export")],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"{SIZE} entries" in done.stdout
    assert "came from its own file" in done.stderr
