/** All findings now, the worst first. */

import { Findings } from "../parts/Findings";
import { desk } from "../state/desk";
import { t } from "../words";
import { Book } from "./Book";

export function FindingsBook() {
  const findings = desk.value?.findings ?? [];
  return (
    <Book title={t("findings")}>
      {findings.length === 0 ? <p>{t("noFindings")}</p> : <Findings findings={findings} />}
    </Book>
  );
}
