/** Two maps that look at the same ground: moving one moves the other, each in its own plane. */

import type View from "ol/View";
import type { LonLat, Plane } from "./crs";

type End = { view: View; plane: Plane };
export type Look = { lon: number; lat: number; metresPerPixel: number };

const ends = new Set<End>();
let moving = false;

export function lookOf({ view, plane }: End): Look {
  const [lon, lat] = plane.inverse((view.getCenter() ?? [0, 0]) as LonLat);
  return { lon, lat, metresPerPixel: (view.getResolution() ?? 1) * plane.metresPerUnit };
}

export function lookAt({ view, plane }: End, { lon, lat, metresPerPixel }: Look): void {
  view.setCenter(plane.forward([lon, lat]));
  view.setResolution(metresPerPixel / plane.metresPerUnit);
}

/** Join a map to the others; the answer takes it out again. `seen` hears each move. */
export function join(end: End, seen: (look: Look) => void): () => void {
  ends.add(end);
  const moved = () => {
    if (moving) return;
    moving = true;
    const look = lookOf(end);
    for (const other of ends) if (other !== end) lookAt(other, look);
    moving = false;
    seen(look);
  };
  end.view.on(["change:center", "change:resolution"] as never, moved);
  return () => ends.delete(end);
}
