/** In place of the picture warping of OpenLayers: every layer of a pane is drawn in that pane's own plane. */

export default class Refused {
  constructor() {
    throw new Error("a layer is drawn in the plane of its pane");
  }
}
