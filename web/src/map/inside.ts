/** Whether a place lies in an area, and about where an area is; in degrees, for lists and looking. */

function ringsOf(shape: GeoJSON.Geometry): GeoJSON.Position[][] {
  if (shape.type === "Polygon") return shape.coordinates;
  if (shape.type === "MultiPolygon") return shape.coordinates.flat();
  return [];
}

/** Even and odd crossings over all rings, so holes count as outside. */
export function insideOf(shape: GeoJSON.Geometry, lon: number, lat: number): boolean {
  let inside = false;
  for (const ring of ringsOf(shape)) {
    ring.forEach(([x1 = 0, y1 = 0], n) => {
      const [x0 = 0, y0 = 0] = ring[(n + ring.length - 1) % ring.length] ?? [];
      if ((y1 > lat) !== (y0 > lat) && lon < (x0 - x1) * (lat - y1) / (y0 - y1) + x1) inside = !inside;
    });
  }
  return inside;
}

/** The middle of the box around an area. */
export function middleOf(shape: GeoJSON.Geometry): { lat: number; lon: number } {
  const all = ringsOf(shape).flat();
  const lon = all.map((one) => one[0] ?? 0);
  const lat = all.map((one) => one[1] ?? 0);
  const middle = (values: number[]) => (values.reduce((x, y) => Math.min(x, y), Infinity) +
    values.reduce((x, y) => Math.max(x, y), -Infinity)) / 2;
  return { lon: middle(lon), lat: middle(lat) };
}
