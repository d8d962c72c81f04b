/** Words of the desk in the officer's language; English stands in, and beside safety words nobody reviewed. */

import { computed, effect, signal } from "@preact/signals";
import arabic from "./ar.json?url";
import french from "./fr.json?url";
import dari from "./prs.json?url";
import { keep, wantedLanguage } from "../state/prefs";
import { type Catalogue, english, type Key, SAFETY } from "./catalogue";

export type { Key } from "./catalogue";

/** Every language the desk offers, with its name in itself. A new one is one line here and one file. */
export const LANGUAGES: Record<string, { name: string; load: () => Promise<Catalogue> }> = {
  en: { name: "English", load: async () => english },
  fr: { name: "Français", load: () => fetched(french) },
  ar: { name: "العربية", load: () => fetched(arabic) },
  prs: { name: "دری", load: () => fetched(dari) },
};

async function fetched(path: string): Promise<Catalogue> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return await answer.json() as Catalogue;
}

/** A language that was asked for and did not come; "" while there is none. */
export const notLoaded = signal("");

export const catalogue = signal<Catalogue>(english);
export const unreviewed = computed(() => catalogue.value.reviewedBy === "");

effect(() => {
  const { code, dir } = catalogue.value;
  document.documentElement.lang = code;
  document.documentElement.dir = dir;
});

export async function useLanguage(code: string): Promise<void> {
  const wanted = LANGUAGES[code];
  if (!wanted) return;
  try {
    catalogue.value = await wanted.load();
    keep("cg.language", code);
    notLoaded.value = "";
  } catch {
    // The node is away or was renewed under this page: the language that is shown stays, and the desk says so.
    notLoaded.value = code;
  }
}

if (wantedLanguage !== "en") void useLanguage(wantedLanguage);

/** The sentence of `key` with `{name}` parts put in. */
export function t(key: Key, parts: Record<string, string | number> = {}): string {
  return fill(catalogue.value.words[key] ?? english.words[key], parts);
}

/** The reviewed wording to stand beside a safety word, or "" where none is needed. */
export function beside(key: Key, parts: Record<string, string | number> = {}): string {
  if (!unreviewed.value || !SAFETY.has(key) || catalogue.value.words[key] === undefined) return "";
  return fill(english.words[key], parts);
}

function fill(sentence: string, parts: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(parts[name] ?? ""));
}

/** A word made of a prefix and the node's own value; the value itself where no catalogue has it. */
export function tOf(prefix: string, value: string): string {
  const key = `${prefix}${value}`;
  return key in english.words ? t(key as Key) : value;
}
