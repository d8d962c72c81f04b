/** Between which altitudes something stays: two figures, their unit, and what they are counted from. Nothing is chosen beforehand. */

import { Choice, Field } from "../parts/Field";
import { Say } from "../parts/Say";
import { t } from "../words";
import { type Altitude, type AltitudeDraft, altitudeOf, bandText, METRES, REFERENCES } from "./altitude";

export function AltitudeFields({ draft, put }: { draft: AltitudeDraft; put: (part: Partial<AltitudeDraft>) => void }) {
  const band = altitudeOf(draft);
  const none = { value: "", text: "–" };
  return (
    <fieldset>
      <legend>{t("altitude")}</legend>
      <div class="row">
        <Field label={t("altLow")} value={draft.low} put={(low) => put({ low })} fixed />
        <Field label={t("altHigh")} value={draft.high} put={(high) => put({ high })} fixed />
        <Choice label={t("altUnit")} value={draft.unit} put={(unit) => put({ unit })}
          options={[none, ...Object.keys(METRES).map((one) => ({ value: one, text: one }))]} />
      </div>
      <Choice label={t("altAbove")} value={draft.above} put={(above) => put({ above })}
        options={[none, ...REFERENCES.map((one) => ({ value: one, text: t(`above_${one}`) }))]} />
      <small class="dim">{band ? <AltitudeSaid band={band} /> : t("altNote")}</small>
    </fieldset>
  );
}

/** A band in words. */
export function AltitudeSaid({ band }: { band: Altitude }) {
  return <Say k={`altSaid_${band.above}`} parts={{ band: bandText(band) }} />;
}
