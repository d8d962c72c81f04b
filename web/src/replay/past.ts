/** The earlier moment that this desk shows, if any. Everything else asks here whether the desk is live. */

import { signal } from "@preact/signals";
import type { Desk } from "../api/types";

/** The desk of the moment looked back at; null while the desk is live. */
export const past = signal<Desk | null>(null);
