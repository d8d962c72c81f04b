/** One canvas a map. Everything is painted once, somewhat beyond the frame; a drag then only moves that picture. */

import Layer from "ol/layer/Layer";
import type { FrameState } from "ol/Map";

/** What is being painted: the pen, the plane's numbers of the upper corner, and how they become pixels. */
export type Frame = {
  pen: CanvasRenderingContext2D;
  /** west, south, east, north in the plane */
  extent: readonly [number, number, number, number];
  /** canvas pixels for one unit of the plane */
  scale: number;
  /** canvas pixels for one CSS pixel */
  ratio: number;
};

export type Painter = (frame: Frame) => void;

const BEYOND = 1.5;
type Kept = { picture: HTMLCanvasElement; extent: Frame["extent"]; resolution: number; ratio: number };

export type Canvas = {
  layer: Layer;
  /** something was painted otherwise: paint it again */
  changed: () => void;
};

/** `under` from the bottom up, kept while the map is dragged; `over` is painted anew in every frame. */
export function canvasLayer(under: readonly Painter[], over: Painter): Canvas {
  const shown = document.createElement("canvas");
  shown.className = "painted";
  let kept: Kept | null = null;
  const layer = new Layer({ render: (state) => render(state) });

  const render = (state: FrameState): HTMLElement => {
    const { pixelRatio: ratio, size: [wide = 0, tall = 0], viewState: { center, resolution }, viewHints } = state;
    const extent = around(center as [number, number], resolution, wide, tall);
    const moving = viewHints.some((one) => one > 0);
    if (!kept || !covers(kept.extent, extent) || kept.ratio !== ratio || (kept.resolution !== resolution && !moving)) {
      kept = paint(around(center as [number, number], resolution, wide * BEYOND, tall * BEYOND), resolution, ratio);
    }
    sized(shown, wide * ratio, tall * ratio);
    const pen = shown.getContext("2d");
    if (!pen || wide === 0 || tall === 0) return shown;
    pen.clearRect(0, 0, shown.width, shown.height);
    const scale = ratio / resolution;
    const [left, , right, top] = kept.extent;
    const lower = kept.extent[1];
    if (kept.picture.width > 0 && kept.picture.height > 0) {
      pen.drawImage(kept.picture, (left - extent[0]) * scale, (extent[3] - top) * scale, (right - left) * scale, (top - lower) * scale);
    }
    over({ pen, extent, scale, ratio });
    return shown;
  };

  const paint = (extent: Frame["extent"], resolution: number, ratio: number): Kept => {
    const picture = kept?.picture ?? document.createElement("canvas");
    const scale = ratio / resolution;
    sized(picture, (extent[2] - extent[0]) * scale, (extent[3] - extent[1]) * scale);
    const pen = picture.getContext("2d");
    if (pen) {
      pen.clearRect(0, 0, picture.width, picture.height);
      for (const one of under) {
        pen.save();
        one({ pen, extent, scale, ratio });
        pen.restore();
      }
    }
    return { picture, extent, resolution, ratio };
  };

  return {
    layer,
    changed: () => {
      if (kept) kept.ratio = 0;
      layer.changed();
    },
  };
}

function around([x, y]: readonly [number, number], resolution: number, wide: number, tall: number): Frame["extent"] {
  const [dx, dy] = [wide * resolution / 2, tall * resolution / 2];
  return [x - dx, y - dy, x + dx, y + dy];
}

function covers(large: Frame["extent"], small: Frame["extent"]): boolean {
  return large[0] <= small[0] && large[1] <= small[1] && large[2] >= small[2] && large[3] >= small[3];
}

function sized(canvas: HTMLCanvasElement, wide: number, tall: number): void {
  const [width, height] = [Math.round(wide), Math.round(tall)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
