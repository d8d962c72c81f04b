/** The list twin of a map: everything drawn on it, in words. */

import type { Party } from "../api/types";
import { placeAt } from "../map/things";
import { isClosed } from "../state/actions";
import { desk, partyName } from "../state/desk";
import { ground } from "../state/ground";
import { lengthText, doubtText } from "../text/measure";
import { ageText } from "../text/time";
import { t } from "../words";
import { Ref, Said, Words } from "./Ref";
import { Say } from "./Say";

export function PaneList({ party, own }: { party: Party; own: boolean }) {
  const now = desk.value;
  if (!now) return null;
  const places = now.exchanges.filter((one) => !isClosed(one) && placeAt(one.place));
  return (
    <div class="pane-list" tabIndex={0} role="region" aria-label={t("listOf", { party: party.name })}>
      {now.register.length === 0 && <p><Say k="nothingListed" /></p>}
      <table>
        <thead>
          <tr>
            <th scope="col">{t("thing")}</th><th scope="col">{t("whose")}</th><th scope="col">{t("where")}</th>
            <th scope="col">{t("doubt")}</th><th scope="col">{t("confirmed")}</th>
          </tr>
        </thead>
        <tbody>
          {now.register.map((item) => (
            <tr key={item.id}>
              <td><Words text={item.label || item.item} /> <small>{item.category}</small></td>
              <td>{partyName(item.party)}</td>
              <td><Ref text={own ? item.own_grid : degrees(item.lat_deg, item.lon_deg)} /></td>
              <td>{item.ce95_m !== null && <Ref text={doubtText(item.ce95_m)} />}</td>
              <td><Ref text={ageText(item.age_s)} />{item.stale && <b class="mark"> ▲ {t("stale")}</b>}</td>
            </tr>
          ))}
          {places.map((one) => (
            <tr key={one.id}>
              <td>{t("placeOfEnquiry")} <Words text={one.place.anchor} /></td>
              <td>{partyName(one.from)}</td>
              <td><Ref text={own ? one.place.own_grid ?? "" : degrees(one.place.lat_deg, one.place.lon_deg)} /></td>
              <td>{one.place.ce95_m != null && <Ref text={doubtText(one.place.ce95_m)} />}</td>
              <td>{one.readback && one.readback.verdict !== "match"
                && <Say k="apart" parts={{ distance: lengthText(one.readback.distance_m) }} />}</td>
            </tr>
          ))}
          {ground.value.depictions.map(({ info }) => (
            <tr key={info.name}>
              <td>{t("boundaryLine")}: <Said text={info.title || info.name} /></td>
              <td>{info.party ? partyName(info.party) : "–"}</td>
              <td colSpan={3}><Say k="lineFrom" parts={{ lineage: info.lineage, date: info.date }} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {now.limits && <p class="dim"><Said text={now.limits} /></p>}
    </div>
  );
}

function degrees(lat: number | null | undefined, lon: number | null | undefined): string {
  if (lat == null || lon == null) return "";
  return `${Math.abs(lat).toFixed(4)}°${lat < 0 ? "S" : "N"} ${Math.abs(lon).toFixed(4)}°${lon < 0 ? "W" : "E"}`;
}
