/** How each thing is drawn: party by shape and colour, past its time hollow, trouble with a triangle and words. */

import type Feature from "ol/Feature";
import type LineString from "ol/geom/LineString";
import Point from "ol/geom/Point";
import { Circle, Fill, RegularShape, Stroke, Style, Text } from "ol/style";
import type ImageStyle from "ol/style/Image";
import { palette, type Palette } from "./palette";
import type { Look } from "./things";

const FONT = '600 15px "Noto Sans", "Vazirmatn", sans-serif';

export function styleOf(feature: Feature): Style | Style[] {
  const colours = palette();
  const look = feature.get("look") as Look;
  const sign = feature.get("sign") as "a" | "b" | undefined;
  const colour = sign ? colours[sign] : colours.ink;
  const label = feature.get("label") as string | undefined;
  switch (look) {
    case "ring":
      return new Style({ stroke: new Stroke({ color: colour, width: 1.5, lineDash: [3, 3] }), fill: new Fill({ color: `${colour}22` }) });
    case "area":
      return new Style({ stroke: new Stroke({ color: colour, width: 2 }), fill: new Fill({ color: `${colour}18` }) });
    case "item":
      return new Style({ image: symbol(sign, colour, colours, Boolean(feature.get("stale"))), ...text(label, colours) });
    case "enquiry":
      return new Style({ image: cross(colours, colour), ...text(label, colours, (Number(feature.get("row") ?? 0) % 3) * 17, 18) });
    case "readback":
      return new Style({ image: symbol(sign, colour, colours, true, 11) });
    case "vector":
      return vector(feature, colours, label ?? "");
    case "trial":
      return new Style({
        image: new Circle({ radius: 6, stroke: new Stroke({ color: colours.ink, width: 2.5 }) }),
        stroke: new Stroke({ color: colours.ink, width: 2, lineDash: [6, 4] }),
        ...text(label, colours, 22),
      });
    case "clicked":
      return new Style({ image: new RegularShape({ points: 4, radius: 10, radius2: 0, stroke: new Stroke({ color: colours.ink, width: 2.5 }) }) });
  }
}

/** First party a circle, second a diamond; past its time only the outline. */
function symbol(sign: "a" | "b" | undefined, colour: string, colours: Palette, hollow: boolean, size = 7): ImageStyle {
  const fill = new Fill({ color: hollow ? colours.bg : colour });
  const stroke = new Stroke({ color: hollow ? colour : colours.bg, width: hollow ? 3 : 2 });
  return sign === "b"
    ? new RegularShape({ points: 4, radius: size + 2, fill, stroke })
    : new Circle({ radius: size, fill, stroke });
}

function cross(colours: Palette, colour: string): ImageStyle {
  return new RegularShape({
    points: 4, radius: 13, radius2: 3, angle: Math.PI / 4, fill: new Fill({ color: colour }),
    stroke: new Stroke({ color: colours.bg, width: 2 }),
  });
}

/** Labels stand in marks that keep their own direction; a label is never dropped for another. */
function text(label: string | undefined, colours: Palette, offsetY = -18, offsetX = 0): { text?: Text } {
  if (!label) return {};
  return {
    text: new Text({
      text: `\u2068${label}\u2069`, offsetY, offsetX, textAlign: offsetX === 0 ? "center" : offsetX > 0 ? "left" : "right", font: FONT, overflow: true,
      fill: new Fill({ color: colours.ink }), stroke: new Stroke({ color: colours.bg, width: 4 }),
    }),
  };
}

/** From the place asked about to the place read back, with its length. */
function vector(feature: Feature, colours: Palette, label: string): Style[] {
  const line = feature.getGeometry() as LineString;
  const [x0 = 0, y0 = 0] = line.getFirstCoordinate();
  const [x1 = 0, y1 = 0] = line.getLastCoordinate();
  const turn = Math.atan2(x1 - x0, y1 - y0);
  return [
    new Style({ stroke: new Stroke({ color: colours.bg, width: 7 }) }),
    new Style({ stroke: new Stroke({ color: colours.bad, width: 3.5 }) }),
    new Style({
      geometry: new Point([x1, y1]),
      image: new RegularShape({ points: 3, radius: 9, rotation: turn, fill: new Fill({ color: colours.bad }), stroke: new Stroke({ color: colours.bg, width: 1.5 }) }),
    }),
    new Style({ geometry: new Point([(x0 + x1) / 2, (y0 + y1) / 2]), ...text(label, colours, 0, -12) }),
  ];
}
