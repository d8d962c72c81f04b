"""Spoken codes: what is misheard, what differs, what is used up, and what never passes."""

from __future__ import annotations

import itertools
import random
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.interop.voice_pairs import judge, place

from commonground.errors import InputError
from commonground.interop.voice.alphabet import as_decimals, from_decimals, hear, hear_code, say
from commonground.interop.voice.checkletter import (
    ALPHABET,
    check_letter,
    holds,
    letters_of,
    number_of,
    opened,
)
from commonground.interop.voice.code import About, answer_to, code_of, matches, pair_key
from commonground.interop.voice.ledger import Challenge, Ledger, Stand, Verdict, ledger_json, read_ledger
from commonground.interop.voice.pgp import LISTS, from_words, in_words
from commonground.interop.voice.place_code import cell_for, cell_in
from commonground.position.geodesic import offset

VECTORS = Path(__file__).parents[1] / "vectors" / "voice"
NOW = datetime(2031, 5, 1, 6, 0, tzinfo=UTC)
RECORD = "ab" * 32
ABOUT = About(record=RECORD, challenger="south", answerer="north", tolerance_m=200.0)
KEY = pair_key(bytes(range(32)), "north", "south")
HERE = place(0.5, 0.25)
RANDOM = bytes(range(7, 39))
letters = st.text(ALPHABET, min_size=1, max_size=30)


def begun(about: About = ABOUT) -> tuple[Ledger, Challenge]:
    return Ledger().begin(about, RANDOM, NOW)


# ---- places


def test_twenty_thousand_pairs_never_miss_within_t_and_never_match_beyond() -> None:
    missed, beyond, farthest = judge(20_000, seed=1)
    assert (missed, beyond) == (0, 0)
    assert farthest > 3.8  # the pairs do reach into the corners


@pytest.mark.parametrize("lat", [90.0, -90.0, 89.99999, -89.5, 0.5, 0.0])
@pytest.mark.parametrize("lon", [180.0, -180.0, 179.9999999, 0.0])
@pytest.mark.parametrize("tolerance", [10.0, 5000.0])
def test_the_ends_of_the_earth_are_places_like_any_other(lat: float, lon: float, tolerance: float) -> None:
    cell = cell_for(place(lat, lon), tolerance)
    for bearing in range(0, 360, 15):
        near = place(*offset(lat, lon, bearing, 0.999 * tolerance))
        far = place(*offset(lat, lon, bearing, 4.26 * tolerance))
        assert cell_in(near, tolerance, cell.grid) == cell
        assert cell_in(far, tolerance, cell.grid) != cell


def test_the_two_names_of_the_180_degree_line_are_one_place() -> None:
    east, west = cell_for(place(10, 180.0), 50), cell_for(place(10, -180.0), 50)
    assert cell_in(place(10, -180.0), 50, east.grid) == east
    assert cell_in(place(10, 180.0), 50, west.grid) == west


@pytest.mark.parametrize("tolerance", [9.9, 5001.0, 0.0, -1.0, float("nan"), float("inf")])
def test_a_tolerance_outside_its_bounds_is_refused(tolerance: float) -> None:
    with pytest.raises(InputError):
        cell_for(HERE, tolerance)


# ---- check letters


@given(letters)
def test_every_wrong_letter_is_found(code: str) -> None:
    whole = code + check_letter(code)
    assert holds(whole)
    for at, wrong in itertools.product(range(len(whole)), ALPHABET):
        if wrong != whole[at]:
            assert not holds(whole[:at] + wrong + whole[at + 1 :])


@given(letters)
def test_every_swap_of_two_letters_is_found(code: str) -> None:
    whole = code + check_letter(code)
    for a, b in itertools.combinations(range(len(whole)), 2):
        if whole[a] != whole[b]:
            swapped = list(whole)
            swapped[a], swapped[b] = swapped[b], swapped[a]
            assert not holds("".join(swapped))


