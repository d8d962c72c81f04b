/** An alarm of ours: by which other ways it went out, and that a named person of the other side confirmed it by voice. */

import { useState } from "preact/hooks";
import { post } from "../api/client";
import type { Alarm } from "../api/types";
import { Choice, Field } from "../parts/Field";
import { FaultBox } from "../parts/FaultBox";
import { Words } from "../parts/Ref";
import { useSending } from "../forms/useSending";
import { live } from "../state/desk";
import { useDraft } from "../state/drafts";
import { t } from "../words";

export function AlarmWays({ alarm }: { alarm: Alarm }) {
  if (!alarm.ways?.length) return null;
  return (
    <span class="dim"> {t("alarmWays")}{" "}
      {alarm.ways.map((one) => <span key={one.way}><Words text={`${one.way} (${one.to}): ${one.state}`} />. </span>)}
    </span>
  );
}

export function AlarmByVoice({ id }: { id: string }) {
  const peers = live.value?.peers ?? [];
  const [open, setOpen] = useState(false);
  const [draft, put, drop] = useDraft(`confirmed.${id}`, { party: peers[0]?.code ?? "", person: "", way: "" });
  const sending = useSending();
  const enter = async (event: Event) => {
    event.preventDefault();
    if (await sending.send(() => post(`api/alarms/${id}/confirmed`, draft))) drop();
  };
  if (!open) return <button type="button" class="small" onClick={() => setOpen(true)}>{t("alarmByVoice")}</button>;
  return (
    <form class="form" onSubmit={(event) => void enter(event)}>
      <div class="row">
        {peers.length > 1 && (
          <Choice label={t("to")} value={draft.party} put={(party) => put({ party })}
            options={peers.map((one) => ({ value: one.code, text: one.name }))} />
        )}
        <Field label={t("alarmPerson")} value={draft.person} put={(person) => put({ person })} required />
        <Field label={t("alarmWay")} value={draft.way} put={(way) => put({ way })} required />
      </div>
      <FaultBox fault={sending.fault} />
      <button type="submit" class="small go" disabled={sending.busy}>{t("alarmEnter")}</button>
    </form>
  );
}
