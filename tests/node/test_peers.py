"""What the link between two nodes does when things go wrong, and when a record comes back from a copy."""

import contextlib
import shutil
import socket
import threading

import httpx
import pytest
from tests.node.parties import Direct, enquiry, two

from commonground.errors import InputError, OwnError
from commonground.node import clock
from commonground.node.disk import read_secret, write_secret
from commonground.node.folder import link_peer
from commonground.node.key_source import key_texts
from commonground.node.peers import tls


@pytest.fixture
def down(both, monkeypatch):
    """Whether the network is down."""
    state = {"down": False}
    through = Direct.handle_request

    def maybe(self, request):
        if state["down"]:
            raise httpx.ConnectError("no way there", request=request)
        return through(self, request)

    monkeypatch.setattr(Direct, "handle_request", maybe)
    return state


def test_a_peer_that_is_gone_is_late_then_absent_and_nothing_is_lost(both, down):
    both.exchange_words()
    down["down"] = True
    assert not both.north.link.once()
    down["down"] = False
    identity = both.north.desk.post("/api/enquiries", enquiry())["id"]
    peer = both.north.desk.desk()["peers"][0]
    assert "does not answer" in peer["trouble"]
    assert peer["state"] == "heard"
    both.clock.move(seconds=both.north.node.config.late_s)
    assert both.north.desk.desk()["peers"][0]["state"] == "late"
    both.clock.move(seconds=both.north.node.config.absent_s)
    assert both.north.desk.desk()["peers"][0]["state"] == "absent"
    both.exchange_words()
    assert both.north.desk.desk()["peers"][0]["state"] == "heard"
    assert both.north.desk.desk()["peers"][0]["trouble"] == ""
    assert both.south.desk.exchange(identity)["withheld"]


def test_a_clock_that_is_a_day_off_is_said_and_nothing_is_taken(both):
    both.exchange_words()
    both.south.node.clock = both.south.link.source._clock = lambda: both.clock.at.replace(day=2)
    assert not both.north.link.once()
    assert "clocks are apart" in both.north.node.peers.word("south").trouble


def test_a_peer_that_has_said_nothing_yet_is_heard(tmp_path):
    with two(tmp_path) as sides:
        assert sides.north.link.once()
        assert sides.north.node.peers.state("south", sides.clock()) == "heard"


def test_every_reply_to_a_peer_carries_our_head(both):
    both.exchange_words()
    seen = []
    source = both.south.link.source
    source._client.event_hooks = {"response": [lambda answer: seen.append(answer.headers.get("cg-head"))]}
    source.heads()
    source.checkpoint()
    assert len(seen) == 2
    assert all(seen)


def test_a_restored_record_waits_for_the_peer_and_then_goes_on_as_one_log(both, tmp_path):
    both.exchange_words()
    both.south.node.close()
    copy = tmp_path / "copy"
    shutil.copytree(both.folders["south"], copy)
    later = both.reopened()
    lost = later.desk.post("/api/alarm", {"words": "said after the copy was made"})["id"]
    for _ in range(2):
        later.machine.turn()
        assert both.north.link.once()
        assert later.link.once()
    later.node.close()

    shutil.rmtree(both.folders["south"] / "store")
    shutil.copytree(
        copy / "store", both.folders["south"] / "store", ignore=shutil.ignore_patterns("guard.json")
    )
    again = both.reopened()
    try:
        assert again.node.store.restored
        assert any(one["kind"] == "own_log_restored" for one in again.desk.desk()["findings"])
        waiting = again.desk.post("/api/alarm", {"words": "said while it waits"})["id"]
        assert again.link.once()
        again.machine.turn()
        assert not again.node.store.restored
        both.exchange_words_of(both.north, again)
        ids = [row["id"] for row in both.north.desk.get("/api/record", limit=500)]
        assert lost in ids
        assert waiting in ids
        assert both.north.node.store.evidence("commonground/south") is None
    finally:
        for side in (later, again):
            side.raw.close()
        again.node.close()


def test_an_enquiry_to_somebody_who_is_no_peer_is_refused(both):
    with pytest.raises(InputError):
        both.north.desk.post("/api/enquiries", enquiry(to=["north"]))


