/** A sentence of the catalogue whose put-in parts are references, shown isolated. */

import { beside, catalogue, type Key, t } from "../words";
import { Words } from "./Ref";

type Parts = Record<string, string | number>;

/** `raw` parts are put in before the sentence is cut into runs, so a reference keeps its order in any language. */
export function Say({ k, parts = {} }: { k: Key; parts?: Parts }) {
  const reviewed = beside(k, parts);
  return (
    <>
      <Isolated sentence={t(k, mark(parts))} />
      {reviewed && <small class="reviewed" lang="en" dir="ltr"> [<Words text={reviewed} />]</small>}
    </>
  );
}

const OPEN = "\u2068";
const SHUT = "\u2069";

function mark(parts: Parts): Parts {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, `${OPEN}${part}${SHUT}`]));
}

/** What stands between the marks is somebody's name or a reference: a box of its own. */
function Isolated({ sentence }: { sentence: string }) {
  return (
    <span lang={catalogue.value.code}>
      {sentence.split(OPEN).flatMap((piece, n) => {
        if (n === 0) return [piece];
        const [inside = "", after = ""] = piece.split(SHUT);
        const reference = /\p{Nd}/u.test(inside) && inside.length <= 26;
        const dir = /\p{L}/u.test(inside) && !/\p{Nd}/u.test(inside) ? "auto" : "ltr";
        return [<bdi key={n} {...(reference ? { class: "ref" } : {})} dir={dir}>{inside}</bdi>, after];
      })}
    </span>
  );
}
