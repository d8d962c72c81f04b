"""What the machine says and does by itself, and nothing more.

It writes receipts (received, shown), confirms an independent readback that matches an enquiry of ours,
seals what was said, tells peers that there is something to fetch, and rings when time alone has
changed something. It never answers, never acknowledges and never raises an alarm.
"""

from __future__ import annotations

import logging
import threading
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Set
from typing import Final

from commonground.errors import CommongroundError, raised_at
from commonground.exchange.compose import auto_confirmation
from commonground.node.desk import duty
from commonground.node.desk.picture import Picture, StillReadingError
from commonground.node.peers.centre.passing import pass_steps
from commonground.node.service import Node
from commonground.node.ways import send_alarms
from commonground.statements.admin import Disclosure, Receipt, ReceiptStage
from commonground.statements.statement import Statement
from commonground.store.peers.restore import go_on

BEAT_S: Final = 1.0  # time-dependent things (late, absent) are looked at so often
TRY_EVERY_S: Final = 10.0  # the disk is tried so often
MOST_IN_RECEIPT: Final = 200  # ids in one receipt
log = logging.getLogger("commonground.node")


class Machine(threading.Thread):
    """The thread that does it. `tell` is called when our log has grown."""

    def __init__(self, node: Node, tell: Callable[[], None]) -> None:
        super().__init__(name="machine", daemon=True)
        self.node = node
        self.tell = tell
        self._ending = threading.Event()
        self._sealed = ""
        self._timely: object = None
        self._tried_s = time.monotonic()

    def run(self) -> None:
        """Work when woken, and once every beat."""
        while not self._ending.is_set():
            self.node.work.wait(BEAT_S)
            self.node.work.clear()
            if self._ending.is_set():
                return
            self.beat()

    def end(self) -> None:
        """Stop after the turn at hand."""
        self._ending.set()
        self.node.work.set()

    def beat(self) -> None:
        """One turn. What keeps it from being finished is said on every desk until one is finished again."""
        trouble = ""
        try:
            self._try_the_disk()
            self.turn()
        except StillReadingError:
            return  # a long reading began in the middle of the turn
        except CommongroundError as error:
            trouble = error.what
        except Exception as error:  # a fault of ours: it may not end receipts and seals unseen
            trouble = f"a fault of ours, {raised_at(error)}"
        if trouble != self.node.trouble:
            log.error("the machine %s", f"cannot go on: {trouble}" if trouble else "works again")
            self.node.trouble = trouble
            self.node.bell.ring()

    def _try_the_disk(self) -> None:
        """Find out that the disk is full before an officer does, and that it no longer is."""
        now_s = time.monotonic()
        if self.node.store.write_fault or now_s - self._tried_s >= TRY_EVERY_S:
            self._tried_s = now_s
            self.node.store.try_to_write()

    def turn(self) -> None:
        """One turn: receipts, confirmations, the seal, and the bell when time changed something."""
        store = self.node.store
        if store.notice_others():  # a command worked on our folder, and may have sealed what it said
            self.node.changed()
            self.tell()
        if store.restored and not store.locked and go_on(store) is not None:
            self.node.bell.ring()
        picture = self._picture()
        if picture is not None and not store.locked and not store.restored:
            self._receipts(picture)
            self._confirm(picture)
            pass_steps(self.node, picture)
            if self.node.map_causes.work_out(self.node.config, picture.exchanges.exchanges):
                self.node.bell.ring()
            if send_alarms(self.node.config, picture.exchanges.alarms, drill=picture.drill):
                self.node.bell.ring()
        if self.node.sessions.staffed(self.node.clock()):
            self.node.staffed_at = self.node.clock()
        checkpoint = self.node.store.seal(self.node.clock())
        sealed = repr(checkpoint)
        if checkpoint is not None and sealed != self._sealed:
            self._sealed = sealed
            self.node.bell.ring()
            self.tell()
        if picture is None:
            return
        timely = timely_state(self.node)
        if timely != self._timely:
            self._timely = timely
            self.node.bell.ring()

    def _picture(self) -> Picture | None:
        """None while a long record is read: no receipts then, and what was said is sealed all the same."""
        try:
            return self.node.picture()
        except StillReadingError:
            return None

    def _receipts(self, picture: Picture) -> None:
        own = self.node.config.code
        done = receipted(picture, own)
        ours = given_to(picture, own)
        held = [one for one in picture.statements if one.id not in picture.pending and is_for(one, own, ours)]
        self._receipt(ReceiptStage.RECEIVED, [one for one in held if one.id not in done["received"]])
        for handed in self.node.handed.unreceipted(picture, self.node.store):
            body = Receipt(
                stage=ReceiptStage.RECEIVED, of=(handed.statement.id,), document=handed.named.sha256
            )
            self.node.say_as_node(body, to=(handed.owner,))
        drawn = self.node.take_shown() - done["shown"]
        self._receipt(ReceiptStage.SHOWN, [one for one in held if one.id in drawn])

    def _receipt(self, stage: ReceiptStage, statements: Iterable[Statement]) -> None:
        by_party: dict[str, list[str]] = {}
        for one in statements:
            by_party.setdefault(one.header.party, []).append(one.id)
        for party, ids in by_party.items():
            for start in range(0, len(ids), MOST_IN_RECEIPT):
                of = tuple(ids[start : start + MOST_IN_RECEIPT])
                self.node.say_as_node(Receipt(stage=stage, of=of), to=(party,))

    def _confirm(self, picture: Picture) -> None:
        for exchange in picture.exchanges.exchanges:
            if exchange.asker != self.node.config.code:
                continue
            body = auto_confirmation(exchange)
            if body is not None:
                self.node.say_as_node(body, to=(exchange.receiver,), re=exchange.re)


def is_for(one: Statement, own: str, given: Set[str]) -> bool:
    """Whether a peer said this to us by name, at once or later; receipts are answered by none."""
    named = own in one.header.to or one.id in given
    return one.header.party != own and named and not isinstance(one.body, Receipt)


def given_to(picture: Picture, own: str) -> set[str]:
    """The ids of what was disclosed to us after it had been said."""
    return {
        one.body.discloses
        for one in picture.statements
        if isinstance(one.body, Disclosure) and own in one.body.parties
    }


def receipted(picture: Picture, own: str) -> dict[str, set[str]]:
    """The ids that we have given a receipt for, by stage."""
    done: dict[str, set[str]] = {str(stage): set() for stage in ReceiptStage}
    for one in picture.statements:
        # One that names a document is for the file, not for the statement.
        if one.header.party == own and isinstance(one.body, Receipt) and not one.body.document:
            done[str(one.body.stage)].update(one.body.of)
    return done


def timely_state(node: Node) -> object:
    """All that changes with time alone, as one value to compare."""
    now = node.clock()
    picture = node.picture()
    known, deadlines = picture.exchanges, picture.deadlines
    watched = duty.findings(node, picture, now)
    return (
        tuple((one.id, one.late(now), one.overtaken(now)) for one in known.exchanges if one.open),
        tuple((one.id, one.escalation(now, deadlines)) for one in known.alarms),
        bisect_right(picture.movements_end, now),
        tuple(node.peers.state(peer.code, now) for peer in node.config.peers),
        tuple((one.kind, one.level, one.about) for one in watched),
    )
