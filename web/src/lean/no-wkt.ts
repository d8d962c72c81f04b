/** In place of the WKT reader of proj4: the node sends PROJ strings and nothing else. */

export default function refuse(): never {
  throw new Error("a CRS comes as a PROJ string");
}