def test_a_peer_beyond_this_machine_is_reached_by_tls_alone(both):
    card = (both.folders["south"] / "own.roster").read_bytes()
    for url in ("http://south.example:80", "ftp://127.0.0.1", "http://127.0.0.1.example", "south:80"):
        with pytest.raises(InputError, match="https"):
            link_peer(both.folders["north"], card, url=url, where="card")
    for url in ("https://south.example:8443", "http://127.0.0.1:8702", "http://[::1]:8702", ""):
        link_peer(both.folders["north"], card, url=url, where="card")


@contextlib.contextmanager
def listening(context):
    """A TLS server that answers one line to whoever gets through."""
    with socket.create_server(("127.0.0.1", 0)) as plain:
        ended = threading.Event()

        def serve():
            plain.settimeout(0.1)
            while not ended.is_set():
                with contextlib.suppress(OSError):
                    connection, _ = plain.accept()
                    connection.settimeout(5)
                    with context.wrap_socket(connection, server_side=True) as secure:
                        secure.recv(100)
                        secure.sendall(b"through")

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield plain.getsockname()[1]
        finally:
            ended.set()
            thread.join()


def reach(port, context) -> bytes:
    with (
        socket.create_connection(("127.0.0.1", port), timeout=5) as plain,
        context.wrap_socket(plain) as secure,
    ):
        secure.sendall(b"hello")
        answer = secure.recv(100)
    if not answer:
        raise ConnectionError("closed without a word")
    return answer


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """The TLS keys of three parties, and their certificates as cards carry them."""
    made = {}
    for number, code in enumerate(("north", "south", "mallory")):
        folder = tmp_path_factory.mktemp(code)
        secret, certificate = tls.make_certificate(code, bytes([number]) * 32, clock.now())
        write_secret(folder / tls.KEY_FILE, secret)
        (folder / tls.CERTIFICATE_FILE).write_bytes(certificate)
        made[code] = folder, tls.from_card(tls.on_card(certificate), where=code)
    return made


def key_in(folder) -> bytes:
    return read_secret(folder / tls.KEY_FILE)


def test_two_parties_with_each_others_certificates_get_through(keys):
    (north, north_pem), (south, south_pem) = keys["north"], keys["south"]
    with listening(tls.server_context(south, key_in(south), [north_pem])) as port:
        assert reach(port, tls.client_context(north, key_in(north), [south_pem])) == b"through"


@pytest.mark.parametrize(
    ("server", "server_trusts", "client", "client_trusts"),
    [
        ("mallory", ["north"], "north", ["south"]),  # somebody else answers
        ("south", ["north"], "mallory", ["south"]),  # somebody else asks
        ("south", [], "north", ["south"]),  # a node that has linked nobody
        ("south", ["north"], "north", []),  # a card without a certificate
    ],
)
def test_anybody_else_does_not_at_either_end(keys, server, server_trusts, client, client_trusts):
    at, by = keys[server][0], keys[client][0]
    server_side = tls.server_context(at, key_in(at), [keys[one][1] for one in server_trusts])
    client_side = tls.client_context(by, key_in(by), [keys[one][1] for one in client_trusts])
    with listening(server_side) as port, pytest.raises(OSError):
        reach(port, client_side)


def test_a_tls_key_that_others_can_read_is_not_used(both):
    (both.folders["north"] / "keys" / tls.KEY_FILE).chmod(0o644)
    with pytest.raises(OwnError, match="others can read"):
        key_texts(both.folders["north"] / "keys", "")


def test_a_tls_key_that_is_not_the_certificates_or_none_is_said(keys):
    (north, _), (south, _) = keys["north"], keys["south"]
    with pytest.raises(OwnError, match="not that of our certificate"):
        tls.client_context(north, key_in(south), [])
    for wrong in (b"", b"nonsense", key_in(north)[:60], key_in(north) + b"\n" * 5000):
        with pytest.raises(InputError, match="not a key"):
            tls.client_context(north, wrong, [])


@pytest.mark.parametrize("text", ["", "AAAA", "not base64!", "MIIB"])
def test_a_card_with_a_broken_certificate_is_said_by_name(text):
    with pytest.raises(InputError) as refused:
        tls.from_card(text, where="card of south")
    assert refused.value.where == "card of south"
