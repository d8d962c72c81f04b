import { expect, test } from "vitest";
import type { Profile } from "../src/api/types";
import { planeOf } from "../src/map/crs";

const profile = (proj4: string): Profile => ({
  crs: "test", crs_name: "", notation: "", unit: "", ce95_m: 10, proj4, bounds: [0, 0, 2, 2],
});

test.each([
  "+proj=utm +zone=31 +datum=WGS84 +units=m +no_defs",
  "+proj=lcc +lat_1=1 +lat_0=1 +lon_0=1 +k_0=0.998 +x_0=2743196.4 +y_0=914398.8 +a=6377301.243 +b=6356100.2284 +towgs84=283,682,231,0,0,0,0 +to_meter=0.9143985 +no_defs",
  "+proj=longlat +datum=WGS84 +no_defs",
])("a place comes back to itself through %s", (proj4) => {
  const plane = planeOf(profile(proj4));
  const [lon, lat] = plane.inverse(plane.forward([1.25, 0.75]));
  // A datum shift forgets the height between, which costs centimetres: enough to draw with.
  expect(lon).toBeCloseTo(1.25, 5);
  expect(lat).toBeCloseTo(0.75, 5);
});

test("a yard is a yard: one plane unit has its length on the ground", () => {
  const yards = planeOf(profile("+proj=tmerc +lat_0=0 +lon_0=1 +k=1 +datum=WGS84 +to_meter=0.9144 +no_defs"));
  expect(yards.metresPerUnit).toBeGreaterThan(0.91);
  expect(yards.metresPerUnit).toBeLessThan(0.925);
});
