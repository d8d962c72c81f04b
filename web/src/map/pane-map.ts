/** One pane's map: the ground, the grid, what stands on it, and what the pointer asks. */

import OlMap from "ol/Map";
import View from "ol/View";
import { defaults } from "ol/interaction/defaults";
import type { AreaChecked, Desk, Party, Reading } from "../api/types";
import { isClosed } from "../state/actions";
import { sheetPainter } from "../sheets/layer";
import type { Sheet } from "../sheets/state";
import { type Box, grown } from "./clip";
import { type LonLat, type Plane, planeOf } from "./crs";
import { canvasLayer } from "./canvas";
import { type Dots, inPlane, paintDots, type Places } from "./dots";
import { paintGrid, paintGridLabels } from "./grid";
import { type GroundData, groundMarks, noGround } from "./ground";
import { join, type Look, lookAt, lookOf } from "./link";
import { type Mark, paintMarks } from "./marks";
import { areaMarks, clickedMark, exchangeMarks, itemMarks, placeAt, trialMarks } from "./things";

export type PaneMap = {
  ground: (data: GroundData) => void;
  sheet: (sheet: Sheet | null) => void;
  things: (desk: Desk) => void;
  /** what is listed beyond the things with names, as dots */
  places: (places: Places | null) => void;
  trial: (reading: Reading | null) => void;
  clicked: (place: { lat: number; lon: number } | null) => void;
  area: (area: AreaChecked | null) => void;
  repaint: () => void;
  look: (at: Look) => void;
  looking: () => Look;
  zoom: (by: number) => void;
  middle: () => { lat: number; lon: number };
  /** Latitude and longitude along the frame of what is shown, eight to a side. */
  frame: () => [number, number][];
  dispose: () => void;
};

type Events = {
  pointed: (lat: number, lon: number) => void;
  pressed: (lat: number, lon: number, pixel_m: number) => void;
  moved: (look: Look) => void;
};

const MARGIN_DEG = 3;
const COARSEST_M = 20_000;
const FINEST_M = 0.2;

export function makePaneMap(
  element: HTMLElement, party: Party, start: Look, signOf: (code: string) => "a" | "b", events: Events,
): PaneMap {
  const plane = planeOf(party.profile);
  const box = grown(party.profile.bounds, MARGIN_DEG);
  let ground = groundMarks(noGround, plane, party.code, party.profile.bounds, signOf);
  let [items, talk, hand]: Mark[][] = [[], [], []];
  let dots: Dots | null = null;
  const canvas = canvasLayer([
    (frame) => paintMarks(frame, ground.land),
    (frame) => sheet.paint(frame),
    (frame) => paintGrid(frame, plane),
    (frame) => dots && paintDots(frame, dots),
    (frame) => paintMarks(frame, ground.drawn),
    // Items lie over the talk about them: a hidden label is a hidden hospital.
    (frame) => paintMarks(frame, talk ?? []),
    (frame) => paintMarks(frame, items ?? []),
    (frame) => paintMarks(frame, hand ?? []),
  ], (frame) => paintGridLabels(frame, plane));
  const sheet = sheetPainter(plane, canvas.changed);
  const view = new View({
    projection: plane.projection,
    center: plane.forward([start.lon, start.lat]),
    resolution: start.metresPerPixel / plane.metresPerUnit,
    maxResolution: COARSEST_M / plane.metresPerUnit,
    minResolution: FINEST_M / plane.metresPerUnit,
    enableRotation: false,
  });
  const map = new OlMap({
    target: element,
    controls: [],
    interactions: defaults({ onFocusOnly: false, altShiftDragRotate: false, pinchRotate: false }),
    layers: [canvas.layer],
    view,
  });
  const leave = join({ view, plane }, events.moved);
  listen(map, plane, events);
  let given: { desk: Desk["register"]; exchanges: Desk["exchanges"] } | null = null;
  let held: { trial: Reading | null; clicked: { lat: number; lon: number } | null; area: AreaChecked | null } =
    { trial: null, clicked: null, area: null };
  const hold = (part: Partial<typeof held>) => {
    held = { ...held, ...part };
    hand = [...areaMarks(held.area, plane), ...trialMarks(held.trial, plane), ...clickedMark(held.clicked, plane)];
    canvas.changed();
  };
  return {
    ground: (data) => {
      ground = groundMarks(data, plane, party.code, party.profile.bounds, signOf);
      canvas.changed();
    },
    sheet: sheet.show,
    things: (desk) => {
      if (given?.desk === desk.register && given.exchanges === desk.exchanges) return;
      items = itemMarks(desk.register, plane, box, signOf);
      talk = exchangeMarks(desk, plane, signOf);
      given = { desk: desk.register, exchanges: desk.exchanges };
      canvas.changed();
    },
    places: (places) => {
      dots = places && inPlane(places, plane);
      canvas.changed();
    },
    trial: (trial) => hold({ trial }),
    clicked: (clicked) => hold({ clicked }),
    area: (area) => hold({ area }),
    repaint: canvas.changed,
    look: (at) => lookAt({ view, plane }, at),
    looking: () => lookOf({ view, plane }),
    zoom: (by) => view.adjustZoom(by),
    middle: () => {
      const [lon, lat] = plane.inverse((view.getCenter() ?? [0, 0]) as LonLat);
      return { lat, lon };
    },
    frame: () => frameOf(map, plane),
    dispose: () => {
      leave();
      map.setTarget(undefined);
      map.dispose();
    },
  };
}

