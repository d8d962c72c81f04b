/** Import a list: read it whole, show every row, sign only what the officer ticked. */

import { useState } from "preact/hooks";
import { Fault, post, postForm } from "../api/client";
import type { ListReport, ListRow } from "../api/types";
import { FaultBox } from "../parts/FaultBox";
import { Findings } from "../parts/Findings";
import { Ref, Words } from "../parts/Ref";
import { Say } from "../parts/Say";
import { refresh } from "../state/desk";
import { doubtText } from "../text/measure";
import { t, tOf } from "../words";
import { Book } from "./Book";

export function ImportBook() {
  const [report, setReport] = useState<ListReport | null>(null);
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const [fault, setFault] = useState<Fault | null>(null);
  const [signed, setSigned] = useState(0);
  const guarded = async (act: () => Promise<void>) => {
    try {
      setFault(null);
      await act();
    } catch (caught) {
      if (!(caught instanceof Fault)) throw caught;
      setFault(caught);
    }
  };
  const read = (file: File | undefined) => void guarded(async () => {
    if (!file) return;
    const form = new FormData();
    form.append("file", file);
    form.append("dry", "true");
    const got = await postForm<ListReport>("api/lists", form);
    setReport(got);
    setSigned(0);
    setTicked(new Set(got.rows.filter((row) => row.status === "ok").map((row) => row.row)));
  });
  const sign = () => void guarded(async () => {
    if (!report) return;
    const ids = await post<unknown>(`api/lists/${report.token}/sign`, { rows: [...ticked] });
    setSigned(Array.isArray(ids) ? ids.length : ticked.size);
    setReport(null);
    await refresh();
  });
  const tick = (row: number) => {
    const next = new Set(ticked);
    if (!next.delete(row)) next.add(row);
    setTicked(next);
  };
  return (
    <Book title={t("import")}>
      <p>{t("importNote")}</p>
      <label>
        {t("chooseFile")}{" "}
        <input type="file" accept=".csv,.xlsx,.tsv,.txt" onChange={(event) => read(event.currentTarget.files?.[0])} />
      </label>
      <FaultBox fault={fault} />
      {signed > 0 && <p role="status"><Say k="rowsSigned" parts={{ n: signed }} /></p>}
      {report && <Report report={report} ticked={ticked} tick={tick} sign={sign} />}
    </Book>
  );
}

function Report({ report, ticked, tick, sign }: {
  report: ListReport;
  ticked: ReadonlySet<number>;
  tick: (row: number) => void;
  sign: () => void;
}) {
  const count = (status: string) => report.rows.filter((row) => row.status === status).length;
  const [ok, ask] = [count("ok"), count("ask")];
  const n = report.rows.length;
  return (
    <>
      <p role="status"><Say k="importRows" parts={{ n, ok, ask, bad: n - ok - ask }} /></p>
      <Findings findings={report.file} />
      <table>
        <thead>
          <tr>
            <th scope="col">{t("sign")}</th><th scope="col">{t("row")}</th><th scope="col">{t("thing")}</th>
            <th scope="col">{t("asGiven")}</th><th scope="col">{t("where")}</th><th scope="col">{t("findings")}</th>
          </tr>
        </thead>
        <tbody>{report.rows.map((row) => <Row key={row.row} row={row} on={ticked.has(row.row)} tick={tick} />)}</tbody>
      </table>
      <button type="button" class="go" disabled={ticked.size === 0} onClick={sign}>
        {t("signRows", { n: ticked.size })}
      </button>
    </>
  );
}

function Row({ row, on, tick }: { row: ListRow; on: boolean; tick: (row: number) => void }) {
  const ready = row.status === "ok";
  return (
    <tr class={ready ? "" : "bad-row"}>
      <td>
        <input type="checkbox" checked={on} disabled={!ready} aria-label={t("signRow", { n: row.row })}
          onChange={() => tick(row.row)} />
      </td>
      <td><Ref text={String(row.row)} /> {ready ? "" : "▲ "}{tOf("status_", row.status)}</td>
      <td><Words text={row.item} /></td>
      <td><Ref text={row.as_given} /></td>
      <td>
        {row.lat_deg !== null && row.lon_deg !== null && <Ref text={`${row.lat_deg.toFixed(5)} ${row.lon_deg.toFixed(5)}`} />}{" "}
        {row.ce95_m !== null && <Ref text={doubtText(row.ce95_m)} />}
      </td>
      <td><Findings findings={row.findings} /></td>
    </tr>
  );
}
