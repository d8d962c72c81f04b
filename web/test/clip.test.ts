import { expect, test } from "vitest";
import { clipLine, clipRing } from "../src/map/clip";
import type { LonLat } from "../src/map/crs";
import { insideOf } from "../src/map/inside";

const box = [0, 0, 10, 10] as const;

test("a ring is cut to the box and stays closed", () => {
  const ring: LonLat[] = [[-5, 2], [5, 2], [5, 8], [-5, 8], [-5, 2]];
  const cut = clipRing(ring, box);
  expect(cut[0]).toEqual(cut[cut.length - 1]);
  for (const [x, y] of cut) expect(x >= 0 && x <= 10 && y >= 0 && y <= 10).toBe(true);
  const shape = { type: "Polygon" as const, coordinates: [cut] };
  expect(insideOf(shape, 1, 5)).toBe(true);
  expect(insideOf(shape, 6, 5)).toBe(false);
});

test("a ring around the whole box fills it, one outside leaves nothing", () => {
  const around: LonLat[] = [[-50, -50], [50, -50], [50, 50], [-50, 50], [-50, -50]];
  expect(insideOf({ type: "Polygon", coordinates: [clipRing(around, box)] }, 5, 5)).toBe(true);
  expect(clipRing([[20, 20], [30, 20], [30, 30], [20, 20]], box)).toEqual([]);
});

test("a line that leaves the box and comes back is two pieces, with no edge along the box", () => {
  const pieces = clipLine([[2, 5], [12, 5], [12, 6], [2, 6]], box);
  expect(pieces).toEqual([[[2, 5], [10, 5]], [[10, 6], [2, 6]]]);
});
