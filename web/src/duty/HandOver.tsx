/** What is open now, and the officer to whom the desk passes with it. */

import { post } from "../api/client";
import { Choice, Field } from "../parts/Field";
import { FaultBox } from "../parts/FaultBox";
import { Say } from "../parts/Say";
import { ownFault, useSending } from "../forms/useSending";
import { useDraft } from "../state/drafts";
import { said } from "../state/view";
import { t } from "../words";
import { Matters } from "./Matters";
import type { Duty } from "./types";

export function HandOver({ duty, me, open, done }: { duty: Duty; me: string; open: boolean; done: () => void }) {
  const [draft, put, drop] = useDraft("handover", { to: "", words: "" });
  const sending = useSending();
  const others = duty.officers.filter((one) => one.code !== me);
  const give = async (event: Event) => {
    event.preventDefault();
    if (!draft.to) return sending.setFault(ownFault(t("dutyWhom"), t("dutyTo")));
    if (!await sending.send(() => post("api/handover", { to_officer: draft.to, words: draft.words }))) return;
    drop();
    said.value = t("dutyGiven");
    done();
  };
  return (
    <section class="form" aria-labelledby="give-head">
      <h3 id="give-head"><Say k="dutyOpen" parts={{ n: duty.matters.length }} /></h3>
      <Matters matters={duty.matters} />
      {open && others.length === 0 && <p class="dim">{t("dutyAlone")}</p>}
      {open && others.length > 0 && (
        <form onSubmit={(event) => void give(event)}>
          <Choice label={t("dutyTo")} value={draft.to} put={(to) => put({ to })}
            options={[{ value: "", text: "–" }, ...others.map((one) => ({ value: one.code, text: `${one.name} (${one.roles.join(", ")})` }))]} />
          <Field label={t("dutyWords")} value={draft.words} put={(words) => put({ words })} />
          <FaultBox fault={sending.fault} />
          <button type="submit" class="go" disabled={sending.busy}>{t("dutyGive")}</button>
          <p class="dim">{t("dutyGiven")}</p>
        </form>
      )}
    </section>
  );
}
