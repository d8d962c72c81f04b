"""`cg verify`: check a proof, a log's files, a bundle or evidence, without any node and without a network."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from commonground.cli.options import Json
from commonground.cli.plain import one_line
from commonground.errors import InputError, PeerError
from commonground.finding import Level
from commonground.node.folder import read_card
from commonground.statements.roster import Roster
from commonground.store.files.bundle import FIRST_WORDS, MAX_BUNDLE
from commonground.store.files.export import VKEY, Folder
from commonground.store.files.trusted import CannotSayError, Keys, Verified
from commonground.store.files.verifying import (
    verify_bundle,
    verify_evidence,
    verify_head,
    verify_log,
    verify_proof,
)
from commonground.tlog.note import VerifierKey
from commonground.tlog.policy import read_policy
from commonground.tlog.proofs import proof, splitview

PROOF, EVIDENCE = proof.FIRST_LINE.encode(), splitview.FIRST_LINE.encode()
NOT_HEADS = (PROOF, EVIDENCE, FIRST_WORDS)
PROVES = {
    "proof": "It proves that this entry stood in the log when the head was signed, and cannot be taken out of"
    " it without the log's keeper being caught.",
    "head": "It proves that the log's keeper put its name to a tree of this size and root.",
    "log": "It proves that these entries, in this order, are what the log's keeper put its name to.",
    "bundle": "It proves that the bundle is whole, and that its entries are those of the signed head.",
    "evidence": "It proves that whoever holds this key has told two histories. It does not say which is so.",
}
PROVES_NOT = (
    "It does not prove that what a statement says is so, that anybody has read or understood it, that"
    " nothing was left unsaid, or that the clocks were right. A key may have been revoked later, also back to"
    " before this: what comes after the last entry here is not known. A witness has seen a head; it stands"
    " for nothing that the entries say. What is not listed is not therefore unprotected."
)


def verify(
    path: Path,
    /,
    *,
    vkey: str = "",
    policy: Path | None = None,
    card: tuple[Path, ...] = (),
    entry: Path | None = None,
    extends: Path | None = None,
    explain: bool = False,
    as_json: Json = False,
) -> int:
    """Check a proof, a folder with a log's files, a bundle (.cgb), an evidence file or a signed head.

    Needs no node and no network. Exit 0: it holds. Exit 3, with the reason: it does not, or is damaged beyond
    recognition (FALSE); the keys given cannot show it (CANNOT SAY); it holds and something in it has to be
    looked at. Exit 1: not tried, as there is no such file or the options do not fit. Without a policy it says
    that the quorum was not checked.

    Parameters
    ----------
    path:
        The file or folder.
    vkey:
        The log's public key, as text or as a file; a folder's own file VKEY when left out.
    policy:
        A tlog-policy file: which logs, which witnesses, how many are enough.
    card:
        A party's card, to check who signed, and the head too where no other key is given; once for each
        party.
    entry:
        The bytes of the entry, for a proof that does not carry it.
    extends:
        An older export or signed head of the same log: exit 3 where this one does not go on from it.
    explain:
        Say in plain words what this proves and what it does not.
    as_json:
        Print one JSON object.
    """
    keys = Keys(
        log=_vkey(vkey) if vkey else None,
        policy=read_policy(_bytes(policy).decode("utf-8", "surrogateescape")) if policy else None,
        roster=Roster(read_card(_bytes(one), where=str(one)) for one in card) if card else None,
    )
    try:
        older = _bytes(extends / "checkpoint" if extends.is_dir() else extends) if extends else None
        given = _bytes(entry) if entry else None
        if not vkey and not card and (own := _own_key(path)):
            keys = replace(keys, log=own)
        done = _verify(path, keys, given, older)
    except PeerError as error:
        return _not_shown(error, as_json)
    if path.is_dir() and not vkey and policy is None and not card:
        done.not_said.append(f"Whose log this is was not checked: the key came from its own file {VKEY}.")
    code = 3 if any(one.level >= Level.CAUTION for one in done.findings) else 0
    if as_json:
        print(json.dumps(done.as_json()))
        return code
    for line in done.says:
        print(one_line(line))
    for one in done.findings:
        print(f"{one.level.word}: {one_line(one.text)}")
    for line in done.not_said:
        print(f"not checked: {line}", file=sys.stderr)
    if explain:
        print(PROVES[done.what])
        print(PROVES_NOT)
    return code


def _verify(path: Path, keys: Keys, entry: bytes | None, older: bytes | None) -> Verified:
    if path.is_dir():
        return verify_log(Folder(path).read, keys, older)
    data = _bytes(path)
    if older is not None and data.startswith(NOT_HEADS):
        raise InputError("only a log's folder or a head goes on from an older one", where=str(path))
    if data.startswith(PROOF):
        return verify_proof(data, keys, entry)
    if data.startswith(FIRST_WORDS):
        return verify_bundle(data, keys)
    if data.startswith(EVIDENCE):
        return verify_evidence(data, keys)
    if b"\n\n\xe2\x80\x94 " in data:
        return verify_head(data, keys, older)
    raise PeerError(
        "neither a proof, nor a bundle, nor evidence, nor a head, nor a folder with a log's files:"
        " damaged, cut short, or some other file"
    )


def _not_shown(error: PeerError, as_json: bool) -> int:
    """Say why it does not hold, or why the keys given cannot show that it does."""
    undecided = isinstance(error, CannotSayError)
    if as_json:
        print(json.dumps({"true": None if undecided else False, "reason": str(error)}))
    else:
        print(f"{'CANNOT SAY' if undecided else 'FALSE'}: {one_line(str(error))}")
    return 3


def _vkey(given: str) -> VerifierKey:
    return VerifierKey.read(given if "+" in given and not _is_file(given) else _text(Path(given)).strip())


def _own_key(path: Path) -> VerifierKey | None:
    """The key that lies in a log's folder, None where none does. PeerError where it cannot be read as one."""
    own = path / VKEY
    if not (path.is_dir() and own.is_file()):
        return None
    try:
        return VerifierKey.read(_text(own).strip())
    except InputError as error:
        raise PeerError(f"the file {VKEY} holds no key: {error.what}") from None


def _is_file(given: str) -> bool:
    try:
        return Path(given).is_file()
    except OSError:
        return False  # a key is longer than the name of a file may be


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BUNDLE:
            raise InputError(f"larger than {MAX_BUNDLE} bytes", where=str(path))
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from None


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode()
    except UnicodeDecodeError:
        raise InputError("not a text file", where=str(path)) from None
