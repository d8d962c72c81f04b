"""What the link promises: come and look, patience, heads in every reply, words that wait, versions apart."""

import base64
import contextlib
import hashlib
import random
import shutil
import threading
from dataclasses import replace

import httpx
import pytest
from tests.node.parties import OFFICER, PASSPHRASE, T0, Direct, enquiry

from commonground.errors import InputError
from commonground.node.auth.sealed import unseal
from commonground.node.folder import key_of, machine_keys, read_officers
from commonground.node.peers.backoff import LONGEST_S, Backoff
from commonground.node.running import Running
from commonground.position.window import utc_text
from commonground.statements.form.canonical import read_canonical, write_canonical
from commonground.statements.statement import FIRST_LINE
from commonground.store.peers.serve import Served
from commonground.tlog.checkpoint import Checkpoint, sign_checkpoint
from commonground.tlog.cosignature import read_cosignatures
from commonground.tlog.note import sign_note, split_note
from commonground.tlog.witness import write_request


def test_pauses_grow_to_two_minutes_are_spread_and_end_with_a_good_word():
    chance = random.Random(3)
    backoff, ceilings = Backoff(every_s=5.0), []
    for _ in range(60):
        backoff = backoff.after(good=False)
        pauses = [backoff.pause_s(chance.random()) for _ in range(200)]
        ceilings.append(backoff.pause_s(1.0))
        assert len(set(pauses)) > 150  # spread, so that nodes do not fall into step
        assert ceilings[-1] / 2 <= min(pauses) <= max(pauses) <= ceilings[-1]
    assert ceilings == sorted(ceilings)
    assert ceilings[0] < 1.0
    assert ceilings[-1] == LONGEST_S
    assert backoff.after(good=True).pause_s(1.0) == 5.0


def test_come_and_look_ends_the_pause_at_once_and_carries_nothing(both):
    pulled = threading.Event()
    both.north.link.once = lambda: pulled.set() or True
    both.north.node.config = replace(both.north.node.config, pull_every_s=3600)
    link = both.north.link
    link.start()
    try:
        assert pulled.wait(20)
        pulled.clear()
        link.look()
        assert pulled.wait(20)  # by itself it would have looked after half an hour at the soonest
    finally:
        link.end()
        link.join(20)
    assert not link.is_alive()


def test_a_push_says_nothing_but_look(both):
    seen, told = [], []
    source = both.south.link.source
    source._client.event_hooks = {"request": [seen.append]}
    both.north.node.when_told = told.append
    source.tell()
    (request,) = seen
    assert (request.method, request.url.path) == ("POST", "/peer/v1/look")
    assert request.content == b""
    assert told == ["south"]


def test_days_offline_lose_nothing_and_order_is_kept(both, monkeypatch):
    both.exchange_words()
    through = Direct.handle_request

    def down(self, request):
        raise httpx.ConnectError("no way there", request=request)

    said = []
    monkeypatch.setattr(Direct, "handle_request", down)
    for day in range(5):
        both.clock.move(days=1)
        monkeypatch.setattr(Direct, "handle_request", through)  # the desk is on this machine
        both.north.login()
        said.append(both.north.desk.post("/api/alarm", {"words": f"day {day}"})["id"])
        both.north.machine.turn()
        monkeypatch.setattr(Direct, "handle_request", down)
        assert not both.south.link.once()
        assert both.south.node.peers.state("north", both.clock()) == "absent"
    monkeypatch.setattr(Direct, "handle_request", through)
    both.south.login()
    both.exchange_words()
    ids = [row["id"] for row in reversed(both.south.desk.get("/api/record", limit=500))]
    assert [one for one in ids if one in said] == said
    assert both.north.desk.desk()["head"]["pending"] == 0


def test_every_reply_carries_the_head_also_a_refusal(both):
    both.exchange_words()
    source = both.south.link.source
    for ask in (source.heads, source.checkpoint, lambda: source.part("0" * 64, 0)):
        source.said_head = b""
        with contextlib.suppress(InputError):
            ask()
        assert source.said_head.startswith(b"commonground/north\n")


