/** What an officer may do on an exchange, in the order in which it is offered. */

import { signal } from "@preact/signals";
import type { Action, Exchange } from "../api/types";
import type { Key } from "../words";

/** Which form stands open in a strip. */
export type Step = Exclude<Action, "show_now">;
export const openForm = signal<{ exchange: string; step: Step; unable?: boolean } | null>(null);

const ORDER: readonly Step[] = ["readback", "answer", "acknowledge", "correct", "confirm", "standby", "doubt"];

export const STEP_WORD: Record<Step, Key> = {
  readback: "readback",
  answer: "answer",
  acknowledge: "acknowledge",
  correct: "correct",
  confirm: "confirm",
  standby: "standby",
  doubt: "doubtAction",
};

/** The steps open to this officer, the one that leads on first. */
export function steps(exchange: Exchange): Step[] {
  return ORDER.filter((one) => exchange.next.includes(one));
}

/** The step that leads on; "" when this desk has to wait. */
export function primary(exchange: Exchange): Step | "" {
  const first = steps(exchange)[0];
  return first && first !== "standby" && first !== "doubt" ? first : "";
}