function listen(map: OlMap, plane: Plane, events: Events): void {
  map.on("pointermove", (event) => {
    if (event.dragging) return;
    const [lon, lat] = plane.inverse(event.coordinate as LonLat);
    if (Number.isFinite(lon) && Number.isFinite(lat)) events.pointed(lat, lon);
  });
  map.on("click", (event) => {
    const [lon, lat] = plane.inverse(event.coordinate as LonLat);
    const pixel_m = (map.getView().getResolution() ?? 1) * plane.metresPerUnit;
    if (Number.isFinite(lon) && Number.isFinite(lat)) events.pressed(lat, lon, pixel_m);
  });
}

/** Where to look first: all that stands in the register and the open enquiries, else the area both maps share. */
export function firstLook(desk: Desk): Look {
  const places: LonLat[] = desk.register.flatMap((one): LonLat[] =>
    one.lat_deg === null || one.lon_deg === null ? [] : [[one.lon_deg, one.lat_deg]]);
  for (const one of desk.exchanges) {
    const at = isClosed(one) ? null : placeAt(one.place);
    if (at) places.push(at);
  }
  const box = places.length ? boxOf(places) : shared(desk);
  const [west, south, east, north] = box;
  const lat = (south + north) / 2;
  const tall = (north - south) * 111_195;
  const wide = (east - west) * 111_195 * Math.cos(lat * Math.PI / 180);
  return { lon: (west + east) / 2, lat, metresPerPixel: Math.min(COARSEST_M, Math.max(40, Math.max(tall, wide) * 1.7 / 480)) };
}

function boxOf(places: readonly LonLat[]): Box {
  const lon = places.map((one) => one[0]);
  const lat = places.map((one) => one[1]);
  return [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
}

function shared(desk: Desk): Box {
  const all = [desk.party, ...desk.peers].map((one) => one.profile.bounds);
  const cut: Box = [
    Math.max(...all.map((one) => one[0])), Math.max(...all.map((one) => one[1])),
    Math.min(...all.map((one) => one[2])), Math.min(...all.map((one) => one[3])),
  ];
  return cut[0] < cut[2] && cut[1] < cut[3] ? cut : desk.party.profile.bounds;
}

const PER_SIDE = 8;

function frameOf(map: OlMap, plane: Plane): [number, number][] {
  const [west = 0, south = 0, east = 0, north = 0] = map.getView().calculateExtent(map.getSize());
  const along = Array.from({ length: PER_SIDE }, (_, n) => n / PER_SIDE);
  const mix = (from: number, to: number, share: number) => from + (to - from) * share;
  const ring: LonLat[] = [
    ...along.map((share): LonLat => [mix(west, east, share), south]),
    ...along.map((share): LonLat => [east, mix(south, north, share)]),
    ...along.map((share): LonLat => [mix(east, west, share), north]),
    ...along.map((share): LonLat => [west, mix(north, south, share)]),
  ];
  return ring.map((xy) => {
    const [lon, lat] = plane.inverse(xy);
    return [Number(lat.toFixed(6)), Number(lon.toFixed(6))];
  });
}
