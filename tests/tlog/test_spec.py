"""What the C2SP pages say with MUST, one test a sentence (notes, keys, cosignatures, policies, witnesses)."""

from __future__ import annotations

import base64
import struct

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from tests.simulator import signer
from tests.tlog.test_files import LOG, WITNESSES, cosigned, entries_of, head, reader

from commonground.errors import InputError, PeerError
from commonground.tlog import witness
from commonground.tlog.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from commonground.tlog.cosignature import add_lines
from commonground.tlog.merkle import consistency_proof
from commonground.tlog.mldsa import SIGNATURE_SIZE, subtree_message
from commonground.tlog.note import (
    COSIGNATURE,
    ML_DSA_44,
    NoteSignature,
    VerifierKey,
    cosigned_message,
    open_note,
    sign_note,
)
from commonground.tlog.policy import Policy, check_policy, read_policy
from commonground.tlog.proofs.proof import read_proof
from commonground.tlog.witness import Remembered, add_checkpoint, write_request

SIGNED = sign_checkpoint(head(entries_of(3)), LOG)
PQ = MLDSA44PrivateKey.from_seed_bytes(bytes(32))
PQ_KEY = VerifierKey(name="pq.example", algorithm=ML_DSA_44, public=PQ.public_key().public_bytes_raw())


def line_of(name: str, data: bytes) -> bytes:
    return f"— {name} {base64.b64encode(data).decode()}\n".encode()


def policy(*lines: str) -> Policy:
    keys = {"log": LOG.verifier.text} | {f"w{n}": one.verifier.text for n, one in enumerate(WITNESSES)}
    return read_policy("\n".join(line.format(**keys) for line in lines) + "\n")


@pytest.mark.parametrize("control", ["\x00", "\t", "\r", "\x1f", "\x1b"])
@pytest.mark.parametrize("where", ["text", "name", "signature"])
def test_a_note_has_no_control_characters_anywhere(control: str, where: str) -> None:
    name = f"un{control}known" if where == "name" else "unknown"
    extra = line_of(name, b"1234" + bytes(64))
    if where == "signature":
        extra = extra[:-1] + control.encode() + b"\n"
    note = SIGNED + extra
    if where == "text":
        note = SIGNED.replace(b"\n3\n", b"\n3" + control.encode() + b"\n") + line_of("unknown", bytes(68))
    with pytest.raises(PeerError):
        open_note(note, (LOG.verifier,))


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2003", "\u3000", "\u0085", "\u2028", "+"])
def test_a_key_name_has_no_space_of_any_script_and_no_plus(space: str) -> None:
    with pytest.raises(InputError):
        VerifierKey(name=f"a{space}b", algorithm=1, public=LOG.verifier.public)
    with pytest.raises(PeerError):
        open_note(SIGNED + line_of(f"a{space}b", bytes(68)), (LOG.verifier,))


def test_sixteen_signatures_are_read_and_unknown_ones_ignored_though_half_their_name_is_known() -> None:
    key = LOG.verifier
    others = [line_of(f"other-{n}", bytes([n]) * 68) for n in range(13)]
    same_name, same_id = line_of(key.name, b"abcd" + bytes(64)), line_of("other", key.key_id + bytes(64))
    note = SIGNED + b"".join([*others, same_name, same_id])
    assert open_note(note, (key,)).signed_by(key)


def test_the_text_of_a_note_ends_at_its_last_empty_line() -> None:
    note = sign_note(b"one\n\ntwo\n", (LOG,))
    assert open_note(note, (LOG.verifier,)).text == b"one\n\ntwo\n"


@pytest.mark.parametrize("time_s", [2**63, 2**64 - 1])
def test_a_cosignature_of_a_time_beyond_2_to_the_63_does_not_hold(time_s: int) -> None:
    key, text = WITNESSES[0], head(entries_of(3)).write()
    signature = time_s.to_bytes(8, "big") + key.sign(cosigned_message(time_s, text))
    note = SIGNED + line_of(key.verifier.name, key.verifier.key_id + signature)
    with pytest.raises(PeerError, match="does not hold"):
        open_checkpoint(note, LOG.verifier, (key.verifier,))


