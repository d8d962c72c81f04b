import { expect, test } from "vitest";
import { type At, isSeen, triangles } from "../src/sheets/mesh";

const through = ([a, b, c, d, e, f]: readonly number[], [x, y]: At) =>
  [a! * x + c! * y + e!, b! * x + d! * y + f!];

/** A bent 2 by 2 mesh over a picture of 200 by 100 pixels. */
const mesh: At[][] = [
  [[10, 10], [110, 20], [205, 12]],
  [[12, 60], [108, 66], [210, 64]],
  [[8, 112], [111, 118], [206, 110]],
];

test("each triangle takes its corners of the picture exactly to its corners on the canvas", () => {
  const all = triangles(mesh, 200, 100);
  expect(all).toHaveLength(8);
  for (let cell = 0; cell < 4; cell++) {
    const [row, column] = [Math.floor(cell / 2), cell % 2];
    const pixel = (r: number, c: number): At => [(column + c) * 100, (row + r) * 50];
    const corners: [At, At, At][] = [
      [pixel(0, 0), pixel(0, 1), pixel(1, 0)],
      [pixel(1, 1), pixel(1, 0), pixel(0, 1)],
    ];
    corners.forEach((three, half) => {
      const one = all[2 * cell + half]!;
      three.forEach((at, n) => {
        const [x, y] = through(one.matrix, at);
        expect(x).toBeCloseTo(one.ring[n]![0], 9);
        expect(y).toBeCloseTo(one.ring[n]![1], 9);
      });
    });
  }
});

test("neighbours share their edge, so the picture has no tear", () => {
  const [upper, lower] = triangles(mesh, 200, 100);
  expect(new Set(upper!.ring.slice(1))).toEqual(new Set(lower!.ring.slice(1)));
});

test("a cell that the plane cannot show is left out, and one off the canvas is not drawn", () => {
  const torn = mesh.map((row) => [...row]);
  torn[0]![0] = [Number.NaN, 0];
  expect(triangles(torn, 200, 100)).toHaveLength(6);
  const [first] = triangles(mesh, 200, 100);
  expect(isSeen(first!, 50, 50)).toBe(true);
  expect(isSeen(first!, 5, 5)).toBe(false);
});
