/** Drafts: whatever is typed stands in this browser until it was sent, keyed by party and officer. */

import { signal } from "@preact/signals";
import { useCallback, useState } from "preact/hooks";
import { session } from "./session";

const PREFIX = "cg.draft.";

/** Grows when a draft is dropped or put from outside, so that forms show what stands. */
export const draftsChanged = signal(0);

function keyOf(name: string): string {
  const who = session.value;
  return `${PREFIX}${who?.party ?? ""}.${who?.officer ?? ""}.${name}`;
}

export function readDraft<T>(name: string, empty: T): T {
  try {
    const text = localStorage.getItem(keyOf(name));
    return text === null ? empty : { ...empty, ...(JSON.parse(text) as Partial<T>) };
  } catch {
    return empty;
  }
}

export function putDraft<T>(name: string, value: T): void {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify(value));
  } catch {
    // Storage full or refused: the form still holds the text.
  }
}

export function dropDraft(name: string): void {
  try {
    localStorage.removeItem(keyOf(name));
  } catch {
    // Nothing was kept, nothing is to drop.
  }
  draftsChanged.value++;
}

/** A form's fields that survive reload, lost session and node restart. `drop` after it was sent. */
export function useDraft<T extends object>(name: string, empty: T): [T, (part: Partial<T>) => void, () => void] {
  const [value, setValue] = useState<T>(() => readDraft(name, empty));
  const put = useCallback((part: Partial<T>) => {
    setValue((before) => {
      const after = { ...before, ...part };
      putDraft(name, after);
      return after;
    });
  }, [name]);
  const drop = useCallback(() => {
    dropDraft(name);
    setValue(empty);
  }, [name]);
  return [value, put, drop];
}
