"""What does choosing a datum operation for every place cost, against one fixed operation that nobody chose?

A million places each. The peer is pyproj with one operation, the one most places take: no choice, no
area test, no doubt. Ours does all three. Answers are compared: every row that took this operation must
be the peer's to the bit, and a sample must be what one place at a time gives.
"""

from __future__ import annotations

import statistics
import time

import numpy as np
from pyproj import Transformer

from commonground.errors import InputError
from commonground.position.transform import move, move_many
from commonground.position.transform.one import transformer
from commonground.position.transform.operation import operations

SIZE = 1_000_000
ROUNDS = 7
LEAST = 0.80  # of the peer's rate
QUESTIONS = (  # what, source, box of places in degrees (west, south, east, north), budgeted
    ("Herat North", "EPSG:4255", (65, 31, 73, 37), True),
    ("Pulkovo 1942, outside its area", "EPSG:4284", (65, 31, 73, 35), True),
    ("Pulkovo 1942, one country", "EPSG:4284", (30, 47, 40, 52), True),
    ("Kalianpur 1962", "EPSG:4145", (62, 28, 75, 36), True),
    ("Pulkovo 1942, Gauss-Krueger 12", "EPSG:28412", (66.1, 37, 71.9, 41), True),
    ("PSAD56, the seam of two operations", "EPSG:4248", (-80, -6, -77, -3), False),
    ("Pulkovo 1942, half a continent", "EPSG:4284", (20, 36, 120, 75), False),
)


def _places(source: str, box: tuple[float, float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    x, y = rng.uniform(box[0], box[2], SIZE), rng.uniform(box[1], box[3], SIZE)
    if source.startswith("EPSG:284"):
        x, y = Transformer.from_crs("EPSG:4284", source, always_xy=True).transform(x, y)
    return x, y


def _measure(source: str, box: tuple[float, float, float, float]) -> tuple[float, float, float]:
    """Median rates of ours and the peer's, and the median of their ratio round by round."""
    x, y = _places(source, box)
    many = move_many(source, "EPSG:4326", x, y)  # also fills the table of choices
    taken = many.operation_index
    most = int(np.bincount(taken[taken >= 0]).argmax())
    fixed = transformer(source, "EPSG:4326", operations(source, "EPSG:4326").usable[most])
    same = taken == most
    peer_x, peer_y = fixed.transform(x, y)
    if not (np.array_equal(many.x[same], peer_x[same]) and np.array_equal(many.y[same], peer_y[same])):
        raise AssertionError("the fast answer is not the peer's")
    _proved(source, x, y, many)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        start = time.process_time()
        move_many(source, "EPSG:4326", x, y)
        middle = time.process_time()
        fixed.transform(x, y)
        ours.append(middle - start)
        theirs.append(time.process_time() - middle)
    ratio = statistics.median(b / a for a, b in zip(ours, theirs, strict=True))
    return SIZE / statistics.median(ours), SIZE / statistics.median(theirs), ratio


def _proved(source: str, x: np.ndarray, y: np.ndarray, many: object) -> None:
    """A sample, one place at a time, says the same."""
    for row in range(0, SIZE, SIZE // 200):
        try:
            one = move(source, "EPSG:4326", x[row], y[row])
        except InputError:
            assert np.isnan(many.x[row])
            continue
        assert (one.x, one.y) == (many.x[row], many.y[row])
        assert one.operation == many.operations[many.operation_index[row]]
        assert many.ce95_m[row] >= one.doubt.ce95_m - 0.01


def main() -> int:
    print(f"{'question':34} {'size':>9} {'ours/s':>10} {'pyproj/s':>10} {'ratio':>6} {'budget':>6}")
    slow = 0
    for name, source, box, budgeted in QUESTIONS:
        ours, theirs, ratio = _measure(source, box)
        budget = f"{LEAST:.2f}" if budgeted else "-"
        slow += budgeted and ratio < LEAST
        print(f"{name:34} {SIZE:>9,} {ours:>10,.0f} {theirs:>10,.0f} {ratio:>6.2f} {budget:>6}")
    return int(slow > 0)


if __name__ == "__main__":
    raise SystemExit(main())
