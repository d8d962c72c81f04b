/** Say for what the own register is complete: the only thing that makes absence sayable. The area is what the own map shows. */

import { useState } from "preact/hooks";
import { post } from "../api/client";
import { Field } from "../parts/Field";
import { now } from "../state/clock";
import { desk } from "../state/desk";
import { useDraft } from "../state/drafts";
import { openTask, ownFrame, said } from "../state/view";
import { asciiDigits } from "../text/digits";
import { fieldMoment, readMoment } from "../text/time";
import { t } from "../words";
import { Form } from "./Form";
import { ownFault, useSending } from "./useSending";

const KINDS = ["site", "unit", "movement", "area", "crossing"] as const;
type Kind = typeof KINDS[number];
const HALF_DAY_MS = 43_200_000;
const empty: { kinds: Kind[]; until: string; words: string } = { kinds: [...KINDS], until: "", words: "" };

export function CoverageForm() {
  const [draft, put, drop] = useDraft("coverage", empty);
  const [opened] = useState(now.value);
  const sending = useSending();
  const until = draft.until || fieldMoment(opened + HALF_DAY_MS);
  const peers = desk.value?.peers ?? [];
  const toggle = (kind: Kind) => put({
    kinds: draft.kinds.includes(kind) ? draft.kinds.filter((one) => one !== kind) : [...draft.kinds, kind],
  });
  const submit = async () => {
    const area = ownFrame.value?.();
    const valid_until = readMoment(asciiDigits(until), opened);
    const fault = draft.kinds.length === 0 ? ownFault(t("needChoice"), t("kind"))
      : !area ? ownFault(t("coverageNeedsMap"))
      : !valid_until ? ownFault(t("needMoment"), t("coverageUntil"))
      : null;
    if (fault) return sending.setFault(fault);
    const to = peers.map((peer) => peer.code);
    const body = { kinds: draft.kinds, area, valid_until, words: draft.words, to };
    if (!await sending.send(() => post("api/coverage", body))) return;
    drop();
    openTask("");
    said.value = t("sent");
  };
  return (
    <Form title={t("newCoverage")} sendText={t("sendCoverage")} sending={sending} submit={() => void submit()}
      close={() => openTask("")} discard={drop}>
      <p>{t("coverageNote")}</p>
      <fieldset>
        <legend>{t("coverageKinds")}</legend>
        {KINDS.map((kind) => (
          <label key={kind} class="outcome">
            <input type="checkbox" checked={draft.kinds.includes(kind)} onChange={() => toggle(kind)} />
            {t(`kind_${kind}`)}
          </label>
        ))}
      </fieldset>
      <Field label={t("coverageUntil")} value={until} put={(value) => put({ until: value })} fixed />
      <Field label={t("words")} value={draft.words} put={(words) => put({ words })} />
      <p class="dim">{t("noticeTo")}: {peers.map((peer) => peer.name).join(", ")}</p>
    </Form>
  );
}
