"""A running node shows every new head to the outside witnesses of its terms: there, away, lying, and a real one."""

import threading

import httpx
import pytest
from tests.node.parties import ROOT_PASSPHRASE, make_party, make_two
from tests.node.test_log_findings import findings, say_terms
from tests.node.test_two_processes import Process, free_port, wait
from tests.store.test_witness_command import OUTSIDE, Outside

from commonground.node import clock
from commonground.node.config import read_config
from commonground.node.folder import OWN_CARD, key_of, link_peer, open_root, read_roster
from commonground.node.opening import kept_record
from commonground.node.peers.backoff import LONGEST_S
from commonground.node.peers.outside import OutsideWitnesses
from commonground.node.running import Running
from commonground.statements.admin import Terms
from commonground.statements.roster import ROOT
from commonground.store.peers.witnessing import ask, seen
from commonground.store.store import Store
from commonground.store.values import NodeKeys
from commonground.tlog.witness import Remembered

URL = "http://witness.example/w"


class Steady:
    """Seconds that pass when they are told to."""

    def __init__(self):
        self.now_s = 0.0

    def __call__(self):
        return self.now_s


class Asked:
    """North, whose terms name one outside witness, and that witness, which can be away or lie."""

    def __init__(self, both):
        self.side, self.node = both.north, both.north.node
        self.witness = Outside(self.node.keys.log.verifier)
        self.away, self.calls, self.steady = False, 0, Steady()
        self.thread = OutsideWitnesses(self.node, self.post, chance=lambda: 1.0, steady_s=self.steady)
        logs = [one.log.text for one in self.node.roster.parties.values()]
        say_terms(self.side, both.folders["north"], policy=policy(logs, OUTSIDE.verifier.text, URL))
        self.side.machine.turn()

    def post(self, url, body):
        assert url == URL
        self.calls += 1
        if self.away:
            raise httpx.ConnectError("no way there")
        return self.witness.answer(body)

    def say(self, words="stop"):
        self.side.desk.post("/api/alarm", {"words": words})
        self.side.machine.turn()

    @property
    def head(self):
        return self.side.desk.desk()["head"]

    @property
    def shown(self):
        (one,) = self.head["witnesses"]
        return one


def policy(logs, vkey, url):
    lines = [f"log {one}" for one in logs]
    return "\n".join([*lines, f"witness out {vkey} {url}", "quorum out", ""])


@pytest.fixture
def asked(both):
    return Asked(both)


def test_a_new_head_is_shown_once_and_counts_as_given(asked):
    assert asked.head["pending"] == asked.head["size"] > 0
    asked.thread.turn()
    assert asked.head["pending"] == 0
    assert asked.shown == {
        "name": "out",
        "seen": asked.head["size"],
        "trouble": "",
        "text": f"The witness out has seen {asked.head['size']} entries of our log.",
    }
    calls = asked.calls
    assert asked.thread.turn() == LONGEST_S  # nothing new: nobody is asked
    assert asked.calls == calls == 1
    asked.steady.now_s += 60
    asked.say()
    asked.thread.turn()
    assert asked.head["pending"] == 0
    assert asked.calls == 2  # from where it stood: no conflict first


def test_many_heads_in_a_row_are_one_question_a_beat(asked):
    asked.thread.turn()
    for number in range(5):
        asked.say(str(number))
        pause_s = asked.thread.turn()
        assert 0 < pause_s <= asked.node.config.pull_every_s
    assert asked.calls == 1
    asked.steady.now_s += pause_s
    asked.thread.turn()
    assert asked.calls == 2
    assert asked.head["pending"] == 0


def test_a_witness_that_is_away_is_asked_ever_more_rarely_and_found_when_it_is_back(asked):
    asked.away = True
    pauses = []
    for _ in range(12):
        pauses.append(asked.thread.turn())
        assert asked.thread.turn() == pauses[-1]  # before its time nobody is asked, whoever wakes the thread
        asked.steady.now_s += pauses[-1]
    assert asked.calls == 12
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (0.5, LONGEST_S)
    assert asked.shown["trouble"] == "The witness out does not answer (ConnectError)."
    assert findings(asked.side, "witness_refused") == []  # to be away is normal
    asked.away = False
    asked.thread.turn()
    assert (asked.shown["trouble"], asked.head["pending"]) == ("", 0)


