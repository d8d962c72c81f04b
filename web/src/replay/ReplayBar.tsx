/** The line of time under the desk: every event a tick; left of its end the desk shows an earlier moment. */

import { useEffect } from "preact/hooks";
import "./replay.css";
import { FaultBox } from "../parts/FaultBox";
import { Ref, Said } from "../parts/Ref";
import { Say } from "../parts/Say";
import { liveNow } from "../state/clock";
import { live, parties, partyName } from "../state/desk";
import { momentText } from "../text/time";
import { t } from "../words";
import { past } from "./past";
import { events, fault, fetchTicks, goLive, goTo, look, mode, step, ticks, wished } from "./replay";

const LEAST_MS = 600_000; // a line of time is never shorter than this
const FETCH_AFTER_MS = 1500;
const MOST_SENTENCES = 4;

export function ReplayBar() {
  const version = live.value?.version;
  useEffect(() => {
    const timer = setTimeout(() => void fetchTicks(), FETCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [version]);
  useEffect(() => goLive, []);
  const end = liveNow.value;
  const first = Date.parse(ticks.value[0]?.at ?? "") || end;
  const start = Math.floor(Math.min(first - 1000, end - LEAST_MS) / 1000) * 1000;
  const away = wished.value !== null;
  const at = wished.value ?? end;
  const label = away ? momentText(new Date(at).toISOString(), end) : t("live");
  const last = events.value;
  return (
    <section class="replay" aria-label={t("replayTime")}>
      <select aria-label={t("replayWhose")} value={mode.value} onChange={(one) => look(one.currentTarget.value)}>
        <option value="so">{t("replaySo")}</option>
        {parties.value.map((one) => (
          <option key={one.code} value={`told:${one.code}`}>{t("replayTold", { party: one.name })}</option>
        ))}
      </select>
      <div class="row" dir="ltr">
        <button type="button" class="small" aria-label={t("replayEarlier")} onClick={() => void step(-1)}><kbd>[</kbd></button>
        <span class="line">
          <Ticks start={start} end={end} />
          <input type="range" min={start} max={end} step={1000} value={at} aria-label={t("replayMoment")}
            aria-valuetext={label} onInput={(one) => goTo(Number(one.currentTarget.value))} />
        </span>
        <button type="button" class="small" aria-label={t("replayLater")} disabled={!away}
          onClick={() => void step(1)}><kbd>]</kbd></button>
      </div>
      {away
        ? <button type="button" class="small go" onClick={goLive}>{t("replayBack")} <kbd>Esc</kbd></button>
        : <span class="dim">{t("live")}</span>}
      {away && (
        <p class="event" role="status">
          <ReplayMark /> <b class="mark"><Say k="replayNoSending" /></b>{" "}
          {last[0] && <Ref text={momentText(last[0].at, end)} />}
          {last.slice(0, MOST_SENTENCES).map((one) => (
            <span key={one.id}> <bdi>{partyName(one.party)}</bdi>: <Said text={one.text} /></span>
          ))}
          {last.length > MOST_SENTENCES && <> +{last.length - MOST_SENTENCES}</>}
        </p>
      )}
      <FaultBox fault={fault.value} />
    </section>
  );
}

/** REPLAY and the moment, wherever what is shown is not now. */
export function ReplayMark() {
  const shown = past.value;
  if (!shown) return null;
  return <b class="mode REPLAY"><Say k="replayBadge" parts={{ at: momentText(shown.now, liveNow.value) }} /></b>;
}

function Ticks({ start, end }: { start: number; end: number }) {
  const place = (at: string) => Math.round(1000 * (Date.parse(at) - start) / (end - start));
  const marks = (alarm: boolean) =>
    [...new Set(ticks.value.filter((one) => (one.kind === "alarm") === alarm).map((one) => place(one.at)))]
      .map((x) => `M${x} ${alarm ? 0 : 3}V10`).join("");
  return (
    <svg class="ticks-of-time" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
      <path d={marks(false)} /><path class="alarm" d={marks(true)} />
    </svg>
  );
}
