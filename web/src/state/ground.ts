/** The ground data of both panes, asked for after login and again while parts of it are missing. */

import { signal } from "@preact/signals";
import { Fault } from "../api/client";
import { type GroundData, loadGround, noGround } from "../map/ground";

export const ground = signal<GroundData>(noGround);
const AGAIN_MS = 4000;

export async function fetchGround(): Promise<void> {
  let found = noGround;
  try {
    await loadGround((part) => {
      found = part(found);
      ground.value = found;
    });
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    // Without a base map or a line the desk works on; a node that is away is asked again.
    if (fault.status === 0) setTimeout(() => void fetchGround(), AGAIN_MS);
  }
}
