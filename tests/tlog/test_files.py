"""Tiles, proofs, policies, split views: written, read, altered."""

from __future__ import annotations

import base64
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.simulator import signer

from commonground.errors import InputError, PeerError
from commonground.tlog.checkpoint import Checkpoint, sign_checkpoint
from commonground.tlog.cosignature import add_lines, cosign
from commonground.tlog.merkle import (
    Frontier,
    NodeReader,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
)
from commonground.tlog.note import COSIGNATURE, VerifierKey
from commonground.tlog.policy import check_policy, judge, read_policy
from commonground.tlog.proofs.proof import Proof, check_proof, read_proof
from commonground.tlog.proofs.splitview import (
    View,
    check_evidence,
    compare_views,
    make_evidence,
    read_evidence,
)
from commonground.tlog.proofs.whole import check_log
from commonground.tlog.tile import TilePath, bundles_of, read_bundle, tiles_of, write_bundle, write_tile
from commonground.tlog.witness import Remembered, add_checkpoint, write_request

LOG = signer("log.example/north")
WITNESSES = [signer(f"witness-{number}.example", COSIGNATURE) for number in range(3)]
POLICY = "\n".join(
    [
        f"log {LOG.verifier.text}",
        "# who watches",
        *(f"witness W{n} {one.verifier.text}" for n, one in enumerate(WITNESSES)),
        "group two 2 W0 W1 W2",
        "quorum two",
        "",
    ]
)


def entries_of(count: int, word: str = "entry") -> list[bytes]:
    return [f"{word} {number}".encode() for number in range(count)]


def reader(entries: list[bytes]) -> NodeReader:
    hashes = [leaf_hash(entry) for entry in entries]
    return lambda level, index: root_of(hashes[index << level : (index + 1) << level])


def head(entries: list[bytes]) -> Checkpoint:
    return Checkpoint(origin=LOG.verifier.name, size=len(entries), root=root_of(map(leaf_hash, entries)))


def files(entries: list[bytes]) -> dict[str, bytes]:
    made = {"checkpoint": sign_checkpoint(head(entries), LOG)}
    for path in bundles_of(len(entries)):
        made[path.text] = write_bundle(entries[path.index * 256 : path.index * 256 + path.width])
    for path in tiles_of(len(entries)):
        made[path.text] = write_tile(reader(entries), path)
    return made


@given(st.integers(0, 10**12), st.integers(1, 256), st.one_of(st.none(), st.integers(0, 63)))
def test_the_path_of_a_tile_reads_back(index: int, width: int, level: int | None) -> None:
    path = TilePath(level=level, index=index, width=width)
    if len(path.text) < 60:
        assert TilePath.read(path.text) == path


@pytest.mark.parametrize(
    "text",
    [
        "tile/0/000/",
        "tile/00/000",
        "tile/64/000",
        "tile/0/0",
        "tile/0/x000/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/../000",
        "/tile/0/000",
        "tile/entries/001/000",
        "tile/0/٠٠٠",
        "tile/0/" + "x001/" * 40 + "000",
    ],
)
def test_no_other_path_is_taken(text: str) -> None:
    with pytest.raises(PeerError):
        TilePath.read(text)


def test_paths_are_those_of_the_specification() -> None:
    assert TilePath(level=0, index=1_234_067).text == "tile/0/x001/x234/067"
    assert TilePath(level=None, index=3, width=88).text == "tile/entries/003.p/88"


@given(st.lists(st.binary(max_size=40), max_size=256))
def test_a_bundle_of_entries_reads_back(entries: list[bytes]) -> None:
    assert read_bundle(write_bundle(entries), len(entries)) == entries


@pytest.mark.parametrize("size", [0, 1, 5, 255, 256, 257, 600])
def test_a_log_in_files_is_checked(size: int) -> None:
    made = files(entries_of(size))
    checked = check_log(made.get, LOG.verifier)
    assert checked.checkpoint.size == size


