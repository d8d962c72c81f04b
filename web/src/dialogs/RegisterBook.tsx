/** The register as a list: what stands where, whose, how old, and for what the lists are complete. */

import { useState } from "preact/hooks";
import type { Item } from "../api/types";
import { AltitudeSaid } from "../forms/AltitudeFields";
import { FaultBox } from "../parts/FaultBox";
import { Field } from "../parts/Field";
import { Ref, Said, Words } from "../parts/Ref";
import { Say } from "../parts/Say";
import { past } from "../replay/past";
import { now } from "../state/clock";
import { desk, live, partyName } from "../state/desk";
import { usePages } from "../state/pages";
import { book, goTo, openTask } from "../state/view";
import { doubtText } from "../text/measure";
import { ageText, momentText } from "../text/time";
import { t, tOf } from "../words";
import { Book } from "./Book";
import { Withdraw } from "./Withdraw";

/** The entries that came with the desk; where there are more, all of them page by page. */
export function RegisterBook() {
  const large = (live.value?.register_left_off ?? 0) > 0 && !past.value;
  return (
    <Book title={t("register")}>
      <p><Said text={desk.value?.limits ?? ""} /> <Say k="registerNote" /></p>
      <div class="buttons">
        <button type="button" onClick={() => openTask("notice")}>{t("newNotice")}</button>
        <button type="button" onClick={() => openTask("coverage")}>{t("newCoverage")}</button>
        <button type="button" onClick={() => book.value = "import"}>{t("import")} <kbd>I</kbd></button>
      </div>
      <Coverages />
      {large ? <Pages /> : <Items items={desk.value?.register ?? []} />}
    </Book>
  );
}

const PAGE = 200;

function Pages() {
  const [find, setFind] = useState("");
  return (
    <>
      <p class="mark"><Say k="registerMore" parts={{ n: live.value?.register_left_off ?? 0 }} /></p>
      <Field label={t("registerFind")} value={find} put={setFind} />
      <Found key={find} find={find} />
    </>
  );
}

function Found({ find }: { find: string }) {
  const path = `api/register${find ? `?find=${encodeURIComponent(find)}` : ""}`;
  const { rows, more, fault, next } = usePages<Item & { number: number }>(path, PAGE, (one) => one.number);
  return (
    <>
      <FaultBox fault={fault} />
      <Items items={rows} />
      {more && rows.length > 0 && <button type="button" onClick={() => void next()}>{t("older")}</button>}
    </>
  );
}

function Items({ items }: { items: readonly Item[] }) {
  const own = desk.value?.party.code;
  const show = (lat: number, lon: number) => {
    goTo.value = { lat, lon };
    book.value = "";
  };
  return (
      <table>
        <thead>
          <tr>
            <th scope="col">{t("thing")}</th><th scope="col">{t("whose")}</th><th scope="col">{t("kind")}</th>
            <th scope="col">{t("where")}</th><th scope="col">{t("doubt")}</th><th scope="col">{t("confirmed")}</th>
            <th scope="col">{t("actions")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <td><Words text={item.label || item.item} /> <small>{item.category}</small></td>
              <td>{partyName(item.party)}</td>
              <td>{tOf("kind_", item.kind)} <small class="dim">{tOf("verification_", item.verification)}</small></td>
              <td>
                <Ref strong text={item.own_grid} />
                {item.altitude && <small class="dim"> <AltitudeSaid band={item.altitude} /></small>}
              </td>
              <td>{item.ce95_m !== null && <Ref text={doubtText(item.ce95_m)} />}</td>
              <td>
                <Ref text={momentText(item.confirmed_at, now.value)} /> (<Ref text={ageText(item.age_s)} />)
                {item.stale && <b class="mark"> ▲ {t("stale")}</b>}
              </td>
              <td>
                {item.party === own && <Withdraw item={item} />}
                {item.lat_deg !== null && item.lon_deg !== null && (
                  <button type="button" class="small" aria-label={`${t("showOnMap")} ${item.label || item.item}`}
                    onClick={() => show(item.lat_deg ?? 0, item.lon_deg ?? 0)}>{t("showOnMap")}</button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
  );
}

function Coverages() {
  const said = desk.value?.coverage ?? [];
  return (
    <section>
      <h3>{t("coverageHead")}</h3>
      {said.length === 0 && <p>{t("coverageNone")}</p>}
      <ul>
        {said.map((one) => (
          <li key={one.id}>
            <Say k="completeFor" parts={{
              party: partyName(one.party),
              kinds: one.kinds.map((kind) => tOf("kind_", kind)).join(", "),
              at: momentText(one.as_of, now.value),
              until: momentText(one.valid_until, now.value),
            }} />
          </li>
        ))}
      </ul>
    </section>
  );
}
