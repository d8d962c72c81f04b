"""What a desk holds of a long record: settled matters are left out, and a start comes to the same."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.simulator import World, signer
from tests.statements.samples import enquiry, site

from commonground.errors import OwnError
from commonground.exchange.fold import fold
from commonground.node.desk import kept
from commonground.node.desk import known as known_module
from commonground.node.desk.known import Known, misled
from commonground.node.desk.settled import KEEP
from commonground.register.fold import Register
from commonground.statements.admin import Disclosure, Receipt, ReceiptStage
from commonground.statements.message import Acknowledgement, Alarm, DoubtRaised
from commonground.statements.notice import Withdrawal
from commonground.statements.roster import Revocation, origin_of
from commonground.statements.statement import Statement
from commonground.store.values import Recorded

BLOCK = 16
DAY = 86_400


@pytest.fixture(autouse=True)
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is written after every step."""
    monkeypatch.setattr(known_module, "REST_S", 0.0)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path, "north", "south")
    yield made
    made.close()


def say(world: World, body: object, code: str = "north", re: tuple[str, ...] = ()) -> str:
    """Said in public, so that every node reads it."""
    to = ("south" if code == "north" else "north",) if not isinstance(body, Withdrawal) else ()
    return world.say(code, body, to=to, re=re, public=True).id


def live(store_of: World, code: str = "north", *, keep: bool = False) -> Known:
    known = Known(store_of.stores[code], keep=keep, block=BLOCK)
    known.ordered()
    return known


def ids(known: Known) -> list[str]:
    return [one.statement.id for one in known.ordered() if one.statement is not None]


def state(known: Known) -> tuple[object, ...]:
    return ids(known), known.settled, known.newest


