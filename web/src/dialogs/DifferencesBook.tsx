/** Where the drawn lines differ, in words: area, widest gap, listed things inside. */

import { Ref, Said, Words } from "../parts/Ref";
import { desk } from "../state/desk";
import { ground } from "../state/ground";
import { book, goTo } from "../state/view";
import { insideOf, middleOf } from "../map/inside";
import { lengthText } from "../text/measure";
import { t } from "../words";
import { Book } from "./Book";

type Properties = { a?: string; b?: string; area_km2?: number; width_m?: number };

export function DifferencesBook() {
  const shapes = [...ground.value.differences?.features ?? []].sort((x, y) =>
    ((y.properties as Properties).area_km2 ?? 0) - ((x.properties as Properties).area_km2 ?? 0));
  const show = (shape: GeoJSON.Geometry) => {
    goTo.value = middleOf(shape);
    book.value = "";
  };
  return (
    <Book title={t("differences")}>
      <p>{t("diffNote")}</p>
      {shapes.length === 0 && <p>{t("noDifferences")}</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">{t("what")}</th><th scope="col">{t("area")}</th><th scope="col">{t("widest")}</th>
            <th scope="col">{t("thingsInside")}</th><th scope="col">{t("showOnMap")}</th>
          </tr>
        </thead>
        <tbody>
          {shapes.slice(0, 200).map((one, n) => {
            const { a = "", b = "", area_km2, width_m } = one.properties as Properties;
            const inside = (desk.value?.register ?? []).filter((item) =>
              item.lat_deg !== null && item.lon_deg !== null && insideOf(one.geometry, item.lon_deg, item.lat_deg));
            return (
              <tr key={n}>
                <td><Said text={a} /> / <Said text={b} /></td>
                <td>{area_km2 !== undefined && <Ref text={`${area_km2.toFixed(area_km2 < 10 ? 2 : 0)} km²`} />}</td>
                <td>{width_m !== undefined && <Ref text={lengthText(width_m)} />}</td>
                <td>
                  {inside.length}
                  {inside.slice(0, 5).map((item) => <span key={item.id}> · <Words text={item.label || item.item} /></span>)}
                </td>
                <td><button type="button" class="small" aria-label={`${t("showOnMap")} ${n + 1}`}
                  onClick={() => show(one.geometry)}>{t("showOnMap")}</button></td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Book>
  );
}
