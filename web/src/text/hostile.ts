/** Text of others that could lie by its order: a file name whose end is turned round hides what kind of file it is. */

const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

const TURNING = /[\u202a-\u202e]/gu;
const written = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A sentence in which no name turns what stands after it round: nobody writes these marks by hand. */
export function unturned(text: string): string {
  return text.replace(TURNING, written);
}

/** The text in the order of its letters; what turns or hides them is written out, like "\u202e". */
export function laidBare(text: string): string {
  return text.replace(HIDDEN, written);
}
