"""kill -9, a full disk, a damaged page, a bad network: nothing that was acknowledged is lost."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.simulator import BadNetwork, Late, LostError, World
from tests.store.crashes import REPOSITORY, acknowledged, check_what_is_left, killed

from commonground.errors import CommongroundError, OwnError
from commonground.statements.message import Alarm
from commonground.statements.roster import origin_of
from commonground.store.disk import guard
from commonground.store.files.fsck import fsck
from commonground.store.peers.pull import pull
from commonground.store.peers.serve import Served
from commonground.store.peers.source import Bodies
from commonground.store.store import RECORD


def test_no_acknowledged_statement_is_lost_at_twenty_kills(tmp_path: Path) -> None:
    chance = random.Random(20)
    said: list[tuple[str, int, str]] = []
    kills = 0
    while kills < 20 or len(said) < 20:  # a busy machine gets less said before each of them
        said += killed(tmp_path / "world", chance, most_s=0.25 + kills / 40)
        kills += 1
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


@pytest.mark.parametrize("seed", range(4))
def test_logs_converge_over_a_bad_network(tmp_path: Path, seed: int) -> None:
    """30 % loss, 2 s of delay, things out of turn and twice, an hour cut; order kept, duplicates dropped."""
    chance = random.Random(seed)
    world = World(tmp_path, "north", "south")
    lines = {code: Late(mixes=0.3) for code in world.codes}
    cut_from, cut_until = world.now + timedelta(minutes=5), world.now + timedelta(minutes=65)
    until = world.now + timedelta(minutes=80)
    lost = 0
    while world.now < until:
        world.tick(chance.uniform(30, 120))
        speak(world, chance)
        lost += _try(world, chance, lines, cut=cut_from < world.now < cut_until)
    assert lost > 10
    assert all(len(set(line.heads)) > 3 for line in lines.values())
    for _ in range(40):
        _try(world, chance, lines, cut=False)
    world.meet("north", "south")
    world.meet("north", "south")
    north, south = ([one.id for one in world.statements(code)] for code in world.codes)
    assert north == south
    assert len(set(north)) == len(north) > 10
    for store in world.stores.values():
        assert all(head.pending == 0 for head in store.heads().values())
        assert fsck(store) == []
    world.close()


def speak(world: World, chance: random.Random) -> None:
    """Somebody may say something to the other; it is sealed at once or later."""
    code = chance.choice(world.codes)
    if chance.random() < 0.5:
        world.say(code, Alarm(words=str(world.now)), to=tuple(one for one in world.codes if one != code))
    if chance.random() < 0.5:
        world.stores[code].seal(world.now)


def _try(world: World, chance: random.Random, lines: dict[str, Late], *, cut: bool) -> int:
    """One pull each way over the bad line, while both go on speaking; gives how many were lost."""
    lost = 0

    def passes(seconds: float) -> None:
        world.tick(seconds)
        if chance.random() < 0.1:
            speak(world, chance)

    for receiver, sender in (("north", "south"), ("south", "north")):
        world.stores[sender].seal(world.now)
        line = BadNetwork(
            Served(world.stores[sender], to=receiver),
            chance,
            loss=0.3,
            twice=0.3,
            cut=cut,
            delay_s=2.0,
            passes=passes,
            late=lines[receiver],
        )
        try:
            found = pull(line, world.stores[receiver], world.now, origin=origin_of(sender))
            assert {finding.kind for finding in found.findings} <= {"head_went_back"}
        except LostError:
            lost += 1
        except CommongroundError as error:  # pragma: no cover - a loss must never look like a fault
            raise AssertionError(f"a loss was taken for a fault: {error}") from error
    return lost


def test_a_disk_that_is_read_only_is_a_clear_error_and_reading_goes_on(tmp_path: Path) -> None:
    """The database refuses every write, as SQLite does on a file system mounted read-only."""
    world = World(tmp_path, "north", "south")
    said = world.say("north", Alarm(words="before"), to=("south",))
    world.meet("north", "south")
    north = world.stores["north"]
    with north.database.write() as connection:
        connection.execute("PRAGMA query_only = ON")
    for work in (
        lambda: world.say("north", Alarm(words="lost?")),
        lambda: north.take_bodies(north.origin, Bodies(next=1, sealed=())),
        lambda: north.keep_last_bundle("made", "south", 1, ""),
    ):
        with pytest.raises(OwnError, match="cannot be read or written") as caught:
            work()
        assert "nothing that was acknowledged is lost" in caught.value.hint
    assert [one.id for one in world.statements("north")] == [said.id]
    assert north.prove(said.id)
    world.close()
    world.open("north")
    world.open("south")
    assert world.say("north", Alarm(words="after"), to=("south",)).index == 1
    world.meet("north", "south")
    assert all(fsck(store) == [] for store in world.stores.values())
    world.close()


def test_a_guard_that_cannot_be_written_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(guard, "write_whole", full)
    with pytest.raises(OwnError, match="No space left"):
        World(tmp_path, "north")
    monkeypatch.undo()
    world = World(tmp_path, "north")
    assert not world.stores["north"].restored
    assert world.say("north", Alarm(words="after")).index == 0
    world.close()
