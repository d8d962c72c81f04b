"""A million broken texts: the reader raises nothing, and never contradicts itself."""

import random
import tomllib
from pathlib import Path

from commonground.position import Status, find, read_all, read_angle

FOLDER = Path(__file__).parents[2] / "vectors" / "position"
LETTERS = "0123456789.,-+ °'\"NSEWOsewnxm:;/\n\u0421\u0634\u066b\u200f²"
TEXTS = 1_000_000


def changed(text, dice):
    """The text with one to four of its characters changed, lost, doubled or moved."""
    chars = list(text)
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(chars) + 1)
        action = dice.randrange(4)
        if action == 0:
            chars.insert(place, dice.choice(LETTERS))
        elif action == 1 and place < len(chars):
            del chars[place]
        elif action == 2:
            chars[place:place] = chars[place : place + dice.randint(1, 6)]
        elif place < len(chars):
            chars[place] = dice.choice(LETTERS)
    return "".join(chars)


def test_a_million_broken_texts_are_answered():
    dice = random.Random(20111126)
    table = tomllib.loads((FOLDER / "reading.toml").read_text(encoding="utf-8"))["case"]
    texts = [case["text"] for case in table if case.get("notation") not in ("osgb", "irish", "gauss_krueger")]
    for count in range(TEXTS):
        text = changed(dice.choice(texts), dice)
        answer = read_all(text)
        assert (answer.status is Status.REFUSED) == (not answer.readings), text
        assert len(answer.readings) < 2 or answer.status is Status.ASK, text
        if count % 10 == 0:
            read_angle(text, dice.choice(["lat", "lon", "any"]))
            assert all(text[one.start : one.end] == one.text for one in find(text)), text
