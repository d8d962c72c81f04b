"""kill -9, a full disk, a damaged page, a bad network: nothing that was acknowledged is lost."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.simulator import BadNetwork, LostError, World
from tests.store.crashes import REPOSITORY, acknowledged, check_what_is_left, killed

from commonground.errors import CommongroundError, OwnError
from commonground.statements.message import Alarm
from commonground.statements.roster import origin_of
from commonground.store.files.fsck import fsck
from commonground.store.peers.pull import pull
from commonground.store.peers.serve import Served
from commonground.store.store import RECORD


def test_no_acknowledged_statement_is_lost_at_twenty_kills(tmp_path: Path) -> None:
    chance = random.Random(20)
    said: list[tuple[str, int, str]] = []
    for _ in range(20):
        said += killed(tmp_path / "world", chance)
    assert len(said) > 20
    check_what_is_left(tmp_path / "world", said)


def test_a_full_disk_is_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "world"
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.crash_child", str(folder), "400000"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "full" in done.stdout
    assert "cannot be read or written" in done.stdout
    said = acknowledged(done.stdout)
    assert len(said) > 3
    check_what_is_left(folder, said)  # with room again, both go on


def test_a_damaged_page_is_named_and_what_peers_hold_comes_back(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    for number in range(40):
        world.say("north", Alarm(words=f"number {number} " + "x" * 300), public=True)
    world.meet("north", "south")
    world.close()
    file = tmp_path / "north" / RECORD
    data = bytearray(file.read_bytes())
    at = data.rindex(b"number 17 ")
    data[at : at + 7] = b"numbEr!"
    file.write_bytes(data)
    texts = [one.text for one in fsck(world.open("north"))]
    assert any("are not those of its head" in text for text in texts)
    assert any("Entry 17 of commonground/north is no statement that counts" in text for text in texts)
    assert world.stores["north"].find(world.open("south").statements()[17].id) is not None
    world.close()
    data[4096 * 3 : 4096 * 4] = bytes(4096)
    file.write_bytes(data)
    with pytest.raises(OwnError, match="cannot be read") as caught:
        fsck(world.open("north"))
    assert "fsck" in caught.value.hint
    assert len(world.open("south").statements()) == 40
    world.close()


@pytest.mark.parametrize("seed", range(3))
def test_logs_converge_over_a_bad_network(tmp_path: Path, seed: int) -> None:
    """30 % loss, things delivered twice, an hour of partition; order kept, duplicates dropped."""
    chance = random.Random(seed)
    world = World(tmp_path, "north", "south")
    cut_from, cut_until = world.now + timedelta(minutes=5), world.now + timedelta(minutes=65)
    until = world.now + timedelta(minutes=80)
    lost = 0
    while world.now < until:
        world.tick(chance.uniform(30, 120))
        code = chance.choice(world.codes)
        if chance.random() < 0.5:
            world.say(code, Alarm(words=str(world.now)), to=tuple(one for one in world.codes if one != code))
        lost += _try(world, chance, cut=cut_from < world.now < cut_until)
    assert lost > 10
    for _ in range(40):
        _try(world, chance, cut=False)
    world.meet("north", "south")
    world.meet("north", "south")
    north, south = ([one.id for one in world.statements(code)] for code in world.codes)
    assert north == south
    assert len(set(north)) == len(north) > 10
    for store in world.stores.values():
        assert all(head.pending == 0 for head in store.heads().values())
        assert fsck(store) == []
    world.close()


def _try(world: World, chance: random.Random, *, cut: bool) -> int:
    """One pull each way over the bad line; gives how many were lost."""
    lost = 0
    for receiver, sender in (("north", "south"), ("south", "north")):
        world.stores[sender].seal(world.now)
        line = BadNetwork(Served(world.stores[sender], to=receiver), chance, loss=0.3, twice=0.3, cut=cut)
        try:
            pull(line, world.stores[receiver], world.now, origin=origin_of(sender))
        except LostError:
            lost += 1
        except CommongroundError as error:  # pragma: no cover - a loss must never look like a fault
            raise AssertionError(f"a loss was taken for a fault: {error}") from error
    return lost