def pq_line(checkpoint: Checkpoint, time_s: int = 1_900_000_000, **changed: object) -> NoteSignature:
    said = {"witness": PQ_KEY.name, "origin": checkpoint.origin, "size": checkpoint.size} | changed
    message = subtree_message(time_s=time_s, root=checkpoint.root, **said)  # type: ignore[arg-type]
    signature = time_s.to_bytes(8, "big") + PQ.sign(message)
    return NoteSignature(name=PQ_KEY.name, key_id=PQ_KEY.key_id, signature=signature)


def test_a_cosignature_by_ml_dsa_counts_over_its_own_head_alone() -> None:
    mine, text = head(entries_of(3)), head(entries_of(3)).write()
    note = add_lines(SIGNED, [pq_line(mine)])
    judged = policy("log {log}", f"witness Q {PQ_KEY.text}", "quorum Q")
    assert check_policy(note, judged).size == 3
    assert read_policy(judged.write()) == judged
    with pytest.raises(PeerError, match="not enough"):
        check_policy(SIGNED, judged)
    for other in (
        pq_line(mine, witness="other.example"),
        pq_line(mine, origin="log.example/south"),
        pq_line(mine, size=4),
        pq_line(head(entries_of(4))),
        NoteSignature(name=PQ_KEY.name, key_id=PQ_KEY.key_id, signature=bytes(8 + SIGNATURE_SIZE)),
        NoteSignature(name=PQ_KEY.name, key_id=PQ_KEY.key_id, signature=bytes(72)),
    ):
        with pytest.raises(PeerError, match="does not hold"):
            check_policy(add_lines(SIGNED, [other]), judged)
    good = pq_line(mine)
    later = struct.pack(">Q", 1_900_000_001) + good.signature[8:]
    moved = NoteSignature(name=good.name, key_id=good.key_id, signature=later)
    with pytest.raises(PeerError, match="does not hold"):
        check_policy(add_lines(SIGNED, [moved]), judged)
    assert text in note


def test_a_key_of_ml_dsa_signs_heads_and_nothing_else() -> None:
    note = sign_note(b"a text\n", (LOG,)) + pq_line(head(entries_of(3))).line.encode()
    with pytest.raises(PeerError, match="does not hold"):
        open_note(note, (LOG.verifier, PQ_KEY))


def test_words_of_a_policy_are_kept_apart_by_spaces_and_tabs_alone() -> None:
    found = policy(" \t# a comment", "", "\tlog \t {log}  ", "witness W {w0}", "quorum\tW ", "  ")
    assert found == policy("log {log}", "witness W {w0}", "quorum W")
    odd = policy("witness W\u00a0\u2003x {w0}", "quorum W\u00a0\u2003x")
    assert list(odd.witnesses) == ["W\u00a0\u2003x"]


@pytest.mark.parametrize("control", ["\r", "\x00", "\x0b", "\x0c", "\x1c", "\x7f"])
def test_a_policy_has_no_other_control_characters_even_in_a_comment(control: str) -> None:
    with pytest.raises(InputError, match="policy line 1"):
        policy(f"# a{control}b", "quorum none")


def test_names_in_a_policy_are_octets_and_never_folded() -> None:
    """The Kelvin sign is no K, and bytes that are no UTF-8 are a name like any other."""
    with pytest.raises(InputError):
        policy("witness K {w0}", "quorum \u212a")
    raw = f"witness \udcff\udcfe {WITNESSES[0].verifier.text}\nquorum \udcff\udcfe\n"
    assert read_policy(raw).quorum == "\udcff\udcfe"


