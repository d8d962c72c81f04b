/** The ground under everything: land and water without borders, then each party's lines, then where they differ. */

import { get } from "../api/client";
import type { DepictionInfo } from "../api/types";
import { type Box, grown } from "./clip";
import type { Plane } from "./crs";
import type { Mark } from "./marks";
import { areasOf, linesOf } from "./shapes";

export type Drawn = { info: DepictionInfo; shape: GeoJSON.FeatureCollection };

/** What there is so far; each part comes when it comes, the land first. */
export type GroundData = {
  land: GeoJSON.FeatureCollection | null;
  depictions: readonly Drawn[];
  differences: GeoJSON.FeatureCollection | null;
};

export const noGround: GroundData = { land: null, depictions: [], differences: null };

/** Ask for all of it, and tell each part as soon as it is there. Throws the first fault after the rest was asked. */
export async function loadGround(tell: (part: (before: GroundData) => GroundData) => void): Promise<void> {
  const path = (name: string) => `api/map/depictions/${name.split("/").map(encodeURIComponent).join("/")}`;
  const asked = [
    get<GeoJSON.FeatureCollection>("api/map/land").then((land) => tell((before) => ({ ...before, land }))),
    get<GeoJSON.FeatureCollection>("api/map/differences")
      .then((differences) => tell((before) => ({ ...before, differences }))),
    get<DepictionInfo[]>("api/map/depictions").then((all) => Promise.all(
      all.filter((one) => one.shown).map(async (info) => {
        const shape = await get<GeoJSON.FeatureCollection>(path(info.name));
        tell((before) => ({ ...before, depictions: [...before.depictions, { info, shape }] }));
      }),
    )),
  ];
  const done = await Promise.allSettled(asked);
  const failed = done.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
}

const MARGIN_DEG = 3;

/** What the ground of one pane is painted as: the land, where the lines differ, and the lines. */
export function groundMarks(data: GroundData, plane: Plane, own: string, bounds: Box, signOf: (code: string) => "a" | "b") {
  const box = grown(bounds, MARGIN_DEG);
  const filled = (of: GeoJSON.FeatureCollection | null, look: "land" | "difference"): Mark[] =>
    (of?.features ?? []).flatMap((one) => areasOf(one.geometry, plane, box)).map((paths) => ({ look, paths, closed: true }));
  const lines = data.depictions.map(({ info, shape }): Mark => ({
    look: info.party === own ? "own-line" : info.party ? "their-line" : "nobodys-line",
    sign: info.party ? signOf(info.party) : undefined,
    paths: drawnLines(shape).flatMap((one) => linesOf(one.geometry, plane, box)),
  }));
  return { land: filled(data.land, "land"), drawn: [...filled(data.differences, "difference"), ...lines] };
}

/** The line itself where the file has one; the outlines of its areas where it has nothing else. */
function drawnLines({ features }: GeoJSON.FeatureCollection): GeoJSON.Feature[] {
  const lines = features.filter((one) => one.geometry && /LineString$/.test(one.geometry.type));
  return lines.length ? lines : features.filter((one) => one.geometry);
}
