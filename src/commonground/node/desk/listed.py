"""The register where it is large: some entries with the desk, all page by page, the rest as dots.

A list of a hundred thousand is nothing that a desk can be sent with every change. What is left off is
counted and said; nothing is dropped without a word. Degrees are WGS 84.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np

from commonground.node.desk.picture import Picture
from commonground.node.desk.view import with_grid
from commonground.node.service import Node
from commonground.register.item import Item
from commonground.register.view import item_json, leg_at, middle

STALE: Final = 2  # beside 0 for the first sign and 1 for the second, as every desk draws them
SIGNS: Final = 2


def page(
    node: Node, picture: Picture, now: datetime, *, before: int | None, limit: int, find: str
) -> list[dict[str, Any]]:
    """Entries of the register, the newest first; `number` is what the next page asks for."""
    words = find.casefold().split()
    found = [
        (number, item)
        for number, item in enumerate(_by_age(picture.register.at(now).items))
        if (before is None or number < before) and all(word in _text(item) for word in words)
    ]
    return [
        with_grid(item_json(item, now), node.config.profile) | {"number": number}
        for number, item in reversed(found[-limit:])
    ]


def dots(node: Node, picture: Picture, now: datetime, listed: Sequence[Item]) -> bytes:
    """All that does not stand in `listed`: two whole numbers (how many, 0), then latitude and longitude of
    each as 64-bit floats, then one byte each: which sign, and `STALE`. Little-endian."""
    shown = {item.id for item in listed}
    rest = [item for item in picture.register.at(now).items if item.id not in shown]
    codes = sorted({node.config.code, *(peer.code for peer in node.config.peers)})
    sign = {code: number % SIGNS for number, code in enumerate(codes)}
    degrees = np.array([middle(leg_at(item, now).shape) for item in rest], dtype="<f8").reshape(-1, 2)
    sorts = bytes(sign.get(item.party, 0) + (STALE if item.stale(now) else 0) for item in rest)
    return struct.pack("<II", len(rest), 0) + degrees.tobytes() + sorts


def _by_age(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.said_at, item.id))


def _text(item: Item) -> str:
    notice = item.notice
    return f"{notice.item} {notice.label} {notice.category} {notice.kind} {item.party}".casefold()
