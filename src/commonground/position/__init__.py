"""Positions: a place, every way to write and read it, how sure we are, and what explains two reports.

`read` and `read_all` understand one text, `read_angle` one angle, `write` writes a place. Importing
this costs little: numpy and pyproj are met only where they are needed.
"""

from commonground.position.angles.one_angle import read_angle
from commonground.position.place import Position
from commonground.position.profile import Basis, Fraction, Letter, MapProfile, Order, profile_from
from commonground.position.reader.answer import AngleResult, ReadResult, Status
from commonground.position.reader.find import Found, find
from commonground.position.reader.read import read, read_all
from commonground.position.reading import Doubt, Part, Reading
from commonground.position.write import write

__all__ = [
    "AngleResult",
    "Basis",
    "Doubt",
    "Found",
    "Fraction",
    "Letter",
    "MapProfile",
    "Order",
    "Part",
    "Position",
    "ReadResult",
    "Reading",
    "Status",
    "find",
    "profile_from",
    "read",
    "read_all",
    "read_angle",
    "write",
]