@pytest.mark.parametrize(
    "lines",
    [
        ("group a any W0", "group b any W0", "quorum b"),  # a name stands in one group at most
        ("group a any W0 W1", "group b all a a", "quorum b"),
        ("group a any W0", "group b all a", "group c all a b", "quorum c"),
        ("group a 0 W0", "quorum a"),
        ("group a 2 W0", "quorum a"),
        ("group a -1 W0", "quorum a"),
        ("group a ALL W0", "quorum a"),
        ("group a any none", "quorum a"),
        ("group a any a", "quorum a"),
        ("group a any b", "group b any W0", "quorum a"),  # only what stands above
        ("quorum none", "quorum none"),
        ("quorum",),
        ("quorum W0 W1",),
        (),
    ],
)
def test_a_policy_is_refused_where_the_page_says_so(lines: tuple[str, ...]) -> None:
    base = ("log {log}", "witness W0 {w0}", "witness W1 {w1}")
    assert policy(*base, "group a any W0", "group b all a W1", "quorum b").quorum == "b"
    with pytest.raises(InputError):
        policy(*base, *lines)


def test_one_public_key_under_another_name_is_the_same_key() -> None:
    log, first = LOG.verifier, WITNESSES[0].verifier
    again = VerifierKey(name="again.example", algorithm=1, public=log.public)
    twice = VerifierKey(name="twice.example", algorithm=COSIGNATURE, public=first.public)
    with pytest.raises(InputError, match="already"):
        policy("log {log}", f"log {again.text}", "quorum none")
    with pytest.raises(InputError, match="already"):
        policy("witness W {w0}", f"witness V {twice.text}", "quorum none")


def test_each_key_that_a_policy_names_for_a_log_is_taken() -> None:
    """A log that changes its key has two under one origin for a while."""
    newer = signer(LOG.verifier.name, 1)
    second = newer.from_seed(LOG.verifier.name, bytes(31) + b"\x07")
    both = policy("log {log}", f"log {second.verifier.text}", "quorum none")
    for notes in (SIGNED, sign_checkpoint(head(entries_of(3)), second)):
        assert check_policy(notes, both).size == 3
    with pytest.raises(PeerError):
        check_policy(sign_checkpoint(head(entries_of(3)), second), policy("log {log}", "quorum none"))


def test_thirty_two_logs_witnesses_and_groups_are_read() -> None:
    lines = [f"log {signer(f'log-{n}.example').verifier.text}" for n in range(32)]
    lines += [f"witness w{n} {signer(f'w-{n}.example', COSIGNATURE).verifier.text}" for n in range(32)]
    lines += [f"group g{n} any w{n}" for n in range(32)]
    found = policy(*lines, "quorum g31")
    assert (len(found.logs), len(found.witnesses), len(found.groups)) == (32, 32, 32)


def test_groups_of_groups_count_as_the_page_says() -> None:
    nested = policy(
        "log {log}",
        *("witness W0 {w0}", "witness W1 {w1}", "witness W2 {w2}"),
        "group two 2 W0 W1",
        "group both all two W2",
        "quorum both",
    )
    assert check_policy(cosigned(entries_of(3), 0, 1, 2), nested)
    for numbers in ((0, 1), (0, 2), (2,)):
        with pytest.raises(PeerError, match="not enough"):
            check_policy(cosigned(entries_of(3), *numbers), nested)


LOGS = {LOG.verifier.name: LOG.verifier}
NINE = sign_checkpoint(head(entries_of(9)), LOG)
FOUR = {LOG.verifier.name: Remembered(size=4, root=head(entries_of(4)).root)}
PROOF = consistency_proof(reader(entries_of(9)), 4, 9)