def test_a_head_in_a_reply_that_contradicts_the_log_is_evidence_at_once(both, monkeypatch):
    both.north.desk.post("/api/alarm", {"words": "one"})
    both.exchange_words()
    store = both.north.node.store
    size = store.heads()[store.origin].size
    forged = Checkpoint(origin=store.origin, size=size, root=hashlib.sha256(b"other").digest())
    note = sign_checkpoint(forged, both.north.node.keys.log)  # what a log that cheats shows to somebody else
    through = Direct.handle_request

    def other(self, request):
        answer = through(self, request)
        if request.url.host == "north" and request.url.path.endswith("/heads"):
            answer.headers["cg-head"] = base64.b64encode(note).decode()
        return answer

    monkeypatch.setattr(Direct, "handle_request", other)
    assert both.south.link.once()
    assert both.south.node.store.evidence(store.origin) is not None
    assert both.south.node.store.heads()[store.origin].frozen


def test_a_forged_head_in_a_reply_accuses_nobody_and_changes_nothing(both, monkeypatch):
    both.exchange_words()
    before = both.south.node.store.heads()
    store = both.north.node.store
    forged = Checkpoint(origin=store.origin, size=1, root=hashlib.sha256(b"other").digest())
    note = sign_checkpoint(forged, key_of("north", "log", b"m" * 32))
    through = Direct.handle_request

    def other(self, request):
        answer = through(self, request)
        if request.url.host == "north":
            answer.headers["cg-head"] = base64.b64encode(note).decode()
        return answer

    monkeypatch.setattr(Direct, "handle_request", other)
    assert not both.south.link.once()  # a key that nobody has announced, over entries that we hold
    assert both.south.node.store.evidence(store.origin) is None
    assert both.south.node.store.heads() == before
    kept = both.south.node.store.database.read("SELECT root FROM head").fetchall()
    assert forged.root not in {bytes(root) for (root,) in kept}


@pytest.fixture
def restored(both, tmp_path):
    """South came back from a copy that lacks its last words; its officer is at the desk."""
    both.exchange_words()
    both.south.node.close()
    copy = tmp_path / "copy"
    shutil.copytree(both.folders["south"], copy, ignore=shutil.ignore_patterns("guard.json"))
    shutil.rmtree(both.folders["south"])
    shutil.copytree(copy, both.folders["south"])
    again = both.reopened()
    assert again.node.store.restored
    yield again
    again.raw.close()
    again.node.close()


def test_the_words_of_a_restored_node_go_out_as_pending_and_an_alarm_rings(both, restored):
    said = restored.desk.post("/api/alarm", {"words": "stop now"})["id"]
    assert restored.node.store.waiting() == [said]
    assert any(one["kind"] == "alarm" or "stop now" in one["text"] for one in both_rows(restored))
    assert both.north.link.once()  # south has not heard of its own head yet
    assert any(one.id == said for one in both.north.node.picture().exchanges.alarms)
    assert said in both.north.node.picture().pending
    assert said not in both.north.node.picture().given
    both.north.machine.turn()
    assert not [one for one in both.north.node.picture().statements if said in getattr(one.body, "of", ())]
    assert restored.link.once()
    restored.machine.turn()
    both.exchange_words_of(both.north, restored)
    assert said in {row["id"] for row in both.north.desk.get("/api/record", limit=500)}
    picture = both.north.node.picture()
    assert said not in picture.pending
    assert said in picture.given
    assert [one.id for one in picture.exchanges.alarms].count(said) == 1


def both_rows(side):
    return [*side.desk.get("/api/record", limit=50), *side.desk.desk()["alarms"]]


def test_pending_words_are_for_those_they_are_for(both, restored):
    both.north.link.source.waiting()
    restored.desk.post(
        "/api/notices",
        {
            "kind": "site",
            "item": "post",
            "text": "0 30 0 N 3 30 0 E",
            "window": {"from": utc_text(T0), "to": "2030-01-02T06:00:00Z"},
            "to": [],
        },
    )
    assert both.north.link.source.waiting() == b""


