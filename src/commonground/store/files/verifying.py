"""Checking what somebody was handed, without a node: a proof, a log's files, a bundle, evidence.

What is checked is said, what is not is said as well. Keys come from the one who asks; where they come
from the thing itself, the result says so.
"""

from __future__ import annotations

from dataclasses import replace

from commonground.errors import InputError, PeerError
from commonground.statements.form.commitment import SALT_SIZE, Opening, is_commitment
from commonground.statements.header import LaterVersionError
from commonground.statements.roster import NODE
from commonground.statements.statement import FIRST_LINE, open_statement
from commonground.statements.text import describe
from commonground.store.files.bundle import Bundle, read_bundle, tail_of
from commonground.store.files.counting import Counting
from commonground.store.files.trusted import (
    CannotSayError,
    Keys,
    Verified,
    by_other_key,
    cannot_say_who,
    is_ours,
)
from commonground.tlog.checkpoint import Checkpoint, open_checkpoint
from commonground.tlog.cosignature import unverified_checkpoint
from commonground.tlog.merkle import root_of
from commonground.tlog.note import VerifierKey, open_note, split_note
from commonground.tlog.proofs.proof import Proof, check_proof, read_proof
from commonground.tlog.proofs.splitview import check_evidence, read_evidence
from commonground.tlog.proofs.whole import ReadFile, check_files

WHOSE = "whether it is or was the key of that log, its cards or an export of it can show."
LATER = (
    "Whether the key that signed it was revoked or replaced, by then or later: one entry does not show that."
    " An export of the log does (cg log export, cg verify FOLDER --card CARD)."
)


def verify_proof(data: bytes, keys: Keys, entry: bytes | None = None) -> Verified:
    """Check a proof file; the entry is given, or travels in it. PeerError when it is false."""
    done = Verified(what="proof")
    proof = read_proof(data)
    claimed = unverified_checkpoint(proof.checkpoint)
    carried, opening = (entry, None) if entry is not None else _carried(proof.extra)
    try:
        checkpoint = keys.head(proof.checkpoint, done)
    except CannotSayError:
        if carried is not None:
            check_proof(proof, carried, claimed)  # what is false is false
        raise
    # with a proof of a log that is not ours anything may travel: it is the entry where it proves to be one
    opaque = entry is None and not is_ours(claimed.origin) and opening is None
    if carried is None or (opaque and not _stands(proof, carried, checkpoint)):
        raise InputError("the proof does not carry its entry", hint="--entry FILE")
    check_proof(proof, carried, checkpoint)
    done.facts |= {"origin": checkpoint.origin, "size": checkpoint.size, "index": proof.index}
    done.says.insert(
        0, f"The entry stands at {proof.index} in the log {checkpoint.origin} ({checkpoint.size} entries)."
    )
    note = opening.note if opening else carried
    if note.startswith(FIRST_LINE):
        _say_statement(note, proof.index, checkpoint.origin, keys, done)
    elif is_commitment(carried):
        done.not_said.append("What the entry commits to is not in the file.")
    return done


def _carried(extra: bytes | None) -> tuple[bytes | None, Opening | None]:
    """The entry that travels with a proof, opened where it is salt and statement."""
    if extra is None or extra.startswith(FIRST_LINE) or not extra[SALT_SIZE:].startswith(FIRST_LINE):
        return extra, None
    opening = Opening.read(extra)
    return opening.entry(), opening


def _stands(proof: Proof, entry: bytes, checkpoint: Checkpoint) -> bool:
    try:
        check_proof(proof, entry, checkpoint)
    except PeerError:
        return False
    return True


def _say_statement(note: bytes, index: int, origin: str, keys: Keys, done: Verified) -> None:
    party = keys.party(origin)
    if keys.roster is None or party is None:
        done.not_said.append(
            "Who signed the statement was not checked: no card of the party was given (--card)."
        )
        return
    ring = keys.roster.ring(party.code, index)
    if by_other_key(note, lambda name: name.startswith(f"{party.code}/"), ring):
        raise cannot_say_who(split_note(note)[1][0].name, note)
    try:
        statement = open_statement(note, keys.roster, index=index)
    except LaterVersionError:
        done.says.append("The statement is of a later version: signed, and not read here.")
    else:
        header = statement.header
        if header.party != party.code:
            raise PeerError(f"a statement of {header.party} in the log of {party.code}", evidence=note)
        done.facts |= {"id": statement.id, "party": header.party, "officer": header.officer}
        done.facts["kind"] = header.kind
        done.says.append(f"Signed by {header.party}/{header.officer} as {header.role}: {describe(statement)}")
    done.not_said.append(LATER)


def verify_log(read: ReadFile, keys: Keys, older: bytes | None = None) -> Verified:
    """Check a log's files from the first byte to the last. PeerError where anything does not fit.

    older: a signed head of the log that was seen before; the log must begin with what it promised.
    """
    done = Verified(what="log")
    note = read("checkpoint")
    if note is None:
        raise PeerError("no file checkpoint in this folder: every log's files have one")
    claimed = unverified_checkpoint(note)
    counting = Counting(keys.roster, claimed.origin)
    leaves = check_files(read, claimed, counting.see)
    keys = replace(keys, roster=counting.roster, whole=True)
    head = keys.head(note, done)
    if older is not None:
        _goes_on(older, head, keys, done, leaves)
    done.facts |= {"origin": head.origin, "size": head.size}
    done.says.insert(0, f"Every entry, every tile and the root of the log {head.origin} fit its signed head.")
    done.says.append(
        f"{head.size} entries: {counting.counts['statements']} public statements,"
        f" {counting.counts['commitments']} commitments, {counting.counts['other']} others."
    )
    counting.tell(done)
    return done


