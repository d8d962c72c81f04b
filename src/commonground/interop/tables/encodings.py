"""The text of a file: what its first bytes say, UTF-8, or the code page that its bytes look like.

An encoding is certain (a byte-order mark, or valid UTF-8) or it is a finding that asks. Figures read the
same in all of them; names may not.
"""

from __future__ import annotations

import re

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UNUSED_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_HIGH_RUNS = re.compile(rb"[\x80-\xff]{2,}")
_HIGH = re.compile(rb"[\x80-\xff]")
_FRENCH = re.compile("[àâçèéêëîïôùûü]")
WRITTEN = {
    "cp1252": "Western European", "latin-1": "Western European", "cp1251": "Cyrillic", "cp1256": "Arabic",
}  # fmt: skip


def decode(data: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of a file, and a finding where its encoding is not UTF-8.

    Raises InputError where the bytes are no text.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            text = _strictly(data, encoding, name)
            found = _told(Level.NOTE, "as its first bytes say")
            return text, () if encoding == "utf-8-sig" else (found,)
    wide = _wide(data)
    if wide:
        text = _strictly(data, wide, name)
        found = _told(Level.CAUTION, "as every second byte shows; the mark in front is missing")
        return text, (found,)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise InputError("this is no text file", where=name, hint="send CSV, XLSX or GeoJSON") from None
        line = data.count(b"\n", 0, error.start) + 1
    encoding = _code_page(data)
    text = (
        f"The file is not UTF-8 (first at line {line}); it was read as {WRITTEN[encoding]} text "
        f"({encoding}). Names may be wrong; numbers are not touched by this."
    )
    return data.decode(encoding), (Finding(kind=Kind.ENCODING_GUESSED, level=Level.CAUTION, text=text),)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"the file says it is {encoding} and is not, at byte {error.start}",
            where=name,
            hint="save it again as UTF-8",
        ) from None


def _told(level: Level, why: str) -> Finding:
    return Finding(kind=Kind.ENCODING_GUESSED, level=level, text=f"The file is UTF-16, {why}.")


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every second byte of the beginning is mostly zero, the others never."""
    start = data[:4096]
    if len(start) < 4 or len(data) % 2:
        return ""
    even, odd = start[0::2].count(0) * 2, start[1::2].count(0) * 2
    if odd > 0.6 * len(start) and not even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * len(start) and not odd else ""


def _code_page(data: bytes) -> str:
    """The code page that bytes look like: accents stand alone, words of another script in runs.

    Arabic pages hold the accented letters of French among their own; Arabic words hardly use them.
    """
    high = len(_HIGH.findall(data))
    if sum(map(len, _HIGH_RUNS.findall(data))) < 0.7 * high:
        return "latin-1" if _UNUSED_1252.search(data) else "cp1252"
    french = len(_FRENCH.findall(data.decode("cp1256")))
    if french < 0.1 * high:
        return "cp1256"
    return "latin-1" if b"\x98" in data else "cp1251"
