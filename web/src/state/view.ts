/** What this desk shows just now: the open strip, the form, the dialog, the place under the pointer. */

import { signal } from "@preact/signals";
import type { AreaChecked, Projected, Reading, Sides } from "../api/types";

export type Task = "" | "enquiry" | "alarm" | "notice" | "coverage" | "area" | "sides";
export type Book = "" | "record" | "register" | "import" | "differences" | "keys" | "findings" | "ledger" | "duty" | "peers" | "documents";

/** The exchange whose strip is open, by id. */
export const openStrip = signal("");
/** The form at the head of the side column. */
export const task = signal<Task>("");
/** The book lying over the desk. */
export const book = signal<Book>("");
/** A reading being looked at before it is sent, drawn as a ring on both maps. */
export const trial = signal<Reading | null>(null);
/** An area that was checked, drawn on both maps. */
export const drawn = signal<AreaChecked | null>(null);
/** Where the pointer is, in both grids, as the node reads it. */
export const pointer = signal<(Projected & { lat: number; lon: number }) | null>(null);
/** Where the officer clicked, and on which side each map puts it. */
export const clicked = signal<{ lat: number; lon: number; sides: Sides | null; grids: Projected | null } | null>(null);
/** While set, the next click on the own map gives its own-grid text to this form. */
export const taking = signal<((grid: string) => void) | null>(null);
/** What the own map shows just now: latitude and longitude along its frame; null while it is a list. */
export const ownFrame = signal<(() => [number, number][]) | null>(null);
/** Both maps shown as lists. */
export const asLists = signal(false);
/** What was done last, for the status line and screen readers. */
export const said = signal("");
/** Something to look at on both maps: WGS 84 degrees. */
export const goTo = signal<{ lat: number; lon: number; metresPerPixel?: number } | null>(null);

export function openTask(next: Task): void {
  task.value = next;
  book.value = "";
  trial.value = null;
  taking.value = null;
}
