"""Packed files (XLSX, ODS, KMZ): what is inside is measured before anything is unpacked."""

from __future__ import annotations

import io
import zipfile

from commonground.errors import InputError
from commonground.interop.tables.table import MAX_UNPACKED

MAX_MEMBERS = 10_000


def open_packed(data: bytes, name: str) -> zipfile.ZipFile:
    """Open a zip from bytes.

    Raises InputError where it is no zip, or would unpack to more than MAX_UNPACKED bytes.
    """
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError):
        raise InputError(
            "the file ends or begins wrongly; it is no workbook", where=name, hint="send it once more"
        ) from None
    members = packed.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise InputError(
            f"the file would unpack to more than {MAX_UNPACKED // 2**20} MiB",
            where=name,
            hint="send the list as CSV, without pictures",
        )
    if any(member.flag_bits & 1 for member in members):
        raise InputError("the file is encrypted", where=name, hint="save it without a password")
    return packed


def member(packed: zipfile.ZipFile, path: str, name: str) -> bytes:
    """One file inside, never longer than it says it is."""
    try:
        info = packed.getinfo(path)
        with packed.open(info) as source:
            data = source.read(info.file_size + 1)
    except (KeyError, zipfile.BadZipFile, RuntimeError, OSError, ValueError, NotImplementedError):
        raise InputError(f"the part {path} is missing or damaged", where=name, hint="save it anew") from None
    if len(data) > info.file_size:
        raise InputError(f"the part {path} is longer than it says", where=name)
    return data
