"""Findings: what anybody can work out from statements, and work out again.

A finding has a kind, a level, what it rests on, and a sentence an officer can read aloud. It names
parties, never blame, and no map is the true one. Disagreement is a finding; it is never raised.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """How soon a person has to look."""

    NOTE = 0
    CAUTION = 1
    URGENT = 2

    @property
    def word(self) -> str:
        return self.name.lower()


class Kind(StrEnum):
    """Every kind of finding, grouped by the room that makes it. The one list; docs are made from it."""

    # position: reading
    ORDER_UNSAID = "order_unsaid"  # two bare numbers fit both as latitude first and as longitude first
    ORDER_BY_RANGE = "order_by_range"  # the numbers fit only with the longitude first
    SEVERAL_READINGS = "several_readings"  # a text can be understood in more than one way
    CONTRADICTION = "contradiction"  # a text says two things that cannot both be so
    OUT_OF_RANGE = "out_of_range"  # degrees, minutes, seconds or metres that do not exist
    HEMISPHERE_UNSAID = "hemisphere_unsaid"  # a letter or sign is missing on one half
    NOT_UNDERSTOOD = "not_understood"  # no notation fits the text
    UNREAD_WORDS = "unread_words"  # a position was read, and words beside it were not
    SIXTY = "sixty"  # minutes or seconds of exactly 60, as careless rounding makes them
    RUN_TOGETHER = "run_together"  # digits run together can be cut in more than one way, or lost a zero
    MINUTES_OR_DECIMALS = "minutes_or_decimals"  # 34.30 can be 34 degrees 30 minutes
    UNUSUAL_FORM = "unusual_form"  # a form so rare that it must be confirmed
    LOOKS_LIKE_DATE = "looks_like_date"  # a position by its form, a date or a time by its look
    LOOKS_LIKE_WORD = "looks_like_word"  # a grid code by its letters, a word or a number by its look
    NULL_ISLAND = "null_island"  # 0, 0 is where lost positions end up
    LETTER_UNSURE = "letter_unsure"  # a letter that is a band in one habit and a hemisphere in another
    BAND_DIFFERS = "band_differs"  # the band letter and the northing name different places
    OUTSIDE_ZONE = "outside_zone"  # the square or the easting does not belong to its zone
    OLD_LETTERING = "old_lettering"  # the square exists only in the row letters of the old datums
    SHORT_CODE = "short_code"  # a short Plus code needs a place to start from
    WORDS_CODE = "words_code"  # three words of a closed system
    ONE_ANGLE = "one_angle"  # one angle where a position needs two
    TOO_LONG = "too_long"  # more text than one position has
    MARKS_MENDED = "marks_mended"  # letters of another script that look alike were taken as Latin
    DECIMAL_COMMA = "decimal_comma"  # commas were read as decimal marks
    SET_ASIDE = "set_aside"  # a height or a label beside the position was set aside
    DATUM_IN_TEXT = "datum_in_text"  # the text itself names its datum
    DATUM_DIFFERS = "datum_differs"  # the text names another datum than the profile
    CRS_UNSAID = "crs_unsaid"  # grid numbers, and nobody said of which grid

    # position: datum
    OPERATION_ACCURACY_UNKNOWN = "operation_accuracy_unknown"  # nobody states how exact the datum step is
    OPERATION_OUTSIDE_AREA = "operation_outside_area"  # the datum step is used beyond its area of use
    OPERATIONS_DISAGREE = "operations_disagree"  # published datum steps contradict each other here
    OPERATION_GRID_MISSING = "operation_grid_missing"  # a more exact datum step needs a file not installed
    DATUM_ASSUMED = "datum_assumed"  # nobody named the datum; WGS 84 stands in

    # interop: lists
    COLUMNS_SWAPPED = "columns_swapped"  # latitude and longitude stand in each other's column
    DEGREES_DOT_MINUTES = "degrees_dot_minutes"  # a column of degrees.minutes looks like decimal degrees
    LEADING_ZEROS_LOST = "leading_zeros_lost"  # a spreadsheet dropped the zeros of packed degrees
    DECIMAL_COMMAS = "decimal_commas"  # a column writes decimal commas
    HEMISPHERE_IN_HEADER = "hemisphere_in_header"  # only the header tells south or west
    SIGN_AND_LETTER = "sign_and_letter"  # degrees carry a minus beside the letter throughout
    SYSTEM_NAMED = "system_named"  # a column names the coordinate system
    SYSTEM_UNCERTAIN = "system_uncertain"  # a column names no coordinate system for certain
    SYSTEM_MISSING = "system_missing"  # plane numbers without the system they are meant in
    NO_COORDINATE_COLUMN = "no_coordinate_column"  # no column of the list reads as a place
    NO_POSITION_GIVEN = "no_position_given"  # the row names no place

    # interop: tables
    ENCODING_GUESSED = "encoding_guessed"  # a file is not UTF-8
    SEPARATOR_FOUND = "separator_found"  # fields are separated by semicolons
    SHEET_CHOSEN = "sheet_chosen"  # one sheet of a workbook was read, the others not
    WGS84_BY_FILE_TYPE = "wgs84_by_file_type"  # the datum rests on the type of file alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing worked out: its kind, level, sentence, and the ids of the entries it rests on."""

    kind: Kind
    level: Level
    text: str
    about: tuple[str, ...] = field(default=())  # statement ids, item ids or row names

    def as_json(self) -> dict[str, object]:
        """The form that the command line, the API and reports give."""
        shown: dict[str, object] = {"kind": str(self.kind), "level": self.level.word, "text": self.text}
        if self.about:
            shown["about"] = list(self.about)
        return shown