@given(st.integers(0, 32**7 - 1))
def test_decimals_say_the_same_and_find_wrong_digits_and_swapped_neighbours(number: int) -> None:
    code = letters_of(number, 7)
    digits = as_decimals(code)
    assert len(digits) == 12
    assert from_decimals(digits) == code
    assert number_of(code) == number
    for at, wrong in itertools.product(range(12), "0123456789"):
        if wrong != digits[at]:
            with pytest.raises(InputError, match="misheard"):
                from_decimals(digits[:at] + wrong + digits[at + 1 :])
    for at in range(11):
        if digits[at] != digits[at + 1]:
            with pytest.raises(InputError, match="misheard"):
                from_decimals(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])


@given(st.text(ALPHABET, min_size=1, max_size=12))
def test_what_is_said_is_what_is_heard(code: str) -> None:
    assert hear_code(say(code)) == code
    assert hear(" ".join(code.lower())) == code


@pytest.mark.parametrize("heard", ["kilo seven banana", "K7OX", "oscar", "lima 2", "кило", "K" * 500, "7é"])
def test_what_is_no_letter_of_ours_is_never_guessed(heard: str) -> None:
    with pytest.raises(InputError):
        hear_code(heard)


# ---- PGP words


def test_the_word_list_is_whole_in_order_and_says_what_the_published_example_says() -> None:
    even, odd = LISTS
    assert (len(even), len(odd), len({*even, *odd})) == (256, 256, 512)
    assert list(even) == sorted(even)
    fingerprint = bytes.fromhex("E58294F2E9A227486E8B061B31CC528FD7FA3F19")
    assert " ".join(LISTS[at % 2][byte] for at, byte in enumerate(fingerprint)) == (
        "topmost istanbul pluto vagabond treadmill pacific brackish dictator goldfish medusa afflict bravado "
        "chatter revolver dupont midsummer stopwatch whimsical cowbell bottomless"
    )


@given(st.sampled_from([4, 7]), st.integers(0, 32**7 - 1))
def test_pgp_words_say_the_same_and_find_wrong_words_swaps_and_missing_ones(size: int, number: int) -> None:
    body = letters_of(number % 32**size, size)
    code = body + check_letter(body)
    words = in_words(code).split()
    assert hear_code(", ".join(words).upper()) == code
    spoiled = [words[:at] + words[at + 1 :] for at in range(len(words))]
    spoiled += [[*words[:at], words[at], *words[at:]] for at in range(len(words))]
    for a, b in itertools.combinations(range(len(words)), 2):
        swapped = list(words)
        swapped[a], swapped[b] = swapped[b], swapped[a]
        spoiled += [swapped] if swapped != words else []
    for one in spoiled:
        with pytest.raises(InputError, match="misheard"):
            opened(from_words(" ".join(one)), len(code))


def test_every_single_wrong_word_is_found_and_an_unknown_one_is_named() -> None:
    words = in_words("K7QX2MF4").split()
    for at, right in enumerate(words):
        for wrong in LISTS[at % 2]:
            if wrong != right:
                with pytest.raises(InputError, match="misheard"):
                    from_words(" ".join([*words[:at], wrong, *words[at + 1 :]]))
    with pytest.raises(InputError, match="no word of the list") as refused:
        from_words(" ".join(["banana", *words[1:]]))
    assert refused.value.given == "banana"


def test_misheard_pgp_words_use_up_no_try() -> None:
    ledger, challenge = begun()
    words = in_words(answer_to(challenge.spoken, ABOUT, HERE, KEY)).split()
    heard = " ".join([*words[:-1], "zulu" if words[-1] != "zulu" else "aardvark"])
    after, checked = ledger.check(challenge, heard, HERE, KEY, NOW)
    assert checked.verdict is Verdict.MISHEARD
    assert after.tries(ABOUT) == 0


# ---- challenge and answer


def test_the_same_record_and_place_match_in_letters_words_and_decimals() -> None:
    for form in (str, say, in_words, lambda answer: as_decimals(answer[:-1])):
        ledger, challenge = begun()
        answer = answer_to(challenge.spoken, ABOUT, HERE, KEY)
        after, checked = ledger.check(challenge, form(answer), place(0.5009, 0.2503), KEY, NOW)
        assert checked.verdict is Verdict.MATCH
        assert after.challenges[0].stand is Stand.MATCHED


