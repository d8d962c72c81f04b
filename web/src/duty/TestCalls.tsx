/** The test call of a shift to each party: the last one, when the next is due, and putting one on record. */

import { post } from "../api/client";
import { Field } from "../parts/Field";
import { FaultBox } from "../parts/FaultBox";
import { Say } from "../parts/Say";
import { useSending } from "../forms/useSending";
import { now } from "../state/clock";
import { useDraft } from "../state/drafts";
import { said } from "../state/view";
import { momentText } from "../text/time";
import { t } from "../words";
import type { CallDue } from "./types";

type Props = { calls: readonly CallDue[]; open: boolean; done: () => void };

export function TestCalls({ calls, open, done }: Props) {
  return (
    <>
      {calls.map((one) => <TestCall key={one.party} call={one} open={open} done={done} />)}
    </>
  );
}

function TestCall({ call, open, done }: { call: CallDue; open: boolean; done: () => void }) {
  const [draft, put, drop] = useDraft(`testcall.${call.party}`, { way: "", by: "" });
  const sending = useSending();
  const record = async (event: Event) => {
    event.preventDefault();
    const by = draft.by.trim();
    const body = { party: call.party, way: draft.way.trim(), reached: by !== "", by };
    if (!await sending.send(() => post("api/test-calls", body))) return;
    drop();
    said.value = t("sent");
    done();
  };
  const { last, due } = call;
  const at = momentText(last?.at, now.value);
  const overdue = due !== null && Date.parse(due) <= now.value;
  return (
    <section class="form" aria-label={t("testCallTo", { party: call.name })}>
      <h3><Say k="testCallTo" parts={{ party: call.name }} /></h3>
      <p>
        {!last ? t("testCallNone")
          : last.reached ? <Say k="testCallLast" parts={{ at, way: last.way, by: last.by }} />
          : <b class="mark">▲ <Say k="testCallSilent" parts={{ at, way: last.way }} /></b>}{" "}
        {due && <span class={overdue ? "mark" : "dim"}>{overdue && "▲ "}<Say k="testCallDue" parts={{ at: momentText(due, now.value) }} /></span>}
      </p>
      {open && (
        <form onSubmit={(event) => void record(event)}>
          <div class="row">
            <Field label={t("testCallWay")} value={draft.way} put={(way) => put({ way })} required />
            <Field label={t("testCallBy")} value={draft.by} put={(by) => put({ by })} />
          </div>
          <FaultBox fault={sending.fault} />
          <button type="submit" disabled={sending.busy}>{t("testCallPut")}</button>
        </form>
      )}
    </section>
  );
}
