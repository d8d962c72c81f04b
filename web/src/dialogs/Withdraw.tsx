/** Take back an entry of the register, or a file, of our own: a new statement with a reason; what was said stays in the record. */

import { useState } from "preact/hooks";
import { post } from "../api/client";
import type { Item } from "../api/types";
import { ownFault, useSending } from "../forms/useSending";
import { FaultBox } from "../parts/FaultBox";
import { Field } from "../parts/Field";
import { t } from "../words";

export function Withdraw({ item }: { item: Pick<Item, "id" | "item" | "label"> }) {
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState("");
  const { busy, fault, setFault, send } = useSending();
  const name = item.label || item.item;
  if (!open) {
    return (
      <button type="button" class="small" aria-label={`${t("withdraw")} ${name}`} onClick={() => setOpen(true)}>
        {t("withdraw")}
      </button>
    );
  }
  const submit = (event: Event) => {
    event.preventDefault();
    if (words.trim() === "") return setFault(ownFault(t("needWords"), t("withdrawWhy")));
    void send(() => post(`api/notices/${item.id}/withdraw`, { words })).then((sent) => {
      if (sent) setOpen(false);
    });
  };
  return (
    <form onSubmit={submit} aria-label={`${t("withdraw")} ${name}`}>
      <Field label={t("withdrawWhy")} value={words} put={setWords} first />
      <FaultBox fault={fault} />
      <button type="submit" class="small go" disabled={busy}>{t("withdraw")}</button>
    </form>
  );
}
