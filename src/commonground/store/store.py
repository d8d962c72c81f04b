"""The store: the record of one party's node. Everything else a node shows is worked out from it.

Whoever can change this database can withhold, delete or delay what this node shows; he cannot make or
alter a statement, or rewrite what a peer has cosigned (see the room's docstring).

Threads: any number may read and append; SQLite's one writer and `commit.py` put them in a row. A second
process on the same folder takes turns with the first.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from commonground.errors import InputError
from commonground.finding import Finding
from commonground.statements.roster import NODE, ROOT, Roster
from commonground.statements.statement import MAX_STATEMENT
from commonground.store import append as appending
from commonground.store import heads
from commonground.store.append import Batch, Batches, Draft
from commonground.store.disk import guard
from commonground.store.disk.commit import Committer
from commonground.store.disk.database import Database
from commonground.store.taker import Taker
from commonground.store.values import Entry, NodeKeys
from commonground.tlog.checkpoint import Checkpoint
from commonground.tlog.note import Signer
from commonground.tlog.policy import Policy

RECORD = "record.db"


class Store(Taker):
    """The record of one party: its own log, and what it holds of the others."""

    def __init__(
        self, folder: Path, *, party: str, roster: Roster, keys: NodeKeys | None, policy: Policy | None
    ) -> None:
        super().__init__(Database(folder / RECORD), party, roster, keys.box if keys else None, policy)
        self.folder, self.keys = folder, keys
        if keys is not None:
            self.database.reserve()
        self.restored = False
        if guard.is_restored(self.database, folder) or self.evidence(self.origin) is not None:
            self.mark_restored()
        batches = Batches(self.database)
        self._committer: Committer[Batch] = Committer(
            self.database,
            lambda connection: batches.begin(connection, self.party, self.roster, self.restored),
            batches.end,
        )
        self.told: dict[str, int] = {}  # how much of our own log each peer knows, since we were restored
        self._changed = threading.Condition()
        self._version = 0
        self._others = self.database.changed_by_others()
        self._learn_keys()  # again: what another process said before that number would stay unknown

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        party: str,
        roster: Roster,
        keys: NodeKeys | None = None,
        policy: Policy | None = None,
    ) -> Store:
        """Open the record in a folder, made when it is new.

        roster: the cards we were given in person; later ones are read from the logs. keys: None to read
        only. policy: the quorum of the terms; without one, any one other party.
        Raises OwnError when the record cannot be read or belongs to a later version.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(folder, party=party, roster=roster, keys=keys, policy=policy)

    def close(self) -> None:
        """Close the files."""
        self.database.close()

    @property
    def write_fault(self) -> str:
        """Why the last write did not reach the disk, in SQLite's words; "" when it did."""
        return self.database.write_fault

    def try_to_write(self) -> None:
        """Write a line that says nothing: OwnError, and a `write_fault`, where the disk does not take it.

        After a fault the line is as long as the largest statement, so that the next one fits as well.
        """
        line = "." * (MAX_STATEMENT if self.write_fault else 1)
        with self.database.write() as connection:
            connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('tried', ?)", (line,))

    def say(
        self,
        body: object,
        *,
        officer: Signer,
        role: str,
        now: datetime,
        to: tuple[str, ...] = (),
        re: tuple[str, ...] = (),
        not_after: datetime | None = None,
        public: bool | None = None,
        also: Callable[[sqlite3.Connection], None] | None = None,
    ) -> Entry:
        """Sign a statement and append it to our log; returned means on disk.

        public: None leaves it to the kind: what carries a place, and what names recipients, stands in
        the log as a commitment and goes to `to` alone (nobody, when `to` is empty).
        also: what is written in the same commit, so that one is never there without the other.
        InputError, and nothing written, when this officer may not say this.
        """
        draft = Draft(
            body=body, signer=officer, role=role, now=now, to=to, re=re, not_after=not_after, public=public
        )
        entry = self._committer.submit(appending.say(draft, self._box, also))
        if draft.kind in appending.ABOUT_KEYS:
            self._learn_keys()
        self._tell()
        return entry

    def append(self, note: bytes, *, public: bool) -> Entry:
        """Append a statement that was signed elsewhere; returned means on disk. Twice is as once."""
        entry = self._committer.submit(appending.append(note, public))
        self._learn_keys()
        self._tell()
        return entry

    def append_waiting(self, number: int, note: bytes, *, public: bool) -> Entry:
        """Append what had waited, and strike it off; both or neither."""

        def work(batch: Batch) -> Entry:
            batch.connection.execute("DELETE FROM waiting WHERE number = ?", (number,))
            return appending.append(note, public, waited=True)(batch)

        entry = self._committer.submit(work)
        self._tell()
        return entry

    def waiting(self) -> list[str]:
        """The ids of what our officers said that waits for the log to go on."""
        return [str(row[0]) for row in self.database.read("SELECT id FROM waiting ORDER BY number")]

    def mark_restored(self) -> None:
        """This record is an old copy: add nothing to our log until the peers have spoken; see restore.py."""
        signers = (NODE, ROOT, *(one.code for one in self.roster.party(self.party).officers))
        guard.jump_counts(self.database, signers)
        self.restored = True

    def own_head_told(self, party: str, size: int) -> None:
        """A peer has said how much of our own log it knows."""
        self.told[party] = max(size, self.told.get(party, 0))

    def last_bundle(self, way: str, party: str) -> tuple[int, str]:
        """Number and manifest digest of the last bundle made for, or taken from, a party."""
        row = self.database.one("SELECT value FROM meta WHERE name = ?", (f"bundle {way} {party}",))
        number, _, digest = str(row[0]).partition(" ") if row else ("0", "", "")
        return int(number), digest

    def keep_last_bundle(self, way: str, party: str, number: int, digest: str) -> None:
        """Remember the last bundle."""
        with self.database.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)",
                (f"bundle {way} {party}", f"{number} {digest}"),
            )

    def box(self) -> Signer:
        """The box key; InputError while the node is locked."""
        if self._box is None:
            raise InputError("the node is locked", hint="an officer unlocks it by logging in")
        return self._box

    def seal(self, now: datetime) -> Checkpoint | None:
        """Sign a head over what was appended; None when there is nothing new, after a restore, and for good
        when our own log has two histories."""
        del now  # a head carries no time; the witnesses' lines do
        if self.keys is None or self.restored:
            return None
        with self.database.write() as connection:
            made = heads.seal(connection, self.origin, self.keys.log)
        if made is not None:
            self._tell()
        return made

    def notice_others(self) -> bool:
        """Learn what another process has put into the record since the last call; True when it has.

        `cg terms sign`, `cg officer` and `cg bundle take` work on the folder of a running node.
        """
        others = self.database.changed_by_others()
        if others == self._others:
            return False
        self._others = others
        self._learn_keys()
        self._tell()
        return True

    @property
    def version(self) -> int:
        """Grows with every change that this process made or noticed."""
        return self._version

    def wait(self, version: int, timeout_s: float) -> int:
        """Wait until the version is another one, at most so long; gives the version."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version, timeout_s)
            return self._version

    @property
    def locked(self) -> bool:
        """Whether nothing that is not public can be read now."""
        return self._box is None

    def lock(self) -> None:
        """Forget the box key: from now on sealed things are kept, not opened."""
        self._box = None
        self._tell()

    def unlock(self, box: Signer) -> list[Finding]:
        """Take the box key, and open what came in meanwhile."""
        if box.verifier != self.roster.party(self.party).box:
            raise InputError("this is not our box key", given=box.verifier.name)
        self._box = box
        return self.open_waiting_bodies()

    def _tell(self) -> None:
        with self._changed:
            self._version += 1
            self._changed.notify_all()
