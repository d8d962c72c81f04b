"""Checking what somebody was handed, without a node: a proof, a log's files, a bundle, evidence.

What is checked is said, what is not is said as well. Keys come from the one who asks; where they come
from the thing itself, the result says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from commonground.errors import InputError, PeerError
from commonground.statements.form.commitment import Opening, is_commitment
from commonground.statements.roster import Roster
from commonground.statements.statement import FIRST_LINE, Statement, open_statement
from commonground.statements.text import describe
from commonground.store.files.bundle import read_bundle, tail_of
from commonground.tlog.checkpoint import Checkpoint, open_checkpoint
from commonground.tlog.cosignature import unverified_checkpoint
from commonground.tlog.merkle import root_of
from commonground.tlog.note import VerifierKey, open_note
from commonground.tlog.policy import Policy, judge
from commonground.tlog.proofs.proof import check_proof, read_proof
from commonground.tlog.proofs.splitview import check_evidence, read_evidence
from commonground.tlog.proofs.whole import ReadFile, check_files

QUORUM_NOT_CHECKED = "The quorum was not checked: no policy was given."


@dataclass(slots=True, kw_only=True)
class Verified:
    """What was checked and holds: facts for machines, sentences for people, and what it does not say."""

    what: str
    facts: dict[str, object] = field(default_factory=dict)
    says: list[str] = field(default_factory=list)
    not_said: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """For `--json`."""
        return {"what": self.what, "true": True, **self.facts, "says": self.says, "not_said": self.not_said}


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What the asker trusts: a log's key, a policy, parties' cards; each may be missing."""

    log: VerifierKey | None = None
    policy: Policy | None = None
    roster: Roster | None = None

    def log_key(self, origin: str) -> VerifierKey | None:
        """The key that a log's head must bear: the one given, the policy's, or that of its party's card."""
        if self.log is not None:
            return self.log
        if self.policy is not None and self.policy.logs:
            return next(iter(self.policy.log_keys(origin)), None)
        party = self.roster.by_origin(origin) if self.roster else None
        return party.log if party else None

    def head(self, note: bytes, done: Verified) -> Checkpoint:
        """Check a head by these keys, and say what was asked of it. PeerError when it fails."""
        if self.policy is not None:
            return self._by_policy(note, self.policy, done)
        done.facts["quorum"] = None
        done.not_said.append(QUORUM_NOT_CHECKED)
        if self.log is None:
            return self._by_cards(note, done)
        checkpoint, _ = open_checkpoint(note, self.log)
        return checkpoint

    def _by_policy(self, note: bytes, policy: Policy, done: Verified) -> Checkpoint:
        """Check a head by the policy; one that names no log is about the log whose key was given."""
        if not policy.logs:
            key = self.log_key(unverified_checkpoint(note).origin)
            if key is None:
                raise InputError("the policy names no log", hint="--vkey FILE|TEXT, or --card of its party")
            policy = replace(policy, logs=(key,))
        judged = judge(note, policy)
        if self.log is not None:
            open_checkpoint(note, self.log)
        names = sorted(key.name for key, _ in judged.cosigned)
        if not judged.quorum_met:
            seen = ", ".join(names) or "nobody"
            raise PeerError(f"not enough witnesses have seen this head (seen by {seen})")
        done.facts |= {"quorum": True, "witnesses": names}
        done.says.append(f"The head was seen by the quorum: {', '.join(names) or 'no witness is needed'}.")
        return judged.checkpoint

    def _by_cards(self, note: bytes, done: Verified) -> Checkpoint:
        """Check a head by the cards alone: the log's key from its party's card, the witnesses from all."""
        origin = unverified_checkpoint(note).origin
        party = self.roster.by_origin(origin) if self.roster else None
        if self.roster is None or party is None:
            raise InputError(
                "nothing to check the head with",
                given=origin,
                hint="--card with the card of that log's party, or --vkey FILE|TEXT, or --policy FILE",
            )
        checkpoint, opened = open_checkpoint(note, party.log, self.roster.witness_keys())
        seen = sorted(key.name for key, _ in opened.signed if key != party.log)
        done.facts["witnesses"] = seen
        done.says.append(
            f"The head is signed by the log key on {party.code}'s card; of the cards given,"
            f" {', '.join(seen) or 'no witness'} has seen it."
        )
        return checkpoint


def verify_proof(data: bytes, keys: Keys, entry: bytes | None = None) -> Verified:
    """Check a proof file; the entry is given, or travels in it. PeerError when it is false."""
    done = Verified(what="proof")
    proof = read_proof(data)
    opening: Opening | None = None
    if entry is None:
        if proof.extra is None:
            raise InputError("the proof does not carry its entry", hint="--entry FILE")
        entry, opening = _carried(proof.extra)
    checkpoint = keys.head(proof.checkpoint, done)
    check_proof(proof, entry, checkpoint)
    done.facts |= {"origin": checkpoint.origin, "size": checkpoint.size, "index": proof.index}
    done.says.insert(
        0, f"The entry stands at {proof.index} in the log {checkpoint.origin} ({checkpoint.size} entries)."
    )
    note = opening.note if opening else entry
    if note.startswith(FIRST_LINE):
        _say_statement(note, proof.index, keys, done)
    elif is_commitment(entry):
        done.not_said.append("What the entry commits to is not in the file.")
    return done


