/** Duty: the desk that waits to be taken, what is open now and whom it is handed to, and the test calls of the shift. */

import { useEffect, useState } from "preact/hooks";
import { Fault, get } from "../api/client";
import { Book } from "../dialogs/Book";
import { FaultBox } from "../parts/FaultBox";
import { Findings } from "../parts/Findings";
import { past } from "../replay/past";
import { desk } from "../state/desk";
import { session } from "../state/session";
import { t } from "../words";
import { HandOver } from "./HandOver";
import { TakeOver } from "./TakeOver";
import { TestCalls } from "./TestCalls";
import type { Duty } from "./types";

export function DutyBook() {
  const [duty, setDuty] = useState<Duty | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [asked, setAsked] = useState(0);
  const again = () => setAsked(asked + 1);
  useEffect(() => {
    get<Duty>("api/duty").then((found) => (setDuty(found), setFault(null)), (wrong: unknown) => {
      if (!(wrong instanceof Fault)) throw wrong;
      setFault(wrong);
    });
  }, [desk.value?.head.size, asked]);
  const me = session.value?.officer ?? "";
  const passed = duty?.handover ?? null;
  const mine = passed !== null && passed.officer !== me && (passed.taken.length === 0 || passed.unread.length > 0);
  return (
    <Book title={t("duty")}>
      <FaultBox fault={fault} />
      {past.value && <p class="mark">▲ {t("replayNoSending")}</p>}
      {duty && (
        <>
          <Findings findings={duty.findings} />
          {passed && <TakeOver key={passed.id} passed={passed} open={mine && !past.value} done={again} />}
          <HandOver duty={duty} me={me} open={!past.value} done={again} />
          <TestCalls calls={duty.calls} open={!past.value} done={again} />
        </>
      )}
    </Book>
  );
}
