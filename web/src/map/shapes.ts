/** GeoJSON in degrees to shapes in a party's plane, cut to the area first. */

import type Geometry from "ol/geom/Geometry";
import LineString from "ol/geom/LineString";
import Point from "ol/geom/Point";
import Polygon from "ol/geom/Polygon";
import { type Box, clipLine, clipRing } from "./clip";
import type { LonLat, Plane } from "./crs";

type Json = GeoJSON.Geometry;

const finite = (xy: LonLat) => Number.isFinite(xy[0]) && Number.isFinite(xy[1]);

function inPlane(path: readonly LonLat[], plane: Plane): LonLat[] {
  return path.map(plane.forward).filter(finite);
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

/** Filled areas. */
export function areasOf(shape: Json, plane: Plane, box: Box): Geometry[] {
  return polygons(shape).flatMap((rings) => {
    const cut = rings.map((ring) => inPlane(clipRing(ring, box), plane)).filter((ring) => ring.length > 3);
    return cut.length ? [new Polygon(cut)] : [];
  });
}

/** Lines, and the outlines of areas, without the edges that cutting would make. */
export function linesOf(shape: Json, plane: Plane, box: Box): Geometry[] {
  return paths(shape).flatMap((path) => clipLine(path, box)).map((piece) => inPlane(piece, plane))
    .filter((piece) => piece.length > 1).map((piece) => new LineString(piece));
}

export function pointsOf(shape: Json, plane: Plane): Geometry[] {
  const at = shape.type === "Point" ? [shape.coordinates] : shape.type === "MultiPoint" ? shape.coordinates : [];
  return at.map((one) => new Point(plane.forward(one as LonLat)));
}

/** A ring of `radius_m` about a place, as the plane draws it. */
export function ringOf(at: LonLat, radius_m: number, plane: Plane): Polygon {
  const north = radius_m / 111_195;
  const east = north / Math.max(0.01, Math.cos(at[1] * Math.PI / 180));
  const ring = Array.from({ length: 65 }, (_, n): LonLat => {
    const turn = n / 64 * 2 * Math.PI;
    return plane.forward([at[0] + east * Math.sin(turn), at[1] + north * Math.cos(turn)]);
  });
  return new Polygon([ring]);
}
