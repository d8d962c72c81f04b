"""Appending counts on in memory from one transaction to the next, and never past what somebody else wrote."""

from __future__ import annotations

import random
import resource
import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.simulator import START, World, card_of, keys_of, roster_of, signer
from tests.statements.samples import enquiry

from commonground.errors import InputError, OwnError
from commonground.statements.header import Seen
from commonground.statements.message import Alarm
from commonground.statements.roster import Roster
from commonground.store.disk.database import PAGE, RESERVED_PAGES
from commonground.store.disk.schema import STEPS
from commonground.store.store import RECORD, Store
from commonground.store.values import Entry


def open_north(folder: Path) -> Store:
    roster = Roster((card_of("north", "duty", "desk"), card_of("south")))
    return Store.open(folder, party="north", roster=roster, keys=keys_of("north"))


def say(store: Store, officer: str, words: str = "stop") -> Entry:
    return store.say(
        Alarm(words=words), officer=signer(f"north/{officer}"), role="duty", now=START, public=True
    )


def log_size(store: Store) -> int:
    return store.heads()[store.origin].pending


class UndoneError(Exception):
    """The work around an append failed."""


def say_and_undo(store: Store, officer: str, *, place: int) -> None:
    with store.database.write():
        assert say(store, officer, "undone").index == place
        raise UndoneError


@pytest.mark.parametrize("seed", range(20))
def test_places_and_numbers_have_no_gap_and_none_stands_twice(tmp_path: Path, seed: int) -> None:
    """Two programs on one folder, work that is undone, seals and refusals between, in any order."""
    chance = random.Random(seed)
    stores = [open_north(tmp_path), open_north(tmp_path)]
    kept: list[str] = []
    for turn in range(60):
        store, officer = chance.choice(stores), chance.choice(("duty", "desk"))
        what = chance.choice(("say", "say", "say", "seal", "refused", "undone"))
        if what == "say":
            entry = say(store, officer, f"{turn}")
            assert entry.index == len(kept)
            kept.append(entry.id)
        elif what == "seal":
            store.seal(START)
        elif what == "refused":
            with pytest.raises(InputError):
                say(store, "nobody")
        else:
            with pytest.raises(UndoneError):
                say_and_undo(store, officer, place=len(kept))
    for store in stores:
        rows = list(store.recorded())
        assert [(row.index, row.statement.id) for row in rows if row.statement] == list(enumerate(kept))
        numbers = {"duty": 0, "desk": 0}
        for row in rows:
            assert row.statement is not None
            header = row.statement.header
            numbers[header.officer] += 1
            assert header.seq == numbers[header.officer]
        store.close()


def test_a_statement_names_the_newest_head_of_the_others_that_we_hold(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    north = world.stores["north"]
    for number in range(1, 4):
        world.say("south", Alarm(words=f"{number}"), public=True)
        world.meet("north", "south")
        for _ in range(2):
            said = north.find(world.say("north", Alarm(words="heard"), public=True).id)
            assert said is not None
            assert said.statement is not None
            head = north.heads()["commonground/south"]
            seen = Seen(origin="commonground/south", size=number, root=head.root.hex())
            assert said.statement.header.seen == (seen,)


def log_of(folder: Path) -> Path:
    return folder / f"{RECORD}-wal"


def test_the_write_ahead_log_is_laid_out_before_it_is_needed(tmp_path: Path) -> None:
    store = open_north(tmp_path)
    length = log_of(tmp_path).stat().st_size
    assert length > RESERVED_PAGES * PAGE
    assert (tmp_path / RECORD).stat().st_size < 50 * PAGE  # and the record itself has nothing of it
    tables = {str(name) for (name,) in store.database.read("SELECT name FROM sqlite_master")}
    assert "reserve" not in tables
    for turn in range(100):
        say(store, "duty", f"{turn}")
    assert log_of(tmp_path).stat().st_size == length
    store.close()


def test_a_disk_that_fills_up_still_takes_what_has_its_place(tmp_path: Path) -> None:
    store = open_north(tmp_path)
    say(store, "duty", "before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log_of(tmp_path).stat().st_size, hard))
    try:
        for turn in range(100):
            say(store, "duty", f"{turn} " + "x" * 400)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    store.close()
    again = open_north(tmp_path)
    assert log_size(again) == 101
    again.close()


def test_where_there_is_no_room_for_it_the_record_opens_all_the_same(tmp_path: Path) -> None:
    open_north(tmp_path).close()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024, hard))
    try:
        store = open_north(tmp_path)
        assert log_of(tmp_path).stat().st_size == 0  # what it had taken is given back
        say(store, "duty")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert log_size(store) == 1
    store.close()


def test_the_last_room_on_a_disk_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = shutil.disk_usage(tmp_path)._replace(free=RESERVED_PAGES * PAGE)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: left)
    store = open_north(tmp_path)
    assert log_of(tmp_path).stat().st_size < 100 * PAGE
    assert say(store, "duty").index == 0
    store.close()


def test_one_who_only_reads_lays_out_nothing(tmp_path: Path) -> None:
    open_north(tmp_path).close()
    reader = Store.open(tmp_path, party="north", roster=roster_of("north", "south"))
    assert log_of(tmp_path).stat().st_size < 10 * PAGE
    reader.close()


def test_a_record_of_the_tables_before_is_brought_up_and_goes_on(tmp_path: Path) -> None:
    store = open_north(tmp_path)
    said = [say(store, "duty", f"{turn}").id for turn in range(3)]
    store.seal(START)
    store.close()
    connection = sqlite3.connect(tmp_path / RECORD)  # the tables as three steps had left them
    connection.execute("ALTER TABLE log ADD COLUMN size INTEGER NOT NULL DEFAULT 0")
    connection.execute("UPDATE log SET size = 3")
    connection.execute("DROP TABLE sent")
    connection.execute("PRAGMA user_version = 3")
    connection.commit()
    connection.close()
    again = open_north(tmp_path)
    assert (again.database.one("PRAGMA user_version")[0], len(STEPS)) == (len(STEPS), len(STEPS))
    assert say(again, "duty", "after").index == 3
    assert [row.statement.id for row in again.recorded() if row.statement][:3] == said
    again.close()


def say_and_fail(store: Store) -> None:
    with store.database.write() as connection:
        say(store, "duty")
        connection.execute("INSERT INTO entry (arrival, log, idx, leaf) VALUES (1, 1, 0, x'00')")


def test_what_sqlite_refuses_is_named_in_a_longer_work_too(tmp_path: Path) -> None:
    store = open_north(tmp_path)
    with pytest.raises(OwnError, match="cannot be read or written"):
        say_and_fail(store)
    assert store.database.write_fault
    assert say(store, "duty").index == 0
    assert not store.database.write_fault
    store.close()


def test_enquiries_to_the_other_side_count_on_as_well(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    for number in range(5):
        assert world.say("north", enquiry(f"{number}"), to=("south",)).index == number
    pulled = world.fetch("south", "north")
    assert (pulled.entries, pulled.bodies) == (5, 5)
