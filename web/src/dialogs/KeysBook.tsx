/** The keys of the desk, as a list. */

import { type Key, t } from "../words";
import { Book } from "./Book";

export const KEYS: readonly { key: string; word: Key }[] = [
  { key: "N", word: "key_new" },
  { key: "J K", word: "key_strips" },
  { key: "O", word: "key_open" },
  { key: "A", word: "key_primary" },
  { key: "S", word: "key_standby" },
  { key: "U", word: "key_unable" },
  { key: "F8", word: "key_showNow" },
  { key: "B", word: "key_alarm" },
  { key: "C", word: "areaTitle" },
  { key: "/", word: "key_find" },
  { key: "1 2", word: "key_panes" },
  { key: "L", word: "key_list" },
  { key: "R", word: "key_record" },
  { key: "W", word: "ledger" },
  { key: "M", word: "documents" },
  { key: "G", word: "key_register" },
  { key: "I", word: "key_import" },
  { key: "D", word: "key_differences" },
  { key: "[ ]", word: "key_replay" },
  { key: "H", word: "duty" },
  { key: "P", word: "peers" },
  { key: "T", word: "key_colours" },
  { key: "Esc", word: "key_close" },
];

export function KeysBook() {
  return (
    <Book title={t("keys")}>
      <dl class="keys">
        {KEYS.map(({ key, word }) => <div key={key}><dt><kbd dir="ltr">{key}</kbd></dt><dd>{t(word)}</dd></div>)}
      </dl>
    </Book>
  );
}
