"""The record of two parties: said, on disk, pulled, cosigned, read in one order."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from tests.simulator import World, card_of, keys_of, signer
from tests.statements.samples import enquiry, site

from commonground.errors import InputError, OwnError, PeerError
from commonground.statements import admin
from commonground.statements.form.commitment import is_commitment
from commonground.statements.message import Alarm
from commonground.statements.roster import Revocation, origin_of
from commonground.statements.statement import write_statement
from commonground.store.peers.serve import Served
from commonground.store.store import Store
from commonground.tlog.note import Signer
from commonground.tlog.policy import check_policy
from commonground.tlog.proofs.proof import check_proof, read_proof


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, "north", "south")


def test_what_was_said_is_there_after_the_node_starts_again(world: World) -> None:
    said = world.say("north", enquiry(), to=("south",))
    world.close()
    store = world.open("north")
    found = store.find(said.id)
    assert found is not None
    assert found.statement is not None
    assert found.statement.body == enquiry()
    assert (found.origin, found.index) == (origin_of("north"), 0)


def test_a_place_never_stands_in_the_log_unless_an_officer_chooses_so(world: World) -> None:
    world.say("north", enquiry(), to=("south",))
    world.say("north", site())
    world.say("north", site(), public=True)
    leaves = [one.leaf for one in world.stores["north"].recorded()]
    assert [is_commitment(leaf) for leaf in leaves] == [True, True, False]
    assert b"31N" not in leaves[0] + leaves[1]


def test_a_place_lies_nowhere_on_the_disk_in_plain(world: World, tmp_path: Path) -> None:
    world.say("north", enquiry(), to=("south",))
    world.meet("north", "south")
    world.close()
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"31N AA 66 00" not in file.read_bytes()


def test_two_parties_that_met_hold_the_same_in_the_same_order(world: World) -> None:
    for number in range(5):
        world.say("north", Alarm(words=f"north {number}"), to=("south",))
        world.say("south", Alarm(words=f"south {number}"), to=("north",))
        world.meet("north", "south")
    ids = [one.id for one in world.statements("north")]
    assert ids == [one.id for one in world.statements("south")]
    assert len(ids) == 10


def test_an_answer_never_comes_before_what_it_answers_whatever_the_clocks_say(world: World) -> None:
    asked = world.say("north", enquiry(), to=("south",))
    world.meet("north", "south")
    world.now = world.now.replace(year=2030)  # the clock of South is a year behind
    answered = world.say("south", Alarm(words="later"), to=("north",), re=(asked.id,))
    world.now = world.now.replace(year=2031)
    world.meet("north", "south")
    for code in ("north", "south"):
        assert [one.id for one in world.statements(code)] == [asked.id, answered.id]


def test_a_body_goes_to_the_named_party_and_to_nobody_else(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south", "third")
    said = world.say("north", enquiry(), to=("south",))
    for other in ("south", "third"):
        world.meet("north", other)
    world.fetch("third", "south", origin=origin_of("north"))  # South's copy tells no more
    assert world.stores["south"].find(said.id) is not None
    assert world.stores["third"].find(said.id) is None
    held = world.stores["third"].entry(origin_of("north"), 0)
    assert held is not None
    assert (held.withheld, held.statement) == (True, None)


def test_a_later_disclosure_reaches_the_party_it_names(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south", "third")
    said = world.say("north", site())
    world.meet("north", "third")
    assert world.stores["third"].find(said.id) is None
    world.say("north", admin.Disclosure(discloses=said.id, parties=("third",)))
    world.meet("north", "third")
    world.meet("north", "south")
    found = world.stores["third"].find(said.id)
    assert found is not None
    assert found.statement is not None
    assert world.stores["south"].find(said.id) is None


def test_pending_becomes_given_when_the_quorum_has_seen_it(world: World) -> None:
    said = world.say("north", Alarm(words="stop"), to=("south",))
    north = world.stores["north"]
    north.seal(world.now)
    found = north.find(said.id)
    assert found is not None
    assert not found.given
    head = north.heads()[north.origin]
    assert (head.size, head.given_size, head.pending, head.cosigned_by) == (1, 0, 1, ())
    world.meet("north", "south")
    found = north.find(said.id)
    assert found is not None
    assert found.given
    head = north.heads()[north.origin]
    assert (head.given_size, head.pending, head.cosigned_by) == (1, 0, ("south",))


def test_our_own_witness_does_not_make_our_own_quorum(world: World) -> None:
    policy = world.stores["north"].policy(origin_of("north"))
    assert keys_of("north").witness.verifier not in policy.witnesses.values()
    assert not policy.met_by([keys_of("north").witness.verifier])


def test_a_third_party_is_in_the_quorum_of_both(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south", "third")
    said = world.say("north", Alarm(words="stop"), to=("south",))
    world.meet("north", "third")
    found = world.stores["north"].find(said.id)
    assert found is not None
    assert found.given


def test_taking_the_same_twice_changes_nothing(world: World) -> None:
    world.say("north", enquiry(), to=("south",))
    world.meet("north", "south")
    before = [(one.arrival, one.index) for one in world.stores["south"].recorded()]
    pulled = world.fetch("south", "north")
    assert (pulled.entries, pulled.bodies, pulled.findings) == (0, 0, ())
    assert [(one.arrival, one.index) for one in world.stores["south"].recorded()] == before


def test_a_cursor_shows_what_is_new_and_what_became_readable(world: World) -> None:
    world.say("north", enquiry(), to=("south",))
    south = world.stores["south"]
    south.lock()
    world.fetch("south", "north")
    (locked,) = south.recorded()
    assert locked.statement is None
    assert locked.withheld
    box = keys_of("south").box
    assert box is not None
    assert south.unlock(box) == []
    (opened,) = south.recorded(after=locked.arrival)
    assert opened.statement is not None
    assert opened.statement.body == enquiry()


def test_a_locked_node_goes_on_receiving_and_serving(world: World) -> None:
    for code in ("north", "south"):
        world.say(code, enquiry(), to=("south" if code == "north" else "north",))
        world.stores[code].lock()
    found = world.meet("north", "south")
    assert [one.bodies for one in found] == [1, 1]
    assert world.statements("north") == world.statements("south") == []
    with pytest.raises(InputError, match="not our box key"):
        world.stores["north"].unlock(Signer.from_seed("north/box", bytes(32)))


def test_an_officer_says_nothing_that_others_would_refuse(world: World) -> None:
    alarm = Alarm(words="stop")
    for officer, role in (("duty", "supervisor"), ("luo", "duty"), ("root", "root")):
        with pytest.raises(InputError):
            world.say("north", alarm, officer=officer, role=role)
    with pytest.raises(InputError):
        world.say("north", alarm, to=("nobody",))
    with pytest.raises(InputError, match="another party"):
        world.stores["north"].say(alarm, officer=signer("south/duty"), role="duty", now=world.now)
    assert list(world.stores["north"].recorded()) == []


def test_a_refused_statement_uses_up_no_number(world: World) -> None:
    with pytest.raises(InputError):
        world.say("north", Alarm(words="x" * 60_000))
    world.say("north", Alarm(words="stop"))
    (said,) = world.statements("north")
    assert said.header.seq == 1


def test_the_same_signed_statement_is_appended_once(world: World) -> None:
    north = world.stores["north"]
    world.say("north", Alarm(words="first"))
    (first,) = world.statements("north")
    again = write_statement(first.header, first.body, signer("north/duty"))
    assert north.append(again, public=False).index == 0
    assert len(list(north.recorded())) == 1


def test_a_new_officer_signs_after_his_card_and_a_revoked_one_no_more(world: World) -> None:
    world.say("north", card_of("north", "duty", "luo"), officer="root", role="root")
    world.say("north", Alarm(words="by luo"), officer="luo")
    key = signer("north/luo").verifier.key_id.hex()
    said = Revocation(officer="luo", key=key, from_size=2, reason="left")
    world.say("north", said, officer="root", role="root")
    with pytest.raises(InputError, match="revoked"):
        world.say("north", Alarm(words="again"), officer="luo")
    world.meet("north", "south")
    kinds = [one.header.kind for one in world.stores["north"].statements()]
    assert kinds == ["roster", "alarm", "revocation"]
    world.close()
    again = world.open("south")
    assert again.roster.is_revoked("north", "luo", signer("north/luo").verifier, 2)
    assert not again.roster.is_revoked("north", "luo", signer("north/luo").verifier, 1)


def test_a_proof_holds_for_a_stranger_with_the_policy_alone(world: World) -> None:
    said = world.say("north", enquiry(), to=("south",))
    world.meet("north", "south")
    north = world.stores["north"]
    data = north.prove(said.id)
    proof = read_proof(data)
    found = north.find(said.id)
    assert found is not None
    head = check_policy(proof.checkpoint, north.policy(north.origin))
    check_proof(proof, found.leaf, head)
    with pytest.raises(InputError):
        north.prove("00" * 32)


def test_a_statement_under_no_head_cannot_be_proved_yet(world: World) -> None:
    said = world.say("north", Alarm(words="stop"))
    with pytest.raises(InputError, match="no head yet"):
        world.stores["north"].prove(said.id)


def test_writers_at_the_same_time_are_all_kept_and_in_a_row(world: World) -> None:
    north = world.stores["north"]
    entries: list[int | None] = []

    def work(number: int) -> None:
        for turn in range(10):
            body = Alarm(words=f"{number} {turn}")
            entries.append(north.say(body, officer=signer("north/duty"), role="duty", now=world.now).index)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(index for index in entries if index is not None) == list(range(80))
    assert sorted(one.header.seq for one in north.statements()) == list(range(1, 81))


def test_two_processes_on_one_folder_make_one_log(world: World) -> None:
    first = world.stores["north"]
    second = Store.open(first.folder, party="north", roster=world.roster, keys=keys_of("north"))
    for number in range(6):
        store = (first, second)[number % 2]
        said = store.say(Alarm(words=str(number)), officer=signer("north/duty"), role="duty", now=world.now)
        assert said.index == number
        store.seal(world.now)
    roots = {store.heads()[store.origin].root for store in (first, second)}
    assert len(roots) == 1
    heads = first.database.read("SELECT size, count(*) FROM head GROUP BY size").fetchall()
    assert heads == [(number + 1, 1) for number in range(6)]
    second.close()


def test_what_another_process_says_of_keys_and_terms_is_noticed_without_a_new_start(world: World) -> None:
    north = world.stores["north"]
    assert not north.notice_others()
    world.say("north", Alarm(words="our own"))
    assert not north.notice_others()
    other = Store.open(
        north.folder, party="north", roster=north.given_cards, keys=keys_of("north"), policy=None
    )
    try:
        policy = north.policy(north.origin).write().replace("quorum others", "quorum none")
        terms = admin.Terms(
            title="ours",
            parties=tuple(north.roster.parties.values()),
            policy=policy,
        )
        root = signer("north/root")
        other.say(terms, officer=root, role="root", now=world.now, public=True)
        key = signer("north/duty").verifier.key_id.hex()
        gone = Revocation(officer="duty", key=key, from_size=0, reason="left")
        other.say(gone, officer=root, role="root", now=world.now, public=True)
    finally:
        other.close()
    version = north.version
    assert north.notice_others()
    assert north.version > version
    assert north.policy(north.origin).quorum == "none"
    assert not north.notice_others()
    with pytest.raises(InputError, match="revoked"):
        world.say("north", Alarm(words="by a key that was revoked over there"))


def test_a_record_of_a_later_version_is_refused_and_left_alone(world: World) -> None:
    world.say("north", Alarm(words="stop"))
    with world.stores["north"].database.write() as connection:
        connection.execute("PRAGMA user_version = 99")
    world.close()
    with pytest.raises(OwnError, match="later version"):
        world.open("north")


def test_a_clock_far_ahead_is_said_and_not_put_right(world: World) -> None:
    world.say("north", Alarm(words="stop"), to=("south",))
    said_at = world.now
    world.stores["north"].seal(world.now)
    world.tick(-86_400)
    (finding,) = world.fetch("south", "north").findings
    assert finding.kind == "clock_differs"
    assert "86400 s ahead" in finding.text
    assert world.statements("south")[0].header.at == said_at


def test_a_log_that_is_not_the_one_asked_for_is_refused(world: World) -> None:
    from commonground.store.peers.pull import pull

    world.say("north", Alarm(words="stop"))
    world.stores["north"].seal(world.now)
    with pytest.raises(PeerError, match="asked for"):
        pull(
            Served(world.stores["north"], to="south"),
            world.stores["south"],
            world.now,
            origin=origin_of("south"),
        )


def test_a_node_that_was_told_of_a_log_and_holds_nothing_of_it_goes_on_serving(world: World) -> None:
    """Killed between hearing of a head and taking the first entries: found by the long campaign."""
    world.say("north", Alarm(words="stop"), public=True)
    world.stores["north"].seal(world.now)
    world.say("south", Alarm(words="stop"), public=True)
    south = world.stores["south"]
    south.take_head(origin_of("north"), Served(world.stores["north"], to="south").checkpoint(), world.now)
    world.close()
    north, south = world.open("north"), world.open("south")
    assert world.fetch("north", "south").entries == 1
    assert world.fetch("south", "north").entries == 1
    assert Served(south, to="north", origin=north.origin).checkpoint()
