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
    COARSER = "coarser"  # decimals that stand for whole minutes are surer by their look than in truth
    NULL_ISLAND = "null_island"  # 0, 0 is where lost positions end up
    LETTER_UNSURE = "letter_unsure"  # a letter that is a band in one habit and a hemisphere in another
    BAND_DIFFERS = "band_differs"  # the band letter and the northing name different places
    OUTSIDE_ZONE = "outside_zone"  # the square or the easting does not belong to its zone
    OLD_LETTERING = "old_lettering"  # the square exists only in the row letters of the old datums
    SHORT_CODE = "short_code"  # a short Plus code needs a place to start from
    WORDS_CODE = "words_code"  # three words of a closed system
    ONE_ANGLE = "one_angle"  # one angle where a position needs two
    BOX_SIDES = "box_sides"  # two latitudes and two longitudes, of which no two are a corner
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
    SECONDS_LOST = "seconds_lost"  # a conversion lost the tens of the seconds throughout
    SECOND_PLACE_UNREAD = "second_place_unread"  # the second way of giving the place cannot be read
    OUTSIDE_COUNTRY = "outside_country"  # outside the country that the row names, on every map
    COUNTRY_NOT_CERTAIN = "country_not_certain"  # at sea, or where maps and filing habits differ
    COUNTRY_UNKNOWN = "country_unknown"  # no country is known by the name in the list
    FAR_FROM_THE_REST = "far_from_the_rest"  # far from the list or district, and one slip explains it
    PLACE_SHARED = "place_shared"  # several names on exactly one place
    NAME_REPEATED = "name_repeated"  # one name twice in the list
    PLACE_COARSE = "place_coarse"  # the figures leave more open than the purpose allows
    OUTSIDE_THEATRE = "outside_theatre"  # outside the theatre that the profile names
    BORDER_UNCERTAIN = "border_uncertain"  # maps of a border differ there, or each is unsure
    LISTS_COMPARED = "lists_compared"  # how many rows two lists share
    ROWS_SHIFTED_ALIKE = "rows_shifted_alike"  # many rows shifted by one cause
    DECIMAL_COMMAS = "decimal_commas"  # a column writes decimal commas
    FIGURES_GROUPED = "figures_grouped"  # a column groups its figures by thousands
    ORDER_SHOWN = "order_shown"  # some rows show which number comes first
    HEMISPHERE_IN_HEADER = "hemisphere_in_header"  # only the header tells south or west
    SIGN_AND_LETTER = "sign_and_letter"  # degrees carry a minus beside the letter throughout
    SIGN_AGAINST_LETTER = "sign_against_letter"  # letter and sign disagree in one row of such a list
    SYSTEM_NAMED = "system_named"  # a column names the coordinate system
    SYSTEM_UNCERTAIN = "system_uncertain"  # a column names no coordinate system for certain
    SYSTEM_MISSING = "system_missing"  # plane numbers without the system they are meant in
    NO_COORDINATE_COLUMN = "no_coordinate_column"  # no column of the list reads as a place
    NO_POSITION_GIVEN = "no_position_given"  # the row names no place

    # interop: texts
    TIME_NOT_UNDERSTOOD = "time_not_understood"  # words about time that give no window for certain
    TIME_ZONE_NOT_NAMED = "time_zone_not_named"  # hours without a time zone, or not in UTC
    POSITION_MALFORMED = "position_malformed"  # figures of a position that cannot be one
    FIGURES_OF_ODD_WIDTH = "figures_of_odd_width"  # degrees or minutes with a figure too many or too few
    POSITION_ASKED = "position_asked"  # a position in a message has several readings
    POSITION_UNPAIRED = "position_unpaired"  # a latitude without its longitude, or the reverse
    AREA_CROSSES_ITSELF = "area_crosses_itself"  # the corners in the order written cross
    CORNER_FAR_OFF = "corner_far_off"  # one corner lies far outside the rest
    AREA_FOLLOWS_COAST = "area_follows_coast"  # straight lines between the corners are not the area
    AREA_HAS_EXCLUSIONS = "area_has_exclusions"  # islands or parts are excluded in words
    AREA_NOT_UNDERSTOOD = "area_not_understood"  # an area named in words whose shape is not certain
    WORDS_CONTRADICT_POSITION = "words_contradict_position"  # the text names another sea than the position's
    SECOND_PLACE_DIFFERS = "second_place_differs"  # the same place given twice, and the two differ
    MESSAGE_REFUSED = "message_refused"  # one message of a file cannot be read
    FIGURES_NOT_UNDERSTOOD = "figures_not_understood"  # figures of the message that no reading accounts for

    # interop: coded lines
    CODED_DELAYED = "coded_delayed"  # a coded line is read long after it was sent, or before

    # interop: tables
    ENCODING_GUESSED = "encoding_guessed"  # a file is not UTF-8
    SEPARATOR_FOUND = "separator_found"  # fields are separated by semicolons
    QUOTE_OPEN = "quote_open"  # a quotation mark that is never closed would have swallowed rows
    NAME_NOT_SHOWN = "name_not_shown"  # a name holds characters that no screen shows
    SHEET_CHOSEN = "sheet_chosen"  # one sheet of a workbook was read, the others not
    WGS84_BY_FILE_TYPE = "wgs84_by_file_type"  # the datum rests on the type of file alone

    # register
    SIDE_BY_SIDE = "side_by_side"  # a party has several notices about one thing, none replacing another
    SAID_AHEAD = "said_ahead"  # a statement bears a time after the moment asked about
    NOT_THEIRS = "not_theirs"  # a party withdraws or replaces what another party said
    OVERDUE = "overdue"  # a movement has run out of its windows without a word
    CROSSING_SHUT = "crossing_shut"  # a movement depends on a crossing that is not open
    CROSSING_RIVALS = "crossing_rivals"  # parties say different things of one crossing
    NOT_LOADED = "not_loaded"  # a terminal has not loaded the version it will need
    VERSIONS_DIFFER = "versions_differ"  # terminals hold different versions
    COPIES_OF_ONE = "copies_of_one"  # entries that agree come from one source

    # check
    NO_COVERAGE = "no_coverage"  # a party has said nothing about what its register covers here
    COVERAGE_ENDS = "coverage_ends"  # a coverage does not reach to the end of the window asked about
    COVERAGE_PART = "coverage_part"  # a coverage does not hold the whole area with its margin
    COVERAGE_DOUBTED = "coverage_doubted"  # somebody doubts a coverage
    HEAD_UNKNOWN = "head_unknown"  # nothing is known of a party's log
    HEAD_PENDING = "head_pending"  # statements of a party are in no cosigned head yet
    HEAD_OLD = "head_old"  # a party's log is known to hold more than is here
    HEAD_WITHHELD = "head_withheld"  # entries of a party's log are not open to this node
    PEER_ABSENT = "peer_absent"  # a party has not been heard
    PEER_LATE = "peer_late"  # a party is late to be heard
    ENTRY_EXPIRED = "entry_expired"  # an entry near the place has run out, and nobody said that it is gone
    ENTRY_LAST_SEEN = "entry_last_seen"  # something that moves has fallen silent; its area grows
    ENTRY_STALE = "entry_stale"  # an entry near the place was last confirmed long ago
    ENTRY_DOUBTED = "entry_doubted"  # somebody doubts an entry near the place
    HEAD_BEHIND = "head_behind"  # something was said without newer words that another log already held
    PLAN_MEETS_MOVER = "plan_meets_mover"  # one party moves where and when another means to do something
    ALTITUDE_APART = "altitude_apart"  # an entry near the place on the map is not near by its altitudes
    OWN_POSITION = "own_position"  # the place asked about is where the asker itself stands

    # exchange
    READBACK_NEAR = "readback_near"  # a readback lies near, or too coarse to tell: a person looks
    READBACK_DIFFERS = "readback_differs"  # a readback lies elsewhere
    ANCHOR_CONTRADICTS = "anchor_contradicts"  # two descriptions say otherwise than the coordinates
    NOT_INDEPENDENT = "not_independent"  # a readback repeats what was given or was drawn first
    SOURCE_NEAR = "source_near"  # the measured place lies near what the source reported
    SOURCE_DIFFERS = "source_differs"  # the measured place lies elsewhere than what the source reported
    NOT_CONFIRMED_AT_SOURCE = "not_confirmed_at_source"  # nobody at the place has read it back
    CONFIRMATION_NUMBERS = "confirmation_numbers"  # a confirmation states another distance than it has
    ANSWERED_LATE = "answered_late"  # an answer came after its deadline
    ANSWER_CHANGED = "answer_changed"  # a party changed its answer
    NO_ANSWER = "no_answer"  # a deadline has passed in silence
    OVERTAKEN = "overtaken"  # the window asked about ended without an answer
    OUT_OF_TURN = "out_of_turn"  # a message that the table of an exchange does not hold
    WAITS_FOR_OTHER = "waits_for_other"  # a message names a statement that is not here yet
    DOUBT_STANDS = "doubt_stands"  # a named person's doubt
    CLOCKS_DIFFER = "clocks_differ"  # two parties' clocks are surely apart
    ANSWER_CONTRADICTED = "answer_contradicted"  # an answer of none against the party's own notices
    ASKED_MUCH = "asked_much"  # the enquiries of one party lay open much of another's ground
    ALARM_STANDS = "alarm_stands"  # an alarm that nobody has taken
    HANDOVER_WAITS = "handover_waits"  # a desk was handed over, and nobody has taken it
    HANDOVER_UNREAD = "handover_unread"  # a desk was taken with matters that nobody has read
    DESK_UNMANNED = "desk_unmanned"  # nobody sits at a desk
    TEST_CALL_MISSING = "test_call_missing"  # no test call to a party stands on record for this shift
    TEST_CALL_UNANSWERED = "test_call_unanswered"  # the last test call to a party was not answered

    # replay
    SAID_LATER = "said_later"  # something about a moment looked back at was said only after it

    # store: logs and peers
    SPLIT_VIEW = "split_view"  # a log has signed two histories
    HEAD_WENT_BACK = "head_went_back"  # a peer shows an older head of its log than we have seen
    HEAD_REFUSED = "head_refused"  # a head that was passed on does not bear what its log must sign with
    STATEMENT_REFUSED = "statement_refused"  # an entry of a peer's log is no statement that counts
    REVOKED_BACK = "revoked_back"  # a key was revoked from an earlier entry on; that counts no more
    BODY_REFUSED = "body_refused"  # what was sent as a statement is not what the log committed to
    COUNT_DOUBLED = "count_doubled"  # an officer said two things under one number
    CLOCK_DIFFERS = "clock_differs"  # a peer's clock is more than five minutes from ours
    OWN_LOG_RESTORED = "own_log_restored"  # our record was restored; we wait for our own highest head
    BUNDLE_GAP = "bundle_gap"  # a bundle came out of turn, or one before it is missing
    UNWITNESSED = "unwitnessed"  # no quorum has seen our own log for long
    WITNESS_REFUSED = "witness_refused"  # an outside witness refuses our head, or its answer does not hold
    TERMS_DIFFER = "terms_differ"  # parties have not said the same terms of the exchange
    RECORD_DAMAGED = "record_damaged"  # the record on disk is not what its heads promise

    # node
    NOT_WRITING = "not_writing"  # our own node cannot write its record, or cannot do its own part
    PLACE_WITHHELD = "place_withheld"  # a row or text gives a place that waits for our own readback

    # maps
    DEPICTION_MISPLACED = "depiction_misplaced"  # two drawings are displaced as wholes, one against the other
    DEPICTION_COPIED = "depiction_copied"  # two drawings coincide: they count as one witness
    DEPICTION_TRUNCATED = "depiction_truncated"  # one drawing ends where the other runs on
    SHEET_GROSS_ERROR = "sheet_gross_error"  # a control point does not fit the others
    SHEET_UNCHECKED = "sheet_unchecked"  # a sheet has no independent check points
    SHEET_DATUM = "sheet_datum"  # the misfit of a sheet looks like another datum
    SHEET_WEAK = "sheet_weak"  # control points that cannot carry the model


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
