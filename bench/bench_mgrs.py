"""How many MGRS references a second does one core read and write, against the C library's batch calls?

A million places, 78.5 S to 78.5 N. Our reading gives the middles of the squares and refuses squares that
do not exist; the peer gives corners. CPU seconds, medians; results are held against the scalar rules.
"""

from __future__ import annotations

import array
import statistics
import time
from collections.abc import Callable

import numpy as np

from bench.places_in_text import places
from commonground.position.columns import mgrs as columns
from commonground.position.grids import mgrs as one

SIZE = 1_000_000
ROUNDS = 5
READ_BUDGET, WRITE_BUDGET = 2.5e6, 1.5e6


def _cpu(run: Callable[[], object]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        run()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def main() -> int:
    """Print the table; the exit code counts questions over budget."""
    import mgrs

    peer = mgrs.MGRS()
    lat, lon = places(SIZE)
    references = columns.encode(lat, lon)
    joined = b"".join(references.tolist())
    flat = array.array("d", np.column_stack([lat, lon]).ravel())
    texts = [reference.decode() for reference in references[: SIZE // 10].tolist()]
    print(f"{'question':30} {'size':>9} {'ours/s':>10} {'peer/s':>10} {'ratio':>6} {'budget/s':>10}")
    over = 0
    read = SIZE / _cpu(lambda: columns.decode_texts(references))
    over += _row("read, batch", read, SIZE / _cpu(lambda: peer.toLatLonArray(joined)), READ_BUDGET)
    batch = len(texts) / _cpu(lambda: [peer.toLatLon(text) for text in texts])
    over += _row("read, one call a reference", read, batch, READ_BUDGET)
    write = SIZE / _cpu(lambda: columns.encode(lat, lon))
    over += _row("write, batch", write, SIZE / _cpu(lambda: peer.toMGRSArray(flat)), WRITE_BUDGET)
    _hold_against_the_scalar_rules(lat, lon, references)
    return over


def _row(name: str, ours: float, theirs: float, budget: float) -> int:
    print(f"{name:30} {SIZE:>9,} {ours:>10,.0f} {theirs:>10,.0f} {ours / theirs:>6.1f} {budget:>10,.0f}")
    return int(ours < budget)


def _hold_against_the_scalar_rules(lat: np.ndarray, lon: np.ndarray, references: np.ndarray) -> None:
    """A sample of both directions, row for row."""
    read_lat, read_lon = columns.decode_texts(references)
    for row in range(0, SIZE, 997):
        text = references[row].decode()
        if one.encode(float(lat[row]), float(lon[row])) != text:
            raise AssertionError(text)
        cell = one.decode(text).cell
        if abs(cell.lat_deg - read_lat[row]) > 1e-11 or abs(cell.lon_deg - read_lon[row]) > 1e-11:
            raise AssertionError(text)


if __name__ == "__main__":
    raise SystemExit(main())
