/** Which scanned sheet lies under the own map; shown only where this party has any. */

import { useEffect, useState } from "preact/hooks";
import { t } from "../words";
import { SheetBook } from "./SheetBook";
import { chosen, fetchSheets, sheets } from "./state";

export function SheetPick() {
  const [registering, setRegistering] = useState(false);
  useEffect(() => void fetchSheets(), []);
  if (sheets.value.length === 0) return null;
  return (
    <>
      <select aria-label={t("sheetPick")} value={chosen.value?.name ?? ""}
        onChange={(event) => {
          const name = event.currentTarget.value;
          chosen.value = sheets.value.find((one) => one.name === name) ?? null;
        }}>
        <option value="">{t("sheetNone")}</option>
        {sheets.value.map((one) => (
          <option key={one.name} value={one.name} disabled={one.unsaid !== ""}>
            {one.unsaid ? `${one.name}: ${one.unsaid}` : one.usable ? one.name : `${one.name} – ${t("sheetNotUsable")}`}
          </option>
        ))}
      </select>
      <button type="button" class="small" onClick={() => setRegistering(true)}>{t("sheetRegister")}</button>
      {registering && <SheetBook close={() => setRegistering(false)} />}
    </>
  );
}
