"""On which side of a border do a million places lie, how far, and how likely; do sheets fit?

Peers in the same run: shapely's STRtree with prepared areas for the sides, a Monte Carlo draw for the
probabilities, an unguarded least-squares affine fit for the sheets. Fast answers are proved against them.
"""

from __future__ import annotations

import numpy as np
import shapely

from bench.map_workload import head, row, seconds, two_maps
from commonground.maps.depiction import coordinates
from commonground.maps.many import Sided
from commonground.maps.plane import conformal_over
from commonground.maps.probability import area_in, mass_inside
from commonground.maps.registration.fit import fit_points
from commonground.maps.registration.points import read_points, write_qgis

PLACES = 1_000_000


def sides() -> None:
    """Which party on both maps, and the signed distance."""
    a, b = two_maps()
    ready = [Sided(a), Sided(b)]
    random = np.random.default_rng(7)
    west, south, east, north = a.line.bounds
    lon, lat = random.uniform(west, east, PLACES), random.uniform(south, north, PLACES)
    ours = seconds(lambda: [one.inside(lat, lon) for one in ready])

    def peer() -> list[np.ndarray]:
        places = shapely.points(lon, lat)
        tree, found = shapely.STRtree(places), []
        for depiction in (a, b):
            areas = np.array(list(depiction.areas.values()), dtype=object)
            shapely.prepare(areas)
            which = np.zeros(PLACES, dtype=np.int64)
            i, j = tree.query(areas, predicate="contains")
            np.bitwise_or.at(which, j, 1 << i)
            found.append(which)
        return found

    theirs = seconds(peer, 1)
    for mine, other in zip([one.inside(lat, lon) for one in ready], peer(), strict=True):
        if not np.array_equal(mine, other):
            raise AssertionError("the fast sides are not the peer's")
    row("sides on two maps, places/s", f"{PLACES:,}", f"{PLACES / ours:,.0f}", f"{PLACES / theirs:,.0f}",
        f"{theirs / ours:.1f}", "1,000,000")  # fmt: skip
    near = shapely.get_coordinates(a.line)[random.integers(0, len(a.line.coords), 200_000)]
    near = near + random.normal(0, 0.02, near.shape)
    taken = seconds(lambda: ready[0].signed_m(near[:, 1], near[:, 0]))
    row("signed geodesic distance, places/s", "200,000 near the line", f"{200_000 / taken:,.0f}", "-", "-",
        "200,000")  # fmt: skip


def chances() -> None:
    """The probability of a side, closed form against Monte Carlo."""
    fine, _ = two_maps()
    plane = conformal_over(*coordinates(fine.line))
    party = fine.parties[0]
    area = area_in(plane, fine.areas[party])
    vertices = shapely.get_coordinates(fine.line)
    random = np.random.default_rng(3)
    for sigma, count, budget in ((500.0, 10_000, "10,000"), (50.0, 100_000, "100,000")):
        at = vertices[random.integers(0, len(vertices), count)]
        x, y = plane.to_xy(at[:, 1], at[:, 0])
        x, y = x + random.normal(0, sigma, count), y + random.normal(0, sigma, count)
        covariance = np.eye(2) * sigma**2
        taken = seconds(lambda x=x, y=y, covariance=covariance: mass_inside(area, x, y, covariance))
        exact = mass_inside(area, x[:20], y[:20], covariance)

        def drawn(row: int, draws: int = 400_000, x=x, y=y, sigma=sigma) -> float:
            sample = random.normal(0, sigma, (draws, 2))
            return float(shapely.contains_xy(area.whole, x[row] + sample[:, 0], y[row] + sample[:, 1]).mean())

        off = max(abs(drawn(row) - exact[row]) for row in range(20))
        if off > 0.004:  # five standard errors of 400,000 draws
            raise AssertionError(f"the closed form is {off} off")
        peer = 1 / seconds(lambda drawn=drawn: drawn(0))
        row(f"P(side), sigma {sigma:.0f} m, places/s", f"{count:,}", f"{count / taken:,.0f}",
            f"{peer:,.0f} (Monte Carlo)", f"{count / taken / peer:,.0f}", budget)  # fmt: skip


def sheets() -> None:
    """30 % gross errors among 24 control points, 100 sheets: all named, none wrong; CE90 on check points."""
    right = inside = total = plain = 0
    for seed in range(100):
        text, bad, truth = _sheet(seed)
        found = fit_points(read_points(text.encode(), name="sheet"))
        right += set(found.outliers) == bad
        inside += sum(check.error_m <= check.ce90_m for check in found.checks)
        total += len(found.checks)
        plain += truth
    row("gross errors: sheets with all named, none wrong", "100 sheets, 7 of 24 points", str(right),
        f"{plain} (largest residuals of a plain affine fit)", "-", "99")  # fmt: skip
    row("check points inside CE90", f"{total:,}", f"{inside / total:.1%}", "-", "-", "88-92 %")


def _sheet(seed: int) -> tuple[str, set[int], bool]:
    """A made sheet, its gross errors, and whether a plain fit would have found them by its residuals."""
    random = np.random.default_rng(seed)
    pixels = random.uniform(0, 8000, (64, 2))
    angle = np.radians(random.uniform(-5, 5))
    turn = np.array([[np.cos(angle), np.sin(angle)], [np.sin(angle), -np.cos(angle)]])
    ground = (pixels - 4000) @ turn.T * 5.0 + random.normal(0, 20, (64, 2))
    bad = random.choice(24, 7, replace=False)
    ways = random.uniform(0, 2 * np.pi, 7)
    ground[bad] += np.column_stack([np.cos(ways), np.sin(ways)]) * random.uniform(200, 4000, 7)[:, None]
    design = np.column_stack([np.ones(24), pixels[:24]])
    rest = ground[:24] - design @ np.linalg.lstsq(design, ground[:24], rcond=None)[0]
    largest = set(np.argsort(-np.hypot(*rest.T))[:7].tolist())
    rows = [
        (x / 111_319.49, y / 110_574.3, column, -line, at < 24)
        for at, ((x, y), (column, line)) in enumerate(zip(ground.tolist(), pixels.tolist(), strict=True))
    ]
    return write_qgis(rows, "EPSG:4326"), set(bad.tolist()), largest == set(bad.tolist())


def main() -> None:
    """Print the table."""
    head()
    sides()
    chances()
    sheets()


if __name__ == "__main__":
    main()
