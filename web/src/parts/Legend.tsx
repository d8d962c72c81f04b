/** What the drawing means, in words, under both maps. */

import { desk } from "../state/desk";
import { t } from "../words";

export function Legend() {
  return (
    <ul class="legend dim">
      <li><span class="key solid" aria-hidden="true" /> {t("ownBoundary")}</li>
      <li><span class="key dashed" aria-hidden="true" /> {t("otherBoundary")}</li>
      <li><span class="key hatch" aria-hidden="true" /> {t("difference")}</li>
      <li><span class="key ring" aria-hidden="true" /> {t("ringLegend")}</li>
      <li><span class="key hollow" aria-hidden="true" /> {t("staleLegend")}</li>
      {(desk.value?.register_left_off ?? 0) > 0 && <li><span class="key dots" aria-hidden="true" /> {t("dotsLegend")}</li>}
    </ul>
  );
}
