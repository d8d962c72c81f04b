"""`cg officer`: who may sign for a party, and under which passphrase."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from commonground.cli.options import Json
from commonground.cli.secret import passphrase
from commonground.node.clock import now
from commonground.node.config import check_code, read_config
from commonground.node.folder import NewOfficer, read_officers, read_roster
from commonground.node.officers import add_officer, change_passphrase, revoke_officer

RESTART = "A running node of this folder knows it after a restart."


def list_(folder: Path, /, *, as_json: Json = False) -> int:
    """List a party's officers: code, roles, and whether their key lies in this folder.

    Parameters
    ----------
    folder
        The node's folder.
    as_json
        Print one JSON object a line.
    """
    card = read_roster(read_config(folder)).party(read_config(folder).code)
    here = read_officers(folder)
    for one in card.officers:
        shown = {"code": one.code, "name": one.name, "roles": list(one.roles), "key_here": one.code in here}
        line = (
            f"{one.code}  {one.name}  {', '.join(one.roles)}{'' if one.code in here else '  (no key here)'}"
        )
        print(json.dumps(shown, ensure_ascii=False) if as_json else line)
    return 0


def add(
    folder: Path,
    code: str,
    /,
    *,
    name: str,
    role: list[str],
    passphrases: Path | None = None,
    as_json: Json = False,
) -> int:
    """Give a new officer a key, and say so in our log by a new card that the root key signs.

    Parameters
    ----------
    folder
        The node's folder.
    code
        The officer's code.
    name
        The officer's name as it is shown.
    role
        A role he may sign in; give it once for each.
    passphrases
        A file of mode 0600 with lines code=passphrase, root among them.
    as_json
        Print one JSON object.
    """
    secret = passphrase(f"Passphrase of {name}", passphrases, code, twice=True)
    officer = NewOfficer(code=check_code(code), name=name, roles=tuple(role), passphrase=secret)
    root = passphrase("Passphrase of the root key", passphrases, "root")
    identity = add_officer(read_config(folder), officer, root, now=now())
    return _said(identity, as_json)


def revoke(
    folder: Path,
    code: str,
    /,
    *,
    reason: str,
    from_entry: int | None = None,
    passphrases: Path | None = None,
    as_json: Json = False,
) -> int:
    """Stop trusting an officer's key from a position of our log on; what he said before it still counts.

    Parameters
    ----------
    folder
        The node's folder.
    code
        The officer's code.
    reason
        Why; it is on record.
    from_entry
        The first entry of our log that no longer counts where he signed it (`cg log show` numbers them),
        for a key that was stolen earlier. Now, when left out.
    passphrases
        A file of mode 0600 with lines code=passphrase, root among them.
    as_json
        Print one JSON object.
    """
    root = passphrase("Passphrase of the root key", passphrases, "root")
    said = revoke_officer(read_config(folder), code, reason, root, now=now(), from_entry=from_entry)
    return _said(said, as_json)


def change(folder: Path, code: str, /, *, passphrases: Path | None = None, new: Path | None = None) -> int:
    """Seal an officer's key under a new passphrase. The key stays the same; nothing is said.

    Parameters
    ----------
    folder
        The node's folder.
    code
        The officer's code.
    passphrases
        A file of mode 0600 with the old passphrase, code=passphrase.
    new
        A file of mode 0600 with the new one.
    """
    old = passphrase("Old passphrase", passphrases, code)
    change_passphrase(folder, code, old, passphrase("New passphrase", new, code, twice=True))
    print(f"The key of {code} is sealed under the new passphrase.", file=sys.stderr)
    return 0


def _said(identity: str, as_json: bool) -> int:
    print(json.dumps({"id": identity}) if as_json else identity)
    print(RESTART, file=sys.stderr)
    return 0
