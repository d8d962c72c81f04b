/** Import a list: read it whole, show every row, sign only what the officer ticked. */

import { useState } from "preact/hooks";
import { postForm } from "../api/client";
import type { ListReport } from "../api/types";
import { useSending } from "../forms/useSending";
import { FaultBox } from "../parts/FaultBox";
import { Say } from "../parts/Say";
import { t } from "../words";
import { Book } from "./Book";
import { ImportRows } from "./ImportRows";
import { SignRows } from "./SignRows";

/** What the officer chose: the rows to sign, and the reading of each row that has several. */
export type Chosen = { rows: ReadonlySet<number>; readings: Readonly<Record<number, number>> };

export function ImportBook() {
  const [report, setReport] = useState<ListReport | null>(null);
  const [chosen, setChosen] = useState<Chosen>({ rows: new Set(), readings: {} });
  const [signed, setSigned] = useState(0);
  const { busy, fault, send } = useSending();
  const read = (file: File | undefined) => void send(async () => {
    if (!file) return;
    const form = new FormData();
    form.append("file", file);
    const got = await postForm<ListReport>("api/lists", form);
    setReport(got);
    setSigned(0);
    setChosen({ rows: new Set(got.rows.filter((row) => row.status === "ok").map((row) => row.row)), readings: {} });
  });
  return (
    <Book title={t("import")}>
      <p>{t("importNote")}</p>
      <label>
        {t("chooseFile")}{" "}
        <input type="file" accept=".csv,.tsv,.txt,.xlsx,.ods,.geojson,.json,.kml,.gpx" disabled={busy}
          onChange={(event) => read(event.currentTarget.files?.[0])} />
      </label>
      <FaultBox fault={fault} />
      {signed > 0 && <p role="status"><Say k="rowsSigned" parts={{ n: signed }} /></p>}
      {report && (
        <>
          <ImportRows report={report} chosen={chosen} choose={setChosen} />
          <SignRows token={report.token} chosen={chosen} done={(n) => {
            setSigned(n);
            setReport(null);
          }} />
        </>
      )}
    </Book>
  );
}
