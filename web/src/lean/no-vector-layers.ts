/** The desk paints its maps itself (map/canvas.ts): OpenLayers is asked for the view and for the hand on it. */

export default class {}
