"""Everything an officer says: enquiries and the steps of an exchange, the bare alarm, doubts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from commonground.node.api.door import AtDesk, Officer
from commonground.node.desk import acts
from commonground.node.models import asked
from commonground.node.models.shown import SaidShown
from commonground.node.models.views import CheckShown

router = APIRouter(tags=["exchanges"])
Identity = Annotated[str, Path(max_length=120)]


def _desk(officer: AtDesk) -> acts.Desk:
    return acts.Desk(officer.node, officer.session)


@router.post("/enquiries", response_model=SaidShown)
def enquire(given: asked.EnquiryAsked, officer: Officer) -> SaidShown:
    """Ask: any of yours within the margin of this place, in this window?"""
    return SaidShown(id=acts.enquire(_desk(officer), given))


@router.get("/exchanges/{identity}/register", response_model=CheckShown)
def register(identity: Identity, officer: Officer) -> dict[str, object]:
    """What our register yields for this exchange; 409 while its place is withheld."""
    return acts.register_for(_desk(officer), identity).as_json()


@router.post("/exchanges/{identity}/readback", response_model=SaidShown)
def readback(identity: Identity, given: asked.PlaceAsked, officer: Officer) -> SaidShown:
    """Our own measurement of the place, on our map, with an anchor."""
    return SaidShown(id=acts.read_back(_desk(officer), identity, given))


@router.post("/exchanges/{identity}/show-now", response_model=SaidShown)
def show_now(identity: Identity, _given: asked.NothingAsked, officer: Officer) -> SaidShown:
    """Have the place drawn first; the readback is then marked not independent on both desks."""
    return SaidShown(id=acts.show_now(_desk(officer), identity))


@router.post("/exchanges/{identity}/standby", response_model=SaidShown)
def standby(identity: Identity, given: asked.StandbyAsked, officer: Officer) -> SaidShown:
    """Working on it; expect me by then."""
    return SaidShown(id=acts.stand_by(_desk(officer), identity, given))


@router.post("/exchanges/{identity}/answer", response_model=SaidShown)
def answer(identity: Identity, given: asked.AnswerAsked, officer: Officer) -> SaidShown:
    """Answer from the register, or with less than it yields."""
    return SaidShown(id=acts.answer(_desk(officer), identity, given))


@router.post("/exchanges/{identity}/acknowledge", response_model=SaidShown)
def acknowledge(identity: Identity, given: asked.WordsAsked, officer: Officer) -> SaidShown:
    """Received and understood."""
    return SaidShown(id=acts.acknowledge(_desk(officer), identity, given.words))


@router.post("/exchanges/{identity}/correct", response_model=SaidShown)
def correct(identity: Identity, given: asked.CorrectAsked, officer: Officer) -> SaidShown:
    """Put the place right; the exchange starts again."""
    return SaidShown(id=acts.correct(_desk(officer), identity, given))


@router.post("/exchanges/{identity}/confirm", response_model=SaidShown)
def confirm(identity: Identity, given: asked.WordsAsked, officer: Officer) -> SaidShown:
    """Confirm a readback that the machine leaves to an officer."""
    return SaidShown(id=acts.confirm(_desk(officer), identity, given.words))


@router.post("/exchanges/{identity}/doubt", response_model=SaidShown)
def doubt(identity: Identity, given: asked.DoubtAsked, officer: Officer) -> SaidShown:
    """Raise a named doubt about an exchange, or about any statement by its id."""
    return SaidShown(id=acts.doubt(_desk(officer), identity, given.words))


@router.post("/alarm", response_model=SaidShown)
def alarm(given: asked.AlarmAsked, officer: Officer) -> SaidShown:
    """The bare alarm: stop, you may be hitting ours. Needs no place."""
    return SaidShown(id=acts.alarm(_desk(officer), given))


@router.post("/alarms/{identity}/take", response_model=SaidShown)
def take(identity: Identity, given: asked.WordsAsked, officer: Officer) -> SaidShown:
    """Take an alarm, by name."""
    return SaidShown(id=acts.take_alarm(_desk(officer), identity, given.words))


@router.post("/alarms/{identity}/confirmed", response_model=SaidShown)
def confirmed(identity: Identity, given: asked.ConfirmedAsked, officer: Officer) -> SaidShown:
    """Enter that a named person of the other side has confirmed our alarm by telephone, radio or mail."""
    return SaidShown(id=acts.alarm_confirmed(_desk(officer), identity, given))
