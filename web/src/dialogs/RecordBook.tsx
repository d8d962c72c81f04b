/** The record: every entry this desk holds, with its proof. */

import { useState } from "preact/hooks";
import type { RecordLine } from "../api/types";
import { FaultBox } from "../parts/FaultBox";
import { Ref, Said } from "../parts/Ref";
import { Say } from "../parts/Say";
import { now } from "../state/clock";
import { partyName } from "../state/desk";
import { usePages } from "../state/pages";
import { book } from "../state/view";
import { momentText } from "../text/time";
import { t, tOf } from "../words";
import { Book } from "./Book";

const PAGE = 100;

export function RecordBook() {
  const { rows: lines, more, fault, next } = usePages<RecordLine>("api/record", PAGE, (one) => one.arrival);
  const [wanted, setWanted] = useState("");
  const shown = lines.filter((one) =>
    `${one.kind} ${one.text} ${one.officer} ${one.id}`.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <Book title={t("record")}>
      <p class="dim">{t("recordNote")}</p>
      <button type="button" onClick={() => book.value = "ledger"}>{t("ledger")} <kbd>W</kbd></button>{" "}
      <button type="button" onClick={() => book.value = "documents"}>{t("documents")} <kbd>M</kbd></button>{" "}
      <label>{t("findRecord")} <input value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} /></label>
      <FaultBox fault={fault} />
      <table>
        <thead>
          <tr>
            <th scope="col">{t("recordNo")}</th><th scope="col">{t("at")}</th><th scope="col">{t("by")}</th>
            <th scope="col">{t("what")}</th><th scope="col">{t("state")}</th><th scope="col">{t("proof")}</th>
          </tr>
        </thead>
        <tbody>{shown.map((one) => <Line key={`${one.origin} ${one.index}`} line={one} />)}</tbody>
      </table>
      {more && lines.length > 0 && <button type="button" onClick={() => void next()}>{t("older")}</button>}
    </Book>
  );
}

function Line({ line }: { line: RecordLine }) {
  const party = partyName(line.party);
  return (
    <tr>
      <td><Ref text={`${line.party} ${line.index}`} /></td>
      <td><Ref text={momentText(line.at, now.value)} /></td>
      <td><bdi>{party}</bdi> <small>{line.officer} {line.role}</small></td>
      <td><Said text={line.text} /> <small class="dim">{line.disclosure}</small></td>
      <td>
        {line.state === "given" ? t("given") : <b class="mark">▲ {t("pending")}</b>}
        {Object.entries(line.receipts ?? {}).map(([to, stages]) => (
          <small key={to} class="dim"> · <bdi>{partyName(to)}</bdi>: {stages.map((one) => tOf("stage_", one)).join(", ")}</small>
        ))}
        {(line.seen_by?.length ?? 0) > 0 && (
          <small class="dim"> · <Say k="cosigned" parts={{ names: line.seen_by.map(partyName).join(", ") }} /></small>
        )}
      </td>
      <td>
        {line.id && <a class="button small" href={`api/record/${line.id}/proof`} download>
          {t("proof")}<span class="hidden"> <Say k="proofOf" parts={{ n: line.index, party }} /></span>
        </a>}
      </td>
    </tr>
  );
}
