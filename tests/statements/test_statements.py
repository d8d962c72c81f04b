"""Statements: every kind there and back, and nothing by anybody who may not say it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.simulator import START, card_of, roster_of, signer
from tests.statements.samples import BODIES, PLACE, enquiry, site

from commonground.errors import InputError, PeerError
from commonground.position.place import Position
from commonground.statements.form.canonical import read_canonical, write_canonical
from commonground.statements.form.codec import decode, encode
from commonground.statements.form.commitment import Opening, check_opening, is_commitment
from commonground.statements.header import Header, Seen
from commonground.statements.kinds import KINDS, Signers, kind_of
from commonground.statements.message import Alarm, Outcome
from commonground.statements.notice import PlaceSaid
from commonground.statements.roster import Officer, Revocation, Roster
from commonground.statements.statement import (
    FIRST_LINE,
    MAX_STATEMENT,
    UnknownBody,
    open_statement,
    statement_id,
    write_statement,
)
from commonground.statements.text import WITHHELD, describe
from commonground.tlog.note import sign_note

ROSTER = roster_of("north", "south")
DUTY = signer("north/duty")


def header(kind: str, signed_by: str = "duty", **more: object) -> Header:
    role = signed_by if signed_by in ("root", "node") else "duty"
    plain = Header(kind=kind, party="north", officer=signed_by, role=role, seq=1, at=START)
    return replace(plain, **more)  # type: ignore[arg-type]


def signer_of(kind: str) -> str:
    return "root" if KINDS[kind].signers is Signers.ROOT else "duty"


def raw(value: dict[str, object], key: str = "north/duty") -> bytes:
    """A statement made by hand, as a stranger's program might."""
    line = write_canonical(value)  # type: ignore[arg-type]
    return sign_note(FIRST_LINE + line + b"\n", (signer(key),))


def plain_value(**more: object) -> dict[str, object]:
    return {**header("alarm").as_json(), "body": {"words": "stop"}, **more}


def test_there_is_a_sample_of_every_kind() -> None:
    assert set(BODIES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_back_as_it_was_said(kind: str) -> None:
    body = BODIES[kind]
    assert kind_of(body) == kind
    who = signer_of(kind)
    head = header(
        kind,
        who,
        to=("south",),
        re=("ab" * 32,),
        seen=(Seen(origin="commonground/south", size=3, root="cd" * 32),),
        not_after=START + timedelta(days=1),
        nonce="0f" * 16,
    )
    note = write_statement(head, body, signer(f"north/{who}"))
    opened = open_statement(note, ROSTER)
    assert (opened.header, opened.body, opened.unknown) == (head, body, ())
    assert opened.note == note
    assert opened.id == statement_id(note)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_refused_from_whoever_may_not_say_it(kind: str) -> None:
    row = KINDS[kind]
    for who, role in (("duty", "duty"), ("node", "node"), ("root", "root")):
        note = write_statement(header(kind, who), BODIES[kind], signer(f"north/{who}"))
        if row.signers.allow(role):
            assert open_statement(note, ROSTER).header.officer == who
        else:
            with pytest.raises(PeerError, match="is said by"):
                open_statement(note, ROSTER)


def test_the_machine_never_answers_for_an_officer() -> None:
    assert not KINDS["answer"].signers.allow("node")
    assert not KINDS["readback"].signers.allow("node")
    assert not KINDS["acknowledgement"].signers.allow("node")


def test_no_byte_of_a_statement_can_be_changed() -> None:
    note = write_statement(header("alarm"), Alarm(words="stop"), DUTY)
    for at in range(len(note)):
        changed = note[:at] + bytes([note[at] ^ 1]) + note[at + 1 :]
        with pytest.raises(PeerError):
            open_statement(changed, ROSTER)
    for length in range(len(note)):
        with pytest.raises(PeerError):
            open_statement(note[:length], ROSTER)


def test_a_second_signature_line_is_a_second_spelling() -> None:
    note = write_statement(header("alarm"), Alarm(words="stop"), DUTY)
    stranger = sign_note(note.split(b"\n\n")[0] + b"\n", (signer("somebody"),)).split(b"\n\n")[1]
    for other in (note + stranger, note + note.split(b"\n\n")[1]):
        with pytest.raises(PeerError):
            open_statement(other, ROSTER)


def test_an_officer_cannot_sign_for_another() -> None:
    note = raw(plain_value(officer="luo"))
    with pytest.raises(PeerError, match="another officer"):
        open_statement(note, Roster([card_of("north", "duty", "luo")]))
    with pytest.raises(PeerError):
        open_statement(raw(plain_value(party="south")), ROSTER)


def test_an_officer_cannot_sign_in_a_role_that_he_does_not_have() -> None:
    with pytest.raises(PeerError, match="no role"):
        open_statement(raw(plain_value(role="supervisor")), ROSTER)


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"seq": 0},
        {"seq": "1"},
        {"at": "2031-05-01T06:00:00+00:00"},
        {"at": "2031-05-01T06:00:00.000Z"},
        {"at": "yesterday"},
        {"to": ["south", "south"]},
        {"to": ["South"]},
        {"to": "south"},
        {"re": ["ab"]},
        {"seen": [{"origin": "x", "size": -1, "root": "ab" * 32}]},
        {"seen": [{"origin": "x", "size": 1}]},
        {"seen": ["x"]},
        {"not_after": "never"},
        {"nonce": ""},
        {"nonce": "00"},
        {"kind": "Alarm"},
        {"body": {"words": 1}},
        {"body": {}},
        {"body": "stop"},
        {"body": {"words": "stop", "place": []}},
        {"re": ["ab" * 32] * 257},
    ],
)
def test_a_head_or_body_of_another_form_is_refused_with_its_bytes(change: dict[str, object]) -> None:
    note = raw(plain_value(**change))
    with pytest.raises(PeerError):
        open_statement(note, ROSTER)


