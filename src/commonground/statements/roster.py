"""Rosters: whose key is whose, in which role, from which position of the party's log.

A party has a root key (kept offline), a log key, a witness key, a node key, a box key to which what is
meant for it is sealed (an Ed25519 key that signs nothing, used in its Curve25519 form), and officers
with keys and roles. What stands in force at an entry follows from the cards and revocations at lower
positions of the same log, so everybody who holds the log comes to the same answer, whatever the clocks
say.

Key names: the log's is the origin, the others are "<party>/root", "<party>/node", "<party>/witness",
"<party>/box" and "<party>/<officer>". These four words are never officers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from commonground.errors import InputError, PeerError
from commonground.tlog.note import COSIGNATURE, ED25519, KeyRing, VerifierKey, key_ring

ROOT, NODE, WITNESS, BOX = "root", "node", "witness", "box"
RESERVED = frozenset({ROOT, NODE, WITNESS, BOX})


def origin_of(code: str) -> str:
    """The origin of a party's log."""
    return f"commonground/{code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """One officer: code, name, key, and the roles he may sign in."""

    code: str
    name: str
    key: VerifierKey
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """The card of a party: its names and keys. Also the body of a statement of kind `roster`.

    certificate: the TLS certificate of its node, base64 of its DER form; "" where it has none.
    """

    code: str
    name: str
    origin: str
    root: VerifierKey
    log: VerifierKey
    witness: VerifierKey
    node: VerifierKey
    box: VerifierKey
    officers: tuple[Officer, ...] = ()
    certificate: str = ""

    def __post_init__(self) -> None:
        wanted = {self.origin: self.log, f"{self.code}/{ROOT}": self.root}
        wanted |= {f"{self.code}/{WITNESS}": self.witness, f"{self.code}/{NODE}": self.node}
        wanted |= {f"{self.code}/{BOX}": self.box}
        wanted |= {f"{self.code}/{officer.code}": officer.key for officer in self.officers}
        if len(wanted) != 5 + len(self.officers) or any(one.code in RESERVED for one in self.officers):
            raise ValueError(f"the codes of the officers of {self.code} are taken or stand twice")
        for name, key in wanted.items():
            right = COSIGNATURE if key is self.witness else ED25519
            if key.name != name or key.algorithm != right:
                raise ValueError(f"the key named {key.name} cannot be that of {name}")
        if len({key.public for key in wanted.values()}) != len(wanted):
            raise ValueError(f"one key of {self.code} serves two purposes")

    def roles_of(self, signer: str) -> tuple[str, ...]:
        """The roles that one of this party's signers may sign in; empty for a stranger."""
        if signer in (ROOT, NODE):
            return (signer,)
        return next((officer.roles for officer in self.officers if officer.code == signer), ())

    def keys(self) -> list[VerifierKey]:
        """The keys that sign statements."""
        return [self.root, self.node, *(officer.key for officer in self.officers)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """ "This officer's key is not trusted from this size of our log on." Body of kind `revocation`.

    `from_size` may lie before the revocation itself: the positions between become doubtful.
    """

    officer: str
    key: str  # the key id in hexadecimal
    from_size: int
    reason: str


Cards: TypeAlias = tuple[tuple[int, Party], ...]  # each with the entry from which it is in force


def _in_force(cards: Cards, index: int | None) -> int:
    """Which of a party's cards is in force at an entry of its log, None for the newest; -1 where none is."""
    at = len(cards) - 1
    while index is not None and at >= 0 and cards[at][0] > index:
        at -= 1
    return at


class Roster:
    """The cards of all parties, by the position from which each is in force.

    Immutable: `with_card` and `with_revocation` give a new one.
    """

    def __init__(self, parties: Iterable[Party] = (), later: Iterable[str] = ()) -> None:
        """`later`: the parties whose card here is not their first, so that it may be ahead of their log."""
        self.later = frozenset(later)
        self._cards: dict[str, Cards] = {}
        self._revoked: dict[tuple[str, str, str], int] = {}
        for party in parties:
            if party.code in self._cards:
                raise InputError("two cards for one party", given=party.code)
            self._cards[party.code] = ((0, party),)
        self._rings: dict[tuple[str, int], KeyRing] = {}

    @property
    def parties(self) -> dict[str, Party]:
        """The newest card of every party, by code."""
        return {code: cards[-1][1] for code, cards in self._cards.items()}

    def party(self, code: str, index: int | None = None) -> Party:
        """The card of a party, as of an entry of its log or the newest. InputError when unknown."""
        cards = self._cards.get(code)
        if cards is None:
            raise InputError("no such party in the roster", given=code)
        return cards[_in_force(cards, index)][1]

    def by_origin(self, origin: str) -> Party | None:
        """The party whose log has this origin."""
        return next((one for one in self.parties.values() if one.origin == origin), None)

    def ring(self, code: str, index: int | None) -> KeyRing:
        """The keys that may have signed an entry of this party's log."""
        cards = self._cards.get(code, ())
        at = _in_force(cards, index)
        if at < 0:
            raise PeerError("no such party in the roster", given=code)
        made = self._rings.get((code, at))
        if made is None:
            made = self._rings[code, at] = key_ring(cards[at][1].keys())
        return made

    def log_keys(self, code: str) -> list[tuple[VerifierKey, int | None]]:
        """The keys of a party's log, newest first, each with the largest size it may have signed (None: any).

        A new key counts from the entry after its card; the head that first covers the card is the old key's.
        """
        cards = self._cards.get(code, ())
        found: list[tuple[VerifierKey, int | None]] = []
        until: int | None = None
        for since, card in reversed(cards):
            if not found or found[-1][0] != card.log:
                found.append((card.log, until))
            until = since
        return found

    def witness_keys(self) -> tuple[VerifierKey, ...]:
        """Every witness key that a party has had."""
        keys = (card.witness for cards in self._cards.values() for _, card in cards)
        return tuple(dict.fromkeys(keys))

    def is_revoked(self, code: str, officer: str, key: VerifierKey, index: int | None) -> bool:
        """Whether this key of an officer no longer counts at an entry (None: now)."""
        since = self._revoked.get((code, officer, key.key_id.hex()))
        return since is not None and (index is None or index >= since)

    def with_card(self, card: Party, index: int) -> Roster:
        """The roster after a card that stands at `index` of its party's log; in force after it."""
        made = self._copy()
        before = tuple(one for one in self._cards.get(card.code, ()) if one[0] <= index)
        made._cards[card.code] = (*before, (index + 1, card)) if before else ((0, card),)
        return made

    def with_revocation(self, code: str, said: Revocation) -> Roster:
        """The roster after a revocation."""
        made = self._copy()
        name = (code, said.officer, said.key)
        made._revoked[name] = min(said.from_size, self._revoked.get(name, said.from_size))
        return made

    def _copy(self) -> Roster:
        made = Roster()
        made._cards = dict(self._cards)
        made._revoked = dict(self._revoked)
        return made
