/** An altitude band as it is typed, and as it is said: metres above a reference. */

import { asciiDigits } from "../text/digits";

export type Above = "sea" | "ground" | "ellipsoid";
export type Altitude = { low_m: number; high_m: number; above: Above };
export type AltitudeDraft = { low: string; high: string; unit: string; above: string };

export const REFERENCES: readonly Above[] = ["sea", "ground", "ellipsoid"];
export const METRES: Readonly<Record<string, number>> = { m: 1, ft: 0.3048 };
export const noAltitude: AltitudeDraft = { low: "", high: "", unit: "", above: "" };

const numberOf = (text: string): number => {
  const plain = asciiDigits(text).trim().replace(/^[−–]/, "-");
  return /^[-+]?\d+([.,]\d+)?$/.test(plain) ? Number(plain.replace(",", ".")) : NaN;
};

/** The band in metres; null where nothing was typed, which rules nothing out; undefined where it is no band. */
export function altitudeOf({ low, high, unit, above }: AltitudeDraft): Altitude | null | undefined {
  if (low.trim() === "" && high.trim() === "") return null;
  const metres = METRES[unit] ?? NaN;
  // A foot is 0.3048 m to the letter; the tenth of a millimetre is where a float stops being that.
  const [low_m, high_m] = [low, high].map((one) => Math.round(numberOf(one) * metres * 1e4) / 1e4) as [number, number];
  const reference = REFERENCES.find((one) => one === above);
  return low_m <= high_m && reference ? { low_m, high_m, above: reference } : undefined;
}

/** "0 – 300 m" */
export function bandText({ low_m, high_m }: Altitude): string {
  return `${Number(low_m.toFixed(1))} – ${Number(high_m.toFixed(1))} m`;
}
