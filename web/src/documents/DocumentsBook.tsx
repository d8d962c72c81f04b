/** Files handed over: who gave what to whom, how much of it is here, and who has said that it came. Nothing is opened here. */

import { useEffect, useState } from "preact/hooks";
import { Fault, get } from "../api/client";
import { Book } from "../dialogs/Book";
import { FaultBox } from "../parts/FaultBox";
import { Say } from "../parts/Say";
import { past } from "../replay/past";
import { live } from "../state/desk";
import { t } from "../words";
import { Document } from "./Document";
import { HandOverFile } from "./HandOverFile";
import type { DocumentRow } from "./types";

const WHILE_COMING_MS = 2000;

export function DocumentsBook() {
  return (
    <Book title={t("documents")}>
      <p><Say k="docNote" /></p>
      {past.value ? <p class="mark">▲ {t("docLiveOnly")}</p> : <Listed />}
    </Book>
  );
}

function Listed() {
  const [rows, setRows] = useState<DocumentRow[] | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let mine = true;
    get<DocumentRow[]>("api/documents").then((found) => {
      if (!mine) return;
      setRows(found);
      setFault(null);
    }, (wrong: unknown) => {
      if (!(wrong instanceof Fault)) throw wrong;
      if (mine) setFault(wrong);
    });
    return () => {
      mine = false;
    };
  }, [live.value?.version, asked]);
  // Parts that come are no news of the record: look again while any are missing.
  const coming = rows?.some((one) => one.state !== "whole" && !one.withdrawn) ?? false;
  useEffect(() => {
    if (!coming) return;
    const timer = setInterval(() => setAsked((n) => n + 1), WHILE_COMING_MS);
    return () => clearInterval(timer);
  }, [coming]);
  return (
    <>
      <HandOverFile />
      <FaultBox fault={fault} />
      {rows?.length === 0 && <p>{t("docNone")}</p>}
      {rows && rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("docTitle")}</th><th scope="col">{t("docFrom")}</th><th scope="col">{t("noticeTo")}</th>
              <th scope="col">{t("docSize")}</th><th scope="col">{t("docHere")}</th>
              <th scope="col">{t("docReceipts")}</th><th scope="col">{t("actions")}</th>
            </tr>
          </thead>
          <tbody>{rows.map((one) => <Document key={one.id} row={one} />)}</tbody>
        </table>
      )}
    </>
  );
}
