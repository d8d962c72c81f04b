"""Canonical JSON: the RFC's bytes, and one spelling a value."""

from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from commonground.errors import PeerError
from commonground.statements.form.canonical import MAX_INT, Json, read_canonical, write_canonical

keys = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    texts | st.integers(-MAX_INT, MAX_INT),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_we_write_is_what_the_rfc_says(value: Json) -> None:
    data = write_canonical(value)
    assert data == rfc8785.dumps(value)
    assert read_canonical(data) == value


@given(values, st.sampled_from(["indent", "spaces", "ascii"]))
def test_a_second_spelling_is_refused(value: Json, way: str) -> None:
    other = {
        "indent": json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False),
        "spaces": json.dumps(value, sort_keys=True, ensure_ascii=False) + " ",
        "ascii": json.dumps(value, sort_keys=True, separators=(",", ":")),
    }[way].encode()
    if other != write_canonical(value):
        with pytest.raises(PeerError):
            read_canonical(other)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"b":1,"a":2}',
        b"1.0",
        b"1e3",
        b"-0",
        b"01",
        b"9007199254740992",
        b"true",
        b"null",
        b"NaN",
        b'"\\ud800"',
        b'"\\u0041"',
        b'"\\/"',
        b'{"A":1}',
        b'{"":1}',
        '{"ä":1}'.encode(),
        b'"\xff"',
        b"",
        b"[" * 40_000,
        b"[" * 18 + b"]" * 18,
        b'{"a":' * 20_000,
        b"1" * 5_000,
    ],
)
def test_what_has_no_one_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(PeerError):
        read_canonical(data)


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    try:
        value = read_canonical(data)
    except PeerError:
        return
    assert write_canonical(value) == data
