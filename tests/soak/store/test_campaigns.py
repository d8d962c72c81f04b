"""Long campaigns of the store: a thousand kills, a thousand forks, every byte of a 600-entry export."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from tests.simulator import World
from tests.store.crashes import check_what_is_left, killed
from tests.store.test_split import is_found, two_faced

from commonground.errors import PeerError
from commonground.statements.message import Alarm
from commonground.statements.roster import origin_of
from commonground.store.files.bundle import make_bundle, take_bundle
from commonground.store.files.export import VKEY, export_log
from commonground.store.peers.pull import pull
from commonground.store.peers.serve import Served
from commonground.tlog.checkpoint import open_checkpoint
from commonground.tlog.note import VerifierKey
from commonground.tlog.proofs.whole import check_log

ORIGIN = origin_of("north")


@pytest.mark.timeout(7200)
def test_a_thousand_kills(tmp_path: Path) -> None:
    chance = random.Random(1000)
    for round_number in range(50):
        folder = tmp_path / str(round_number)
        said: list[tuple[str, int, str]] = []
        for _ in range(20):
            said += killed(folder, chance)
        check_what_is_left(folder, said)
        shutil.rmtree(folder)


@pytest.mark.timeout(7200)
def test_a_thousand_forks_are_all_found_at_first_contact(tmp_path: Path) -> None:
    for seed in range(1000):
        chance = random.Random(seed)
        world = World(tmp_path / str(seed), "north", "south", "third")
        common, first = chance.randrange(12), chance.randrange(1, 20)
        one, other = two_faced(world, common, first, chance.randrange(1, 20))
        size = pull(Served(one, to="south"), world.stores["south"], world.now).size
        way = chance.randrange(3)
        if way == 0:
            pull(Served(other, to="south"), world.stores["south"], world.now)
        elif way == 1:
            pull(Served(other, to="third"), world.stores["third"], world.now)
            world.fetch("south", "third", origin=ORIGIN)
        else:
            carried = make_bundle(other, "south", world.now, since=chance.randrange(size + 1))
            take_bundle(world.stores["south"], carried, world.now)
        assert is_found(world, "south"), seed
        world.close()
        one.close()
        other.close()
        shutil.rmtree(tmp_path / str(seed))


@pytest.mark.timeout(7200)
def test_every_byte_of_a_600_entry_export(tmp_path: Path) -> None:
    """Refused in entries, tiles, checkpoint body and log signature; a cosignature only stops counting."""
    world = World(tmp_path, "north", "south")
    north = world.stores["north"]
    for number in range(600):
        world.say("north", Alarm(words=str(number)), public=True)
    world.meet("north", "south")
    export_log(north, tmp_path / "out")
    root = tmp_path / "out"
    files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    key = VerifierKey.read(files.pop(VKEY).decode().strip())
    note = files["checkpoint"]
    cosignatures = note.index("— south/witness".encode())
    for at in range(len(note)):
        changed = note[:at] + bytes([note[at] ^ 1]) + note[at + 1 :]
        try:
            open_checkpoint(changed, key)
        except PeerError:
            continue
        assert at >= cosignatures
    for name, data in files.items():
        for at in range(len(data)) if name != "checkpoint" else ():
            changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
            with pytest.raises(PeerError):
                check_log((files | {name: changed}).get, key)
