"""Where the data folder is: depictions, land and countries made from installed packages by setup."""

from __future__ import annotations

from pathlib import Path

NAME = "data"


def data_folder(given: Path | None = None) -> Path:
    """The data folder: the one given, else `data` here, else the one beside the source checkout.

    The path need not exist; whoever opens it says what is missing and that `make setup` makes it.
    """
    if given is not None:
        return given
    here = Path(NAME)
    checkout = Path(__file__).resolve().parents[3] / NAME
    return here if here.is_dir() or not checkout.is_dir() else checkout
