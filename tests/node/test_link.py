"""The link to a peer: it outlives whatever the peer answers, and whoever comes back says so."""

import httpx
import pytest

from commonground.errors import InputError, PeerError
from commonground.node.peers import backoff

TURNS = [  # how the pulls end, and after which of them the peer is told
    ([True, True, True], [1]),  # we have just started: the peer may have given up on us
    ([False, False, True, True], [3]),  # the line was cut
    ([True, False, True, True], [1, 3]),
    ([False, False], []),
]


@pytest.mark.parametrize(("pulls", "told_after"), TURNS)
def test_whoever_comes_back_says_so_once(both, monkeypatch, pulls, told_after):
    link, done, told = both.north.link, [], []
    monkeypatch.setattr(backoff, "FASTEST_S", 0.0)
    monkeypatch.setattr(backoff, "LONGEST_S", 0.0)

    def once():
        done.append(pulls[len(done)])
        link.look()  # no pause
        if len(done) == len(pulls):
            link.end()
        return done[-1]

    monkeypatch.setattr(link, "once", once)
    monkeypatch.setattr(link.source, "tell", lambda: told.append(len(done)))
    link.run()
    assert told == told_after


@pytest.mark.parametrize("error", [httpx.ConnectError("no"), PeerError("odd"), InputError("nothing there")])
def test_a_word_that_is_refused_does_not_end_the_link(both, monkeypatch, error):
    link = both.north.link

    def refused():
        raise error

    monkeypatch.setattr(link.source, "tell", refused)
    link.tell()
    monkeypatch.setattr(link, "once", lambda: link.end() or True)
    link.run()


def test_a_node_that_comes_back_wakes_the_other(both):
    looked = []
    both.south.node.when_told = looked.append
    both.north.link.source.tell()
    assert looked == ["north"]
