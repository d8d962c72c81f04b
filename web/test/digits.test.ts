import { expect, test } from "vitest";
import { asciiDigits } from "../src/text/digits";

test("digits of any script become ASCII, everything else stays", () => {
  expect(asciiDigits("٣٤٨٨١ ۱۷۶۶۲ ०१२ ４５ 42S WD")).toBe("34881 17662 012 45 42S WD");
});

test("rows of digits that stand end to end are told apart", () => {
  // Mathematical digits: bold nine, then double-struck zero to nine, one after the other.
  expect(asciiDigits("\u{1D7D7}\u{1D7D8}\u{1D7E1}")).toBe("909");
});
