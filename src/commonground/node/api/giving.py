"""Who is given what, later and no longer; how long it is kept; what is destroyed. The ledger shows it."""

from __future__ import annotations

from fastapi import APIRouter

from commonground.node.api.door import AtDesk, Officer
from commonground.node.desk import giving
from commonground.node.desk.acts import Desk
from commonground.node.models.giving import (
    DestroyAsked,
    DiscloseAsked,
    EndAsked,
    HoldAsked,
    KeepingShown,
    RelayedAsked,
    RetentionAsked,
)
from commonground.node.models.shown import SaidShown

router = APIRouter(tags=["record"])


def _desk(officer: AtDesk) -> Desk:
    return Desk(officer.node, officer.session)


@router.post("/disclosures", response_model=SaidShown)
def disclose(given: DiscloseAsked, officer: Officer) -> SaidShown:
    """Give a statement of ours to more parties; it is sealed to them and to nobody else."""
    return SaidShown(id=giving.disclose(_desk(officer), given))


@router.post("/disclosures/end", response_model=SaidShown)
def end(given: EndAsked, officer: Officer) -> SaidShown:
    """Ask parties to stop using a statement of ours; what they know cannot be taken back."""
    return SaidShown(id=giving.end(_desk(officer), given))


@router.post("/relayed", response_model=SaidShown)
def relayed(given: RelayedAsked, officer: Officer) -> SaidShown:
    """As the neutral centre of our terms: say in our own name what a party said to us."""
    return SaidShown(id=giving.relay(_desk(officer), given))


@router.get("/retention", response_model=KeepingShown)
def keeping(officer: Officer) -> KeepingShown:
    """What may be destroyed now, and what is held."""
    return giving.keeping(officer.node)


@router.post("/retention", response_model=SaidShown)
def retain(given: RetentionAsked, officer: Officer) -> SaidShown:
    """Say of which class statements are, and until when they are kept."""
    return SaidShown(id=giving.retain(_desk(officer), given))


@router.post("/hold", response_model=SaidShown)
def hold(given: HoldAsked, officer: Officer) -> SaidShown:
    """Stop the destruction of statements, or of everything; or lift such a hold."""
    return SaidShown(id=giving.hold(_desk(officer), given))


@router.post("/destroy", response_model=SaidShown)
def destroy(given: DestroyAsked, officer: Officer) -> SaidShown:
    """Destroy salt and bytes of statements with us; the log keeps its commitments. A hold stops it."""
    return SaidShown(id=giving.destroy(_desk(officer), given))