def test_no_byte_of_a_small_log_can_be_changed() -> None:
    made = files(entries_of(5))
    for name, data in made.items():
        for at in range(len(data)):
            other = made | {name: data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]}
            with pytest.raises(PeerError):
                check_log(other.get, LOG.verifier)
        for length in range(len(data)):
            with pytest.raises(PeerError):
                check_log((made | {name: data[:length]}).get, LOG.verifier)
        without = {key: value for key, value in made.items() if key != name}
        with pytest.raises(PeerError):
            check_log(without.get, LOG.verifier)


def test_two_thousand_bytes_and_cuts_of_a_large_log_are_all_refused() -> None:
    """Sampled over the whole export, each file by its length; the long campaign takes every byte."""
    made = files(entries_of(600))
    chance = random.Random(600)
    spots = [(name, at) for name, data in made.items() for at in range(len(data))]
    for name, at in chance.sample(spots, 2_000):
        data = made[name]
        if chance.random() < 0.2:
            changed = data[:at]
        else:
            changed = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        with pytest.raises(PeerError):
            check_log((made | {name: changed}).get, LOG.verifier)


@pytest.mark.parametrize("grown", [301, 511, 512, 600])
def test_a_wider_tile_stands_in_for_a_partial_one(grown: int) -> None:
    """An older head over the files of a log that has grown since: whole, and only older."""
    older, newer = files(entries_of(300)), files(entries_of(grown))
    assert check_log((newer | {"checkpoint": older["checkpoint"]}).get, LOG.verifier).checkpoint.size == 300


@given(st.integers(1, 70), st.data())
def test_a_proof_reads_back_and_holds(size: int, data: st.DataObject) -> None:
    entries = entries_of(size)
    index = data.draw(st.integers(0, size - 1))
    extra = data.draw(st.one_of(st.none(), st.binary(max_size=20)))
    hashes = tuple(inclusion_proof(reader(entries), index, size))
    proof = Proof(index=index, hashes=hashes, checkpoint=sign_checkpoint(head(entries), LOG), extra=extra)
    again = read_proof(proof.write())
    assert again == proof
    check_proof(again, entries[index], head(entries))
    with pytest.raises(PeerError):
        check_proof(again, b"another entry", head(entries))


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_readers_of_proofs_and_evidence(data: bytes) -> None:
    for read in (read_proof, read_evidence):
        with pytest.raises(PeerError):
            read(data)


def cosigned(entries: list[bytes], *numbers: int) -> bytes:
    lines = [cosign(head(entries).write(), WITNESSES[number], 1_900_000_000 + number) for number in numbers]
    return add_lines(sign_checkpoint(head(entries), LOG), lines)


def test_a_quorum_counts_witnesses_and_not_lines() -> None:
    policy = read_policy(POLICY)
    entries = entries_of(3)
    assert check_policy(cosigned(entries, 0, 2), policy).size == 3
    one = cosigned(entries, 1)
    again = cosign(head(entries).write(), WITNESSES[1], 1_900_000_500).line.encode()
    with pytest.raises(PeerError, match="not enough"):
        check_policy(one + again, policy)
    assert not judge(one, policy).quorum_met


def test_a_policy_reads_back() -> None:
    policy = read_policy(POLICY)
    assert read_policy(policy.write()) == policy


@pytest.mark.parametrize(
    "line",
    [
        "quorum nobody",
        "quorum two\nquorum two",
        "group two 0 W0",
        "group two 3 W0 W1",
        "group two 2 W0 W0",
        "group two 02 W0 W1",
        "group none any W0",
        "group W0 any W1",
        "group later any W9",
        "witness W9 {log}",
        "witness W9 {w0}",
        "log {w0}",
        "log {log}",
        "allow everything",
        "group two any",
    ],
)
def test_a_policy_that_could_be_misread_is_refused(line: str) -> None:
    names = {"log": LOG.verifier.text, "w0": WITNESSES[0].verifier.text}
    base = [one for one in POLICY.split("\n") if not one.startswith(("group", "quorum"))]
    ending = [] if line.startswith("quorum") else ["quorum none"]
    if line.startswith("quorum two"):
        base.append("group two 2 W0 W1 W2")
    with pytest.raises(InputError):
        read_policy("\n".join([*base, line.format(**names), *ending]))


