/** Say that a file is loaded where it is used, or understood: an officer's word, signed, to whoever handed it over. */

import { useState } from "preact/hooks";
import { post } from "../api/client";
import { ownFault, useSending } from "../forms/useSending";
import { FaultBox } from "../parts/FaultBox";
import { Field } from "../parts/Field";
import { said } from "../state/view";
import { t } from "../words";

const STAGES = ["loaded", "understood"] as const;
const empty = { terminal: "", version: "", words: "" };

export function GiveReceipt({ id, title }: { id: string; title: string }) {
  const [stage, setStage] = useState<typeof STAGES[number] | "">("");
  const [given, setGiven] = useState(empty);
  const { busy, fault, setFault, send } = useSending();
  const submit = async (event: Event) => {
    event.preventDefault();
    if (stage === "loaded" && !given.terminal.trim()) return setFault(ownFault(t("docNeedTerminal"), t("docTerminal")));
    if (!await send(() => post("api/receipts", { of: [id], stage, ...given }))) return;
    setGiven(empty);
    setStage("");
    said.value = t("sent");
  };
  const open = (next: typeof stage) => {
    setFault(null);
    setStage(next);
  };
  return (
    <>
      {STAGES.map((one) => (
        <button key={one} type="button" class="small" aria-label={`${t(`docSay_${one}`)} ${title}`} aria-expanded={stage === one}
          onClick={() => open(stage === one ? "" : one)}>{t(`docSay_${one}`)}</button>
      ))}
      {stage && (
        <form noValidate onSubmit={(event) => void submit(event)} aria-label={`${t(`docSay_${stage}`)} ${title}`}>
          {stage === "loaded" && (
            <>
              <Field label={t("docTerminal")} value={given.terminal} put={(terminal) => setGiven({ ...given, terminal })} required />
              <Field label={t("docVersion")} value={given.version} put={(version) => setGiven({ ...given, version })} />
            </>
          )}
          <Field label={t("words")} value={given.words} put={(words) => setGiven({ ...given, words })} />
          <FaultBox fault={fault} />
          <button type="submit" class="small go" disabled={busy}>{t("docSendReceipt")}</button>
        </form>
      )}
    </>
  );
}
