import { expect, test } from "vitest";
import { laidBare, unturned } from "../src/text/hostile";
import { bytesText } from "../src/text/measure";

test("what turns or hides letters of a file name is written out, and words of any script stay as they are", () => {
  expect(laidBare("invoice\u202Egpj.exe")).toBe("invoice\\u202egpj.exe");
  expect(laidBare("a\u0000b\nc\u2028d\u2066e\u2069\uFEFF")).toBe("a\\u0000b\\u000ac\\u2028d\\u2066e\\u2069\\ufeff");
  for (const text of ["", "Sheet 12 <b>.pdf", "نقشهٔ شماره ۱۲ می\u200cرسد", "خريطة"]) expect(laidBare(text)).toBe(text);
});

test("in a sentence only the marks that turn what follows round are written out", () => {
  expect(unturned("terminal \u202Eab\u202C of \u2068south\u2069 has\u200c")).toBe("terminal \\u202eab\\u202c of \u2068south\u2069 has\u200c");
});

test("a size has the unit that its reader needs", () => {
  expect([0, 1023, 1024, 3482, 1024 * 1024, 64 * 1024 * 1024, 64 * 1024 * 1024 + 60_000].map(bytesText))
    .toEqual(["0 B", "1023 B", "1 KiB", "3.4 KiB", "1 MiB", "64 MiB", "64.1 MiB"]);
});
