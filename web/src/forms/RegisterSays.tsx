/** What the register yields for an enquiry: limits first, then what lies within, then the sentence. */

import type { CheckResult } from "../api/types";
import { Ref, Said } from "../parts/Ref";
import { Findings } from "../parts/Findings";
import { Say } from "../parts/Say";
import { desk } from "../state/desk";
import { lengthText } from "../text/measure";
import { ageText } from "../text/time";
import { t } from "../words";

export function RegisterSays({ check, title = t("registerSays") }: { check: CheckResult; title?: string }) {
  const reasons = [...new Set(check.reasons.map(reasonText))];
  const named = (id: string) => {
    const item = desk.value?.register.find((one) => one.id === id);
    return item ? item.label || item.item : id.slice(0, 12);
  };
  return (
    <section class="register-says" aria-label={title}>
      <h4>{t("limitsFirst")}</h4>
      <p><Say k="notListed" /></p>
      {reasons.length > 0 && <ul>{reasons.map((one) => <li key={one}><Said text={one} /></li>)}</ul>}
      <Findings findings={check.findings?.filter((one) => !reasons.includes(one.text))} />
      <h4>{title}</h4>
      {check.text ? <p><Said text={check.text} /></p> : <p><Say k={check.answer === "none_by_register" ? "noneShort" : check.answer} /></p>}
      {check.within.length > 0 && (
        <ul>
          {check.within.slice(0, 20).map((one) => (
            <li key={one.id}>
              <Said text={named(one.id)} />: <Say k="nearThing" parts={{ distance: lengthText(one.distance_m) }} />,{" "}
              {t("age")} <Ref text={ageText(one.age_s)} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A reason is a sentence, or a finding with one. */
function reasonText(reason: unknown): string {
  if (typeof reason === "string") return reason;
  return (reason as { text?: string }).text ?? JSON.stringify(reason);
}
