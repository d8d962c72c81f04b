/** The side column: what can be started, the form under way, and the enquiries by deadline. */

import { EnquiryForm } from "../forms/EnquiryForm";
import { AlarmForm } from "../forms/AlarmForm";
import { AreaForm } from "../forms/AreaForm";
import { CoverageForm } from "../forms/CoverageForm";
import { NoticeForm } from "../forms/NoticeForm";
import { CallsDue } from "../calls/CallsDue";
import { past } from "../replay/past";
import { goLive } from "../replay/replay";
import { strips } from "../state/desk";
import { openTask, task } from "../state/view";
import { t } from "../words";
import { Sides } from "./Sides";
import { Strip } from "./Strip";

export function Side() {
  const { open, closed } = strips.value;
  return (
    <aside id="strips" class="side" aria-labelledby="strips-head" tabIndex={-1}>
      <div class="buttons start">
        <button type="button" class="go" aria-keyshortcuts="n" disabled={past.value !== null} onClick={() => openTask("enquiry")}>
          {t("newEnquiry")} <kbd>N</kbd>
        </button>
        <button type="button" class="alarm-button" aria-keyshortcuts="b" onClick={() => (goLive(), openTask("alarm"))}>
          ▲ {t("bareAlarm")} <kbd>B</kbd>
        </button>
      </div>
      {task.value === "enquiry" && <EnquiryForm />}
      {task.value === "alarm" && <AlarmForm />}
      {task.value === "notice" && <NoticeForm />}
      {task.value === "coverage" && <CoverageForm />}
      {task.value === "area" && <AreaForm />}
      {task.value === "sides" && <Sides />}
      <CallsDue />
      <h2 id="strips-head">{t("enquiries", { n: open.length })}</h2>
      {open.length === 0 && <p class="dim">{t("noEnquiries")}</p>}
      {open.map((one) => <Strip key={one.id} exchange={one} />)}
      {closed.length > 0 && (
        <details>
          <summary>{t("closedEnquiries", { n: closed.length })}</summary>
          {closed.slice(0, 50).map((one) => <Strip key={one.id} exchange={one} />)}
        </details>
      )}
    </aside>
  );
}