def test_a_line_that_does_not_hold_is_refused_and_said_until_one_does(asked):
    asked.witness.spoiled = True
    pause_s = asked.thread.turn()
    assert pause_s > 0
    (text,) = findings(asked.side, "witness_refused")
    assert text == asked.shown["trouble"]
    assert "does not hold" in text
    assert asked.head["pending"] == asked.head["size"]
    asked.witness.spoiled = False
    asked.steady.now_s += pause_s
    asked.thread.turn()
    assert findings(asked.side, "witness_refused") == []
    assert asked.head["pending"] == 0


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((409, b"9999\n"), "another head"),
        ((409, b"1\n"), "another head"),  # again and again
        ((409, b"-1\n"), "refuses our head (409)"),
        ((422, b"no\n"), "refuses our head (422)"),
        ((200, b""), "gave nothing that counts"),
        ((200, b"\xff" * 5000), "gave nothing that counts"),
    ],
)
def test_an_answer_that_says_otherwise_than_our_log_is_a_finding_and_moves_nothing(asked, answer, said):
    asked.witness.answer = lambda _: answer
    asked.thread.turn()
    (text,) = findings(asked.side, "witness_refused")
    assert said in text
    assert (asked.head["pending"], asked.shown["seen"]) == (asked.head["size"], 0)
    assert not asked.node.store.restored  # the word of a witness alone stops nothing
    assert asked.node.store.evidence(asked.node.store.origin) is None


def test_a_witness_that_remembers_an_older_head_is_asked_again_from_there(asked):
    asked.thread.turn()
    older = dict(asked.witness.remembered)
    asked.steady.now_s += 60
    asked.say("one")
    asked.thread.turn()
    asked.steady.now_s += 60
    asked.say("two")
    asked.witness.remembered = older  # put back from its own backup: it answers 409
    calls = asked.calls
    asked.thread.turn()
    assert asked.calls == calls + 2
    assert asked.head["pending"] == 0


def test_a_witness_of_another_history_is_a_finding(asked):
    asked.witness.remembered["commonground/north"] = Remembered(size=1, root=bytes(32))
    asked.thread.turn()
    (text,) = findings(asked.side, "witness_refused")
    assert "refuses our head (422)" in text


def test_what_the_command_brought_meanwhile_ends_the_trouble(asked):
    asked.away = True
    asked.thread.turn()
    assert asked.shown["trouble"]
    assert ask(asked.node.store, asked.witness.answer, OUTSIDE.verifier)  # as `cg log witness` does
    asked.thread.turn()
    assert (asked.calls, asked.shown["trouble"]) == (1, "")


def test_a_kept_line_that_does_not_hold_makes_nobody_a_witness(asked):
    asked.thread.turn()
    line = "— outside.example/w AAAA\n"
    with asked.node.store.database.write() as connection:
        connection.execute("UPDATE cosignature SET line = ? WHERE name = 'outside.example/w'", (line,))
    assert seen(asked.node.store, OUTSIDE.verifier) == (0, asked.head["size"])


def test_our_own_witness_is_not_asked_whatever_the_policy_says(both):
    node = both.north.node
    logs = [one.log.text for one in node.roster.parties.values()]
    own = policy(logs, node.keys.witness.verifier.text, URL)
    say_terms(both.north, both.folders["north"], policy=own)
    both.north.machine.turn()
    calls = []
    thread = OutsideWitnesses(node, lambda *words: calls.append(words), chance=lambda: 1.0, steady_s=Steady())
    thread.turn()
    assert (calls, both.north.desk.desk()["head"]["witnesses"]) == ([], [])


def test_a_restored_node_asks_nobody_and_waits(asked):
    asked.node.store.restored = True
    assert asked.thread.turn() == LONGEST_S
    assert asked.calls == 0


