/** The node's clock as seen from here: this browser's clock plus a difference measured at each answer. */

import { computed, signal } from "@preact/signals";

const shift = signal(0);
const tick = signal(Date.now());

setInterval(() => {
  tick.value = Date.now();
}, 1000);

/** The node's time in milliseconds, moving once a second; right again within a second after sleep. */
export const liveNow = computed(() => tick.value + shift.value);

/** The moment looked back at, in milliseconds; null while the desk is live. */
export const frozen = signal<number | null>(null);

/** The time of what is shown. */
export const now = computed(() => frozen.value ?? liveNow.value);

/** Take the node's moment, given with an answer that just came. */
export function takeMoment(utc: string): void {
  const moment = Date.parse(utc);
  if (Number.isFinite(moment)) shift.value = moment - Date.now();
}

/** How far this browser's clock is from the node's, in seconds. */
export const clockSkewS = computed(() => Math.round(shift.value / 1000));
