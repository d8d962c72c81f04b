/** Find the runs of a sentence that must keep their order: references, times, numbers with units.
 *
 * In a right-to-left sentence the browser puts the two halves of "34881 17662" in the other order,
 * which makes easting northing. Whatever is shown from outside is cut here, and every such run is
 * set in an isolated left-to-right box.
 */

export type Run = { text: string; fixed: boolean };

// Digits of any script, capital letters of grids, and the signs that stand between them.
const FIXED = /[+\-−±]?[\p{Nd}A-Z][\p{Nd}A-Z.,:;°'"′″/+\-–−±² ]*/gu;

/** Cut `text` into runs; `fixed` ones hold at least one digit and are shown left to right. */
export function runs(text: string): Run[] {
  const found: Run[] = [];
  let from = 0;
  for (const match of text.matchAll(FIXED)) {
    const whole = match[0].replace(/[.,:;/+\-–− ]+$/u, "");
    if (!/\p{Nd}/u.test(whole)) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index), fixed: false });
    found.push({ text: whole, fixed: true });
    from = match.index + whole.length;
  }
  if (from < text.length) found.push({ text: text.slice(from), fixed: false });
  return found;
}
