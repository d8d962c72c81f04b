/** The receiver's own measurement: where he finds the place on his map, in his grid, before the desk shows it. */

import { useEffect } from "preact/hooks";
import { post } from "../api/client";
import type { Exchange } from "../api/types";
import { Field } from "../parts/Field";
import { Say } from "../parts/Say";
import { useDraft } from "../state/drafts";
import { said, taking } from "../state/view";
import { t } from "../words";
import { Form } from "./Form";
import { PlaceEntry, settle } from "./PlaceEntry";
import { useReading } from "./useReading";
import { ownFault, useSending } from "./useSending";

const empty = { text: "", anchor: "", chosen: -1, taken: "" };

export function ReadbackForm({ exchange, close }: { exchange: Exchange; close: () => void }) {
  const [draft, put, drop] = useDraft(`readback.${exchange.id}`, empty);
  const atSource = exchange.ours;
  const reader = useReading(draft.text);
  const sending = useSending();
  useEffect(() => () => {
    taking.value = null;
  }, []);

  // The node itself wrote what was taken from the map, so one of its readings is that very text.
  const own = draft.text === draft.taken ? reader.result?.readings.findIndex((one) => one.own_grid === draft.taken) : -1;
  const chosen = draft.chosen >= 0 ? draft.chosen : own ?? -1;

  const submit = async () => {
    const reading = await settle(reader, chosen);
    if (typeof reading === "string") return sending.setFault(ownFault(t(reading), t("ownGridField")));
    const { text, anchor } = draft;
    const sent = await sending.send(() => post(`api/exchanges/${exchange.id}/readback`, { text, reading, anchor }));
    if (!sent) return;
    drop();
    said.value = t("sent");
    close();
  };
  const showNow = () => void sending.send(() => post(`api/exchanges/${exchange.id}/show-now`, {}));
  const take = () => {
    taking.value = (grid) => {
      put({ text: grid, chosen: -1, taken: grid });
      taking.value = null;
    };
  };

  return (
    <Form title={t(atSource ? "sourceReadbackTitle" : "readbackTitle")} sendText={t("sendReadback")} sending={sending} submit={() => void submit()}
      close={close} discard={drop}>
      {atSource && <p class="dim">{t("sourceReadbackHelp")}</p>}
      {exchange.withheld && <p class="dim">{t("readbackHelp")}</p>}
      <PlaceEntry label={t("ownGridField")} text={draft.text} reader={reader} chosen={chosen} hint=""
        put={(text) => put({ text, chosen: -1 })} choose={(chosen) => put({ chosen })} />
      <button type="button" onClick={take} aria-pressed={taking.value !== null}>
        {taking.value ? `▲ ${t("takeNow")}` : t("takeFromMap")}
      </button>
      <Field label={t("ownAnchorField")} value={draft.anchor} put={(anchor) => put({ anchor })}
        hint={t("anchorHint")} />
      {exchange.next.includes("show_now") && (
        <div class="shownow">
          <button type="button" onClick={showNow} data-show-now aria-keyshortcuts="F8">
            {t("showNow")} <kbd>{t("showNowKey")}</kbd>
          </button>
          <small><Say k="showNowNote" /></small>
        </div>
      )}
    </Form>
  );
}
