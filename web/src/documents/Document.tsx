/** One file as a statement names it. Its title and words are another's: they are shown letter by letter, never as a page. */

import { Withdraw } from "../dialogs/Withdraw";
import { Ref, Words } from "../parts/Ref";
import { Say } from "../parts/Say";
import { now } from "../state/clock";
import { desk, partyName } from "../state/desk";
import { laidBare } from "../text/hostile";
import { bytesText } from "../text/measure";
import { momentText } from "../text/time";
import { t, tOf } from "../words";
import { GiveReceipt } from "./GiveReceipt";
import type { DocumentReceipt, DocumentRow } from "./types";

export function Document({ row }: { row: DocumentRow }) {
  const own = row.party === desk.value?.party.code;
  const title = laidBare(row.title);
  const silent = row.to.filter((party) => party !== row.party && row.receipts.every((one) => one.party !== party));
  const moment = (utc: string) => momentText(utc, now.value);
  return (
    <tr>
      <td>
        <b><Words text={title} /></b> <Words text={laidBare(row.edition)} />
        {row.words && <div class="dim"><Words text={laidBare(row.words)} /></div>}
        <details><summary>SHA-256</summary><Ref text={row.sha256} /></details>
      </td>
      <td><bdi>{partyName(row.party)}</bdi> <small><bdi>{row.officer}</bdi> <Ref text={moment(row.at)} /></small></td>
      <td>
        {row.public ? t("docEverybody") : row.to.length ? row.to.map(partyName).join(", ") : t("docNobody")}
        {row.until && <small> <Say k="docUntil" parts={{ at: moment(row.until) }} /></small>}
        {row.withdrawn && <b class="mark"> ▲ <Say k="docTakenBack" parts={{ at: moment(row.withdrawn) }} /></b>}
        {!row.given && <b class="mark"> ▲ {t("pending")}</b>}
      </td>
      <td><Ref text={bytesText(row.length)} /></td>
      <td>
        {row.state === "whole" && t("docWhole")}
        {row.state === "coming" && <b class="mark">▲ <Say k="docSome" parts={{ n: row.here, m: row.parts }} /></b>}
        {row.state === "named" && <b class="mark">▲ <Say k="docNamed" parts={{ m: row.parts }} /></b>}
      </td>
      <td>
        <ul class="receipts">
          {row.receipts.map((one, n) => <Receipt key={n} receipt={one} />)}
          {silent.map((party) => <li key={party} class="dim">○ <Say k="docNoReceipt" parts={{ party: partyName(party) }} /></li>)}
        </ul>
      </td>
      <td>
        {row.state === "whole" && (
          <a class="button small" href={`api/documents/${row.id}/file`} download aria-label={`${t("docSave")} ${title}`}>
            {t("docSave")}
          </a>
        )}
        {row.state === "whole" && !own && <GiveReceipt id={row.id} title={title} />}
        {own && !row.withdrawn && <Withdraw item={{ id: row.id, item: title, label: "" }} />}
      </td>
    </tr>
  );
}

function Receipt({ receipt: { party, officer, stage, at, terminal, version, words } }: { receipt: DocumentReceipt }) {
  const loaded = [terminal, version].filter(Boolean).map(laidBare).join(", ");
  return (
    <li>
      ✓ <bdi>{partyName(party)}</bdi>: {tOf("docStage_", stage)}
      {loaded && <> (<Words text={loaded} />)</>}{" "}
      <small class="dim"><bdi>{officer}</bdi> <Ref text={momentText(at, now.value)} /> <Words text={laidBare(words)} /></small>
    </li>
  );
}
