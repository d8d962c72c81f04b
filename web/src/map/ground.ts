/** The ground under everything: land and water without borders, then each party's lines, then where they differ. */

import Feature from "ol/Feature";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import { Fill, Stroke, Style } from "ol/style";
import { get } from "../api/client";
import type { DepictionInfo } from "../api/types";
import { type Box, grown } from "./clip";
import type { Plane } from "./crs";
import { palette } from "./palette";
import { areasOf, linesOf } from "./shapes";

export type Drawn = { info: DepictionInfo; shape: GeoJSON.FeatureCollection };

/** What there is so far; each part comes when it comes, the land first. */
export type GroundData = {
  land: GeoJSON.FeatureCollection | null;
  depictions: readonly Drawn[];
  differences: GeoJSON.FeatureCollection | null;
};

export const noGround: GroundData = { land: null, depictions: [], differences: null };

/** Ask for all of it, and tell each part as soon as it is there. Throws the first fault after the rest was asked. */
export async function loadGround(tell: (part: (before: GroundData) => GroundData) => void): Promise<void> {
  const path = (name: string) => `api/map/depictions/${name.split("/").map(encodeURIComponent).join("/")}`;
  const asked = [
    get<GeoJSON.FeatureCollection>("api/map/land").then((land) => tell((before) => ({ ...before, land }))),
    get<GeoJSON.FeatureCollection>("api/map/differences")
      .then((differences) => tell((before) => ({ ...before, differences }))),
    get<DepictionInfo[]>("api/map/depictions").then((all) => Promise.all(
      all.filter((one) => one.shown).map(async (info) => {
        const shape = await get<GeoJSON.FeatureCollection>(path(info.name));
        tell((before) => ({ ...before, depictions: [...before.depictions, { info, shape }] }));
      }),
    )),
  ];
  const done = await Promise.allSettled(asked);
  const failed = done.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
}

const MARGIN_DEG = 3;

/** The layers of one pane, from the bottom up, and a call that fills them. */
export function groundLayers(plane: Plane, own: string, bounds: Box, signOf: (code: string) => "a" | "b") {
  const layer = (style: (of: Feature) => Style | Style[]) => new VectorLayer({
    source: new VectorSource(),
    style: (one) => style(one as Feature),
    updateWhileInteracting: false,
    renderBuffer: 200,
  });
  const land = layer(() => new Style({ fill: new Fill({ color: palette().land }) }));
  const differences = layer(() => new Style({ fill: new Fill({ color: palette().hatch }) }));
  const lines = layer((one) => lineStyle(one.get("party") as string | null, own, signOf));
  const box = grown(bounds, MARGIN_DEG);
  let shown = noGround;
  const fill = (data: GroundData) => {
    if (data.land !== shown.land) put(land, areas(data.land));
    if (data.differences !== shown.differences) put(differences, areas(data.differences));
    if (data.depictions !== shown.depictions) {
      lines.getSource()?.clear(true);
      for (const { info, shape } of data.depictions) {
        const made = drawnLines(shape).flatMap((one) => linesOf(one.geometry, plane, box));
        lines.getSource()?.addFeatures(made.map((geometry) => new Feature({ geometry, party: info.party })));
      }
    }
    shown = data;
  };
  const areas = (of: GeoJSON.FeatureCollection | null) =>
    (of?.features ?? []).flatMap((one) => areasOf(one.geometry, plane, box));
  return { land, differences, lines, fill };
}

/** The line itself where the file has one; the outlines of its areas where it has nothing else. */
function drawnLines({ features }: GeoJSON.FeatureCollection): GeoJSON.Feature[] {
  const lines = features.filter((one) => one.geometry && /LineString$/.test(one.geometry.type));
  return lines.length ? lines : features.filter((one) => one.geometry);
}

function put(layer: VectorLayer, shapes: ReturnType<typeof areasOf>): void {
  layer.getSource()?.clear(true);
  layer.getSource()?.addFeatures(shapes.map((geometry) => new Feature({ geometry })));
}

/** Own line solid and wide, the other's dashed; a halo keeps both seen over hatching. */
function lineStyle(party: string | null, own: string, signOf: (code: string) => "a" | "b"): Style[] {
  const colours = palette();
  const color = party ? colours[signOf(party)] : colours.dim;
  if (party === own) {
    return [
      new Style({ stroke: new Stroke({ color: colours.bg, width: 6.5 }) }),
      new Style({ stroke: new Stroke({ color, width: 3.5 }) }),
    ];
  }
  return [new Style({ stroke: new Stroke({ color, width: 2, lineDash: party ? [9, 6] : [2, 5] }) })];
}
