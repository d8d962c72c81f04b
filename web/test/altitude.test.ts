import { expect, test } from "vitest";
import { altitudeOf, bandText, noAltitude } from "../src/forms/altitude";

const draft = (low: string, high: string, unit = "m", above = "sea") => ({ low, high, unit, above });

test("nothing typed is an unknown altitude, which is no band of zero", () => {
  expect(altitudeOf(noAltitude)).toBeNull();
  expect(altitudeOf(draft("", " "))).toBeNull();
});

test("a band is read in its unit, in digits of any script", () => {
  expect(altitudeOf(draft("0", "300"))).toEqual({ low_m: 0, high_m: 300, above: "sea" });
  expect(altitudeOf(draft("100", "1000", "ft", "ground"))).toEqual({ low_m: 30.48, high_m: 304.8, above: "ground" });
  expect(altitudeOf(draft("−۵۰", "٩٠٠,5", "m", "ellipsoid"))).toEqual({ low_m: -50, high_m: 900.5, above: "ellipsoid" });
});

test("half a band, a band upside down, without a unit or without a reference is none", () => {
  for (const wrong of [draft("10", ""), draft("", "10"), draft("300", "0"), draft("0", "9", ""), draft("0", "9", "m", ""),
    draft("0", "9", "fathoms"), draft("0", "9", "m", "roof"), draft("1e3", "2e3"), draft("low", "high"), draft("0", "Infinity")]) {
    expect(altitudeOf(wrong), JSON.stringify(wrong)).toBeUndefined();
  }
});

test("a band in words keeps its two figures and its unit together", () => {
  expect(bandText({ low_m: 30.48, high_m: 304.8, above: "sea" })).toBe("30.5 – 304.8 m");
});
