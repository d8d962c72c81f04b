/** An answer as it was given: limits first, outcome in the register's words, never a short form. */

import type { Exchange } from "../api/types";
import { now } from "../state/clock";
import { partyName } from "../state/desk";
import { momentText } from "../text/time";
import { t } from "../words";
import { Said, Words } from "./Ref";
import { Say } from "./Say";

export function AnswerSaid({ exchange }: { exchange: Exchange }) {
  const { answer } = exchange;
  if (!answer) return null;
  const at = momentText(answer.as_of, now.value);
  const coverage = answer.coverage.length ? answer.coverage.map((one) => one.slice(0, 12)).join(", ") : t("noCoverage");
  return (
    <section class={`answer ${answer.outcome}`}>
      <h4><Say k="answerOf" parts={{ party: partyName(exchange.to) }} /></h4>
      <p><Say k="notListed" /></p>
      <p><strong><Say k={answer.outcome} parts={{ at, coverage }} /></strong></p>
      {answer.text && <p><Said text={answer.text} /></p>}
      {answer.words && <p><Words text={`“${answer.words}”`} /></p>}
      {answer.standing && <p><b><Said text={answer.standing} /></b></p>}
      <p class="dim"><Say k="asOf" parts={{ at }} /></p>
    </section>
  );
}
