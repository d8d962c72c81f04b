/** In place of the expression language of OpenLayers: every style of the desk is a function. */

export function flatStyleLikeToStyleFunction(): never {
  throw new Error("a style is a function");
}