@pytest.mark.parametrize(
    "missing", ["v", "kind", "seq", "at", "seen", "re", "to", "not_after", "body", "role"]
)
def test_no_field_of_the_head_may_be_missing(missing: str) -> None:
    value = plain_value()
    del value[missing]
    with pytest.raises(PeerError):
        open_statement(raw(value), ROSTER)


def test_fields_of_a_later_version_are_kept_byte_for_byte_and_named() -> None:
    body = {"words": "stop", "urgency": "high"}
    note = raw(plain_value(body=body, later={"a": [1]}))
    opened = open_statement(note, ROSTER)
    assert opened.body == Alarm(words="stop")
    assert opened.unknown == ("later", "body.urgency")
    assert opened.note == note


def test_a_kind_of_a_later_version_is_kept_and_shown_and_has_no_effect() -> None:
    opened = open_statement(raw(plain_value(kind="weather", body={"wind": 7})), ROSTER)
    assert opened.body == UnknownBody(text='{"wind":7}')
    assert "does not know: weather" in describe(opened)


def test_more_than_48_kib_is_refused_before_it_is_signed() -> None:
    with pytest.raises(InputError, match="at most"):
        write_statement(header("alarm"), Alarm(words="x" * MAX_STATEMENT), DUTY)
    with pytest.raises(PeerError, match="at most"):
        open_statement(raw(plain_value(body={"words": "x" * MAX_STATEMENT})), ROSTER)


def test_the_id_does_not_depend_on_the_signature() -> None:
    note = write_statement(header("alarm"), Alarm(words="stop"), DUTY)
    text = note.split(b"\n\n")[0] + b"\n"
    assert statement_id(note) == hashlib.sha256(text).hexdigest()


