/** The last handover of this desk; the incoming officer reads its matters one by one and takes the desk. */

import { post } from "../api/client";
import { FaultBox } from "../parts/FaultBox";
import { Ref, Words } from "../parts/Ref";
import { Say } from "../parts/Say";
import { useSending } from "../forms/useSending";
import { now } from "../state/clock";
import { useDraft } from "../state/drafts";
import { said } from "../state/view";
import { momentText } from "../text/time";
import { t } from "../words";
import { Matters } from "./Matters";
import type { Handover } from "./types";

export function TakeOver({ passed, open, done }: { passed: Handover; open: boolean; done: () => void }) {
  const [draft, put, drop] = useDraft<{ read: number[] }>(`takeover.${passed.id}`, { read: [] });
  const sending = useSending();
  const read = new Set(draft.read);
  const toggle = (number: number) => put({ read: read.has(number) ? draft.read.filter((one) => one !== number) : [...draft.read, number] });
  const take = async (event: Event) => {
    event.preventDefault();
    if (!await sending.send(() => post("api/takeover", { handover: passed.id, read: draft.read }))) return;
    drop();
    said.value = t("dutyTook");
    done();
  };
  const moment = (utc: string) => momentText(utc, now.value);
  return (
    <section class="form" aria-labelledby="take-head">
      <h3 id="take-head">
        <Say k="dutyPassed" parts={{ from: passed.officer, to: passed.to_officer, at: moment(passed.at) }} />
      </h3>
      {passed.taken.length === 0
        ? <p><b class="mark">▲ {t("dutyNotTaken")}</b></p>
        : passed.taken.map((one) => <p key={one.at}><Say k="dutyTakenBy" parts={{ who: one.officer, at: moment(one.at) }} /></p>)}
      {passed.words && <p><Words text={`“${passed.words}”`} /></p>}
      <details open={open || passed.unread.length > 0}>
        <summary><Say k="dutyMatters" parts={{ n: passed.matters.length }} /></summary>
        <form onSubmit={(event) => void take(event)}>
          <Matters matters={passed.matters} unread={passed.unread} read={read} {...(open ? { toggle } : {})} />
          <FaultBox fault={sending.fault} />
          {open && (
            <div class="buttons">
              <button type="submit" class="go" disabled={sending.busy}>{t("dutyTake")}</button>
              {read.size < passed.unread.length && (
                <span class="dim">{t("dutyLeft")} <Ref text={String(passed.unread.length - read.size)} /></span>
              )}
            </div>
          )}
        </form>
      </details>
    </section>
  );
}
