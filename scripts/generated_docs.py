"""Pages that are made from the code: the command line and the kinds of finding.

`python -m scripts.generated_docs` writes them; a test fails while one is stale.
"""

from __future__ import annotations

import re
from pathlib import Path

from commonground.cli.main import build
from commonground.finding import Kind
from scripts.kinds_page import page as kinds_page

REPOSITORY = Path(__file__).resolve().parents[1]
HEAD = "<!-- Made by `make docs`; do not edit. -->\n\n"


def command_line() -> str:
    """`docs/cli.md`: every command with its arguments."""
    return HEAD + build(with_help=False).generate_docs(output_format="markdown").rstrip() + "\n"


def findings() -> str:
    """`docs/findings.md`: every kind of finding, by the room that makes it."""
    source = (REPOSITORY / "src" / "commonground" / "finding.py").read_text(encoding="utf-8")
    body = source.split("class Kind(StrEnum):", 1)[1].split("\n@dataclass", 1)[0]
    rows = ["# Kinds of finding", "", "| kind | made by | when |", "|---|---|---|"]
    room = ""
    for line in body.splitlines():
        if heading := re.match(r"    # (\w+)", line):
            room = heading.group(1)
        elif member := re.match(r"    \w+ = \"(\w+)\"(?:  # (.*))?", line):
            rows.append(f"| `{member.group(1)}` | {room} | {member.group(2) or ''} |")
    assert len(rows) - 4 == len(Kind), "a kind stands on a line of its own, or it is lost from the page"
    return HEAD + "\n".join(rows) + "\n"


def pages() -> dict[str, str]:
    """Every generated page, by its path in the repository."""
    return {
        "docs/cli.md": command_line(),
        "docs/findings.md": findings(),
        "docs/spec/kinds.md": HEAD + kinds_page(),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (REPOSITORY / name).write_text(text, encoding="utf-8")
