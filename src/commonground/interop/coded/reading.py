"""Reading a coded line. The check comes first; a line that does not fit is used for nothing.

Strict: one spelling, so that who compares texts compares meaning. Small letters and runs of blanks are
taken as telephones make them. Nothing is put right: a wrong line says which word to ask for again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.interop.coded.check import COUNT, check_characters, explained_by
from commonground.interop.coded.line import ITEM_KINDS, ROWS, Line
from commonground.interop.coded.moments import months_back, nearest_sent, read_moment
from commonground.interop.coded.place import DATUM, DOUBT, EAST, LAT, LEAD, LON, NORTH, CodedPlace
from commonground.interop.coded.writing import DRILL, OUTCOMES, VERSION, write_line
from commonground.position.window import Window

MOST_NAMED: Final = 3  # words that a refusal names; where more would explain it, none does
LONGEST: Final = 400  # characters of one line as it is given
LONGEST_TEXT: Final = 100_000
DELAYED_S: Final = 120  # as the exchange marks a message delayed
AHEAD_S: Final = 300
_LINE: Final = re.compile(
    r"(?<![A-Za-z0-9])CG1(?:[ \t]+[A-Za-z0-9.]{1,16}){2,30}?[ \t]+CK[A-Za-z0-9]{3}(?![A-Za-z0-9])", re.I
)
_KINDS: Final = {row.letter: kind for kind, row in ROWS.items()}
_OUTCOMES: Final = {word: outcome for outcome, word in OUTCOMES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """A line that fits, its one spelling, and what is to be said of its age."""

    line: Line
    text: str
    findings: tuple[Finding, ...] = ()


def lines_in(text: str) -> tuple[str, ...]:
    """Every coded line in an SMS, a mail or a log, as it stands there, whether it fits or not."""
    if len(text) > LONGEST_TEXT:
        raise InputError(f"a text of more than {LONGEST_TEXT} characters")
    return tuple(" ".join(match.group().split()) for match in _LINE.finditer(text))


def read_line(text: str, now: datetime) -> ReadLine:
    """Read one line at the time `now`. InputError where it does not fit or is none.

    The hint names the words of which one wrong character or swap would explain it.
    """
    if len(text) > LONGEST:
        raise InputError(f"a coded line has at most {LONGEST} characters", given=text)
    words = tuple(text.upper().split())
    if not text.isascii() or len(words) < 4 or words[0] != VERSION:
        raise InputError(
            "not a coded line", given=text, hint="it begins with CG1 and ends with CK and three characters"
        )
    tokens, check = words[:-1], words[-1]
    if not re.fullmatch(rf"CK[0-9A-Z]{{{COUNT}}}", check) or not all(
        re.fullmatch("[0-9A-Z.]+", one) for one in tokens
    ):
        raise InputError(
            "the check characters are missing or not readable",
            given=text,
            hint="ask for the whole line again",
        )
    sent = _sent(tokens, check[2:], now)
    line = _Words(list(tokens), sent).line()
    spelled = write_line(line)
    if spelled.split() != list(words):
        raise InputError("a coded line has one spelling", given=text, hint=spelled)
    return ReadLine(line=line, text=spelled, findings=_age(line, now))


def _sent(tokens: tuple[str, ...], check: str, now: datetime) -> datetime:
    """When it was sent; the check characters must fit. InputError with what to ask for otherwise."""
    digits = [one[1:] for one in tokens if re.fullmatch(r"Z[0-9]{6}", one)]
    sent = nearest_sent(digits[0], now) if len(digits) == 1 else None
    if sent is not None and check_characters(tokens, _month(sent)) == check:
        return sent
    raise InputError(
        "the check characters do not fit: use nothing of it",
        given=" ".join(tokens),
        hint=_again(tokens, check, sent or now, now),
    )


def _again(tokens: tuple[str, ...], check: str, sent: datetime, now: datetime) -> str:
    """What to ask for: the words in which one mistake would explain it; whether it is an old line."""
    found = explained_by(tokens, _month(sent), check)
    words = [(*tokens, "the check characters")[one] for one in found]
    if 0 < len(words) <= MOST_NAMED:
        return f"one wrong character in {' or in '.join(words)} would explain it; ask for that again"
    for year, month in months_back(now):
        if check_characters(tokens, f"{year}{month:02d}") == check:
            return (
                f"it would fit a line sent in {year}-{month:02d}: an old message; ask whether it still holds"
            )
    return "ask for the whole line again"


def _month(sent: datetime) -> str:
    return sent.strftime("%Y%m")


class _Words:
    """The words of a line, taken one by one."""

    def __init__(self, words: list[str], sent: datetime) -> None:
        self.rest = words[1:]
        self.sent = sent

    def line(self) -> Line:
        """The line. InputError for a word that has no place in it."""
        made: dict[str, Any] = {"sent": self.sent, "drill": self._have(DRILL)}
        letter = self.rest.pop(0) if self.rest else ""
        if letter not in _KINDS:
            raise InputError("no kind of message has this letter", given=letter, hint=" ".join(_KINDS))
        made |= {"kind": _KINDS[letter], "ref": self.rest.pop(0) if self.rest else ""}
        if self.rest and self.rest[0] in ITEM_KINDS and len(self.rest) > 1:
            made["item"] = (self.rest.pop(0), self.rest.pop(0))
        made["place"] = self._place()
        made["independent"] = True if self._have("OWNMAP") else False if self._have("SHOWN") else None
        made["of"] = self._after("OF", r"[A-Z][0-9]{4}") or ""
        made["margin_m"] = self._metres("MG")
        start, end = self._moment("FR"), self._moment("TO")
        if start or end:
            made["window"] = _window(start, end)
        made["until"] = self._moment("UN")
        made["distance_m"], made["joint_ce95_m"] = self._metres("DIS"), self._metres("JD")
        if self.rest and self.rest[0] in _OUTCOMES:
            made["outcome"] = _OUTCOMES[self.rest.pop(0)]
        made["as_of"] = self._moment("AS")
        coverage = []
        while (one := self._after("COV", r"[A-Z][0-9]{4}")) is not None:
            coverage.append(one)
        made["coverage"] = tuple(coverage)
        self._after("Z", r"[0-9]{6}")
        made["deadline"] = self._moment("BY")
        if self.rest:
            raise InputError("a word that has no place here", given=self.rest[0])
        return Line(**made)

    def _have(self, word: str) -> bool:
        if self.rest and self.rest[0] == word:
            self.rest.pop(0)
            return True
        return False

    def _after(self, tag: str, form: str) -> str | None:
        if self.rest and re.fullmatch(tag + form, self.rest[0]):
            return self.rest.pop(0)[len(tag) :]
        return None

    def _metres(self, tag: str) -> int | None:
        digits = self._after(tag, "[0-9]{1,7}")
        return None if digits is None else int(digits)

    def _moment(self, tag: str) -> datetime | None:
        digits = self._after(tag, "(?:[0-9]{4}|[0-9]{6}|[0-9]{12})")
        return None if digits is None else read_moment(digits, self.sent)

    def _place(self) -> CodedPlace | None:
        forms = (LAT, LON) if self.rest and LAT.fullmatch(self.rest[0]) else (LEAD, EAST, NORTH)
        if not all(form.fullmatch(word) for form, word in zip(forms, self.rest, strict=False)):
            return None
        if len(self.rest) < len(forms):
            return None
        words = tuple(self.rest[: len(forms)])
        del self.rest[: len(forms)]
        datum = self.rest.pop(0) if self.rest and DATUM.fullmatch(self.rest[0]) else ""
        doubt = DOUBT.fullmatch(self.rest.pop(0)) if self.rest else None
        if doubt is None:
            raise InputError("a place without PM and its doubt", given=" ".join(words))
        return CodedPlace(words=words, datum=datum, pm_m=int(doubt[1]))


def _window(start: datetime | None, end: datetime | None) -> Window:
    if start is None or end is None or not start < end:
        raise InputError("a window has FR and TO, and ends after it begins")
    return Window(start=start, end=end)


def _age(line: Line, now: datetime) -> tuple[Finding, ...]:
    late_s = (now.astimezone(UTC) - line.sent).total_seconds()
    if -AHEAD_S <= late_s <= DELAYED_S + 60:  # the minute that sending is cut to
        return ()
    if late_s < 0:
        text = f"The line says that it was sent {-late_s / 60:.0f} min from now: a clock is wrong."
    else:
        text = (
            f"DELAYED: sent at {line.sent:%Y-%m-%d %H:%M}Z, read {late_s / 60:.0f} min later. "
            "Ask whether it still holds."
        )
    return (Finding(kind=Kind.CODED_DELAYED, level=Level.CAUTION, text=text, about=(line.ref,)),)
