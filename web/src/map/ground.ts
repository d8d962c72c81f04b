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

export type GroundData = {
  land: GeoJSON.FeatureCollection;
  depictions: { info: DepictionInfo; shape: GeoJSON.FeatureCollection }[];
  differences: GeoJSON.FeatureCollection;
};

let asked: Promise<GroundData> | null = null;

/** Asked for once for both panes; asked again after `forgetGround`. */
export function groundData(): Promise<GroundData> {
  asked ??= load();
  asked.catch(() => {
    asked = null;
  });
  return asked;
}

export function forgetGround(): void {
  asked = null;
}

async function load(): Promise<GroundData> {
  const [land, differences, all] = await Promise.all([
    get<GeoJSON.FeatureCollection>("api/map/land"),
    get<GeoJSON.FeatureCollection>("api/map/differences"),
    get<DepictionInfo[]>("api/map/depictions"),
  ]);
  const depictions = await Promise.all(all.filter((one) => one.shown).map(async (info) => ({
    info,
    shape: await get<GeoJSON.FeatureCollection>(`api/map/depictions/${info.name.split("/").map(encodeURIComponent).join("/")}`),
  })));
  return { land, differences, depictions };
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
  const fill = (data: GroundData) => {
    put(land, data.land.features.flatMap((one) => areasOf(one.geometry, plane, box)));
    put(differences, data.differences.features.flatMap((one) => areasOf(one.geometry, plane, box)));
    lines.getSource()?.clear(true);
    for (const { info, shape } of data.depictions) {
      const made = drawnLines(shape).flatMap((one) => linesOf(one.geometry, plane, box));
      lines.getSource()?.addFeatures(made.map((geometry) => new Feature({ geometry, party: info.party })));
    }
  };
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
