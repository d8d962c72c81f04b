/** The ground data of both panes, asked for once after login. */

import { signal } from "@preact/signals";
import { Fault } from "../api/client";
import { forgetGround, groundData, type GroundData } from "../map/ground";

export const ground = signal<GroundData | null>(null);
const AGAIN_MS = 4000;

export async function loadGround(): Promise<void> {
  forgetGround();
  try {
    ground.value = await groundData();
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    if (fault.status !== 401) setTimeout(() => void loadGround(), AGAIN_MS);
  }
}
