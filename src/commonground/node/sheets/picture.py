"""Pictures of sheets: known by their first bytes, capped in bytes and pixels.

PNG and JPEG are handed on as they lie in the folder, never unpacked here. No browser draws a TIFF, so the
picture of one is written anew as PNG or JPEG, pixel for pixel.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import Image

from commonground.errors import InputError

MAX_BYTES: Final = 48 * 2**20
MAX_EDGE: Final = 16_384  # pixels along one side
MAX_PIXELS: Final = 80_000_000
MAX_UNPACKED: Final = 40_000_000  # pixels of a picture that is written anew
FIRST_BYTES: Final = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}
MEDIA: Final = {"PNG": "image/png", "JPEG": "image/jpeg", "TIFF": "image/tiff"}
_FEW_COLOURS: Final = ("1", "L", "P", "LA")  # drawn sharp, as PNG; photographs as JPEG
_COLOURS: Final = (*_FEW_COLOURS, "RGB", "RGBA", "CMYK", "YCbCr", "LAB")
_TURNED: Final = 0x0112  # the EXIF field by which viewers turn a picture


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSize:
    """What a picture says of itself, before any pixel is unpacked."""

    media_type: str
    width: int
    height: int


def read_size(data: bytes, *, name: str) -> PictureSize:
    """Size and type of a PNG, JPEG or TIFF. Raises InputError for anything else, however it is named."""
    if len(data) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES // 2**20} MiB", where=name)
    kind = next((kind for mark, kind in FIRST_BYTES.items() if data.startswith(mark)), None)
    if kind is None:
        raise InputError(
            "neither PNG, JPEG nor TIFF by its first bytes", where=name, hint="save the scan as PNG"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=(kind,)) as picture:
                width, height = picture.size
                mode = picture.mode
                turned = picture.getexif().get(_TURNED, 1)
    except Exception as error:  # whatever a broken picture makes the library raise
        raise InputError("a picture that cannot be read", where=name, given=type(error).__name__) from error
    most = MAX_UNPACKED if kind == "TIFF" else MAX_PIXELS
    if max(width, height) > MAX_EDGE or width * height > most:
        raise InputError(
            f"over {MAX_EDGE} pixels along one side or {most} in all",
            where=name,
            given=f"{width} x {height}",
            hint="cut the sheet, or scan it coarser",
        )
    if kind == "TIFF" and mode not in _COLOURS:
        raise InputError("a TIFF of measurements, not of colours", where=name, given=mode)
    if turned != 1:
        raise InputError(
            "this picture asks to be turned when it is shown, so its pixels cannot be counted",
            where=name,
            given=f"EXIF orientation {str(turned)[:10]}",
            hint="turn it in a program and save it again",
        )
    return PictureSize(media_type=MEDIA[kind], width=width, height=height)


def drawable(data: bytes, *, name: str) -> tuple[bytes, str]:
    """A picture that browsers draw, and its media type: as it is, or a TIFF's first page written anew."""
    size = read_size(data, name=name)
    if size.media_type != MEDIA["TIFF"]:
        return data, size.media_type
    made = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=("TIFF",)) as picture:
                if picture.mode in _FEW_COLOURS:
                    picture.save(made, "PNG")
                    return made.getvalue(), MEDIA["PNG"]
                picture.convert("RGB").save(made, "JPEG", quality=90)
                return made.getvalue(), MEDIA["JPEG"]
    except Exception as error:  # whatever a broken picture makes the library raise
        raise InputError("a picture that cannot be read", where=name, given=type(error).__name__) from error