@pytest.mark.parametrize(
    ("status", "request_", "why"),
    [
        (200, write_request(4, PROOF, NINE), "it only grew"),
        (200, write_request(4, [], sign_checkpoint(head(entries_of(4)), LOG)), "the same head once more"),
        (200, write_request(4, PROOF, NINE + line_of("unknown", bytes(68))), "other signatures"),
        (409, write_request(0, [], NINE), "another old size"),
        (409, write_request(9, [], NINE), "another old size"),
        (409, write_request(4, [], sign_checkpoint(head(entries_of(4, "fork")), LOG)), "another root"),
        (422, write_request(4, [], NINE), "no proof"),
        (422, write_request(4, [*PROOF, bytes(32)], NINE), "a hash more"),
        (422, write_request(4, PROOF[:-1], NINE), "a hash less"),
        (422, write_request(4, PROOF, sign_checkpoint(head(entries_of(4)), LOG)), "a proof of nothing"),
        (422, write_request(4, PROOF, sign_checkpoint(head(entries_of(9, "fork")), LOG)), "a fork"),
        (400, write_request(10, PROOF, NINE), "an old size beyond the new one"),
        (400, write_request(4, [bytes(32)] * 64, NINE), "64 hashes"),
        (400, write_request(4, [bytes(31)], NINE), "a short hash"),
        (400, write_request(4, PROOF, NINE).replace(b"old 4", b"old 04"), "a leading zero"),
        (400, write_request(4, PROOF, NINE).replace(b"old 4", b"old  4"), "two spaces"),
        (400, write_request(4, PROOF, NINE).replace(b"old 4", b"Old 4"), "another word"),
        (400, write_request(4, PROOF, NINE).replace(b"old 4\n", b"old 4\r\n"), "CR"),
        (400, write_request(4, PROOF, NINE).replace(b"old 4", b"old -4"), "a sign"),
        (400, b"\n" + write_request(4, PROOF, NINE), "an empty line first"),
        (403, write_request(4, PROOF, head(entries_of(9)).write()), "no signature lines"),
        (403, write_request(4, PROOF, NINE.replace(b"\n9\n", b"\n8\n")), "another text"),
        (403, write_request(4, PROOF, head(entries_of(9)).write() + b"\n" + line_of("x", bytes(68))), "x"),
        (404, write_request(4, PROOF, NINE.replace(b"log.example", b"lag.example", 1)), "an unknown log"),
    ],
)
def test_a_witness_answers_each_request_by_its_status(status: int, request_: bytes, why: str) -> None:
    verdict = add_checkpoint(request_, LOGS, FOUR)
    assert verdict.status == status, (why, verdict.why)
    if status == witness.CONFLICT:
        assert verdict.why == "4"


def test_a_first_head_comes_without_a_proof() -> None:
    assert add_checkpoint(write_request(0, [], NINE), LOGS, {}).status == 200
    assert add_checkpoint(write_request(0, [bytes(32)], NINE), LOGS, {}).status == 422


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"@v1\n", b"@v1\r\n"),
        (b"@v1\n", b"@v2\n"),
        (b"index 0\n", b"index 00\n"),
        (b"index 0\n", b"index -0\n"),
        (b"index 0\n", b"index  0\n"),
        (b"index 0\n", b"Index 0\n"),
        (b"index 0\n", b""),
        (b"index 0\n", b"index 0\nindex 0\n"),
        (b"index 0\n", b"index 0\nextra AAAA\n"),
        (b"index 0\n", b"extra AAA\nindex 0\n"),
        (b"index 0\n", b"extra AAB=\nindex 0\n"),
        (b"index 0\n", b"extra AAAA\nextra AAAA\nindex 0\n"),
        (b"index 0\n", b"index 0\n" + base64.b64encode(bytes(31)) + b"\n"),
        (b"index 0\n", b"index 0\n" + base64.b64encode(bytes(32)).rstrip(b"=") + b"\n"),
        (b"index 0\n", b"index 0\n" + (base64.b64encode(bytes(32)) + b"\n") * 64),
    ],
)
def test_a_proof_has_one_spelling(old: bytes, new: bytes) -> None:
    good = b"c2sp.org/tlog-proof@v1\nindex 0\n\n" + SIGNED
    assert read_proof(good).hashes == ()
    assert read_proof(good.replace(b"index 0\n", b"extra \nindex 0\n")).extra == b""
    with pytest.raises(PeerError):
        read_proof(good.replace(old, new, 1))