def test_a_policy_without_a_quorum_is_refused() -> None:
    with pytest.raises(InputError, match="quorum"):
        read_policy(f"log {LOG.verifier.text}\n")


@given(st.integers(1, 40), st.integers(0, 40), st.integers(0, 39))
def test_a_rewritten_history_gives_evidence_and_a_true_one_never(size: int, more: int, changed: int) -> None:
    first = entries_of(size)
    second = entries_of(size + more)
    second[changed % size] = b"rewritten"
    older, newer = sign_checkpoint(head(first), LOG), sign_checkpoint(head(second), LOG)
    other = root_of(map(leaf_hash, second[:size]))
    proof = consistency_proof(reader(second), size, size + more)
    evidence = make_evidence(LOG.verifier, older, newer, other, proof)
    assert evidence is not None
    data = evidence.write()
    assert len(data) < 8_000
    check_evidence(read_evidence(data))

    honest = entries_of(size + more)
    newer = sign_checkpoint(head(honest), LOG)
    proof = consistency_proof(reader(honest), size, size + more)
    assert make_evidence(LOG.verifier, older, newer, head(first).root, proof) is None
    assert make_evidence(LOG.verifier, older, newer, other, proof) is None  # a root that it never had


def test_a_forged_second_head_accuses_nobody() -> None:
    first, second = entries_of(4), entries_of(4, "other")
    forger = signer("forger")
    forged = sign_checkpoint(Checkpoint(origin="forger", size=4, root=head(second).root), forger).replace(
        b"forger", LOG.verifier.name.encode()
    )
    assert compare_views(sign_checkpoint(head(first), LOG), forged, LOG.verifier) is View.NO_EVIDENCE
    with pytest.raises(PeerError):
        make_evidence(LOG.verifier, sign_checkpoint(head(first), LOG), forged, head(second).root, ())


def test_a_witness_remembers_and_is_not_led_back() -> None:
    logs = {LOG.verifier.name: LOG.verifier}
    entries = entries_of(9)
    first, later = sign_checkpoint(head(entries[:4]), LOG), sign_checkpoint(head(entries), LOG)
    assert add_checkpoint(write_request(0, [], first), logs, {}).status == 200
    memory = {LOG.verifier.name: Remembered(size=4, root=head(entries[:4]).root)}
    proof = consistency_proof(reader(entries), 4, 9)
    assert add_checkpoint(write_request(4, proof, later), logs, memory).status == 200
    assert add_checkpoint(write_request(0, [], later), logs, memory).why == "4"
    fork = entries_of(4, "fork")
    verdict = add_checkpoint(write_request(4, [], sign_checkpoint(head(fork), LOG)), logs, memory)
    assert (verdict.status, verdict.split, verdict.why) == (409, True, "4")
    stranger = VerifierKey(name="x.example", algorithm=1, public=LOG.verifier.public)
    assert add_checkpoint(write_request(0, [], first), {stranger.name: stranger}, {}).status == 404
    assert add_checkpoint(b"old 0\n", logs, {}).status == 400


def test_tiles_and_edges_say_the_same() -> None:
    entries = entries_of(600)
    frontier = Frontier()
    made = [node for entry in entries for node in frontier.add(leaf_hash(entry))]
    by_place = {(level, index): value for level, index, value in made}
    for path in tiles_of(600):
        assert path.level is not None
        first, level = path.index * 256, path.level * 8
        want = b"".join(by_place[level, first + offset] for offset in range(path.width))
        assert write_tile(reader(entries), path) == want


def test_base64_of_hashes_is_standard() -> None:
    assert base64.b64encode(head([]).root).decode() in head([]).write().decode()
