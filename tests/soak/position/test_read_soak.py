"""A million broken texts: the reader raises nothing, and never contradicts itself."""

import random
import runpy
from pathlib import Path

from commonground.position import Status, find, read_all, read_angle

ROBUST = runpy.run_path(str(Path(__file__).parents[2] / "position" / "test_read_robust.py"))
TEXTS = 1_000_000


def test_a_million_broken_texts_are_answered():
    dice = random.Random(20111127)
    for count in range(TEXTS):
        text = ROBUST["changed"](dice.choice(ROBUST["TEXTS"]), dice)
        answer = read_all(text)
        assert (answer.status is Status.REFUSED) == (not answer.readings), text
        assert len(answer.readings) < 2 or answer.status is Status.ASK, text
        if count % 10 == 0:
            read_angle(text, dice.choice(["lat", "lon", "any"]))
            assert all(text[one.start : one.end] == one.text for one in find(text)), text
