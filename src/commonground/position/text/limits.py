"""How much text is read."""

from __future__ import annotations

from typing import Final

MOST_CHARACTERS: Final = 10_000
MOST_READ: Final = 400  # blanks collapsed; more than this is running text, for `find`
