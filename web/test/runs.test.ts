import { expect, test } from "vitest";
import { runs } from "../src/text/runs";

const fixed = (text: string) => runs(text).filter((run) => run.fixed).map((run) => run.text);

test("a reference in a right-to-left sentence stays one run, in its order", () => {
  expect(fixed("موقعیت 34881 17662 است")).toEqual(["34881 17662"]);
  expect(fixed("موقعیت 42S WD 34881 17662 است")).toEqual(["42S WD 34881 17662"]);
  expect(fixed("موقعیت ۳۴۸۸۱ ۱۷۶۶۲ است")).toEqual(["۳۴۸۸۱ ۱۷۶۶۲"]);
  expect(fixed("موقعیت 34.5281, 69.1723 است")).toEqual(["34.5281, 69.1723"]);
  expect(fixed("زمان 06:40-07:15 است")).toEqual(["06:40-07:15"]);
  expect(fixed("شماره A-17/3 است")).toEqual(["A-17/3"]);
  expect(fixed("اختلاف -12.5 متر")).toEqual(["-12.5"]);
});

test("nothing of a text is lost or changed by cutting it into runs", () => {
  for (const text of ["", "no numbers", "31N AA 66 00", "a 1 b 2 c", "١٢ و ٣٤.", "S 12° 30′ 15.5″, E 1°", "CALL BASE 3."]) {
    expect(runs(text).map((run) => run.text).join("")).toBe(text);
  }
});

test("words without digits are never boxed", () => {
  expect(fixed("NATO and WGS, north of the bridge.")).toEqual([]);
});
