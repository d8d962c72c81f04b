"""Make the thinned grid of OSGB36 that ships with position/transform, and measure how exact it is.

The national grid of shifts (OSTN15, Ordnance Survey, BSD licence) is 15 MB; its nodes stand 1 km apart.
Here it is fitted by nodes 0.125 by 0.2 degrees apart, which keeps 95 in 100 places on land within
0.08 m where the best published parameter set keeps them within 4.5 m. Needs the package convertbng, which
carries OSTN15; the product does not.

    python -m scripts.thin_osgb36 src/commonground/position/transform/osgb36_thinned.gsb
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import numpy as np
from convertbng.cutil import convert_osgb36_to_ll  # type: ignore[import-not-found]
from numpy.typing import NDArray
from pyproj import Transformer
from scipy.sparse import csr_array, vstack
from scipy.sparse.linalg import lsqr

WEST, SOUTH, EAST, NORTH = -9.8, 49.6, 3.0, 61.35
STEP_LON, STEP_LAT = 0.2, 0.125
COLUMNS, ROWS = round((EAST - WEST) / STEP_LON) + 1, round((NORTH - SOUTH) / STEP_LAT) + 1
SMOOTH = 0.1  # weight of bending against fit: holds the nodes that stand outside the national grid
GRID = (0.0, 660_000.0, 0.0, 1_240_000.0)  # eastings and northings that the national grid covers
HELMERT = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3"
    " +step +proj=cart +ellps=airy +step +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247"
    " +rz=0.842 +s=-20.489 +convention=position_vector +step +inv +proj=cart +ellps=GRS80"
    " +step +proj=pop +v_3 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)
Floats = NDArray[np.float64]


def places(east: Floats, north: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """OSGB36 degrees of grid numbers, and what the national grid adds to the parameter set, in degrees."""
    lon, lat = convert_osgb36_to_ll(east, north)
    own_lon, own_lat = Transformer.from_crs(27700, 4277, always_xy=True).transform(east, north)
    there_lon, there_lat = Transformer.from_pipeline(HELMERT).transform(own_lon, own_lat)
    return own_lon, own_lat, np.asarray(lon) - there_lon, np.asarray(lat) - there_lat


def bilinear(lon: Floats, lat: Floats) -> csr_array:
    """The share of each node in each place."""
    across, up = (lon - WEST) / STEP_LON, (lat - SOUTH) / STEP_LAT
    i = np.clip(across.astype(int), 0, COLUMNS - 2)
    j = np.clip(up.astype(int), 0, ROWS - 2)
    u, v = across - i, up - j
    nodes = np.stack(
        [j * COLUMNS + i, j * COLUMNS + i + 1, (j + 1) * COLUMNS + i, (j + 1) * COLUMNS + i + 1], 1
    )
    shares = np.stack([(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v], 1)
    rows = np.repeat(np.arange(len(lon)), 4)
    return csr_array((shares.ravel(), (rows, nodes.ravel())), shape=(len(lon), COLUMNS * ROWS))


def bending() -> csr_array:
    """Second differences along rows and columns."""
    number = np.arange(COLUMNS * ROWS).reshape(ROWS, COLUMNS)
    along = np.stack([number[:, :-2], number[:, 1:-1], number[:, 2:]], -1).reshape(-1, 3)
    upward = np.stack([number[:-2], number[1:-1], number[2:]], -1).reshape(-1, 3)
    nodes = np.concatenate([along, upward])
    values = np.tile([SMOOTH, -2 * SMOOTH, SMOOTH], len(nodes))
    rows = np.repeat(np.arange(len(nodes)), 3)
    return csr_array((values, (rows, nodes.ravel())), shape=(len(nodes), COLUMNS * ROWS))


def fit() -> tuple[Floats, Floats]:
    """The shift of every node from OSGB36 to ETRS89, degrees of latitude and of longitude."""
    east, north = np.meshgrid(np.arange(1500.0, GRID[1], 3000), np.arange(1500.0, GRID[3], 3000))
    lon, lat, more_lon, more_lat = places(east.ravel(), north.ravel())
    matrix = vstack([bilinear(lon, lat), bending()]).tocsr()
    none = np.zeros(matrix.shape[0] - len(lon))
    scale = 100_000.0  # about metres, so that fit and bending weigh alike
    extra_lat = lsqr(matrix, np.concatenate([more_lat * scale, none]), iter_lim=3000)[0] / scale
    extra_lon = lsqr(matrix, np.concatenate([more_lon * scale, none]), iter_lim=3000)[0] / scale
    node_lon, node_lat = np.meshgrid(WEST + STEP_LON * np.arange(COLUMNS), SOUTH + STEP_LAT * np.arange(ROWS))
    there_lon, there_lat = Transformer.from_pipeline(HELMERT).transform(node_lon.ravel(), node_lat.ravel())
    return extra_lat + there_lat - node_lat.ravel(), extra_lon + there_lon - node_lon.ravel()


def write(path: Path, d_lat: Floats, d_lon: Floats) -> None:
    """NTv2: seconds of arc, longitudes and their shifts positive west, rows from south, each from east."""

    def whole(name: str, value: int) -> bytes:
        return name.ljust(8).encode() + struct.pack("<ixxxx", value)

    def real(name: str, value: float) -> bytes:
        return name.ljust(8).encode() + struct.pack("<d", value)

    def word(name: str, value: str) -> bytes:
        return (name.ljust(8) + value.ljust(8)).encode()

    head = [whole("NUM_OREC", 11), whole("NUM_SREC", 11), whole("NUM_FILE", 1), word("GS_TYPE", "SECONDS")]
    head += [word("VERSION", "NTv2.0"), word("SYSTEM_F", "OSGB36"), word("SYSTEM_T", "ETRS89")]
    head += [real("MAJOR_F", 6377563.396), real("MINOR_F", 6356256.909)]
    head += [real("MAJOR_T", 6378137.0), real("MINOR_T", 6356752.314)]
    head += [word("SUB_NAME", "THINNED"), word("PARENT", "NONE"), word("CREATED", ""), word("UPDATED", "")]
    head += [real("S_LAT", SOUTH * 3600), real("N_LAT", (SOUTH + STEP_LAT * (ROWS - 1)) * 3600)]
    head += [real("E_LONG", -(WEST + STEP_LON * (COLUMNS - 1)) * 3600), real("W_LONG", -WEST * 3600)]
    head += [real("LAT_INC", STEP_LAT * 3600), real("LONG_INC", STEP_LON * 3600)]
    head += [whole("GS_COUNT", ROWS * COLUMNS)]
    shifts = np.zeros((ROWS, COLUMNS, 4), dtype="<f4")
    shifts[..., 0] = d_lat.reshape(ROWS, COLUMNS)[:, ::-1] * 3600
    shifts[..., 1] = -d_lon.reshape(ROWS, COLUMNS)[:, ::-1] * 3600
    path.write_bytes(b"".join(head) + shifts.tobytes() + word("END", ""))


def measure(path: Path, box: tuple[float, float, float, float]) -> str:
    """Median, 95 % and largest error in metres at 100,000 places of a box (eastings, northings)."""
    rng = np.random.default_rng(1)
    east, north = rng.uniform(box[0], box[1], 100_000), rng.uniform(box[2], box[3], 100_000)
    lon, lat = (np.asarray(column) for column in convert_osgb36_to_ll(east, north))
    own_lon, own_lat = Transformer.from_crs(27700, 4277, always_xy=True).transform(east, north)
    thinned = Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad"
        f" +step +proj=hgridshift +grids={path.resolve()} +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    there_lon, there_lat = thinned.transform(own_lon, own_lat)
    off = np.hypot((there_lon - lon) * 111_320 * np.cos(np.radians(lat)), (there_lat - lat) * 111_200)
    return f"median {np.median(off):.3f} m, 95 % {np.percentile(off, 95):.3f} m, worst {off.max():.2f} m"


BOXES = {
    "all": (5_000.0, 655_000.0, 5_000.0, 1_235_000.0),
    "south, inland": (350_000.0, 580_000.0, 130_000.0, 330_000.0),
    "middle, inland": (330_000.0, 470_000.0, 330_000.0, 600_000.0),
    "north, inland": (220_000.0, 350_000.0, 650_000.0, 850_000.0),
}


def main() -> int:
    path = Path(sys.argv[1])
    write(path, *fit())
    print(f"{path.name}: {path.stat().st_size} bytes")
    for name, box in BOXES.items():
        print(f"{name:16} {measure(path, box)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
