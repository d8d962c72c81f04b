import { expect, test } from "vitest";
import { ageText, momentText, readMoment, spanText, windowText } from "../src/text/time";

const today = Date.parse("2026-11-22T06:00:00Z");

test("a moment of another day says its day", () => {
  expect(momentText("2026-11-22T06:41:07Z", today)).toBe("06:41Z");
  expect(momentText("2026-11-21T23:59:59Z", today)).toBe("2026-11-21 23:59Z");
});

test("both ends of a window carry their Z", () => {
  expect(windowText({ from: "2026-11-22T06:40:00Z", to: "2026-11-22T07:15:00Z" }, today)).toBe("06:40Z – 07:15Z");
});

test("what is left is said with its unit", () => {
  expect(spanText(95)).toBe("1:35 min");
  expect(spanText(-40)).toBe("0:40 min");
  expect(spanText(7800)).toBe("2:10 h");
  expect(spanText(3 * 86400 + 3600)).toBe("3 d 1 h");
  expect(ageText(12)).toBe("12 s");
});

test("a moment is read as UTC or not at all", () => {
  expect(readMoment("06:40", today)).toBe("2026-11-22T06:40:00Z");
  expect(readMoment("0640Z", today)).toBe("2026-11-22T06:40:00Z");
  expect(readMoment("2026-12-01 6:40", today)).toBe("2026-12-01T06:40:00Z");
  expect(readMoment("2026-12-01T06:40:09Z", today)).toBe("2026-12-01T06:40:09Z");
  expect(readMoment("25:99", today)).toBe("");
  expect(readMoment("noon", today)).toBe("");
  expect(readMoment("06:40+02:00", today)).toBe("");
});
