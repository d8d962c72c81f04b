/** A book lies over the desk until it is closed: native dialog, so focus stays in it and Escape closes it. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { ReplayMark } from "../replay/ReplayBar";
import { book } from "../state/view";
import { t } from "../words";

export function Book({ title, children }: { title: string; children: ComponentChildren }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  // The browser says late that a dialog has closed; by then another book may lie open.
  const mine = useRef(book.peek());
  const close = () => {
    if (book.value === mine.current) book.value = "";
  };
  return (
    <dialog ref={box} aria-labelledby="book-head" onClose={close}>
      <div class="book-head">
        <h2 id="book-head">{title}</h2> <ReplayMark />
        <button type="button" onClick={close}>{t("close")} <kbd>Esc</kbd></button>
      </div>
      <div class="book-body" tabIndex={0} role="region" aria-labelledby="book-head">{children}</div>
    </dialog>
  );
}
