"""What a stranger is told who holds a card, old or new, and a log, proof or bundle: the log's own keys count."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.simulator import START, World, card_of, keys_of, signer

from commonground.cli.main import main
from commonground.cli.terms_words import drafted
from commonground.errors import PeerError
from commonground.statements.form.canonical import Json, write_canonical
from commonground.statements.header import Header
from commonground.statements.message import Alarm
from commonground.statements.roster import Party, Revocation, Roster, origin_of
from commonground.statements.statement import FIRST_LINE
from commonground.store.disk.logs import INSERT_ENTRY, log_of, next_arrival
from commonground.store.files.bundle import make_bundle
from commonground.store.files.export import Folder, export_log
from commonground.store.files.trusted import CannotSayError, Keys, Verified
from commonground.store.files.verifying import (
    verify_bundle,
    verify_evidence,
    verify_head,
    verify_log,
    verify_proof,
)
from commonground.tlog.checkpoint import Checkpoint, sign_checkpoint
from commonground.tlog.cosignature import add_lines, cosign, unverified_checkpoint
from commonground.tlog.note import COSIGNATURE, Signer, sign_note
from commonground.tlog.policy import read_policy
from commonground.tlog.proofs.splitview import make_evidence

ORIGIN = origin_of("north")
NEW_LOG = Signer.from_seed(ORIGIN, bytes(31) + b"\1")
NEW_NODE = Signer.from_seed("north/node", bytes(31) + b"\2")
OLD_CARD = card_of("north")
NEW_CARD = replace(card_of("north", "watch"), log=NEW_LOG.verifier, node=NEW_NODE.verifier)
CARDS = pytest.mark.parametrize("card", [OLD_CARD, NEW_CARD], ids=["old card", "new card"])


@pytest.fixture
def world(tmp_path: Path) -> World:
    """North: its card, an alarm; then, after the export `before`, new keys and officers, and another alarm."""
    made = World(tmp_path / "world", "north", "south")
    north = made.stores["north"]
    made.say("north", OLD_CARD, officer="root", role="root")
    made.say("north", Alarm(words="first"), public=True)
    north.seal(made.now)
    export_log(north, tmp_path / "before")
    made.say("north", NEW_CARD, officer="root", role="root")
    north.seal(made.now)
    export_log(north, tmp_path / "between")
    north.keys = replace(keys_of("north"), log=NEW_LOG, node=NEW_NODE)
    made.say("north", Alarm(words="second"), officer="watch", public=True)
    north.seal(made.now)
    export_log(north, tmp_path / "after")
    return made


def by(card: Party) -> Keys:
    return Keys(roster=Roster([card]))


def counted(done: Verified) -> tuple[object, object, object]:
    return done.facts["statements"], done.facts["signatures"], [one.text for one in done.findings]


@CARDS
@pytest.mark.parametrize(("name", "size"), [("before", 2), ("between", 3), ("after", 4)])
def test_an_honest_log_holds_by_any_card_of_its_party(
    world: World, tmp_path: Path, card: Party, name: str, size: int
) -> None:
    """An officer added, a log key rotated: the export shows it itself, whichever card the asker has."""
    done = verify_log(Folder(tmp_path / name).read, by(card))
    assert counted(done) == (size, size, [])
    of_another_time = any("of another time" in line for line in done.not_said)
    assert of_another_time == (name == "before" and card == NEW_CARD)
    assert main(["verify", str(tmp_path / name)]) == 0  # its own VKEY is the key that signed it


@CARDS
def test_growth_is_shown_over_a_change_of_keys(world: World, tmp_path: Path, card: Party) -> None:
    for older, size in (("before", 2), ("between", 3), ("after", 4)):
        head = (tmp_path / older / "checkpoint").read_bytes()
        assert verify_log(Folder(tmp_path / "after").read, by(card), head).facts["extends"] == size
    head = (tmp_path / "after" / "checkpoint").read_bytes()
    with pytest.raises(PeerError):
        verify_log(Folder(tmp_path / "before").read, by(card), head)


def test_a_head_by_a_key_that_was_replaced_is_refused(world: World, tmp_path: Path) -> None:
    """Whoever has the old log key cannot sign on: at this size another key was in force."""
    head = tmp_path / "after" / "checkpoint"
    head.write_bytes(sign_checkpoint(unverified_checkpoint(head.read_bytes()), keys_of("north").log))
    for card in (OLD_CARD, NEW_CARD):
        with pytest.raises(PeerError, match="replaced"):
            verify_log(Folder(tmp_path / "after").read, by(card))


def test_a_card_with_another_root_key_shows_nothing(world: World, tmp_path: Path) -> None:
    stranger = replace(OLD_CARD, root=Signer.from_seed("north/root", bytes(31) + b"\7").verifier)
    with pytest.raises(PeerError):
        verify_log(Folder(tmp_path / "after").read, by(stranger))


def put(world: World, leaf: bytes) -> None:
    """Write an entry as a keeper would who does not ask whether it counts."""
    north = world.stores["north"]
    with north.database.write() as connection:
        log = log_of(connection, ORIGIN)
        connection.execute(INSERT_ENTRY, (next_arrival(connection), log.log, log.size, leaf, "", ""))
    north.seal(world.now)


def note(name: str, *, party: str = "north", officer: str = "duty", **fields: Json) -> bytes:
    """An alarm signed with a key, its header as it should be but for these fields."""
    header = Header(kind="alarm", party=party, officer=officer, role="duty", seq=90, at=START)
    value = header.as_json() | {"body": {"words": "x"}} | fields
    return sign_note(FIRST_LINE + write_canonical(value) + b"\n", (signer(name),))


def test_what_was_signed_after_its_revocation_does_not_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World(tmp_path / "world", "north", "south")
    world.say("north", OLD_CARD, officer="root", role="root")
    world.say("north", Alarm(words="ok"), public=True)
    key = signer("north/duty").verifier.key_id.hex()
    stolen = Revocation(officer="duty", key=key, from_size=2, reason="stolen")
    world.say("north", stolen, officer="root", role="root")
    put(world, note("north/duty"))
    export_log(world.stores["north"], tmp_path / "out")
    done = verify_log(Folder(tmp_path / "out").read, by(OLD_CARD))
    statements, signatures, (text,) = counted(done)
    assert (statements, signatures, done.facts["not_counted"]) == (4, 3, 1)
    assert "Entry 3" in str(text)
    assert "revoked" in str(text)
    assert any("the entries are whole" in line for line in done.says)
    secret = tmp_path / "card"
    found = world.stores["north"].entry(ORIGIN, 0)
    assert found is not None
    secret.write_bytes(found.leaf)
    assert main(["verify", str(tmp_path / "out"), "--card", str(secret), "--json"]) == 3
    said = json.loads(capsys.readouterr().out)
    assert (said["true"], len(said["findings"])) == (True, 1)


def test_a_revocation_that_reaches_back_takes_back_what_it_says_and_no_more(tmp_path: Path) -> None:
    """As at a node: what stands between the size it names and itself does not count any more."""
    world = World(tmp_path / "world", "north", "south")
    world.say("north", card_of("north", "duty", "watch"), officer="root", role="root")
    for number in range(3):
        world.say("north", Alarm(words=f"duty {number}"), public=True)
    world.say("north", Alarm(words="watch"), officer="watch", public=True)
    key = signer("north/duty").verifier.key_id.hex()
    back = Revocation(officer="duty", key=key, from_size=2, reason="stolen earlier")
    world.say("north", back, officer="root", role="root")
    world.stores["north"].seal(world.now)
    export_log(world.stores["north"], tmp_path / "out")
    done = verify_log(Folder(tmp_path / "out").read, by(card_of("north", "duty", "watch")))
    assert (done.facts["statements"], done.facts["signatures"], done.facts["not_counted"]) == (6, 4, 2)
    assert [one.about for one in done.findings] == [(f"{ORIGIN}#2",), (f"{ORIGIN}#3",)]
    node = [one.index for one in world.stores["north"].recorded() if one.refused]
    assert node == [2, 3]


def test_entries_that_are_no_statements_or_of_a_later_version_are_counted_and_refuse_nothing(
    tmp_path: Path,
) -> None:
    world = World(tmp_path / "world", "north", "south")
    world.say("north", OLD_CARD, officer="root", role="root")
    for leaf in (
        b"",
        b"\0\1 not a statement",
        b"x" * 65_535,
        note("north/duty", v=2),
        note("north/duty", v=3),
    ):
        put(world, leaf)
    put(world, note("north/duty", v=2, weather="a field that a later version has"))
    put(world, note("north/duty", kind="weather"))
    export_log(world.stores["north"], tmp_path / "out")
    done = verify_log(Folder(tmp_path / "out").read, by(OLD_CARD))
    assert (done.facts["other"], done.facts["later_version"]) == (3, 3)
    assert counted(done) == (5, 2, [])
    wrong = {
        "signed by nobody we know": FIRST_LINE + b"{}\n\n" + "— north/duty AAAAAAA=\n".encode(),
        "another party's": note("south/duty", party="south"),
        "signed by the root key as the officer": note("north/root"),
        "a role that is not his": note("north/duty", role="commander"),
        "a version that is no number": note("north/duty", v="1"),
        "a later version signed by nobody": note("south/duty", v=2),
    }
    for leaf in wrong.values():
        put(world, leaf)
    export_log(world.stores["north"], tmp_path / "more")
    done = verify_log(Folder(tmp_path / "more").read, by(OLD_CARD))
    assert (done.facts["not_counted"], len(done.findings)) == (len(wrong), len(wrong))


def test_a_single_proof_says_what_it_cannot_decide(world: World) -> None:
    """Of an alarm from before and one from after: by the card of its time it holds, by another nobody can say."""
    north = world.stores["north"]
    identity = {
        index: found.statement.id for index in (1, 3) if (found := north.entry(ORIGIN, index)).statement
    }
    late = north.prove(identity[3])
    done = verify_proof(late, by(NEW_CARD))
    assert done.facts["officer"] == "watch"
    assert any("revoked or replaced" in line for line in done.not_said)
    with pytest.raises(CannotSayError, match="another key than the one on the card"):
        verify_proof(late, by(OLD_CARD))
    early = north.prove(identity[1])  # under the newest head, signed by an officer who went
    with pytest.raises(CannotSayError, match="in the name north/duty"):
        verify_proof(early, by(NEW_CARD))
    policy = replace(north.policy(ORIGIN), logs=(NEW_LOG.verifier,), witnesses={}, groups={}, quorum="none")
    assert verify_proof(early, replace(by(OLD_CARD), policy=policy)).facts["officer"] == "duty"
    broken = early.replace(b"index 1\n", b"index 2\n")
    for card in (OLD_CARD, NEW_CARD):
        with pytest.raises(PeerError) as caught:
            verify_proof(broken, by(card))
        assert not isinstance(caught.value, CannotSayError)  # what is false is said to be false


def test_a_head_alone_by_another_key_cannot_be_decided(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "after" / "checkpoint"
    assert verify_head(file.read_bytes(), by(NEW_CARD)).facts["size"] == 4
    found = world.stores["north"].entry(ORIGIN, 0)
    assert found is not None
    card = tmp_path / "card"
    card.write_bytes(found.leaf)
    assert main(["verify", str(file), "--card", str(card)]) == 3
    assert capsys.readouterr().out.startswith("CANNOT SAY: the head bears the name commonground/north")
    assert main(["verify", str(file), "--card", str(card), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["true"] is None


def test_evidence_against_a_key_of_another_time_holds_and_cannot_be_laid_at_a_door(tmp_path: Path) -> None:
    """Two histories under the old log key: by the new card nobody can say whose key that was."""
    heads = [
        sign_checkpoint(Checkpoint(origin=ORIGIN, size=7, root=bytes(31) + end), keys_of("north").log)
        for end in (b"a", b"b")
    ]
    evidence = make_evidence(keys_of("north").log.verifier, *heads, bytes(31) + b"b", ())
    assert evidence is not None
    assert verify_evidence(evidence.write(), by(OLD_CARD)).not_said == []
    with pytest.raises(CannotSayError, match="It holds"):
        verify_evidence(evidence.write(), by(NEW_CARD))


@CARDS
def test_a_whole_bundle_brings_the_keys_that_it_is_checked_by(world: World, card: Party) -> None:
    data = make_bundle(world.stores["north"], "south", world.now, since=0)
    assert counted(verify_bundle(data, by(card))) == (4, 4, [])


def test_a_bundle_that_begins_later_says_what_it_does_not_show(world: World) -> None:
    north = world.stores["north"]
    data = make_bundle(north, "south", world.now, since=1)
    done = verify_bundle(data, by(NEW_CARD))  # entry 1 is by an officer whom the newest card does not name
    assert (done.facts["signatures"], done.facts["undecided"], done.findings) == (2, 1, [])
    assert any("before entry 1" in line for line in done.not_said)
    assert verify_bundle(data, by(OLD_CARD)).facts["signatures"] == 3
    with pytest.raises(CannotSayError):
        verify_bundle(make_bundle(north, "south", world.now, since=3), by(OLD_CARD))


def cosigned(origin: str, log: Signer, *witnesses: Signer) -> bytes:
    """A signed head of seven entries with these witnesses' lines."""
    head = Checkpoint(origin=origin, size=7, root=bytes(32))
    return add_lines(
        sign_checkpoint(head, log), [cosign(head.write(), one, 1_900_000_000) for one in witnesses]
    )


