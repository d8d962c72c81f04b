/** What stands on the maps: register items with their rings, places of enquiries, readbacks, what is being read. */

import type { AreaChecked, Desk, Item, Place, Reading } from "../api/types";
import { isClosed } from "../state/actions";
import { doubtText, lengthText } from "../text/measure";
import type { Box } from "./clip";
import type { LonLat, Plane } from "./crs";
import type { Mark } from "./marks";
import { areasOf, linesOf, ringOf } from "./shapes";

type Signs = (code: string) => "a" | "b";

export function itemMarks(items: readonly Item[], plane: Plane, box: Box, signOf: Signs): Mark[] {
  return items.flatMap((item) => {
    const own = { sign: signOf(item.party), stale: item.stale };
    const made: Mark[] = [];
    if (item.shape && item.shape.type !== "Point") {
      for (const paths of areasOf(item.shape, plane, box)) made.push({ look: "area", paths, closed: true, ...own });
      made.push({ look: "area", paths: linesOf(item.shape, plane, box), ...own });
    }
    if (item.lat_deg !== null && item.lon_deg !== null) {
      const at: LonLat = [item.lon_deg, item.lat_deg];
      if (item.ce95_m) made.push({ look: "ring", paths: [ringOf(at, item.ce95_m, plane)], closed: true, ...own });
      made.push({ look: "item", at: plane.forward(at), label: item.label || item.item, ...own });
    }
    return made;
  });
}

/** Places of exchanges, only those that the node let this desk see, and the vector of a mismatch. */
export function exchangeMarks(desk: Desk, plane: Plane, signOf: Signs): Mark[] {
  return desk.exchanges.filter((one) => !isClosed(one)).flatMap((one, row) => {
    const made: Mark[] = [];
    const asked = placeAt(one.place);
    const found = one.readback ? placeAt(one.readback.place) : null;
    const sign = signOf(one.from);
    if (asked) {
      if (one.place.ce95_m) made.push({ look: "ring", paths: [ringOf(asked, one.place.ce95_m, plane)], closed: true, sign });
      made.push({ look: "enquiry", at: plane.forward(asked), row, sign, label: one.place.anchor });
    }
    if (one.readback && found && one.readback.verdict !== "match") {
      made.push({ look: "readback", at: plane.forward(found), sign: signOf(one.to) });
      if (asked) {
        const line = Float64Array.from([...plane.forward(asked), ...plane.forward(found)]);
        const label = `▲ ${lengthText(one.readback.distance_m)}`;
        made.push({ look: "vector", paths: [line], at: plane.forward(found), label });
      }
    }
    return made;
  });
}

/** Where a place lies; null while this desk may not see it. */
export function placeAt(place: Place): LonLat | null {
  return place.lat_deg == null || place.lon_deg == null ? null : [place.lon_deg, place.lat_deg];
}

export function trialMarks(reading: Reading | null, plane: Plane): Mark[] {
  if (!reading) return [];
  const at: LonLat = [reading.lon_deg, reading.lat_deg];
  const ring = [ringOf(at, reading.ce95_m, plane)];
  return [{ look: "trial", paths: ring, closed: true, at: plane.forward(at), label: doubtText(reading.ce95_m) }];
}

/** A checked area: its corners, its lines, and for one place its circle. */
export function areaMarks(area: AreaChecked | null, plane: Plane): Mark[] {
  if (!area) return [];
  const corners = area.vertices.map(([lat, lon]) => plane.forward([lon, lat]));
  const [first] = area.vertices;
  const outline = area.kind === "place" && first && area.reach_m > 0
    ? ringOf([first[1], first[0]], area.reach_m, plane) : Float64Array.from(corners.flat());
  const shape: Mark = { look: "trial", paths: [outline], closed: area.kind !== "line" };
  return [shape, ...corners.map((at): Mark => ({ look: "trial", at }))];
}

export function clickedMark(place: { lat: number; lon: number } | null, plane: Plane): Mark[] {
  return place ? [{ look: "clicked", at: plane.forward([place.lon, place.lat]) }] : [];
}
