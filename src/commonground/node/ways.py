"""A bare alarm goes out by every way set up: one file for each way, for the program that empties it.

The file holds the coded line (one SMS part) and its sentence, and below them the alarm's words. What was
written is kept in `alarms/<id>.json`, so nothing goes out twice and a way that failed is tried again. A file
that is gone was taken by the way's own program; that says nothing about who has read it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from commonground.errors import CommongroundError
from commonground.exchange.calls.alarm import AlarmRaised
from commonground.interop.coded.line import reference_of
from commonground.interop.coded.sentence import sentence
from commonground.interop.coded.writing import line_of, write_line
from commonground.node.config import NodeConfig
from commonground.node.disk import read_small
from commonground.node.reach import Way
from commonground.statements.message import Alarm
from commonground.store.disk.whole import write_whole

FOLDER: Final = "alarms"
SENT, FAILED = "written", "failed"


def send_alarms(config: NodeConfig, raised: Iterable[AlarmRaised], *, drill: bool) -> bool:
    """Put every alarm of ours that still stands out by every way; True when something new happened."""
    news = False
    for one in raised:
        if one.party == config.code and one.untaken_by() and config.ways:
            news = _send(config, one, drill=drill) or news
    return news


def states(config: NodeConfig, raised: AlarmRaised) -> list[dict[str, str]]:
    """By which ways an alarm of ours went out, and how each stands."""
    if raised.party != config.code:
        return []
    kept = _read(_book(config, raised.id))
    return [
        {"way": way.name, "to": way.to, "state": _state(way, kept.get(way.name, ""), raised.id)}
        for way in _ways_to(config, raised)
    ]


def text_of(raised: AlarmRaised, *, drill: bool) -> str:
    """What is put out: the coded line, its sentence, and the officer's words."""
    body = Alarm(words=raised.words, place=raised.place)
    try:
        line = line_of(body, ref=reference_of(raised.id), sent=raised.at, drill=drill)
        coded = [write_line(line), sentence(line)]
    except CommongroundError:  # a place that no coded line can carry: an alarm needs none
        line = line_of(Alarm(words=raised.words), ref=reference_of(raised.id), sent=raised.at, drill=drill)
        coded = [write_line(line), sentence(line)]
    spoken = " ".join(raised.words.split())
    return "\n".join([*coded, f"{'DRILL. ' if drill else ''}{raised.party}: {spoken}"]) + "\n"


def _send(config: NodeConfig, raised: AlarmRaised, *, drill: bool) -> bool:
    book = _book(config, raised.id)
    before = _read(book)
    after = dict(before)
    for way in _ways_to(config, raised):
        if before.get(way.name) == SENT:
            continue
        try:
            _put(way, raised.id, f"TO {way.to}\n{text_of(raised, drill=drill)}")
            after[way.name] = SENT
        except OSError as error:
            after[way.name] = f"{FAILED}: {error.strerror or error}"
    if after == before:
        return False
    try:
        book.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(book, json.dumps(after, sort_keys=True).encode() + b"\n")
    except OSError:
        return False  # the record says that it cannot write; the alarm itself is out
    return True


def _ways_to(config: NodeConfig, raised: AlarmRaised) -> list[Way]:
    return [way for way in config.ways if not way.party or way.party in raised.to]


def _file(way: Way, identity: str) -> Path:
    return way.folder / f"alarm-{identity[:16]}.txt"


def _put(way: Way, identity: str, text: str) -> None:
    if not way.folder.is_dir() or not os.access(way.folder, os.W_OK):
        raise OSError(0, f"no folder to write to: {way.folder}")
    write_whole(_file(way, identity), text.encode())


def _state(way: Way, kept: str, identity: str) -> str:
    if kept != SENT:
        return kept or "not written yet"
    return "waits in its folder" if _file(way, identity).exists() else "taken by the way's own program"


def _book(config: NodeConfig, identity: str) -> Path:
    return config.folder / FOLDER / f"{identity}.json"


def _read(book: Path) -> dict[str, str]:
    try:
        kept: Any = json.loads(read_small(book)) if book.exists() else {}
    except (CommongroundError, ValueError):
        kept = {}
    return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else {}
