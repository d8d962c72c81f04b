"""`cg voice`: by radio or telephone, whether the other side holds the same record and the same place."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cyclopts import Parameter

from commonground.cli.options import Json
from commonground.cli.record import record
from commonground.cli.secret import passphrase
from commonground.errors import InputError
from commonground.interop.coded.line import reference_of
from commonground.interop.voice.alphabet import as_decimals, grouped, hear_code, say
from commonground.interop.voice.code import About, answer_to
from commonground.interop.voice.late import LateEntry, with_late
from commonground.interop.voice.ledger import Verdict
from commonground.interop.voice.pgp import in_words
from commonground.interop.voice.words import spoken
from commonground.node.clock import now
from commonground.node.config import read_config
from commonground.node.voice import kept, key_with, opened, pen_of, place_of_ours, recorded, say_outcome
from commonground.position.window import read_utc
from commonground.store.store import Store

EXITS = {Verdict.MATCH: 0, Verdict.NEAR: 3, Verdict.DIFFERS: 3, Verdict.MISHEARD: 1, Verdict.REFUSED: 1}


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class With:
    """Whom it is about, and who sits here.

    Parameters
    ----------
    peer
        Code of the party on the line.
    officer
        The officer whose passphrase unlocks the record.
    passphrases
        A file of mode 0600 with lines code=passphrase; asked for when left out.
    """

    peer: str
    officer: str
    passphrases: Path | None = None


def challenge(
    folder: Path, named: str, /, *, tolerance: float = 200.0, who: With, as_json: Json = False
) -> int:
    """Make a challenge to read to the other side; they answer it with `cg voice answer`.

    Parameters
    ----------
    folder
        The node's folder.
    named
        The record: its id, or the first 8 digits or more.
    tolerance
        Within how many metres both mean the same place; 10 to 5000, the same on both sides.
    as_json
        Print one JSON object.
    """
    with _store(folder, who) as store, kept(folder) as book:
        about = About(
            record=recorded(store, named).id, challenger=store.party, answerer=who.peer, tolerance_m=tolerance
        )
        ledger, made = book.ledger.begin(about, secrets.token_bytes(48), now())
        book.put(ledger)
    words = say(made.spoken, 5)
    lines = (
        f"{grouped(made.spoken, 5)}\n\nSay: Challenge, for record {say(about.record[:8].upper())}, "
        f"within {tolerance:g} metres: {words}.\nOr in PGP words: {in_words(made.spoken)}.\n"
        "It can be answered once, within ten minutes."
    )
    _told(
        {
            "challenge": made.spoken,
            "words": words,
            "pgp": in_words(made.spoken),
            "record": about.record,
            "tolerance_m": tolerance,
        },
        lines,
        as_json,
    )
    return 0


def answer(
    folder: Path,
    named: str,
    heard: str,
    /,
    *,
    place: str = "",
    tolerance: float = 200.0,
    who: With,
    as_json: Json = False,
) -> int:
    """Answer a challenge that was read to us, for the place as it stands on our own map.

    Parameters
    ----------
    folder
        The node's folder.
    named
        The record they named: its id, or the first 8 digits or more.
    heard
        The challenge as it was heard: letters, spelling words, or PGP words with their check word.
    place
        The place measured on our own map; what our side has said of it when left out.
    tolerance
        The tolerance they named, in metres.
    as_json
        Print one JSON object.
    """
    with _store(folder, who) as store:
        one = recorded(store, named)
        about = About(record=one.id, challenger=who.peer, answerer=store.party, tolerance_m=tolerance)
        position = place_of_ours(store, one, place, read_config(folder).profile)
        said = answer_to(hear_code(heard), about, position, key_with(store, who.peer))
    words, decimals = say(said), as_decimals(said[:-1])
    lines = f"{grouped(said)}\n\nSay: {words}.\nOr in figures: {say(decimals, 3)}."
    lines += f"\nOr in PGP words: {in_words(said)}."
    shown = {"answer": said, "words": words, "pgp": in_words(said), "decimals": decimals}
    _told(shown | {"record": about.record}, lines, as_json)
    return 0


def check(
    folder: Path, letters: str, heard: str, /, *, place: str = "", who: With, as_json: Json = False
) -> int:
    """Check the answer to our challenge, and say in our record what came of it.

    A match is said as a receipt, near and differs as a doubt about the record; the peer is given it.
    Exit 0 on a match, 3 when record or place differs, 1 when it was misheard or is refused.

    Parameters
    ----------
    folder
        The node's folder.
    letters
        Our challenge.
    heard
        The answer as it was heard: letters, spelling words, PGP words, or figures.
    place
        The place measured on our own map; what our side has said of it when left out.
    as_json
        Print one JSON object.
    """
    config = read_config(folder)
    pen = pen_of(
        folder, who.officer, passphrase(f"Passphrase of {who.officer}", who.passphrases, who.officer)
    )
    with opened(config, pen) as store, kept(folder) as book:
        store.roster.party(who.peer)
        asked = book.ledger.find(hear_code(letters))
        position = place_of_ours(store, recorded(store, asked.about.record), place, config.profile)
        ledger, checked = book.ledger.check(asked, heard, position, key_with(store, who.peer), now())
        book.put(ledger)
        said = say_outcome(store, pen, asked.about, checked, now=now(), drill=config.drill)
    shown = {
        "verdict": str(checked.verdict),
        "text": checked.text,
        "record": asked.about.record,
        "said": said,
    }
    _told(shown, checked.text + (f"\nOn record: {said}" if said else ""), as_json)
    return EXITS[checked.verdict]


def unlock(
    folder: Path,
    named: str,
    /,
    *,
    supervisor: str,
    words: str,
    tolerance: float = 200.0,
    who: With,
    as_json: Json = False,
) -> int:
    """Unlock a record after three failed tries. The supervisor's name and reason are kept.

    Parameters
    ----------
    folder
        The node's folder.
    named
        The record: its id, or the first 8 digits or more.
    supervisor
        Who has looked into it.
    words
        What was found.
    tolerance
        Any tolerance; the lock is on the record.
    as_json
        Print one JSON object.
    """
    with _store(folder, who) as store, kept(folder) as book:
        one = recorded(store, named)
        about = About(record=one.id, challenger=store.party, answerer=who.peer, tolerance_m=tolerance)
        book.put(book.ledger.unlock(about, supervisor, words))
    _told({"record": one.id, "unlocked_by": supervisor}, f"Unlocked by {supervisor}.", as_json)
    return 0


def words(folder: Path, named: str, /, *, who: With, as_json: Json = False) -> int:
    """The words to say for a message of the record, and what the listener writes down.

    Parameters
    ----------
    folder
        The node's folder.
    named
        The message: its id, or the first 8 digits or more.
    as_json
        Print one JSON object.
    """
    config = read_config(folder)
    with _store(folder, who) as store:
        one = recorded(store, named)
        about = one.header.re[0] if one.header.re else one.id
        called = store.roster.party(who.peer).name
    said = spoken(one.body, caller=config.name, called=called, ref=reference_of(about), drill=config.drill)
    listen = "\n".join(f"  {field.name:12} {field.ask}" for field in said.listen)
    shown = {
        "marker": said.marker,
        "lines": list(said.lines),
        "fields": [{"name": field.name, "ask": field.ask} for field in said.listen],
    }
    _told(
        shown, f"{said.text}\n\nThe listener writes down, and asks for what was not heard:\n{listen}", as_json
    )
    return 0


def late(
    words: str = "", /, *, said: str, speaker: str, channel: str, page: str, as_json: Json = False
) -> int:
    """The line of a late entry, to stand behind the words of what was said by voice.

    Parameters
    ----------
    words
        The officer's own words.
    said
        When it was said, UTC, like 2031-05-01T06:40:00Z; it is entered now.
    speaker
        Who said it.
    channel
        Over what: frequency or number.
    page
        The page of the paper log.
    as_json
        Print one JSON object.
    """
    try:
        said_at = read_utc(said)
    except ValueError as error:
        raise InputError(str(error), where="--said", given=said) from None
    entered = now().replace(microsecond=0)
    entry = LateEntry(said_at=said_at, entered_at=entered, speaker=speaker, channel=channel, page=page)
    text = with_late(words, entry)
    _told({"words": text}, text, as_json)
    return 0


@contextmanager
def _store(folder: Path, who: With) -> Iterator[Store]:
    with record(folder, officer=who.officer, passphrases=who.passphrases) as store:
        store.roster.party(who.peer)
        yield store


def _told(shown: dict[str, Any], lines: str, as_json: bool) -> None:
    print(json.dumps(shown, ensure_ascii=False) if as_json else lines)
