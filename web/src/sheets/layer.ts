/** The scanned sheet under the own map, drawn in that map's own plane by the mesh that the node worked out. */

import type { Painter } from "../map/canvas";
import type { Plane } from "../map/crs";
import { type At, isSeen, triangles } from "./mesh";
import type { Sheet } from "./state";

const OPACITY = 0.8;
const SEAM_PX = 0.6; // cells overlap by this much, so that no seam shows between them

/** `changed` is called once a picture has come. */
export function sheetPainter(plane: Plane, changed: () => void): { paint: Painter; show: (sheet: Sheet | null) => void } {
  let shown: { sheet: Sheet; picture: HTMLImageElement; plane: At[][] } | null = null;
  const paint: Painter = ({ pen, extent: [west, , , north], scale }) => {
    if (!shown?.picture.naturalWidth) return;
    const { sheet, picture } = shown;
    const mesh = shown.plane.map((row) => row.map(([x, y]): At => [(x - west) * scale, (north - y) * scale]));
    // On a canvas of its own first: where its cells overlap nothing may shine through twice.
    const whole = document.createElement("canvas");
    whole.width = pen.canvas.width;
    whole.height = pen.canvas.height;
    const own = whole.getContext("2d");
    if (!own) return;
    draw(own, picture, mesh, sheet);
    pen.globalAlpha = OPACITY;
    pen.drawImage(whole, 0, 0);
  };
  const show = (sheet: Sheet | null) => {
    if ((shown?.sheet ?? null) === sheet) return;
    shown = null;
    if (sheet?.mesh.length) {
      const picture = new Image();
      const laid = sheet.mesh.map((row) => row.map(([lat, lon]) => plane.forward([lon, lat])));
      shown = { sheet, picture, plane: laid };
      picture.addEventListener("load", () => {
        if (shown?.picture === picture) changed();
      });
      picture.src = `api/map/sheets/${encodeURIComponent(sheet.name)}/image`;
    }
    changed();
  };
  return { paint, show };
}

function draw(pen: CanvasRenderingContext2D, picture: HTMLImageElement, mesh: At[][], sheet: Sheet): void {
  const { width, height } = pen.canvas;
  for (const one of triangles(mesh, sheet.width, sheet.height)) {
    if (!isSeen(one, width, height)) continue;
    pen.save();
    pen.beginPath();
    for (const [x, y] of widened(one.ring)) pen.lineTo(x, y);
    pen.clip();
    pen.setTransform(...one.matrix);
    pen.drawImage(picture, 0, 0);
    pen.restore();
  }
}

/** The corners moved a little away from their middle. */
function widened(ring: readonly [At, At, At]): At[] {
  const middle = [0, 1].map((axis) => ring.reduce((sum, one) => sum + (one[axis] ?? 0), 0) / 3);
  return ring.map(([x, y]) => {
    const [dx, dy] = [x - (middle[0] ?? 0), y - (middle[1] ?? 0)];
    const away = Math.hypot(dx, dy) || 1;
    return [x + dx / away * SEAM_PX, y + dy / away * SEAM_PX];
  });
}
