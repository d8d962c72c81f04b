/** Keys of the desk: they work wherever nothing is being typed; F8 and Escape work everywhere. */

import type { Exchange } from "../api/types";
import { openForm, primary } from "./actions";
import { strips } from "./desk";
import { onReplayKey } from "../replay/replay";
import { nextTheme } from "./prefs";
import { asLists, book, openStrip, openTask, task } from "./view";

let at = "";

function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** The strip that the keys are about: the one with focus in it, else the last one stepped to, else the first. */
function current(): Exchange | undefined {
  const { open } = strips.value;
  const focused = document.activeElement?.closest<HTMLElement>("[data-exchange]")?.dataset.exchange;
  return open.find((one) => one.id === (focused ?? at)) ?? open[0];
}

function step(by: 1 | -1): void {
  const { open } = strips.value;
  const here = open.findIndex((one) => one.id === current()?.id);
  const started = at !== "" || document.activeElement?.closest("[data-exchange]");
  const next = open[started ? Math.min(open.length - 1, Math.max(0, here + by)) : 0];
  if (!next) return;
  at = next.id;
  document.querySelector<HTMLElement>(`[data-exchange="${next.id}"]`)?.focus();
}

const focus = (selector: string): void => document.querySelector<HTMLElement>(selector)?.focus();

const KEYS: Record<string, () => void> = {
  n: () => openTask("enquiry"),
  b: () => openTask("alarm"),
  c: () => openTask("area"),
  j: () => step(1),
  k: () => step(-1),
  o: () => {
    const one = current();
    if (one) openStrip.value = openStrip.value === one.id ? "" : one.id;
  },
  a: () => {
    const one = current();
    const first = one && primary(one);
    if (one && first) openForm.value = { exchange: one.id, step: first };
  },
  s: () => {
    const one = current();
    if (one?.next.includes("standby")) openForm.value = { exchange: one.id, step: "standby" };
  },
  u: () => {
    const one = current();
    if (one?.next.includes("answer")) openForm.value = { exchange: one.id, step: "answer", unable: true };
  },
  "/": () => focus("#find"),
  1: () => focus("[data-pane=own] .map, [data-pane=own] .pane-list"),
  2: () => focus("[data-pane=other] .map, [data-pane=other] .pane-list"),
  l: () => {
    asLists.value = !asLists.value;
  },
  r: () => {
    book.value = "record";
  },
  g: () => {
    book.value = "register";
  },
  i: () => {
    book.value = "import";
  },
  d: () => {
    book.value = "differences";
  },
  f: () => {
    book.value = "findings";
  },
  w: () => {
    book.value = "ledger";
  },
  m: () => {
    book.value = "documents";
  },
  h: () => {
    book.value = "duty";
  },
  p: () => {
    book.value = "peers";
  },
  t: nextTheme,
  "?": () => {
    book.value = "keys";
  },
};

export function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "F8") {
    event.preventDefault();
    document.querySelector<HTMLElement>("[data-show-now]")?.click();
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && task.value) {
    openTask("");
    return;
  }
  if (onReplayKey(event, inField(event.target)) || inField(event.target)) return;
  const act = KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
}
