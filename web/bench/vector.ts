/** The peer of bench_drag.py: the same places in two plain OpenLayers vector layers, each with a map of its own. */

import Feature from "ol/Feature";
import OlMap from "ol/Map";
import View from "ol/View";
import { defaults } from "ol/interaction/defaults";
import Point from "ol/geom/Point";
import VectorLayer from "ol/layer/Vector";
import { fromLonLat } from "ol/proj";
import VectorSource from "ol/source/Vector";
import { Circle, Fill, Style } from "ol/style";

const bytes = await (await fetch("dots")).arrayBuffer();
const count = new DataView(bytes).getUint32(0, true);
const degrees = new Float64Array(bytes, 8, 2 * count);
const style = new Style({ image: new Circle({ radius: 2, fill: new Fill({ color: "#56b4e9" }) }) });
const view = new View({ center: fromLonLat([3.5, 2.7]), resolution: 400 });
const maps = ["own", "other"].map((target) => {
  const features = Array.from({ length: count }, (_, n) =>
    new Feature(new Point(fromLonLat([degrees[2 * n + 1] ?? 0, degrees[2 * n] ?? 0]))));
  const layer = new VectorLayer({ source: new VectorSource({ features }), style });
  return new OlMap({ target, layers: [layer], view, controls: [], interactions: defaults({ onFocusOnly: false }) });
});
Object.assign(globalThis, { centre: () => view.getCenter() });
await Promise.all(maps.map((map) => new Promise((done) => map.once("rendercomplete", done))));
document.body.dataset.ready = "";
