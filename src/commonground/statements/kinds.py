"""Kinds: everything that can be said, who may say it, and whether it carries a place.

One table; docs/spec/kinds.md is made from it and a test compares the two. A kind that is not here
comes from a later version: it is kept, shown as unknown, and has no effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from commonground.statements import admin, message, notice, roster


class Family(StrEnum):
    """The three families of kinds."""

    NOTICE = "notice"
    MESSAGE = "message"
    RECORD = "record"


class Signers(StrEnum):
    """Who may sign a kind."""

    OFFICER = "an officer"
    OFFICER_OR_NODE = "an officer or the node"
    NODE = "the node"
    ROOT = "the root key"

    def allow(self, role: str) -> bool:
        """Whether a signer in this role may sign."""
        return role in _ALLOWED[self] if role in ("node", "root") else self.value.startswith("an officer")


_ALLOWED: Final = {
    Signers.OFFICER: (),
    Signers.OFFICER_OR_NODE: ("node",),
    Signers.NODE: ("node",),
    Signers.ROOT: ("root",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """One kind: its body, its family, who signs it, and whether it carries a place.

    What carries a place goes to named parties unless an officer chooses otherwise.
    """

    body: type
    family: Family
    signers: Signers = Signers.OFFICER
    place: bool = False
    says: str = ""


def _notice(says: str, *, body: type = notice.Notice, place: bool = True) -> KindRow:
    return KindRow(body=body, family=Family.NOTICE, place=place, says=says)


def _message(body: type, says: str, *, place: bool = True, node: bool = False) -> KindRow:
    signers = Signers.OFFICER_OR_NODE if node else Signers.OFFICER
    return KindRow(body=body, family=Family.MESSAGE, signers=signers, place=place, says=says)


def _record(body: type, signers: Signers, says: str, *, place: bool = False) -> KindRow:
    return KindRow(body=body, family=Family.RECORD, signers=signers, place=place, says=says)


_OFFICER, _EITHER, _ROOT = Signers.OFFICER, Signers.OFFICER_OR_NODE, Signers.ROOT

KINDS: Final[dict[str, KindRow]] = {
    "site": _notice("a site stands here"),
    "unit": _notice("a unit is here"),
    "movement": _notice("something will move along here"),
    "area": _notice("this area is of this kind"),
    "coverage": _notice("our register is complete here, for these kinds", body=notice.Coverage),
    "crossing": _notice("a crossing is in this state"),
    "withdrawal": _notice("what we said no longer stands", body=notice.Withdrawal, place=False),
    "enquiry": _message(message.Enquiry, "any of yours near this place, in this window?"),
    "standby": _message(message.Standby, "working on it; expect me by then"),
    "readback": _message(message.Readback, "this is where we find the place on our map"),
    "confirmation": _message(message.Confirmation, "readback compared with the enquiry", node=True),
    "correction": _message(message.Correction, "the place put right"),
    "answer": _message(message.Answer, "what our register says"),
    "acknowledgement": _message(message.Acknowledgement, "received and understood"),
    "doubt": _message(message.DoubtRaised, "we doubt this"),
    "alarm": _message(message.Alarm, "stop, you may be hitting ours", node=True),
    "terms": _record(admin.Terms, _ROOT, "the terms of the exchange"),
    "roster": _record(roster.Party, _ROOT, "our keys and officers"),
    "revocation": _record(roster.Revocation, _ROOT, "this key no longer counts"),
    "receipt": _record(admin.Receipt, _EITHER, "it has come this far with us"),
    "disclosure": _record(admin.Disclosure, _OFFICER, "we gave this to these parties"),
    "disclosure_end": _record(admin.DisclosureEnd, _OFFICER, "these parties are to stop using it"),
    "profile": _record(admin.ProfileSaid, _OFFICER, "how we write places"),
    "depiction": _record(admin.DepictionSaid, _OFFICER, "how our source draws a line"),
    "document": _record(admin.DocumentNamed, _OFFICER, "this file is what we hand over", place=True),
    # What is open at a desk is its party's own business: these two stand in the log as commitments.
    "handover": _record(admin.Handover, _OFFICER, "the desk passes to another officer", place=True),
    "takeover": _record(admin.Takeover, _OFFICER, "the desk is taken, its open matters read", place=True),
    "test_call": _record(admin.CallTested, _OFFICER, "we tried to reach a party by this way"),
    "retention": _record(admin.Retention, _OFFICER, "kept for so long"),
    "destruction": _record(admin.Destruction, _OFFICER, "salt and bytes destroyed"),
    "hold": _record(admin.Hold, _OFFICER, "nothing of this is destroyed"),
    "drill": _record(admin.Drill, _OFFICER, "a drill begins or ends"),
    "check": _record(admin.CheckRecord, _EITHER, "a step of a private check"),
    "relayed": _record(admin.Relayed, _EITHER, "a party said this to us, who pass it on", place=True),
}

_BY_BODY: Final = {row.body: kind for kind, row in KINDS.items() if row.body is not notice.Notice}


def kind_of(body: Any) -> str:
    """The kind of a body."""
    return str(body.kind) if isinstance(body, notice.Notice) else _BY_BODY[type(body)]
