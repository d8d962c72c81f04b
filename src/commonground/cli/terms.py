"""`cg terms`: the terms of the exchange, drafted from the cards, said by each party, compared."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from commonground.cli.record import record
from commonground.cli.secret import passphrase
from commonground.errors import InputError, PeerError
from commonground.node.clock import now
from commonground.node.config import read_config
from commonground.node.folder import key_of, open_root, read_roster
from commonground.statements.admin import Terms
from commonground.statements.folds.terms import check_terms, differing_terms, terms_digest
from commonground.statements.form.canonical import read_canonical, write_canonical
from commonground.statements.form.codec import decode, encode
from commonground.statements.roster import ROOT, Roster

Json = Annotated[bool, Parameter("--json", negative="")]
MAX_FILE = 48 * 1024


def draft(
    folder: Path, out: Path, /, *, title: str, quorum: int = 1, relay: str = "", as_json: Json = False
) -> int:
    """Write a draft of terms from the cards we hold, to be read and changed by people of both sides.

    Parameters
    ----------
    folder:
        The node's folder.
    out:
        The file to write.
    title:
        What these terms are for.
    quorum:
        How many other parties must have seen a head before it counts as given.
    relay:
        The party through which the others speak, if there is one.
    as_json:
        Print one JSON object.
    """
    terms = _drafted(read_roster(read_config(folder)), title, quorum, relay)
    if out.exists():
        raise InputError("this file exists", where=str(out))
    out.write_bytes(write_canonical(encode(terms)) + b"\n")
    return _shown(terms, str(out), as_json)


def _drafted(roster: Roster, title: str, quorum: int, relay: str) -> Terms:
    parties = tuple(roster.parties[code] for code in sorted(roster.parties))
    lines = [f"log {party.log.text}" for party in parties]
    lines += [f"witness {party.code} {party.witness.text}" for party in parties]
    if quorum:
        lines.append(f"group others {quorum} {' '.join(party.code for party in parties)}")
    lines += [f"quorum {'others' if quorum else 'none'}", ""]
    terms = Terms(title=title, parties=parties, policy="\n".join(lines), relay=relay)
    check_terms(terms)
    return terms


def sign(folder: Path, file: Path, /, *, passphrases: Path | None = None, as_json: Json = False) -> int:
    """Say the terms in our own log, with the root key. Every party signs the same file.

    Read the digest to the other parties first: it must be the same with all.

    Parameters
    ----------
    folder:
        The node's folder.
    file:
        The terms, as drafted.
    passphrases:
        A file of mode 0600 with a line root=passphrase; asked for when left out.
    as_json:
        Print one JSON object.
    """
    terms = _read(file)
    config = read_config(folder)
    opened = open_root(folder, passphrase("Passphrase of the root key", passphrases, ROOT))
    with record(folder, with_keys=True) as store:
        signer = key_of(config.code, ROOT, opened.seed)
        entry = store.say(terms, officer=signer, role=ROOT, now=now(), public=True)
        store.seal(now())
    return _shown(terms, entry.id, as_json)


def show(folder: Path, /, *, as_json: Json = False) -> int:
    """Show which terms each party has said. Exit 3 when they are not the same.

    Parameters
    ----------
    folder:
        The node's folder.
    as_json:
        Print one JSON object.
    """
    with record(folder) as store:
        said = store.terms()
        names = {code: party.name for code, party in store.roster.parties.items()}
    findings = differing_terms(said, names)
    digests = {code: terms_digest(terms) for code, terms in sorted(said.items())}
    if as_json:
        print(json.dumps({"terms": digests, "findings": [one.as_json() for one in findings]}))
        return 3 if findings else 0
    for code, digest in digests.items():
        print(f"{code}: {digest}")
    for code in sorted(names.keys() - said.keys()):
        print(f"{code}: no terms said, as far as we hold its log")
    for one in findings:
        print(f"{one.level.word}: {one.text}")
    return 3 if findings else 0


def _read(file: Path) -> Terms:
    if not file.is_file() or file.stat().st_size > MAX_FILE:
        raise InputError("no such file, or too long", where=str(file))
    try:
        terms, unknown = decode(Terms, read_canonical(file.read_bytes().rstrip(b"\n")), where="terms")
    except PeerError as error:
        raise InputError(
            f"not terms: {error}", where=str(file), hint="`cg terms draft` writes them"
        ) from None
    if unknown or not isinstance(terms, Terms):
        raise InputError(f"fields that we do not know: {', '.join(unknown)}", where=str(file))
    check_terms(terms)
    return terms


def _shown(terms: Terms, where: str, as_json: bool) -> int:
    digest = terms_digest(terms)
    parties = [party.code for party in terms.parties]
    if as_json:
        print(json.dumps({"digest": digest, "parties": parties, "where": where}))
    else:
        print(digest)
        print(f"terms of {', '.join(parties)}: {where}", file=sys.stderr)
    return 0
