"""The page of all kinds of statement, made from the table and the types themselves."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from commonground.statements.kinds import KINDS
from commonground.statements.notice import Notice
from commonground.tlog.note import VerifierKey

INTRO = """# Kinds of statement

What can be said, who may say it, and whether it carries a place. What carries a place, and every
message, stands in the log as a commitment and goes to the parties named in `to`, unless an officer
makes it public. A kind that is not here comes from a later version: it is kept, shown as unknown, and
has no effect. How values travel stands in [statement.md](statement.md).

| kind | family | says | signed by | place |
|---|---|---|---|---|
"""


def page() -> str:
    """The page."""
    rows = [
        f"| `{kind}` | {row.family} | {row.says} | {row.signers.value} | {'yes' if row.place else ''} |"
        for kind, row in KINDS.items()
    ]
    out = [INTRO + "\n".join(rows), "", "## Bodies", ""]
    bodies: dict[type, list[str]] = {}
    for kind, row in KINDS.items():
        bodies.setdefault(row.body, []).append(kind)
    inner: dict[type, None] = {}
    for body, kinds in bodies.items():
        out += [f"### {', '.join(kinds)}", "", *_fields(body, inner), ""]
    out += ["## Objects inside", ""]
    done: set[type] = set(bodies)
    while todo := [one for one in inner if one not in done]:
        for one in todo:
            done.add(one)
            out += [f"### {one.__name__}", "", *_fields(one, inner), ""]
    return "\n".join(out).rstrip() + "\n"


def _fields(kind: type, inner: dict[type, None]) -> Iterator[str]:
    hints = get_type_hints(kind)
    yield "| field | value | |"
    yield "|---|---|---|"
    for field in dataclasses.fields(kind):
        if not field.init or (kind is Notice and field.name == "kind"):
            continue
        optional = (
            field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
        )
        name, value = _named(field.name, _not_none(hints[field.name]), inner)
        yield f"| `{name}` | {value} | {'may be left out' if optional else ''} |"


def _not_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def _named(name: str, hint: Any, inner: dict[type, None]) -> tuple[str, str]:
    if hint is float and name.endswith("_m"):
        return f"{name}m", "whole millimetres"
    if hint is float:
        return name.removesuffix("_deg") + "_e9", "whole 1e-9 degrees"
    return name, _value(hint, inner)


def _value(hint: Any, inner: dict[type, None]) -> str:
    if get_origin(hint) is tuple:
        parts = get_args(hint)
        if set(parts) == {float}:
            return f"[{', '.join(['1e-9 degrees'] * len(parts))}]"
        return f"list of {_value(parts[0], inner)}"
    plain = {str: "text", int: "whole number", bool: "0 or 1", datetime: "moment", VerifierKey: "vkey"}
    if hint in plain:
        return plain[hint]
    if issubclass(hint, StrEnum):
        return "one of " + ", ".join(f"`{word}`" for word in hint)
    inner[hint] = None
    return f"object {hint.__name__}"
