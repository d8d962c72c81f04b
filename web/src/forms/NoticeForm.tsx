/** Put one thing into the own register: what it is, where as said, how far it reaches, for how long. */

import { useState } from "preact/hooks";
import { post } from "../api/client";
import { Choice, Field } from "../parts/Field";
import { now } from "../state/clock";
import { desk } from "../state/desk";
import { useDraft } from "../state/drafts";
import { openTask, said } from "../state/view";
import { asciiDigits } from "../text/digits";
import { fieldMoment, readMoment } from "../text/time";
import { t } from "../words";
import { altitudeOf, noAltitude } from "./altitude";
import { AltitudeFields } from "./AltitudeFields";
import { Form } from "./Form";
import { PlaceEntry, settle } from "./PlaceEntry";
import { useReading } from "./useReading";
import { ownFault, useSending } from "./useSending";

const KINDS = ["site", "unit", "area"] as const;
const DAY_MS = 86_400_000;
const empty = {
  kind: "site", item: "", label: "", category: "", text: "", chosen: -1, reach: "50", from: "", until: "", ...noAltitude,
};

export function NoticeForm() {
  const [draft, put, drop] = useDraft("notice", empty);
  const reader = useReading(draft.text);
  const sending = useSending();
  const [opened] = useState(now.value);
  const from = draft.from || fieldMoment(opened);
  const until = draft.until || fieldMoment(opened + DAY_MS);
  const peers = desk.value?.peers ?? [];
  const submit = async () => {
    const reading = await settle(reader, draft.chosen);
    const reach_m = Number(asciiDigits(draft.reach));
    const altitude = altitudeOf(draft);
    const window = { from: readMoment(asciiDigits(from), opened), to: readMoment(asciiDigits(until), opened) };
    const fault = typeof reading === "string" ? ownFault(t(reading), t("placeField"))
      : draft.item.trim() === "" ? ownFault(t("needWords"), t("itemField"))
      : !(reach_m >= 0) ? ownFault(t("needNumber"), t("reachField"))
      : altitude === undefined ? ownFault(t("needAltitude"), t("altitude"))
      : !window.from || !window.to ? ownFault(t("needMoment"), t("windowTo"))
      : null;
    if (fault) return sending.setFault(fault);
    const { kind, item, label, category, text } = draft;
    const to = peers.map((peer) => peer.code);
    const body = { kind, item, label, category, text, reading, reach_m, altitude, window, to };
    if (!await sending.send(() => post("api/notices", body))) return;
    drop();
    openTask("");
    said.value = t("noticeSent");
  };
  return (
    <Form title={t("newNotice")} sendText={t("sendNotice")} sending={sending} submit={() => void submit()}
      close={() => openTask("")} discard={drop}>
      <PlaceEntry label={t("placeField")} text={draft.text} reader={reader} chosen={draft.chosen}
        put={(text) => put({ text, chosen: -1 })} choose={(chosen) => put({ chosen })} />
      <div class="row">
        <Choice label={t("noticeKind")} value={draft.kind} put={(kind) => put({ kind })}
          options={KINDS.map((one) => ({ value: one, text: t(`kind_${one}`) }))} />
        <Field label={t("itemField")} value={draft.item} put={(item) => put({ item })} required />
      </div>
      <div class="row">
        <Field label={t("labelField")} value={draft.label} put={(label) => put({ label })} />
        <Field label={t("categoryField")} value={draft.category} put={(category) => put({ category })} />
      </div>
      <Field label={t("reachField")} value={draft.reach} put={(reach) => put({ reach })} fixed />
      <AltitudeFields draft={draft} put={put} />
      <div class="row">
        <Field label={t("windowFrom")} value={from} put={(value) => put({ from: value })} fixed />
        <Field label={t("windowTo")} value={until} put={(value) => put({ until: value })} fixed />
      </div>
      <p class="dim">{t("noticeTo")}: {peers.map((peer) => peer.name).join(", ")}</p>
    </Form>
  );
}
