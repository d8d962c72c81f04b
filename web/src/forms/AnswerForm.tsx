/** The answer: what the register gives with its limits first, then one of three outcomes, said by the officer. */

import { useEffect, useId, useState } from "preact/hooks";
import { Fault, get, post } from "../api/client";
import type { CheckResult, Exchange, Outcome } from "../api/types";
import { FaultBox } from "../parts/FaultBox";
import { Field } from "../parts/Field";
import { Say } from "../parts/Say";
import { desk } from "../state/desk";
import { useDraft } from "../state/drafts";
import { said } from "../state/view";
import { t } from "../words";
import { Form } from "./Form";
import { RegisterSays } from "./RegisterSays";
import { ownFault, useSending } from "./useSending";

export const OUTCOMES: readonly Outcome[] = ["something_within", "none_by_register", "cannot_say"];

type Draft = { outcome: Outcome | ""; words: string };
const empty: Draft = { outcome: "", words: "" };

export function AnswerForm({ exchange, close, unable }: { exchange: Exchange; close: () => void; unable: boolean }) {
  const [draft, put, drop] = useDraft<Draft>(`answer.${exchange.id}`, empty);
  const [check, setCheck] = useState<CheckResult | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const sending = useSending();
  const name = useId();
  useEffect(() => {
    get<CheckResult>(`api/exchanges/${exchange.id}/register`).then(setCheck, (caught: unknown) => {
      if (!(caught instanceof Fault)) throw caught;
      setFault(caught);
    });
  }, [exchange.id, desk.value?.version]);

  const offered = (one: Outcome) => exchange.outcomes.includes(one)
    && (one !== "none_by_register" || check?.answer === "none_by_register");
  const onlyCannot = exchange.outcomes.length === 1;
  const outcome: Outcome | "" = draft.outcome || (unable || onlyCannot ? "cannot_say" : check?.answer ?? "");
  const submit = async () => {
    if (outcome === "" || !offered(outcome)) return sending.setFault(ownFault(t("needChoice"), t("outcome")));
    const sent = await sending.send(() =>
      post(`api/exchanges/${exchange.id}/answer`, { outcome, words: draft.words }));
    if (!sent) return;
    drop();
    said.value = t("sent");
    close();
  };

  return (
    <Form title={t("answerTitle")} sendText={t("sendAnswer")} sending={sending} submit={() => void submit()}
      close={close} discard={drop}>
      <FaultBox fault={fault} />
      {check ? <RegisterSays check={check} /> : !fault && <p role="status">{t("asking")}</p>}
      <fieldset>
        <legend>{t("outcome")}</legend>
        {OUTCOMES.map((one) => (
          <label key={one} class={offered(one) ? "outcome" : "outcome dim"}>
            <input type="radio" name={name} checked={outcome === one} disabled={!offered(one)}
              {...(outcome === one ? { "data-first": "" } : {})} onChange={() => put({ outcome: one })} />
            <span>
              <Say k={one === "none_by_register" ? "noneShort" : one} />
              {!offered(one) && check && <small> ({t("notOffered")})</small>}
            </span>
          </label>
        ))}
      </fieldset>
      <Field label={t("ownWords")} value={draft.words} put={(words) => put({ words })} rows={2} />
    </Form>
  );
}
