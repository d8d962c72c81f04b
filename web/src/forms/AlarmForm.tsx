/** The bare alarm: no place, no reading, no wait. */

import { post } from "../api/client";
import { Field } from "../parts/Field";
import { Say } from "../parts/Say";
import { desk } from "../state/desk";
import { useDraft } from "../state/drafts";
import { openTask, said } from "../state/view";
import { t } from "../words";
import { Form } from "./Form";
import { useSending } from "./useSending";

export function AlarmForm() {
  const [draft, put, drop] = useDraft("alarm", { words: "" });
  const sending = useSending();
  const peers = desk.value?.peers ?? [];
  const submit = async () => {
    const words = draft.words.trim() || t("alarmTitle");
    if (!await sending.send(() => post("api/alarm", { to: peers.map((peer) => peer.code), words }))) return;
    drop();
    openTask("");
    said.value = t("alarmSent", { party: peers.map((peer) => peer.name).join(", ") });
  };
  return (
    <Form tone="alarm" title={t("bareAlarm")} sendText={t("sendAlarm")} sending={sending}
      submit={() => void submit()} close={() => openTask("")}>
      <p><strong><Say k="alarmTitle" /></strong></p>
      <p class="dim"><Say k="alarmNote" /></p>
      <p>{t("to")}: {peers.map((peer) => peer.name).join(", ")}</p>
      <Field label={t("words")} value={draft.words} put={(words) => put({ words })} first />
    </Form>
  );
}
