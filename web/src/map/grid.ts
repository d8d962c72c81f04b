/** The party's own grid on its own map: straight lines in its own CRS, labelled as on a sheet. */

import ImageLayer from "ol/layer/Image";
import ImageCanvas from "ol/source/ImageCanvas";
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

export function gridLayer(plane: Plane): ImageLayer<ImageCanvas> {
  const source = new ImageCanvas({
    ratio: 1,
    projection: plane.projection,
    canvasFunction: (extent, resolution, pixelRatio, size) => {
      const canvas = document.createElement("canvas");
      canvas.width = size[0] ?? 0;
      canvas.height = size[1] ?? 0;
      const pen = canvas.getContext("2d");
      const [west = 0, south = 0, east = 0, north = 0] = extent;
      if (pen) draw(pen, [west, south, east, north], resolution, pixelRatio, plane);
      return canvas;
    },
  });
  return new ImageLayer({ source });
}

function draw(
  pen: CanvasRenderingContext2D, [west, south, east, north]: number[], resolution: number, ratio: number, plane: Plane,
): void {
  const [w, s, e, n] = [west ?? 0, south ?? 0, east ?? 0, north ?? 0];
  const scale = ratio / resolution;
  const { degrees, lonScale } = plane;
  const step = gridStep(resolution * APART_PX / lonScale, degrees);
  const colours = palette();
  pen.strokeStyle = colours.line;
  pen.lineWidth = ratio;
  pen.font = `${13 * ratio}px "Noto Sans Mono", monospace`;
  const label = (text: string, x: number, y: number) => {
    pen.lineWidth = 3 * ratio;
    pen.strokeStyle = colours.water;
    pen.strokeText(text, x, y);
    pen.fillStyle = colours.dim;
    pen.fillText(text, x, y);
    pen.lineWidth = ratio;
    pen.strokeStyle = colours.line;
  };
  const lines = (values: number[], place: (value: number) => [number, number, number, number]) => {
    pen.beginPath();
    for (const value of values) {
      const [x0, y0, x1, y1] = place(value);
      pen.moveTo(x0, y0);
      pen.lineTo(x1, y1);
    }
    pen.stroke();
  };
  const across = stops(w / lonScale, e / lonScale, step);
  const up = stops(s, n, step);
  const xOf = (value: number) => (value * lonScale - w) * scale;
  const yOf = (value: number) => (n - value) * scale;
  lines(across, (value) => [xOf(value), 0, xOf(value), pen.canvas.height]);
  lines(up, (value) => [0, yOf(value), pen.canvas.width, yOf(value)]);
  for (const value of across) label(gridLabel(value, step, degrees), xOf(value) + 3 * ratio, 14 * ratio);
  for (const value of up) label(gridLabel(value, step, degrees), 3 * ratio, yOf(value) - 3 * ratio);
}
