/** A picture laid on the ground by a mesh: two straight triangles a cell, each with its own affine. */

export type At = readonly [number, number];

export type Triangle = {
  /** canvas coordinates of its corners */
  ring: readonly [At, At, At];
  /** a, b, c, d, e, f of the canvas transform that takes pixels of the picture there */
  matrix: readonly [number, number, number, number, number, number];
};

/** The triangles of `mesh`, whose rows and columns lie evenly over a picture of `width` by `height` pixels. */
export function triangles(mesh: readonly (readonly At[])[], width: number, height: number): Triangle[] {
  const rows = mesh.length - 1;
  const columns = (mesh[0]?.length ?? 1) - 1;
  const found: Triangle[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [wide, tall] = [width / columns, height / rows];
      const [a, b] = [mesh[row]?.[column], mesh[row]?.[column + 1]];
      const [c, d] = [mesh[row + 1]?.[column], mesh[row + 1]?.[column + 1]];
      if (!a || !b || !c || !d || ![a, b, c, d].flat().every(Number.isFinite)) continue;
      const [left, top] = [column * wide, row * tall];
      found.push({ ring: [a, b, c], matrix: affine(a, [left, top], less(b, a), less(c, a), wide, tall) });
      found.push({ ring: [d, c, b], matrix: affine(d, [left + wide, top + tall], less(d, c), less(d, b), wide, tall) });
    }
  }
  return found;
}

function less([x, y]: At, [u, v]: At): At {
  return [x - u, y - v];
}

/** The affine that takes `from` to `to`, `wide` pixels to the right to `across`, `tall` down to `down`. */
function affine(to: At, from: At, across: At, down: At, wide: number, tall: number): Triangle["matrix"] {
  const [a, b] = [across[0] / wide, across[1] / wide];
  const [c, d] = [down[0] / tall, down[1] / tall];
  return [a, b, c, d, to[0] - a * from[0] - c * from[1], to[1] - b * from[0] - d * from[1]];
}

/** Whether a triangle lies anywhere on a canvas of this size. */
export function isSeen({ ring }: Triangle, width: number, height: number): boolean {
  const x = ring.map((one) => one[0]);
  const y = ring.map((one) => one[1]);
  return Math.max(...x) >= 0 && Math.min(...x) <= width && Math.max(...y) >= 0 && Math.min(...y) <= height;
}
