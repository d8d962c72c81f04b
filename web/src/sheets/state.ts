/** The scanned sheets of this party, the one that lies under the own map, and how sure it is at the pointer. */

import { effect, signal } from "@preact/signals";
import { Fault, get } from "../api/client";
import { pointer } from "../state/view";

export type Sheet = {
  name: string;
  width: number;
  height: number;
  usable: boolean;
  /** rows of latitude and longitude over the picture, evenly spaced in pixels; empty where `unsaid` says why */
  mesh: [number, number][][];
  unsaid: string;
};

export type SheetAt = { on_sheet: boolean; inside: boolean; ce95_m: number | null; usable: boolean };

export const sheets = signal<readonly Sheet[]>([]);
export const chosen = signal<Sheet | null>(null);
export const doubtHere = signal<SheetAt | null>(null);

export async function fetchSheets(): Promise<void> {
  try {
    sheets.value = await get<Sheet[]>("api/map/sheets");
    // A sheet that was registered anew lies under the map as it lies now.
    chosen.value = sheets.value.find((one) => one.name === chosen.peek()?.name && !one.unsaid) ?? null;
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault; // without sheets the desk works on
  }
}

let asking = false;

/** One question at a time, always about the latest place; what is shown is never of another place or sheet. */
async function ask(): Promise<void> {
  asking = true;
  for (let at = pointer.peek(), sheet = chosen.peek(); at && sheet; at = pointer.peek(), sheet = chosen.peek()) {
    const path = `api/map/sheets/${encodeURIComponent(sheet.name)}/at?lat=${at.lat.toFixed(7)}&lon=${at.lon.toFixed(7)}`;
    let found: SheetAt | null = null;
    try {
      found = await get<SheetAt>(path);
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
    }
    if (pointer.peek() === at && chosen.peek() === sheet) {
      doubtHere.value = found;
      break;
    }
  }
  asking = false;
}

effect(() => {
  doubtHere.value = null;
  if (pointer.value && chosen.value && !asking) void ask();
});