def _goes_on(
    older: bytes, head: Checkpoint, keys: Keys, done: Verified, leaves: tuple[bytes, ...] | None = None
) -> None:
    """Check that a log goes on from an older head. PeerError when it went back, or has two histories."""
    known = keys.log_keys(head.origin)
    if not known:
        raise InputError("no key for this log", given=head.origin)
    before, _ = open_checkpoint(older, _signer(older, known))
    if before.size > head.size:
        raise PeerError(
            f"the log went back: a head of {before.size} entries was seen, this one has {head.size}"
        )
    if leaves is None and before.size < head.size:
        raise InputError("a head alone does not show what it goes on from", hint="give the log's folder")
    root = root_of(leaves[: before.size]) if leaves is not None else head.root
    if root != before.root:
        raise PeerError(
            f"the log has signed two histories: its first {before.size} entries here are not those of the"
            " head that was seen before",
            evidence=older,
        )
    done.facts["extends"] = before.size
    done.says.append(f"The log goes on from the head of {before.size} entries that was given.")


def _signer(note: bytes, known: tuple[VerifierKey, ...]) -> VerifierKey:
    """Which of these keys a note names; the first where it names none."""
    named = {(line.name, line.key_id) for line in split_note(note)[1]}
    return next((key for key in known if (key.name, key.key_id) in named), known[0])


def verify_head(note: bytes, keys: Keys, older: bytes | None = None) -> Verified:
    """Check a signed head by itself. PeerError when the log's key has not signed it.

    older: another head that was seen before; of one size, they must be one.
    """
    done = Verified(what="head")
    head = keys.head(note, done)
    if older is not None:
        _goes_on(older, head, keys, done)
    done.facts |= {"origin": head.origin, "size": head.size, "root": head.root.hex()}
    done.says.insert(0, f"The log {head.origin} has put its name to a head of {head.size} entries.")
    done.not_said.append("The entries under the head were not checked: they are not in the file.")
    return done


def verify_evidence(data: bytes, keys: Keys) -> Verified:
    """Check evidence that a log has signed two histories. PeerError when it accuses nobody."""
    done = Verified(what="evidence")
    evidence = read_evidence(data)
    older, newer = check_evidence(evidence)
    done.facts |= {"origin": older.origin, "sizes": [older.size, newer.size], "key": evidence.log.text}
    done.says.append(
        f"The key {evidence.log.text} has signed two heads of the log {older.origin}, of {older.size} and of"
        f" {newer.size} entries, that cannot both be true."
    )
    trusted = keys.log_keys(older.origin)
    if not trusted:
        done.not_said.append("Whose key it is was not checked: it came with the evidence. Give --vkey.")
    elif evidence.log not in trusted:
        against = f"the evidence is against another key than the one given: {evidence.log.text}"
        raise (
            PeerError(against) if keys.log or keys.policy else CannotSayError(f"{against}. It holds; {WHOSE}")
        )
    return done


def verify_bundle(data: bytes, keys: Keys) -> Verified:
    """Check a bundle: its parts, its sender's signature, its head and the entries under it."""
    done = Verified(what="bundle")
    bundle = read_bundle(data)
    by_kind = {part.kind: part for part in bundle.parts}
    kinds = [part.kind for part in bundle.parts]
    if any(kinds.count(kind) != 1 for kind in ("checkpoint", "entries", "edge")):
        raise PeerError("a bundle has one head, one edge and its entries once")
    if [line.name for line in split_note(bundle.manifest)[1]] != [f"{bundle.sender}/{NODE}"]:
        raise PeerError("not a bundle: another has signed it than the sender that it names")
    tail = tail_of(bundle)
    note = by_kind["checkpoint"].data
    claimed = unverified_checkpoint(note)
    if tail.start + len(tail.entries) != claimed.size or tail.root() != claimed.root:
        raise PeerError("the entries of the bundle do not have the root of its head")
    counting = Counting(keys.roster, claimed.origin, start=tail.start)
    for offset, entry in enumerate(tail.entries):
        counting.see(tail.start + offset, entry)
    _check_sender(bundle, keys, counting, done)
    checkpoint = replace(keys, roster=counting.roster, whole=tail.start == 0).head(note, done)
    done.facts |= {"from": bundle.sender, "to": bundle.recipient, "number": bundle.number}
    done.facts |= {"origin": checkpoint.origin, "start": tail.start, "size": checkpoint.size}
    done.says.insert(
        0,
        f"Bundle {bundle.number} from {bundle.sender} to {bundle.recipient}: entries {tail.start} to"
        f" {checkpoint.size} of {checkpoint.origin} fit the signed head.",
    )
    counting.tell(done)
    return done


def _check_sender(bundle: Bundle, keys: Keys, counting: Counting, done: Verified) -> None:
    """Check who made a bundle, by the card that was given or a newer one that the bundle brings."""
    if keys.roster is None or counting.roster is None:
        done.not_said.append("Who made the bundle was not checked: no card of the sender was given (--card).")
        return
    nodes = [one.party(bundle.sender).node for one in (keys.roster, counting.roster)]
    known = {(key.name, key.key_id): key for key in nodes}
    if by_other_key(bundle.manifest, lambda name: name == f"{bundle.sender}/{NODE}", known):
        raise cannot_say_who(f"{bundle.sender}/{NODE}", bundle.manifest)
    open_note(bundle.manifest, known)
    done.says.append(f"Signed by the node of {bundle.sender}.")
