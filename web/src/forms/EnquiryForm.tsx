/** Raise an enquiry: the place as heard first, everything else filled in where it is safe to. */

import { useState } from "preact/hooks";
import { post } from "../api/client";
import { Choice, Field } from "../parts/Field";
import { now } from "../state/clock";
import { desk } from "../state/desk";
import { useDraft } from "../state/drafts";
import { openStrip, openTask, said } from "../state/view";
import { asciiDigits } from "../text/digits";
import { fieldMoment, readMoment } from "../text/time";
import { t } from "../words";
import { Form } from "./Form";
import { PlaceEntry, settle } from "./PlaceEntry";
import { ReportFields } from "./ReportFields";
import { useReading } from "./useReading";
import { ownFault, useSending } from "./useSending";

const HOUR_MS = 3_600_000;
const TEMPLATES = ["urgent", "ordinary", "movement"] as const;

export const emptyEnquiry = {
  text: "", crs: "", chosen: -1, to: "", anchor: "", margin: "2000", from: "", until: "", question: "",
  occasion: "", template: "ordinary", words: "", source: "", channel: "", at: "",
};

export function EnquiryForm() {
  const [draft, put, drop] = useDraft("enquiry", emptyEnquiry);
  const reader = useReading(draft.text, draft.crs);
  const sending = useSending();
  const [opened] = useState(now.value);
  const peers = desk.value?.peers ?? [];
  const to = draft.to || peers[0]?.code || "";
  const from = draft.from || fieldMoment(opened);
  const until = draft.until || fieldMoment(opened + 2 * HOUR_MS);

  const submit = async () => {
    const index = await settle(reader, draft.chosen);
    const margin_m = Number(asciiDigits(draft.margin));
    const window = { from: readMoment(asciiDigits(from), opened), to: readMoment(asciiDigits(until), opened) };
    const fault = typeof index === "string" ? ownFault(t(index), t("placeField"))
      : !(margin_m > 0) ? ownFault(t("needNumber"), t("margin"))
      : !window.from ? ownFault(t("needMoment"), t("windowFrom"))
      : !window.to ? ownFault(t("needMoment"), t("windowTo"))
      : draft.occasion.trim() === "" && draft.template !== "urgent" ? ownFault(t("needWords"), t("occasion"))
      : null;
    if (fault) return sending.setFault(fault);
    const at = readMoment(asciiDigits(draft.at || fieldMoment(opened)), opened);
    if (draft.words && !at) return sending.setFault(ownFault(t("needMoment"), t("reportAt")));
    let id = "";
    const sent = await sending.send(async () => {
      id = (await post<{ id: string }>("api/enquiries", {
        to: [to], text: draft.text, reading: index, anchor: draft.anchor, margin_m, window,
        question: draft.question || t("questionDefault"), occasion: draft.occasion, template: draft.template,
        ...(draft.crs ? { crs: draft.crs } : {}),
        ...(draft.words ? { report: { words: draft.words, source: draft.source, channel: draft.channel, at } } : {}),
      })).id;
    });
    if (!sent) return;
    drop();
    openTask("");
    openStrip.value = id;
    said.value = t("enquirySent");
  };

  return (
    <Form title={t("newEnquiry")} sendText={t("sendEnquiry")} sending={sending} submit={() => void submit()}
      close={() => openTask("")} discard={drop}>
      <PlaceEntry label={t("placeField")} text={draft.text} reader={reader} chosen={draft.chosen}
        put={(text) => put({ text, chosen: -1 })} choose={(chosen) => put({ chosen })} />
      <Field label={t("crsField")} value={draft.crs} put={(crs) => put({ crs, chosen: -1 })} fixed />
      <Field label={t("anchorField")} value={draft.anchor} put={(anchor) => put({ anchor })} hint={t("anchorHint")} />
      <div class="row">
        {peers.length > 1 && (
          <Choice label={t("to")} value={to} put={(code) => put({ to: code })}
            options={peers.map((peer) => ({ value: peer.code, text: peer.name }))} />
        )}
        <Field label={t("margin")} value={draft.margin} put={(margin) => put({ margin })} fixed />
        <Choice label={t("template")} value={draft.template} put={(template) => put({ template })}
          options={TEMPLATES.map((one) => ({ value: one, text: t(`template_${one}`) }))} />
      </div>
      <div class="row">
        <Field label={t("windowFrom")} value={from} put={(value) => put({ from: value })} fixed />
        <Field label={t("windowTo")} value={until} put={(value) => put({ until: value })} fixed />
      </div>
      <Field label={t("occasion")} value={draft.occasion} put={(occasion) => put({ occasion })} />
      <Field label={t("question")} value={draft.question || t("questionDefault")} rows={2}
        put={(question) => put({ question })} />
      <ReportFields draft={draft} put={put} opened={opened} />
    </Form>
  );
}