@given(
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.floats(0.0001, 10_000_000),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
def test_a_place_moves_less_than_a_millimetre_on_the_wire(
    lat: float, lon: float, ce95: float, words: str
) -> None:
    position = Position(lat_deg=lat, lon_deg=lon, ce95_m=ce95)
    said = replace(PLACE, position=position, as_given=words)
    value = encode(said)
    again, unknown = decode(PlaceSaid, read_canonical(write_canonical(value)), where="place")
    assert unknown == ()
    assert again.as_given == words
    assert abs(again.position.lat_deg - lat) <= 0.5e-9 + 1e-14
    assert abs(again.position.lon_deg - lon) <= 0.5e-9 + 3e-14
    assert abs(again.position.ce95_m - ce95) <= 0.001
    assert again.position.ce95_m > 0
    assert encode(again) == value  # what was read is written the same way


def test_an_answer_of_none_without_coverage_cannot_come_in_from_outside() -> None:
    body = {"outcome": str(Outcome.NONE_BY_REGISTER), "as_of": "2031-05-01T06:00:00Z"}
    with pytest.raises(PeerError, match="coverage"):
        open_statement(raw(plain_value(kind="answer", body=body)), ROSTER)


def test_a_position_that_cannot_be_cannot_come_in_from_outside() -> None:
    value = encode(enquiry())
    value["place"]["position"]["lat_e9"] = 91 * 10**9  # type: ignore[index,call-overload]
    with pytest.raises(PeerError, match="no such place"):
        open_statement(raw(plain_value(kind="enquiry", body=value)), ROSTER)


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_in_a_list_never_tells_a_place(kind: str) -> None:
    who = signer_of(kind)
    note = write_statement(header(kind, who), BODIES[kind], signer(f"north/{who}"))
    line = describe(open_statement(note, ROSTER))
    assert line
    assert "\n" not in line
    for secret in ("31N", "AA 66", "0.0045", "0.0043", "buoy", "142"):
        assert secret not in line


def test_what_was_withheld_is_said_to_be_withheld() -> None:
    assert describe(None) == WITHHELD


def test_a_commitment_opens_with_its_own_salt_and_statement_alone() -> None:
    note = write_statement(header("site"), site(), DUTY)
    opening = Opening(salt=bytes(32), note=note)
    entry = opening.entry()
    assert is_commitment(entry)
    check_opening(entry, Opening.read(opening.write()))
    for other in (Opening(salt=b"\1" + bytes(31), note=note), Opening(salt=bytes(32), note=note + b"\n")):
        with pytest.raises(PeerError):
            check_opening(entry, other)
    assert not is_commitment(entry + b"\n")
    assert not is_commitment(entry[:-1])
    assert not is_commitment(entry.upper())


def test_a_new_officer_counts_from_the_entry_after_his_card() -> None:
    old = Roster([card_of("north", "duty")])
    new = old.with_card(card_of("north", "duty", "luo"), 4)
    note = write_statement(header("alarm", "luo"), Alarm(words="stop"), signer("north/luo"))
    with pytest.raises(PeerError):
        open_statement(note, new, index=4)
    assert open_statement(note, new, index=5).header.officer == "luo"
    assert open_statement(note, new).header.officer == "luo"
    with pytest.raises(PeerError):
        open_statement(note, old, index=5)


def test_a_revoked_key_counts_before_its_position_and_not_after() -> None:
    said = Revocation(officer="duty", key=DUTY.verifier.key_id.hex(), from_size=3, reason="lost")
    roster = ROSTER.with_revocation("north", said)
    note = write_statement(header("alarm"), Alarm(words="stop"), DUTY)
    assert open_statement(note, roster, index=2)
    for index in (3, 4, None):
        with pytest.raises(PeerError, match="revoked"):
            open_statement(note, roster, index=index)
    assert open_statement(note, ROSTER, index=9)


def test_a_card_with_one_key_for_two_purposes_cannot_be_made() -> None:
    card = card_of("north")
    twin = Officer(code="twin", name="Twin", key=card.officers[0].key, roles=("duty",))
    with pytest.raises(ValueError, match="cannot be"):
        replace(card, officers=(twin,))
    renamed = replace(card.node, name="north/twin")
    with pytest.raises(ValueError, match="two purposes"):
        replace(card, officers=(Officer(code="twin", name="Twin", key=renamed, roles=("duty",)),))
    root = replace(card.officers[0], code="root")
    with pytest.raises(ValueError, match="taken"):
        replace(card, officers=(root,))
