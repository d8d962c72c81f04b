/** Check an own area against the registers: corners by click or by key, the result in words. Nothing is sent to a party. */

import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "../api/client";
import type { AreaChecked } from "../api/types";
import { Field } from "../parts/Field";
import { Ref } from "../parts/Ref";
import { Say } from "../parts/Say";
import { now } from "../state/clock";
import { useDraft } from "../state/drafts";
import { drawn, openTask, taking } from "../state/view";
import { asciiDigits } from "../text/digits";
import { lengthText } from "../text/measure";
import { fieldMoment, readMoment } from "../text/time";
import { t } from "../words";
import { type AltitudeDraft, altitudeOf, noAltitude } from "./altitude";
import { AltitudeFields } from "./AltitudeFields";
import { Form } from "./Form";
import { RegisterSays } from "./RegisterSays";
import { ownFault, useSending } from "./useSending";

const HOUR_MS = 3_600_000;
type Draft = AltitudeDraft & {
  corners: string[]; next: string; open: boolean; reach: string; margin: string; from: string; until: string;
};
const empty: Draft = {
  corners: [], next: "", open: false, reach: "0", margin: "500", from: "", until: "", ...noAltitude,
};

export function AreaForm() {
  const [draft, change, drop] = useDraft("area", empty);
  const [opened] = useState(now.value);
  const [found, setFound] = useState<AreaChecked | null>(null);
  const sending = useSending();
  const latest = useRef((_grid: string) => {});
  const from = draft.from || fieldMoment(opened);
  const until = draft.until || fieldMoment(opened + 2 * HOUR_MS);
  // What was found belongs to what was asked: nothing of it stands once a field has changed.
  const put = (part: Partial<Draft>) => {
    setFound(null);
    drawn.value = null;
    change(part);
  };
  useEffect(() => () => {
    taking.value = null;
    drawn.value = null;
  }, []);

  const check = async (corners: string[]) => {
    const [reach_m, margin_m] = [Number(asciiDigits(draft.reach)), Number(asciiDigits(draft.margin))];
    const altitude = altitudeOf(draft);
    const window = { from: readMoment(asciiDigits(from), opened), to: readMoment(asciiDigits(until), opened) };
    const fault = corners.length === 0 ? ownFault(t("needPlace"), t("areaCorner"))
      : !(reach_m >= 0) ? ownFault(t("needNumber"), t("areaReach"))
      : !(margin_m >= 0) ? ownFault(t("needNumber"), t("margin"))
      : altitude === undefined ? ownFault(t("needAltitude"), t("altitude"))
      : !window.from || !window.to ? ownFault(t("needMoment"), t("windowTo"))
      : null;
    if (fault) return sending.setFault(fault);
    const closed = !draft.open && corners.length > 2;
    await sending.send(async () => {
      const got = await post<AreaChecked>("api/check", { corners, closed, reach_m, altitude, margin_m, window });
      put({ corners, next: "" });
      setFound(got);
      drawn.value = got;
    });
  };
  const submit = () => void check(draft.next.trim() ? [...draft.corners, draft.next.trim()] : draft.corners);
  const take = () => {
    taking.value = taking.value ? null : (grid) => latest.current(grid);
  };
  // Each click on the own map adds its corner and asks at once, with the fields as they stand then.
  latest.current = (grid) => void check([...draft.corners, grid]);

  return (
    <Form title={t("areaTitle")} sendText={t("areaSend")} sending={sending} submit={submit} close={() => openTask("")}
      discard={() => {
        put({});
        drop();
      }}>
      <p class="dim">{t("areaNote")}</p>
      {draft.corners.length > 0 && (
        <ol class="corners">
          {draft.corners.map((one, n) => (
            <li key={n}>
              <Ref strong text={one} />{" "}
              <button type="button" class="small" aria-label={t("areaDrop", { n: n + 1 })}
                onClick={() => put({ corners: draft.corners.filter((_, at) => at !== n) })}>✕</button>
            </li>
          ))}
        </ol>
      )}
      <Field label={t("areaCorner")} value={draft.next} put={(next) => put({ next })} hint={t("areaCornerHint")} fixed first />
      <button type="button" onClick={take} aria-pressed={taking.value !== null}>
        {taking.value ? `▲ ${t("takeNow")}` : t("areaTake")}
      </button>
      <label class="outcome">
        <input type="checkbox" checked={draft.open} onChange={() => put({ open: !draft.open })} /> {t("areaLine")}
      </label>
      <div class="row">
        <Field label={t("areaReach")} value={draft.reach} put={(reach) => put({ reach })} fixed />
        <Field label={t("margin")} value={draft.margin} put={(margin) => put({ margin })} fixed />
      </div>
      <AltitudeFields draft={draft} put={put} />
      <div class="row">
        <Field label={t("windowFrom")} value={from} put={(value) => put({ from: value })} fixed />
        <Field label={t("windowTo")} value={until} put={(value) => put({ until: value })} fixed />
      </div>
      {found && (
        <div role="status">
          <h4><Say k={`area_${found.kind}`} parts={{ n: found.vertices.length, reach: lengthText(found.reach_m) }} /></h4>
          <RegisterSays check={found.check} title={t("registersHere")} />
        </div>
      )}
    </Form>
  );
}
