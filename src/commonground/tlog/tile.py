"""Tiles and entry bundles: a log as plain files (C2SP tlog-tiles).

A tile holds up to 256 neighbouring hashes of one level; a bundle holds up to 256 entries, each with
its length in two bytes before it. A log that has a full tile needs no partial one. Any web server, a
memory stick or a mail can carry them; nobody has to trust who does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonground.errors import PeerError
from commonground.tlog.merkle import NodeReader

WIDTH = 256
HEIGHT = 8
MAX_ENTRY = 65_535  # bytes; the length is a uint16
MAX_BUNDLE = WIDTH * (MAX_ENTRY + 2)
_PATH = re.compile(r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x\d{3}/)*\d{3})(?:\.p/(\d{1,3}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class TilePath:
    """Which tile: its level (None for a bundle of entries), its number, and how much of it is there."""

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def text(self) -> str:
        """The path below the folder of the log."""
        groups = [f"{self.index % 1000:03}"]
        rest = self.index // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        head = "entries" if self.level is None else str(self.level)
        tail = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{head}/{'/'.join(groups)}{tail}"

    @classmethod
    def read(cls, text: str) -> TilePath:
        """Read a path in its one spelling. PeerError otherwise."""
        found = _PATH.fullmatch(text) if len(text) < 60 and text.isascii() else None
        if found is None:
            raise PeerError("not the path of a tile", given=text)
        head, groups, width = found.groups()
        path = cls(
            level=None if head == "entries" else int(head),
            index=int(groups.replace("x", "").replace("/", "")),
            width=int(width or WIDTH),
        )
        if path.text != text or not 0 < path.width <= WIDTH:
            raise PeerError("not the path of a tile", given=text)
        return path


def tiles_of(size: int, since: int = 0) -> Iterable[TilePath]:
    """The hash tiles of a log of `size` entries that a log of `since` did not have yet."""
    level, old = 0, since
    while size > 0:
        for index in range(old // WIDTH, size // WIDTH):
            yield TilePath(level=level, index=index)
        if size % WIDTH and (size != old or since == 0):
            yield TilePath(level=level, index=size // WIDTH, width=size % WIDTH)
        level, size, old = level + 1, size // WIDTH, old // WIDTH


def bundles_of(size: int, since: int = 0) -> Iterable[TilePath]:
    """The entry bundles that hold entries since..size, the last one partial where it is."""
    for index in range(since // WIDTH, -(-size // WIDTH)):
        yield TilePath(level=None, index=index, width=min(WIDTH, size - index * WIDTH))


def write_tile(read: NodeReader, path: TilePath) -> bytes:
    """The hashes of one hash tile."""
    if path.level is None:
        raise ValueError("a bundle of entries is no hash tile")
    level, first = path.level * HEIGHT, path.index * WIDTH
    return b"".join(read(level, first + offset) for offset in range(path.width))


def write_bundle(entries: Sequence[bytes]) -> bytes:
    """A bundle of entries."""
    if any(len(entry) > MAX_ENTRY for entry in entries) or len(entries) > WIDTH:
        raise ValueError("a bundle has at most 256 entries of at most 65,535 bytes")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def read_bundle(data: bytes, width: int) -> list[bytes]:
    """The entries of a bundle. PeerError unless it holds exactly `width` of them."""
    entries, at = [], 0
    for _ in range(width):
        length = int.from_bytes(data[at : at + 2], "big")
        if len(data) < at + 2 + length:
            raise PeerError("a bundle of entries is cut short")
        entries.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    if at != len(data):
        raise PeerError("a bundle of entries has bytes too many")
    return entries
