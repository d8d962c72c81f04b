/** Steps that need words at most: acknowledge, confirm, doubt, stand by. */

import { useState } from "preact/hooks";
import { post } from "../api/client";
import type { Exchange } from "../api/types";
import { Field } from "../parts/Field";
import { Say } from "../parts/Say";
import { now } from "../state/clock";
import { useDraft } from "../state/drafts";
import { said } from "../state/view";
import { asciiDigits } from "../text/digits";
import { fieldMoment, readMoment } from "../text/time";
import { type Key, t } from "../words";
import { Form } from "./Form";
import { ownFault, useSending } from "./useSending";

export type WordsStep = "acknowledge" | "confirm" | "doubt" | "standby";

const STEPS: Record<WordsStep, { title: Key; send: Key; note?: Key; needed: boolean }> = {
  acknowledge: { title: "acknowledge", send: "sendAcknowledge", note: "acknowledgeNote", needed: false },
  confirm: { title: "confirm", send: "sendConfirm", note: "confirmNote", needed: true },
  doubt: { title: "doubtAction", send: "sendDoubt", note: "doubtNote", needed: true },
  standby: { title: "standby", send: "sendStandby", needed: false },
};
const STANDBY_MS = 10 * 60_000;
const empty = { words: "", until: "" };

export function WordsForm({ exchange, step, close }: { exchange: Exchange; step: WordsStep; close: () => void }) {
  const [draft, put, drop] = useDraft(`${step}.${exchange.id}`, empty);
  const [opened] = useState(now.value);
  const sending = useSending();
  const { title, send, note, needed } = STEPS[step];
  const until = draft.until || fieldMoment(opened + STANDBY_MS);

  const submit = async () => {
    if (needed && draft.words.trim() === "") return sending.setFault(ownFault(t("needWords"), t("words")));
    const moment = step === "standby" ? readMoment(asciiDigits(until), opened) : "";
    if (step === "standby" && !moment) return sending.setFault(ownFault(t("needMoment"), t("standbyUntil")));
    const body = step === "standby" ? { until: moment, words: draft.words } : { words: draft.words };
    if (!await sending.send(() => post(`api/exchanges/${exchange.id}/${step}`, body))) return;
    drop();
    said.value = t("sent");
    close();
  };

  return (
    <Form title={t(title)} sendText={t(send)} sending={sending} submit={() => void submit()} close={close}>
      {note && <p class="dim"><Say k={note} /></p>}
      {step === "standby" && (
        <Field label={t("standbyUntil")} value={until} put={(value) => put({ until: value })} fixed first />
      )}
      <Field label={step === "standby" ? t("standbyWords") : t("words")} value={draft.words}
        put={(words) => put({ words })} />
    </Form>
  );
}
