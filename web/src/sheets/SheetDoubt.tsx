/** How sure the sheet under the own map is at the pointer: its CE95, or that nothing can be said. */

import { Ref } from "../parts/Ref";
import { doubtText } from "../text/measure";
import { t } from "../words";
import { chosen, doubtHere } from "./state";

export function SheetDoubt() {
  const here = doubtHere.value;
  if (!chosen.value) return null;
  return (
    <span class="dim" data-sheet-doubt>
      {t("sheet")}:{" "}
      {!here || here.on_sheet && here.ce95_m === null
        ? t("sheetCannotSay")
        : here.ce95_m === null ? t("sheetOff") : <Ref text={`${doubtText(here.ce95_m)} (95 %)`} />}
      {here?.on_sheet && !here.inside && ` · ${t("sheetOutside")}`}
      {!chosen.value.usable && <b class="mark"> · {t("sheetNotUsable")}</b>}
    </span>
  );
}
