/** What a catalogue is, and which of its words a life may hang on. The words stand in one JSON file a language. */

import reviewed from "./en.json";

export type Key = keyof typeof reviewed.words;

export type Catalogue = {
  /** the language tag; also the name of the file */
  code: string;
  name: string;
  dir: "ltr" | "rtl";
  /** A named speaker who read every line; "" while the wording is machine-made. */
  reviewedBy: string;
  words: Partial<Record<Key, string>>;
};

/** The reviewed language, and the list of every key. `{name}` in a sentence marks what is put in. */
export const english = reviewed as Catalogue & { words: Record<Key, string> };

/** Words a life may hang on: without a named reviewer the reviewed wording stands beside them. */
export const SAFETY: ReadonlySet<Key> = new Set<Key>([
  "blockedHead", "blockedNote", "verdict_match", "verdict_near", "verdict_differs", "step_understood",
  "something_within", "none_by_register", "noneShort", "cannot_say", "notListed", "notIndependent",
  "showNowNote", "acknowledgeNote", "confirmNote", "alarmTitle", "alarmNote", "delayed", "sentDelayed", "late", "lockedAlarm",
  "replayBadge", "replayNoSending", "docNote",
]);
