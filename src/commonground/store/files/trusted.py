"""What the one who asks trusts, and a head judged by it: a log's key, a policy, parties' cards."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field, replace

from commonground.errors import InputError, PeerError
from commonground.finding import Finding
from commonground.statements.folds.terms import with_cards
from commonground.statements.roster import WITNESS, Party, Roster, origin_of
from commonground.store.heads import open_head
from commonground.tlog.checkpoint import Checkpoint, open_checkpoint
from commonground.tlog.cosignature import unverified_checkpoint
from commonground.tlog.note import VerifierKey, split_note
from commonground.tlog.policy import Policy, judge

QUORUM_NOT_CHECKED = "The quorum was not checked: no policy was given."


class CannotSayError(PeerError):
    """What was handed over may be true, and the keys given cannot show it."""


@dataclass(slots=True, kw_only=True)
class Verified:
    """What was checked and holds: facts for machines, sentences for people, and what it does not say.

    findings: what has to be looked at in something that is whole, such as a statement that does not count.
    """

    what: str
    facts: dict[str, object] = field(default_factory=dict)
    says: list[str] = field(default_factory=list)
    not_said: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """For `--json`."""
        found = [one.as_json() for one in self.findings]
        shown = {"says": self.says, "not_said": self.not_said, "findings": found}
        return {"what": self.what, "true": True, **self.facts, **shown}


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What the asker trusts: a log's key, a policy, parties' cards; each may be missing.

    whole: the cards and revocations of the log in question are all in the roster, each by its position, so
    that a key that is not there is none of its party's.
    """

    log: VerifierKey | None = None
    policy: Policy | None = None
    roster: Roster | None = None
    whole: bool = False

    def party(self, origin: str) -> Party | None:
        """The party whose log this is, where a card of it was given."""
        return self.roster.by_origin(origin) if self.roster else None

    def log_keys(self, origin: str) -> tuple[VerifierKey, ...]:
        """The keys that a log's head may bear: the one given, or the policy's and those of the cards."""
        if self.log is not None:
            return (self.log,)
        named = self.policy.log_keys(origin) if self.policy else ()
        party = self.party(origin)
        if party is None or self.roster is None or (self.policy and self.policy.logs and not named):
            return named
        return tuple(dict.fromkeys((*named, *(key for key, _ in self.roster.log_keys(party.code)))))

    def head(self, note: bytes, done: Verified) -> Checkpoint:
        """Check a head by these keys, and say what was asked of it. PeerError when it fails."""
        origin = unverified_checkpoint(note).origin
        if all(line.name != origin for line in split_note(note)[1]):
            raise PeerError("not signed by the log that it names", given=origin, evidence=note)
        if self.policy is not None:
            return self._by_policy(note, self.policy, origin, done)
        done.facts["quorum"] = None
        done.not_said.append(QUORUM_NOT_CHECKED)
        if self.log is None:
            return self._by_cards(note, origin, done)
        checkpoint, _ = open_checkpoint(note, self.log)
        return checkpoint

    def _by_policy(self, note: bytes, policy: Policy, origin: str, done: Verified) -> Checkpoint:
        """Check a head by the policy; the keys of the cards count beside those that it names for this log."""
        keys = self.log_keys(origin)
        if not policy.logs:
            if not keys:
                raise InputError("the policy names no log", hint="--vkey FILE|TEXT, or --card of its party")
            policy = replace(policy, logs=keys)
        policy = with_cards(policy, self.roster) if self.roster else policy
        known = {(key.name, key.key_id): key for key in policy.log_keys(origin)}
        if known and by_other_key(note, lambda name: name == origin, known):
            raise PeerError(
                "signed by another log key than the policy names. Where the key was rotated, `cg terms"
                " policy` writes the policy with the new one; or give that party's card as well (--card)"
            )
        party = self.party(origin)
        own = party.witness.name if party else own_witness(origin)
        judged = judge(note, policy, uncounted=own)
        if self.log is not None:
            open_checkpoint(note, self.log)
        elif party is not None and self.roster is not None and self.whole:
            open_head(note, self.roster, party)
        names = sorted(key.name for key, _ in judged.cosigned)
        not_its_own, lines = "", split_note(note)[1]
        if any(line.name == own for line in lines):
            not_its_own = f"The log's own witness, {own}, is not counted for it."
        if not judged.quorum_met:
            seen = ", ".join(names) or "nobody"
            why = f"not enough witnesses have seen this head (seen by {seen}). {not_its_own}"
            raise PeerError(why.rstrip())
        done.facts |= {"quorum": True, "witnesses": names}
        done.says.append(f"The head was seen by the quorum: {', '.join(names) or 'no witness is needed'}.")
        done.says += [not_its_own] if not_its_own else []
        if len(known) > 1:
            log = next(known[line.name, line.key_id] for line in lines if (line.name, line.key_id) in known)
            done.facts["log_key"] = log.text
            done.says.append(f"Signed with the log key {log.text}, one of {len(known)} that count for it.")
        return judged.checkpoint

    def _by_cards(self, note: bytes, origin: str, done: Verified) -> Checkpoint:
        """Check a head by the cards alone: the log's key from its party's card, the witnesses from all."""
        party = self.party(origin)
        if self.roster is None or party is None:
            raise InputError(
                "nothing to check the head with",
                given=origin,
                hint="--card with the card of that log's party, or --vkey FILE|TEXT, or --policy FILE",
            )
        known = {(key.name, key.key_id) for key, _ in self.roster.log_keys(party.code)}
        if not self.whole and by_other_key(note, lambda name: name == origin, known):
            raise CannotSayError(
                f"the head bears the name {origin}, and another key than the one on the card of {party.code}"
                f" that was given. {_WHICH}",
                evidence=note,
            )
        checkpoint, _, log = open_head(note, self.roster, party)
        _, opened = open_checkpoint(note, log, self.roster.witness_keys())
        seen = sorted(key.name for key, _ in opened.signed if key != log and key.name != party.witness.name)
        done.facts["witnesses"] = seen
        done.says.append(
            f"The head is signed by the log key on {party.code}'s card; of the cards given,"
            f" {', '.join(seen) or 'no witness'} has seen it."
        )
        return checkpoint


def is_ours(origin: str) -> bool:
    """Whether a log is one that a party of ours keeps, by its name."""
    return origin.startswith(origin_of(""))


def own_witness(origin: str) -> str:
    """The key name of the witness of a log's own party, which makes no quorum for it; "" for other logs."""
    return f"{origin.removeprefix(origin_of(''))}/{WITNESS}" if is_ours(origin) else ""


_WHICH = (
    "Keys change by cards in the party's log: whether this was its key then, its card of that time or an"
    " export of its log can show (cg verify FOLDER --card CARD)."
)


def by_other_key(note: bytes, named: Callable[[str], bool], known: Container[tuple[str, bytes]]) -> bool:
    """Whether a note bears signature lines of such a name, and none by a key that we know under it."""
    lines = [line for line in split_note(note)[1] if named(line.name)]
    return bool(lines) and not any((line.name, line.key_id) in known for line in lines)


def cannot_say_who(signer: str, evidence: bytes) -> CannotSayError:
    """The error about a signature by a key that is none on the card given."""
    return CannotSayError(
        f"signed in the name {signer}, by another key than the card that was given has for it. {_WHICH}",
        evidence=evidence,
    )
