import { describe, expect, it } from "vitest";
import { A, B, STALE, thinned } from "../src/map/dots";

const ONTO = { west: 0, north: 100, scale: 1, wide: 100, tall: 100 };
const dots = (...places: [x: number, y: number, sort: number][]) => ({
  xy: Float64Array.from(places.flatMap(([x, y]) => [x, y])),
  sorts: Uint8Array.from(places.map((one) => one[2])),
});

describe("many places thinned to dots", () => {
  it("keeps one of each sort in a cell, so that no party and nothing stale hides another", () => {
    const found = thinned(dots([10, 90, A], [11, 89, A], [10, 90, B], [10, 90, A + STALE], [50, 50, A]), ONTO, 4);
    expect(found.map((one) => one.length / 2)).toEqual([2, 1, 1, 0]);
    expect([...(found[A] ?? [])]).toEqual([10, 10, 50, 50]);
  });

  it("leaves out what lies outside the picture or nowhere at all", () => {
    const found = thinned(dots([-1, 50, A], [101, 50, A], [50, 101, A], [Number.NaN, 50, A]), ONTO, 4);
    expect(found.every((one) => one.length === 0)).toBe(true);
  });

  it("draws every place that has a cell of its own", () => {
    const grid = Array.from({ length: 400 }, (_, n): [number, number, number] => [n % 20 * 5 + 2, Math.floor(n / 20) * 5 + 2, B]);
    expect(thinned(dots(...grid), ONTO, 4)[B]).toHaveLength(800);
  });
});