def fill(world: World, count: int = 2 * BLOCK) -> None:
    """Words that are settled by themselves, days later."""
    for _ in range(count // 2):
        raised = say(world, Alarm(words="stop"))
        say(world, Acknowledgement(answer=raised), "south", re=(raised,))
    world.meet("north", "south")
    world.tick(3 * DAY)


def play(world: World, chance: random.Random, turns: int) -> None:
    """Some months of two parties, everything at random."""
    said: dict[str, list[str]] = {"north": [], "south": []}
    for _ in range(turns):
        world.tick(chance.choice((60, 3600, DAY)))
        code, other = chance.sample(("north", "south"), 2)
        mine, theirs = said[code][-30:], said[other][-30:]
        old = chance.choice(said[code] or [""])
        way = chance.randrange(8)
        if way <= 1:
            body: object = enquiry(str(chance.random()))
        elif way == 2:
            body = replace(site(f"post {chance.randrange(5)}"), replaces=chance.choice(["", old]))
        elif way == 3:
            body = Alarm(words="stop")
        elif way == 4 and mine:
            body = Withdrawal(withdraws=chance.choice([*mine, old]), reason="over")
        elif way == 5 and theirs:
            body = Acknowledgement(answer=chance.choice(theirs))
        elif way == 6 and theirs:
            body = Receipt(stage=ReceiptStage.RECEIVED, of=tuple(chance.sample(theirs, 1)))
        elif old and chance.random() < 0.2:
            body = chance.choice(
                [Disclosure(discloses=old, parties=(other,)), DoubtRaised(doubts=old, words="?")]
            )
        else:
            continue
        re = (body.answer,) if isinstance(body, Acknowledgement) else ()
        said[code].append(say(world, body, code, re))
        if chance.random() < 0.3:
            world.meet("north", "south")
    world.meet("north", "south")


@pytest.mark.parametrize("seed", range(6))
def test_whoever_starts_from_the_file_from_nothing_or_never_stopped_knows_the_same(
    world: World, seed: int
) -> None:
    chance = random.Random(seed)
    running = live(world, keep=True)
    for _ in range(4):
        play(world, chance, 60)
        running.ordered()
        assert state(live(world, keep=True)) == state(running) == state(live(world))
    assert running.settled > 20
    assert kept.path_of(world.stores["north"]).is_file()


@pytest.mark.parametrize("seed", range(6))
def test_what_is_left_out_changes_nothing_that_stands_or_is_open(world: World, seed: int) -> None:
    play(world, random.Random(seed), 240)
    known = live(world)
    assert known.settled > 20
    few = [one.statement for one in known.ordered() if one.statement is not None]
    everything = world.statements("north")
    assert {one.id for one in few} <= {one.id for one in everything}
    assert standing(few, world) == standing(everything, world)
    assert owed(few) == owed(everything)


def standing(statements: list[Statement], world: World) -> set[object]:
    at = Register.of(statements).at(world.now)
    return {(one.id, one.until, one.doubts) for one in at.items} | {one.id for one in at.coverage}


def owed(statements: list[Statement]) -> set[object]:
    known = fold(statements)
    found: set[object] = {(one.id, one.state, one.doubts) for one in known.exchanges if one.open}
    return found | {one.id for one in known.alarms if one.untaken_by()}


def test_a_short_record_is_known_whole(world: World) -> None:
    fill(world, BLOCK - 2)
    world.meet("north", "south")
    assert (live(world).settled, len(ids(live(world)))) == (0, BLOCK - 2)


def test_what_is_old_is_settled_and_what_is_open_stays_for_ever(world: World) -> None:
    asked = say(world, enquiry())
    post = say(world, site())
    taken = say(world, Alarm(words="stop"))
    fill(world)
    cried = say(world, Alarm(words="nobody takes this"))
    world.tick(KEEP.total_seconds() * 100)
    say(world, Acknowledgement(answer=taken), "south", re=(taken,))
    fill(world)
    fill(world)
    world.meet("north", "south")
    known = ids(live(world))
    assert {asked, post, cried} <= set(known)
    assert len(known) < 60 < live(world).settled


def test_a_doubt_about_something_settled_brings_it_back_with_what_it_names(world: World) -> None:
    asked = say(world, enquiry())
    over = say(world, Withdrawal(withdraws=asked, reason="not needed"), re=(asked,))
    fill(world)
    fill(world)
    running = live(world, keep=True)
    assert not {asked, over} & set(ids(running))
    doubt = say(world, DoubtRaised(doubts=over, words="who withdrew it?"), re=(over,))
    assert {asked, over, doubt} <= set(ids(running))
    fill(world)
    fill(world)
    assert {asked, over, doubt} <= set(ids(running))  # a doubt is never over by itself
    assert state(running) == state(live(world)) == state(live(world, keep=True))


def test_a_chain_of_places_is_settled_from_its_old_end(world: World) -> None:
    first = say(world, site())
    second = say(world, replace(site(), replaces=first))
    fill(world)
    third = say(world, replace(site(), replaces=second))
    fill(world)
    fill(world)
    known = ids(live(world))
    assert third in known
    assert not {first, second} & set(known)


def test_what_names_something_that_has_not_come_waits(world: World) -> None:
    missing = world.say("south", site(), to=()).id  # private to South: North cannot read it
    waits = say(world, Withdrawal(withdraws=missing, reason="?"), "south")
    replacing = say(world, replace(site(), replaces="ab" * 32))
    gone = say(world, Withdrawal(withdraws=replacing, reason="moved"))
    world.meet("north", "south")
    fill(world)
    fill(world)
    assert {waits, replacing, gone} <= set(ids(live(world)))


def test_steps_over_much_that_stands_are_rare_and_whoever_begins_anew_takes_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, made = live(world, keep=True), []
    plain = known_module.settled
    monkeypatch.setattr(known_module, "settled", lambda *given: made.append(1) or plain(*given))
    for number in range(40 * BLOCK):
        say(world, site(f"post {number}"))
        if number % 50 == 0:
            running.ordered()
    for _ in range(3):
        fill(world, 24 * BLOCK)
        running.ordered()
    assert 5 < len(made) < 30  # of more than a hundred blocks
    assert running.settled > 24 * BLOCK
    assert state(live(world, keep=True)) == state(running) == state(live(world))


def test_a_long_reading_keeps_its_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world, 12 * BLOCK)
    monkeypatch.setattr(known_module, "REST_S", 1e9)
    live(world, keep=True)
    found = kept.read(world.stores["north"])
    assert found is not None
    assert 0 <= world.stores["north"].last_arrival() - found.floor < BLOCK + len(found.arrivals) // 4


def test_what_the_disk_refused_once_is_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = say(world, enquiry())
    over = say(world, Withdrawal(withdraws=asked, reason="not needed"), re=(asked,))
    fill(world)
    fill(world)
    running = live(world)
    doubt = say(world, DoubtRaised(doubts=over, words="who withdrew it?"), re=(over,))
    north = world.stores["north"]

    def refuses(_identity: str) -> int:
        raise OwnError("the record cannot be read or written: disk I/O error")

    with monkeypatch.context() as disk:
        disk.setattr(north, "arrival_of", refuses)
        with pytest.raises(OwnError):
            running.ordered()
    assert {asked, over, doubt} <= set(ids(running))
    assert state(running) == state(live(world))


def test_a_file_that_is_damaged_or_of_another_record_is_thrown_away(world: World, tmp_path: Path) -> None:
    fill(world)
    fill(world)
    north = world.stores["north"]
    good = state(live(world, keep=True))
    path = kept.path_of(north)
    whole = path.read_bytes()
    _, head, links = whole.split(b"\n", 2)
    text = json.loads(head)
    assert b"stop" not in whole
    chance = random.Random(1)
    broken = [
        whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in chance.sample(range(len(whole)), 40)
    ]
    broken += [b"", whole[:-1], whole + b" ", whole[:64], b"null", b"\xff" * 90]
    for data in broken:
        path.write_bytes(data)
        assert kept.read(north) is None
        assert not path.exists()
        assert state(live(world, keep=True)) == good
    for change in (
        {"made": ["0", "north", ""]},
        {"made": [*text["made"][:1], "south", *text["made"][2:]]},
        {"logs": {north.origin: [10**6, "ab" * 32]}},
        {"logs": {north.origin: [north.heads()[north.origin].size, "ab" * 32]}},
        {"logs": {"commonground/other": [0, "ab" * 32]}},
        {"arrivals": [*text["arrivals"], 10**9]},
        {"floor": "many"},
        {"more": 1},
    ):
        kept_text = json.dumps(text | change, sort_keys=True).encode() + b"\n" + links
        path.write_bytes(hashlib.sha256(kept_text).hexdigest().encode() + b"\n" + kept_text)
        assert state(live(world, keep=True)) == good, change


