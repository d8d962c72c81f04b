/** The frame of every form: heading, fields, fault, one button that sends, one that keeps the draft. */

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { FaultBox } from "../parts/FaultBox";
import { t } from "../words";
import type { Sending } from "./useSending";

type Props = {
  title: string;
  sendText: string;
  sending: Sending;
  submit: () => void;
  close: () => void;
  discard?: () => void;
  children: ComponentChildren;
  tone?: "alarm";
};

export function Form({ title, sendText, sending, submit, close, discard, children, tone }: Props) {
  const id = useId();
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const first = box.current?.querySelector<HTMLElement>("[data-first],input,textarea,select,button");
    first?.focus();
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const enter = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
    // A place is one line: Enter sends from its field, Shift+Enter makes a new line.
    const inArea = event.target instanceof HTMLTextAreaElement;
    if (event.key === "Enter" && inArea && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  };
  return (
    <form
      ref={box}
      class={tone ? `form ${tone}` : "form"}
      aria-labelledby={id}
      noValidate
      onKeyDown={enter}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h3 id={id}>{title}</h3>
      {children}
      <FaultBox fault={sending.fault} />
      <div class="buttons">
        <button type="submit" class="go" disabled={sending.busy}>{sendText}</button>
        <button type="button" onClick={close}>{t("cancel")}</button>
        {discard && <button type="button" class="quiet" onClick={discard}>{t("discard")}</button>}
      </div>
    </form>
  );
}
