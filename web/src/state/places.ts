/** What the register holds beyond the entries that come with the desk: fetched as bytes when it changed, drawn as dots. */

import { computed, effect, signal } from "@preact/signals";
import { Fault, getBytes } from "../api/client";
import type { Places } from "../map/dots";
import { live } from "./desk";

export const places = signal<Places | null>(null);

const wanted = computed(() => {
  const now = live.value;
  return now && now.register_left_off > 0 ? now.register_version : -1;
});
let asked = -1;

effect(() => {
  const version = wanted.value;
  if (version === asked) return;
  asked = version;
  if (version < 0) places.value = null;
  else void fetchPlaces(version);
});

async function fetchPlaces(version: number): Promise<void> {
  try {
    const found = unpack(await getBytes("api/register/dots"));
    if (asked === version) places.value = found;
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    if (asked === version) asked = -2; // the next word of the node asks again
  }
}

/** Two whole numbers, then latitude and longitude of each as 64-bit floats, then one byte each. */
export function unpack(bytes: ArrayBuffer): Places {
  const count = new DataView(bytes).getUint32(0, true);
  return { degrees: new Float64Array(bytes, 8, 2 * count), sorts: new Uint8Array(bytes, 8 + 16 * count, count) };
}
