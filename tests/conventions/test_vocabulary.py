"""Words that are never used: not in kinds, keys, catalogues or pages. The list is docs/glossary.md's."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "commonground"
WEB = REPOSITORY / "web" / "src"

# Where a listed word is the name of something else; each line says what.
EXCEPTED: dict[str, set[str]] = {
    "interop/texts/where/areas.py": {"track"},  # "trackline" in the warnings of others, which we have to read
    "node/peers/outside.py": {"accept"},  # "accept-encoding", a header of HTTP
}


def never_used() -> re.Pattern[str]:
    section = (
        (REPOSITORY / "docs" / "glossary.md")
        .read_text(encoding="utf-8")
        .split("## Words that are never used")[1]
    )
    listed = " ".join(line.strip() for line in section.splitlines() if line.startswith("    "))
    words = [word.strip() for word in listed.split(",") if word.strip()]
    assert len(words) > 10
    return re.compile(r"(?<![A-Za-z])(" + "|".join(map(re.escape, words)) + r")(?![A-Za-z])", re.IGNORECASE)


WORDS = never_used()


def docstrings(tree: ast.AST) -> set[int]:
    """Ids of the constants that are docstrings."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def shown_strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of a module that could reach a wire, a key or a screen, with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = docstrings(tree) if path.relative_to(SOURCE).parts[0] != "cli" else set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            yield node.lineno, node.value


def words_of(text: str, name: str) -> list[str]:
    return [
        m.group(0)
        for m in WORDS.finditer(text.replace("_", " "))
        if m.group(0).lower() not in EXCEPTED.get(name, ())
    ]


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_string_of_the_product_uses_a_word_of_the_list(path: Path) -> None:
    name = str(path.relative_to(SOURCE))
    found = [
        (line, words, text[:80]) for line, text in shown_strings(path) if (words := words_of(text, name))
    ]
    assert found == []


def catalogues() -> list[Path]:
    return sorted([*WEB.rglob("*.json"), *(p for p in SOURCE.rglob("*.json") if "static" not in p.parts)])


@pytest.mark.parametrize("path", catalogues(), ids=lambda p: p.name)
def test_no_catalogue_uses_a_word_of_the_list(path: Path) -> None:
    def texts(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for key, inner in value.items():
                if key not in {"quote", "source"}:  # the words of others stay theirs
                    yield key
                    yield from texts(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from texts(inner)

    found = [
        text for text in texts(json.loads(path.read_text(encoding="utf-8"))) if words_of(text, path.name)
    ]
    assert found == []


PAGE_TEXT = re.compile(r">([^<>{}=;()]+)<|(?:aria-label|title|placeholder)=\"([^\"]+)\"")


@pytest.mark.parametrize("path", sorted(WEB.rglob("*.tsx")), ids=lambda p: p.name)
def test_no_page_uses_a_word_of_the_list(path: Path) -> None:
    texts = [a or b for a, b in PAGE_TEXT.findall(path.read_text(encoding="utf-8"))]
    assert [text for text in texts if words_of(text, path.name)] == []


def test_the_list_finds_what_it_should() -> None:
    assert WORDS.search("You are cleared to go")
    assert WORDS.search("TARGET 12")
    assert not WORDS.search("unclear, nuclear, retracked")
