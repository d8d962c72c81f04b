/** In place of the grid file reader of proj4: the node sends PROJ strings that name no grid but `@null`, no shift. */

const NO_SHIFT = [{ name: "null", mandatory: false, grid: null, isNull: true }];

export function getNadgrids(named?: string): typeof NO_SHIFT | null {
  if (named !== undefined && named !== "@null") throw new Error("the node shifts datums by grid files, the page does not");
  return named === undefined ? null : NO_SHIFT;
}

export default function refuse(): never {
  throw new Error("the node reads grid files");
}
