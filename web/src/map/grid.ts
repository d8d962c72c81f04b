/** The party's own grid on its own map: straight lines in its own CRS, labelled as on a sheet. */

import type { Frame } from "./canvas";
import type { Plane } from "./crs";
import { palette } from "./palette";

const APART_PX = 90;

/** The round step, in plane units, that keeps lines at least `apart` plane units from each other. */
export function gridStep(apart: number, degrees: boolean): number {
  if (degrees) {
    const minutes = [1 / 60, 1 / 12, 1 / 6, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800];
    const wanted = minutes.find((one) => one / 60 >= apart);
    return (wanted ?? 1800) / 60;
  }
  const power = 10 ** Math.floor(Math.log10(apart));
  return ([1, 2, 5, 10].find((one) => one * power >= apart) ?? 10) * power;
}

/** The label of a line: thousands as two figures as on a sheet, all of them where lines are 100 km apart, degrees and minutes in full. */
export function gridLabel(value: number, step: number, degrees: boolean): string {
  if (degrees) {
    const seconds = Math.round(Math.abs(value) * 3600);
    const whole = `${value < 0 ? "-" : ""}${Math.floor(seconds / 3600)}°`;
    const minutes = Math.floor(seconds % 3600 / 60);
    const rest = seconds % 60;
    return `${whole}${minutes || rest ? `${String(minutes).padStart(2, "0")}′` : ""}${rest ? `${rest}″` : ""}`;
  }
  const full = Math.round(value);
  if (step < 1000) return String(((full % 100_000) + 100_000) % 100_000).padStart(5, "0");
  if (step >= 100_000) return String(Math.round(full / 1000));
  const thousands = ((Math.round(full / 1000) % 100) + 100) % 100;
  return String(thousands).padStart(2, "0");
}

/** Multiples of `step` within [from, to]. */
export function stops(from: number, to: number, step: number): number[] {
  const found: number[] = [];
  for (let n = Math.ceil(from / step); n * step <= to && found.length < 200; n++) found.push(n * step);
  return found;
}

type Lines = { step: number; across: number[]; up: number[]; xOf: (value: number) => number; yOf: (value: number) => number };

function linesIn({ extent: [west, south, east, north], scale, ratio }: Frame, { degrees, lonScale }: Plane): Lines {
  const step = gridStep(ratio / scale * APART_PX / lonScale, degrees);
  return {
    step,
    across: stops(west / lonScale, east / lonScale, step),
    up: stops(south, north, step),
    xOf: (value) => (value * lonScale - west) * scale,
    yOf: (value) => (north - value) * scale,
  };
}

/** The lines, which lie under everything that stands on the map. */
export function paintGrid(frame: Frame, plane: Plane): void {
  const { pen, ratio } = frame;
  const { across, up, xOf, yOf } = linesIn(frame, plane);
  pen.strokeStyle = palette().line;
  pen.lineWidth = ratio;
  pen.beginPath();
  for (const value of across) {
    pen.moveTo(xOf(value), 0);
    pen.lineTo(xOf(value), pen.canvas.height);
  }
  for (const value of up) {
    pen.moveTo(0, yOf(value));
    pen.lineTo(pen.canvas.width, yOf(value));
  }
  pen.stroke();
}

/** Their numbers, along the edges of what is shown. */
export function paintGridLabels(frame: Frame, plane: Plane): void {
  const { pen, ratio } = frame;
  const { step, across, up, xOf, yOf } = linesIn(frame, plane);
  const colours = palette();
  pen.font = `${13 * ratio}px "Noto Sans Mono", monospace`;
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  pen.lineJoin = "round";
  pen.lineWidth = 3 * ratio;
  pen.strokeStyle = colours.water;
  pen.fillStyle = colours.dim;
  const label = (text: string, x: number, y: number) => {
    pen.strokeText(text, x, y);
    pen.fillText(text, x, y);
  };
  for (const value of across) label(gridLabel(value, step, plane.degrees), xOf(value) + 3 * ratio, 14 * ratio);
  for (const value of up) label(gridLabel(value, step, plane.degrees), 3 * ratio, yOf(value) - 3 * ratio);
}
