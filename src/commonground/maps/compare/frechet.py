"""Frechet distance: the shortest leash with which both lines can be walked from end to end, forwards.

A coarse walk gives a leash that surely suffices. Only pairs of places within that leash, on some
forward way from start to end, can lie on a better one: they make a band, and one sweep over the
diagonals of the band gives the exact discrete figure in memory of the band's width. It exceeds the
continuous figure by less than a step, and by a hair where the lines run alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.errors import InputError
from commonground.maps.plane import Floats

BLOCKS = 1500  # a line is cut into this many blocks at most for the coarse walk
MAX_CELLS = 250_000_000  # beyond, the lines are walked in longer steps

Band = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leash:
    """The leash and the step with which it was found; backwards when B was walked from its end."""

    metres: float
    step_m: float
    backwards: bool


def frechet(a: Floats, b: Floats, scale: Floats, step_m: float) -> Leash:
    """The discrete Frechet distance of two walks (x, y in one plane, metres, equal steps).

    scale: plane metres per metre at each place of `a`. The order of `b` is turned when its ends lie
    nearer to the ends of `a` that way. Raises InputError when the lines lie too far apart to be walked.
    """
    straight = np.hypot(*(a[0] - b[0])) + np.hypot(*(a[-1] - b[-1]))
    crossed = np.hypot(*(a[0] - b[-1])) + np.hypot(*(a[-1] - b[0]))
    backwards = bool(crossed < straight)
    if backwards:
        b = b[::-1]
    every = 1
    while every <= len(a) + len(b):
        one, other = _thin(a, every), _thin(b, every)
        low, high = _band(one, other)
        if int((high - low + 1).sum()) <= MAX_CELLS:
            metres = _sweep(one, other, _thin(scale[:, None], every)[:, 0], low, high)
            return Leash(metres=metres, step_m=step_m * every, backwards=backwards)
        every *= 2
    raise InputError("these lines are too long to be walked together")


def _thin(places: Floats, every: int) -> Floats:
    """Every so many places, the last one kept."""
    if every == 1:
        return places
    kept = places[::every]
    return kept if (len(places) - 1) % every == 0 else np.concatenate([kept, places[-1:]])


def _blocks(places: Floats) -> tuple[NDArray[np.int64], Floats, Floats]:
    """First place, middle and radius of each block of neighbouring places."""
    size = max(1, -(-len(places) // BLOCKS))
    first = np.arange(0, len(places), size)
    count = np.diff(np.r_[first, len(places)])
    middle = np.add.reduceat(places, first, axis=0) / count[:, None]
    away = np.hypot(*(places - np.repeat(middle, count, axis=0)).T)
    return first, middle, np.maximum.reduceat(away, first)


def _band(a: Floats, b: Floats) -> Band:
    """For each place of `a` the first and last place of `b` that can lie on a best walk."""
    first_a, middle_a, radius_a = _blocks(a)
    first_b, middle_b, radius_b = _blocks(b)
    rows, columns = len(first_a), len(first_b)
    every = (np.zeros(rows, dtype=np.int64), np.full(rows, columns - 1))
    coarse = _sweep(middle_a, middle_b, np.ones(rows), *every)
    leash = coarse + float(radius_a.max() + radius_b.max())  # blocks walked whole: surely enough
    apart = np.hypot(middle_a[:, None, 0] - middle_b[None, :, 0], middle_a[:, None, 1] - middle_b[None, :, 1])
    allowed = apart <= leash + radius_a[:, None] + radius_b[None, :]
    way = _reached(allowed) & _reached(allowed[::-1, ::-1])[::-1, ::-1]
    low = first_b[np.argmax(way, axis=1)]
    last_b = np.r_[first_b[1:], len(b)] - 1
    high = last_b[columns - 1 - np.argmax(way[:, ::-1], axis=1)]
    size = np.diff(np.r_[first_a, len(a)])
    return np.repeat(low, size), np.repeat(high, size)


def _reached(allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The cells that a forward way over allowed cells reaches from the first one."""
    reached = np.zeros_like(allowed)
    column = np.arange(allowed.shape[1])
    before = column == 0
    for row, free in enumerate(allowed):
        start = before.copy()
        start[1:] |= before[:-1] if row else False
        start &= free
        last_start = np.maximum.accumulate(np.where(start, column, -1))
        last_stop = np.maximum.accumulate(np.where(free, -1, column))
        before = free & (last_start > last_stop)
        reached[row] = before
    return reached


def _sweep(a: Floats, b: Floats, scale: Floats, low: NDArray[np.int64], high: NDArray[np.int64]) -> float:
    """The smallest possible largest leash over all forward walks of pairs inside the band."""
    n, m = len(a), len(b)
    weight = 1 / scale**2
    ax, ay = np.ascontiguousarray(a[:, 0]), np.ascontiguousarray(a[:, 1])
    bx, by = np.ascontiguousarray(b[::-1, 0]), np.ascontiguousarray(b[::-1, 1])
    rows = np.arange(n)
    diagonals = np.arange(n + m - 1)
    tops = np.searchsorted(rows + high, diagonals, side="left").tolist()  # first row on each diagonal
    ends = np.searchsorted(rows + low, diagonals, side="right").tolist()  # one past the last row
    two, before, now = (np.full(n + 3, np.inf) for _ in range(3))  # leashes on diagonals, at row + 1
    for k, (top, end) in enumerate(zip(tops, ends, strict=True)):
        shift = m - 1 - k
        dx = ax[top:end] - bx[top + shift : end + shift]
        dy = ay[top:end] - by[top + shift : end + shift]
        dx *= dx
        dy *= dy
        dx += dy
        dx *= weight[top:end]
        if k:
            least = np.minimum(before[top:end], before[top + 1 : end + 1])
            np.minimum(least, two[top:end], out=least)
            np.maximum(dx, least, out=dx)
        now[max(0, top - 2) : top + 1] = np.inf
        now[top + 1 : end + 1] = dx
        now[end + 1 : end + 3] = np.inf
        two, before, now = before, now, two
    return float(np.sqrt(before[n]))
