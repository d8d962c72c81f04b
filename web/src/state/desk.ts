/** What the node knows for this desk, and how fresh that is. */

import { computed, signal } from "@preact/signals";
import { Fault, getChanged, onAnswer } from "../api/client";
import type { Desk, Exchange, Party } from "../api/types";
import { isClosed } from "./actions";
import { past } from "../replay/past";
import { liveNow, takeMoment } from "./clock";
import { session } from "./session";

/** What the node knows now. */
export const live = signal<Desk | null>(null);

/** What is shown: now, or the moment looked back at. */
export const desk = computed(() => past.value ?? live.value);

/** When this browser last had a word from its own node (browser clock, ms). */
export const heardAt = signal(Date.now());
const DELAYED_AFTER_S = 25;
const POLL_AFTER_S = 12;

/** Seconds without a word from the own node when that is too long; 0 while all is well. */
export const delayedS = computed(() => {
  void liveNow.value;
  const age = Math.round((Date.now() - heardAt.value) / 1000);
  return age > DELAYED_AFTER_S ? age : 0;
});

let etag = "";
let asking = false;
let again = false;
let stream: EventSource | null = null;

/** Ask for the desk; calls that come while one is under way make one more. */
export async function refresh(): Promise<void> {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    const changed = await getChanged<Desk>("api/desk", etag);
    if (changed) {
      etag = changed.etag;
      takeMoment(changed.value.now);
      live.value = changed.value;
    }
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
  } finally {
    asking = false;
    if (again) {
      again = false;
      void refresh();
    }
  }
}

onAnswer((status) => {
  if (status !== 0) heardAt.value = Date.now();
  if (status === 401 && session.value) session.value = null;
});

/** Live: listen to the stream, and ask by hand whenever it has been quiet too long. */
export function follow(): () => void {
  etag = "";
  void refresh();
  open();
  const timer = setInterval(() => {
    const quiet = (Date.now() - heardAt.value) / 1000;
    if (quiet > POLL_AFTER_S) void refresh();
    if (!stream || stream.readyState === EventSource.CLOSED) open();
  }, 4000);
  return () => {
    clearInterval(timer);
    stream?.close();
    stream = null;
    live.value = null;
  };
}

function open(): void {
  stream?.close();
  stream = new EventSource("api/stream");
  stream.addEventListener("changed", () => {
    heardAt.value = Date.now();
    void refresh();
  });
  stream.addEventListener("heartbeat", (event) => {
    heardAt.value = Date.now();
    const beat = parsed((event as MessageEvent<string>).data);
    if (beat.now) takeMoment(beat.now);
    if (beat.version !== undefined && beat.version !== live.value?.version) void refresh();
  });
  stream.addEventListener("locked", () => {
    session.value = null;
  });
  stream.onopen = () => void refresh();
}

function parsed(data: string): { version?: number; now?: string } {
  try {
    return JSON.parse(data) as { version?: number; now?: string };
  } catch {
    return {};
  }
}

/** The parties this desk draws: its own, then the others. */
export const parties = computed<Party[]>(() => (desk.value ? [desk.value.party, ...desk.value.peers] : []));

export function partyName(code: string): string {
  return parties.value.find((party) => party.code === code)?.name ?? code;
}

/** A party's sign on every desk alike, so that two officers on the phone mean the same colour. */
export function signOf(code: string): "a" | "b" {
  const codes = parties.value.map((party) => party.code).sort();
  return codes.indexOf(code) % 2 === 0 ? "a" : "b";
}

/** Open matters first by deadline, closed ones after, newest first. */
export const strips = computed<{ open: Exchange[]; closed: Exchange[] }>(() => {
  const all = desk.value?.exchanges ?? [];
  const open = all.filter((one) => !isClosed(one));
  const closed = all.filter(isClosed);
  open.sort((x, y) => x.deadline.localeCompare(y.deadline));
  closed.sort((x, y) => y.sent_at.localeCompare(x.sent_at));
  return { open, closed };
});