def test_every_single_wrong_letter_and_every_swap_of_an_answer_is_named_misheard() -> None:
    ledger, challenge = begun()
    answer = answer_to(challenge.spoken, ABOUT, HERE, KEY)
    wrong = {
        answer[:at] + letter + answer[at + 1 :]
        for at, letter in itertools.product(range(8), ALPHABET)
        if letter != answer[at]
    }
    for a, b in itertools.combinations(range(8), 2):
        swapped = list(answer)
        swapped[a], swapped[b] = swapped[b], swapped[a]
        wrong.add("".join(swapped))
    wrong |= {answer[:at] + answer[at + 1 :] for at in range(8)} | {answer + "0", ""}
    wrong.discard(answer)
    for heard in wrong:
        after, checked = ledger.check(challenge, heard, HERE, KEY, NOW)
        assert checked.verdict is Verdict.MISHEARD, heard
        assert after == ledger  # no try is used up


def test_a_misheard_challenge_is_not_answered() -> None:
    _, challenge = begun()
    spoken = challenge.spoken
    for at, letter in itertools.product(range(5), ALPHABET):
        if letter != spoken[at]:
            with pytest.raises(InputError, match="misheard"):
                answer_to(spoken[:at] + letter + spoken[at + 1 :], ABOUT, HERE, KEY)


def test_a_place_in_the_next_cell_is_near_and_one_far_off_differs() -> None:
    ledger, challenge = begun()
    answer = answer_to(challenge.spoken, ABOUT, HERE, KEY)
    _, near = ledger.check(challenge, answer, place(*offset(0.5, 0.25, 90, 900)), KEY, NOW)
    assert near.verdict is Verdict.NEAR
    _, far = ledger.check(challenge, answer, place(*offset(0.5, 0.25, 90, 14_000)), KEY, NOW)
    assert far.verdict is Verdict.DIFFERS


@pytest.mark.parametrize(
    ("about", "key"),
    [
        (replace(ABOUT, record="ac" + "ab" * 31), KEY),
        (replace(ABOUT, tolerance_m=201.0), KEY),
        (replace(ABOUT, challenger="north", answerer="south"), KEY),
        (ABOUT, pair_key(bytes(32), "north", "south")),
    ],
    ids=["another record", "another tolerance", "the other direction", "another pair's key"],
)
def test_what_was_worked_out_for_anything_else_does_not_pass(about: About, key: bytes) -> None:
    ledger, challenge = begun()
    answer = answer_to(challenge.spoken, about, HERE, key)
    _, checked = ledger.check(challenge, answer, HERE, KEY, NOW)
    assert checked.verdict is Verdict.DIFFERS


def test_the_code_has_thirty_bits_that_look_evenly_spread() -> None:
    cell = cell_for(HERE, 200.0)
    ones = [0] * 30
    rounds = 3000
    for n in range(rounds):
        number = number_of(code_of(letters_of(n, 4), ABOUT, cell, KEY))
        for bit in range(30):
            ones[bit] += number >> bit & 1
    assert all(abs(count - rounds / 2) < 5 * (rounds / 4) ** 0.5 for count in ones)


def test_guesses_do_not_pass() -> None:
    rng = random.Random(5)
    _, challenge = begun()
    passed = sum(
        matches(
            letters_of(rng.randrange(16), 1) + letters_of(rng.getrandbits(30), 6),
            challenge.letters,
            ABOUT,
            HERE,
            KEY,
        )
        is not False
        for _ in range(3000)
    )
    assert passed == 0


def test_an_answer_is_used_once() -> None:
    ledger, challenge = begun()
    answer = answer_to(challenge.spoken, ABOUT, HERE, KEY)
    ledger, _ = ledger.check(challenge, answer, HERE, KEY, NOW)
    _, again = ledger.check(ledger.find(challenge.letters), answer, HERE, KEY, NOW)
    assert again.verdict is Verdict.REFUSED


def test_an_answer_to_an_earlier_challenge_does_not_pass_a_later_one() -> None:
    ledger, first = begun()
    answer = answer_to(first.spoken, ABOUT, HERE, KEY)
    ledger, second = ledger.begin(ABOUT, bytes(range(50, 82)), NOW)
    assert second.letters != first.letters
    _, checked = ledger.check(second, answer, HERE, KEY, NOW)
    assert checked.verdict is Verdict.DIFFERS


