/** Cut lines and rings to a box in degrees, so that no plane is asked for places far outside its use. */

import type { LonLat } from "./crs";

/** west, south, east, north */
export type Box = readonly [number, number, number, number];

type Edge = { inside: (p: LonLat) => boolean; cross: (p: LonLat, q: LonLat) => LonLat };

function edgesOf([west, south, east, north]: Box): Edge[] {
  const at = (p: LonLat, q: LonLat, axis: 0 | 1, value: number): LonLat => {
    const share = (value - p[axis]) / (q[axis] - p[axis]);
    const other = axis === 0 ? 1 : 0;
    const along = p[other] + share * (q[other] - p[other]);
    return axis === 0 ? [value, along] : [along, value];
  };
  return [
    { inside: (p) => p[0] >= west, cross: (p, q) => at(p, q, 0, west) },
    { inside: (p) => p[0] <= east, cross: (p, q) => at(p, q, 0, east) },
    { inside: (p) => p[1] >= south, cross: (p, q) => at(p, q, 1, south) },
    { inside: (p) => p[1] <= north, cross: (p, q) => at(p, q, 1, north) },
  ];
}

/** The part of a closed ring inside the box (Sutherland and Hodgman); [] where none is. */
export function clipRing(ring: readonly LonLat[], box: Box): LonLat[] {
  let left = [...ring];
  for (const { inside, cross } of edgesOf(box)) {
    const from = left;
    left = [];
    let before = from[from.length - 1];
    for (const here of from) {
      if (before && inside(here) !== inside(before)) left.push(cross(before, here));
      if (inside(here)) left.push(here);
      before = here;
    }
    if (left.length === 0) return [];
  }
  const first = left[0];
  const last = left[left.length - 1];
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) left.push(first);
  return left;
}

/** The pieces of a line inside the box, in order. */
export function clipLine(line: readonly LonLat[], box: Box): LonLat[][] {
  let pieces: LonLat[][] = [[...line]];
  for (const { inside, cross } of edgesOf(box)) {
    const kept: LonLat[][] = [];
    for (const piece of pieces) {
      let now: LonLat[] = [];
      piece.forEach((here, n) => {
        const before = piece[n - 1];
        if (before && inside(here) !== inside(before)) {
          now.push(cross(before, here));
          if (!inside(here)) {
            kept.push(now);
            now = [];
          }
        }
        if (inside(here)) now.push(here);
      });
      if (now.length > 1) kept.push(now);
    }
    pieces = kept;
  }
  return pieces;
}

/** A box grown by `deg` on each side, kept on the globe. */
export function grown([west, south, east, north]: Box, deg: number): Box {
  return [Math.max(-180, west - deg), Math.max(-89, south - deg), Math.min(180, east + deg), Math.min(89, north + deg)];
}
