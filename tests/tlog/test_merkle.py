"""Trees and proofs, against the RFC's own recursive definition."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.errors import PeerError
from commonground.tlog.merkle import (
    EMPTY_ROOT,
    Frontier,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
)

LEAVES = [leaf_hash(b"entry %d" % number) for number in range(140)]


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + plain_root(leaves[:half]) + plain_root(leaves[half:])).digest()


def read(level: int, index: int) -> bytes:
    return plain_root(LEAVES[index << level : (index + 1) << level])


def test_the_fast_root_is_the_plain_root() -> None:
    assert root_of([]) == EMPTY_ROOT
    for size in range(len(LEAVES)):
        assert root_of(LEAVES[:size]) == plain_root(LEAVES[:size])


@given(st.integers(1, len(LEAVES)), st.data())
def test_every_entry_has_a_proof_that_holds(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(read, index, size)
    check_inclusion(index, size, LEAVES[index], proof, plain_root(LEAVES[:size]))


@given(st.integers(2, len(LEAVES)), st.data())
def test_no_altered_inclusion_proof_holds(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(read, index, size)
    root = plain_root(LEAVES[:size])
    spot = data.draw(st.integers(0, len(proof) - 1))
    flipped = bytes([proof[spot][0] ^ 1]) + proof[spot][1:]
    wrong = data.draw(
        st.sampled_from(
            [
                (index, size, [*proof[:spot], flipped, *proof[spot + 1 :]]),
                (index, size, proof[:-1]),
                (index, size, [*proof, proof[0]]),
                ((index + 1) % size, size, proof),
                (size, size, proof),
                (-1, size, proof),
                (index, size, [*proof[:-1], proof[-1][:31]]),
            ]
        )
    )
    with pytest.raises(PeerError):
        check_inclusion(wrong[0], wrong[1], LEAVES[index], wrong[2], root)


@given(st.integers(0, len(LEAVES)), st.data())
def test_every_older_tree_is_shown_to_be_the_beginning(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, size))
    proof = consistency_proof(read, old, size)
    check_consistency(old, size, plain_root(LEAVES[:old]), plain_root(LEAVES[:size]), proof)


@given(st.integers(2, len(LEAVES)), st.data())
def test_a_rewritten_beginning_is_never_shown_to_be_one(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, old - 1))
    other = [*LEAVES[:old]]
    other[changed] = leaf_hash(b"rewritten")
    proof = consistency_proof(read, old, size)
    with pytest.raises(PeerError):
        check_consistency(old, size, plain_root(other), plain_root(LEAVES[:size]), proof)


def test_sizes_nought_one_and_equal_are_compared_and_not_assumed() -> None:
    root = plain_root(LEAVES[:5])
    check_consistency(0, 5, EMPTY_ROOT, root, [])
    check_consistency(5, 5, root, root, [])
    for old, size, first, second, proof in (
        (0, 5, root, root, []),  # the empty tree has one root
        (0, 5, EMPTY_ROOT, root, [root]),
        (5, 5, root, EMPTY_ROOT, []),
        (5, 5, root, root, [root]),
        (0, 0, root, root, []),
        (6, 5, root, root, []),
    ):
        with pytest.raises(PeerError):
            check_consistency(old, size, first, second, proof)


@given(st.integers(0, 100), st.integers(0, 40))
def test_an_edge_goes_on_where_it_was_left(size: int, more: int) -> None:
    before = Frontier()
    for leaf in LEAVES[:size]:
        before.add(leaf)
    again = Frontier(size, before.nodes)
    for leaf in LEAVES[size : size + more]:
        again.add(leaf)
    assert again.root() == plain_root(LEAVES[: size + more])


def test_an_edge_of_another_length_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="one hash for every bit"):
        Frontier(3, [b"\0" * 32])
