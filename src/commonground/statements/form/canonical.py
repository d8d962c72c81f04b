"""Canonical JSON: one spelling a value (RFC 8785), integers and strings only.

The values are objects, arrays, strings and integers; no fractions, no true, false or null. Keys are
lower-case ASCII words, so sorting by code point is RFC 8785's sorting by UTF-16 unit, and the
standard library's writer spells strings exactly as the RFC does (a test holds it to that).

Reading refuses whatever would not be written the same way: a second spelling, a key twice, 2**53, a
lone surrogate.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import NoReturn, TypeAlias

from commonground.errors import PeerError

Json: TypeAlias = str | int | list["Json"] | dict[str, "Json"]

MAX_INT = 2**53 - 1
MAX_DEPTH = 16
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")


def write_canonical(value: Json) -> bytes:
    """The bytes of a value. ValueError for a value that has none."""
    _check(value, 0)
    return _WRITER.encode(value).encode()  # a lone surrogate is a UnicodeEncodeError, which is a ValueError


def read_canonical(data: bytes) -> Json:
    """The value of canonical bytes. PeerError for any other bytes."""
    try:
        value: Json = _READER.decode(data.decode())
        again = write_canonical(value)
    except (ValueError, RecursionError) as error:
        raise PeerError(f"not canonical JSON: {error}", evidence=data) from None
    if again != data:
        raise PeerError("JSON in a second spelling", evidence=data)
    return value


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_fraction(text: str) -> NoReturn:
    raise ValueError(f"only whole numbers: {text[:20]}")


_READER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_no_fraction, parse_constant=_no_fraction)


@lru_cache(maxsize=1024)
def _is_key(key: str) -> bool:
    return _KEY.fullmatch(key) is not None


def _check(value: Json, depth: int) -> None:
    kind = type(value)  # exactly these types: True is an int to isinstance
    if kind is str:
        return
    if kind is int:
        if not -MAX_INT <= value <= MAX_INT:  # type: ignore[operator]
            raise ValueError("a whole number beyond 2**53")
    elif depth > MAX_DEPTH:
        raise ValueError(f"nested deeper than {MAX_DEPTH}")
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not _is_key(key):
                raise ValueError(f"not a key: {key[:40]!r}")
            if type(inner) is not str:  # most are texts: no call for those
                _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            if type(inner) is not str:
                _check(inner, depth + 1)
    else:
        raise ValueError("only objects, arrays, strings and whole numbers")
