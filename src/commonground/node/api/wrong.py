"""What is wrong with a request, in our words: the place in it, what was given, what to do.

The models in `node/models` say what may be sent, and pydantic finds what does not fit; its own words
are for programmers, so each kind of its errors has a sentence here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from commonground.errors import InputError
from commonground.node.models.asked import CODE_FORM, escaped

DOCUMENTED: Final = "docs/spec/api.md and /api/openapi.json name the fields"
OURS: Final = "ours"  # raised by a model of ours: sentence and hint are its own
PLACES: Final = ("body", "query", "path")  # pydantic begins with these
FORMS: Final[Mapping[str, str]] = {
    CODE_FORM: "small letters, figures and hyphens, a letter first, at most 32",
    "^[0-9a-f]{64}$": "64 figures 0-9 and letters a-f, as the record shows it",
}

# The kind of error -> what is wrong, and what to do. Names in braces are pydantic's own.
SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("this is missing", DOCUMENTED),
    "extra_forbidden": ("this node knows no such field", DOCUMENTED),
    "json_invalid": ("the body of this request is no JSON", "send one JSON object"),
    "model_attributes_type": ("a group of named fields belongs here", 'write {{"name": value}}'),
    "model_type": ("a group of named fields belongs here", 'write {{"name": value}}'),
    "dict_type": ("a group of named fields belongs here", 'write {{"name": value}}'),
    "list_type": ("a list belongs here", "write [ ] around it, even around one"),
    "tuple_type": ("a pair belongs here", "write [latitude, longitude]"),
    "too_short": ("fewer than {min_length} here", "give at least {min_length}"),
    "too_long": ("more than {max_length} here", "send at most {max_length} at once"),
    "string_type": ("a text belongs here", 'write it in quotes: "31N AA 66 00"'),
    "string_too_short": ("this is empty", "write at least {min_length} character"),
    "string_too_long": ("this text is too long", "at most {max_length} characters"),
    "string_pattern_mismatch": ("this does not have its form", "{form}"),
    "string_unicode": ("this is no text", "send UTF-8"),
    "literal_error": ("this is none of the words that may stand here", "one of {expected}"),
    "bool_type": ("yes or no belongs here", "write true or false"),
    "bool_parsing": ("yes or no belongs here", "write true or false"),
    "int_type": ("a whole number belongs here", "write 7, not 7.0 and not in quotes"),
    "int_parsing": ("a whole number belongs here", "write 7, not 7.0"),
    "int_parsing_size": ("this number is too large", "see the limits in /api/openapi.json"),
    "int_from_float": ("a whole number belongs here", "write 7, not 7.5"),
    "float_type": ("a number belongs here", "write 7.5, not in quotes"),
    "float_parsing": ("a number belongs here", "write 7.5, with a point"),
    "finite_number": ("a number must be finite", "write a number such as 7.5"),
    "greater_than": ("this number is too small", "above {gt}"),
    "greater_than_equal": ("this number is too small", "{ge} or more"),
    "less_than": ("this number is too large", "below {lt}"),
    "less_than_equal": ("this number is too large", "{le} or less"),
}
NO_FILE: Final = ("a file belongs here", "send it as multipart/form-data, in the field `file`")
BODIES: Final = "send one JSON object in UTF-8, or a file as multipart/form-data"
NOT_FORESEEN: Final = ("this cannot be read", DOCUMENTED)


def wrong_field(found: Mapping[str, Any], *, secret: bool = False) -> InputError:
    """One error of pydantic in our words. `secret`: what was given is not repeated."""
    context = dict(found.get("ctx") or {})
    kind, given = found["type"], found.get("input")
    parts = [str(part) for part in found["loc"] if part not in PLACES]
    if kind == OURS:
        what, hint = str(found["msg"]), str(context["hint"])
    elif kind == "value_error" and parts == ["file"]:  # FastAPI's own check of an upload
        what, hint = NO_FILE
    else:
        what, hint = SENTENCES.get(kind, NOT_FORESEEN)
        context["form"] = FORMS.get(str(context.get("pattern")), str(context.get("pattern")))
        what, hint = what.format_map(context), hint.format_map(context)
    if kind == "json_invalid":
        parts, given = [f"character {parts[0]}"], str(context.get("error", ""))
    shown = escaped(str(given)) if isinstance(given, str | int | float) and not secret else ""
    return InputError(what, where=".".join(parts) or "body", given=shown, hint=hint)


def refused_by_http(status: int, method: str, path: str) -> InputError:
    """A refusal of the server's routing or of its reading of forms, which speak English of their own."""
    path = escaped(path[:100])
    if status == 404:
        return InputError("no such path at this node", where=path, hint="/api/openapi.json lists them")
    if status == 405:
        return InputError(f"this path does not take {method}", where=path, hint=DOCUMENTED)
    return InputError("the body of this request cannot be read", where=path, hint=BODIES)