def test_the_witness_of_the_logs_own_party_makes_no_quorum(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the policy of the terms as `cg terms draft --quorum 1` writes them: the quorum is the other one."""
    policy, head = tmp_path / "policy", tmp_path / "head"
    policy.write_text(drafted(Roster([card_of("north"), card_of("south")]), title="x", quorum=1).policy)
    north, south = keys_of("north"), keys_of("south")
    head.write_bytes(cosigned(ORIGIN, north.log, north.witness))
    assert main(["verify", str(head), "--policy", str(policy)]) == 3
    shown = capsys.readouterr().out
    assert "seen by nobody" in shown
    assert "own witness, north/witness, is not counted" in shown
    head.write_bytes(cosigned(ORIGIN, north.log, north.witness, south.witness))
    assert main(["verify", str(head), "--policy", str(policy)]) == 0
    shown = capsys.readouterr().out
    assert "seen by the quorum: south/witness." in shown
    assert "is not counted" in shown
    head.write_bytes(cosigned(origin_of("south"), south.log, north.witness))  # for south it is another's
    assert main(["verify", str(head), "--policy", str(policy)]) == 0
    by_cards = verify_head(cosigned(ORIGIN, north.log, north.witness, south.witness), both_cards())
    assert by_cards.facts["witnesses"] == ["south/witness"]


def both_cards() -> Keys:
    return Keys(roster=Roster([card_of("north"), card_of("south")]))


def test_a_policy_for_logs_that_are_not_ours_counts_as_c2sp_says() -> None:
    """A witness whose name looks like the log's is any witness: the rule is for our logs alone."""
    log = Signer.from_seed("example.org/north", bytes(31) + b"\3")
    witness = Signer.from_seed("north/witness", bytes(31) + b"\4", COSIGNATURE)
    text = f"log {log.verifier.text}\nwitness w {witness.verifier.text}\nquorum w\n"
    done = verify_head(cosigned("example.org/north", log, witness), Keys(policy=read_policy(text)))
    assert done.facts["witnesses"] == ["north/witness"]
