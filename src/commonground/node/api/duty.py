"""Handing the desk over, taking it, and the test call of a shift."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from commonground.node.api.door import Officer
from commonground.node.desk import duty
from commonground.node.models import asked
from commonground.node.models.duty import DutyShown
from commonground.node.models.shown import SaidShown

router = APIRouter(tags=["duty"])


@router.get("/duty", response_model=DutyShown)
def shown(officer: Officer) -> dict[str, Any]:
    """What is open now, the last handover and what of it is unread, the test calls."""
    return duty.duty_json(officer.node, officer.node.picture(), officer.node.clock())


@router.post("/handover", response_model=SaidShown)
def hand_over(given: asked.HandoverAsked, officer: Officer) -> SaidShown:
    """The desk passes to another officer of ours, with everything that is open now."""
    return SaidShown(id=duty.hand_over(officer.node, officer.session, given))


@router.post("/takeover", response_model=SaidShown)
def take_over(given: asked.TakeoverAsked, officer: Officer) -> SaidShown:
    """I have the desk, and I have read these matters, by number."""
    return SaidShown(id=duty.take_over(officer.node, officer.session, given))


@router.post("/test-calls", response_model=SaidShown)
def test_call(given: asked.TestCallAsked, officer: Officer) -> SaidShown:
    """We called a peer by this way to see whether it works."""
    return SaidShown(id=duty.call_tested(officer.node, officer.session, given))
