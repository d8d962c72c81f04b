/** How this browser shows the desk: colours and language. Kept here, never sent. */

import { effect, signal } from "@preact/signals";

export type Theme = "night" | "day" | "contrast";
export const THEMES: readonly Theme[] = ["night", "day", "contrast"];

export function kept(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing still shows the desk; only reloads forget.
  }
}

const first = kept("cg.theme");
export const theme = signal<Theme>(THEMES.find((one) => one === first) ?? "night");
export const wantedLanguage = kept("cg.language") || "en";

const forcing = matchMedia("(forced-colors: active)");
/** Whether the reader's own colours stand in for the page's. */
export const forced = signal(forcing.matches);
forcing.addEventListener("change", () => {
  forced.value = forcing.matches;
});

effect(() => {
  document.documentElement.dataset.theme = theme.value;
  keep("cg.theme", theme.value);
});

export function nextTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? "night";
}
