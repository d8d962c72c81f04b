"""The node: where clock, disk, keys and peers meet, and the one place from which anything is said.

It keeps no facts of its own. What the desk sees is folded from the store's statements (picture.py);
what an officer does becomes a statement, durable before the answer leaves. Sessions, nonces and lists
not yet signed are lost at a restart and nothing else.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from commonground.node import clock as clocks
from commonground.node.auth.limits import Attempts
from commonground.node.auth.sealed import Cost, Opened, SealedKey, seal
from commonground.node.auth.sessions import Session, Sessions, cookie_name
from commonground.node.bell import Bell
from commonground.node.boxes import party_box
from commonground.node.config import NodeConfig, read_config
from commonground.node.desk.lists import Lists
from commonground.node.desk.map_causes import MapCauses
from commonground.node.desk.nearby import Nearby
from commonground.node.desk.objections import Objections
from commonground.node.desk.pasts import Pasts
from commonground.node.desk.picture import Picture, Pictures
from commonground.node.folder import MachineKeys, key_of, read_officers, read_roster
from commonground.node.opening import kept_record
from commonground.node.peers.centre import relaying
from commonground.node.peers.handed import HandedOver, Wanted
from commonground.node.peers.signing import Once
from commonground.node.peers.state import PeerStates, WitnessStates
from commonground.node.rotation import checked_keys
from commonground.statements.admin import Terms
from commonground.statements.roster import NODE, Roster, origin_of
from commonground.statements.statement import Statement
from commonground.store.store import Store
from commonground.store.values import NodeKeys
from commonground.tlog.note import Signer

log = logging.getLogger("commonground.node")


@dataclass(eq=False, slots=True, kw_only=True)
class Node:
    """One party's node. Used from many threads: the store has one writer, folds are values."""

    config: NodeConfig
    store: Store
    keys: MachineKeys
    officers: Mapping[str, SealedKey]
    origin: str
    clock: clocks.Clock
    sessions: Sessions = field(init=False)
    attempts: Attempts = field(init=False, default_factory=Attempts)  # by officer
    knocks: Attempts = field(init=False, default_factory=lambda: Attempts(most=20))  # by address
    nobody: SealedKey = field(init=False)
    bell: Bell = field(init=False)
    staffed_at: datetime = field(init=False)  # when an officer was last known to sit here
    once: Once = field(init=False, default_factory=Once)
    peers: PeerStates = field(init=False)
    witnesses: WitnessStates = field(init=False, default_factory=WitnessStates)
    pictures: Pictures = field(init=False)
    pasts: Pasts = field(init=False)
    work: threading.Event = field(init=False, default_factory=threading.Event)  # wakes the machine
    trouble: str = field(init=False, default="")  # why the machine could not finish its last turn
    when_told: Callable[[str], None] | None = field(init=False, default=None)  # a peer says: look
    when_carried: Callable[[str], None] | None = field(init=False, default=None)  # tell all but this one
    handed: HandedOver = field(init=False, default_factory=HandedOver)
    wanted: Wanted = field(init=False, default_factory=Wanted)
    lists: Lists = field(init=False, default_factory=Lists)
    map_causes: MapCauses = field(init=False, default_factory=MapCauses)
    objections: Objections = field(init=False, default_factory=Objections)
    nearby: Nearby = field(init=False, default_factory=Nearby)
    _terms: tuple[int, Terms | None] | None = field(init=False, default=None)
    _shown: set[str] = field(init=False, default_factory=set)  # ids a staffed desk has just drawn
    _shown_lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.sessions = Sessions(idle=timedelta(seconds=self.config.idle_lock_s))
        self.nobody = _nobody(self.officers)
        self.bell = Bell(self.clock)
        self.staffed_at = self.clock()
        self.peers = PeerStates(self.config, self.clock)
        self.pictures = Pictures(self.store, self.config)
        self.pasts = Pasts(self.store, self.config)

    @classmethod
    def open(cls, folder: Path, *, origin: str, clock: clocks.Clock = clocks.now) -> Node:
        """Open the node of a folder. Raises InputError or OwnError where a file of it is wrong."""
        config = read_config(folder)
        store = Store.open(kept_record(folder), party=config.code, roster=read_roster(config))
        keys = checked_keys(config, store)
        store.keys = NodeKeys(log=keys.log, witness=keys.witness, node=keys.node, box=None)
        return cls(
            config=config, store=store, keys=keys, officers=read_officers(folder), origin=origin, clock=clock
        )

    def unlock(self, officer: str, opened: Opened) -> None:
        """An officer has come: what was sealed to our party can be opened until the node ends."""
        if self.store.locked:
            self.store.unlock(
                party_box(self.config, officer, opened, self.roster.party(self.config.code).box)
            )
            self.changed()

    def lock(self) -> None:
        """Close every desk and open nothing more that is sealed to our party, until an officer comes."""
        self.sessions.close_all()
        self.store.lock()
        self.changed()

    @property
    def roster(self) -> Roster:
        """The cards in force."""
        return self.store.roster

    @property
    def origin_of_log(self) -> str:
        """The origin of our own log."""
        return origin_of(self.config.code)

    @property
    def cookie(self) -> str:
        """The name of this desk's cookie."""
        return cookie_name(self.origin)

    @property
    def mode(self) -> Literal["LIVE", "DRILL"]:
        """Whether what is said here is a drill."""
        return "DRILL" if self.picture().drill else "LIVE"

    def picture(self) -> Picture:
        """Everything known now; of what is settled, only that there is more."""
        return self.pictures.now()

    def everything(self) -> tuple[Statement, ...]:
        """Every statement that we can read, the settled ones too. Reads a long record from its start."""
        picture = self.picture()
        return tuple(self.store.statements()) if picture.settled else picture.statements

    def statement(self, identity: str) -> Statement | None:
        """A statement that we can read, settled or not."""
        known = self.picture().by_id.get(identity)
        if known is not None:
            return known
        found = self.store.find(identity)
        return found.statement if found is not None else None

    def say(
        self,
        session: Session,
        body: Any,
        *,
        to: Sequence[str] = (),
        re: Sequence[str] = (),
        not_after: datetime | None = None,
    ) -> str:
        """Say something as the officer at the desk; gives its id once it is durable."""
        secret = bytes(session.key)
        return self._say(
            body, key_of(self.config.code, session.officer, secret), session.role, to, re, not_after
        )

    def say_as_node(self, body: Any, *, to: Sequence[str] = (), re: Sequence[str] = ()) -> str:
        """Say something as the machine: receipts and the confirmation of a matching readback alone."""
        return self._say(body, self.keys.node, NODE, to, re, None)

    def _say(
        self,
        body: Any,
        signer: Signer,
        role: str,
        to: Sequence[str],
        re: Sequence[str],
        not_after: datetime | None,
    ) -> str:
        entry = self.store.say(
            body, officer=signer, role=role, now=self.clock(), to=tuple(to), re=tuple(re), not_after=not_after
        )
        self.changed()
        return entry.id

    def note_shown(self, ids: Iterable[str]) -> None:
        """A staffed desk has drawn these statements; the machine writes the receipt."""
        with self._shown_lock:
            self._shown.update(ids)
        self.work.set()

    def take_shown(self) -> set[str]:
        """What was drawn since the last call."""
        with self._shown_lock:
            shown, self._shown = self._shown, set()
        return shown

    def look(self, party: str) -> None:
        """A peer says that it has something new."""
        if self.when_told is not None:
            self.when_told(party)

    def terms(self) -> Terms | None:
        """The terms that our own party last said; read anew when the record changed, without a picture."""
        version = self.store.version
        if self._terms is None or self._terms[0] != version:
            self._terms = version, self.store.terms().get(self.config.code)
        return self._terms[1]

    def carried(self, sender: str) -> None:
        """Something came from a peer: where we are a relay, the others are told to come and look."""
        if self.when_carried is not None and relaying.serves(self.terms(), self.config.code):
            self.when_carried(sender)

    def changed(self) -> None:
        """The store holds more than before: tell the desks, and wake the machine."""
        self.bell.ring()
        self.work.set()

    def close(self) -> None:
        """End: streams end, the store is closed."""
        self.bell.close()
        self.pictures.close()
        self.store.close()


def _nobody(officers: Mapping[str, SealedKey]) -> SealedKey:
    """A key that nothing opens, at the cost of a real one: a name nobody has takes as long to refuse."""
    cost = next(iter(officers.values())).cost if officers else Cost()
    nothing = Opened(seed=secrets.token_bytes(32), box=secrets.token_bytes(32))
    return seal(
        "nobody",
        "nobody",
        nothing,
        secrets.token_urlsafe(32),
        salt=secrets.token_bytes(16),
        nonce=secrets.token_bytes(24),
        cost=cost,
    )
