/** Show a place on both maps: type a grid, press Enter. Nothing is sent to anybody. */

import { useState } from "preact/hooks";
import { Fault, post } from "../api/client";
import type { ReadResult } from "../api/types";
import { goTo, trial } from "../state/view";
import { t } from "../words";
import { Said } from "./Ref";

export function Find() {
  const [text, setText] = useState("");
  const [trouble, setTrouble] = useState("");
  const go = async (event: Event) => {
    event.preventDefault();
    try {
      const { readings, findings } = await post<ReadResult>("api/read", { text });
      const first = readings[0];
      if (first) {
        trial.value = first;
        goTo.value = { lat: first.lat_deg, lon: first.lon_deg };
      }
      setTrouble(first ? readings.length > 1 ? t("chooseReading", { n: readings.length }) : "" : findings[0]?.text ?? t("notRead"));
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      setTrouble([fault.body.what, fault.body.hint].filter(Boolean).join(". "));
    }
  };
  return (
    <form class="find" role="search" onSubmit={(event) => void go(event)}>
      <label for="find">{t("find")} <kbd>/</kbd></label>
      <input id="find" class="fixed" dir="ltr" autocomplete="off" value={text} placeholder={t("findHint")}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setTrouble("");
          if (event.currentTarget.value === "") trial.value = null;
        }} />
      {trouble && <span class="mark" role="status">▲ <Said text={trouble} /></span>}
    </form>
  );
}