def test_a_witness_answers_the_public_protocol(both):
    both.north.desk.post("/api/alarm", {"words": "one"})
    both.north.machine.turn()
    told = []
    both.south.node.when_told = told.append
    note = Served(both.north.node.store, to="south").checkpoint()
    text, lines = split_note(note)
    bare = text + b"\n" + lines[0].line.encode()

    def post(body):
        headers = {"content-type": "text/plain"}
        return both.south.raw.post("/witness/v1/add-checkpoint", content=body, headers=headers)

    answer = post(write_request(0, [], bare))
    assert answer.status_code == 200
    witness = both.south.node.keys.witness.verifier
    assert len(read_cosignatures(answer.content, text, (witness,))) == 1
    assert told == ["north"]
    size = both.north.node.store.heads()[both.north.node.store.origin].size
    again = post(write_request(0, [], bare))
    assert (again.status_code, again.headers["content-type"]) == (409, "text/x.tlog.size")
    assert again.text == f"{size}\n"
    assert post(write_request(size + 5, [], bare)).status_code == 400
    assert post(b"old 0\n\nnothing\n").status_code in (400, 404)
    assert post(b"").status_code == 400


def later_version(both, **changes):
    """A statement by north's officer as a later version of the program would write it, sealed to south."""
    folder = both.folders["north"]
    opened = unseal(read_officers(folder)[OFFICER["north"]], PASSPHRASE["north"])
    signer = key_of("north", OFFICER["north"], opened.seed)
    store = both.north.node.store
    template = store.find(both.north.desk.post("/api/alarm", {"words": "now", "to": ["south"]})["id"])
    value = read_canonical(split_note(template.statement.note)[0][len(FIRST_LINE) : -1])
    value |= {"seq": value["seq"] + 1, "nonce": "ab" * 16} | changes
    note = sign_note(FIRST_LINE + write_canonical(value) + b"\n", (signer,))
    store.append(note, public=False)
    return note


def test_a_kind_of_a_later_version_is_kept_shown_receipted_and_has_no_effect(both):
    body = {"depth_mm": 4000, "words": "what this version has no name for"}
    note = later_version(both, kind="sounding", body=body)
    both.exchange_words()
    rows = both.south.desk.get("/api/record", limit=500)
    (row,) = [one for one in rows if one["kind"] == "sounding"]
    assert "does not know" in row["text"]
    assert both.south.node.store.find(row["id"]).statement.note == note
    assert both.south.desk.desk()["register"] == []
    (own,) = [one for one in both.north.desk.get("/api/record", limit=500) if one["kind"] == "sounding"]
    assert own["receipts"]["south"] == ["received"]


def test_fields_of_a_later_version_are_kept_and_what_is_known_has_effect(both):
    note = later_version(both, body={"loudness": 3, "words": "stop"}, weather="fog")
    both.exchange_words()
    found = [one for one in both.south.node.picture().statements if one.note == note]
    assert [one.unknown for one in found] == [("weather", "body.loudness")]
    assert found[0].id in {one.id for one in both.south.node.picture().exchanges.alarms}


def test_a_peer_of_an_earlier_version_that_knows_no_documents_is_no_trouble_for_its_log(both, monkeypatch):
    kept = both.north.desk.send_bytes("/api/documents/bytes", b"a map")
    both.north.desk.post("/api/documents", {"sha256": kept["sha256"], "title": "m", "to": ["south"]})
    through = Direct.handle_request

    def earlier(self, request):
        if "/document/" in request.url.path or request.url.path.endswith(("/waiting", "/word")):
            return httpx.Response(404, json={"error": {"what": "no such path"}})
        answer = through(self, request)
        answer.headers.pop("cg-head", None)
        return answer

    monkeypatch.setattr(Direct, "handle_request", earlier)
    both.exchange_words()
    said = both.north.desk.post("/api/enquiries", enquiry())["id"]
    both.exchange_words()
    assert both.south.desk.exchange(said)["withheld"]
    assert both.south.desk.get("/api/documents")[0]["state"] == "named"


def test_a_running_relay_tells_all_but_the_one_it_heard_from(both):
    work = Running(both.north.node)
    told = []
    for code, link in work.links.items():
        link.tell = lambda code=code: told.append(code)
    both.north.node.when_carried("somebody")
    assert told == ["south"]
    both.north.node.when_carried("south")
    assert told == ["south"]


def test_machine_keys_are_read_from_files_of_their_owner_alone(both):
    assert machine_keys(both.north.node.config).log.verifier == both.north.node.keys.log.verifier
