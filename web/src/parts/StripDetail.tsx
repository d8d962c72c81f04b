/** Everything behind a strip: how it was given, the report, the three ticks, the answer, the conversation. */

import type { Exchange } from "../api/types";
import { now } from "../state/clock";
import { partyName } from "../state/desk";
import { showExchange } from "../state/show";
import { book } from "../state/view";
import { laidBare } from "../text/hostile";
import { doubtText } from "../text/measure";
import { momentText } from "../text/time";
import { t } from "../words";
import { AnswerSaid } from "./AnswerSaid";
import { Findings } from "./Findings";
import { Ref, Said, Words } from "./Ref";
import { Say } from "./Say";

export function StripDetail({ exchange }: { exchange: Exchange }) {
  const { place, report, log } = exchange;
  const seen = place.lat_deg != null && place.lon_deg != null;
  return (
    <div class="detail">
      <dl>
        <dt>{t("asGiven")}</dt>
        <dd>
          <Ref strong text={place.as_given} /> (<Say k="inGridOf" parts={{ party: partyName(exchange.from) }} />
          {place.grid && <>, <Ref text={place.grid} /></>})
        </dd>
        {seen && place.own_grid && (
          <>
            <dt>{t("onOwnMap")}</dt>
            <dd>
              <Ref strong text={place.own_grid} /> {place.ce95_m != null && <Ref text={doubtText(place.ce95_m)} />}{" "}
              <button type="button" class="small"
                onClick={() => showExchange(exchange)}>{t("showOnMap")}</button>
            </dd>
          </>
        )}
        <dt>{t("occasion")}</dt>
        <dd>{exchange.occasion ? <Words text={exchange.occasion} /> : "–"}</dd>
        {report && (
          <>
            <dt>{t("report")}</dt>
            <dd>
              <Words text={`“${report.words}”`} /> (<Say k="reportBy"
                parts={{ source: report.source, channel: report.channel, at: momentText(report.at, now.value) }} />)
            </dd>
          </>
        )}
      </dl>
      {exchange.source && <p><Said text={exchange.source.text} /></p>}
      {exchange.standby_until && (
        <p><Say k="standbyTill" parts={{ at: momentText(exchange.standby_until, now.value) }} /></p>
      )}
      <Ticks exchange={exchange} />
      <Findings findings={exchange.findings} />
      <AnswerSaid exchange={exchange} />
      <details open={log.length < 8}>
        <summary>{t("conversation")}</summary>
        <ol class="said">
          {log.map((one) => (
            <li key={one.id}>
              <Ref text={momentText(one.at, now.value)} /> <b>{partyName(one.party)}</b> {one.officer}: <Said text={one.text} />{" "}
              {one.taken === false && <b class="mark">▲ {t("notTaken")} </b>}
              <a href={`api/record/${one.id}/proof`} download aria-label={`${t("proof")} ${one.kind}`}>{t("proof")}</a>
            </li>
          ))}
        </ol>
        <button type="button" class="small" onClick={() => book.value = "record"}>{t("record")}</button>
      </details>
    </div>
  );
}

/** Three different things that are never one: it is in the record, a machine has it, a person had it before him. */
function Ticks({ exchange }: { exchange: Exchange }) {
  const { given, reached_node, shown, answered } = exchange.ticks;
  const tick = (done: boolean, word: string, at: string | null) => (
    <li class={done ? "done" : "dim"}>
      {done ? "✓" : "○"} {word} {at ? <Ref text={momentText(at, now.value)} /> : !done && t("tickNotYet")}
    </li>
  );
  return (
    <ul class="ticks">
      {tick(given, t("tickGiven"), null)}
      {tick(reached_node !== null, t("tickReached"), reached_node)}
      {tick(shown !== null, t("tickShown"), shown)}
      {tick(answered !== null, t("tickAnswered"), answered)}
      {exchange.loaded.map((one, n) => (
        <li key={n} class="done">
          ✓ {t("docStage_loaded")} (<Words text={laidBare([one.terminal, one.version].filter(Boolean).join(", "))} />,{" "}
          <bdi>{partyName(one.party)}</bdi>) <Ref text={momentText(one.at, now.value)} />
        </li>
      ))}
    </ul>
  );
}
