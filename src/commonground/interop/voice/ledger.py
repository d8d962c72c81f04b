"""Challenges and what became of them: single use, ten minutes, three tries a record, then a supervisor.

The ledger is a value; whoever keeps it (a node's folder) keeps it whole. Tries are counted over all
challenges about one record with one party, or three tries would be three a challenge. A misheard code
is no try: it says nothing of the record, and its sender learns nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from commonground.errors import InputError
from commonground.interop.voice import code as codes
from commonground.interop.voice.alphabet import from_decimals, hear_code
from commonground.interop.voice.checkletter import check_letter, letters_of, opened
from commonground.interop.voice.code import About
from commonground.interop.voice.place_code import NEVER_BEYOND
from commonground.position.place import Position
from commonground.position.window import read_utc, utc_text

LIFE: Final = timedelta(minutes=10)
TRIES: Final = 3
LEAST_RANDOM: Final = 16  # bytes


class Verdict(StrEnum):
    """What an answer came to."""

    MATCH = "match"  # same record, same place within the tolerance
    NEAR = "near"  # same record, a place in the next cell: check it with numbers
    MISHEARD = "misheard"  # letters are wrong: say again
    DIFFERS = "differs"  # we do not hold the same thing: stop, escalate
    REFUSED = "refused"  # used, too old, or locked


class Stand(StrEnum):
    """Where a challenge stands."""

    OPEN = "open"
    MATCHED = "matched"
    LOCKED = "locked"
    UNLOCKED = "unlocked"  # was locked; a supervisor has looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """One challenge: what it is about, its letters without the check letter, and how it went."""

    about: About
    letters: str
    made_at: datetime
    stand: Stand = Stand.OPEN
    tries: int = 0
    words: str = ""  # of the supervisor who unlocked

    @property
    def spoken(self) -> str:
        """What is read to the other side: five letters."""
        return self.letters + check_letter(self.letters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A verdict and the sentence for the desk."""

    verdict: Verdict
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All challenges of one side, the oldest first."""

    challenges: tuple[Challenge, ...] = ()

    def locked(self, about: About) -> Challenge | None:
        """The locked challenge about this record with this party, None where there is none."""
        return next((one for one in self._with(about) if one.stand is Stand.LOCKED), None)

    def tries(self, about: About) -> int:
        """Failed tries about this record with this party since the last match or unlocking."""
        count = 0
        for one in self._with(about):
            count = 0 if one.stand in (Stand.MATCHED, Stand.UNLOCKED) else count + one.tries
        return count

    def begin(self, about: About, random: bytes, now: datetime) -> tuple[Ledger, Challenge]:
        """A fresh challenge; `random` is handed down. InputError while the record is locked."""
        if self.locked(about) is not None:
            raise InputError(
                "locked after three tries; a supervisor has to look",
                given=about.record,
                hint="cg voice unlock",
            )
        used = {one.letters for one in self.challenges if one.about.record == about.record}
        fresh = Challenge(about=about, letters=_fresh(random, used), made_at=now)
        return Ledger(challenges=(*self.challenges, fresh)), fresh

    def find(self, letters: str, record: str = "") -> Challenge:
        """The latest challenge of these letters, with or without the check letter. InputError: none."""
        for one in reversed(self.challenges):
            if letters in (one.letters, one.spoken) and one.about.record.startswith(record):
                return one
        raise InputError("no challenge of ours with these letters", given=letters)

    def check(
        self, challenge: Challenge, heard: str, position: Position, key: bytes, now: datetime
    ) -> tuple[Ledger, Checked]:
        """Judge an answer as it was heard, in letters, words or decimals, for our own place."""
        refused = self._refused(challenge, now)
        if refused:
            return self, Checked(verdict=Verdict.REFUSED, text=refused)
        try:
            said = answer_heard(heard)
        except InputError as error:
            text = f"Misheard: {error.what.removeprefix('misheard: ')}. Ask them to say it again."
            return self, Checked(verdict=Verdict.MISHEARD, text=text)
        fits = codes.matches(said, challenge.letters, challenge.about, position, key)
        if fits:
            return self._with_changed(challenge, replace(challenge, stand=Stand.MATCHED)), _match(challenge)
        tries = self.tries(challenge.about) + 1
        stand = Stand.LOCKED if tries >= TRIES else Stand.OPEN
        after = replace(challenge, tries=challenge.tries + 1, stand=stand)
        return self._with_changed(challenge, after), _no_match(near=fits is None, left=TRIES - tries)

    def unlock(self, about: About, supervisor: str, words: str) -> Ledger:
        """A supervisor has looked; his name and words stay in the ledger."""
        locked = self.locked(about)
        if locked is None:
            raise InputError("this record is not locked", given=about.record)
        if not supervisor.strip() or not words.strip():
            raise InputError("a supervisor gives a name and a reason")
        return self._with_changed(
            locked, replace(locked, stand=Stand.UNLOCKED, words=f"{supervisor}: {words}")
        )

    def _with(self, about: About) -> list[Challenge]:
        pair = {about.challenger, about.answerer}
        return [
            one
            for one in self.challenges
            if one.about.record == about.record and {one.about.challenger, one.about.answerer} == pair
        ]

    def _refused(self, challenge: Challenge, now: datetime) -> str:
        if self.locked(challenge.about) is not None:
            return "Locked after three tries. A supervisor has to look."
        if challenge.stand is not Stand.OPEN:
            return "This challenge has been used. Make a new one."
        if not timedelta(0) <= now - challenge.made_at <= LIFE:
            return "This challenge is older than ten minutes. Make a new one."
        return ""

    def _with_changed(self, old: Challenge, new: Challenge) -> Ledger:
        return Ledger(challenges=tuple(new if one is old else one for one in self.challenges))


def answer_heard(heard: str) -> str:
    """Seven letters of an answer: from eight letters, spelling words, PGP words, or twelve digits.

    InputError, worded "misheard", where they are not whole.
    """
    letters = hear_code(heard)
    if len(letters) == 12 and letters.isdecimal():
        return from_decimals(letters)
    return opened(letters, codes.ANSWER)


def _fresh(random: bytes, used: set[str]) -> str:
    if len(random) < LEAST_RANDOM:
        raise ValueError(f"at least {LEAST_RANDOM} random bytes")
    for at in range(0, len(random) - 2, 3):
        letters = letters_of(int.from_bytes(random[at : at + 3]) >> 4, codes.CHALLENGE - 1)
        if letters not in used:
            return letters
    raise InputError("every challenge of these random bytes was used before", hint="try again")


def _match(challenge: Challenge) -> Checked:
    text = (
        f"Match: {challenge.about.answerer} holds the same record, and the same place within "
        f"{challenge.about.tolerance_m:g} m or a little more, never beyond "
        f"{NEVER_BEYOND * challenge.about.tolerance_m:g} m. Now let them challenge you."
    )
    return Checked(verdict=Verdict.MATCH, text=text)


def _no_match(*, near: bool, left: int) -> Checked:
    after = f"{left} tries are left." if left > 0 else "Locked: a supervisor has to look."
    if near:
        text = f"Near, check: the same record, but a place beside ours. Compare the numbers. {after}"
        return Checked(verdict=Verdict.NEAR, text=text)
    text = f"Stop. It was heard well, and we do not hold the same record and place. Escalate. {after}"
    return Checked(verdict=Verdict.DIFFERS, text=text)


def ledger_json(ledger: Ledger) -> list[dict[str, Any]]:
    """The ledger as it is kept."""
    return [
        {
            "record": one.about.record,
            "challenger": one.about.challenger,
            "answerer": one.about.answerer,
            "tolerance_m": one.about.tolerance_m,
            "letters": one.letters,
            "made_at": utc_text(one.made_at),
            "stand": str(one.stand),
            "tries": one.tries,
            "words": one.words,
        }
        for one in ledger.challenges
    ]


def read_ledger(kept: object) -> Ledger:
    """Read what `ledger_json` wrote. InputError where it is something else: a lost ledger forgets locks."""
    try:
        assert isinstance(kept, list)
        return Ledger(challenges=tuple(_read(one) for one in kept))
    except (AssertionError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"not a ledger of challenges: {error}") from None


def _read(one: dict[str, Any]) -> Challenge:
    return Challenge(
        about=About(
            record=one["record"],
            challenger=one["challenger"],
            answerer=one["answerer"],
            tolerance_m=float(one["tolerance_m"]),
        ),
        letters=one["letters"],
        made_at=read_utc(one["made_at"]),
        stand=Stand(one["stand"]),
        tries=int(one["tries"]),
        words=one["words"],
    )
