"""Merkle trees: the hash of a list of entries, and proofs about it (RFC 6962, section 2.1).

A tree of n entries is described by its stored nodes: the hash at (level, index) covers the entries
from index * 2**level up to (index + 1) * 2**level, all of them present. Proofs are made from any
reader of such nodes, so a log of a million entries never has to be in memory.

Checking is strict: sizes 0 and 1, equal sizes and empty paths are compared, never assumed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from commonground.errors import PeerError

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

NodeReader: TypeAlias = Callable[[int, int], bytes]  # (level, index) -> hash of a complete subtree


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split_point(size: int) -> int:
    """The largest power of two below `size`, for a size of two or more."""
    return 1 << ((size - 1).bit_length() - 1)


def parts(start: int, end: int) -> list[tuple[int, int]]:
    """The complete subtrees (level, index), left to right, that make up entries start..end.

    `start` must be where RFC 6962 may begin a subtree of this length; 0 always is.
    """
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def join(hashes: Sequence[bytes]) -> bytes:
    """The root over complete subtrees, largest first, as `parts` lists them."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def range_hash(read: NodeReader, start: int, end: int) -> bytes:
    """The hash over entries start..end as a subtree."""
    return join([read(level, index) for level, index in parts(start, end)])


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root of a tree given all its leaf hashes, the plain way."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


class Frontier:
    """The right edge of a growing tree: enough to add a leaf and to know the root.

    Holds at most one hash a level. `add` returns the nodes that the leaf completed.
    """

    __slots__ = ("nodes", "size")

    def __init__(self, size: int = 0, nodes: Sequence[bytes] = ()) -> None:
        if len(nodes) != size.bit_count():
            raise ValueError("a frontier holds one hash for every bit of its size")
        self.size = size
        self.nodes = list(nodes)

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf hash; give the (level, index, hash) of every node that is now complete."""
        made = [(0, self.size, leaf)]
        level, index = 0, self.size
        while index & 1:
            leaf = node_hash(self.nodes.pop(), leaf)
            level, index = level + 1, index >> 1
            made.append((level, index, leaf))
        self.nodes.append(leaf)
        self.size += 1
        return made

    def root(self) -> bytes:
        """The root of what was added so far."""
        return join(self.nodes)


def inclusion_proof(read: NodeReader, index: int, size: int) -> list[bytes]:
    """The hashes that show entry `index` inside the tree of `size`."""
    if not 0 <= index < size:
        raise ValueError(f"no entry {index} in a tree of {size}")
    return _path(read, index, 0, size)


def _path(read: NodeReader, index: int, start: int, end: int) -> list[bytes]:
    proof = []
    while end - start > 1:
        middle = start + split_point(end - start)
        if index < middle:
            proof.append(range_hash(read, middle, end))
            end = middle
        else:
            proof.append(range_hash(read, start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(read: NodeReader, old: int, size: int) -> list[bytes]:
    """The hashes that show the tree of `old` entries to be the beginning of the tree of `size`."""
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {size} has no beginning of {old}")
    if old in (0, size):
        return []
    start, end, proof = 0, size, []
    while old != end:
        middle = start + split_point(end - start)
        if old <= middle:
            proof.append(range_hash(read, middle, end))
            end = middle
        else:
            proof.append(range_hash(read, start, middle))
            start = middle
    if start > 0:
        proof.append(range_hash(read, start, end))
    return proof[::-1]


def check_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf hash stands at `index` in the tree (size, root). PeerError if not."""
    _check_hashes((leaf, root, *proof))
    if not 0 <= index < size:
        raise PeerError(f"there is no entry {index} in a tree of {size}")
    node, last = index, size - 1
    for sibling in proof:
        if last == 0:
            raise PeerError("an inclusion proof is longer than its tree is high")
        if node & 1 or node == last:
            leaf = node_hash(sibling, leaf)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            leaf = node_hash(leaf, sibling)
        node, last = node >> 1, last >> 1
    if last != 0 or leaf != root:
        raise PeerError(f"the entry is not at {index} in the tree of {size} with this root")


def check_consistency(old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree (size, root) begins with the tree (old, old_root). PeerError if not."""
    _check_hashes((old_root, root, *proof))
    if not 0 <= old <= size:
        raise PeerError(f"a tree of {size} cannot begin with one of {old}")
    if old in (0, size):
        _check_trivial(old, size, old_root, root, proof)
        return
    rest = list(proof)
    node, last = old - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    if not rest:
        raise PeerError("a consistency proof is empty")
    older = newer = old_root if node == 0 else rest.pop(0)
    for sibling in rest:
        if last == 0:
            raise PeerError("a consistency proof is longer than its tree is high")
        if node & 1 or node == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        node, last = node >> 1, last >> 1
    if last != 0 or older != old_root or newer != root:
        raise PeerError(f"the tree of {size} does not begin with the tree of {old} that was seen before")


def _check_trivial(old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> None:
    if proof:
        raise PeerError("a consistency proof from an empty or an equal tree has no hashes")
    if (old == 0 and old_root != EMPTY_ROOT) or (size == 0 and root != EMPTY_ROOT):
        raise PeerError("the empty tree has one root, and this is not it")
    if old == size and old_root != root:
        raise PeerError(f"two roots for one tree of {size}")


def _check_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(one) != HASH_SIZE for one in hashes):
        raise PeerError(f"a hash has {HASH_SIZE} bytes")
