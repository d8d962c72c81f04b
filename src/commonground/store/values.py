"""What the store hands out: entries, records, heads, and the keys it is given."""

from __future__ import annotations

from dataclasses import dataclass, field

from commonground.statements.statement import Statement
from commonground.tlog.note import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeKeys:
    """The secret keys a node works with.

    log signs heads, witness cosigns the heads of others, node signs requests and receipts; box opens what
    is meant for the party, None while no officer has unlocked it.
    """

    log: Signer = field(repr=False)
    witness: Signer = field(repr=False)
    node: Signer = field(repr=False)
    box: Signer | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What an append gives back, once it is on disk. `index` is None while it waits after a restore."""

    origin: str
    index: int | None
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One log entry as this node holds it.

    arrival: grows with every entry, and again when its statement becomes readable: a cursor.
    leaf: the bytes in the log. statement: what was said, if we may read it and it holds.
    withheld: a commitment whose statement we cannot read. given: in a head that the quorum saw.
    refused: why an entry that could be read is no statement that counts, "" otherwise.
    """

    arrival: int
    origin: str
    index: int
    leaf: bytes
    statement: Statement | None
    withheld: bool
    given: bool
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The highest head of a log that this node has verified, and how far the quorum has seen it.

    cosigned_by: codes of the parties whose witnesses saw exactly this head. pending: entries beyond
    `given_size`. frozen: the log showed two faces; it is shown as of its last quorum head.
    """

    origin: str
    party: str
    size: int
    root: bytes
    cosigned_by: tuple[str, ...]
    given_size: int
    pending: int
    frozen: bool = False
    heard: str = ""  # when its node last answered us, UTC text; "" for our own
