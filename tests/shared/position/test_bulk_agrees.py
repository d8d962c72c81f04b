"""Both engines on every text of other people's tests, and on those texts with other digits."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

from tests.position.bulk_texts import differences

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
TEXTS = [
    row["input"]
    for name in ("angle_pairs", "angle_single", "grids", "codes")
    for row in csv.DictReader(
        io.StringIO((SHARED / f"vectors/position/{name}.csv").read_text(encoding="utf-8"), newline="")
    )
]


def test_both_engines_say_the_same_of_every_vector() -> None:
    assert len(TEXTS) > 1700
    found, _ = differences(TEXTS * 3)
    assert not found, found[:3]


def test_both_engines_say_the_same_of_vectors_with_other_digits() -> None:
    rng = random.Random(30)
    texts = [
        "".join(rng.choice("0123456789") if "0" <= c <= "9" and rng.random() < 0.6 else c for c in text)
        for text in rng.sample(TEXTS, 300)
        for _ in range(12)
    ]
    found, readings = differences(texts)
    assert not found, found[:3]
    assert readings.slow.mean() < 0.95
