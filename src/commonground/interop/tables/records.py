"""Records of a CSV text: a quotation mark that is never closed swallows no line.

A quoted cell may hold line breaks. Where a quote stays open to the end of the file, is closed in the
middle of a cell, or makes one record of several whole lines, each of its lines is a record by itself,
and the line is told.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from commonground.interop.tables.table import MAX_CELL

MOST_LINES = 200  # of one record
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
FIELD_LIMIT = MAX_CELL * 16


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record, the first of its lines from 1, and whether a quote in it was open."""

    cells: list[str]
    line: int
    open_quote: bool = False


def records_of(text: str, separator: str, *, limit: int = FIELD_LIMIT) -> Iterator[Record]:
    """Every record of the text, in order; blank lines are records without cells.

    Raises csv.Error for a cell longer than `limit`.
    """
    csv.field_size_limit(limit)
    lines = _lines(text)
    usual = _usual_width(lines, separator)
    at = 0
    while at < len(lines):
        feed = _Feed(lines, at)
        reader = csv.reader(feed, delimiter=separator, strict=True)
        while feed.at < len(lines):
            start = feed.begin()
            try:
                cells = next(reader, None)
            except (csv.Error, _TooManyLinesError) as error:
                if "field larger" in str(error) and feed.at - start == 1:
                    raise
                yield _alone(lines[start], start, separator, usual)
                at = start + 1
                break
            if cells is None:
                at = len(lines)
                break
            if (
                feed.at - start > 1
                and len(cells) != usual
                and _rows(lines[start : feed.at], separator, usual)
            ):
                yield _alone(lines[start], start, separator, usual)
                at = start + 1
                break
            yield Record(cells, start + 1)
            at = feed.at


class _TooManyLinesError(Exception):
    """A record runs over more lines than a cell may have."""


class _Feed:
    """The lines from one on, counted."""

    def __init__(self, lines: list[str], at: int) -> None:
        self.lines, self.at, self.first = lines, at, at

    def begin(self) -> int:
        self.first = self.at
        return self.at

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        if self.at - self.first >= MOST_LINES:
            raise _TooManyLinesError
        self.at += 1
        return self.lines[self.at - 1]


def _lines(text: str) -> list[str]:
    """The lines of a text with their ends, whichever of the three it uses."""
    return _LINE.findall(text)


def _alone(line: str, at: int, separator: str, usual: int) -> Record:
    """One line as a record; its quotes are plain characters where only so it has its cells."""
    text = [line.rstrip("\r\n")]
    cells = next(csv.reader(text, delimiter=separator), [])
    if len(cells) != usual:
        bare = next(csv.reader(text, delimiter=separator, quoting=csv.QUOTE_NONE), [])
        cells = bare if len(bare) == usual else cells
    return Record(cells, at + 1, open_quote=line.count('"') % 2 == 1)


def _usual_width(lines: list[str], separator: str) -> int:
    """How many cells most of the first lines have that hold no quote."""
    plain = [line for line in lines[:400] if '"' not in line and line.strip()]
    widths = Counter(line.count(separator) + 1 for line in plain)
    return max(widths, key=lambda width: widths[width], default=0)


def _rows(lines: list[str], separator: str, usual: int) -> bool:
    """Whether the lines behind the first are whole rows of the table by themselves."""
    whole = [len(next(csv.reader([line.rstrip("\r\n")], delimiter=separator), [])) == usual for line in lines]
    return usual > 1 and sum(whole[1:]) * 2 > len(whole[1:])
