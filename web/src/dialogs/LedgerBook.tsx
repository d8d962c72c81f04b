/** Who was given what, from when, until when, and for what use. */

import { useEffect, useState } from "preact/hooks";
import { Fault, get } from "../api/client";
import type { Gift } from "../api/types";
import { FaultBox } from "../parts/FaultBox";
import { Ref, Said } from "../parts/Ref";
import { Say } from "../parts/Say";
import { now } from "../state/clock";
import { desk, parties, partyName } from "../state/desk";
import { momentText } from "../text/time";
import { t, tOf } from "../words";
import { Book } from "./Book";

const PAGE = 200;

export function LedgerBook() {
  const [gifts, setGifts] = useState<Gift[]>([]);
  const [more, setMore] = useState(true);
  const [fault, setFault] = useState<Fault | null>(null);
  const [to, setTo] = useState("");
  const load = async (after: Gift[]) => {
    const last = after[after.length - 1];
    try {
      const page = await get<Gift[]>(`api/ledger?limit=${PAGE}${last ? `&before=${last.number}` : ""}`);
      setGifts([...after, ...page]);
      setMore(page.length === PAGE);
      setFault(null);
    } catch (caught) {
      if (!(caught instanceof Fault)) throw caught;
      setFault(caught);
    }
  };
  useEffect(() => void load([]), [desk.value?.head.size]);
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
      {more && gifts.length > 0 && <button type="button" onClick={() => void load(gifts)}>{t("older")}</button>}
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
