/** How each thing is painted: party by shape and colour, past its time hollow, trouble with a triangle and words. */

import type { Frame } from "./canvas";
import type { LonLat } from "./crs";
import { palette, type Palette } from "./palette";

/** What a mark is painted as. */
export type Look =
  | "land" | "difference" | "own-line" | "their-line" | "nobodys-line"
  | "ring" | "item" | "area" | "enquiry" | "readback" | "vector" | "trial" | "clicked";

/** A line or ring in the plane: x and y in turn. */
export type Path = Float64Array;

export type Mark = {
  look: Look;
  paths?: readonly Path[];
  closed?: boolean;
  /** where its symbol and its label stand, in the plane */
  at?: LonLat;
  sign?: "a" | "b" | undefined;
  label?: string;
  stale?: boolean;
  /** labels of places that may lie close together stand in rows */
  row?: number;
};

const FONT = '"Noto Sans", "Vazirmatn", sans-serif';
const ROOM_PX = 260; // how far a symbol and its label reach

/** Shapes first, then symbols, then labels: a label is never covered, and never left out for another. */
export function paintMarks(frame: Frame, marks: readonly Mark[]): void {
  const colours = palette();
  const seen = marks.filter((one) => isSeen(one, frame));
  for (const one of seen) shape(frame, one, colours);
  for (const one of seen) symbol(frame, one, colours);
  for (const one of seen) label(frame, one, colours);
}

function isSeen({ paths, at }: Mark, { extent: [west, south, east, north], scale, ratio }: Frame): boolean {
  const room = ROOM_PX * ratio / scale;
  if (at && at[0] > west - room && at[0] < east + room && at[1] > south - room && at[1] < north + room) return true;
  return (paths ?? []).some((path) => {
    let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let n = 0; n < path.length; n += 2) {
      const [x, y] = [path[n] as number, path[n + 1] as number];
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < low) low = y;
      if (y > high) high = y;
    }
    return left < east && right > west && low < north && high > south;
  });
}

function colourOf({ sign }: Mark, colours: Palette): string {
  return sign ? colours[sign] : colours.ink;
}

