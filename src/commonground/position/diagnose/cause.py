"""Causes: why two reports of supposedly one place differ.

One list: name, how common it is before anything is seen, and the sentence an officer hears. The
shares come from counts: real wrong coordinates that their publishers corrected later, and for what
is never published with both values (datum, zone, square) from the notes of this project.
"""

from __future__ import annotations

from enum import StrEnum


class Cause(StrEnum):
    """Every cause, named as it stands in answers and files."""

    SAME_PLACE = "same_place"
    COARSE_NOTATION = "coarse_notation"
    DIFFERENT_PLACE = "different_place"
    WRONG_DATUM = "wrong_datum"
    OVERLAY_SHIFT = "overlay_shift"
    LAT_LON_SWAPPED = "lat_lon_swapped"
    SIGN_LOST_LAT = "sign_lost_lat"
    SIGN_LOST_LON = "sign_lost_lon"
    DMS_READ_AS_DECIMAL = "dms_read_as_decimal"
    DDM_READ_AS_DECIMAL = "ddm_read_as_decimal"
    DECIMAL_READ_AS_MINUTES = "decimal_read_as_minutes"
    DECIMAL_MINUTES_READ_AS_SECONDS = "decimal_minutes_read_as_seconds"
    MINUTES_SECONDS_EXCHANGED = "minutes_seconds_exchanged"
    MINUTES_SIGN = "minutes_sign"
    SECONDS_DIGIT_LOST = "seconds_digit_lost"
    LEADING_ZERO_LOST = "leading_zero_lost"
    DIGIT_WRONG = "digit_wrong"
    DIGIT_TRANSPOSED = "digit_transposed"
    DIGIT_DROPPED = "digit_dropped"
    DIGIT_DOUBLED = "digit_doubled"
    DECIMAL_POINT_MOVED = "decimal_point_moved"
    AXIS_DUPLICATED = "axis_duplicated"
    NULL_ISLAND = "null_island"
    OWN_POSITION_SENT = "own_position_sent"
    WRONG_UTM_ZONE = "wrong_utm_zone"
    WRONG_100KM_SQUARE = "wrong_100km_square"
    EASTING_NORTHING_SWAPPED = "easting_northing_swapped"
    HEMISPHERE_LETTER_AS_BAND = "hemisphere_letter_as_band"
    OLD_ROW_LETTERING = "old_row_lettering"
    GK_READ_AS_UTM = "gk_read_as_utm"
    ZONE_PREFIX_LOST = "zone_prefix_lost"
    CORNER_TAKEN_FOR_CENTRE = "corner_taken_for_centre"


# Weight before anything is seen. Only the proportions matter.
PRIOR: dict[Cause, float] = {
    Cause.SAME_PLACE: 0.50,
    Cause.DIFFERENT_PLACE: 0.20,
    Cause.WRONG_DATUM: 0.08,
    Cause.OVERLAY_SHIFT: 0.01,
    Cause.SIGN_LOST_LON: 0.030,
    Cause.SIGN_LOST_LAT: 0.020,
    Cause.DMS_READ_AS_DECIMAL: 0.030,
    Cause.DDM_READ_AS_DECIMAL: 0.025,
    Cause.DIGIT_WRONG: 0.040,
    Cause.LAT_LON_SWAPPED: 0.020,
    Cause.LEADING_ZERO_LOST: 0.012,
    Cause.DIGIT_TRANSPOSED: 0.015,
    Cause.DECIMAL_MINUTES_READ_AS_SECONDS: 0.015,
    Cause.SECONDS_DIGIT_LOST: 0.008,
    Cause.MINUTES_SIGN: 0.008,
    Cause.MINUTES_SECONDS_EXCHANGED: 0.003,
    Cause.DECIMAL_READ_AS_MINUTES: 0.004,
    Cause.DIGIT_DROPPED: 0.005,
    Cause.DIGIT_DOUBLED: 0.003,
    Cause.DECIMAL_POINT_MOVED: 0.002,
    Cause.AXIS_DUPLICATED: 0.002,
    Cause.NULL_ISLAND: 0.003,
    Cause.OWN_POSITION_SENT: 0.010,
    Cause.WRONG_UTM_ZONE: 0.015,
    Cause.WRONG_100KM_SQUARE: 0.015,
    Cause.EASTING_NORTHING_SWAPPED: 0.012,
    Cause.HEMISPHERE_LETTER_AS_BAND: 0.012,
    Cause.OLD_ROW_LETTERING: 0.003,
    Cause.GK_READ_AS_UTM: 0.010,
    Cause.ZONE_PREFIX_LOST: 0.004,
    Cause.CORNER_TAKEN_FOR_CENTRE: 0.005,
}

# No mistake at all: what these explain needs no repair.
NO_MISTAKE = frozenset({Cause.SAME_PLACE, Cause.COARSE_NOTATION})
