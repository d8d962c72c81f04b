"""Who names whom among what is settled: the sorted way gives what a plain list of pairs gives."""

from __future__ import annotations

import random

import numpy as np
import pytest

from commonground.node.desk import kept
from commonground.node.desk.kept import Links


class Plain:
    """The slow way: every pair is looked at."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, int]] = []

    def naming(self, identity: str) -> list[int]:
        return sorted(arrival for name, arrival in self.pairs if name == identity)


@pytest.mark.parametrize("beside", [0, 3, 40, 4096])
@pytest.mark.parametrize("seed", range(5))
def test_the_sorted_way_gives_what_a_list_of_pairs_gives(
    seed: int, beside: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "BESIDE", beside)
    chance = random.Random(seed)
    ids = [f"{number:064x}" for number in range(30)]
    links, plain = Links(), Plain()
    free, there = list(range(400)), list[int]()
    for _ in range(120):
        if there and chance.random() < 0.3:
            back = chance.sample(there, min(len(there), chance.randrange(1, 5)))
            links.take_out(back)
            plain.pairs = [pair for pair in plain.pairs if pair[1] not in back]
            there = [one for one in there if one not in back]
            free += back  # what came back is settled again
        more = chance.sample(free, min(len(free), chance.randrange(6)))
        pairs = [(name, one) for one in more for name in chance.sample(ids, chance.randrange(4))]
        links.add(iter(pairs))
        plain.pairs += pairs
        there += more
        free = [one for one in free if one not in more]
        for name in chance.sample(ids, 5):
            assert sorted(links.naming(name)) == plain.naming(name)
    from_file = Links(np.frombuffer(links.rows.tobytes(), kept.LINK))
    assert len(links.rows) == len(plain.pairs)
    for name in ids:
        assert sorted(links.naming(name)) == plain.naming(name) == sorted(from_file.naming(name))


def test_nothing_names_what_nobody_named() -> None:
    assert Links().naming("ab" * 32) == []
    assert len(Links().rows) == 0
