"""Codecs: a frozen dataclass as canonical JSON and back, from its field types alone.

The wire knows objects, arrays, strings and whole numbers. So a field `x_m` in metres travels as
`x_mm` in whole millimetres, `x_deg` as `x_e9` in 1e-9 degrees, a vertex as [lat_e9, lon_e9], a moment
as text, a yes as 1. A field at its empty default ("" or () or None) is left out.

Rounding to a millimetre and to 1e-9 degrees (0.1 mm) is part of the format: what was read from the
wire is written the same way again. A length above zero never becomes zero.

Fields that this version does not know are named in `unknown` and left where they are: the bytes of
the statement are what is kept.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from commonground.errors import InputError, PeerError
from commonground.position.window import read_utc, utc_text
from commonground.statements.form.canonical import MAX_INT, Json
from commonground.tlog.note import VerifierKey

Encoder: TypeAlias = Callable[[Any], Json]
Decoder: TypeAlias = Callable[[Json, str, list[str]], Any]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """How one type is written and read."""

    encode: Encoder
    decode: Decoder


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FieldCodec:
    """One field: its names here and on the wire, its codec, and what it is when absent."""

    name: str
    key: str
    codec: Codec
    required: bool
    default: object


def encode(value: object) -> dict[str, Json]:
    """The JSON object of a dataclass value. InputError where a number cannot travel."""
    kind: type = type(value)
    made = codec_of(kind).encode(value)
    if not isinstance(made, dict):
        raise TypeError("a body is a dataclass")
    return made


def decode(kind: type, value: Json, *, where: str) -> tuple[Any, tuple[str, ...]]:
    """The dataclass value of a JSON object, and the paths of fields that we do not know."""
    unknown: list[str] = []
    made = codec_of(kind).decode(value, where, unknown)
    return made, tuple(unknown)


@cache
def codec_of(kind: type) -> Codec:
    """The codec of a dataclass, made once."""
    fields = _fields(kind)
    by_key = {field.key: field for field in fields}

    def encode_object(value: Any) -> Json:
        out: dict[str, Json] = {}
        for field in fields:
            inner = getattr(value, field.name)
            if inner is None or (not field.required and inner == field.default and inner in ("", ())):
                continue
            out[field.key] = field.codec.encode(inner)
        return out

    def decode_object(value: Json, where: str, unknown: list[str]) -> Any:
        if not isinstance(value, dict):
            raise PeerError("an object is wanted here", where=where)
        given: dict[str, Any] = {}
        for key, inner in value.items():
            field = by_key.get(key)
            if field is None:
                unknown.append(f"{where}.{key}")
                continue
            given[field.name] = field.codec.decode(inner, f"{where}.{key}", unknown)
        for field in fields:
            if field.required and field.name not in given:
                raise PeerError("a field is missing", where=f"{where}.{field.key}")
        try:
            return kind(**given)
        except (ValueError, InputError) as error:
            raise PeerError(str(error), where=where) from None

    return Codec(encode=encode_object, decode=decode_object)


def _fields(kind: type) -> tuple[FieldCodec, ...]:
    hints = get_type_hints(kind)
    found = []
    for field in dataclasses.fields(kind):
        if not field.init:
            continue
        hint = _not_none(hints[field.name])
        name, codec = _field(field.name, hint)
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        default = field.default if field.default is not dataclasses.MISSING else ()
        found.append(FieldCodec(name=field.name, key=name, codec=codec, required=required, default=default))
    return tuple(found)


def _not_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        inner = [part for part in get_args(hint) if part is not type(None)]
        if len(inner) == 1:
            return inner[0]
    return hint


def _field(name: str, hint: Any) -> tuple[str, Codec]:
    """The wire name and the codec of a field, by its type and, for lengths and degrees, its name."""
    if hint is float:
        if name.endswith("_m"):
            return f"{name}m", _metres
        if name.endswith("_deg"):
            return f"{name.removesuffix('_deg')}_e9", _degrees
        raise TypeError(f"a fraction in field {name} has no form on the wire")
    return name, _of(hint)


def _of(hint: Any) -> Codec:
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        if set(inner) == {float}:
            return _fixed(len(inner))  # a vertex or a box: degrees
        return _list(_of(inner[0]))
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _word(hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return codec_of(hint)
    raise TypeError(f"{hint!r} has no form on the wire")


def _scaled(unit: int, what: str) -> Codec:
    def encode_number(value: float) -> Json:
        number = round(value * unit)
        if abs(number) > MAX_INT:
            raise InputError(f"{what} too large to be written", given=str(value))
        return number if number or not value > 0 or unit != 1000 else 1

    def decode_number(value: Json, where: str, unknown: list[str]) -> float:
        del unknown
        return _whole(value, where) / unit

    return Codec(encode=encode_number, decode=decode_number)


def _whole(value: Json, where: str) -> int:
    if not isinstance(value, int):
        raise PeerError("a whole number is wanted here", where=where)
    return value


def _decode_whole(value: Json, where: str, unknown: list[str]) -> int:
    del unknown
    return _whole(value, where)


def _decode_text(value: Json, where: str, unknown: list[str]) -> str:
    del unknown
    return _text(value, where)


def _text(value: Json, where: str) -> str:
    if not isinstance(value, str):
        raise PeerError("a text is wanted here", where=where)
    return value


def _fixed(length: int) -> Codec:
    def encode_tuple(value: tuple[float, ...]) -> Json:
        return [_degrees.encode(part) for part in value]

    def decode_tuple(value: Json, where: str, unknown: list[str]) -> tuple[float, ...]:
        if not isinstance(value, list) or len(value) != length:
            raise PeerError(f"{length} numbers are wanted here", where=where)
        return tuple(_degrees.decode(part, where, unknown) for part in value)

    return Codec(encode=encode_tuple, decode=decode_tuple)


def _list(inner: Codec) -> Codec:
    def encode_list(value: tuple[Any, ...]) -> Json:
        return [inner.encode(part) for part in value]

    def decode_list(value: Json, where: str, unknown: list[str]) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise PeerError("a list is wanted here", where=where)
        return tuple(inner.decode(part, f"{where}[{at}]", unknown) for at, part in enumerate(value))

    return Codec(encode=encode_list, decode=decode_list)


def _word(kind: type[StrEnum]) -> Codec:
    def decode_word(value: Json, where: str, unknown: list[str]) -> StrEnum:
        del unknown
        try:
            return kind(_text(value, where))
        except ValueError:
            words = ", ".join(kind)
            raise PeerError(f"one of these words is wanted: {words}", where=where, given=str(value)) from None

    return Codec(encode=str, decode=decode_word)


def _decode_moment(value: Json, where: str, unknown: list[str]) -> datetime:
    del unknown
    try:
        return read_utc(_text(value, where))
    except ValueError as error:
        raise PeerError(str(error), where=where) from None


def _decode_yes(value: Json, where: str, unknown: list[str]) -> bool:
    del unknown
    if _whole(value, where) not in (0, 1):
        raise PeerError("0 or 1 is wanted here", where=where)
    return value == 1


def _decode_key(value: Json, where: str, unknown: list[str]) -> VerifierKey:
    del unknown
    try:
        return VerifierKey.read(_text(value, where))
    except InputError as error:
        raise PeerError(error.what, where=where, given=error.given) from None


_metres = _scaled(1000, "a length")
_degrees = _scaled(10**9, "an angle")
_SIMPLE: dict[Any, Codec] = {
    str: Codec(encode=str, decode=_decode_text),
    int: Codec(encode=int, decode=_decode_whole),
    bool: Codec(encode=int, decode=_decode_yes),
    datetime: Codec(encode=utc_text, decode=_decode_moment),
    VerifierKey: Codec(encode=lambda key: key.text, decode=_decode_key),
}
