"""How many positions a second does one core read, with doubt and findings, and how many do others?

Fourteen notations, alone and mixed. Peers read what they can (right in 99.5 % of 500 texts) and give
neither doubt nor findings. CPU seconds, medians. A sample of every run is held against the slow reader.
"""

from __future__ import annotations

import statistics
import time
import warnings
from collections.abc import Callable, Sequence

import numpy as np

from bench.places_in_text import corpus, mixed
from commonground.position.bulk import read_many
from commonground.position.bulk.engine import forget
from commonground.position.reader.read import read_all

SIZE = 200_000
PEER_SIZE = 5_000
ROUNDS = 5
BUDGET = {"dd": 1.5e6, "dd letters": 1.5e6, "ddm": 1e6, "all 14 mixed": 0.6e6}
BUDGET |= dict.fromkeys(("dms marks", "dms primes", "dms spaced", "dms packed"), 1e6)
TIMES_THE_FASTEST_PEER = 4.0

Parse = Callable[[str], tuple[float, float]]


def _split(text: str) -> tuple[str, str]:
    """The two halves of a pair, as a user of a one-angle parser has to find them."""
    if "," in text:
        first, _, second = text.partition(",")
        return first, second.strip()
    if text[:1] in "NS":
        first, _, second = text.partition(" ")
        return first, second
    at = max(text.find("N"), text.find("S")) + 1
    return text[:at], text[at:].strip()


def peers() -> dict[str, Parse]:
    """The readers of the bench extra, each as a function from a text to degrees."""
    import coordinate_parser
    import geopy
    import lat_lon_parser
    from pygeodesy import dms

    def by_angle(parse: Callable[[str], object]) -> Parse:
        def pair(text: str) -> tuple[float, float]:
            first, second = _split(text)
            return float(parse(first)), float(parse(second))  # type: ignore[arg-type]

        return pair

    def point(text: str) -> tuple[float, float]:
        found = geopy.Point(text)
        return found.latitude, found.longitude

    return {
        "geopy": point,
        "lat_lon_parser": by_angle(lat_lon_parser.parse),
        "coordinate-parser": by_angle(coordinate_parser.parse_coordinate),
        "pygeodesy": by_angle(lambda text: dms.parseDMS(text, suffix="NSEW")),
    }


def _right(parse: Parse, texts: Sequence[str], lat: np.ndarray, lon: np.ndarray) -> float:
    """The share of texts read to within half a minute of arc."""
    right = 0
    for text, a, o in zip(texts[:500], lat.tolist(), lon.tolist(), strict=False):
        try:
            found = parse(text)
        except Exception:  # a peer may raise anything
            continue
        right += abs(found[0] - a) < 0.0005 and abs(found[1] - o) < 0.0005
    return right / 500


def _cpu(run: Callable[[], object], rounds: int) -> float:
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def _hold_against_the_slow_reader(texts: Sequence[str]) -> None:
    readings = read_many(texts)
    for row in range(0, len(texts), len(texts) // 200):
        result = read_all(texts[row])
        if readings.status_of(row) is not result.status:
            raise AssertionError(f"{texts[row]!r}: {readings.status_of(row)}, slow {result.status}")
        if result.readings:
            place = result.readings[0].position
            expected = (place.lat_deg, place.lon_deg, place.ce95_m)
            found = (readings.lat_deg[row], readings.lon_deg[row], readings.ce95_m[row])
            if not np.allclose(found, expected, rtol=1e-6, atol=1e-11):
                raise AssertionError(f"{texts[row]!r}: {found}, slow {expected}")


def main() -> int:
    """Print the table; the exit code counts questions over budget."""
    warnings.simplefilter("ignore")  # geopy warns about what it then gives
    lat, lon, texts = corpus(SIZE)
    texts["all 14 mixed"] = mixed(texts, list(texts))
    readers = peers()
    over = 0
    reads: dict[str, list[str]] = {name: [] for name in readers}
    print(f"{'question':24} {'size':>9} {'ours/s':>10} {'peer/s':>10} {'ratio':>6} {'budget/s':>10}  peer")
    for name, lines in texts.items():
        rates = {}
        for peer, parse in readers.items():
            if name != "all 14 mixed" and _right(parse, lines, lat, lon) >= 0.995:
                reads[peer].append(name)
                rates[peer] = PEER_SIZE / _cpu(
                    lambda p=parse, t=lines: [p(text) for text in t[:PEER_SIZE]], 3
                )
        over += _row(name, lines, rates, BUDGET.get(name, 0.0))
    for peer, names in reads.items():
        if len(names) > 1:
            lines = mixed(texts, names)
            rate = PEER_SIZE / _cpu(lambda p=readers[peer], t=lines: [p(text) for text in t[:PEER_SIZE]], 3)
            over += _row(
                f"the {len(names)} that it reads", lines, {peer: rate}, TIMES_THE_FASTEST_PEER * rate
            )
    return over


def _row(name: str, lines: Sequence[str], rates: dict[str, float], budget: float) -> int:
    """Measure ours, first with nothing learnt, then on; print the row; 1 where it is over budget."""
    forget()
    start = time.process_time()
    read_many(lines)
    first = len(lines) / (time.process_time() - start)
    ours = len(lines) / _cpu(lambda: read_many(lines), ROUNDS)
    _hold_against_the_slow_reader(lines)
    peer = max(rates, key=lambda each: rates[each], default="")
    theirs = rates.get(peer, 0.0)
    ratio = f"{ours / theirs:6.1f}" if theirs else f"{'-':>6}"
    shown = " ".join(f"{rate:>10,.0f}" if rate else f"{'-':>10}" for rate in (ours, theirs))
    told = f"{budget:>10,.0f}" if budget else f"{'-':>10}"
    print(f"{name:24} {len(lines):>9,} {shown} {ratio} {told}  {peer}  (first time {first:,.0f}/s)")
    return int(ours < budget)


if __name__ == "__main__":
    raise SystemExit(main())
