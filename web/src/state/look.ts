/** Where both maps look, kept for the next reload; and the questions the pointer asks the node. */

import { Fault, get } from "../api/client";
import type { Projected, Sides } from "../api/types";
import type { Look } from "../map/link";
import { keep } from "./prefs";
import { clicked, openTask, pointer, taking } from "./view";

const keyOf = (party: string): string => `cg.look.${party}`;

export function keptLook(party: string): Look | null {
  try {
    const look = JSON.parse(localStorage.getItem(keyOf(party)) ?? "null") as Look | null;
    return look && [look.lon, look.lat, look.metresPerPixel].every(Number.isFinite) ? look : null;
  } catch {
    return null;
  }
}

let timer = 0;

export function keepLook(party: string, look: Look): void {
  clearTimeout(timer);
  timer = setTimeout(() => keep(keyOf(party), JSON.stringify(look)), 500);
}

let asking = false;
let next: { lat: number; lon: number } | null = null;

/** The pointer in both grids as the node reads it: one question at a time, always the latest. */
export function point(lat: number, lon: number): void {
  next = { lat, lon };
  if (!asking) void ask();
}

async function ask(): Promise<void> {
  asking = true;
  while (next) {
    const { lat, lon } = next;
    next = null;
    const grids = await projected(lat, lon);
    if (grids) pointer.value = { ...grids, lat, lon };
  }
  asking = false;
}

async function projected(lat: number, lon: number): Promise<Projected | null> {
  try {
    return await get<Projected>(`api/project?lat=${lat.toFixed(7)}&lon=${lon.toFixed(7)}`);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return null;
  }
}

/** A click: give the own grid to the form that waits for it, or show the sides per map. */
export async function press(lat: number, lon: number, pixel_m: number, ownPane: boolean): Promise<void> {
  const take = taking.value;
  if (take && ownPane) {
    const grids = await projected(lat, lon);
    if (grids) take(grids.own_grid);
    return;
  }
  if (take) return;
  openTask("sides");
  clicked.value = { lat, lon, sides: null, grids: null };
  const ce95 = Math.max(1, pixel_m * 3).toFixed(1);
  const [grids, sides] = await Promise.all([
    projected(lat, lon),
    get<Sides>(`api/side?lat=${lat.toFixed(7)}&lon=${lon.toFixed(7)}&ce95=${ce95}`).catch((fault: unknown) => {
      if (!(fault instanceof Fault)) throw fault;
      return { depictions: {}, verdict: "", text: fault.message } satisfies Sides;
    }),
  ]);
  if (clicked.value?.lat === lat && clicked.value.lon === lon) clicked.value = { lat, lon, grids, sides };
}
