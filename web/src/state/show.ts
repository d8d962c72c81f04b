/** Bring an exchange into both maps: its place, and the whole way to a readback that lies elsewhere. */

import type { Exchange } from "../api/types";
import { placeAt } from "../map/things";
import { goTo } from "./view";

const PIXELS = 220;
const CLOSEST_M = 4;

/** Nothing where this desk may not see the place. */
export function showExchange({ place, readback }: Exchange): void {
  const asked = placeAt(place);
  if (!asked) return;
  const found = readback && readback.verdict !== "match" ? placeAt(readback.place) : null;
  const [lon, lat] = found ? [(asked[0] + found[0]) / 2, (asked[1] + found[1]) / 2] : asked;
  const apart = found && readback ? { metresPerPixel: Math.max(CLOSEST_M, readback.distance_m / PIXELS) } : {};
  goTo.value = { lat, lon, ...apart };
}
