/** References, times and numbers: always left to right, never broken, in a face that tells 0 from O. */

import { unturned } from "../text/hostile";
import { runs } from "../text/runs";

/** A reference of a few groups is never broken over a line; a long text as given may be. */
const UNBROKEN = 26;
const classOf = (text: string) => (text.length <= UNBROKEN ? "ref" : "ref long");

/** One reference: a grid, a moment, a number with its unit. */
export function Ref({ text, strong = false }: { text: string; strong?: boolean }) {
  return <bdi class={strong ? `${classOf(text)} strong` : classOf(text)} dir="ltr">{text}</bdi>;
}

/** A sentence somebody typed or the node made: its own direction, with every reference in it isolated. */
export function Words({ text, lang }: { text: string; lang?: string }) {
  return (
    <span dir="auto" class="words" {...(lang ? { lang } : {})}>
      {runs(unturned(text)).map((run, n) => (run.fixed ? <bdi key={n} class={classOf(run.text)} dir="ltr">{run.text}</bdi> : run.text))}
    </span>
  );
}

/** A sentence of the node: English, whatever the desk speaks. */
export function Said({ text }: { text: string }) {
  return <Words text={text} lang="en" />;
}
