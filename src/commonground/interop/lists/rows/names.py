"""Names and numbers of items as a screen shows them, one line each.

A name may hold what a screen obeys and nobody sees: escapes, turned writing direction, invisible letters.
Such a name can look like another one, so it is shown with U+FFFD and never signed.
"""

from __future__ import annotations

import re

from commonground.finding import Finding, Kind, Level

# Controls but blanks and line ends, overriding and embedding of direction, halves of pairs, tags. Joiners
# and plain marks of direction stay: names in Persian, Arabic and Indic scripts carry them.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e0fff]"
)


def hidden_in(text: str) -> str:
    """The characters of a text that no screen shows, each once."""
    return "" if text.isascii() and text.isprintable() else "".join(dict.fromkeys(_HIDDEN.findall(text)))


def as_shown(text: str) -> str:
    """A name on one line; what no screen shows stands as U+FFFD."""
    return " ".join(text.split()) if not hidden_in(text) else _HIDDEN.sub("\ufffd", " ".join(text.split()))


def name_not_shown(hidden: str) -> Finding:
    """What is said of a row whose name or number has such characters."""
    listed = ", ".join(f"U+{ord(one):04X}" for one in hidden[:5])
    text = f"The name or number holds characters that no screen shows ({listed}); it cannot be signed so."
    return Finding(kind=Kind.NAME_NOT_SHOWN, level=Level.CAUTION, text=text)
