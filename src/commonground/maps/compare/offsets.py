"""Offsets: how far the other drawing lies, every hundred metres along a line, with place and sign.

What a person sees across the line. It is no displacement: a line moved 200 m along itself shows
hardly any offset. Positive when the other drawing lies to the left of this one as it is walked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.maps.lines import Walk
from commonground.maps.nearest import Edges, offsets_to
from commonground.maps.plane import Floats

BIN_M = 50_000.0
EVENT_MADS = 3.0
EVENT_M = 2000.0
EVENT_LEAST_M = 30.0  # a spread below this is drawing, not a difference
COPY_M = 25.0
COPY_RUN_M = 1000.0  # a shorter stretch within COPY_M is two lines crossing, no copy
COPY_DENSE = 0.7  # share of a stretch that has to lie within COPY_M
COPY_GAP_M = 300.0  # a copy may leave the original for this long (noise, one edited bend)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offsets:
    """Offsets of places along one line to another line."""

    walk: Walk
    distance_m: Floats
    signed_m: Floats
    foot_lat_deg: Floats
    foot_lon_deg: Floats
    foot_edge: NDArray[np.int64]
    foot_part: Floats
    last_edge: int  # of the other line

    def summary(self) -> dict[str, object]:
        """Median, 95th percentile, largest and number of samples: the keys of `offset_m`."""
        return {**_figures(self.distance_m), "mean_signed": round(float(self.signed_m.mean()), 1)}

    def bins(self, bin_m: float = BIN_M) -> list[dict[str, object]]:
        """The same by stretches of 50 km: one figure a border hides local kilometres."""
        found = []
        which = (self.walk.along_m // bin_m).astype(np.int64)
        for one in np.unique(which):
            rows = which == one
            found.append(
                {
                    "from_km": round(float(one * bin_m) / 1000, 1),
                    **_figures(self.distance_m[rows]),
                    "mean_signed": round(float(self.signed_m[rows].mean()), 1),
                }
            )
        return found

    def largest_at(self) -> dict[str, float]:
        """Where the largest offset stands."""
        row = int(np.argmax(self.distance_m))
        return {
            "lat_deg": round(float(self.walk.lat_deg[row]), 5),
            "lon_deg": round(float(self.walk.lon_deg[row]), 5),
            "metres": round(float(self.distance_m[row]), 1),
        }

    def only(self, rows: NDArray[np.bool_]) -> Offsets:
        """The offsets of some places only."""
        walk = self.walk
        return Offsets(
            walk=Walk(
                lat_deg=walk.lat_deg[rows],
                lon_deg=walk.lon_deg[rows],
                along_m=walk.along_m[rows],
                bearing_deg=walk.bearing_deg[rows],
                length_m=walk.length_m,
            ),
            distance_m=self.distance_m[rows],
            signed_m=self.signed_m[rows],
            foot_lat_deg=self.foot_lat_deg[rows],
            foot_lon_deg=self.foot_lon_deg[rows],
            foot_edge=self.foot_edge[rows],
            foot_part=self.foot_part[rows],
            last_edge=self.last_edge,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of a line: from and to along it, its largest offset, and where that stands."""

    from_m: float
    to_m: float
    largest_m: float
    lat_deg: float
    lon_deg: float

    def as_json(self) -> dict[str, object]:
        return {
            "from_km": round(self.from_m / 1000, 2),
            "to_km": round(self.to_m / 1000, 2),
            "largest_m": round(self.largest_m, 1),
            "lat_deg": round(self.lat_deg, 5),
            "lon_deg": round(self.lon_deg, 5),
        }


def measure(walk: Walk, edges: Edges) -> Offsets:
    """The offsets of the places of a walk to the edges of the other line."""
    found = offsets_to(edges, walk.lat_deg, walk.lon_deg)
    turn = np.sin(np.radians(found.bearing_deg - walk.bearing_deg))
    return Offsets(
        walk=walk,
        distance_m=found.distance_m,
        signed_m=np.where(turn <= 0, 1.0, -1.0) * found.distance_m,
        foot_lat_deg=found.lat_deg,
        foot_lon_deg=found.lon_deg,
        foot_edge=found.feet.edge,
        foot_part=found.feet.part,
        last_edge=len(edges.start) - 1,
    )


def copied(offsets: Offsets) -> tuple[float, tuple[Stretch, ...]]:
    """The share of samples within 25 m of the other line, and the stretches that look copied."""
    near = offsets.distance_m < COPY_M
    along = offsets.walk.along_m
    runs = _stretches(offsets, near, COPY_GAP_M, COPY_RUN_M)
    dense = tuple(
        run for run in runs if near[(along >= run.from_m) & (along <= run.to_m)].mean() > COPY_DENSE
    )
    return float(near.mean()), dense


def share_of(stretches: tuple[Stretch, ...], length_m: float) -> float:
    """The share of a line that stretches cover."""
    return sum(one.to_m - one.from_m for one in stretches) / length_m if length_m > 0 else 0.0


def events(offsets: Offsets) -> tuple[Stretch, ...]:
    """Local events: stretches over 2 km on which the offset stands out from the rest of the line."""
    middle = float(np.median(offsets.distance_m))
    spread = 1.4826 * float(np.median(np.abs(offsets.distance_m - middle)))
    limit = middle + EVENT_MADS * max(spread, EVENT_LEAST_M)
    return _stretches(offsets, offsets.distance_m > limit, 0.0, EVENT_M)


def _stretches(
    offsets: Offsets, marked: NDArray[np.bool_], gap_m: float, least_m: float
) -> tuple[Stretch, ...]:
    """Runs of marked places; gaps up to gap_m are closed over, runs under least_m left out."""
    at = np.flatnonzero(marked)
    if len(at) == 0:
        return ()
    along = offsets.walk.along_m
    broken = np.flatnonzero((np.diff(along[at]) > gap_m) & (np.diff(at) > 1))
    firsts, lasts = at[np.r_[0, broken + 1]], at[np.r_[broken, len(at) - 1]]
    found = []
    for first, last in zip(firsts, lasts, strict=True):
        if along[last] - along[first] < least_m:
            continue
        row = first + int(np.argmax(offsets.distance_m[first : last + 1]))
        found.append(
            Stretch(
                from_m=float(along[first]),
                to_m=float(along[last]),
                largest_m=float(offsets.distance_m[row]),
                lat_deg=float(offsets.walk.lat_deg[row]),
                lon_deg=float(offsets.walk.lon_deg[row]),
            )
        )
    return tuple(found)


def _figures(distance_m: Floats) -> dict[str, object]:
    return {
        "median": round(float(np.median(distance_m)), 1),
        "p95": round(float(np.percentile(distance_m, 95)), 1),
        "max": round(float(distance_m.max()), 1),
        "samples": len(distance_m),
    }
