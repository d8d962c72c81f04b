/** Time left or overdue: figures with their unit, the word LATE and a triangle. */

import { now } from "../state/clock";
import { spanText } from "../text/time";
import { Say } from "./Say";

export function Countdown({ deadline }: { deadline: string }) {
  const left = (Date.parse(deadline) - now.value) / 1000;
  if (!Number.isFinite(left)) return null;
  return (
    <span class={left < 0 ? "count late" : "count"} role="timer">
      {left < 0 && "▲ "}
      <Say k={left < 0 ? "late" : "dueIn"} parts={{ span: spanText(left) }} />
    </span>
  );
}
