/** Findings in words, the worst first, each with its level as a word and a sign, never colour alone. */

import type { Finding, Level } from "../api/types";
import { t } from "../words";
import { Said } from "./Ref";

const WEIGHT: Record<Level, number> = { urgent: 0, caution: 1, note: 2 };

export function byWeight<T extends Finding>(findings: readonly T[]): T[] {
  return [...findings].sort((x, y) => WEIGHT[x.level] - WEIGHT[y.level]);
}

export function LevelMark({ level }: { level: Level }) {
  return <b class={`level ${level}`}>{level === "note" ? "" : "▲ "}{t(level)}</b>;
}

export function Findings({ findings }: { findings: readonly Finding[] | undefined }) {
  if (!findings || findings.length === 0) return null;
  return (
    <ul class="findings">
      {byWeight(findings).map((one) => (
        <li key={`${one.kind}${one.text}`}><LevelMark level={one.level} /> <Said text={one.text} /></li>
      ))}
    </ul>
  );
}
