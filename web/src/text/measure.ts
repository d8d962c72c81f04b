/** Lengths and sizes in words, with their unit. */

/** "640 m", "2.6 km", "14 km": never more figures than the eye needs. */
export function lengthText(metres: number): string {
  const m = Math.abs(metres);
  if (m < 1000) return `${m < 10 ? m.toFixed(1) : Math.round(m)} m`;
  return `${(m / 1000).toFixed(1)} km`;
}

/** "±45 m (95 %)" */
export function doubtText(ce95_m: number): string {
  return `±${lengthText(ce95_m)}`;
}

/** "812 B", "3.4 KiB", "64 MiB" */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [size, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KiB"] : [bytes / 1024 / 1024, "MiB"];
  return `${Number(size.toFixed(1))} ${unit}`;
}
