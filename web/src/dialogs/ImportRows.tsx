/** Every row of an imported list, with its findings; a row with several readings waits for a choice. */

import type { ListReport, ListRow } from "../api/types";
import { Findings } from "../parts/Findings";
import { Ref, Words } from "../parts/Ref";
import { Say } from "../parts/Say";
import { doubtText } from "../text/measure";
import { t, tOf } from "../words";
import type { Chosen } from "./ImportBook";

type Props = { report: ListReport; chosen: Chosen; choose: (chosen: Chosen) => void };

export function ImportRows({ report, chosen, choose }: Props) {
  const count = (status: string) => report.rows.filter((row) => row.status === status).length;
  const [ok, ask] = [count("ok"), count("ask")];
  const n = report.rows.length;
  const tick = (row: number) => {
    const rows = new Set(chosen.rows);
    if (!rows.delete(row)) rows.add(row);
    choose({ ...chosen, rows });
  };
  const pick = (row: number, index: number) => choose({
    rows: new Set([...chosen.rows, row]), readings: { ...chosen.readings, [row]: index },
  });
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
        <tbody>
          {report.rows.map((row) => (
            <Row key={row.row} row={row} on={chosen.rows.has(row.row)} picked={chosen.readings[row.row] ?? -1}
              tick={tick} pick={pick} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Row({ row, on, picked, tick, pick }: {
  row: ListRow;
  on: boolean;
  picked: number;
  tick: (row: number) => void;
  pick: (row: number, index: number) => void;
}) {
  // A question with one reading is answered by ticking the row, one with several by choosing.
  const single = row.status === "ask" && !row.readings?.length && row.lat_deg !== null;
  const ready = row.status === "ok" || picked >= 0 || single;
  return (
    <tr class={ready ? "" : "bad-row"}>
      <td>
        <input type="checkbox" checked={on} disabled={!ready} aria-label={t("signRow", { n: row.row })}
          onChange={() => tick(row.row)} />
      </td>
      <td><Ref text={String(row.row)} /> {row.status === "ok" ? "" : "▲ "}{tOf("status_", row.status)}</td>
      <td><Words text={row.item} /></td>
      <td><Ref text={row.as_given} /></td>
      <td>
        {row.lat_deg !== null && row.lon_deg !== null
          && <Ref text={`${row.lat_deg.toFixed(5)} ${row.lon_deg.toFixed(5)}`} />}{" "}
        {row.ce95_m !== null && <Ref text={doubtText(row.ce95_m)} />}
        {row.status === "ask" && row.readings?.map((one, n) => (
          <label key={n} class="reading">
            <input type="radio" name={`row${row.row}`} checked={picked === n} onChange={() => pick(row.row, n)} />
            <Ref text={`${one.own_grid} ${doubtText(one.ce95_m)}`} />
          </label>
        ))}
      </td>
      <td><Findings findings={row.findings} /></td>
    </tr>
  );
}
