/** Who sits at this desk. */

import { signal } from "@preact/signals";
import { Fault, get, post } from "../api/client";
import type { Session } from "../api/types";

/** undefined: not asked yet; null: nobody is logged in. */
export const session = signal<Session | null | undefined>(undefined);

export async function askSession(): Promise<void> {
  try {
    session.value = await get<Session>("api/session");
  } catch (fault) {
    if (fault instanceof Fault && fault.status === 0) throw fault;
    session.value = null;
  }
}

export async function login(officer: string, passphrase: string): Promise<void> {
  session.value = await post<Session>("api/login", { officer, passphrase });
}

export async function logout(): Promise<void> {
  await post("api/logout", {});
  session.value = null;
}

const ALIVE_EVERY_MS = 60_000;
let told = 0;

/** Tell the node that a person is at the desk; at most once a minute, so that the desk does not lock under his hands. */
export function someoneIsHere(): void {
  if (!session.value || Date.now() - told < ALIVE_EVERY_MS) return;
  told = Date.now();
  post("api/session/alive", {}).catch(() => undefined);
}