def _carried(extra: bytes) -> tuple[bytes, Opening | None]:
    if extra.startswith(FIRST_LINE) or is_commitment(extra):
        return extra, None
    opening = Opening.read(extra)
    if not opening.note.startswith(FIRST_LINE):
        return extra, None  # the entry of a log that is not ours
    return opening.entry(), opening


def _say_statement(note: bytes, index: int, keys: Keys, done: Verified) -> None:
    if keys.roster is None:
        done.not_said.append(
            "Who signed the statement was not checked: no card of the party was given (--card)."
        )
        return
    statement = open_statement(note, keys.roster, index=index)
    header = statement.header
    done.facts |= {"id": statement.id, "party": header.party, "officer": header.officer, "kind": header.kind}
    done.says.append(f"Signed by {header.party}/{header.officer} as {header.role}: {describe(statement)}")


def verify_log(read: ReadFile, keys: Keys, older: bytes | None = None) -> Verified:
    """Check a log's files from the first byte to the last. PeerError where anything does not fit.

    older: a signed head of the log that was seen before; the log must begin with what it promised.
    """
    done = Verified(what="log")
    note = read("checkpoint")
    if note is None:
        raise InputError(
            "no file checkpoint in this folder", hint="an export has one; so has any tlog-tiles log"
        )
    head = keys.head(note, done)
    counts = {"statements": 0, "commitments": 0, "other": 0, "signatures": 0}
    leaves = check_files(read, head, _counting(counts, keys))
    if older is not None:
        _goes_on(older, head, keys, done, leaves)
    done.facts |= {"origin": head.origin, "size": head.size, **counts}
    done.says.insert(0, f"Every entry, every tile and the root of the log {head.origin} fit its signed head.")
    done.says.append(
        f"{head.size} entries: {counts['statements']} public statements,"
        f" {counts['commitments']} commitments, {counts['other']} others."
    )
    if keys.roster is None and counts["statements"]:
        done.not_said.append(
            "Who signed the statements was not checked: no card of the party was given (--card)."
        )
    elif keys.roster is not None:
        done.says.append(f"The signatures of {counts['signatures']} statements hold.")
    return done


def _counting(counts: dict[str, int], keys: Keys) -> Callable[[int, bytes], None]:
    roster = keys.roster

    def see(index: int, entry: bytes) -> None:
        if is_commitment(entry):
            counts["commitments"] += 1
        elif not entry.startswith(FIRST_LINE):
            counts["other"] += 1
        else:
            counts["statements"] += 1
            if roster is not None:
                statement: Statement = open_statement(entry, roster, index=index)
                counts["signatures"] += bool(statement)

    return see


def _goes_on(
    older: bytes, head: Checkpoint, keys: Keys, done: Verified, leaves: tuple[bytes, ...] | None = None
) -> None:
    """Check that a log goes on from an older head. PeerError when it went back, or has two histories."""
    key = keys.log_key(head.origin)
    if key is None:
        raise InputError("no key for this log", given=head.origin)
    before, _ = open_checkpoint(older, key)
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
    trusted = keys.log_key(older.origin)
    if trusted is None:
        done.not_said.append("Whose key it is was not checked: it came with the evidence. Give --vkey.")
    elif evidence.log not in (trusted, *(keys.policy.log_keys(older.origin) if keys.policy else ())):
        raise PeerError("the evidence is against another key than the one given", given=evidence.log.text)
    return done


def verify_bundle(data: bytes, keys: Keys) -> Verified:
    """Check a bundle: its parts, its sender's signature, its head and the entries under it."""
    done = Verified(what="bundle")
    bundle = read_bundle(data)
    by_kind = {part.kind: part for part in bundle.parts}
    if not {"checkpoint", "entries", "edge"} <= by_kind.keys():
        raise PeerError("a bundle has a head, an edge and entries")
    if keys.roster is not None:
        open_note(bundle.manifest, (keys.roster.party(bundle.sender).node,))
        done.says.append(f"Signed by the node of {bundle.sender}.")
        if keys.log is None and keys.policy is None:
            keys = Keys(log=keys.roster.party(bundle.sender).log, roster=keys.roster)
    else:
        done.not_said.append("Who made the bundle was not checked: no card of the sender was given (--card).")
    checkpoint = keys.head(by_kind["checkpoint"].data, done)
    tail = tail_of(bundle)
    if tail.start + len(tail.entries) != checkpoint.size or tail.root() != checkpoint.root:
        raise PeerError("the entries of the bundle do not have the root of its head")
    counts = {"statements": 0, "commitments": 0, "other": 0, "signatures": 0}
    see = _counting(counts, keys)
    for offset, entry in enumerate(tail.entries):
        see(tail.start + offset, entry)
    done.facts |= {"from": bundle.sender, "to": bundle.recipient, "number": bundle.number}
    done.facts |= {"origin": checkpoint.origin, "start": tail.start, "size": checkpoint.size, **counts}
    done.says.insert(
        0,
        f"Bundle {bundle.number} from {bundle.sender} to {bundle.recipient}: entries {tail.start} to"
        f" {checkpoint.size} of {checkpoint.origin} fit the signed head.",
    )
    return done
