/** Two tones when something new waits for this desk: made here, no file; urgent things sound twice. */

import { effect, signal } from "@preact/signals";
import { primary } from "./actions";
import { live } from "./desk";
import { keep, kept } from "./prefs";

export const sounding = signal(kept("cg.sound") !== "off");

export function toggleSound(): void {
  sounding.value = !sounding.value;
  keep("cg.sound", sounding.value ? "on" : "off");
}

let context: AudioContext | null = null;
let known: ReadonlySet<string> | null = null;

/** What waits now: urgent alarms by their words, enquiries by the step that is due. */
function waiting(): Map<string, boolean> {
  const now = live.value;
  const found = new Map<string, boolean>();
  for (const one of now?.alarms ?? []) if (one.level === "urgent") found.set(`alarm ${one.text}`, true);
  for (const one of now?.exchanges ?? []) {
    const due = primary(one);
    if (due) found.set(`${one.id} ${due} ${one.readback?.at ?? ""}`, one.template === "urgent");
  }
  return found;
}

/** Listen for what is new; what stood there at the first look does not sound. */
export function soundForNew(): () => void {
  known = null;
  return effect(() => {
    const now = waiting();
    if (!live.value) return;
    const fresh = [...now].filter(([key]) => known && !known.has(key));
    known = new Set(now.keys());
    if (fresh.length > 0 && sounding.peek()) tone(fresh.some(([, urgent]) => urgent) ? 2 : 1);
  });
}

function tone(times: number): void {
  context ??= new AudioContext();
  void context.resume();
  for (let n = 0; n < times * 2; n++) {
    const at = context.currentTime + n * 0.22;
    const voice = context.createOscillator();
    const loudness = context.createGain();
    voice.frequency.value = n % 2 === 0 ? 660 : 880;
    loudness.gain.setValueAtTime(0.25, at);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.2);
    voice.connect(loudness).connect(context.destination);
    voice.start(at);
    voice.stop(at + 0.2);
  }
}
