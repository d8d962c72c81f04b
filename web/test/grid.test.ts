import { expect, test } from "vitest";
import { gridLabel, gridStep, stops } from "../src/map/grid";

test("grid lines stand on round numbers, at least the wanted distance apart", () => {
  for (const apart of [0.7, 3, 45, 900, 1001, 25_000]) {
    const step = gridStep(apart, false);
    expect(step).toBeGreaterThanOrEqual(apart);
    expect([1, 2, 5]).toContain(Number(String(step)[0] === "0" ? step * 10 : String(step)[0]));
  }
  expect(gridStep(0.4, true)).toBe(0.5);
});

test("kilometres are two figures, as on a sheet, south and west of the false origin too", () => {
  expect(gridLabel(520_000, 10_000, false)).toBe("20");
  expect(gridLabel(9_998_000, 1000, false)).toBe("98");
  expect(gridLabel(-2_000, 1000, false)).toBe("98");
  expect(gridLabel(500_000, 100_000, false)).toBe("500");
  expect(gridLabel(-12.5, 0.5, true)).toBe("-12°30′");
});

test("lines begin inside the picture", () => {
  expect(stops(-1500, 2500, 1000)).toEqual([-1000, 0, 1000, 2000]);
});
