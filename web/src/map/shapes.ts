/** GeoJSON in degrees to shapes in a party's plane, cut to the area first. */

import { type Box, clipLine, clipRing } from "./clip";
import type { LonLat, Plane } from "./crs";
import type { Path } from "./marks";

type Json = GeoJSON.Geometry;

const finite = (xy: LonLat) => Number.isFinite(xy[0]) && Number.isFinite(xy[1]);

function inPlane(path: readonly LonLat[], plane: Plane): Path {
  return Float64Array.from(path.map(plane.forward).filter(finite).flat());
}

function polygons(shape: Json): LonLat[][][] {
  switch (shape.type) {
    case "Polygon":
      return [shape.coordinates as LonLat[][]];
    case "MultiPolygon":
      return shape.coordinates as LonLat[][][];
    case "GeometryCollection":
      return shape.geometries.flatMap(polygons);
    default:
      return [];
  }
}

function paths(shape: Json): LonLat[][] {
  switch (shape.type) {
    case "LineString":
      return [shape.coordinates as LonLat[]];
    case "MultiLineString":
      return shape.coordinates as LonLat[][];
    case "GeometryCollection":
      return shape.geometries.flatMap(paths);
    default:
      return polygons(shape).flat();
  }
}

/** Filled areas, each with its holes. */
export function areasOf(shape: Json, plane: Plane, box: Box): Path[][] {
  return polygons(shape).flatMap((rings) => {
    const cut = rings.map((ring) => inPlane(clipRing(ring, box), plane)).filter((ring) => ring.length > 6);
    return cut.length ? [cut] : [];
  });
}

/** Lines, and the outlines of areas, without the edges that cutting would make. */
export function linesOf(shape: Json, plane: Plane, box: Box): Path[] {
  return paths(shape).flatMap((path) => clipLine(path, box)).map((piece) => inPlane(piece, plane))
    .filter((piece) => piece.length > 2);
}

/** A ring of `radius_m` about a place, as the plane draws it. */
export function ringOf(at: LonLat, radius_m: number, plane: Plane): Path {
  const north = radius_m / 111_195;
  const east = north / Math.max(0.01, Math.cos(at[1] * Math.PI / 180));
  return inPlane(Array.from({ length: 65 }, (_, n): LonLat => {
    const turn = n / 64 * 2 * Math.PI;
    return [at[0] + east * Math.sin(turn), at[1] + north * Math.cos(turn)];
  }), plane);
}
