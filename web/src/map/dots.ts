/** Very many places at once: one dot a cell of a few pixels, written straight into the picture, without WebGL.
 *
 * A hundred thousand places are two arrays of numbers. Nothing is left out: where several fall into one cell
 * there is a dot for each party among them, and one that still stands covers one that is past its time.
 */

import type { Frame } from "./canvas";
import type { Plane } from "./crs";
import { palette } from "./palette";

/** Places as the node sends them: latitude and longitude in turn, and what each is (`A`, `B`, plus `STALE`). */
export type Places = { degrees: Float64Array; sorts: Uint8Array };

export const A = 0;
export const B = 1;
export const STALE = 2;

const CELL_PX = 4;
/** First party a block, second a diamond; past its time without its middle. Rows of a 5 by 5 mask. */
const MASKS: readonly (readonly number[])[] = [
  [0b00000, 0b01110, 0b01110, 0b01110, 0b00000],
  [0b00100, 0b01110, 0b11111, 0b01110, 0b00100],
  [0b01110, 0b10001, 0b10001, 0b10001, 0b01110],
  [0b00100, 0b01010, 0b10001, 0b01010, 0b00100],
];

/** The same places as numbers of a plane, worked out once. */
export function inPlane({ degrees, sorts }: Places, plane: Plane): Dots {
  const xy = new Float64Array(degrees.length);
  for (let n = 0; n < degrees.length; n += 2) {
    const [x, y] = plane.forward([degrees[n + 1] as number, degrees[n] as number]);
    xy[n] = x;
    xy[n + 1] = y;
  }
  return { xy, sorts };
}

export type Dots = { xy: Float64Array; sorts: Uint8Array };

export type Onto = { west: number; north: number; scale: number; wide: number; tall: number };

/** Which dots to draw: for each cell and sort the first place that falls into it, as pixel numbers. */
export function thinned({ xy, sorts }: Dots, { west, north, scale, wide, tall }: Onto, cell: number): Int32Array[] {
  const across = Math.ceil(wide / cell) + 1;
  const taken = new Uint8Array(across * (Math.ceil(tall / cell) + 1));
  const found: number[][] = [[], [], [], []];
  for (let n = 0; n < sorts.length; n++) {
    const x = ((xy[2 * n] as number) - west) * scale;
    const y = (north - (xy[2 * n + 1] as number)) * scale;
    if (!(x >= 0 && y >= 0 && x < wide && y < tall)) continue;
    const sort = sorts[n] as number;
    const at = Math.floor(y / cell) * across + Math.floor(x / cell);
    const bit = 1 << sort;
    if ((taken[at] as number) & bit) continue;
    taken[at] = (taken[at] as number) | bit;
    found[sort]?.push(x | 0, y | 0);
  }
  return found.map((one) => Int32Array.from(one));
}

export function paintDots({ pen, extent: [west, , , north], scale, ratio }: Frame, dots: Dots): void {
  const { width, height } = pen.canvas;
  if (dots.sorts.length === 0 || width === 0 || height === 0) return;
  const zoom = Math.max(1, Math.round(ratio));
  const found = thinned(dots, { west, north, scale, wide: width, tall: height }, CELL_PX * zoom);
  const picture = new ImageData(width, height);
  const pixels = new Uint32Array(picture.data.buffer);
  const colours = palette();
  // Where two parties share a cell each lies over the other as often: nobody's dots hide those of the other.
  for (const stale of [STALE, 0]) {
    for (const turn of [0, 1]) {
      for (const sign of [A, B]) {
        const dot: Dot = { mask: MASKS[sign + stale] ?? [], colour: packed(sign === A ? colours.a : colours.b), zoom };
        stamp(pixels, width, height, found[sign + stale] ?? new Int32Array(), dot, (sign + turn) % 2);
      }
    }
  }
  // Put through a canvas of its own: what stands below the dots has to stay.
  const sheet = document.createElement("canvas");
  sheet.width = width;
  sheet.height = height;
  sheet.getContext("2d")?.putImageData(picture, 0, 0);
  pen.drawImage(sheet, 0, 0);
}

type Dot = { mask: readonly number[]; colour: number; zoom: number };

/** Every dot in the cells of one colour of a chess board: `turn` 0 or 1. */
function stamp(pixels: Uint32Array, width: number, height: number, places: Int32Array, { mask, colour, zoom }: Dot, turn: number): void {
  const cell = CELL_PX * zoom;
  for (let n = 0; n < places.length; n += 2) {
    if (((places[n] as number) / cell | 0) + ((places[n + 1] as number) / cell | 0) + turn & 1) continue;
    const [x0, y0] = [(places[n] as number) - 2 * zoom, (places[n + 1] as number) - 2 * zoom];
    for (let row = 0; row < 5 * zoom; row++) {
      const y = y0 + row;
      if (y < 0 || y >= height) continue;
      const bits = mask[Math.floor(row / zoom)] ?? 0;
      for (let column = 0; column < 5 * zoom; column++) {
        const x = x0 + column;
        if (x >= 0 && x < width && bits & (16 >> Math.floor(column / zoom))) pixels[y * width + x] = colour;
      }
    }
  }
}

/** "#56b4e9" as the four bytes that a picture holds, in the order of this machine. */
function packed(colour: string): number {
  const value = Number.parseInt(colour.slice(1), 16);
  return new Uint32Array(new Uint8Array([value >> 16, value >> 8 & 255, value & 255, 255]).buffer)[0] ?? 0;
}
