/** A fault in the words of the node: what, where, what was given, what to do. */

import type { Fault } from "../api/client";
import { Say } from "./Say";
import { Said } from "./Ref";
import { t } from "../words";

export function FaultBox({ fault }: { fault: Fault | null }) {
  if (!fault) return null;
  const { what, where, given, hint } = fault.body;
  return (
    <div class="fault" role="alert">
      <strong><Said text={what} /></strong>
      {where && <div><Say k="faultWhere" parts={{ where }} /></div>}
      {given && <div><Say k="faultGiven" parts={{ given }} /></div>}
      {hint && <div><Say k="faultHint" parts={{ hint }} /></div>}
      <small>{t("faultKept")}</small>
    </div>
  );
}
