/** In place of the buttons that OpenLayers would put on a map: the desk has its own, outside the maps. */

export function defaults(): never {
  throw new Error("a map is made with its own list of controls");
}
