"""Documents handed over: which statement names the file, who may have its bytes, how far it has come.

A fold over statements. The bytes lie elsewhere; whoever holds them asks here before giving any away. A
receipt counts for a document only when it names the file's SHA-256 beside the statement: a receipt for the
statement alone says that its name has come, not the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from commonground.statements.admin import DocumentNamed, Receipt, ReceiptStage
from commonground.statements.folds.ledger import Given, ledger
from commonground.statements.notice import Withdrawal
from commonground.statements.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipted:
    """One receipt for the bytes: by which party and signer, how far, when by their clock.

    terminal, version: into what an officer loaded it, and as which version of what stands there.
    """

    party: str
    officer: str
    stage: ReceiptStage
    at: datetime
    id: str
    terminal: str
    version: str
    words: str


@dataclass(slots=True, kw_only=True)
class Handed:
    """One document, as a statement names it.

    given: what each party named was given, by code. public: everybody may have it. withdrawn: when its own
    party said that it no longer stands; what was fetched before stays fetched.
    """

    statement: Statement
    named: DocumentNamed
    given: dict[str, Given] = field(default_factory=dict)
    receipts: list[Receipted] = field(default_factory=list)
    withdrawn: datetime | None = None

    @property
    def owner(self) -> str:
        """The party that handed it over."""
        return self.statement.header.party

    @property
    def public(self) -> bool:
        """Whether it was said to everybody."""
        return not self.statement.header.nonce and not self.statement.header.to

    def may_have(self, party: str, now: datetime) -> bool:
        """Whether a party may be given the bytes now."""
        if party == self.owner:
            return True
        until = self.statement.header.not_after
        if self.withdrawn is not None or (until is not None and now >= until):
            return False
        return self.public or (party in self.given and self.given[party].stands(now))

    def has_receipt(self, party: str, stage: ReceiptStage) -> bool:
        """Whether a party has given a receipt of this stage for the bytes."""
        return any(one.party == party and one.stage is stage for one in self.receipts)


def documents(statements: Iterable[Statement]) -> dict[str, Handed]:
    """Every document that a statement names, by the statement's id, in the order in which they were said."""
    said = list(statements)
    found = {
        one.id: Handed(statement=one, named=one.body) for one in said if isinstance(one.body, DocumentNamed)
    }
    if not found:
        return found
    for given in ledger(said):
        if given.statement in found:
            found[given.statement].given[given.party] = given
    for one in said:
        header, body = one.header, one.body
        if isinstance(body, Withdrawal):
            handed = found.get(body.withdraws)
            if handed is not None and handed.owner == header.party:
                handed.withdrawn = handed.withdrawn or header.at
        elif isinstance(body, Receipt) and body.document:
            for identity in body.of:
                handed = found.get(identity)
                if handed is not None and _is_his(handed, header.party, body):
                    handed.receipts.append(
                        Receipted(
                            party=header.party,
                            officer=header.officer,
                            stage=body.stage,
                            at=header.at,
                            id=one.id,
                            terminal=body.terminal,
                            version=body.version,
                            words=body.words,
                        )
                    )
    return found


def _is_his(handed: Handed, party: str, receipt: Receipt) -> bool:
    """Whether this party was given this very file; its own receipt says nothing."""
    named = handed.public or party in handed.given
    return named and party != handed.owner and receipt.document == handed.named.sha256
