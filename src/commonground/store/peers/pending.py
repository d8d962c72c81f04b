"""What a restored node's officers say reaches the other side before its log goes on.

Such statements are signed and stand in no log yet: they are shown as pending, they rest on nothing but
the signature, and they count as given only once they stand in the log. An alarm cannot wait for a log.
"""

from __future__ import annotations

from commonground.errors import PeerError
from commonground.statements.form.commitment import Opening
from commonground.statements.statement import Statement, open_statement
from commonground.store.peers.source import read_frames, write_frames
from commonground.store.sealing import seal_to, unseal
from commonground.store.store import Store


def waiting_for(store: Store, party: str) -> bytes:
    """What waits here and is for a party, sealed to it, as frames. InputError while the node is locked."""
    box = store.roster.party(party).box
    rows = store.database.read("SELECT recipients, sealed FROM waiting ORDER BY number").fetchall()
    if not rows:
        return b""
    found = []
    for recipients, sealed in rows:
        if str(recipients) == "public" or party in str(recipients).split(" "):
            found.append(seal_to(box, Opening.read(unseal(store.box(), bytes(sealed))).note))
    return write_frames(found)


def own_waiting(store: Store) -> list[Statement]:
    """What our own officers said that waits for our log to go on; nothing while the node is locked."""
    if store.locked or not store.restored:
        return []
    rows = store.database.read("SELECT sealed FROM waiting ORDER BY number").fetchall()
    return [
        open_statement(Opening.read(unseal(store.box(), bytes(sealed))).note, store.roster)
        for (sealed,) in rows
    ]


def take_waiting(store: Store, sender: str, frames: bytes) -> list[Statement]:
    """Open what a peer's officers said that stands in no log yet; what has reached its log is left out.

    Nothing is kept: the peer gives it again until it stands in its log. PeerError for what is not signed
    by that peer.
    """
    found = []
    for sealed in read_frames(frames):
        statement = open_statement(unseal(store.box(), sealed), store.roster)
        if statement.header.party != sender:
            raise PeerError("a pending statement of another party", evidence=statement.note)
        if store.find(statement.id) is None:
            found.append(statement)
    return found
