/** The foot: show a place, the books, and where the record stands. */

import { desk, partyName } from "../state/desk";
import { type Book, book, openTask } from "../state/view";
import { type Key, t } from "../words";
import { Find } from "./Find";
import { Say } from "./Say";

const BOOKS: readonly { book: Book; word: Key; key: string }[] = [
  { book: "record", word: "record", key: "R" },
  { book: "register", word: "register", key: "G" },
  { book: "differences", word: "differencesShort", key: "D" },
  { book: "findings", word: "findings", key: "F" },
  { book: "keys", word: "keys", key: "?" },
];

export function Footer() {
  const head = desk.value?.head;
  return (
    <footer>
      <Find />
      <button type="button" aria-keyshortcuts="c" onClick={() => openTask("area")}>{t("areaTitle")} <kbd>C</kbd></button>
      {BOOKS.map((one) => (
        <button key={one.book} type="button" aria-keyshortcuts={one.key.toLowerCase()} onClick={() => book.value = one.book}>
          {t(one.word)}{one.book === "findings" && ` (${desk.value?.findings.length ?? 0})`} <kbd>{one.key}</kbd>
        </button>
      ))}
      <a class="button" href="board">{t("board")}</a>
      {head && (
        <span class="head dim">
          <Say k="headLine" parts={{ n: head.size }} />,{" "}
          {head.cosigned_by.length
            ? <Say k="cosigned" parts={{ names: head.cosigned_by.map(partyName).join(", ") }} />
            : t("notCosigned")}
          {head.pending > 0 && <b class="mark"> ▲ <Say k="pendingN" parts={{ n: head.pending }} /></b>}
        </span>
      )}
    </footer>
  );
}
