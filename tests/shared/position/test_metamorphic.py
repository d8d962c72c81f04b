"""Other spellings of the vectors: a place stays what it is, however its text is dressed.

The soak runs every variant; here a sample drawn anew for each vector, the same in every run.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.position.bulk_texts import differences
from tests.position.spoiled import spoiled_pairs, spoiled_references
from tests.position.variants import (
    Variant,
    angle_variants,
    pair_variants,
    redrawn,
    reference_variants,
)

from commonground.position import Status, read_all, read_angle
from commonground.position.geodesic import distance_m

VECTORS = Path(__file__).resolve().parents[3].parent / "shared" / "vectors" / "position"
OF_ANGLES = ("lat_lon", "dms", "ddm")
SAMPLE = 6  # variants of each vector

# Changes after which a text can honestly be something else as well: asked about, the place among the readings.
OPEN = ("separator dash", "separator en dash", "label 'lat - ")
# Small letters that are a geohash as well, a word with a full stop, a Cyrillic С that is north: asked, or refused.
OTHER = ("small letters", "look-alike", "none between", "around '{}.'", "around '{},'", "around '{};'",
         "around 'pos: {}.'", "around 'ca. {}'")  # fmt: skip


def rows(name: str, *expect: str) -> list[dict[str, str]]:
    with (VECTORS / name).open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["expect"] in expect]


def of_row(row: dict[str, str], *, as_cut: bool = False) -> Iterator[Variant]:
    if row["format"] in OF_ANGLES:
        return pair_variants(row["input"])
    return reference_variants(row["input"], row["format"], as_cut=as_cut)


def sample(variants: Iterator[Variant], row: dict[str, str], share: int | None) -> list[Variant]:
    found = list(variants)
    return found if share is None else random.Random(row["id"]).sample(found, min(share, len(found)))


def fault(name: str, text: str, place: tuple[float, float], tolerance_m: float, asked: bool) -> str:
    """What is wrong with the answer to a variant; "" where nothing is. `asked`: its vector is asked about."""
    answer = read_all(text)
    off = [distance_m(place, reading.position) > tolerance_m for reading in answer.readings]
    if name.startswith(OPEN):
        return "" if (off and not all(off)) or answer.status is Status.REFUSED else f"{text!r} lost"
    if name.startswith(OTHER) or any(one in name for one in OTHER):
        return "" if answer.status is not Status.OK or not off[0] else f"{text!r} wrong"
    if not off or off[0]:
        return f"{text!r} {answer.status}, {name}"
    return f"{text!r} asked, {name}" if answer.status is Status.ASK and not asked else ""


def faults_of_places(name: str, share: int | None, draws: int = 1) -> list[str]:
    found = []
    for row in rows(name, "ok"):
        place = float(row["expected_lat"]), float(row["expected_lon"])
        asked = read_all(row["input"]).status is Status.ASK
        tried = [(how, text, place) for how, text in sample(of_row(row), row, share)]
        if row["format"] in OF_ANGLES:
            tried += other_digits(row, place, share, draws)
        found += [fault(*one, float(row["tolerance_m"]), asked) for one in tried]
    return [one for one in found if one]


def other_digits(
    row: dict[str, str], place: tuple[float, float], share: int | None, draws: int
) -> list[tuple[str, str, tuple[float, float]]]:
    """The same shape with other digits, and variants of that."""
    dice = random.Random(row["id"])
    made = []
    for _ in range(draws):
        for lat_at in (0, 1):
            drawn = redrawn(row["input"], place if lat_at == 0 else place[::-1], lat_at, dice)
            if drawn is not None:
                there = drawn.degrees if lat_at == 0 else drawn.degrees[::-1]
                made += [(how, text, there) for how, text in sample(pair_variants(drawn.text), row, share)]
                break
    return made


def faults_of_angles(share: int | None, draws: int = 1) -> list[str]:
    found = []
    for row in rows("angle_single.csv", "ok"):
        dice = random.Random(row["id"])
        told = float(row["expected_deg"])
        drawn = [redrawn(row["input"], (told,), 0, dice) for _ in range(draws)]
        shapes = [(row["input"], told), *((one.text, one.degrees[0]) for one in drawn if one is not None)]
        for given, deg in shapes:
            for how, text in sample(angle_variants(given), row, share):
                answer = read_angle(text, row["axis"])
                if answer.status is not Status.OK or abs(answer.deg[0] - deg) > 1e-5:
                    found.append(f"{text!r} {answer.status} {answer.deg}, not {deg}: {how}")
    return found


def clean_ones(share: int | None) -> list[str]:
    """Suspect and refused vectors in other spellings, and good ones spoiled, that come back clean."""
    found = []
    for name in ("angle_pairs.csv", "grids.csv", "codes.csv"):
        for row in rows(name, "suspect", "refuse"):
            found += [text for _, text in sample(of_row(row, as_cut=True), row, share) if clean(text)]
        for row in rows(name, "ok"):
            of_angles = row["format"] in OF_ANGLES
            made = (
                spoiled_pairs(row["input"]) if of_angles else spoiled_references(row["input"], row["format"])
            )
            found += [text for _, text in sample(made, row, share) if clean(text)]
    for row in rows("angle_single.csv", "suspect", "refuse"):
        variants = sample(angle_variants(row["input"]), row, share)
        found += [text for _, text in variants if read_angle(text, row["axis"]).status is Status.OK]
    return found


def all_texts(share: int | None) -> list[str]:
    """The variants and the spoiled ones of every vector, once each."""
    found = []
    for name in ("angle_pairs.csv", "grids.csv", "codes.csv"):
        for row in rows(name, "ok", "ok_or_refuse", "suspect", "refuse"):
            found += [text for _, text in sample(of_row(row), row, share)]
            if row["format"] in OF_ANGLES:
                found += [text for _, text in sample(spoiled_pairs(row["input"]), row, share)]
            else:
                made = spoiled_references(row["input"], row["format"])
                found += [text for _, text in sample(made, row, share)]
    return list(dict.fromkeys(found))


def clean(text: str) -> bool:
    return read_all(text).status is Status.OK


@pytest.mark.parametrize("name", ["angle_pairs.csv", "grids.csv", "codes.csv"])
def test_another_spelling_names_the_same_place(name: str) -> None:
    assert faults_of_places(name, SAMPLE) == []


def test_another_spelling_is_the_same_angle() -> None:
    assert faults_of_angles(SAMPLE) == []


def test_no_spelling_makes_a_suspect_text_clean() -> None:
    assert clean_ones(SAMPLE) == []


def test_both_engines_say_the_same_of_other_spellings() -> None:
    found, _ = differences(all_texts(SAMPLE))
    assert not found, found[:3]
