/** The colours of the maps, read from the page's style sheet so that every theme has one list of colours. */

export type Palette = Record<
  "a" | "b" | "bg" | "ink" | "dim" | "line" | "bad" | "land" | "water" | "trial", string
> & { hatch: CanvasPattern | string };

let kept: { theme: string; palette: Palette } | null = null;

export function palette(): Palette {
  const theme = `${document.documentElement.dataset.theme ?? ""} ${matchMedia("(forced-colors: active)").matches}`;
  if (kept?.theme === theme) return kept.palette;
  const probe = document.body.appendChild(document.createElement("i"));
  probe.className = "probe";
  // A colour of the system has no number before an element wears it.
  const of = (name: string): string => {
    probe.style.setProperty("color", `var(--${name})`);
    return hex(getComputedStyle(probe).color);
  };
  const colours = {
    a: of("a"), b: of("b"), bg: of("panel"), ink: of("ink"), dim: of("dim"), line: of("line"), bad: of("bad"),
    land: of("land"), water: of("water"), trial: of("ink"),
  };
  probe.remove();
  const made = { ...colours, hatch: hatchOf(colours.bad) };
  kept = { theme, palette: made };
  return made;
}

/** "rgb(86, 180, 233)" as "#56b4e9". */
function hex(colour: string): string {
  const parts = colour.match(/[\d.]+/g)?.slice(0, 3) ?? ["0", "0", "0"];
  return `#${parts.map((one) => Math.round(Number(one)).toString(16).padStart(2, "0")).join("")}`;
}

/** Slanting lines: disagreement is seen without colour too. */
function hatchOf(colour: string): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  if (!pen) return colour;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (const at of [-8, 0, 8]) {
    pen.moveTo(at, 8);
    pen.lineTo(at + 8, 0);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat") ?? colour;
}
