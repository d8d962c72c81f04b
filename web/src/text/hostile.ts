/** Text of others that could lie by its order: a file name whose end is turned round hides what kind of file it is. */

const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** The text in the order of its letters; what turns or hides them is written out, like "\u202e". */
export function laidBare(text: string): string {
  return text.replace(HIDDEN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