function trace({ pen, extent: [west, , , north], scale }: Frame, { paths = [], closed }: Mark): void {
  pen.beginPath();
  for (const path of paths) {
    for (let n = 0; n < path.length; n += 2) {
      const [x, y] = [((path[n] as number) - west) * scale, (north - (path[n + 1] as number)) * scale];
      if (n === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
    if (closed) pen.closePath();
  }
}

function shape(frame: Frame, mark: Mark, colours: Palette): void {
  if (!mark.paths) return;
  const { pen, ratio } = frame;
  const colour = colourOf(mark, colours);
  trace(frame, mark);
  const fill = (with_: string | CanvasPattern) => {
    pen.fillStyle = with_;
    pen.fill("evenodd");
  };
  const stroke = (with_: string, width: number, dash: readonly number[] = []) => {
    pen.strokeStyle = with_;
    pen.lineWidth = width * ratio;
    pen.setLineDash(dash.map((one) => one * ratio));
    pen.stroke();
  };
  pen.lineJoin = pen.lineCap = "round";
  switch (mark.look) {
    case "land":
      return fill(colours.land);
    case "difference":
      return fill(colours.hatch);
    // The own line solid and wide, the other's dashed; a halo keeps it seen over hatching.
    case "own-line":
      stroke(colours.bg, 6.5);
      return stroke(colour, 3.5);
    case "their-line":
      return stroke(colour, 2, [9, 6]);
    case "nobodys-line":
      return stroke(colours.dim, 2, [2, 5]);
    case "ring":
      fill(`${colour}22`);
      return stroke(colour, 1.5, [3, 3]);
    case "area":
      if (mark.closed) fill(`${colour}18`);
      return stroke(colour, 2);
    case "vector":
      stroke(colours.bg, 7);
      return stroke(colours.bad, 3.5);
    default:
      return stroke(colours.ink, 2, [6, 4]);
  }
}

function symbol(frame: Frame, mark: Mark, colours: Palette): void {
  if (!mark.at) return;
  const { pen, ratio } = frame;
  const [x, y] = pixel(frame, mark.at);
  const colour = colourOf(mark, colours);
  pen.setLineDash([]);
  const draw = (fill: string | null, edge: string, width: number) => {
    if (fill) {
      pen.fillStyle = fill;
      pen.fill();
    }
    pen.strokeStyle = edge;
    pen.lineWidth = width * ratio;
    pen.stroke();
  };
  pen.beginPath();
  switch (mark.look) {
    case "item":
    case "readback": {
      const hollow = mark.look === "readback" || Boolean(mark.stale);
      const size = (mark.look === "readback" ? 11 : 7) * ratio;
      // First party a circle, second a diamond; past its time only the outline.
      if (mark.sign === "b") star(pen, x, y, 4, size + 2 * ratio, size + 2 * ratio, 0, true);
      else pen.arc(x, y, size, 0, 2 * Math.PI);
      return hollow ? draw(colours.bg, colour, 3) : draw(colour, colours.bg, 2);
    }
    case "enquiry":
      star(pen, x, y, 4, 13 * ratio, 3 * ratio, Math.PI / 4);
      return draw(colour, colours.bg, 2);
    case "trial":
      pen.arc(x, y, 6 * ratio, 0, 2 * Math.PI);
      return draw(null, colours.ink, 2.5);
    case "clicked":
      for (const [dx, dy] of [[10, 0], [0, 10]] as const) {
        pen.moveTo(x - dx * ratio, y - dy * ratio);
        pen.lineTo(x + dx * ratio, y + dy * ratio);
      }
      return draw(null, colours.ink, 2.5);
    case "vector":
      star(pen, x, y, 3, 9 * ratio, 9 * ratio, headed(mark), true);
      return draw(colours.bad, colours.bg, 1.5);
    default:
      return undefined;
  }
}

/** A star of `points` about a place; all corners outside make a plain polygon. 0 turns to the top. */
function star(
  pen: CanvasRenderingContext2D, x: number, y: number, points: number, outer: number, inner: number, turn: number, plain = false,
): void {
  const corners = plain ? points : points * 2;
  for (let n = 0; n < corners; n++) {
    const at = turn + n / corners * 2 * Math.PI;
    const away = n % 2 === 0 || plain ? outer : inner;
    pen.lineTo(x + away * Math.sin(at), y - away * Math.cos(at));
  }
  pen.closePath();
}

/** Which way the vector of a mismatch points, clockwise from the top. */
function headed({ paths }: Mark): number {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = paths?.[0] ?? [];
  return Math.atan2(x1 - x0, y1 - y0);
}

/** Labels stand in marks that keep their own direction. */
function label(frame: Frame, mark: Mark, colours: Palette): void {
  if (!mark.label || !mark.at) return;
  const { pen, ratio } = frame;
  const [dx, dy] = mark.look === "enquiry" ? [18, (mark.row ?? 0) % 3 * 17]
    : mark.look === "trial" ? [0, 22] : mark.look === "vector" ? [-12, 0] : [0, -18];
  let at = mark.at;
  if (mark.look === "vector") {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = mark.paths?.[0] ?? [];
    at = [(x0 + x1) / 2, (y0 + y1) / 2];
  }
  const [x, y] = pixel(frame, at);
  pen.font = `600 ${15 * ratio}px ${FONT}`;
  pen.textAlign = dx === 0 ? "center" : dx > 0 ? "left" : "right";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.setLineDash([]);
  pen.strokeStyle = colours.bg;
  pen.lineWidth = 4 * ratio;
  const text = `\u2068${mark.label}\u2069`;
  pen.strokeText(text, x + dx * ratio, y + dy * ratio);
  pen.fillStyle = colours.ink;
  pen.fillText(text, x + dx * ratio, y + dy * ratio);
}

function pixel({ extent: [west, , , north], scale }: Frame, at: LonLat): [number, number] {
  return [(at[0] - west) * scale, (north - at[1]) * scale];
}