def test_a_fault_in_asking_neither_ends_the_thread_nor_says_what_was_sent(asked):
    def broken(_url, _body):
        raise ValueError("a place")

    asked.thread._post = broken
    asked.thread.turn()
    assert "a fault of ours, ValueError" in asked.shown["trouble"]
    assert "a place" not in asked.shown["trouble"]


def test_while_a_witness_keeps_us_waiting_words_are_exchanged_and_sealed(both, asked):
    reached, over = threading.Event(), threading.Event()

    def hang(_url, _body):
        reached.set()
        assert over.wait(120)
        raise httpx.ReadTimeout("no answer")

    asked.thread._post = hang
    asked.thread.start()
    try:
        assert reached.wait(60)
        said = both.south.desk.post("/api/alarm", {"words": "stop"})["id"]
        asked.say()
        both.exchange_words()
        assert said in {row["id"] for row in both.north.desk.get("/api/record", limit=50)}
        assert asked.thread.is_alive()
    finally:
        asked.thread.end()
        over.set()
        asked.thread.join(60)
    assert not asked.thread.is_alive()


def test_a_seal_wakes_the_thread_and_it_ends_when_told(both):
    work = Running(both.north.node)
    turned = threading.Event()
    work.outside.turn = lambda: turned.set() or 3600.0
    work.outside.start()
    try:
        assert turned.wait(60)
        turned.clear()
        work.machine.tell()
        assert turned.wait(60)
    finally:
        work.outside.end()
        work.outside.join(60)
        for link in work.links.values():
            link.source.close()
    assert not work.outside.is_alive()


def test_a_running_node_has_a_running_witness_cosign_by_itself(tmp_path):
    """Two processes: north, and a stranger's node as the outside witness, which is down at first."""
    folders = make_two(tmp_path, now=clock.now(), urls={"south": "", "north": ""})
    stranger = make_party(tmp_path / "centre", "centre", now=clock.now())
    link_peer(stranger, (folders["north"] / OWN_CARD).read_bytes(), url="", where="north")
    ports = {code: free_port() for code in ("north", "centre")}
    vkey = read_roster(read_config(stranger)).party("centre").witness.text
    processes = [Process("north", folders["north"], ports["north"])]
    try:
        desk = processes[0].desk()
        assert desk.desk()["head"]["witnesses"] == []
        say_policy(folders["north"], vkey, f"http://127.0.0.1:{ports['centre']}/witness/v1")

        def witness():
            (one,) = desk.desk()["head"]["witnesses"] or [{"trouble": ""}]
            return one

        wait(lambda: "does not answer" in witness()["trouble"])
        desk.post("/api/alarm", {"words": "the witness is away, and this is said all the same"})
        processes.append(Process("centre", stranger, ports["centre"]))
        wait(
            lambda: desk.desk()["head"]["pending"] == 0, patience_s=2 * LONGEST_S
        )  # on a busy machine it was away long
        assert witness()["trouble"] == ""
        size = desk.desk()["head"]["size"]
        desk.post("/api/alarm", {"words": "again"})
        wait(lambda: witness()["seen"] > size and desk.desk()["head"]["pending"] == 0)
        assert processes[0].end() == 0
    finally:
        for one in processes:
            one.kill()
            for client in one.desks:
                client.close()


def say_policy(folder, vkey, url):
    """Terms whose quorum is one outside witness, said beside the running node as `cg terms sign` does."""
    config = read_config(folder)
    roster = read_roster(config)
    root = open_root(folder, ROOT_PASSPHRASE)
    keys = NodeKeys(
        **{name: key_of("north", name, seed(folder, name)) for name in ("log", "witness", "node")}
    )
    parties = tuple(roster.parties.values())
    terms = Terms(title="Ours", parties=parties, policy=policy([one.log.text for one in parties], vkey, url))
    store = Store.open(kept_record(folder), party="north", roster=roster, keys=keys)
    try:
        signer = key_of("north", ROOT, root.seed)
        store.say(terms, officer=signer, role=ROOT, now=clock.now(), public=True)
        store.seal(clock.now())
    finally:
        store.close()


def seed(folder, name):
    return bytes.fromhex((folder / "keys" / f"{name}.key").read_text().strip())
