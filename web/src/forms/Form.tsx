/** The frame of every form: heading, fields, fault, one button that sends, one that keeps the draft. */

import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
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
  // Before the next key comes: what is typed at once must land in the form.
  useLayoutEffect(() => {
    const form = box.current;
    const home = form?.closest<HTMLElement>("[data-exchange]") ?? document.getElementById("strips");
    form?.scrollIntoView({ block: "start" });
    form?.querySelector<HTMLElement>("[data-first],input,textarea,select,button")?.focus();
    // A form that grows, by a reading or by what the register says, stays in sight with its button.
    const grown = new ResizeObserver(() => form?.querySelector(".go")?.scrollIntoView({ block: "nearest" }));
    if (form) grown.observe(form);
    return () => {
      grown.disconnect();
      if (form?.contains(document.activeElement)) home?.focus();
    };
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