def test_the_same_random_bytes_never_give_a_challenge_twice() -> None:
    ledger, first = begun()
    _, second = ledger.begin(ABOUT, RANDOM, NOW)
    assert second.letters != first.letters


@pytest.mark.parametrize("after", [timedelta(minutes=10, seconds=1), timedelta(seconds=-1)])
def test_a_challenge_lives_ten_minutes_and_not_before_it_was_made(after: timedelta) -> None:
    ledger, challenge = begun()
    answer = answer_to(challenge.spoken, ABOUT, HERE, KEY)
    _, checked = ledger.check(challenge, answer, HERE, KEY, NOW + after)
    assert checked.verdict is Verdict.REFUSED


def test_three_wrong_tries_lock_the_record_whatever_challenge_and_direction() -> None:
    ledger, first = begun()
    wrong = answer_to(first.spoken, ABOUT, place(1.0, 1.0), KEY)
    for _ in range(2):
        ledger, checked = ledger.check(ledger.find(first.letters), wrong, HERE, KEY, NOW)
        assert checked.verdict is Verdict.DIFFERS
    ledger, second = ledger.begin(ABOUT, bytes(range(90, 122)), NOW)
    ledger, third = ledger.check(second, answer_to(second.spoken, ABOUT, place(1, 1), KEY), HERE, KEY, NOW)
    assert "Locked" in third.text
    right = answer_to(first.spoken, ABOUT, HERE, KEY)
    _, refused = ledger.check(ledger.find(first.letters), right, HERE, KEY, NOW)
    assert refused.verdict is Verdict.REFUSED
    other_way = replace(ABOUT, challenger="north", answerer="south")
    for about in (ABOUT, other_way):
        with pytest.raises(InputError, match="supervisor"):
            ledger.begin(about, bytes(range(130, 162)), NOW)


def test_a_supervisor_unlocks_with_name_and_reason_and_both_stay() -> None:
    ledger, challenge = begun()
    wrong = answer_to(challenge.spoken, ABOUT, place(1.0, 1.0), KEY)
    for _ in range(3):
        ledger, _ = ledger.check(ledger.find(challenge.letters), wrong, HERE, KEY, NOW)
    with pytest.raises(InputError):
        ledger.unlock(ABOUT, "Diallo", " ")
    ledger = ledger.unlock(ABOUT, "Diallo", "spoke to their director in person")
    assert ledger.tries(ABOUT) == 0
    ledger, fresh = ledger.begin(ABOUT, bytes(range(90, 122)), NOW)
    _, checked = ledger.check(fresh, answer_to(fresh.spoken, ABOUT, HERE, KEY), HERE, KEY, NOW)
    assert checked.verdict is Verdict.MATCH
    assert "Diallo" in read_ledger(ledger_json(ledger)).challenges[0].words


def test_the_ledger_is_kept_whole_or_refused() -> None:
    ledger, _ = begun()
    assert read_ledger(ledger_json(ledger)) == ledger
    for broken in ({}, [{}], [{**ledger_json(ledger)[0], "stand": "fine"}], None):
        with pytest.raises(InputError):
            read_ledger(broken)


@pytest.mark.parametrize(
    "case", tomllib.loads((VECTORS / "codes.toml").read_text())["case"], ids=lambda c: c["name"]
)
def test_vectors_of_codes(case: dict[str, object]) -> None:
    key = pair_key(bytes.fromhex(str(case["shared"])), "north", "south")
    about = About(
        record=str(case["record"]),
        challenger=str(case["challenger"]),
        answerer=str(case["answerer"]),
        tolerance_m=float(str(case["tolerance_m"])),
    )
    position = place(float(str(case["lat_deg"])), float(str(case["lon_deg"])))
    answer = answer_to(str(case["challenge"]), about, position, key)
    assert answer == case["answer"]
    assert say(answer) == case["words"]
    assert in_words(answer) == case["pgp"]
    assert as_decimals(answer[:-1]) == case["decimals"]
