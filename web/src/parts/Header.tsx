/** Whose desk, who sits at it since when, live or drill, when the others were last heard, and the time. */

import { clockText, ageText, momentText } from "../text/time";
import { liveNow } from "../state/clock";
import { live } from "../state/desk";
import { ReplayMark } from "../replay/ReplayBar";
import { past } from "../replay/past";
import { nextTheme, theme } from "../state/prefs";
import { book } from "../state/view";
import { logout, session } from "../state/session";
import type { Peer } from "../api/types";
import { catalogue, LANGUAGES, notLoaded, t, unreviewed, useLanguage } from "../words";
import { Ref } from "./Ref";
import { Say } from "./Say";

const THEME_WORD = { night: "themeNight", day: "themeDay", contrast: "themeContrast" } as const;

export function Header() {
  const who = session.value;
  const mode = live.value?.mode ?? who?.mode ?? "LIVE";
  return (
    <header>
      <h1><Say k="deskOf" parts={{ party: live.value?.party.name ?? who?.party_name ?? "" }} /></h1>
      {past.value ? <ReplayMark /> : <b class={`mode ${mode}`}>{mode === "DRILL" ? t("drill") : t("live")}</b>}
      {who && (
        <span class="who">
          <Say k="officerSince"
            parts={{ officer: who.officer, role: who.role, since: momentText(who.since, liveNow.value) }} />
        </span>
      )}
      <button type="button" class="small" aria-keyshortcuts="h" onClick={() => book.value = "duty"}>
        {t("dutyShort")} <kbd>H</kbd>
      </button>
      <span class="heard">{live.value?.peers.map((peer) => <LastHeard key={peer.code} peer={peer} />)}</span>
      <button type="button" class="small" aria-keyshortcuts="p" onClick={() => book.value = "peers"}>
        {t("peersShort")} <kbd>P</kbd>
      </button>
      <span class="gap" />
      <Clock />
      <Language />
      <button type="button" onClick={nextTheme} aria-keyshortcuts="t">
        <span class="hidden">{t("key_colours")}: </span>{t(THEME_WORD[theme.value])} <kbd>T</kbd>
      </button>
      {who && <button type="button" onClick={() => void logout()}>{t("logout")}</button>}
    </header>
  );
}

function LastHeard({ peer }: { peer: Peer }) {
  if (!peer.last_heard) return <span class="peer absent">▲ <Say k="neverHeard" parts={{ party: peer.name }} /></span>;
  const age = (liveNow.value - Date.parse(peer.last_heard)) / 1000;
  return (
    <span class={`peer ${peer.state}`}>
      {peer.state !== "heard" && <b>▲ {t(peer.state === "late" ? "peerLate" : "peerAbsent")} </b>}
      <Say k="lastHeard" parts={{ party: peer.name, at: momentText(peer.last_heard, liveNow.value), age: ageText(age) }} />
    </span>
  );
}

function Clock() {
  const local = new Date(liveNow.value);
  const time = `${String(local.getHours()).padStart(2, "0")}:${String(local.getMinutes()).padStart(2, "0")}`;
  return (
    <span class="clock">
      <Ref strong text={clockText(liveNow.value)} /> <small><Say k="localTime" parts={{ time }} /></small>
    </span>
  );
}

function Language() {
  return (
    <span class="language">
      <select aria-label={t("language")} value={catalogue.value.code}
        onChange={(event) => void useLanguage(event.currentTarget.value)}>
        {Object.entries(LANGUAGES).map(([code, one]) => <option key={code} value={code} lang={code}>{one.name}</option>)}
      </select>
      {notLoaded.value && (
        <button type="button" class="small mark" onClick={() => void useLanguage(notLoaded.value)}>
          ▲ <Say k="languageFailed" parts={{ name: LANGUAGES[notLoaded.value]?.name ?? "" }} />
        </button>
      )}
      {unreviewed.value && <small class="mark" title={t("unreviewed")}>▲ {t("unreviewedShort")}</small>}
    </span>
  );
}
