/** Put a name to the ticked rows: what they are, for how long, confirmed when, given to whom. */

import { useState } from "preact/hooks";
import { post } from "../api/client";
import { ownFault, useSending } from "../forms/useSending";
import { FaultBox } from "../parts/FaultBox";
import { Choice, Field } from "../parts/Field";
import { now } from "../state/clock";
import { desk } from "../state/desk";
import { asciiDigits } from "../text/digits";
import { fieldMoment, readMoment } from "../text/time";
import { t } from "../words";
import type { Chosen } from "./ImportBook";

const MONTH_MS = 30 * 86_400_000;

export function SignRows({ token, chosen, done }: { token: string; chosen: Chosen; done: (n: number) => void }) {
  const [opened] = useState(now.value);
  const [kind, setKind] = useState("site");
  const [category, setCategory] = useState("");
  const [from, setFrom] = useState(fieldMoment(opened));
  const [to, setTo] = useState(fieldMoment(opened + MONTH_MS));
  const [confirmed, setConfirmed] = useState("");
  const { busy, fault, setFault, send } = useSending();
  const peers = desk.value?.peers ?? [];
  const n = chosen.rows.size;
  const sign = () => {
    const read = (text: string) => readMoment(asciiDigits(text), opened);
    const window = { from: read(from), to: read(to) };
    if (!window.from || !window.to) return setFault(ownFault(t("needMoment"), t("goodTo")));
    if (confirmed && !read(confirmed)) return setFault(ownFault(t("needMoment"), t("confirmedAt")));
    const body = {
      rows: [...chosen.rows], readings: chosen.readings, window, kind, category,
      to: peers.map((peer) => peer.code), ...(confirmed ? { confirmed_at: read(confirmed) } : {}),
    };
    void send(() => post(`api/lists/${token}/sign`, body)).then((sent) => {
      if (sent) done(n);
    });
  };
  return (
    <div class="form">
      <div class="row">
        <Choice label={t("signAs")} value={kind} put={setKind}
          options={(["site", "unit"] as const).map((one) => ({ value: one, text: t(`kind_${one}`) }))} />
        <Field label={t("categoryField")} value={category} put={setCategory} />
        <Field label={t("goodFrom")} value={from} put={setFrom} fixed />
        <Field label={t("goodTo")} value={to} put={setTo} fixed />
        <Field label={t("confirmedAt")} value={confirmed} put={setConfirmed} fixed />
      </div>
      <p class="dim">{t("noticeTo")}: {peers.map((peer) => peer.name).join(", ")}</p>
      <FaultBox fault={fault} />
      <div class="buttons">
        <button type="button" class="go" disabled={busy || n === 0} onClick={sign}>{t("signRows", { n })}</button>
      </div>
    </div>
  );
}
