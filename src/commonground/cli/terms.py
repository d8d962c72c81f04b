"""`cg terms`: the terms of the exchange, drafted from the cards, said by each party, compared."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from commonground.cli.options import Json
from commonground.cli.plain import one_line
from commonground.cli.record import record
from commonground.cli.secret import passphrase
from commonground.cli.terms_words import (
    drafted,
    in_words,
    pins_of,
    policy_text,
    read_budget,
    read_contact,
    read_deadline,
    read_signal,
)
from commonground.errors import InputError, PeerError
from commonground.node.clock import now
from commonground.node.config import read_config
from commonground.node.folder import key_of, open_root, read_roster
from commonground.statements.admin import Terms
from commonground.statements.folds.terms import check_terms, differing_terms, terms_digest
from commonground.statements.form.canonical import read_canonical, write_canonical
from commonground.statements.form.codec import decode, encode
from commonground.statements.roster import ROOT
from commonground.tlog.policy import read_policy

MAX_FILE = 48 * 1024


def draft(
    folder: Path,
    out: Path,
    /,
    *,
    title: str,
    quorum: int = 1,
    relay: str = "",
    relay_signs: Annotated[bool, Parameter(negative="")] = False,
    grid: str = "",
    deadline: list[str] | None = None,
    role: list[str] | None = None,
    contact: list[str] | None = None,
    signal: list[str] | None = None,
    budget: list[str] | None = None,
    retention_days: int = 0,
    words: str = "",
    as_json: Json = False,
) -> int:
    """Write a draft of terms from the cards we hold, to be read and changed by people of all sides.

    The file is JSON that may be edited by hand: layout and the order of its keys mean nothing. What the
    sides compare and sign is the digest of what it says.

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
    relay_signs:
        The relay passes on nothing but its own statements, instead of the signed originals.
    grid:
        The name of a grid that all sides share.
    deadline:
        NAME=SECONDS, of urgent, ordinary, movement, alarm, recall, delayed; once for each.
    role:
        Who is called when nobody looks, in this order; once for each.
    contact:
        PARTY:ROLE:WAY:NUMBER[:HOURS], how a role is reached without a link; once for each.
    signal:
        NAME:FORM:MEANING of a warning signal that the sides have settled; once for each.
    budget:
        NAME=LIMIT/SECONDS, how often one side may ask in a private way; once for each.
    retention_days:
        For how many days what is said is kept; 0 leaves it to each side.
    words:
        Anything else that people are to read.
    as_json:
        Print one JSON object.
    """
    config = read_config(folder)
    roster = read_roster(config)
    if not 0 <= quorum < len(roster.parties):
        raise InputError(
            f"of {len(roster.parties)} parties at most {len(roster.parties) - 1} others can be the quorum",
            where="--quorum",
            given=str(quorum),
        )
    terms = replace(
        drafted(roster, title=title, quorum=quorum),
        pins=pins_of(config, roster),
        relay=relay,
        relay_signs=relay_signs,
        grid=grid,
        deadlines=tuple(read_deadline(one) for one in deadline or ()),
        roles=tuple(role or ()),
        contacts=tuple(read_contact(one) for one in contact or ()),
        signals=tuple(read_signal(one) for one in signal or ()),
        budgets=tuple(read_budget(one) for one in budget or ()),
        retention_days=retention_days,
        words=words,
    )
    check_terms(terms)
    if out.exists():
        raise InputError("this file exists", where=str(out))
    out.write_text(json.dumps(encode(terms), ensure_ascii=False, indent=2, sort_keys=True) + "\n", "utf-8")
    return _shown(terms, str(out), as_json)


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


def show(
    folder: Path, /, *, full: Annotated[bool, Parameter(negative="")] = False, as_json: Json = False
) -> int:
    """Show which terms each party has said, from which entry of its log. Exit 3 when they are not the same.

    Parameters
    ----------
    folder:
        The node's folder.
    full:
        Print what our own terms say, line by line, to be read aloud.
    as_json:
        Print one JSON object.
    """
    with record(folder) as store:
        said, since = store.terms(), store.terms_since()
        names, own = {code: party.name for code, party in store.roster.parties.items()}, store.party
    findings = differing_terms(said, names)
    digests = {code: terms_digest(terms) for code, terms in sorted(said.items())}
    if as_json:
        shown = {"terms": digests, "since": since, "findings": [one.as_json() for one in findings]}
        if full and own in said:
            shown["own"] = encode(said[own])
        print(json.dumps(shown, ensure_ascii=False))
        return 3 if findings else 0
    for code, digest in digests.items():
        print(f"{code}: {digest}  since entry {since[code]}")
    for code in sorted(names.keys() - said.keys()):
        print(f"{code}: no terms said, as far as we hold its log")
    if full and own in said:
        print("\n".join(one_line(line) for line in in_words(said[own])))
    for one in findings:
        print(f"{one.level.word}: {one.text}")
    return 3 if findings else 0


def policy(folder: Path, out: Path, /, *, as_json: Json = False) -> int:
    """Write the policy of our terms as a file (C2SP tlog-policy), for `cg verify --policy` and others.

    Every log and witness key stands in it that the parties have had, by the cards that our record holds:
    write it anew when a party has changed a key. Without terms of ours the quorum is any one other party.

    Parameters
    ----------
    folder:
        The node's folder.
    out:
        The file to write.
    as_json:
        Print one JSON object.
    """
    if out.exists():
        raise InputError("this file exists", where=str(out))
    with record(folder) as store:
        roster, terms = store.roster, store.terms().get(store.party)
    quorum = min(1, len(roster.parties) - 1)
    if terms is None:
        who = "any one other party" if quorum else "nobody: we hold no other party's card"
        print(f"No terms of ours: the quorum is {who}.", file=sys.stderr)
    usual = drafted(roster, title="", quorum=quorum)
    made = policy_text(terms or usual, roster, said=terms is not None)
    out.write_text(made, "utf-8")
    if as_json:
        logs = read_policy(made)
        keys = {code: len(logs.log_keys(one.origin)) for code, one in sorted(roster.parties.items())}
        print(json.dumps({"file": str(out), "log_keys": keys}))
    else:
        print(out)
    return 0


def read(file: Path, /, *, as_json: Json = False) -> int:
    """Read a draft of terms line by line, with its digest, before it is signed.

    Parameters
    ----------
    file:
        The draft.
    as_json:
        Print one JSON object.
    """
    terms = _read(file)
    if as_json:
        print(json.dumps({"digest": terms_digest(terms), "terms": encode(terms)}, ensure_ascii=False))
        return 0
    print(terms_digest(terms))
    print("\n".join(one_line(line) for line in in_words(terms)))
    return 0


def _read(file: Path) -> Terms:
    if not file.is_file() or file.stat().st_size > MAX_FILE:
        raise InputError("no such file, or too long", where=str(file))
    try:
        text = json.loads(file.read_text("utf-8"), object_pairs_hook=_once)
        canonical = write_canonical(text)
        terms, unknown = decode(Terms, read_canonical(canonical), where="terms")
    except (PeerError, ValueError, RecursionError) as error:
        raise InputError(
            f"not terms: {error}", where=str(file), hint="`cg terms draft` writes them"
        ) from None
    if unknown or not isinstance(terms, Terms):
        raise InputError(f"fields that we do not know: {', '.join(unknown)}", where=str(file))
    check_terms(terms)
    return terms


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _shown(terms: Terms, where: str, as_json: bool) -> int:
    digest = terms_digest(terms)
    parties = [party.code for party in terms.parties]
    if as_json:
        print(json.dumps({"digest": digest, "parties": parties, "where": where}))
    else:
        print(digest)
        print(f"terms of {', '.join(parties)}: {where}", file=sys.stderr)
    return 0
