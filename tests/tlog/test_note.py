"""Signed notes: one spelling, known keys only, and nothing believed before it is verified."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.simulator import signer

from commonground.errors import InputError, PeerError
from commonground.tlog.checkpoint import Checkpoint, open_checkpoint, read_checkpoint, sign_checkpoint
from commonground.tlog.cosignature import add_lines, cosign, cosigned_at_s, read_cosignatures
from commonground.tlog.merkle import EMPTY_ROOT
from commonground.tlog.note import COSIGNATURE, Signer, VerifierKey, open_note, sign_note, split_note

ALICE, BOB = signer("alice.example"), signer("bob.example")
LOG = signer("log.example/north")
WITNESS = signer("witness.example", COSIGNATURE)
TEXT = "first line\nzweite Zeile, größer\n".encode()
HEAD = Checkpoint(origin="log.example/north", size=7, root=bytes(range(32)))


def test_a_note_opens_to_the_text_that_was_signed() -> None:
    note = sign_note(TEXT, (ALICE, BOB))
    opened = open_note(note, (ALICE.verifier,))
    assert opened.text == TEXT
    assert opened.signed_by(ALICE.verifier)
    assert not opened.signed_by(BOB.verifier)
    assert len(opened.ignored) == 1


def test_no_byte_of_a_note_can_be_changed() -> None:
    note = sign_note(TEXT, (ALICE,))
    for at in range(len(note)):
        for flip in (1, 0x20, 0x80):
            changed = note[:at] + bytes([note[at] ^ flip]) + note[at + 1 :]
            with pytest.raises(PeerError):
                open_note(changed, (ALICE.verifier,))
    for length in range(len(note)):
        with pytest.raises(PeerError):
            open_note(note[:length], (ALICE.verifier,))


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    with pytest.raises(PeerError):
        open_note(data, (ALICE.verifier,))


@given(st.text(max_size=80))
def test_a_text_with_control_characters_cannot_be_signed(words: str) -> None:
    text = words.encode("utf-8", "surrogatepass") + b"\n"
    try:
        note = sign_note(text, (ALICE,))
    except ValueError:
        assert any((letter < " " and letter != "\n") or "\ud800" <= letter <= "\udfff" for letter in words)
    else:
        assert open_note(note, (ALICE.verifier,)).text == text


def test_a_known_key_with_a_bad_line_refuses_the_whole_note() -> None:
    note = sign_note(TEXT, (ALICE,))
    _, (line,) = split_note(sign_note(b"another text\n", (BOB,)))
    with pytest.raises(PeerError, match="does not hold"):
        open_note(note + line.line.encode(), (ALICE.verifier, BOB.verifier))
    assert open_note(note + line.line.encode(), (ALICE.verifier,)).text == TEXT


def test_base64_has_one_spelling() -> None:
    note = sign_note(TEXT, (ALICE,)).decode()
    good = note.rstrip("\n").rsplit(" ", 1)[1]
    raw = base64.b64decode(good)
    assert len(raw) == 68  # id and signature: the last letter before "=" has two spare bits
    spare = good[:-2] + chr(ord(good[-2]) + 1) + "="
    assert base64.b64decode(spare) == raw
    for other in (spare, good.rstrip("="), good + "\r", good.replace("=", "")):
        with pytest.raises(PeerError):
            open_note(note.replace(good, other).encode(), (ALICE.verifier,))


def test_keys_that_could_be_taken_for_each_other_are_refused() -> None:
    with pytest.raises(InputError):
        open_note(sign_note(TEXT, (ALICE,)), (ALICE.verifier, VerifierKey.read(ALICE.verifier.text)))


@pytest.mark.parametrize("public", [bytes(32), b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f"])
def test_a_key_of_low_order_is_refused_at_registration(public: bytes) -> None:
    with pytest.raises(InputError):
        VerifierKey(name="alice.example", algorithm=1, public=public)


def test_a_secret_key_shows_in_no_text() -> None:
    seed = bytes(range(32))
    shown = repr(Signer.from_seed("alice.example", seed))
    assert "alice.example" in shown
    assert seed.hex() not in shown
    assert str(bytes(seed)) not in shown


def test_a_checkpoint_has_one_spelling() -> None:
    text = HEAD.write()
    assert read_checkpoint(text) == HEAD
    for other in (
        text.replace(b"\n7\n", b"\n07\n"),
        text.replace(b"\n7\n", b"\n+7\n"),
        text.replace(b"\n7\n", b"\n-7\n"),
        text.replace(b"\n7\n", "\n٧\n".encode()),
        text.replace(b"\n7\n", b"\n7 \n"),
        text.replace(b"\n7\n", b"\n9223372036854775808\n"),
        text[:-1],
        text + b"\n",
        b"\n" + text,
        text.replace(b"=", b""),
    ):
        with pytest.raises(PeerError):
            read_checkpoint(other)


def test_the_empty_log_has_one_head() -> None:
    assert read_checkpoint(Checkpoint(origin="x", size=0, root=EMPTY_ROOT).write()).size == 0
    with pytest.raises(ValueError, match="empty tree"):
        Checkpoint(origin="x", size=0, root=bytes(32))


def test_a_head_is_opened_by_the_key_of_its_origin_alone() -> None:
    note = sign_checkpoint(HEAD, LOG)
    assert open_checkpoint(note, LOG.verifier)[0] == HEAD
    other = sign_note(HEAD.write(), (ALICE,))
    with pytest.raises(PeerError):
        open_checkpoint(other, LOG.verifier)
    with pytest.raises(PeerError, match="origin"):
        open_checkpoint(other, ALICE.verifier)


def test_a_cosignature_holds_over_its_head_and_time() -> None:
    note = sign_checkpoint(HEAD, LOG)
    line = cosign(HEAD.write(), WITNESS, 1_900_000_000)
    assert cosigned_at_s(line) == 1_900_000_000
    both = add_lines(note, [line, line])
    _, opened = open_checkpoint(both, LOG.verifier, (WITNESS.verifier,))
    assert opened.signed_by(WITNESS.verifier)
    assert read_cosignatures(line.line.encode(), HEAD.write(), (WITNESS.verifier,)) == [line]
    later = Checkpoint(origin=HEAD.origin, size=8, root=HEAD.root)
    with pytest.raises(PeerError):
        read_cosignatures(line.line.encode(), later.write(), (WITNESS.verifier,))


def test_a_witness_key_under_a_plain_type_is_no_cosignature() -> None:
    plain = Signer.from_seed("witness.example", bytes(WITNESS.secret))
    note = add_lines(sign_checkpoint(HEAD, LOG), split_note(sign_note(HEAD.write(), (plain,)))[1])
    _, opened = open_checkpoint(note, LOG.verifier, (WITNESS.verifier,))
    assert not opened.signed_by(WITNESS.verifier)
