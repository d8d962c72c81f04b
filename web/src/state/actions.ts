/** What an officer may do on an exchange, in the order in which it is offered. */

import { signal } from "@preact/signals";
import type { Action, Exchange } from "../api/types";
import type { Key } from "../words";

/** Which form stands open in a strip. */
export type Step = Exclude<Action, "show_now">;
export const openForm = signal<{ exchange: string; step: Step; unable?: boolean } | null>(null);

const ORDER: readonly Step[] = [
  "readback", "answer", "acknowledge", "confirm", "correct", "source_readback", "standby", "doubt",
];

export const STEP_WORD: Record<Step, Key> = {
  readback: "readback",
  source_readback: "sourceReadback",
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
  const open = steps(exchange);
  switch (exchange.state) {
    case "sent":
    case "doubted":
      return open.find((one) => one === "readback") ?? "";
    case "differs":
      return open.find((one) => one === "correct" || one === "readback") ?? "";
    case "read_back":
      return open.find((one) => one === "confirm") ?? "";
    case "understood":
      return open.find((one) => one === "answer") ?? "";
    case "unable":
    case "answered":
      return open.find((one) => one === "acknowledge") ?? "";
    default:
      return "";
  }
}

/** Answered and acknowledged, or taken back: nothing is due any more. */
export const isClosed = (exchange: Exchange): boolean => exchange.state === "closed" || exchange.state === "withdrawn";
