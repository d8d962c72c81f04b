/** Who was given what, from when, until when, and for what use. */

import { useState } from "preact/hooks";
import type { Gift } from "../api/types";
import { FaultBox } from "../parts/FaultBox";
import { Ref, Said } from "../parts/Ref";
import { Say } from "../parts/Say";
import { now } from "../state/clock";
import { parties, partyName } from "../state/desk";
import { usePages } from "../state/pages";
import { momentText } from "../text/time";
import { t, tOf } from "../words";
import { Book } from "./Book";

const PAGE = 200;

export function LedgerBook() {
  const { rows: gifts, more, fault, next } = usePages<Gift>("api/ledger", PAGE, (one) => one.number);
  const [to, setTo] = useState("");
  const shown = to ? gifts.filter((one) => one.party === to) : gifts;
  return (
    <Book title={t("ledger")}>
      <p class="dim">{t("ledgerNote")}</p>
      <label>
        {t("noticeTo")}{" "}
        <select value={to} onChange={(event) => setTo(event.currentTarget.value)}>
          <option value="">–</option>
          {parties.value.map((one) => <option key={one.code} value={one.code}>{one.name}</option>)}
        </select>
      </label>
      <FaultBox fault={fault} />
      <table>
        <thead>
          <tr>
            <th scope="col">{t("what")}</th><th scope="col">{t("ledgerBy")}</th><th scope="col">{t("noticeTo")}</th>
            <th scope="col">{t("windowFrom")}</th><th scope="col">{t("windowTo")}</th><th scope="col">{t("ledgerUse")}</th>
          </tr>
        </thead>
        <tbody>{shown.map((one) => <Line key={one.number} gift={one} />)}</tbody>
      </table>
      {more && gifts.length > 0 && <button type="button" onClick={() => void next()}>{t("older")}</button>}
    </Book>
  );
}

function Line({ gift }: { gift: Gift }) {
  const moment = (utc: string) => momentText(utc, now.value);
  return (
    <tr class={gift.stands ? "" : "dim"}>
      <td><Said text={gift.text} /></td>
      <td><bdi>{partyName(gift.giver)}</bdi></td>
      <td><bdi>{partyName(gift.party)}</bdi></td>
      <td><Ref text={moment(gift.since)} /></td>
      <td>
        {gift.ended
          ? <Say k="ledgerEnded" parts={{ at: moment(gift.ended) }} />
          : gift.until ? <Ref text={moment(gift.until)} /> : t("ledgerOpen")}
        {!gift.stands && <b class="mark"> ▲ {t("ledgerOver")}</b>}
      </td>
      <td>{tOf("use_", gift.use)}, {t(gift.onward ? "ledgerOnward" : "ledgerNotOnward")}</td>
    </tr>
  );
}
