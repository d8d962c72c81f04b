/** A party's map plane in this browser: proj4 draws, the node converts whatever is read out or sent.
 *
 * Plane numbers are in the units of the CRS. Degrees are drawn with the parallel of the middle of the
 * party's area at its real length, so that a circle looks like one.
 */

import Projection from "ol/proj/Projection";
import proj4 from "proj4";
import type { Profile } from "../api/types";

export type LonLat = [number, number];

export type Plane = {
  projection: Projection;
  forward: (at: LonLat) => LonLat;
  inverse: (xy: LonLat) => LonLat;
  /** metres on the ground for one unit of the plane, about the middle of the area */
  metresPerUnit: number;
  /** plane numbers are degrees of longitude times this; 1 for all that is not in degrees */
  lonScale: number;
  degrees: boolean;
};

const EARTH_M_PER_DEG = 111_195;
let made = 0;

export function planeOf(profile: Profile): Plane {
  const [west, south, east, north] = profile.bounds;
  const middle: LonLat = [(west + east) / 2, (south + north) / 2];
  const degrees = /\+proj=(longlat|latlong)/.test(profile.proj4);
  const lonScale = degrees ? Math.cos(middle[1] * Math.PI / 180) : 1;
  const converter = proj4(profile.proj4);
  const forward = (at: LonLat): LonLat => {
    const [x, y] = converter.forward<LonLat>([at[0], at[1]]);
    return [x * lonScale, y];
  };
  const inverse = (xy: LonLat): LonLat => converter.inverse<LonLat>([xy[0] / lonScale, xy[1]]);
  const metresPerUnit = degrees ? EARTH_M_PER_DEG : unitAt(middle, forward);
  const projection = new Projection({
    code: `desk:${profile.crs}:${made++}`,
    units: degrees ? "degrees" : "m",
    metersPerUnit: metresPerUnit,
    getPointResolution: (resolution) => resolution * metresPerUnit,
  });
  return { projection, forward, inverse, metresPerUnit, lonScale, degrees };
}

/** Metres for one plane unit, by walking 0.001 degree north. */
function unitAt(at: LonLat, forward: Plane["forward"]): number {
  const [x0, y0] = forward(at);
  const [x1, y1] = forward([at[0], at[1] + 0.001]);
  const step = Math.hypot(x1 - x0, y1 - y0);
  return Number.isFinite(step) && step > 0 ? EARTH_M_PER_DEG * 0.001 / step : 1;
}
