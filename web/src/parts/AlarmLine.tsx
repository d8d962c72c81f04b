/** The alarm line: the worst first, with the verb of what to do; the rest behind one button. */

import { useState } from "preact/hooks";
import { post } from "../api/client";
import type { Alarm } from "../api/types";
import { AlarmByVoice, AlarmWays } from "../calls/AlarmByVoice";
import { useSending } from "../forms/useSending";
import { delayedS, heardAt, live } from "../state/desk";
import { showExchange } from "../state/show";
import { sounding, toggleSound } from "../state/sound";
import { book, openStrip } from "../state/view";
import { ageText, clockText } from "../text/time";
import { t } from "../words";
import { byWeight, LevelMark } from "./Findings";
import { FaultBox } from "./FaultBox";
import { Said } from "./Ref";
import { Say } from "./Say";

export function AlarmLine() {
  const [all, setAll] = useState(false);
  const alarms = byWeight(live.value?.alarms ?? []);
  const worst = alarms[0];
  return (
    <section class={`alarms ${worst?.level ?? "none"}`} aria-label={t("alarms")}>
      {delayedS.value > 0 && (
        <p class="delayed" role="alert">
          <b>▲ <Say k="delayed" parts={{ age: ageText(delayedS.value), at: clockText(heardAt.value) }} /></b>
        </p>
      )}
      <div class="alarm-line" role="status">
        {worst ? <One alarm={worst} /> : <span class="dim">{t("noAlarms")}</span>}
        <span class="gap" />
        <button type="button" class="small quiet" aria-pressed={sounding.value} onClick={toggleSound}>
          {sounding.value ? t("soundOn") : t("soundOff")}
        </button>
        {alarms.length > 1 && (
          <button type="button" class="small" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t("fold") : t("showAll", { n: alarms.length })}
          </button>
        )}
      </div>
      {all && <ul>{alarms.slice(1).map((one, n) => <li key={n}><One alarm={one} /></li>)}</ul>}
    </section>
  );
}

function One({ alarm }: { alarm: Alarm }) {
  const { busy, fault, send } = useSending();
  const take = () => void send(() => post(`api/alarms/${alarm.take}/take`, { words: "" }));
  const go = () => {
    openStrip.value = alarm.exchange ?? "";
    const exchange = live.value?.exchanges.find((one) => one.id === alarm.exchange);
    if (exchange) showExchange(exchange);
    document.querySelector<HTMLElement>(`[data-exchange="${alarm.exchange}"]`)?.focus();
  };
  return (
    <span class="one-alarm">
      <LevelMark level={alarm.level} /> <Said text={alarm.text} /> <strong><Said text={alarm.action} /></strong>
      <AlarmWays alarm={alarm} />
      {alarm.take && <button type="button" class="small go" disabled={busy} onClick={take}>{t("takeAlarm")}</button>}
      {alarm.kind === "handover_waits" && (
        <button type="button" class="small go" onClick={() => book.value = "duty"}>{t("dutyShort")} <kbd>H</kbd></button>
      )}
      {alarm.confirm && <AlarmByVoice key={alarm.confirm} id={alarm.confirm} />}
      {alarm.exchange && <button type="button" class="small" onClick={go}>{t("goToIt")}</button>}
      <FaultBox fault={fault} />
    </span>
  );
}
