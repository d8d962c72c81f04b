"""Policies: which logs and witnesses count, and how many are enough (C2SP tlog-policy).

    log <vkey> [url]
    witness <name> <vkey> [url]
    group <name> <any|all|number> <member>…
    quorum <name|none>

A policy is a file of octets: words are kept apart by spaces and tabs alone, and a name beyond ASCII is
only ever compared. It counts witnesses, not signatures: each key stands in it once, and each name in
one group at most. With two parties the quorum is the other one; that gives no
protection while the other one is offline, and the reader of a head is told so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from commonground.errors import InputError, PeerError
from commonground.tlog.checkpoint import Checkpoint, open_checkpoint, read_number
from commonground.tlog.cosignature import unverified_checkpoint
from commonground.tlog.note import ED25519, NoteSignature, VerifierKey, split_note

MAX_POLICY = 256 * 1024  # characters: a key of ML-DSA-44 has 1,800 of them
NONE = "none"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BLANK = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """So many of these members (witness or group names)."""

    need: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The logs, the witnesses by their short names, the groups, and the name of the quorum.

    urls: where witnesses can be asked (the submission prefix of tlog-witness), by their short names.
    """

    logs: tuple[VerifierKey, ...]
    witnesses: dict[str, VerifierKey] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str = NONE
    urls: dict[str, str] = field(default_factory=dict)

    def log_keys(self, origin: str) -> tuple[VerifierKey, ...]:
        """The keys that the policy names for the log of this origin."""
        return tuple(key for key in self.logs if key.name == origin)

    def met_by(self, keys: Sequence[VerifierKey]) -> bool:
        """Whether cosignatures by these keys are enough."""
        return self._met(self.quorum, {(key.name, key.key_id) for key in keys})

    def _met(self, name: str, seen: set[tuple[str, bytes]]) -> bool:
        if name == NONE:
            return True
        witness = self.witnesses.get(name)
        if witness is not None:
            return (witness.name, witness.key_id) in seen
        group = self.groups[name]
        return sum(self._met(member, seen) for member in group.members) >= group.need

    def write(self) -> str:
        """The policy as text."""
        lines = [f"log {key.text}" for key in self.logs]
        lines += [
            f"witness {name} {key.text} {self.urls.get(name, '')}".rstrip()
            for name, key in self.witnesses.items()
        ]
        lines += [
            f"group {name} {group.need} {' '.join(group.members)}" for name, group in self.groups.items()
        ]
        return "\n".join([*lines, f"quorum {self.quorum}", ""])


def read_policy(text: str) -> Policy:
    """Read a policy. Members are named before they are used. InputError with the line otherwise."""
    if len(text) > MAX_POLICY:
        raise InputError(f"a policy has at most {MAX_POLICY} characters")
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        words = _BLANK.split(line.strip(" \t"))
        try:
            if _CONTROL.search(line):
                raise ValueError("control characters other than tab and newline")
            if words != [""] and not words[0].startswith("#"):
                reader.take(words)
        except (ValueError, InputError) as error:
            raise InputError(str(error), where=f"policy line {number}", given=line) from None
    if reader.quorum is None:
        raise InputError("a policy has one line: quorum", hint="`quorum none` needs no witness")
    return Policy(
        logs=tuple(reader.logs),
        witnesses=reader.witnesses,
        groups=reader.groups,
        quorum=reader.quorum,
        urls=reader.urls,
    )


class _Reader:
    """What the lines of a policy have named so far."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: dict[str, VerifierKey] = {}
        self.groups: dict[str, Group] = {}
        self.quorum: str | None = None
        self.urls: dict[str, str] = {}
        self.members: set[str] = set()  # names that stand in a group

    def take(self, words: list[str]) -> None:
        match words:
            case ["log", vkey] | ["log", vkey, _]:
                self._log(VerifierKey.read(vkey))
            case ["witness", name, vkey, *url] if len(url) <= 1:
                key = VerifierKey.read(vkey)
                self._new(name)
                if key.algorithm == ED25519:
                    raise ValueError("a witness has a cosignature key, not a plain one")
                _check_new(key, self.witnesses.values())
                self.witnesses[name] = key
                if url:
                    self.urls[name] = url[0]
            case ["group", name, need, *members] if members:
                self._new(name)
                self.groups[name] = Group(need=self._need(need, members), members=tuple(members))
            case ["quorum", name] if self.quorum is None:
                if name != NONE and name not in self.witnesses and name not in self.groups:
                    raise ValueError("the quorum names no witness and no group above it")
                self.quorum = name
            case _:
                raise ValueError("not a line of a policy: log, witness, group or one quorum")

    def _log(self, key: VerifierKey) -> None:
        if key.algorithm != ED25519:
            raise ValueError("a log has a plain key under its own name")
        _check_new(key, self.logs)
        self.logs.append(key)

    def _new(self, name: str) -> None:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise ValueError(f"the name {name} is taken")

    def _need(self, need: str, members: list[str]) -> int:
        for member in members:
            if member not in self.witnesses and member not in self.groups:
                raise ValueError(f"no witness and no group {member} above this line")
            if member in self.members:
                raise ValueError(f"{member} stands in a group already, and would be counted twice")
            self.members.add(member)
        count = {"any": 1, "all": len(members)}.get(need) or read_number(need)
        if not 1 <= count <= len(members):
            raise ValueError(f"{need} of {len(members)} cannot be met")
        return count


def _check_new(key: VerifierKey, others: Iterable[VerifierKey]) -> None:
    """One key under two names would be counted twice; its name and type do not make it another."""
    if any(key.public == other.public for other in others):
        raise ValueError("this key stands in the policy already")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A checkpoint whose log signature holds, with the cosignatures that hold, and whether they suffice."""

    checkpoint: Checkpoint
    cosigned: tuple[tuple[VerifierKey, NoteSignature], ...]
    quorum_met: bool


def judge(note: bytes, policy: Policy, *, uncounted: str = "") -> Judged:
    """Open a signed checkpoint by a policy. PeerError when the log is unknown or a signature fails.

    uncounted: the key name of a witness that makes no quorum here, as the log's own; a policy cannot say so.
    """
    claimed = unverified_checkpoint(note)
    keys = policy.log_keys(claimed.origin)
    if not keys:
        raise PeerError("the policy names no such log", given=claimed.origin, evidence=note)
    signers = {(line.name, line.key_id) for line in split_note(note)[1]}
    log = next((key for key in keys if (key.name, key.key_id) in signers), keys[0])
    witnesses = tuple(policy.witnesses.values())
    others = [key for key in keys if key != log]
    checkpoint, opened = open_checkpoint(note, log, (*witnesses, *others))
    cosigned = tuple((key, line) for key, line in opened.signed if key in witnesses and key.name != uncounted)
    return Judged(
        checkpoint=checkpoint,
        cosigned=cosigned,
        quorum_met=policy.met_by([key for key, _ in cosigned]),
    )


def check_policy(note: bytes, policy: Policy) -> Checkpoint:
    """The checkpoint, if the policy's quorum saw it. PeerError otherwise."""
    judged = judge(note, policy)
    if not judged.quorum_met:
        raise PeerError("not enough witnesses have seen this head", given=policy.quorum, evidence=note)
    return judged.checkpoint
