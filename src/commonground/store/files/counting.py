"""What the entries of a log say, counted as a node counts them.

The cards and revocations that the root key signed stand in the log itself. From a card that somebody was
given, old or new, they are applied one by one at their places, so what counts at an entry is what counts
there at every node.
"""

from __future__ import annotations

from commonground.errors import PeerError
from commonground.finding import Finding
from commonground.statements.form.commitment import is_commitment
from commonground.statements.header import LaterVersionError
from commonground.statements.roster import Party, Revocation, Roster
from commonground.statements.statement import FIRST_LINE, open_statement
from commonground.store.files.trusted import Verified, by_other_key
from commonground.store.peers.mirror import MAX_FINDINGS, apply_keys, refused

KINDS = ("statements", "commitments", "other", "signatures", "later_version", "not_counted", "undecided")


class Counting:
    """Counts the entries of a log from `start` on, in order. roster: after those seen so far."""

    def __init__(self, roster: Roster | None, origin: str, *, start: int = 0) -> None:
        self.roster = roster
        self.party = roster.by_origin(origin) if roster else None
        self.counts = dict.fromkeys(KINDS, 0)
        self.findings: list[Finding] = []
        self._decided = start == 0  # whether a key that we do not know is certainly none of the party's
        self._start = start
        self._cards: list[Party] = []  # that stand in these entries
        self._signed: dict[str, list[int]] = {}  # the entries that count, by officer

    def see(self, index: int, entry: bytes) -> None:
        """Count one entry."""
        if is_commitment(entry):
            self.counts["commitments"] += 1
        elif not entry.startswith(FIRST_LINE):
            self.counts["other"] += 1
        else:
            self.counts["statements"] += 1
            if self.roster is not None and self.party is not None:
                self._judge(index, entry, self.roster, self.party)

    def _judge(self, index: int, entry: bytes, roster: Roster, party: Party) -> None:
        try:
            statement = open_statement(entry, roster, index=index)
            if statement.header.party != party.code:
                raise PeerError(f"a statement of {statement.header.party} in the log of {party.code}")
        except LaterVersionError:
            self.counts["later_version"] += 1
        except PeerError as error:
            if not self._decided and _is_other_key(entry, roster, party, index):
                self.counts["undecided"] += 1
                return
            self._refuse(index, party, str(error))
        else:
            self.counts["signatures"] += 1
            self._signed.setdefault(statement.header.officer, []).append(index)
            self.roster = apply_keys(roster, statement, index)
            if isinstance(statement.body, Party):
                self._decided = True
                self._cards.append(statement.body)
            if isinstance(statement.body, Revocation):
                self._reach_back(index, party, statement.body, self.roster)

    def _refuse(self, index: int, party: Party, why: str) -> None:
        self.counts["not_counted"] += 1
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(refused(party, index, why))

    def _reach_back(self, index: int, party: Party, said: Revocation, roster: Roster) -> None:
        """Take back what a revocation reaches behind itself for."""
        name = f"{party.code}/{said.officer}"
        stay: list[int] = []
        for at in self._signed.get(said.officer, ()):
            keys = [key for key in roster.ring(party.code, at).values() if key.name == name]
            if any(roster.is_revoked(party.code, said.officer, key, at) for key in keys):
                self.counts["signatures"] -= 1
                self._refuse(
                    at, party, f"{name}: the key was revoked by entry {index}, reaching back to here"
                )
            else:
                stay.append(at)
        self._signed[said.officer] = stay

    def tell(self, done: Verified) -> None:
        """Say what was counted, and what was not checked."""
        done.facts |= self.counts
        done.findings += self.findings
        counts = self.counts
        if not counts["statements"]:
            return
        if self.party is None:
            done.not_said.append(
                "Who signed the statements was not checked: no card of the party was given (--card)."
            )
            return
        done.says.append(f"The signatures of {counts['signatures']} statements hold.")
        if counts["later_version"]:
            done.says.append(
                f"Statements of a later version: {counts['later_version']}; signed, counted, not read here."
            )
        if counts["not_counted"]:
            done.says.append(
                f"Statements that do not count: {counts['not_counted']}, though the entries are whole and in"
                " their places; see the findings."
            )
        if counts["undecided"]:
            done.not_said.append(
                f"Who signed {counts['undecided']} of the statements: they bear other keys than the card that"
                " was given has."
            )
        if not self._start and self._cards and self.party not in self._cards:
            done.not_said.append(
                f"The card of {self.party.code} that was given stands nowhere in these entries: it is of"
                " another time. Signatures were checked by the cards in the log, under the same root key."
            )
        if self._start:
            done.not_said.append(
                f"Cards and revocations before entry {self._start}, and after the last entry: they are not in"
                " the file."
            )
        else:
            done.not_said.append(
                "Revocations after the last entry: one that comes later may reach back before it."
            )


def _is_other_key(entry: bytes, roster: Roster, party: Party, index: int) -> bool:
    ring = roster.ring(party.code, index)
    try:
        return by_other_key(entry, lambda name: name.startswith(f"{party.code}/"), ring)
    except PeerError:
        return False