def test_a_file_that_hides_a_statement_is_found_by_comparing_it_with_the_record(world: World) -> None:
    asked = say(world, enquiry())
    fill(world)
    fill(world)
    north = world.stores["north"]
    live(world, keep=True)
    assert misled(north, block=BLOCK) == []
    path = kept.path_of(north)
    _, head, links = path.read_bytes().split(b"\n", 2)
    text = json.loads(head)
    hidden = north.arrival_of(asked)
    assert hidden in text["arrivals"]
    text["arrivals"].remove(hidden)
    changed = json.dumps(text, sort_keys=True).encode() + b"\n" + links
    path.write_bytes(hashlib.sha256(changed).hexdigest().encode() + b"\n" + changed)
    (finding,) = misled(north, block=BLOCK)
    assert finding.kind == "record_damaged"
    assert not path.exists()
    assert misled(north, block=BLOCK) == []


def test_a_disk_that_takes_no_file_stops_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "write_whole", full)
    fill(world)
    fill(world)
    assert live(world, keep=True).settled > 10
    assert not kept.path_of(world.stores["north"]).exists()


def test_a_revocation_that_reaches_back_begins_all_anew(world: World) -> None:
    fill(world)
    fill(world)
    running = live(world, keep=True)
    assert running.settled
    key = signer("north/duty").verifier.key_id.hex()
    said = Revocation(officer="duty", key=key, from_size=0, reason="stolen")
    world.say("north", said, officer="root", role="root")
    world.meet("north", "south")
    rows = [one.statement for one in running.ordered()]
    assert {(one.header.party, one.header.kind) for one in rows if one is not None} == {
        ("north", "revocation"),
        ("south", "acknowledgement"),  # of alarms that count no more: they wait for what they name
    }
    assert state(running) == state(live(world)) == state(live(world, keep=True))


def test_a_locked_record_and_an_open_one_are_kept_apart(world: World) -> None:
    world.say("north", enquiry(), to=("south",))
    fill(world)
    fill(world)
    north = world.stores["north"]
    running = live(world, keep=True)
    opened = state(running)
    box = north.box()
    north.lock()
    locked = state(running)
    assert locked != opened
    assert state(live(world, keep=True)) == locked
    north.unlock(box)
    assert state(running) == opened == state(live(world, keep=True))
    assert {path.name for path in north.folder.glob("known-*")} == {"known-open", "known-locked"}


@pytest.mark.parametrize("at", [3, BLOCK + 3, 2 * BLOCK + 3])
def test_a_record_that_is_unlocked_or_locked_while_it_is_read_is_read_anew(world: World, at: int) -> None:
    asked = world.say("north", enquiry(), to=("south",)).id
    fill(world)
    fill(world)
    north = world.stores["north"]
    opened = state(live(world))
    box = north.box()
    north.lock()
    locked = state(live(world))
    assert asked in opened[0]
    plain = north.recorded

    def meanwhile(change: Callable[[], object]) -> Callable[[int], Iterator[Recorded]]:
        def recorded(after: int = 0) -> Iterator[Recorded]:
            for number, one in enumerate(plain(after)):
                if number == at:
                    change()
                yield one

        return recorded

    for change, expected in ((lambda: north.unlock(box), opened), (north.lock, locked)):
        for path in north.folder.glob("known-*"):
            path.unlink()
        north.recorded = meanwhile(change)  # type: ignore[method-assign]
        known = live(world, keep=True)
        north.recorded = plain  # type: ignore[method-assign]
        assert state(known) == expected == state(live(world, keep=True))
        assert misled(north, block=BLOCK) == []


def test_a_clock_that_jumps_for_one_statement_settles_nothing_early(world: World) -> None:
    asked = say(world, enquiry())
    over = say(world, Withdrawal(withdraws=asked, reason="not needed"), re=(asked,))
    now = world.now
    world.now = now + timedelta(days=3650)
    say(world, Alarm(words="the clock of this desk is wrong"))
    world.now = now
    for _ in range(BLOCK):
        say(world, Alarm(words="stop"), "south")
        say(world, Alarm(words="stop"))
    world.meet("north", "south")
    assert {asked, over} <= set(ids(live(world)))
    assert origin_of("north") in {one.origin for one in world.stores["north"].recorded()}
