/** Digits of any script as ASCII, letter for letter otherwise; what is shown is always ASCII. */

const DIGIT = /\p{Nd}/u;

/** "٣٤" and "۳۴" and "३४" become "34". The text is otherwise untouched. */
export function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (one) => {
    const code = one.codePointAt(0) ?? 0;
    if (code < 128) return one;
    // Unicode keeps digits in rows of ten from zero up; a few rows stand end to end.
    let zero = code;
    while (DIGIT.test(String.fromCodePoint(zero - 1))) zero--;
    return String((code - zero) % 10);
  });
}
