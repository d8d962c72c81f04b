/** The asker puts a place right; the enquiry starts again with it. */

import { post } from "../api/client";
import type { Exchange } from "../api/types";
import { Field } from "../parts/Field";
import { useDraft } from "../state/drafts";
import { said } from "../state/view";
import { t } from "../words";
import { Form } from "./Form";
import { PlaceEntry, settle } from "./PlaceEntry";
import { useReading } from "./useReading";
import { ownFault, useSending } from "./useSending";

const empty = { text: "", anchor: "", words: "", chosen: -1 };

export function CorrectForm({ exchange, close }: { exchange: Exchange; close: () => void }) {
  const [draft, put, drop] = useDraft(`correct.${exchange.id}`, empty);
  const reader = useReading(draft.text);
  const sending = useSending();
  const submit = async () => {
    const reading = await settle(reader, draft.chosen);
    if (typeof reading === "string") return sending.setFault(ownFault(t(reading), t("placeField")));
    const { text, anchor, words } = draft;
    const act = () => post(`api/exchanges/${exchange.id}/correct`, { text, reading, anchor, words });
    if (!await sending.send(act)) return;
    drop();
    said.value = t("sent");
    close();
  };
  return (
    <Form title={t("correct")} sendText={t("sendCorrect")} sending={sending} submit={() => void submit()}
      close={close} discard={drop}>
      <p class="dim">{t("correctNote")}</p>
      <PlaceEntry label={t("placeField")} text={draft.text} reader={reader} chosen={draft.chosen}
        put={(text) => put({ text, chosen: -1 })} choose={(chosen) => put({ chosen })} />
      <Field label={t("anchorField")} value={draft.anchor} put={(anchor) => put({ anchor })} hint={t("anchorHint")} />
      <Field label={t("words")} value={draft.words} put={(words) => put({ words })} />
    </Form>
  );
}
