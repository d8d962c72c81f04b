/** Looking back: which moment, through whose eyes, which events there are, and the way back to live. */

import { computed, signal } from "@preact/signals";
import { Fault, get } from "../api/client";
import type { Desk, Moments, Tick } from "../api/types";
import { openForm } from "../state/actions";
import { frozen, liveNow } from "../state/clock";
import { live } from "../state/desk";
import { openTask, said } from "../state/view";
import { t } from "../words";
import { past } from "./past";

/** "so", or "told:" and a party's code. */
export const mode = signal("so");
export const ticks = signal<Tick[]>([]);
export const fault = signal<Fault | null>(null);
/** The moment wished for, in ms; null is live. What is shown is `past`, which follows it. */
export const wished = signal<number | null>(null);

const AFTER_LAST_MOVE_MS = 120;
const utc = (ms: number): string => new Date(ms).toISOString().replace(".000", "");
let timer = 0;
let turn = 0;

/** The last events at or before the moment shown: all that happened in one second, for none of them hides another. */
export const events = computed<Tick[]>(() => {
  const at = wished.value;
  if (at === null) return [];
  const last = ticks.value.filter((one) => Date.parse(one.at) <= at).at(-1);
  return last ? ticks.value.filter((one) => one.at === last.at) : [];
});

/** What the events were fetched for: the mode and the version of the desk. */
let fetched = "";
const wanted = (): string => `${mode.peek()} ${live.peek()?.version}`;

/** The events of the mode chosen. An answer that comes after another mode was chosen is let go. */
export async function fetchTicks(): Promise<void> {
  const asked = mode.peek();
  const answers = wanted();
  try {
    const { moments } = await get<Moments>(`api/moments?mode=${asked}`);
    if (asked !== mode.peek()) return;
    ticks.value = moments;
    fetched = answers;
  } catch (caught) {
    if (!(caught instanceof Fault)) throw caught;
    if (asked === mode.peek()) fault.value = caught;
  }
}

/** Show the moment; a moment that is not past is live. Drafts are kept, forms are put away. */
export function goTo(ms: number): void {
  clearTimeout(timer);
  const moment = Math.floor(ms / 1000) * 1000;
  if (moment >= Math.floor(liveNow.peek() / 1000) * 1000) return goLive();
  if (wished.peek() === null) {
    openTask("");
    openForm.value = null;
  }
  wished.value = moment;
  const mine = ++turn;
  timer = window.setTimeout(() => void show(moment, mine), AFTER_LAST_MOVE_MS);
}

async function show(moment: number, mine: number): Promise<void> {
  try {
    const shown = await get<Desk>(`api/desk?at=${utc(moment)}&mode=${mode.value}`);
    if (mine !== turn) return;
    frozen.value = moment;
    past.value = shown;
    fault.value = null;
  } catch (caught) {
    if (!(caught instanceof Fault)) throw caught;
    if (mine === turn) fault.value = caught;
  }
}

export function goLive(): void {
  clearTimeout(timer);
  turn += 1;
  if (wished.peek() !== null) said.value = t("replayIsLive");
  wished.value = null;
  past.value = null;
  frozen.value = null;
  fault.value = null;
}

export function look(as: string): void {
  mode.value = as;
  ticks.value = [];
  void fetchTicks();
  if (wished.peek() !== null) goTo(wished.peek() ?? 0);
}

/** To the event before or after the moment shown; past the last one is live. */
export async function step(by: 1 | -1): Promise<void> {
  if (fetched !== wanted()) await fetchTicks();
  const moments = [...new Set(ticks.peek().map((one) => Date.parse(one.at)))];
  const here = wished.peek() ?? Math.floor(liveNow.peek() / 1000) * 1000; // what is of this second is not past yet
  const next = by < 0 ? moments.filter((one) => one < here).at(-1) : moments.find((one) => one > here);
  if (next !== undefined) goTo(next);
  else if (by > 0) goLive();
}

const NOT_FROM_THE_PAST = new Set(["n", "a", "s", "u", "i", "c"]);

/** The keys of looking back; true when the key has done its work. The bare alarm leads back to live first. */
export function onReplayKey(pressed: KeyboardEvent, typing: boolean): boolean {
  const key = pressed.key.toLowerCase();
  const away = wished.peek() !== null;
  if (away && key === "escape") goLive();
  else if (typing && !(pressed.target as HTMLElement).matches("[type=range]")) return false;
  else if (key === "[" || key === "]") void step(key === "[" ? -1 : 1);
  else if (away && NOT_FROM_THE_PAST.has(key)) said.value = t("replayNoSending");
  else {
    if (away && key === "b") goLive();
    return false;
  }
  pressed.preventDefault();
  return true;
}
