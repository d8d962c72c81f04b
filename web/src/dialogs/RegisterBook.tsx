/** The register as a list: what stands where, whose, how old, and for what the lists are complete. */

import { Ref, Said, Words } from "../parts/Ref";
import { Say } from "../parts/Say";
import { now } from "../state/clock";
import { desk, partyName } from "../state/desk";
import { book, goTo, openTask } from "../state/view";
import { doubtText } from "../text/measure";
import { ageText, momentText } from "../text/time";
import { t, tOf } from "../words";
import { Book } from "./Book";
import { Withdraw } from "./Withdraw";

export function RegisterBook() {
  const items = desk.value?.register ?? [];
  const own = desk.value?.party.code;
  const show = (lat: number, lon: number) => {
    goTo.value = { lat, lon };
    book.value = "";
  };
  return (
    <Book title={t("register")}>
      <p><Said text={desk.value?.limits ?? ""} /> <Say k="registerNote" /></p>
      <div class="buttons">
        <button type="button" onClick={() => openTask("notice")}>{t("newNotice")}</button>
        <button type="button" onClick={() => openTask("coverage")}>{t("newCoverage")}</button>
        <button type="button" onClick={() => book.value = "import"}>{t("import")} <kbd>I</kbd></button>
      </div>
      <Coverages />
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
              <td><Ref strong text={item.own_grid} /></td>
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
    </Book>
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
