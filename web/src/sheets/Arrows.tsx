/** The pairs on the picture: a numbered ring at each clicked pixel, and the residual of the fit as an arrow. */

import type { Fit, Pair } from "./fit";

const HEAD_PX = 7;

export function Arrows({ pairs, fit, zoom, width, height }: {
  pairs: readonly Pair[]; fit: Fit | null; zoom: number; width: number; height: number;
}) {
  return (
    <svg width={width * zoom} height={height * zoom} aria-hidden="true">
      {pairs.map((pair, n) => {
        const miss = fit?.pairs[n];
        const [x, y] = [pair.x * zoom, pair.y * zoom];
        const kind = `${pair.check ? "check" : ""} ${miss?.outlier ? "outlier" : ""}`;
        return (
          <g key={n}>
            <circle class={kind} cx={x} cy={y} r={6} />
            <text x={x + 9} y={y - 9}>{n + 1}</text>
            {miss && <Arrow kind={kind} from={[x, y]} by={[miss.right_px * zoom, miss.down_px * zoom]} />}
          </g>
        );
      })}
    </svg>
  );
}

function Arrow({ kind, from: [x, y], by: [dx, dy] }: { kind: string; from: [number, number]; by: [number, number] }) {
  const [u, v] = [x + dx, y + dy];
  const way = Math.atan2(dy, dx);
  const wing = (turn: number) =>
    <line class={kind} x1={u} y1={v} x2={u - HEAD_PX * Math.cos(way + turn)} y2={v - HEAD_PX * Math.sin(way + turn)} />;
  return <><line class={kind} x1={x} y1={y} x2={u} y2={v} />{wing(0.5)}{wing(-0.5)}</>;
}
