/** At the head of the side column while somebody has to be called by voice: no link, an alarm nobody took, an answer overdue. */

import { desk } from "../state/desk";
import { Say } from "../parts/Say";
import { CallCard } from "./CallCard";

export function CallsDue() {
  const due = (desk.value?.calls ?? []).filter((one) => one.due.length > 0);
  return (
    <>
      {due.map((one) => (
        <details key={one.party} class="form call-card">
          <summary><b class="mark">▲ <Say k="callNow" parts={{ party: one.name }} /></b></summary>
          <CallCard card={one} />
        </details>
      ))}
    </>
  );
}
