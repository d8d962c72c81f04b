/** Moments and spans as an officer says them: UTC with Z, durations with units. */

const two = (value: number): string => String(value).padStart(2, "0");

/** "06:41:07Z" */
export function clockText(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 19)}Z`;
}

/** "06:41Z", with the date in front when it is not the day of `today` (ms). */
export function momentText(utc: string | null | undefined, today: number): string {
  if (!utc) return "";
  const ms = Date.parse(utc);
  if (!Number.isFinite(ms)) return utc;
  const iso = new Date(ms).toISOString();
  const sameDay = iso.slice(0, 10) === new Date(today).toISOString().slice(0, 10);
  return sameDay ? `${iso.slice(11, 16)}Z` : `${iso.slice(0, 10)} ${iso.slice(11, 16)}Z`;
}

/** "06:40Z to 07:15Z"; both ends carry their Z, so that they can never change places unseen. */
export function windowText(window: { from: string; to: string }, today: number): string {
  return `${momentText(window.from, today)} – ${momentText(window.to, today)}`;
}

/** "1:35 min", "2:10 h" or "3 d": what is left or overdue, always with its unit. */
export function spanText(seconds: number): string {
  const s = Math.abs(Math.round(seconds));
  if (s < 3600) return `${Math.floor(s / 60)}:${two(s % 60)} min`;
  if (s < 48 * 3600) return `${Math.floor(s / 3600)}:${two(Math.floor((s % 3600) / 60))} h`;
  return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

/** An age: "40 s", "12 min", "5 h", "3 d". */
export function ageText(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 90) return `${s} s`;
  if (s < 90 * 60) return `${Math.round(s / 60)} min`;
  if (s < 48 * 3600) return `${Math.round(s / 3600)} h`;
  return `${Math.round(s / 86400)} d`;
}

/** "2026-11-22T06:40:00Z" from what an officer types as UTC: "2026-11-22 06:40", "06:40", "0640Z". "" if it is none. */
export function readMoment(text: string, today: number): string {
  const wanted = /^(?:(\d{4}-\d{2}-\d{2})[T ])?(\d{1,2}):?(\d{2})(?::(\d{2}))?\s*Z?$/i.exec(text.trim());
  if (!wanted) return "";
  const [, date, hour, minute, second] = wanted;
  const day = date ?? new Date(today).toISOString().slice(0, 10);
  const utc = `${day}T${(hour ?? "").padStart(2, "0")}:${minute}:${second ?? "00"}Z`;
  return Number.isFinite(Date.parse(utc)) ? utc : "";
}

/** The moment as it is typed into a field: "2026-11-22 06:40Z". */
export function fieldMoment(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")}Z`;
}
