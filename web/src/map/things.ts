/** What stands on the maps: register items with their rings, places of enquiries, readbacks, what is being read. */

import Feature from "ol/Feature";
import LineString from "ol/geom/LineString";
import Point from "ol/geom/Point";
import Polygon from "ol/geom/Polygon";
import type { AreaChecked, Desk, Item, Place, Reading } from "../api/types";
import { isClosed } from "../state/actions";
import { doubtText, lengthText } from "../text/measure";
import type { Box } from "./clip";
import type { LonLat, Plane } from "./crs";
import { areasOf, linesOf, ringOf } from "./shapes";

/** What a feature is drawn as; `styles.ts` has one drawing for each. */
export type Look =
  | "ring" | "item" | "area" | "enquiry" | "readback" | "vector" | "trial" | "clicked";

/** `row`: labels of places that may lie close together stand in rows. */
type Marks = { look: Look; row?: number; sign?: "a" | "b"; label?: string; stale?: boolean; urgent?: boolean };

const make = (geometry: ConstructorParameters<typeof Feature>[0], marks: Marks): Feature => {
  const feature = new Feature(geometry as never);
  feature.setProperties(marks, true);
  return feature;
};

type Signs = (code: string) => "a" | "b";

export function itemFeatures(items: readonly Item[], plane: Plane, box: Box, signOf: Signs): Feature[] {
  return items.flatMap((item) => {
    const marks = { sign: signOf(item.party), stale: item.stale };
    const made: Feature[] = [];
    if (item.shape && item.shape.type !== "Point") {
      for (const one of [...areasOf(item.shape, plane, box), ...linesOf(item.shape, plane, box)]) {
        made.push(make(one as never, { look: "area", ...marks }));
      }
    }
    if (item.lat_deg !== null && item.lon_deg !== null) {
      const at: LonLat = [item.lon_deg, item.lat_deg];
      if (item.ce95_m) made.push(make(ringOf(at, item.ce95_m, plane) as never, { look: "ring", ...marks }));
      const point = new Point(plane.forward(at));
      made.push(make(point as never, { look: "item", label: item.label || item.item, ...marks }));
    }
    return made;
  });
}

/** Places of exchanges, only those that the node let this desk see, and the vector of a mismatch. */
export function exchangeFeatures(desk: Desk, plane: Plane, signOf: Signs): Feature[] {
  return desk.exchanges.filter((one) => !isClosed(one)).flatMap((one, row) => {
    const made: Feature[] = [];
    const asked = placeAt(one.place);
    const found = one.readback ? placeAt(one.readback.place) : null;
    const sign = signOf(one.from);
    if (asked) {
      if (one.place.ce95_m) made.push(make(ringOf(asked, one.place.ce95_m, plane) as never, { look: "ring", sign }));
      made.push(make(new Point(plane.forward(asked)) as never, { look: "enquiry", row, sign, label: one.place.anchor }));
    }
    if (one.readback && found && one.readback.verdict !== "match") {
      const readbackSign = signOf(one.to);
      made.push(make(new Point(plane.forward(found)) as never, { look: "readback", sign: readbackSign }));
      if (asked) {
        const line = new LineString([plane.forward(asked), plane.forward(found)]);
        const label = `▲ ${lengthText(one.readback.distance_m)}`;
        made.push(make(line as never, { look: "vector", label, urgent: one.readback.verdict === "differs" }));
      }
    }
    return made;
  });
}

/** Where a place lies; null while this desk may not see it. */
export function placeAt(place: Place): LonLat | null {
  return place.lat_deg == null || place.lon_deg == null ? null : [place.lon_deg, place.lat_deg];
}

export function trialFeatures(reading: Reading | null, plane: Plane): Feature[] {
  if (!reading) return [];
  const at: LonLat = [reading.lon_deg, reading.lat_deg];
  return [
    make(ringOf(at, reading.ce95_m, plane) as never, { look: "trial" }),
    make(new Point(plane.forward(at)) as never, { look: "trial", label: doubtText(reading.ce95_m) }),
  ];
}

/** A checked area: its corners, its lines, and for one place its circle. */
export function areaFeatures(area: AreaChecked | null, plane: Plane): Feature[] {
  if (!area) return [];
  const corners = area.vertices.map(([lat, lon]) => plane.forward([lon, lat]));
  const [first] = area.vertices;
  const lines = area.kind === "area" ? [new Polygon([[...corners, corners[0] ?? []]])]
    : area.kind === "line" ? [new LineString(corners)]
    : first && area.reach_m > 0 ? [ringOf([first[1], first[0]], area.reach_m, plane)] : [];
  return [...lines, ...corners.map((one) => new Point(one))].map((one) => make(one as never, { look: "trial" }));
}

export function clickedFeature(place: { lat: number; lon: number } | null, plane: Plane): Feature[] {
  return place ? [make(new Point(plane.forward([place.lon, place.lat])) as never, { look: "clicked" })] : [];
}
